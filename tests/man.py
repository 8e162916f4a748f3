"""
Write the pages of the manual, one for the program and one for each command, from what `--help` says.

`make man` runs it; a release carries what it writes. The pages have the version for a date: the same source gives the
same pages.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click
from click_man.core import write_man_pages

from citecheck.cli.group import COMMANDS, citecheck
from citecheck.plugins import tool


def write(folder: Path) -> None:
    """Write the pages into *folder*, which holds nothing else afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    context = click.Context(citecheck, info_name="citecheck")
    # click-man looks at the commands that a group holds; ours are imported when they are called.
    commands = {name: command for name in COMMANDS if (command := citecheck.get_command(context, name)) is not None}
    whole = click.Group(
        "citecheck",
        commands=commands,
        params=citecheck.params,
        help=citecheck.help,
        context_settings=citecheck.context_settings,
    )
    version = tool().rpartition(" ")[2]
    write_man_pages("citecheck", whole, version=version, target_dir=str(folder), date=version)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
