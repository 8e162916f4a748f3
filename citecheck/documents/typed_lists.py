"""
Reference lists that somebody typed, or a program printed, in an office document: which paragraphs are their entries.

A list stands under a heading for it, or where its program says that the bibliography stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from citecheck.documents.manuscripts import Paragraph, Words
from citecheck.documents.wordings import section_kind

_NUMBER: Final = re.compile(
    r"\s{0,20}(?:\[\s?(?P<square>\d{1,4})\s?\]|\((?P<round>\d{1,4})\)|(?P<plain>\d{1,4})(?:[.)](?=\s|[^\d\s])|(?=\t)))[\s\u00a0]{0,20}"
)
_KEY: Final = re.compile(r"\s{0,20}\[\s?(?P<key>[^\W_][\w.:+&*’'-]{1,29})\s?\][\s\u00a0]{0,20}")
"""A label that is no number: `[Kim99]`."""
_BARE: Final = re.compile(r"\[\s?(?P<square>\d{1,4})\s?\]|\(?(?P<plain>\d{1,4})[.):]?")
"""A number that the program prints by itself."""
_HEAD_NUMBER: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.):]?\s{1,5}")
_WORK: Final = re.compile(
    r"\b(?:1[5-9]|20)\d\d[a-z]?\b|https?://|\bdoi\b|\bn\. ?d\.|\bo\. ?J\.|\bin press\b", re.IGNORECASE
)
"""What nearly every reference has: a year, an address, or the words for want of a year."""
_BREAK: Final = Words("\n")
_LONGEST_HEADING: Final = 60
_MOSTLY: Final = 0.6
_LONGEST_LOOK: Final = 3_000
_LONGEST_WORK: Final = 1_200
_SHORTEST_WORK: Final = 30
_ITEMS: Final = frozenset({"paragraph", "list-item", "table-cell"})
"""What entries stand in; Word prints a numbered bibliography as a table."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list."""

    paragraphs: tuple[int, ...]
    """Its paragraphs, by their indexes."""
    label: str | None
    """The number or the word in square brackets that it begins with."""
    skip: int
    """Code points of the first one that are its label."""


def is_heading_of_list(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is the heading of a reference list, by style or, short as it is, by its words alone."""
    if paragraph.kind not in {"heading", "paragraph"} or paragraph.listed or paragraph.where != "body":
        return False
    text = paragraph.text.strip()
    if not text or len(text) > _LONGEST_HEADING:
        return False
    number = _HEAD_NUMBER.match(text)
    return section_kind(text[number.end() :] if number else text) in {"references", "bibliography"}


def parted(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Give paragraphs with those that hold several numbered entries, each on a line of its own, in as many parts."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        lines = _lines(paragraph) if _BREAK in paragraph.inlines and paragraph.kind in _ITEMS else []
        numbers = [one for line in lines if line.text.strip() and (one := _number(line)) is not None]
        values = [value for value, _ in numbers]
        if len(values) > 1 and _counts(numbers) and values[0] == 1 and _number(lines[0]) is not None:
            for line in lines:
                if _number(line) is None:
                    found[-1].inlines += [Words(" "), *line.inlines]
                else:
                    found.append(line)
        else:
            found.append(paragraph)
    return found


def _lines(paragraph: Paragraph) -> list[Paragraph]:
    """Give the lines of a paragraph as paragraphs."""
    lines = [replace(paragraph, inlines=[])]
    for one in paragraph.inlines:
        if one == _BREAK:
            lines.append(replace(paragraph, inlines=[]))
        else:
            lines[-1].inlines.append(one)
    return [line for line in lines if line.inlines]


def typed_lists(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Listed, ...], ...]:
    """Give the lists of a document's body, each with its entries; headings that are none by style become headings."""
    found = []
    for region in _regions(paragraphs):
        entries = _entries(paragraphs, region)
        if entries:
            found.append(entries)
    if not found:
        found.extend(filter(None, (_last_numbered(paragraphs),)))
    return tuple(found)


def _regions(paragraphs: Sequence[Paragraph]) -> Iterator[list[int]]:
    """Give the indexes of what stands under each heading of a list, and of each bibliography that a program printed."""
    region: list[int] = []
    level: int | None = None
    above = 1
    for index, paragraph in enumerate(paragraphs):
        if is_heading_of_list(paragraph):
            yield region
            region, level = [], paragraph.level or above
            continue
        if paragraph.kind == "heading" and not paragraph.listed:
            above = paragraph.level
            if level is not None and paragraph.level > level:
                continue
            yield region
            region, level = [], None
        elif (paragraph.listed or level is not None) and paragraph.kind in _ITEMS and paragraph.text.strip():
            region.append(index)
    yield region


def _entries(paragraphs: Sequence[Paragraph], region: Sequence[int]) -> tuple[Listed, ...]:
    """Give the entries of a region: numbered, or one a paragraph where they look like works."""
    if not region:
        return ()
    numbers = [_number(paragraphs[index]) for index in region]
    if _counts(numbers):
        return tuple(_joined(paragraphs, region, numbers))
    keys = [_KEY.match(paragraphs[index].text[:80]) for index in region]
    if keys[0] and sum(key is not None for key in keys) >= _MOSTLY * len(keys):
        return tuple(_keyed(region, keys))
    told = any(paragraphs[index].listed for index in region)
    if told:
        return tuple(Listed((index,), None, 0) for index in region if paragraphs[index].listed)
    works = [index for index in region if _is_work(paragraphs[index])]
    if len(works) < _MOSTLY * len(region):
        return ()
    return tuple(Listed(tuple(held), None, 0) for held in _unnumbered(paragraphs, region, works))


def _keyed(region: Sequence[int], keys: Sequence[re.Match[str] | None]) -> Iterator[Listed]:
    """Give entries that begin with a word in square brackets; what has none goes on with the one before it."""
    held: list[int] = []
    own: tuple[str, int] = ("", 0)
    for index, key in zip(region, keys, strict=True):
        if key is not None:
            if held:
                yield Listed(tuple(held), *own)
            held, own = [], (key["key"], key.end())
        held.append(index)
    yield Listed(tuple(held), *own)


def _unnumbered(paragraphs: Sequence[Paragraph], region: Sequence[int], works: Sequence[int]) -> Iterator[list[int]]:
    """Give the paragraphs of each entry up to the last work; an address alone goes on, a few words are a heading."""
    held: list[int] = []
    for index in region:
        text = paragraphs[index].text.strip()
        if held and text.startswith("http") and " " not in text:
            held.append(index)
        elif index <= works[-1] and (len(text) >= _SHORTEST_WORK or _is_work(paragraphs[index])):
            if held:
                yield held
            held = [index]
    if held:
        yield held


def _is_work(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return len(text) <= _LONGEST_WORK and _WORK.search(text[:_LONGEST_LOOK]) is not None


def _number(paragraph: Paragraph) -> tuple[int, int] | None:
    """Give the number of a paragraph and how many code points of its text it takes; None where it has none."""
    printed = _BARE.fullmatch(paragraph.number.strip())
    if printed is not None:
        return int(printed["square"] or printed["plain"]), 0
    typed = _NUMBER.match(paragraph.text[:80])
    if typed is None:
        return None
    return int(typed["square"] or typed["round"] or typed["plain"]), typed.end()


def _counts(numbers: Sequence[tuple[int, int] | None]) -> bool:
    """Tell whether most of a region's paragraphs are numbered, from a low number on, rising."""
    values = [number[0] for number in numbers if number is not None]
    if not values or numbers[0] is None or values[0] > 1 or len(values) < _MOSTLY * len(numbers) / 2:
        return False
    rising = sum(after == before + 1 for before, after in pairwise(values))
    return rising >= _MOSTLY * (len(values) - 1)


def _joined(
    paragraphs: Sequence[Paragraph], region: Sequence[int], numbers: Sequence[tuple[int, int] | None]
) -> Iterator[Listed]:
    """
    Give numbered entries.

    What has no number goes on with the entry before it; behind the last one only a cell, or what begins no sentence.
    """
    held: list[int] = []
    own: tuple[str, int] = ("", 0)
    numbered = [(place, number[0]) for place, number in enumerate(numbers) if number is not None]
    again = next((at for at in range(2, len(numbered)) if numbered[at][1] == 1), len(numbered))  # of another list
    last = numbered[again - 1][0]
    for place, (index, number) in enumerate(zip(region, numbers, strict=True)):
        if place > last and (number is not None or not _goes_on(paragraphs[index])):
            break
        if number is not None:
            if held:
                yield Listed(tuple(held), *own)
            held, own = [], (str(number[0]), number[1])
        held.append(index)
    if held:
        yield Listed(tuple(held), *own)


def _goes_on(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph behind the last number is still of its entry."""
    return paragraph.kind == "table-cell" or paragraph.listed or not paragraph.text.strip()[:1].isupper()


def _last_numbered(paragraphs: Sequence[Paragraph]) -> tuple[Listed, ...]:
    """Give the last run of paragraphs that begin `[1]`, `[2]` ... where no heading says that a list follows."""
    best: list[tuple[int, tuple[int, int]]] = []
    run: list[tuple[int, tuple[int, int]]] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.where != "body" or not paragraph.text.strip():
            continue
        number = _number(paragraph) if paragraph.text.lstrip()[:1] == "[" or paragraph.number[:1] == "[" else None
        if number is None:
            run = []
            continue
        if number[0] == 1:
            run = []
        if number[0] == len(run) + 1:
            run.append((index, number))
            if len(run) >= 2:
                best = run
    return tuple(Listed((index,), str(number), skip) for index, (number, skip) in best)
