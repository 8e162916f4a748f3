"""Footnotes of a PDF: smaller lines at the foot of a column, the first of which begins with a mark that is raised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from citecheck.documents.pdf_blocks import ended
from citecheck.documents.pdf_lines import Line
from citecheck.documents.pdf_style import Style

MARK: Final = re.compile(r"\s*(\d{1,3}|[a-z]|\*{1,4}|[†‡§¶∗]{1,3})\s*")
_SMALLER: Final = 0.95
_PLAIN: Final = re.compile(r"(\d{1,3})[.)]?\s+\S")


@dataclass(slots=True)
class Note:
    """A footnote."""

    sheet: int
    """The number of its page."""
    label: str
    lines: list[Line]
    skip: int
    """Characters of its first line that are its label."""


def notes(lines: Sequence[Line], style: Style, sizes: Mapping[int, float]) -> tuple[list[Line], list[Note]]:
    """
    Give the lines that are no footnotes, and the footnotes.

    Args:
        lines: Of the document.
        style: How it is set.
        sizes: By the identity of a line, the size of what it stands in where that is not the text: of a list.
    """
    columns: dict[tuple[int, int, int], list[Line]] = {}
    for line in lines:
        columns.setdefault(line.flow, []).append(line)
    marks = _marks(lines, style)
    found: list[Note] = []
    taken: set[int] = set()
    for flow in columns.values():
        start = len(flow)
        while start and flow[start - 1].size < _SMALLER * sizes.get(id(flow[start - 1]), style.size) - 0.2:
            start -= 1
        first = next((n for n in range(start, len(flow)) if label(flow[n], marks) is not None), None)
        if first is None:
            continue
        if found and found[-1].sheet == flow[0].sheet - 1 and not ended(found[-1].lines[-1]):
            begin = _carried(flow, start, first, style)
            found[-1].lines += flow[begin:first]
            taken.update(id(line) for line in flow[begin:first])
        for line in flow[first:]:
            mark = label(line, marks)
            if mark is not None and (found == [] or found[-1].sheet != line.sheet or _follows(found[-1], mark)):
                found.append(Note(line.sheet, mark[0], [line], mark[1]))
            else:
                found[-1].lines.append(line)
            taken.add(id(line))
    return [line for line in lines if id(line) not in taken], found


def label(line: Line, marks: AbstractSet[tuple[int, str]]) -> tuple[str, int] | None:
    """
    Give the mark that a line of a footnote begins with and how long it is.

    Args:
        line: Which.
        marks: What is raised in the text, by page: a number that is not raised before the note is one of those.
    """
    first = line.bits[0]
    mark = MARK.fullmatch(first.text)
    small = mark is not None and first.run.size < 0.85 * line.size and (line.sheet, mark[1]) in marks
    if mark and (first.raised or small) and len(line.bits) > 1:
        return mark[1], len(first.text.strip())
    plain = _PLAIN.match(line.text)
    known = plain is not None and (line.sheet, plain[1]) in marks
    return (plain[1], len(plain[0]) - 1) if plain and known else None


def _marks(lines: Sequence[Line], style: Style) -> frozenset[tuple[int, str]]:
    """Give what is raised in the text, by page."""
    return frozenset(
        (line.sheet, bit.text.strip())
        for line in lines
        if not style.is_small(line)
        for bit in line.bits
        if bit.raised and len(bit.text) < 6
    )


def _follows(note: Note, mark: tuple[str, int]) -> bool:
    """Tell whether a mark may come after a note's: numbers count up."""
    if note.label.isdigit() and mark[0].isdigit():
        return int(note.label) < int(mark[0]) <= int(note.label) + 3
    return note.label != mark[0]


def _carried(flow: Sequence[Line], start: int, first: int, style: Style) -> int:
    """Give where the rest of a note of the page before begins: lines that stand close above the first note."""
    begin = first
    while begin > start and flow[begin].y - flow[begin - 1].y < 1.5 * style.lead_of(flow[begin].size):
        begin -= 1
    return begin
