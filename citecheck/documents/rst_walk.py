"""
A walk through the tree of reStructuredText, which finds each piece of it in the source.

docutils tells on which line something begins, and what it was written as. So a paragraph is looked for from about that line
on, and what is in it from one piece to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docutils import nodes

from citecheck.documents.draft import Draft
from citecheck.documents.line_places import Places
from citecheck.documents.lines import Line
from citecheck.documents.rst_parsing import KEYS, words
from citecheck.documents.wordings import section_kind
from citecheck.model import BlockKind

_SILENT: Final = (
    nodes.comment, nodes.literal_block, nodes.doctest_block, nodes.math_block, nodes.raw, nodes.image, nodes.system_message,
    nodes.substitution_definition, nodes.docinfo, nodes.meta, nodes.pending,
)  # fmt: skip
_HOLDING: Final[tuple[tuple[type[nodes.Node], BlockKind], ...]] = (
    (nodes.title, "heading"), (nodes.subtitle, "heading"), (nodes.rubric, "heading"), (nodes.caption, "caption"), (nodes.term, "list-item"),
    (nodes.attribution, "paragraph"), (nodes.line, "paragraph"), (nodes.field_name, "paragraph"), (nodes.paragraph, "paragraph"),
)  # fmt: skip
_UNRESOLVED: Final = re.compile(r"\[(?P<label>[^\[\]\n]{1,200})\]_")
_DEFINED: Final = re.compile(r"\.\.\s{1,20}\[")
_BACK: Final = 3
_AHEAD: Final = 40
"""Lines around the one that docutils tells in which a paragraph is looked for: in tables and under titles it is off."""
_MOST: Final = 50_000
_LISTS: Final = frozenset({"references", "bibliography"})


class Walk:
    """Goes through a tree once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """
        Begin.

        Args:
            lines: Of the source.
        """
        self.draft = Draft()
        self.title: str | None = None
        self.files: list[str] = []
        self._lines = lines
        self._cursor = 0
        """The line up to which the source was gone through."""
        self._level = 0
        self._in: list[str] = []
        self._row: int | None = None
        self._listing = False

    def node(self, node: nodes.Node) -> None:
        """Take a node and what is in it."""
        if isinstance(node, _SILENT):
            return
        kind = next((kind for holding, kind in _HOLDING if isinstance(node, holding)), None)
        if kind is not None and isinstance(node, nodes.Element):
            self._paragraph(node, kind)
        elif isinstance(node, nodes.footnote | nodes.citation):
            self._note(node)
        elif isinstance(node, nodes.target):
            self._target(node)
        elif isinstance(node, nodes.section):
            self._level += 1
            self._children(node)
            self._level -= 1
        elif isinstance(node, nodes.list_item | nodes.definition | nodes.row | nodes.entry | nodes.field_body):
            self._within(node)
        elif isinstance(node, nodes.Element):
            self._children(node)

    def _children(self, node: nodes.Element) -> None:
        """Take what is in a node."""
        for child in node.children:
            self.node(child)

    def _within(self, node: nodes.Element) -> None:
        """Take what is in an item, a row or a cell."""
        if isinstance(node, nodes.row):
            self._row = None
            self._children(node)
            self._row = None
            return
        kind = "table-cell" if isinstance(node, nodes.entry) else "list-item"
        listed = self._listing and kind == "list-item" and not self._in and isinstance(node, nodes.list_item)
        self._in.append(kind)
        if listed:
            self._entry(node)
        else:
            self._children(node)
        self._in.pop()

    def _entry(self, node: nodes.Element) -> None:
        """Take an item under a heading such as "References" as an entry that no marker names."""
        self.draft.close()
        start = self._lines[self._cursor].start if self._cursor < len(self._lines) else 0
        self.draft.open_entry(("item", id(node)), "", start, numbered=False)
        before = self._cursor
        self._children(node)
        self.draft.links_in_words()
        self.draft.close_entry(self._end(before, start))

    def _paragraph(self, node: nodes.Element, kind: BlockKind) -> None:
        """Take a node that holds words."""
        raw = node.rawsource or node.astext()
        places = self._places(node, raw)
        if kind == "heading":
            name = node.astext()
            if self.title is None and self._level == 1:
                self.title = " ".join(name.split())[:1_000] or None
            self._listing = section_kind(name) in _LISTS
            self.draft.open("heading", level=min(max(self._level, 1), 6))
        elif self._in and self._in[-1] == "table-cell":
            self._row = places.start if self._row is None else self._row
            self.draft.open("table-cell", where="table", row=self._row)
        elif kind == "caption":
            self.draft.open("caption", where="caption")
        else:
            self.draft.open("list-item" if self._in and kind == "paragraph" else kind)
        self._at = 0
        self._words(node, raw, places)
        self.draft.close()

    def _words(self, node: nodes.Element, raw: str, places: Places) -> None:
        """Take the words of a node, each piece of it from where the one before ended on."""
        for child in node.children:
            if isinstance(child, nodes.Text):
                self._text(str(child), raw, places)
            elif isinstance(child, nodes.footnote_reference | nodes.citation_reference):
                self._mark(child.astext(), self._found(child.rawsource, raw), places)
            elif isinstance(child, nodes.problematic):
                self._problem(child, raw, places)
            elif isinstance(child, nodes.Element) and KEYS in child:
                self._cite(child, raw, places)
            elif isinstance(child, nodes.reference):
                self._reference(child, raw, places)
            elif isinstance(child, nodes.math | nodes.literal):
                self._text(child.astext(), raw, places)
            elif isinstance(child, nodes.Element) and not isinstance(child, (*_SILENT, nodes.target)):
                self._words(child, raw, places)

    def _text(self, text: str, raw: str, places: Places) -> None:
        """Take words, line by line; what is not found as it stands was put in, and stands where it was reached."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.draft.pad()
            if not line:
                continue
            at = raw.find(line, self._at, self._at + len(line) + 200)
            if at < 0:
                self.draft.words(line, places.span(self._at, min(self._at + 1, max(len(raw), 1))))
                continue
            self.draft.words(line, places.span(at, at + len(line)))
            self._at = at + len(line)

    def _found(self, piece: str, raw: str) -> tuple[int, int]:
        """Give where a piece stands in what a paragraph was written as."""
        at = raw.find(piece, self._at) if piece else -1
        start = self._at if at < 0 else at
        end = start + (len(piece) if at >= 0 else 0)
        self._at = end
        return start, end

    def _mark(self, label: str, where: tuple[int, int], places: Places) -> None:
        """Add a marker."""
        start, end = where
        self.draft.mark(f"[{label}]", ("l", label.casefold()), places.span(start, max(end, start + 1)), label=label)

    def _problem(self, node: nodes.Element, raw: str, places: Places) -> None:
        """Take what docutils could not resolve: a marker that nothing answers to, or words."""
        where = self._found(node.astext(), raw)
        label = _UNRESOLVED.fullmatch(node.astext().strip())
        if label:
            self._mark(label["label"].lstrip("#") or label["label"], where, places)
        else:
            self.draft.words(node.astext(), places.span(where[0], max(where[1], where[0] + 1)))

    def _cite(self, node: nodes.Element, raw: str, places: Places) -> None:
        """Add the markers of a role that names keys."""
        if node["role"] in words("uncited"):
            return
        start, end = self._found(node.rawsource, raw)
        for number, key in enumerate(node[KEYS]):
            at = raw.find(key, start, end)
            span = places.span(at, at + len(key)) if at >= 0 else places.span(start, max(end, start + 1))
            if not number and node["role"] in words("textual"):
                self.draft.words(f"{key} ", span)
            self.draft.mark(f"[{key}]", ("@", key), span, label=key)

    def _reference(self, node: nodes.Element, raw: str, places: Places) -> None:
        """Take a link with its words."""
        begin = self._at
        self._words(node, raw, places)
        url = str(node.get("refuri") or "")
        at = raw.find(url, begin) if url else -1
        if at >= 0:
            self.draft.link(url, places.span(at, at + len(url)))
            self._at = max(self._at, at + len(url)) if "<" in raw[begin:at] else self._at

    def _target(self, node: nodes.Element) -> None:
        """Take the address that a name stands for."""
        url = str(node.get("refuri") or "")
        if url:
            places = self._places(node, url)
            self.draft.link(url, places.span(0, len(url)) if self._is_there else None)

    def _note(self, node: nodes.Element) -> None:
        """Take a footnote or citation."""
        label = next((child.astext() for child in node.children if isinstance(child, nodes.label)), "")
        self.draft.close()
        begin = self._cursor
        line = next(
            (
                number
                for number in range(begin, min(begin + 2_000, len(self._lines)))
                if _DEFINED.match(self._lines[number].text.lstrip())
            ),
            begin,
        )
        start = self._lines[line].start + self._lines[line].indent if line < len(self._lines) else 0
        self._cursor = line
        self.draft.open_entry(("l", label.casefold()), label, start)
        for child in node.children:
            if not isinstance(child, nodes.label):
                self.node(child)
        self.draft.links_in_words()
        self.draft.close_entry(self._end(line, start))
        self._cursor = max(self._cursor, line + 1)

    def _end(self, first: int, start: int) -> int:
        """Give where the last paragraph that was found ends."""
        lines = [line for line in self._lines[first : self._cursor + 1] if not line.blank]
        return max(lines[-1].end if lines else start, start)

    def _places(self, node: nodes.Node, raw: str) -> Places:
        """Find a paragraph in the source: from about the line that docutils tells on, or from where the last one ended."""
        head = raw.partition("\n")[0].strip()
        told = node.line - 1 if node.line else self._cursor
        first = max(min(self._cursor, told), told - _AHEAD, 0)
        for number in range(max(first, 0), min(max(told, self._cursor) + _AHEAD, len(self._lines))):
            at = self._lines[number].text.find(head)
            if at >= 0 and head:
                size = raw.count("\n") + 1
                self._cursor = min(number + size - 1, len(self._lines) - 1)
                self._is_there = True
                return Places(raw, self._lines[number : number + size], self._lines[number].start + at)
        self._is_there = False
        number = min(max(self._cursor, 0), len(self._lines) - 1)
        return Places(raw, self._lines[number : number + 1])
