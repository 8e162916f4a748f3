"""The markers of a plain text: labels of its list in brackets, several in one, ranges, broken at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from citecheck.documents.plain_items import plain_label

_BRACKETS: Final = re.compile(r"\[(?P<inside>[^\[\]]{1,400})\]")
_PART: Final = re.compile(r"[^,;]{1,80}")
_RANGE: Final = re.compile(r"\s{0,3}(?P<first>\d{1,4})\s{0,3}[-–—]\s{0,3}(?P<last>\d{1,4})\s{0,3}")
_BETWEEN: Final = re.compile(r"\s{0,2}(?:-|–|—|to|through)\s{0,2}")
_JOINT: Final = re.compile(r"[\s,;–-]{0,3}(?:and\s|or\s|&\s)?")
_OPENING: Final = re.compile(r"\((?:see(?:\salso)?\s|cf\.\s|e\.g\.,?\s|see,\se\.g\.,\s)?\Z", re.IGNORECASE)
_REACH: Final = 16
_PLACED: Final = re.compile(
    r"\s{0,3}(?P<label>\S{1,60}?),?\s{1,3}(?:sections?|secs?\.|sect\.|§|pages?|pp?\.|chapters?|ch\.|chap\.|appendix|figures?|fig\.|tables?)\s{0,3}\S.{0,60}",
    re.IGNORECASE | re.DOTALL,
)
"""A label and a place in the work: `[RFC6761 Section 2]`."""
_MOST: Final = 100
"""Items between the ends of a range."""


class Mark(NamedTuple):
    """A label where it stands in a block's text."""

    start: int
    end: int
    seen: str
    label: str
    implied: bool = False


def marks(text: str, labels: Mapping[str, str]) -> Iterator[Mark]:
    """
    Give the markers of a text, in order; round brackets around nothing but markers belong to them.

    Args:
        text: Of a block.
        labels: Of the list, by how they are compared; only these are markers, or numbers where the list has numbers.
    """
    found = list(_marks(text, labels))
    first = 0
    for place, mark in enumerate(found):
        goes_on = place + 1 < len(found) and _JOINT.fullmatch(text, mark.end, max(found[place + 1].start, mark.end))
        if not goes_on:
            yield from _with_brackets(text, found[first : place + 1])
            first = place + 1


def _with_brackets(text: str, run: list[Mark]) -> list[Mark]:
    """Give markers that stand together, with the round brackets that hold nothing else."""
    start, end = run[0].start, run[-1].end
    opening = _OPENING.search(text, max(start - _REACH, 0), start)
    if opening and text[end : end + 1] == ")":
        run[0] = run[0]._replace(start=opening.start())
        run[-1] = run[-1]._replace(end=end + 1)
    return run


def _marks(text: str, labels: Mapping[str, str]) -> Iterator[Mark]:
    """Give the markers of a text without what stands around them."""
    before: tuple[int, int] | None = None
    for found in _BRACKETS.finditer(text):
        inside = found["inside"]
        parts = list(_parts(inside, found.start("inside"), labels))
        if not parts:
            before = None
            continue
        first = parts[0][2]
        if before and first.isdigit() and _BETWEEN.fullmatch(text, before[1], found.start()):
            for number in range(before[0] + 1, min(int(first), before[0] + _MOST)):
                if str(number) in labels:
                    yield Mark(before[1], found.start(), f"[{number}]", labels[str(number)], implied=True)
        for number, (start, end, label, implied) in enumerate(parts):
            begin = found.start() if not number else start
            finish = found.end() if number == len(parts) - 1 else end
            yield Mark(begin, finish, f"[{labels[label]}]", labels[label], implied)
        before = (int(parts[-1][2]), found.end()) if parts[-1][2].isdigit() else None


def _parts(inside: str, at: int, labels: Mapping[str, str]) -> Iterator[tuple[int, int, str, bool]]:
    """Give the labels within brackets, where each stands and whether a range implies it; none unless most there are some."""
    whole = plain_label(inside)
    if whole in labels:
        yield at, at + len(inside), whole, False
        return
    place = _PLACED.fullmatch(inside)
    if place and plain_label(place["label"]) in labels:
        yield at, at + len(inside), plain_label(place["label"]), False
        return
    found: list[tuple[int, int, str, bool]] = []
    others = 0
    for part in _PART.finditer(inside):
        label = plain_label(part.group())
        spread = _RANGE.fullmatch(part.group())
        if label in labels:
            begin = part.start() + len(part.group()) - len(part.group().lstrip())
            found.append((at + begin, at + begin + len(part.group().strip()), label, False))
        elif spread and spread["first"] in labels and spread["last"] in labels:
            first, last = int(spread["first"]), int(spread["last"])
            numbers = range(first, min(last, first + _MOST) + 1)
            found += [
                (at + part.start(), at + part.end(), str(one), first < one < last)
                for one in numbers
                if str(one) in labels
            ]
        else:
            others += 1
    if found and others <= len(found):
        yield from found
