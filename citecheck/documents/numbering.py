"""Which list a footnote marker answers to: `[1]`, `[a]` and `[note 1]` each number the items of a list of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from citecheck.documents.numbered_lists import NumberedList
from citecheck.documents.wordings import wording
from citecheck.model import Span

_MARK = re.compile(
    r"\[\s?(?:(?P<digits>\d{1,4})|(?P<word>[^\W\d_][\w.\-]{0,19}?)(?P<space>\s?)(?P<number>\d{1,3})"
    r"|(?P<letters>[a-z]{1,5}|[A-Z]{1,2}|[α-ω]))\s?\]"
)
# `[41]:12–17`, `[3]:p. 7`, `[5]:§ 4`: the template rp; a thin or no-break space may follow the colon, never a plain one.
_PAGE = re.compile(
    r":[\u00a0\u2009\u200a\u202f]?"
    r"(?P<page>(?:(?:pp?|ch|chap|chapter|vol|sec|§)\.?[ \u00a0]?)?(?:\d\w{0,7}|[ivxlc]{1,8}\b)(?:[-–,&][ ]?\d\w{0,7}){0,20})",
    re.IGNORECASE,
)
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_ORPHANS_TO = 999
_MOST_GROUPS = 50
_DOUBTFUL = 0.2
_AGREED = 0.6

KNOWN_LETTERS = frozenset({"lower-alpha", "upper-alpha", "lower-roman", "lower-greek"})
"""The marker classes whose labels are letters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What looks like a footnote marker in one text."""

    at: Span
    text: str
    label: str
    """`3`, `a`, `note 1`."""
    group: str
    """Its marker class: "" for plain numbers, `lower-alpha`, `note`."""
    number: int
    page: str | None
    attached: bool
    """Whether no space stands before it, a thin one left aside."""


def marks(text: str) -> Iterator[Mark]:
    """Give what looks like footnote markers in *text*, in order; bracketed words are none."""
    for found in _MARK.finditer(text):
        digits, letters = found["digits"], found["letters"]
        if digits:
            label, group, number = str(int(digits)), "", int(digits)
        elif letters:
            label = letters
            group, number = _letters(letters)
        else:
            if not found["space"] and found["word"].isascii():
                continue  # `[B12]`, `[mp3]`
            group, number = found["word"].casefold(), int(found["number"])
            label = f"{found['word']}{found['space'] and ' '}{number}"
        if not number:
            continue
        page = _PAGE.match(text, found.end())
        before = text[found.start() - 1 : found.start()]
        attached = bool(before) and before not in " \t\r\n\u00a0"
        at = Span(found.start(), found.end())
        yield Mark(at, found.group(), label, group, number, page["page"] if page else None, attached)


def assign(found: Sequence[Mark], lists: Sequence[NumberedList]) -> dict[str, int]:
    """
    Give for each marker class the index of the list that it numbers.

    The class with the most labels chooses first; each takes the list whose numbers agree best with its labels, of
    two that agree alike the later one, for notes stand above references.
    """
    labels: dict[str, set[int]] = {}
    attached: set[str] = set()
    for mark in found:
        labels.setdefault(mark.group, set()).add(mark.number)
        if mark.attached:
            attached.add(mark.group)
    chosen: dict[str, int] = {}
    free = {index: one.numbers for index, one in enumerate(lists)}
    for group in sorted(labels, key=lambda g: (-len(labels[g]), g))[:_MOST_GROUPS]:
        best, index = max(((_agreement(labels[group], numbers), i) for i, numbers in free.items()), default=(0.0, -1))
        trusted = group == "" or (best >= _DOUBTFUL and (group in attached or is_known(group)))
        if best and trusted:
            chosen[group] = index
            del free[index]
    return chosen


def settle(found: Sequence[Mark]) -> list[Mark]:
    """Give the marks with `[i]`, `[v]`, `[x]` counted as letters where other letters show that letters number them."""
    if not any(mark.group == "lower-alpha" for mark in found):
        return list(found)
    return [
        replace(mark, group="lower-alpha", number=_alpha(mark.label))
        if mark.group == "lower-roman" and len(mark.label) <= 2
        else mark
        for mark in found
    ]


def restarts(places: Sequence[tuple[int, int]], ends: Sequence[int], lists: Sequence[NumberedList]) -> bool:
    """
    Tell whether the plain numbers begin anew after each list, as they do where a page prints its notes in parts.

    Args:
        places: Where each mark stands in the text, and its number.
        ends: Where each of *lists* ends in the text, rising.
        lists: Those that plain numbers may belong to.

    """
    parts: list[set[int]] = [set() for _ in lists]
    for place, number in places:
        parts[min(bisect_left(ends, place), len(lists) - 1)].add(number)
    return all(_agreement(part, one.numbers) >= _AGREED for part, one in zip(parts, lists, strict=True))


def is_known(group: str) -> bool:
    """Tell whether a word before a number is one that groups of notes are known by."""
    return group in _groups()


def is_orphan(mark: Mark, *, any_list: bool) -> bool:
    """Tell whether a mark that no list has is a marker nevertheless, one whose entry is missing."""
    if not mark.attached:
        return False
    if mark.group == "":
        return mark.number <= _ORPHANS_TO
    return is_known(mark.group) or (mark.group in KNOWN_LETTERS and not any_list and len(mark.label) == 1)


def _agreement(labels: set[int], numbers: frozenset[int]) -> float:
    return 2 * len(labels & numbers) / (len(labels) + len(numbers))


def _letters(letters: str) -> tuple[str, int]:
    """Give the class and number of a label of letters; [i], [ii], [iv] are Roman, [a] and [aa] are not."""
    if "α" <= letters[0] <= "ω":
        return "lower-greek", ord(letters[0]) - ord("α") + 1
    if letters.isupper():
        return "upper-alpha", _alpha(letters.lower())
    if set(letters) <= set("ivx") and (number := _roman(letters)):
        return "lower-roman", number
    return "lower-alpha", _alpha(letters) if len(letters) <= 2 else 0


def _alpha(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("a") + 1
    return number


def _roman(letters: str) -> int:
    number, at = 0, 0
    for sign, value in _ROMAN:
        while letters.startswith(sign, at):
            number, at = number + value, at + len(sign)
    return number if at == len(letters) else 0


@cache
def _groups() -> frozenset[str]:
    return frozenset(wording("groups"))
