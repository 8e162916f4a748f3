"""
Reference lists of a PDF: the lines under a heading, parted into items.

What tells items apart, the surest first: labels that count up or stand in brackets, places to which the document's own links
lead, hanging indents, distances.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.documents.pdf_blocks import ended
from citecheck.documents.pdf_lines import Line
from citecheck.documents.pdf_style import Style
from citecheck.documents.pdf_words import heads_list, is_weak

LABELS: Final = {
    "[": re.compile(r"\[(\d{1,4})\]"),
    ".": re.compile(r"(\d{1,4})\.(?!\d)"),
    "(": re.compile(r"\((\d{1,4})\)"),
    ")": re.compile(r"(\d{1,4})\)"),
    "^": re.compile(r"(\d{1,4})(?=\s|\D)"),
}
_NAMED: Final = re.compile(r"\[([^\[\]]{1,60})\]\s?")
_SKIPPED: Final = 3
"""Numbers that may be missing between two items."""
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|https?:|\bdoi\b|forthcoming|in press")
_HEAD: Final = 3
"""Lines that may stand between a heading and the first item: who wrote the list, and how."""
_LONGEST: Final = 15
"""Lines of an item, on average."""
_FIRST: Final = {"[": 500}
"""Up to which number a list may begin, by its labels: one in brackets may go on with those of a chapter before."""
_FAR: Final = 60.0
"""Points up to which a link may lead beside or above an item."""


@dataclass(slots=True)
class Item:
    """A reference."""

    label: str
    lines: list[Line]
    skip: int = 0
    """Characters of its first line that are its label."""


@dataclass(slots=True)
class Region:
    """A list of references."""

    lines: list[Line]
    items: list[Item]
    style: str
    """`[`, `.`, `(`, `)` or `^` for numbers, `[a` for names in brackets, empty for none."""


Place = tuple[int, float, float]
"""A page from 1, and where on it a link leads."""


def regions(lines: Sequence[Line], style: Style, places: Sequence[Place], *, named: bool) -> list[Region]:
    """
    Give the lists, in order; a heading with nothing under it that looks like references heads none.

    Args:
        lines: Of the document.
        style: How it is set.
        places: To which its links lead.
        named: Whether they are called those of references.
    """
    found: list[Region] = []
    headed = list(spans(lines, style))
    for start, end in sorted([*headed, *_named_spans(lines, headed, style, places if named else ())]):
        weak = start > 0 and is_weak(lines[start - 1].text)
        region = _parted(lines[start:end], style, places, weak=weak)
        if region is not None:
            found.append(region)
    return found


def spans(lines: Sequence[Line], style: Style) -> Iterator[tuple[int, int]]:
    """Give where the lines under headings of lists begin and end."""
    heads = [n for n, line in enumerate(lines) if heads_list(line.text) and _stands_alone(lines, n)]
    for number, head in enumerate(heads):
        until = heads[number + 1] if number + 1 < len(heads) else len(lines)
        end = next((n for n in range(head + 1, until) if _ends(lines, head, n, style)), until)
        if end > head + 1:
            yield head + 1, end


def _named_spans(
    lines: Sequence[Line], headed: Sequence[tuple[int, int]], style: Style, places: Sequence[Place]
) -> Iterator[tuple[int, int]]:
    """Give where lists stand to which places lead that are called those of references, whatever their heading says."""
    known = {n for start, end in headed for n in range(start, end)}
    until = 0
    for first in _linked(lines, places):
        if first in known or first < until:
            continue
        head = next((n for n in range(first - 1, max(first - 4, -1), -1) if style.is_heading(lines[n], None)), first)
        stops = [start - 1 for start, _ in headed if start > first]
        most = min(stops, default=len(lines))
        until = next((n for n in range(first + 1, most) if _ends(lines, head, n, style)), most)
        yield first, until


def _stands_alone(lines: Sequence[Line], n: int) -> bool:
    """Tell whether a line is no last line of a paragraph: the one above does not run up to it."""
    line, above = lines[n], lines[n - 1] if n else None
    if above is None or above.flow != line.flow or line.text.isupper() or line.size > above.size + 0.5:
        return True
    same = {run.font for run in line.runs} == {run.font for run in above.runs}
    return not same or line.y - above.y > 1.25 * line.size * 1.2 or ended(above)


def _ends(lines: Sequence[Line], head: int, n: int, style: Style) -> bool:
    """Tell whether a list ends before a line: at a heading like its own."""
    line, like = lines[n], lines[head]
    if len(line.text) > 90 or any(one.match(line.text) for one in LABELS.values() if one is not LABELS["."]):
        return False
    above = lines[n - 1] if lines[n - 1].flow == line.flow else None
    if not style.is_heading(line, above) or line.size < like.size - 0.6:
        return False
    apart = above is None or line.y - above.y > 1.25 * style.lead_of(above.size)
    alike = style.is_strong(line) == style.is_strong(like) and line.text.isupper() >= like.text.isupper()
    return apart and (alike or line.size > like.size + 0.6)


def _parted(lines: Sequence[Line], style: Style, places: Sequence[Place], *, weak: bool) -> Region | None:
    """Give a list with its items; None where it is none."""
    lines = _without_headings(lines, style)
    best, counted = _best_chain(lines)
    if _reaches(lines, counted):
        return Region(list(lines), items(lines, counted, style), best)
    named = [(n, found[1], found.end()) for n, line in enumerate(lines) if (found := _NAMED.match(line.text))]
    named = [one for one in named if lines[one[0]].x0 <= lines[one[0]].left + lines[one[0]].size]
    if len(named) * 12 > len(lines) and len({label for _, label, _ in named}) == len(named):
        return Region(list(lines), items(lines, named, style), "[a")
    starts = _linked(lines, places)
    hanging = _unlabelled(lines, style)
    if len(starts) * 3 < len(hanging) * 2:
        starts = hanging
    if weak and not (len(starts) > 2 and _hangs(lines, starts)):
        return None
    parted = items(lines, [(n, "", 0) for n in starts], style)
    dated = sum(_YEAR.search(" ".join(line.text for line in item.lines)) is not None for item in parted)
    return Region(list(lines), parted, "") if parted and dated * 2 >= len(parted) else None


def _reaches(lines: Sequence[Line], starts: Sequence[tuple[int, str, int]]) -> bool:
    """Tell whether labels that count up are those of a list: they begin at its head, and go on to its end."""
    if not starts or starts[0][0] > _HEAD or (len(starts) == 1 and len(lines) > _HEAD + 5):
        return False
    return len(lines) <= _LONGEST * len(starts)


def _without_headings(lines: Sequence[Line], style: Style) -> list[Line]:
    """Give the lines of a list without the headings that part it: Books, Articles."""
    kept: list[Line] = []
    for n, line in enumerate(lines):
        above = lines[n - 1] if n and lines[n - 1].flow == line.flow else None
        apart = above is None or line.y - above.y > 1.3 * style.lead_of(above.size)
        labelled = line.text[:1] in "[(" or line.text[:1].isdigit()
        if labelled or not apart or len(line.text) > 60 or not style.is_heading(line, above):
            kept.append(line)
    return kept


def _best_chain(lines: Sequence[Line]) -> tuple[str, list[tuple[int, str, int]]]:
    """Give the kind of label that counts furthest, and where its items begin."""
    chains = {kind: chain(lines, kind) for kind in LABELS}
    best = max(chains, key=lambda kind: len(chains[kind]))
    return best, chains[best]


def chain(lines: Sequence[Line], kind: str) -> list[tuple[int, str, int]]:
    """Give the lines that begin with numbers which count up: index, label, characters of the label."""
    found: list[tuple[int, str, int]] = []
    last = 0
    for n, line in enumerate(lines):
        match = LABELS[kind].match(line.text)
        if match is None or line.x0 > line.left + 5 * line.size:
            continue
        first = line.bits[0]
        if kind == "^" and not (first.raised or (first.text.strip() == match[1] and len(line.bits) > 1)):
            continue
        number = int(match[1])
        if (not found and number <= _FIRST.get(kind, 2)) or last < number <= last + _SKIPPED:
            found.append((n, match[1], match.end()))
            last = number
    return found


def items(lines: Sequence[Line], starts: Sequence[tuple[int, str, int]], style: Style) -> list[Item]:
    """Give the items that begin at lines; the last one ends where a distance sets off what is no item."""
    found = []
    for number, (n, label, skip) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else last_line(lines, n, style)
        found.append(Item(label, list(lines[n:end]), skip))
    return found


def last_line(lines: Sequence[Line], n: int, style: Style) -> int:
    """Give where the item that begins at a line ends, where none follows."""
    for at in range(n + 1, len(lines)):
        above, line = lines[at - 1], lines[at]
        step = line.y - above.y if above.flow == line.flow else 0.0
        if step > 1.8 * style.lead_of(line.size) or style.is_heading(line, above) or at - n > 30:
            return at
        if above.flow != line.flow and ended(above) and line.size != above.size:
            return at
    return len(lines)


def _linked(lines: Sequence[Line], places: Sequence[Place]) -> list[int]:
    """Give the lines at which links of the document lead to items."""
    targets = Targets(lines)
    return sorted({n for place in places if (n := targets.find(place)) is not None})


class Targets:
    """From places to the lines that stand there."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._sheets: dict[int, list[tuple[float, int, Line]]] = {}
        for n, line in enumerate(lines):
            self._sheets.setdefault(line.sheet, []).append((line.y, n, line))
        for found in self._sheets.values():
            found.sort(key=_height)
        self._known: dict[Place, int | None] = {}

    def find(self, place: Place) -> int | None:
        """Give the index of the line to which a place leads: the first one under it in its column."""
        if place not in self._known:
            self._known[place] = next(self.near(place), None)
        return self._known[place]

    def near(self, place: Place) -> Iterator[int]:
        """Give the indexes of the lines that stand under a place, the nearest first."""
        sheet, x, y = place
        found = self._sheets.get(sheet, [])
        for height, n, line in found[bisect_right(found, y, key=_height) :]:
            if height > y + _FAR:
                return
            if height > y + 0.2 * line.size and line.left - _FAR <= x <= line.right:
                yield n


def _height(one: tuple[float, int, Line]) -> float:
    return one[0]


def _hangs(lines: Sequence[Line], starts: Sequence[int]) -> bool:
    """Tell whether items begin further left than they go on."""
    pairs = [(lines[n], lines[n + 1]) for n in starts if n + 1 < len(lines) and n + 1 not in starts]
    further = sum(below.x0 > line.x0 + 0.35 * line.size for line, below in pairs if line.flow == below.flow)
    return further * 3 > len(pairs) * 2 > 0


def _unlabelled(lines: Sequence[Line], style: Style) -> list[int]:
    """Give the lines at which items begin that have no label: by hanging indents, or else by distances."""
    starts: dict[tuple[int, int], float] = {}
    for line in lines:
        column = line.sheet, line.column
        starts[column] = min(starts.get(column, line.x0), line.x0)
    outer = [n for n, line in enumerate(lines) if line.x0 < starts[line.sheet, line.column] + 0.35 * line.size]
    if 0.04 * len(lines) < len(outer) < 0.97 * len(lines) and outer[0] == 0:
        return outer
    if outer and outer[0] > 0:  # the first line of an item is indented, the others are not
        return sorted(set(range(len(lines))) - set(outer))
    apart = [0]
    for n in range(1, len(lines)):
        above, line = lines[n - 1], lines[n]
        far = above.flow == line.flow and line.y - above.y > 1.2 * style.lead_of(line.size)
        short = above.x1 < above.right - 0.15 * (above.right - above.left)
        if far or (ended(above) and (short or above.flow != line.flow)):
            apart.append(n)
    return apart
