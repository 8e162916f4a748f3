"""What a reader makes of a file, before anything in it is judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from citecheck.model.reference import Field
from citecheck.model.span import Span

_NEWLINE = re.compile(r"\r\n?|\n")

BlockKind: TypeAlias = Literal["heading", "paragraph", "list-item", "table-cell", "caption", "infobox"]
Where: TypeAlias = Literal["body", "table", "infobox", "caption", "reference", "hidden"]
LinkRole: TypeAlias = Literal["original", "archive", "identifier"]


class Piece(NamedTuple):
    """
    A run of a block's text that stands in one place of the document's text.

    Where the two have the same length the run is verbatim; else it is a replacement (`&amp;` seen as `&`)
    and every code point of it maps to the whole of `span`.
    """

    at: Span
    """Where the run stands in the block's text."""
    span: Span
    """Where it came from in the document's text."""


def _end_in_block(piece: Piece) -> int:
    """Give where a piece ends in its block's text; pieces are in that order."""
    return piece.at.end


@dataclass(frozen=True, slots=True)
class Block:
    """
    A paragraph, heading, list item, cell or caption: text that reads without a break.

    `text` is what a reader of the document sees, footnote markers included, markup and line wrapping resolved.
    """

    kind: BlockKind
    text: str
    pieces: tuple[Piece, ...]
    """Every code point of `text` that came from the document, in order; a gap is a space that a reader put in."""
    section: str = ""
    """The nearest heading above, "" before the first."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    row: int | None = None
    """Of a cell, where its row begins in the document's text: cells of one row have the same; None outside of rows."""

    def source(self, start: int, end: int) -> tuple[Span, ...]:
        """
        Give the spans of the document's text that `self.text[start:end]` came from.

        Neighbours that touch are one span; markup between them makes several.
        """
        spans: list[Span] = []
        for number in range(bisect_right(self.pieces, start, key=_end_in_block), len(self.pieces)):
            at, span = self.pieces[number]
            if at.start >= end:
                break
            if at.end - at.start == span.end - span.start:
                part = Span(span.start + max(start - at.start, 0), span.end - max(at.end - end, 0))
            else:
                part = span
            if spans and spans[-1].end >= part.start:
                part = Span(spans.pop().start, part.end)
            spans.append(part)
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Restored:
    """Where a link came from that the document itself has lost."""

    source: str
    """The copy of the document that has it, as the user named it."""
    confidence: float
    """That the reference there is the same: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the document names."""

    url: str
    role: LinkRole = "original"
    span: Span | None = None
    """Where the address stands in the document's text, when it is written there."""
    restored: Restored | None = None
    """The copy that gave it (`--links-from`); None for a link of the document itself."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote marker as it stands in the text: `[3]`, a superscript, `[note 1]`."""

    text: str
    """As seen: `[3]`."""
    label: str
    """As compared: `3`."""
    entry: int | None
    """Index into `Document.entries`, or None when no entry answers to it."""
    span: Span
    """Where it stands in the document's text."""
    block: int | None
    """Index into `Document.blocks` of the block it stands in; None inside the reference list itself."""
    at: Span
    """Where it stands in that block's text, or in the entry's `raw` inside the reference list."""
    where: Where = "body"
    page: str | None = None
    """The page it names (`[41]:12-17`), or None."""
    implied: bool = False
    """Whether nothing in the text is this marker alone: its entry lies between the ends of a range, `7–14`."""


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """One item of a reference list, unparsed."""

    label: str
    """The number or word that markers name: `3`, `note 1`."""
    raw: str
    """Its visible text on one line, without number and backlinks."""
    span: Span
    """The whole item in the document's text, number and backlinks included."""
    links: tuple[Link, ...] = ()
    given: tuple[Field, ...] = ()
    """Fields that the editor typed (cite parameters, COinS, .bib); they beat any guess. Their spans are None."""
    group: str = ""
    """The list it belongs to, where a document has several: `note`, `lower-alpha`."""
    numbered: bool = True
    """False for an item of an unnumbered bibliography ("Further reading")."""
    works: tuple[int, ...] = ()
    """Of a short form ("Smith 2010, p. 3"), the entries that it stands for: indexes into `Document.entries`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the file itself that a reader of the report should know: a rule id and a sentence."""

    rule: str
    message: str
    span: Span | None = None
    """The place in the document's text that it speaks of; None for the document as a whole."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document that was fetched came from."""

    url: str
    """The address that gave it; of a wiki article the one of the revision, which stays."""
    fetched_at: str
    """RFC 3339, UTC; on replay that of the recording."""
    revision: int | None = None
    """The revision of a wiki article."""
    revised_at: str | None = None
    """When that revision was made: RFC 3339, UTC."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a document's text that stands in one file: a chapter that is included, an entry of a .bib file."""

    span: Span
    """Where it stands in the document's text."""
    path: str
    """The file, named as the document is."""
    line: int
    """The 1-based line of that file on which it begins."""
    column: int = 1
    """The 1-based column of that line at which it begins."""


def _start_of_part(part: Part) -> int:
    """Give where a part begins; parts are in that order."""
    return part.span.start


@dataclass(frozen=True, slots=True)
class Document:
    """
    A file as read: its text, and where its blocks, markers and reference entries stand.

    `text` is the decoded source unchanged, or the extracted text where `text_of` says so. Where other files belong to the
    document, their text stands in it too, and `parts` says which run of it is from which file.
    """

    path: str
    """As the user named it: a path, `-`."""
    format: str
    """The reader's name, such as `wikipedia-text`."""
    text: str
    blocks: tuple[Block, ...] = ()
    markers: tuple[Marker, ...] = ()
    entries: tuple[ReferenceEntry, ...] = ()
    links: tuple[Link, ...] = ()
    """The http(s) links of the body, those of the entries left out."""
    title: str | None = None
    language: str | None = None
    """A BCP 47 tag, or None when the document does not tell."""
    sha256: str = ""
    """Of the bytes as read, in hexadecimal."""
    text_of: Literal["source", "extracted"] = "source"
    notices: tuple[Notice, ...] = ()
    origin: Origin | None = None
    """None for a file."""
    parts: tuple[Part, ...] = ()
    """Of a document in several files, all of its text in order; empty where the file is all of it."""
    _line_starts: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def line(self, offset: int) -> int:
        """Give the 1-based line on which code point *offset* stands: of the text, or of the file that its part is from."""
        line = self._line(offset)
        part = self.part(offset)
        return line if part is None else part.line + line - self._line(part.span.start)

    def line_in_file(self, offset: int) -> int | None:
        """Give the line as `line` does, None where the text was extracted: a file that is no text has no lines."""
        return self.line(offset) if self.text_of == "source" else None

    def part(self, offset: int) -> Part | None:
        """Give the part in which code point *offset* stands, None where the file is all of the document."""
        if not self.parts:
            return None
        return self.parts[max(bisect_right(self.parts, offset, key=_start_of_part) - 1, 0)]

    def _line(self, offset: int) -> int:
        """Give the 1-based line of the text on which code point *offset* stands."""
        if not self._line_starts:
            self._line_starts.append(0)
            self._line_starts.extend(newline.end() for newline in _NEWLINE.finditer(self.text))
        return bisect_right(self._line_starts, offset)


@dataclass(frozen=True, slots=True)
class Citation:
    """One use of a reference in the text, in the shape of the published JSON."""

    marker: str
    label: str
    reference: str | None
    """The id of the reference (`ref-3`), or None when no entry answers to the marker."""
    page: str | None
    where: Where
    line: int | None
    span: Span
    between: tuple[str, ...] = ()
    """Of the end of a range (`7–14`), the references between its ends, which the range cites as well."""

    @property
    def references(self) -> tuple[str, ...]:
        """All references that it cites."""
        return self.between if self.reference is None else (*self.between, self.reference)
