"""What stands at the edge of the pages of a PDF and is no text: running heads, feet, page numbers, numbers of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from citecheck.documents.pdf_lines import Line
from citecheck.documents.pdf_sheets import Copy, Run, Sheet

_LOOKED_AT: Final = 2
"""Heights at the top and at the bottom of a page that may be those of running heads."""
_COUNT: Final = re.compile(r"[0-9]{1,5}")
_FEWEST: Final = 10
"""Lines of a page that are counted."""
_DIGITS: Final = re.compile(r"\d{1,9}")
_WORD: Final = re.compile(r"[^\W\d_]{3}")
_NUMBER: Final = re.compile(r"\A\D{0,3}(\d{1,5})\b|\b(\d{1,5})\D{0,3}\Z")
_ALONE: Final = re.compile(
    r"\A[-–— |]{0,4}(?:\d{1,5}|[ivxlc]{1,8})[-–— |]{0,4}\Z|\A\D{0,12}\d{1,5}\s?(?:/|of|von|de|sur)\s?\d{1,5}\Z"
)


def without_edges(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Give the lines of each page without what repeats at its edges."""
    edges = [[*_edge(page, 1), *_edge(page, -1)] for page in pages]
    keys = Counter(key for edge in edges for key in {_key(row) for row in edge})
    offsets = Counter(n for edge in edges for n in {n for row in edge for n in _offsets(row)})
    usual = max(offsets, key=lambda n: offsets[n]) if offsets else None
    counted = usual is not None and offsets[usual] >= max(2, 0.5 * len(pages))
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        gone: set[int] = set()
        for row in edge:
            repeated = keys[_key(row)] >= (3 if len(pages) > 5 else 2) and _WORD.search(_said(row)) is not None
            numbered = counted and usual in _offsets(row) and _apart(row, page)
            alone = _ALONE.match(_said(row)) is not None and _apart(row, page)
            if (repeated or numbered or alone) and not row[0].bits[0].raised:  # a footnote begins with what is raised
                gone.update(map(id, row))
        kept.append([line for line in page if id(line) not in gone])
    return kept


def _edge(page: Sequence[Line], way: int) -> list[list[Line]]:
    """Give the first (1) or last (-1) rows of a page."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda line: line.y * way):
        if rows and abs(rows[-1][0].y - line.y) < 0.4 * line.size:
            rows[-1].append(line)
        elif len(rows) == _LOOKED_AT:
            break
        else:
            rows.append([line])
    return rows


def _key(row: Sequence[Line]) -> tuple[str, int, int]:
    """Give what a row is known by: its words without numbers, its height, its size."""
    return _DIGITS.sub("#", _said(row))[:200], round(row[0].y / 4), round(row[0].size)


def _said(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in sorted(row, key=lambda line: line.x0))


def _offsets(row: Sequence[Line]) -> set[int]:
    """Give how far the numbers at the ends of a row are from that of its page."""
    said = _said(row)
    return {int(one[1] or one[2]) - row[0].sheet for one in _NUMBER.finditer(said)} if len(said) < 150 else set()


def _apart(row: Sequence[Line], page: Sequence[Line]) -> bool:
    """Tell whether a row is set off from the next one, or nothing else stands on the page."""
    mine = {id(line) for line in row}
    gaps = [abs(line.y - row[0].y) for line in page if id(line) not in mine]
    return not gaps or min(gaps) > 1.35 * max(line.size for line in row)


def without_line_numbers(copy: Copy) -> Copy:
    """Give what was read without the numbers that manuscripts have beside every line."""
    found = [_line_numbers(sheet) for sheet in copy.sheets]
    long = sum(len(sheet.runs) >= _FEWEST for sheet in copy.sheets)
    if not long or sum(bool(one) for one in found) * 2 < long:
        return copy
    sheets = [
        msgspec.structs.replace(sheet, runs=[run for run in sheet.runs if id(run) not in numbers])
        for sheet, numbers in zip(copy.sheets, found, strict=True)
    ]
    return msgspec.structs.replace(copy, sheets=sheets)


def _line_numbers(sheet: Sheet) -> set[int]:
    """Give the identities of runs that count the lines of a page: under each other, one for most heights."""
    heights = {round(run.y / 2) for run in sheet.runs}
    columns: dict[int, list[Run]] = {}
    for run in sheet.runs:
        if _COUNT.fullmatch(run.text.strip()):
            columns.setdefault(round(run.x1 / 3), []).append(run)
    numbers: set[int] = set()
    for column in columns.values():
        column.sort(key=lambda run: run.y)
        values = [int(run.text) for run in column]
        steps = Counter(after - before for before, after in pairwise(values))
        step, times = max(steps.items(), key=lambda one: one[1]) if steps else (0, 0)
        if step in (1, 5) and times * 5 >= len(values) * 4 and times * step >= max(0.6 * len(heights), _FEWEST):
            numbers.update(map(id, column))
    return numbers
