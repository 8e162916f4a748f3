"""A document of what stands on the pages of a PDF: blocks, footnotes, reference lists and markers, and what was lost."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Final

from citecheck.documents.draft import Extract
from citecheck.documents.notices import missing
from citecheck.documents.pdf_blocks import Group, grouped, says_something
from citecheck.documents.pdf_edges import without_edges, without_line_numbers
from citecheck.documents.pdf_flow import Flow, Joiner, Part
from citecheck.documents.pdf_lines import Line, in_order, lines
from citecheck.documents.pdf_list import Item, Region, Targets, regions, spans
from citecheck.documents.pdf_losses import losses
from citecheck.documents.pdf_markers import Found, How, Lists, counts, find, way
from citecheck.documents.pdf_notes import Note, notes
from citecheck.documents.pdf_sheets import Copy
from citecheck.documents.pdf_style import Style
from citecheck.documents.pdf_title import title_of
from citecheck.documents.pdf_unheaded import unheaded
from citecheck.errors import NotText
from citecheck.model import Document

_ELSEWHERE: Final = (
    "section",
    "subsection",
    "equation",
    "figure",
    "table",
    "page.",
    "Hfootnote",
    "chapter",
    "appendix",
)
"""How places are called that are no references: names that hyperref gives."""
_BACK: Final = re.compile("\\s{0,3}[↩⤶⏎↵↑⮐]\ufe0e?(?:\\s?[↩⤶⏎↵↑⮐0-9\ufe0e]){0,20}\\Z")
"""Links back to the text at the end of a note of a page of the web."""
_CARET: Final = re.compile(r"[\^↑]\s{0,2}(?:(?:\d{1,3}\.\d{1,2}|[a-z]{1,2})\s{1,2}){0,40}")
"""The same at its beginning: ^ a b."""
_POINTS: Final = tuple(".,;:")
"""What stands close to its word where the marker between them is taken away, as is the blank before the marker."""


def told(path: str, copy: Copy) -> Document:
    """
    Give the document of a PDF.

    Raises:
        NotText: It has no text.
    """
    drawn = lines(without_line_numbers(copy))
    ordered = in_order(without_edges(drawn)) or in_order(drawn)
    if not ordered:
        raise NotText(f"{path} cannot be read: {_nothing(copy)}")
    style = Style(ordered, copy.fonts)
    places = _places(copy, "cite.")
    ordered, footnotes = notes(ordered, style, _sizes(ordered, style))
    found = regions(ordered, style, places or _places(copy, ""), named=bool(places)) or unheaded(ordered, style)
    inside = {id(line) for region in found for item in region.items for line in item.lines}
    body = [line for line in ordered if id(line) not in inside]
    return _Telling(ordered, style, found, footnotes, body).document(path, copy)


def _sizes(ordered: Sequence[Line], style: Style) -> dict[int, float]:
    """Give the usual size of the lists that lines stand in, by the identity of the line."""
    return {
        id(line): size
        for start, end in spans(ordered, style)
        for size in [median(line.size for line in ordered[start:end])]
        for line in ordered[start:end]
    }


def _nothing(copy: Copy) -> str:
    """Tell why there is no text."""
    if copy.broken and not copy.sheets:
        return "all its pages are damaged. Print it to a new PDF, or name the file that it was made from."
    if not copy.count:
        return "it has no pages. Name the file that it was made from."
    return "it has no text, its pages are pictures or empty. Have its text recognised (OCR) and try again."


def _places(copy: Copy, begin: str) -> list[tuple[int, float, float]]:
    """Give the places to which links lead that are called so, and may be references."""
    return list(
        dict.fromkeys(
            (area.page + 1, area.x, area.y)
            for sheet in copy.sheets
            for area in sheet.areas
            if area.page >= 0 and area.name.startswith(begin) and not area.name.startswith(_ELSEWHERE)
        )
    )


@dataclass(slots=True)
class _Told:
    """A list with the texts of its items."""

    region: Region
    number: int
    flows: list[Flow]
    targets: Targets
    starts: list[int]
    """Of each item the index of its first line among those of the list."""
    labels: dict[str, Hashable] = field(default_factory=dict)
    """From the label of an item to its key."""

    def key(self, item: int) -> Hashable:
        """Give what markers name an item by."""
        return "item", self.number, item


class _Telling:
    """A document under construction."""

    def __init__(
        self, ordered: list[Line], style: Style, found: list[Region], footnotes: list[Note], body: list[Line]
    ) -> None:
        self._order = {id(line): n for n, line in enumerate(ordered)}
        self._joiner = Joiner(ordered, style.italic)
        self._style = style
        self._lists = [self._told(region, number) for number, region in enumerate(found)]
        self._notes = footnotes
        self._note_flows = [self._joiner.flow(note.lines, note.skip) for note in footnotes]
        self._noted = {(note.sheet, note.label): n for n, note in reversed(list(enumerate(footnotes)))}
        groups = [group for group in grouped(body, style) if group.kind != "code" and says_something(group)]
        self._groups = [(group, self._joiner.flow(group.lines)) for group in groups]
        self._draft = Extract()
        self._ways: list[How | None] = []

    def document(self, path: str, copy: Copy) -> Document:
        """Give it."""
        flows = [flow for _, flow in self._groups]
        for one in self._lists:
            labels = one.labels
            self._ways.append(way([counts(flow, labels) for flow in (*flows, *self._note_flows)]) if labels else None)
        ends = [self._order[id(one.region.lines[0])] for one in self._lists]
        waiting = list(self._lists)
        left = list(range(len(self._notes)))
        for group, flow in self._groups:
            at = self._order[id(group.lines[0])]
            while waiting and self._order[id(waiting[0].region.lines[0])] < at:
                self._list(waiting.pop(0))
            self._block(group, flow, self._current(ends, at))
            while left and self._notes[left[0]].sheet < group.lines[-1].sheet:
                self._note(left.pop(0), self._current(ends, at))
        for number in left:
            self._note(number, len(self._lists) - 1)
        for one in waiting:
            self._list(one)
        title = title_of(copy, [group for group, _ in self._groups], [flow for _, flow in self._groups])
        document = self._draft.extracted(path, "pdf", title=title, language=copy.language or None)
        found = losses(copy, document) + missing(document.entries, document.markers)
        return replace(document, notices=(*document.notices, *found))

    def _told(self, region: Region, number: int) -> _Told:
        """Give a list with the texts of its items."""
        index = {id(line): n for n, line in enumerate(region.lines)}
        flows = [self._joiner.flow(item.lines, item.skip) for item in region.items]
        starts = [index[id(item.lines[0])] for item in region.items]
        one = _Told(region, number, flows, Targets(region.lines), starts)
        for n, item in enumerate(region.items):
            if item.label:
                one.labels.setdefault(item.label, one.key(n))
        return one

    def _current(self, ends: Sequence[int], at: int) -> int:
        """Give the list that markers at a line name: the next one, or the last."""
        return min(bisect_left(ends, at), len(ends) - 1)

    def _find(self, flow: Flow, current: int) -> list[Found]:
        """Give the markers of a text."""
        labels: dict[str, Hashable] = self._lists[current].labels if current >= 0 else {}
        how = self._ways[current] if current >= 0 else None
        return find(flow, Lists(labels, self._linked, self._note_of), how)

    def _linked(self, part: Part, said: str) -> Hashable | None:
        """Give the item to which a link leads; its words, where they are a label, say it more surely than a place."""
        area = part.area
        if area is None or area.page < 0 or area.name.startswith(_ELSEWHERE):
            return None
        for one in self._lists:
            line = one.targets.find((area.page + 1, area.x, area.y))
            if line is not None and one.starts:
                labels = one.labels
                if (label := said.strip("[]()^ ")) in labels:
                    return labels[label]
                after = bisect_left(one.starts, line)
                exact = after < len(one.starts) and one.starts[after] == line
                return one.key(after if exact or after == 0 else after - 1)
        return None

    def _note_of(self, part: Part, label: str) -> Hashable | None:
        """Give the footnote that a mark names: one of its page, by the first mark of that kind there."""
        number = self._noted.pop((part.sheet, label), None)
        return None if number is None else ("note", number)

    def _block(self, group: Group, flow: Flow, current: int) -> None:
        """Add a block."""
        kind = group.kind if group.kind != "code" else "paragraph"
        self._draft.open(kind, level=group.level, where="caption" if kind == "caption" else "body")
        self._say(flow, self._find(flow, current))
        self._draft.close()

    def _note(self, number: int, current: int) -> None:
        """Add a footnote."""
        note, flow = self._notes[number], self._note_flows[number]
        self._draft.begin_entry(("note", number), note.label, group="note" if self._lists else "")
        self._say(flow, [one for one in self._find(flow, current) if one.key != ("note", number)])
        self._draft.end_entry()

    def _list(self, one: _Told) -> None:
        """Add a list of references."""
        for n, (item, flow) in enumerate(zip(one.region.items, one.flows, strict=True)):
            self._item(one, n, item, flow)

    def _item(self, one: _Told, n: int, item: Item, flow: Flow) -> None:
        group = f"list {one.number + 1}" if len(self._lists) > 1 else ""
        self._draft.begin_entry(one.key(n), item.label, group=group, numbered=True)
        self._say(flow, [])
        self._draft.end_entry()

    def _say(self, flow: Flow, found: Sequence[Found]) -> None:
        """Add words with their markers and links, those of notes without their links back."""
        front = _CARET.match(flow.text) if not found else None
        back = _BACK.search(flow.text, max(len(flow.text) - 40, 0)) if not found else None
        at, end = front.end() if front else 0, back.start() if back else len(flow.text)
        cuts = [(one.start, one) for one in found]
        for start, one in cuts:
            close = flow.text[one.end : one.end + 1] in _POINTS or flow.part(one.start).raised
            tight = close and start > at and flow.text[start - 1] == " "
            self._words(flow, at, start - tight)
            self._draft.cite(flow.text[one.start : one.end], one.key, label=one.label, page=one.page)
            at = max(one.end, at)
        self._words(flow, at, end)
        self._draft.links_in_words()

    def _words(self, flow: Flow, start: int, end: int) -> None:
        """Add words; a link over them is one of the block."""
        while start < end:
            part = flow.part(start)
            stop = min(end, max(part.end, start + 1))
            span = self._draft.say(flow.text[start:stop])
            if part.area is not None and part.area.url:
                self._draft.link(part.area.url, span)
            start = stop
