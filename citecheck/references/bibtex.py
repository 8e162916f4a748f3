"""The door to bibtexparser: entries are written by it, and read back by it before anybody gets them."""

from __future__ import annotations

import logging
from collections.abc import Container, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from citecheck.errors import ExportError
from citecheck.model import Reference
from citecheck.references.classic import classic_entry
from citecheck.references.entry import Entry, EntryField, biblatex_entry
from citecheck.references.existing import BibFile
from citecheck.references.latex import Dialect

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry as Block

_VALUE_COLUMN: Final = 15
"""Columns from a field's name to its value: the longest common name, `organization`, and ` = `."""


def to_bibtex(
    references: Sequence[Reference], keys: Sequence[str], dialect: Dialect = "biblatex", *, archive_fields: bool = False
) -> str:
    """
    Give references as a .bib file, one entry for each, in order.

    Args:
        references: What to write.
        keys: The citation key of each.
        dialect: The program that will read the file.
        archive_fields: Whether archived copies stand in the fields of `citecheck.dbx`; for biblatex alone.

    Raises:
        ExportError: The file would not read back as it was written.
    """
    return write(spelled_entries(references, keys, dialect, archive_fields=archive_fields))


def spelled_entries(
    references: Sequence[Reference], keys: Sequence[str], dialect: Dialect, *, archive_fields: bool = False
) -> list[Entry]:
    """Give the entries of references; arguments as for `to_bibtex`."""
    spell = partial(biblatex_entry, archive_fields=archive_fields) if dialect == "biblatex" else classic_entry
    return [spell(reference, key) for reference, key in zip(references, keys, strict=True)]


def onto(text: str, file: BibFile, places: Container[int]) -> str:
    """
    Give the text of exported entries with what stays of the file that it replaces, known to read back.

    Args:
        text: The exported entries.
        file: What stood there.
        places: Which entries of it are among the exported ones, and do not stay.

    Raises:
        ExportError: The whole would not read back.
    """
    rest = [raw for place, raw in enumerate(file.raws) if place not in places]
    if not (rest or file.head):
        return text
    whole = "\n\n".join((*file.head, text.rstrip("\n"), *rest)).strip("\n") + "\n"
    keys = [entry.key for entry in read(whole)]
    expected = [entry.key for entry in read("\n\n".join((*file.head, text)))] + [
        entry.key for place, entry in enumerate(file.entries) if place not in places
    ]
    if keys != expected:
        raise ExportError("the entries that stay in the file and the exported ones do not read back together")
    return whole


def read_file(text: str) -> BibFile:
    """
    Give a .bib file that somebody has, with the text of each of its blocks.

    Raises:
        ExportError: It is damaged; the message names the line.
    """
    from bibtexparser.model import Entry as Block  # noqa: PLC0415 - exports alone need it

    library = _parsed(text)
    if library.failed_blocks:
        block = library.failed_blocks[0]
        reason = " ".join(str(block.error).split())[:200] or "a block that begins there is not closed"
        raise ExportError(f"line {(block.start_line or 0) + 1}: it is no BibTeX: {reason}")
    head = tuple((block.raw or "").strip() for block in library.blocks if not isinstance(block, Block))
    raws = tuple((block.raw or "").strip() for block in library.entries)
    return BibFile(_entries(library), raws, head)


def entry_to_bibtex(reference: Reference, key: str, dialect: Dialect = "biblatex") -> str:
    """
    Give one reference as an entry, without a newline at its end.

    Raises:
        ExportError: It would not read back as it was written.
    """
    return to_bibtex([reference], [key], dialect).rstrip("\n")


def write(entries: Sequence[Entry]) -> str:
    """
    Give entries as the text of a .bib file that is known to read back.

    Raises:
        ExportError: It would not; the message names the first entry that differs.
    """
    from bibtexparser.entrypoint import write_string  # noqa: PLC0415 - exports alone need it
    from bibtexparser.library import Library  # noqa: PLC0415 - the same
    from bibtexparser.middlewares.parsestack import default_unparse_stack  # noqa: PLC0415 - the same
    from bibtexparser.writer import BibtexFormat  # noqa: PLC0415 - the same

    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.value_column = _VALUE_COLUMN
    layout.trailing_comma = True
    layout.block_separator = "\n"
    try:
        library = Library([_block(entry) for entry in entries])
    except ValueError as error:
        raise ExportError(f"two entries have the same citation key; make the keys differ: {error}") from error
    text = write_string(
        library, bibtex_format=layout, unparse_stack=default_unparse_stack(allow_inplace_modification=True)
    )
    crosscheck(text, entries)
    return text


def read(text: str) -> tuple[Entry, ...]:
    """
    Give the entries of a .bib file, values without their braces and otherwise as they stand.

    Raises:
        ExportError: A block of the file cannot be read.
    """
    library = _parsed(text)
    if library.failed_blocks:
        block = library.failed_blocks[0]
        raise ExportError(f"the BibTeX entry on line {(block.start_line or 0) + 1} does not read back: {block.error}")
    return _entries(library)


def _parsed(text: str) -> Library:
    """Give what bibtexparser reads; what it would log stands in the failed blocks as well."""
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - exports alone need it

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    return parse_string(text)


def _entries(library: Library) -> tuple[Entry, ...]:
    """Give the entries of what bibtexparser read."""
    return tuple(
        Entry(
            entry.entry_type,
            entry.key,
            tuple(EntryField(one.key, one.value, one.enclosing == "no-enclosing") for one in entry.fields),
        )
        for entry in library.entries
    )


def crosscheck(text: str, entries: Sequence[Entry]) -> None:
    """
    Check that *text* reads as *entries*: as many, with the same types, keys, fields and values.

    Raises:
        ExportError: It does not.
    """
    found = read(text)
    if len(found) != len(entries):
        raise ExportError(f"{len(entries)} entries were written, {len(found)} read back; please report the document")
    for written, again in zip(entries, found, strict=True):
        if written != again:
            raise ExportError(f"the BibTeX entry {written.key!r} does not read back as written; please report it")


def _block(entry: Entry) -> Block:
    """Give an entry as bibtexparser's."""
    from bibtexparser.model import Entry as Block  # noqa: PLC0415 - exports alone need it
    from bibtexparser.model import Field  # noqa: PLC0415 - the same

    fields = [Field(one.name, one.value, enclosing="no-enclosing" if one.bare else "{") for one in entry.fields]
    return Block(entry.type, entry.key, fields)
