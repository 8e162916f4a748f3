"""A file that is a list of references and nothing else: numbered, or one a line, or one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from citecheck.documents.lines import Line
from citecheck.documents.plain_items import Item

_NUMBER: Final = re.compile(r"\s{0,12}(?:\[(?P<bracketed>\d{1,4})\]|\(?(?P<plain>\d{1,4})[.)])\s{1,8}(?=\S)")
_BULLET: Final = re.compile(r"\s{0,8}[*•+–-]\s{1,4}(?=\S)")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}[a-z]?(?!\d)")
_HEADING: Final = re.compile(r"\s{0,8}[#=*\s]{0,6}[A-Z][^\d.]{2,60}\s{0,4}")
_NAMES: Final = re.compile(
    r"[^\W\d_][\w'’-]{1,30},\s{1,2}[^\W\d_]\.?|[^\W\d_]\.\s{0,2}[^\W\d_]?\.?\s{0,2}[^\W\d_][\w'’-]{1,30}[,:]|\bet al\b|\bdoi\b|https?://|[“\"«]"
)
_FEWEST: Final = 3
_SHARE: Final = 0.8
_SHARE_UNDER_HEADING: Final = 0.6
_LOOKED_AT: Final = 40
_HEADED: Final = re.compile(
    r"\s{0,8}(?:[^\W\d_a-z][\w'’-]{1,30}(?:\s[\w'’-]{1,30}){0,3},\s{1,2}[^\W\d_a-z]\.?|[-–—]{3}|"
    r"[a-z][\w'’]{1,6}\s(?:[a-z][\w'’]{1,6}\s){0,2}[^\W\d_a-z][\w'’-]{1,30},\s{1,2}[^\W\d_a-z]\.|"
    r"[^\W\d_a-z][^.(\n]{2,80}\((?:1[5-9]|20)\d\d[a-z]?\))"
)
"""How a reference begins whose next lines stand at the same margin: `Kim, A.`"""
_SHORTEST: Final = 25
_LONGEST: Final = 700
_HEAD: Final = 80
"""Code points in which a reference has its first name, or its title in quotation marks; prose has others."""
_MOST: Final = 20_000


def bare_list(lines: Sequence[Line]) -> tuple[Item, ...]:
    """
    Give the references of a list, none where the text is no such list.

    Most of the items have a year and names, a quotation, an address or an identifier, and none is as long as a paragraph of
    prose may be; nothing else stands there but a heading.
    """
    shown = [number for number, line in enumerate(lines) if not line.blank]
    if shown and _HEADING.fullmatch(lines[shown[0]].text):
        shown = shown[1:]
    if not _FEWEST <= len(shown) <= _MOST:
        return ()
    found = tuple(_numbered(lines, shown)) or tuple(_parted(lines, shown))
    texts = [" ".join(lines[number].text.strip() for number in item.lines)[item.words :] for item in found]
    alike = sum(_looks(text) for text in texts)
    long = sum(len(text) > _LONGEST for text in texts)
    return found if len(found) >= _FEWEST and alike >= _SHARE * len(found) and not long else ()


def _numbered(lines: Sequence[Line], shown: Sequence[int]) -> Iterator[Item]:
    """Give the items of a list that is numbered from its first line on."""
    if not shown or not _NUMBER.match(lines[shown[0]].text):
        return
    own: list[int] = []
    label, words = "", 0
    for number in shown:
        begins = _NUMBER.match(lines[number].text)
        value = (begins["bracketed"] or begins["plain"]) if begins else ""
        if begins and (not label or int(value) == int(label) + 1):
            if own:
                yield Item(label, tuple(own), words)
            own, label, words = [], value, begins.end()
        own.append(number)
    yield Item(label, tuple(own), words)


def worded(lines: Sequence[Line], inside: range, left_out: frozenset[int]) -> tuple[Item, ...]:
    """
    Give the items of a list without labels that stands in a section of its own, none where most look like no references.

    Args:
        lines: Of the text.
        inside: Those of the section.
        left_out: Those that are footers and running heads.
    """
    shown = [number for number in inside if number not in left_out and not lines[number].blank]
    if not 2 <= len(shown) <= _MOST:
        return ()
    found = tuple(_parted(lines, shown, left_out))
    alike = sum(_looks(" ".join(lines[number].text.strip() for number in item.lines)[item.words :]) for item in found)
    return found if len(found) > 1 and alike >= _SHARE_UNDER_HEADING * len(found) else ()


def _parted(lines: Sequence[Line], shown: Sequence[int], left_out: frozenset[int] = frozenset()) -> Iterator[Item]:
    """Give the items that are lines or, where blank ones part them or they hang, paragraphs."""
    edge = min(lines[number].indent for number in shown)
    hanging = any(lines[number].indent > edge for number in shown) and lines[shown[0]].indent == edge
    gaps = {
        two for one, two in pairwise(shown) if any(lines[n].blank and n not in left_out for n in range(one + 1, two))
    }
    headed = not gaps and not hanging and not all(_looks(lines[number].text) for number in shown[:_LOOKED_AT])
    headed = headed and _HEADED.match(lines[shown[0]].text) is not None
    groups: list[list[int]] = []
    for number in shown:
        if gaps:
            starts = number in gaps
        elif headed:
            starts = _HEADED.match(lines[number].text) is not None
        else:
            starts = not hanging or lines[number].indent == edge
        if not groups or starts or _BULLET.match(lines[number].text):
            groups.append([])
        groups[-1].append(number)
    for place, group in enumerate(groups, 1):
        bullet = _BULLET.match(lines[group[0]].text)
        yield Item(str(place), tuple(group), bullet.end() if bullet else 0)


def _looks(text: str) -> bool:
    """Tell whether a text looks like a reference."""
    return len(text) >= _SHORTEST and _YEAR.search(text) is not None and _NAMES.search(text[:_HEAD]) is not None
