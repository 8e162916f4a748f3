"""
What MediaWiki's Cite extension keeps while it goes through a page: groups, names, numbers and lists of notes.

A note gets its number where it is first used; `<references />` prints the notes of its group and begins a new count; a
name that is defined twice keeps its first text; what a page never prints is printed at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from citecheck.documents.wikitext_drafts import Draft
from citecheck.model import Span, Where

_ATTRIBUTE: Final = re.compile(
    r"(?P<name>[a-zA-Z][\w:-]{0,40})\s{0,20}(?:=\s{0,20}(?:\"(?P<double>[^\"]{0,2000})\"?|'(?P<single>[^']{0,2000})'?|(?P<bare>[^\s\"'][^\s]{0,2000})))?"
)
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_LETTERS: Final = 26
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"


@dataclass(slots=True, eq=False)
class Note:
    """An item of a list of notes."""

    group: str
    name: str
    label: str
    span: Span
    """Of its definition; of its first use while it has none."""
    draft: Draft | None = None
    """Its words; None while nothing defines it."""
    source: str = ""
    """Its words as the editor typed them."""
    parent: Note | None = None
    """The note that this one gives a place in."""
    parts: int = 0
    """How many notes give places in it."""
    used: bool = True
    """Whether the text names it; lists print first what no text names."""
    numbered: bool = True


@dataclass(slots=True, eq=False)
class Mark:
    """A footnote marker."""

    note: Note
    draft: Draft
    at: Span
    span: Span
    where: Where
    page: str | None = None


@dataclass(slots=True, eq=False)
class Redefinition:
    """A second text for a name that has one."""

    note: Note
    span: Span


@dataclass(slots=True)
class _Group:
    notes: list[Note] = field(default_factory=list)
    names: dict[str, Note] = field(default_factory=dict)
    count: int = 0


class Notes:
    """The notes of a page, in the order in which lists print them."""

    def __init__(self) -> None:
        self.redefinitions: list[Redefinition] = []
        self._groups: dict[str, _Group] = {}
        self._printed: list[Note] = []

    def use(self, group: str, name: str, span: Span) -> Note:
        """Give the note that a reference names, numbered if this is its first use."""
        held = self._groups.setdefault(group, _Group())
        note = held.names.get(name) if name else None
        if note is None:
            held.count += 1
            note = Note(group, name, label(group, held.count), span)
            held.notes.append(note)
            if name:
                held.names[name] = note
        return note

    def part(self, parent: Note, details: str, span: Span) -> Note:
        """Give the note for a place in *parent* (`details="p. 4"`), numbered `1.1`, `1.2`."""
        held = self._groups.setdefault(parent.group, _Group())
        key = f"{parent.name}\0{details}"
        note = held.names.get(key)
        if note is None:
            parent.parts += 1
            note = Note(parent.group, "", f"{parent.label}.{parent.parts}", span, parent=parent)
            held.notes.append(note)
            held.names[key] = note
        return note

    def named(self, group: str, name: str) -> Note | None:
        """Give the note of that name in the count that goes on, or None."""
        held = self._groups.get(group)
        return held.names.get(name) if held else None

    def define(self, note: Note, source: str, span: Span) -> bool:
        """Tell whether these words become the note's; other words for a note that has some are a redefinition."""
        words = " ".join(source.split())
        if note.draft is not None:
            if words != note.source:
                self.redefinitions.append(Redefinition(note, span))
            return False
        note.source, note.span = words, span
        return True

    def unused(self, group: str, name: str, span: Span) -> Note:
        """Give a new note that a list defines and no text has named; its label is its name."""
        note = Note(group, name, name, span, used=False)
        held = self._groups.setdefault(group, _Group())
        held.notes.append(note)
        if name:
            held.names[name] = note
        return note

    def loose(self, group: str, span: Span) -> Note:
        """Give a note without a number: words that go on from a note of another page."""
        note = Note(group, "", "", span, used=False, numbered=False)
        self._groups.setdefault(group, _Group()).notes.append(note)
        return note

    def print(self, group: str) -> None:
        """Print the notes of a group, as `<references />` does."""
        held = self._groups.pop(group, None)
        if held is not None:
            self._printed += _in_order(held.notes)

    def finish(self) -> list[Note]:
        """Print what is left at the end of the page, and give all notes."""
        for group in list(self._groups):
            self.print(group)
        return self._printed


def _in_order(notes: list[Note]) -> Iterator[Note]:
    """Give notes in order, those that no text names first, each followed by those that give places in it."""
    parts: dict[int, list[Note]] = {}
    for note in notes:
        if note.parent is not None:
            parts.setdefault(id(note.parent), []).append(note)
    for note in sorted(notes, key=lambda one: one.used):
        if note.parent is None:
            yield note
            yield from parts.get(id(note), ())


def label(group: str, number: int) -> str:
    """Give what a marker of that group and number prints between its brackets."""
    if not group or group == "decimal":
        return str(number)
    style = _STYLES.get(group)
    return style(number) if style else f"{group} {number}"


def _alpha(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters


def _greek(number: int) -> str:
    return _GREEK[number - 1] if number <= len(_GREEK) else str(number)


_STYLES: Final = {
    "lower-alpha": _alpha,
    "upper-alpha": lambda number: _alpha(number).upper(),
    "lower-roman": _roman,
    "upper-roman": lambda number: _roman(number).upper(),
    "lower-greek": _greek,
}


def collapsed(words: str) -> str:
    """Give words with white space folded as the parser folds it in attributes: only that of ASCII."""
    return _WHITE.sub(" ", words).strip(" ")


def attributes(source: str) -> dict[str, str]:
    """Give the attributes of a tag; of two with one name the last counts."""
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(source):
        value = next((v for v in (one["double"], one["single"], one["bare"]) if v is not None), "")
        found[one["name"].lower()] = collapsed(unescape(value))
    return found
