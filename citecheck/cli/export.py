"""`citecheck export`: the references as a bibliography."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli import exits, options
from citecheck.cli.export_check import checked
from citecheck.errors import ExportError

if TYPE_CHECKING:
    from citecheck.config import Settings
    from citecheck.references.export import Onto


@click.command("export")
@click.argument("source", metavar="SOURCE", shell_complete=options.files)
@click.option(
    "--to",
    "target",
    default="biblatex",
    show_default=True,
    metavar="FORMAT",
    help="biblatex, bibtex, csl-json, ris, wikitext or json.",
)
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write to FILE; a .bib file that is there keeps its keys and other entries.",
)
@click.option(
    "--dbx",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Put archived copies in fields of their own, and write the biblatex data model that has them to FILE (citecheck.dbx).",
)
@click.option("--all", "every", is_flag=True, help="Also the entries of an unnumbered bibliography.")
@click.option("--check", is_flag=True, help="Say what is wrong with a .bib file, or with the export, and write none.")
@options.FROM
@options.ROOT
@options.LINKS_FROM
@options.MAX_BYTES
@options.common
@click.pass_context
def command(
    context: click.Context,
    /,
    source: str,
    target: str,
    *,
    file: str | None,
    dbx: str | None,
    every: bool,
    check: bool,
    **flags: object,
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
    from citecheck.references.export import data_model  # noqa: PLC0415

    console = options.console(context)
    refuse_addresses([source], "`citecheck audit URL` is for addresses; or save the page as a file, and name the file.")
    settings = configured(console, **flags).settings
    if check:
        return checked(console, source, target, file, every=every, settings=settings)
    old = _old(file, target, settings)
    document = one(source, settings)
    with _without_collection():
        try:
            done = api.exported(
                document, target, every=every, archive_fields=dbx is not None, onto=old, settings=settings
            )
        except ExportError as error:
            if old is None:
                raise
            raise ExportError(f"{file}: {error}. Nothing was written: repair that file, or name another.") from error
    if dbx is not None:
        files.write(Path(dbx), data_model())
        console.note(dbx)
    if file is None or file == "-":
        console.report(done.text)
    else:
        files.write(Path(file), done.text)
        console.note(file)
        if old is not None:
            console.note(_took(done.onto))
    if done.gaps:
        console.note(done.gaps)
    return exits.CLEAN


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Leave the cyclic garbage collector off: all that an export makes lives until it is written."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _old(file: str | None, target: str, settings: Settings) -> str | None:
    """
    Give the .bib file that would be replaced, None where there is none.

    Raises:
        ExportError: It cannot be read as text.
    """
    from citecheck.documents import load  # noqa: PLC0415 - help must not wait for it
    from citecheck.references.export import BIB_FILES  # noqa: PLC0415 - the same

    if file is None or target not in BIB_FILES or not Path(file).is_file():
        return None
    try:
        return load(file, settings.max_bytes).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError(
            f"{file}: it is not UTF-8 (byte {error.start}). Nothing was written: convert that file, or name another."
        ) from error


def _took(onto: Onto) -> str:
    """Give what was taken over from a file, in a line."""
    kept = "1 key was kept" if onto.kept == 1 else f"{onto.kept} keys were kept"
    if not onto.others:
        return kept
    stay = "1 other entry stays" if onto.others == 1 else f"{onto.others} other entries stay"
    return f"{kept}, {stay}"
