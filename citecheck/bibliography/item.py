"""An entry as a program sees it: its fields by the names that the program knows, macros resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.bibliography.datamodel import DataModel, data_model
from citecheck.bibliography.message import Message
from citecheck.references.bib_reading import BibEntry, BibField, BibFile, Piece
from citecheck.references.latex import Dialect

MONTHS: Final[Mapping[str, str]] = {
    name: str(number)
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905 - a row of words
}
"""The macros that every style defines."""


LONGEST_MACRO: Final = 200
"""Code points of a macro that its users see here: macros made of macros could grow without bound."""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one field."""

    field: BibField
    text: str
    """Its pieces joined, macros resolved as far as they are defined."""
    bare: bool
    """Whether it is a macro or a number without braces."""

    @property
    def line(self) -> int:
        """Where it stands."""
        return self.field.line


@dataclass(frozen=True, slots=True)
class Item:
    """One entry with its values."""

    entry: BibEntry
    kind: str
    """Its type in lower case, by the name that the program knows it by."""
    values: Mapping[str, Value]
    """By lower-case names that the program knows; of fields that are given twice the first, as the programs do."""
    model: DataModel

    def text(self, *names: str) -> str:
        """Give the value of the first of some fields that says something, "" where none does."""
        return next((self.values[name].text for name in names if name in self.values and self.values[name].text), "")

    def said(self, code: str, text: str, field: str = "") -> Message:
        """Give a message about the entry, or about one of its fields."""
        line = self.values[field].line if field else self.entry.line
        return Message(line, code, self.entry.key, text)


def items_of(file: BibFile, dialect: Dialect) -> tuple[Item, ...]:
    """Give the entries of a file as a program sees them."""
    macros = dict(MONTHS)
    for string in file.strings:
        macros[string.name.lower()] = _joined(string.pieces, macros)
    return tuple(_items(file.entries, macros, data_model(dialect)))


def _items(entries: Sequence[BibEntry], macros: Mapping[str, str], model: DataModel) -> Iterator[Item]:
    """Give each entry with its values."""
    for entry in entries:
        kind = entry.type.lower()
        values: dict[str, Value] = {}
        for field in entry.fields:
            name = field.name.lower()
            bare = bool(field.pieces) and all(piece.kind in {"macro", "number"} for piece in field.pieces)
            value = Value(field, _joined(field.pieces, macros).strip(), bare)
            values.setdefault(model.field_aliases.get(name, name), value)
        yield Item(entry, model.type_aliases.get(kind, kind), values, model)


def _joined(pieces: Sequence[Piece], macros: Mapping[str, str]) -> str:
    """Give the text of a value."""
    return "".join(
        macros.get(piece.text.lower(), "")[:LONGEST_MACRO] if piece.kind == "macro" else piece.text for piece in pieces
    )
