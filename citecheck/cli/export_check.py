"""`citecheck export --check`: what is wrong with a .bib file, a line for each thing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from citecheck.cli import exits

if TYPE_CHECKING:
    from citecheck.cli.console import Console
    from citecheck.config import Settings


def checked(console: Console, source: str, target: str, file: str | None, *, every: bool, settings: Settings) -> int:
    """
    Write what is wrong to standard output and how many of each to standard error; give the exit code.

    Raises:
        click.UsageError: A file to write was named.
    """
    from citecheck import api  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli.sources import standard_input  # noqa: PLC0415
    from citecheck.documents.naming import shown  # noqa: PLC0415
    from citecheck.model import SEVERITIES  # noqa: PLC0415
    from citecheck.reports.visible import harmless  # noqa: PLC0415

    if file is not None:
        raise click.UsageError("--check writes no file. Leave out -o, and export when nothing is wrong any more.")
    data = standard_input(settings.max_bytes) if source == "-" else source
    messages = api.lint(data, target, every=every, settings=settings)
    path = shown(source)
    console.report("".join(f"{harmless(message.display(path))}\n" for message in messages))
    found = Counter(message.severity for message in messages)
    counts = ", ".join(f"{found[severity]} {severity}{'' if found[severity] == 1 else 's'}" for severity in SEVERITIES)
    console.note(f"{counts} in {path} for {target}")
    return exits.FINDINGS if found["error"] else exits.CLEAN
