"""`citecheck export`: the references as a bibliography."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli import exits, options
from citecheck.cli.export_check import checked


@click.command("export")
@click.argument("source", metavar="SOURCE")
@click.option(
    "--to", "target", default="biblatex", show_default=True, metavar="FORMAT", help="biblatex, bibtex or csl-json."
)
@click.option("-o", "--output", "file", type=click.Path(dir_okay=False), metavar="FILE", help="Write to FILE.")
@click.option("--all", "every", is_flag=True, help="Also the entries of an unnumbered bibliography.")
@click.option("--check", is_flag=True, help="Say what is wrong with a .bib file, or with the export, and write none.")
@options.FROM
@options.LINKS_FROM
@options.MAX_BYTES
@options.common
@click.pass_context
def command(
    context: click.Context, /, *, source: str, target: str, file: str | None, every: bool, check: bool, **flags: object
) -> int:
    """
    Write the numbered references as a bibliography, offline.

    SOURCE is a file, or `-` for standard input; `--from references` reads a bare list, one reference a line.
    With `--check` it may be a .bib file; the exit code is 1 when something in it is an error.
    """
    from citecheck import api  # noqa: PLC0415 - with all below: help must not wait for it
    from citecheck.cli import files  # noqa: PLC0415
    from citecheck.cli.settings import configured  # noqa: PLC0415
    from citecheck.cli.sources import one, refuse_addresses  # noqa: PLC0415

    console = options.console(context)
    refuse_addresses([source], "`citecheck audit URL` is for addresses; or save the page as a file, and name the file.")
    settings = configured(console, **flags).settings
    if check:
        return checked(console, source, target, file, every=every, settings=settings)
    text = api.export(one(source, settings), target, every=every, settings=settings)
    if file is None or file == "-":
        console.report(text)
    else:
        files.write(Path(file), text)
        console.note(file)
    return exits.CLEAN
