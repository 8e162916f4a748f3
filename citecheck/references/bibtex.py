"""The door to bibtexparser: entries are written by it, and read back by it before anybody gets them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from citecheck.errors import ExportError
from citecheck.model import Reference
from citecheck.references.classic import classic_entry
from citecheck.references.entry import Entry, EntryField, biblatex_entry
from citecheck.references.latex import Dialect

if TYPE_CHECKING:
    from bibtexparser.model import Entry as Block

_VALUE_COLUMN: Final = 15
"""Columns from a field's name to its value: the longest common name, `organization`, and ` = `."""


def to_bibtex(references: Sequence[Reference], keys: Sequence[str], dialect: Dialect = "biblatex") -> str:
    """
    Give references as a .bib file, one entry for each, in order.

    Raises:
        ExportError: The file would not read back as it was written.
    """
    spell = biblatex_entry if dialect == "biblatex" else classic_entry
    return write([spell(reference, key) for reference, key in zip(references, keys, strict=True)])


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
    import bibtexparser  # noqa: PLC0415 - exports alone need it
    from bibtexparser.middlewares.parsestack import default_unparse_stack  # noqa: PLC0415 - the same

    layout = bibtexparser.BibtexFormat()
    layout.indent = "  "
    layout.value_column = _VALUE_COLUMN
    layout.trailing_comma = True
    layout.block_separator = "\n"
    try:
        library = bibtexparser.Library([_block(entry) for entry in entries])
    except ValueError as error:
        raise ExportError(f"two entries have the same citation key; make the keys differ: {error}") from error
    text: str = bibtexparser.write_string(
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
    import bibtexparser  # noqa: PLC0415 - exports alone need it

    library = bibtexparser.parse_string(text)
    if library.failed_blocks:
        block = library.failed_blocks[0]
        raise ExportError(f"the BibTeX entry on line {(block.start_line or 0) + 1} does not read back: {block.error}")
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
