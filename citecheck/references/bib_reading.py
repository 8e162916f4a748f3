"""
A .bib file as it stands: every entry with the lines of its fields, and whatever a program would lose of it.

The second door to bibtexparser, beside `bibtex.py`: that one writes, and reads back what it wrote and nothing else;
this one reads what anybody wrote, keeps values in their braces and quotes, and never refuses a file.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

PieceKind: TypeAlias = Literal["braces", "quotes", "number", "macro"]

LossKind: TypeAlias = Literal["unclosed", "key-comma", "key", "comment", "equals"]
"""What is missing where an entry breaks off: its end, the comma after its key, its key, nothing but for a comment, `=`."""

_WORD: Final = re.compile(r"[^\s\"#%'(),={}]+")
_BRACE: Final = re.compile(r"[{}]")
_BRACE_OR_QUOTE: Final = re.compile(r"[{}\"]")
_SPACE: Final = re.compile(r"\s*")
_HEAD: Final = re.compile(r"@\w*[ \t]*[{(]\s*([^\s,={}\"]{0,200})")
_BEFORE_EQUALS: Final = re.compile(r"@\w*[ \t]*[{(]([^,{}\"=]{0,400})=")
_COMMENTED: Final = re.compile(r"[ \t]*%")
_LOGGER: Final = "bibtexparser.splitter"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a value, between `#` signs: a text without its braces or quotes, a number, the name of a macro."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class BibField:
    """One field of an entry as written."""

    name: str
    raw: str
    """The value with its braces or quotes."""
    line: int
    """1-based, where the field's `=` stands."""
    pieces: tuple[Piece, ...]
    rest: str
    """What stands after the value and belongs to none; "" where the value is written as it should be."""


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry as written."""

    type: str
    key: str
    line: int
    fields: tuple[BibField, ...]
    commented: bool = False
    """Whether a `%` stands before it on its line: for BibTeX it is an entry all the same."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A block that cannot be read to its end, so that programs skip it and often its neighbours."""

    line: int
    kind: LossKind
    key: str
    """As far as it can be told."""
    until: int
    """The line on which reading broke off."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Text outside of entries, which every program ignores; or a preamble."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class BibFile:
    """A whole file."""

    entries: tuple[BibEntry, ...]
    strings: tuple[BibField, ...]
    """The macros that it defines."""
    losses: tuple[Loss, ...]
    outside: tuple[Aside, ...]
    preambles: tuple[Aside, ...]


def read_bib(text: str) -> BibFile:
    """Give a .bib file as it stands; linear in its length."""
    from bibtexparser.model import (  # noqa: PLC0415 - a .bib file alone needs it
        DuplicateBlockKeyBlock,
        DuplicateFieldKeyBlock,
        Entry,
        ImplicitComment,
        ParsingFailedBlock,
        Preamble,
        String,
    )

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    entries: list[BibEntry] = []
    strings: list[BibField] = []
    losses: list[Loss] = []
    outside: list[Aside] = []
    preambles: list[Aside] = []
    broken = False
    for block in _blocks(text):
        line = (block.start_line or 0) + 1
        was_broken, broken = broken, False
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            block = block.ignore_error_block  # noqa: PLW2901 - the block that was found to be a duplicate
        if isinstance(block, Entry):
            entries.append(_entry(block, line, lines))
        elif isinstance(block, String):
            strings.append(_field(block.key, block.value, line))
        elif isinstance(block, Preamble):
            preambles.append(Aside(line, block.value))
        elif isinstance(block, ParsingFailedBlock):
            losses.append(_loss(block, line))
            broken = True
        elif isinstance(block, ImplicitComment) and not was_broken:  # else it is the rest of what was lost
            outside.append(Aside(line, block.comment))
    return BibFile(tuple(entries), tuple(strings), tuple(losses), tuple(outside), tuple(preambles))


def pieces_of(raw: str) -> tuple[tuple[Piece, ...], str]:
    """
    Give the pieces of a value and what is left over.

    Braces count whether or not a backslash stands before them: that is how BibTeX and biber count.
    """
    found: list[Piece] = []
    at = 0
    while at < len(raw):
        piece, end = _piece(raw, at)
        if piece is None:
            return tuple(found), raw[at:]
        found.append(piece)
        at = _after_space(raw, end)
        if at < len(raw):
            if raw[at] != "#":
                return tuple(found), raw[at:]
            at = _after_space(raw, at + 1)
    return tuple(found), ""


def _piece(raw: str, at: int) -> tuple[Piece | None, int]:
    """Give the piece that begins at *at*, None where none does or it has no end, and where it ends."""
    if raw[at] in '{"':
        end = _closing(raw, at)
        kind: PieceKind = "braces" if raw[at] == "{" else "quotes"
        return (None, at) if end < 0 else (Piece(kind, raw[at + 1 : end]), end + 1)
    word = _WORD.match(raw, at)
    if word is None:
        return None, at
    return Piece("number" if word[0].isdecimal() else "macro", word[0]), word.end()


def _closing(raw: str, at: int) -> int:
    """Give where the brace or quotation mark at *at* is closed, -1 where it is not."""
    depth = 0
    quoted = raw[at] == '"'
    for mark in (_BRACE_OR_QUOTE if quoted else _BRACE).finditer(raw, at + 1 if quoted else at):
        if mark[0] == '"':
            if depth == 0:
                return mark.start()
            continue
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return -1
        if depth == 0 and not quoted:
            return mark.start()
    return -1


def _after_space(raw: str, at: int) -> int:
    """Give the place of the first character from *at* on that is no space."""
    space = _SPACE.match(raw, at)
    return at if space is None else space.end()


def _blocks(text: str) -> Iterator[Any]:
    """Give bibtexparser's blocks; what it could not read is among them, so that its log need not say so."""
    from bibtexparser.splitter import Splitter  # noqa: PLC0415 - a .bib file alone needs it

    logger = logging.getLogger(_LOGGER)
    before, logger.disabled = logger.disabled, True
    try:
        yield from Splitter(text).split().blocks
    finally:
        logger.disabled = before


def _entry(block: Any, line: int, lines: list[str]) -> BibEntry:  # noqa: ANN401 - bibtexparser has no types
    """Give an entry from bibtexparser's."""
    fields = tuple(_field(one.key, one.value, (one.start_line or 0) + 1) for one in block.fields)
    return BibEntry(block.entry_type, block.key, line, fields, _COMMENTED.match(lines[line - 1]) is not None)


def _field(name: str, raw: str, line: int) -> BibField:
    """Give a field with its value in pieces."""
    return BibField(name, raw, line, *pieces_of(raw))


def _loss(block: Any, line: int) -> Loss:  # noqa: ANN401 - bibtexparser has no types
    """Give what is missing in a block that could not be read, from what bibtexparser stopped at."""
    reason = block.error.abort_reason
    head, before = _HEAD.match(block.raw), _BEFORE_EQUALS.match(block.raw)
    key = "" if head is None else head[1]
    until = line + block.raw.rstrip().count("\n")
    kind: LossKind
    if "block start" in reason or "end of file" in reason:
        kind = "unclosed"
    elif before is not None:
        kind = "key-comma" if len(before[1].split()) > 1 else "key"
    elif "%" in block.raw.rpartition("\n")[2]:
        kind = "comment"
    else:
        kind = "equals"
    return Loss(line, kind, "" if kind == "key" else key, until)
