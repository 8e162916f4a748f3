"""Reference lists of a PDF without a heading: notes to which links lead, labels that count up at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from citecheck.documents.pdf_lines import Line
from citecheck.documents.pdf_list import LABELS, Item, Region, Targets, chain, last_line
from citecheck.documents.pdf_style import Style

_LABEL: Final = re.compile(r"[\[(]?(\d{1,3}|[*†‡]{1,3}|[a-z])[\])]?")
_FEWEST: Final = 5
"""Items with labels in brackets that make a list which nothing names."""
_LONGEST: Final = 12
"""Lines of an item, on average."""
_LOOKED_AT: Final = 20
"""Places at which a list may begin."""


def unheaded(lines: Sequence[Line], style: Style) -> list[Region]:
    """Give the list that has no heading, if there is one."""
    return _linked(lines, style) or _last(lines, style)


def _linked(lines: Sequence[Line], style: Style) -> list[Region]:
    """Give the notes to which links over their labels lead, further down in the document."""
    targets = Targets(lines)
    starts: dict[int, tuple[str, int]] = {}
    many = 0
    for at, line in enumerate(lines):
        for bit in line.bits:
            label = _LABEL.fullmatch(bit.text.strip())
            if bit.area is None or bit.area.page < 0 or label is None:
                continue
            many += 1
            for n in targets.near((bit.area.page + 1, bit.area.x, bit.area.y)):
                begins = _LABEL.match(lines[n].text)
                if n > at and begins and begins[1] == label[1]:
                    starts.setdefault(n, (label[1], begins.end()))
                    break
    if not starts or len(starts) * 4 < many:  # notes have links back, and are cited more than once
        return []
    return [_region(lines, [(n, *starts[n]) for n in sorted(starts)], style)]


def _last(lines: Sequence[Line], style: Style) -> list[Region]:
    """Give the list that goes on to the end: labels in brackets, or others if all are raised in the text before."""
    for kind in ("[", ".", "^", ")", "("):
        firsts = [n for n, line in enumerate(lines) if (found := LABELS[kind].match(line.text)) and found[1] == "1"]
        for first in reversed(firsts[-_LOOKED_AT:]):
            counted = chain(lines[first:], kind)
            if len(counted) < 2 or counted[0][0] or len(lines) - first > _LONGEST * len(counted):
                continue
            cited = {label for _, label, _ in counted} <= _raised(lines[:first])
            if cited or (kind == "[" and len(counted) >= _FEWEST):
                return [_region(lines, [(n + first, label, skip) for n, label, skip in counted], style)]
    return []


def _raised(lines: Sequence[Line]) -> set[str]:
    """Give the numbers that are raised, or in brackets, in a text."""
    found = {part for line in lines for bit in line.bits if bit.raised for part in re.split(r"[\s,]+", bit.text)}
    return found | {label for line in lines for label in re.findall(r"\[(\d{1,3})\]", line.text)}


def _region(lines: Sequence[Line], starts: Sequence[tuple[int, str, int]], style: Style) -> Region:
    """Give a list of items that begin at lines; each ends at the next, or where it is set off from what follows."""
    found: list[Item] = []
    for number, (n, label, skip) in enumerate(starts):
        end = last_line(lines, n, style)
        if number + 1 < len(starts):
            end = min(end, starts[number + 1][0])
        found.append(Item(label, list(lines[n:end]), skip))
    first, last = starts[0][0], starts[-1][0] + len(found[-1].lines)
    return Region(list(lines[first:last]), found, "^")
