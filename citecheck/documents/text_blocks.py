"""The blocks of a plain text outside its reference lists: paragraphs, headings, list items, cells, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck.documents.lines import Line, glue, is_full
from citecheck.documents.numbered_lists import starts_item
from citecheck.documents.outline import Chunk, Heading, bullet, is_boilerplate, is_prose
from citecheck.documents.weaving import Thread
from citecheck.model import Block, BlockKind, Piece, Span

# Browsers in a terminal write a superscript with a caret before it.
_SUPERSCRIPT = re.compile(r"\^(?=,?\^?\[[^\[\]\n]{1,24}\])|(?<=\])\^(?=[:,])")
_PICTURE = re.compile(r"\s*\[[^\[\]\s]{1,80}\]\s*$")
_CONTENTS = re.compile(r"\s*[•□☆■▪*]\s*\d{1,2}(?:\.\d{1,2}){0,4}\s")
_CELLS = re.compile(r"\t+|(?<=\S) {2,}(?=\S)")
_MARKER = re.compile(r"[^\s\[(]\^?\[(?:\d{1,3}|[a-z]|[^\W\d_]{1,9}\.?\s\d{1,3})\]")
# What the items of a bibliography have and the menus under it have not.
_WORK = re.compile(r"\d{4}|https?://|[\"“«„]")
_SHORTEST_WORK = 20
_NAVIGATION = re.compile(r"\s*v\s*[·•|]?\s*[td]\s*[·•|]?\s*e(?:\W|$|(?=[A-Z]))")
_SHORT = 80
_SENTENCE = 60
_STOPS = ".!?…。！？:;"


@dataclass(frozen=True, slots=True)
class Note:
    """An item of a list of references or works, its number, bullet and backlinks left out."""

    raw: str
    pieces: tuple[Piece, ...]
    span: Span
    """Of the whole item."""


class BlockMaker:
    """Goes through the chunks of an article and makes blocks and items of bibliographies."""

    def __init__(self, lines: Sequence[Line], headings: dict[int, Heading], column: int | None) -> None:
        self.blocks: list[Block] = []
        self.works: list[Note] = []
        self._lines = lines
        self._headings = headings
        self._column = column
        self._prose = False
        """Whether the article's text has begun: what stands above is its infobox."""
        self._section: Heading | None = None
        self._bulleted = False
        self._ended = False

    def take(self, chunk: Chunk) -> None:
        """Look at the next chunk, which holds no item of a reference list."""
        indexes: list[int] = []
        for index in range(chunk.first, chunk.last + 1):
            heading = self._headings.get(index)
            if heading:
                self._text(indexes)
                indexes = []
                self._enter(heading, self._lines[index])
            elif not is_boilerplate(self._lines[index].text):
                indexes.append(index)
        self._text(indexes)

    def _enter(self, heading: Heading, line: Line) -> None:
        self._section = heading
        self._prose = True
        self._bulleted = self._ended = False
        thread = Thread()
        thread.weave(heading.name, line.start + heading.start)
        text, pieces = thread.finish()
        self.blocks.append(Block("heading", text, pieces, text, level=2))

    def _text(self, indexes: Sequence[int]) -> None:
        groups = list(self._groups(indexes))
        kind = self._section.kind if self._section else "body"
        for group in groups:
            if kind == "body" or any(_MARKER.search(self._lines[i].text) for i in group):
                self._block(group)
            elif kind != "see-also":
                self._work(group)

    def _groups(self, indexes: Sequence[int]) -> Iterator[list[int]]:
        """Give the lines of each block: one line, or those that were one before wrapping."""
        group: list[int] = []
        for index in indexes:
            text = self._lines[index].text
            if self._section is None and _CONTENTS.match(text):
                continue
            if group and (group[-1] != index - 1 or not self._continues(group[-1], index)):
                yield group
                group = []
            group.append(index)
        if group:
            yield group

    def _continues(self, before: int, index: int) -> bool:
        line = self._lines[index]
        if self._column is None or bullet(line.text) or _PICTURE.match(self._lines[before].text):
            return False
        if line.text.lstrip().startswith(("^[", "[")) and _MARKER.match(f"x{line.text.strip()}"):
            return True
        return is_full(self._lines[before], line, self._column) and not (line.indent < 4 and starts_item(line.text))

    def _block(self, group: Sequence[int]) -> None:
        texts = [self._lines[i].text for i in group]
        if len(group) == 1 and _PICTURE.match(texts[0]) and not _MARKER.match(f"x{texts[0].strip()}"):
            return
        joined = " ".join(texts)
        self._prose = self._prose or is_prose(joined, _SENTENCE)
        if len(group) == 1 and _CELLS.search(texts[0].strip()):
            self._cells(self._lines[group[0]])
            return
        kind = self._kind(joined, self._lines[group[0]])
        self._add(kind, *self._woven(group))

    def _kind(self, text: str, line: Line) -> BlockKind:
        if bullet(line.text) or starts_item(line.text):
            return "list-item"
        closed = len(text) > _SHORT or text.rstrip()[-1] in _STOPS
        if not self._prose and not closed:
            return "infobox"
        return "paragraph" if closed or _MARKER.search(text) else "caption"

    def _cells(self, line: Line) -> None:
        start = 0
        for gap in [*(m.span() for m in _CELLS.finditer(line.text)), (len(line.text), len(line.text))]:
            thread = Thread()
            weave(thread, line.text[start : gap[0]], line.start + start)
            self._add("table-cell" if self._prose else "infobox", *thread.finish(), row=line.start)
            start = gap[1]

    def _add(self, kind: BlockKind, text: str, pieces: tuple[Piece, ...], row: int | None = None) -> None:
        if text:
            self.blocks.append(Block(kind, text, pieces, self._section.name if self._section else "", row=row))

    def _work(self, group: Sequence[int]) -> None:
        """Take an item of an unnumbered bibliography; other lines of that section are the page around it."""
        first, last = self._lines[group[0]], self._lines[group[-1]]
        self._ended = self._ended or _NAVIGATION.match(first.text) is not None
        if self._ended:
            return
        has_bullet = bullet(first.text) > 0
        self._bulleted = self._bulleted or has_bullet
        raw, pieces = self._woven(group)
        if self._bulleted == has_bullet and _WORK.search(raw) and len(raw) >= _SHORTEST_WORK:
            span = Span(first.start + first.indent, last.start + len(last.text.rstrip()))
            self.works.append(Note(raw, pieces, span))

    def _woven(self, group: Sequence[int]) -> tuple[str, tuple[Piece, ...]]:
        lines = [self._lines[i] for i in group]
        thread = Thread()
        for run, start in joined_runs(lines, bullet(lines[0].text)):
            weave(thread, run, start)
        return thread.finish()


def joined_runs(lines: Sequence[Line], skip: int) -> Iterator[tuple[str, int]]:
    """
    Give the words of lines that were one before wrapping, and where they stand; a run at -1 is a space put in.

    Args:
        lines: That follow each other.
        skip: How many code points of the first are not words (bullet, number, backlinks).

    """
    before = between = ""
    for number, line in enumerate(lines):
        at = skip if number == 0 else line.indent
        text = line.text[at:].rstrip("\r")
        if number and not line.blank:
            between = glue(before, text)
            if between:
                yield " ", -1
        following = lines[number + 1].text.lstrip() if number + 1 < len(lines) else ""
        if text.endswith("^") and following.startswith("["):
            text = text[:-1]
        yield text, line.start + at
        # An address that takes several lines is known by its first.
        before = text if between else before[-2048:] + text


def weave(thread: Thread, run: str, start: int) -> None:
    """Add a run of the source to *thread* without the carets that stand for a superscript."""
    if start < 0:
        thread.pad()
        return
    at = 0
    for caret in _SUPERSCRIPT.finditer(run):
        thread.weave(run[at : caret.start()], start + at)
        at = caret.end()
    thread.weave(run[at:], start + at)
