"""The lines of a PDF: runs that stand beside each other, in the order in which people read them, one or two columns a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from citecheck.documents.pdf_sheets import Area, Copy, Run, Sheet

_RAISED: Final = 0.9
"""Size of what may be a superscript, in that of its line."""
_NEAR: Final = 1.0
"""Sizes of a gap up to which runs that are drawn one after the other stand on one line."""
_FEWEST: Final = 4
"""Lines on either side of a gutter."""
_FILLED: Final = 0.55
"""Share of a column that its lines fill on average: those of a table fill less."""
_OVERFULL: Final = 0.08
"""Share of a line that may reach into the other column."""


@dataclass(slots=True)
class Bit:
    """Characters of a line."""

    text: str
    raised: bool
    run: Run
    area: Area | None


@dataclass(slots=True)
class Line:
    """A line of one column."""

    sheet: int
    """The number of its page."""
    runs: list[Run]
    areas: Sequence[Area]
    x0: float
    x1: float
    y: float
    size: float
    column: int = 0
    """0 across the page, 1 and 2 for left and right."""
    band: int = 0
    """Columns of a page stand in bands, which what goes across the page parts."""
    left: float = 0.0
    """Where its column begins."""
    right: float = 0.0
    """Where its column ends."""
    text: str = ""
    bits: list[Bit] = field(default_factory=list)

    @property
    def flow(self) -> tuple[int, int, int]:
        """Give what lines of one column have in common."""
        return self.sheet, self.band, self.column

    def settle(self) -> None:
        """Find out what it says, when all its runs are there."""
        self.runs.sort(key=_x0)
        by_size: Counter[float] = Counter()
        for run in self.runs:
            by_size[run.size] += len(run.text)
        self.size = max(by_size, key=lambda size: (by_size[size] * size, size))
        heights = [(len(run.text), run.y) for run in self.runs if run.size >= _RAISED * self.size]
        self.y = max(heights)[1]
        self.x0, self.x1 = self.runs[0].x0, max(run.x1 for run in self.runs)
        self.bits.clear()
        for before, run in zip([None, *self.runs], self.runs, strict=False):
            gap = run.x0 - before.x1 if before is not None else 0.0
            if self.bits and gap > 0.15 * self.size and self.bits[-1].text[-1:] != " ":
                self.bits[-1].text += " "
            raised = run.size <= _RAISED * self.size and self.y - run.y > 0.12 * self.size
            area = self.areas[run.area] if 0 <= run.area < len(self.areas) else None
            self.bits.append(Bit(run.text, raised, run, area))
        self.text = "".join(bit.text for bit in self.bits).strip()


def lines(copy: Copy) -> list[list[Line]]:
    """Give the lines of each page, parted at what may be a gutter, not yet in order."""
    return [list(_drawn(sheet)) for sheet in copy.sheets]


def _drawn(sheet: Sheet) -> Iterable[Line]:
    """Give the lines of a page as they are drawn."""
    open_: Line | None = None
    for run in sheet.runs:
        if not run.text.strip():
            continue
        if open_ is not None and _goes_on(open_, run):
            open_.runs.append(run)
            open_.x1 = max(open_.x1, run.x1)
            if run.size > open_.size:
                open_.size, open_.y = run.size, run.y
            continue
        if open_ is not None:
            open_.settle()
            yield open_
        open_ = Line(sheet.number, [run], sheet.areas, run.x0, run.x1, run.y, run.size)
    if open_ is not None:
        open_.settle()
        yield open_


def _goes_on(line: Line, run: Run) -> bool:
    """Tell whether a run stands on a line, after what is there."""
    size = max(line.size, run.size)
    tallest = 0.35 if run.size > _RAISED * line.size and line.size > _RAISED * run.size else 0.7
    return abs(run.y - line.y) <= tallest * size and -0.5 * size <= run.x0 - line.x1 <= _NEAR * size


def in_order(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Give the lines of all pages as people read them, those of one column that stand at one height put together."""
    gutters = [_gutter(page) for page in pages]
    found = [one for one in gutters if one is not None]
    usual = median(found) if found and len(found) * 3 >= sum(bool(page) for page in pages) else None
    ordered: list[Line] = []
    for page, gutter in zip(pages, gutters, strict=True):
        middle = gutter
        if middle is None and usual is not None and _keeps(page, usual):
            middle = usual
        ordered += _ordered(page, middle)
    return ordered


def _gutter(page: Sequence[Line]) -> float | None:
    """Give the middle of what parts two columns, None where there is one column."""
    if len(page) < 2 * _FEWEST:
        return None
    left, right = min(line.x0 for line in page), max(line.x1 for line in page)
    width = right - left
    best: tuple[float, float] | None = None
    candidates = {round(line.x0) for line in page if left + 0.35 * width < line.x0 < left + 0.68 * width}
    for x in sorted(candidates):
        over = sum(line.x1 - line.x0 for line in page if line.x0 < x - 2 and line.x1 > x - 2)
        mine = sum(line.x1 - line.x0 for line in page if line.x1 <= x - 2 or line.x0 >= x - 2)
        score = mine - 1.5 * over
        if (best is None or score > best[0]) and _two(page, x - 2, left, right):
            best = score, x - 2.0
    if best is None:
        return None
    across = [line for line in page if line.x0 < best[1] < line.x1]
    return best[1] if len(across) * 2 < len(page) else None


def _two(page: Sequence[Line], x: float, left: float, right: float) -> bool:
    """Tell whether text stands on both sides of a line, at the same heights."""
    before = [line for line in page if line.x1 <= x]
    after = [line for line in page if line.x0 >= x]
    if len(before) < _FEWEST or len(after) < _FEWEST:
        return False
    filled_before = sum(line.x1 - line.x0 for line in before) / (len(before) * max(x - left, 1.0))
    filled_after = sum(line.x1 - line.x0 for line in after) / (len(after) * max(right - x, 1.0))
    if filled_before < _FILLED or filled_after < _FILLED:
        return False
    top, foot = min(line.y for line in after), max(line.y for line in after)
    return sum(top - 20 <= line.y <= foot + 20 for line in before) >= _FEWEST - 1


def _keeps(page: Sequence[Line], gutter: float) -> bool:
    """Tell whether the gutter of other pages parts this one, too."""
    across = sum(line.x1 - line.x0 for line in page if line.x0 < gutter < line.x1)
    return across * 3 < sum(line.x1 - line.x0 for line in page)


def _ordered(page: Sequence[Line], gutter: float | None) -> list[Line]:
    """Give the lines of a page in order."""
    for line in page:
        line.column = 0
        if gutter is not None and min(gutter - line.x0, line.x1 - gutter) < max(_OVERFULL * (line.x1 - line.x0), 3.0):
            line.column = 1 if (line.x0 + line.x1) / 2 < gutter else 2
    band = 0
    before: Line | None = None
    for line in sorted(page, key=_y):
        if before is not None and (line.column == 0) != (before.column == 0):
            band += 1
        line.band = band
        before = line
    flows: dict[tuple[int, int, int], list[Line]] = {}
    for line in page:
        flows.setdefault(line.flow, []).append(line)
    ordered = [line for flow in sorted(flows) for line in _rows(flows[flow])]
    for column in {line.column for line in ordered}:
        mine = [line for line in ordered if line.column == column]
        left, right = _edges(mine)
        for line in mine:
            line.left, line.right = left, right
    return ordered


def _rows(column: list[Line]) -> list[Line]:
    """Give the lines of a column from the top, those at one height put together."""
    rows: list[Line] = []
    for line in sorted(column, key=_y):
        if rows and abs(line.y - rows[-1].y) < 0.3 * max(line.size, rows[-1].size) and _beside(rows[-1], line):
            rows[-1].runs += line.runs
            rows[-1].settle()
        else:
            rows.append(line)
    return rows


def _beside(one: Line, other: Line) -> bool:
    """Tell whether lines do not lie on each other."""
    return one.x1 <= other.x0 + 0.5 * one.size or other.x1 <= one.x0 + 0.5 * one.size


def _edges(column: Sequence[Line]) -> tuple[float, float]:
    """Give where a column begins and ends: where most long lines do."""
    widest = max(line.x1 - line.x0 for line in column)
    long = [line for line in column if line.x1 - line.x0 > 0.6 * widest] or column
    lefts = Counter(round(line.x0) for line in long)
    many = max(lefts.values())
    left = min(x for x, times in lefts.items() if times * 3 >= many)
    ends = sorted(line.x1 for line in long)
    return float(left), ends[len(ends) * 9 // 10]


def _x0(run: Run) -> float:
    return run.x0


def _y(line: Line) -> float:
    return line.y
