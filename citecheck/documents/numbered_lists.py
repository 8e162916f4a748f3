"""Numbered lists in plain text: their items, each with its frame (`3. ^ a b`) told from its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from citecheck.documents.lines import Line, is_full
from citecheck.documents.wordings import wording

# Directional marks stand before the number in copies of right-to-left pages.
_BLANKS = r"[ \t\u00a0\u200e\u200f\ufeff]"
_NUMBER = re.compile(rf"{_BLANKS}{{0,40}}(?:(?P<digits>\d{{1,4}})|(?P<letters>[a-z]{{1,2}}))\.(?={_BLANKS}|$)")
_SKIP = re.compile(rf"{_BLANKS}*")
_BACKLINK = re.compile(r"\^?(?P<label>\d{1,4}[.,٫]\d{1,3}|[^\W\d_]{1,2}|\d{1,3})(?=[\s,、]|$)")
_BETWEEN = re.compile(r"[\s,、]{0,8}")
_DECIMAL = re.compile(r"(\d{1,4})[.,٫](\d{1,3})")

_Label: TypeAlias = Callable[[int], set[str]]

_FRAMED_GAP = 50
_BARE_GAP = 5
_INNER_LINES = 60
_BLANK_LINES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One item: which lines it takes and where on the first its words begin."""

    number: int
    first: int
    """Index of its first line."""
    last: int
    """Index of its last line."""
    words: int
    """Where on the first line the words begin, after number and backlinks."""
    framed: bool
    """Whether a caret or backlinks stand between the number and the words."""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items whose numbers rise."""

    items: tuple[Item, ...]

    @property
    def framed(self) -> bool:
        """Whether it is a list of footnotes beyond doubt: half of its items or more have backlinks."""
        return sum(item.framed for item in self.items) * 2 >= len(self.items)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its items."""
        return frozenset(item.number for item in self.items)


def find_lists(lines: Sequence[Line], column: int | None) -> tuple[NumberedList, ...]:
    """
    Give the numbered lists of a text in order, footnotes or not.

    Args:
        lines: Of the whole text.
        column: Where its lines were wrapped, None where they were not.

    """
    collector = _Collector(lines, column)
    for index in range(len(lines)):
        collector.take(index)
    collector.close()
    return _joined(collector.lists)


def starts_item(text: str) -> bool:
    """Tell whether a line begins with the number of a list item."""
    found = _NUMBER.match(text)
    return found is not None and found["digits"] is not None


def frame(text: str, start: int) -> tuple[int, bool]:
    """Give where in *text* the words begin after the carets and backlinks at *start*, and whether there are any."""
    at, framed = _blank(text, start), False
    for _ in range(3):
        if at < len(text) and text[at] in wording("carets"):
            at, framed = _blank(text, at + 1), True
        jump = _jumps().match(text, at)
        if jump:
            at, framed = _blank(text, jump.end()), True
    end = _backlinks(text, at)
    return (end, True) if end > at else (at, framed)


class _Collector:
    """Goes through the lines and gathers items into lists."""

    def __init__(self, lines: Sequence[Line], column: int | None) -> None:
        self.lists: list[NumberedList] = []
        self._lines = lines
        self._column = column
        self._items: list[Item] = []
        self._edge = 0
        self._blanks = 0
        self._inner = 0

    def take(self, index: int) -> None:
        """Look at the next line."""
        line = self._lines[index]
        if line.blank:
            self._blanks += 1
            return
        item = self._item(index)
        if item and self._items and self._follows(item, line):
            self._add(item, index)
        elif item and (item.framed or item.number <= 3):
            self.close()
            self._edge = item.words
            self._items = [item]
        elif self._items:
            self._continue(index)
        self._blanks = 0

    def close(self) -> None:
        """End the list that is open."""
        if self._items:
            self.lists.append(NumberedList(tuple(self._items)))
        self._items = []
        self._inner = 0

    def _item(self, index: int) -> Item | None:
        text = self._lines[index].text
        found = _NUMBER.match(text)
        if not found:
            return None
        words, framed = frame(text, found.end())
        if found["digits"]:
            return Item(int(found["digits"]), index, index, words, framed)
        number = next((n for n in range(1, 703) if _letters(_LATIN, n - 1) == found["letters"]), 0)
        return Item(number, index, index, words, framed=True) if framed and text[found.end() :].strip() else None

    def _follows(self, item: Item, line: Line) -> bool:
        before = self._items[-1]
        gap = item.number - before.number
        if gap < 1 or line.indent >= self._edge or self._blanks > _BLANK_LINES:
            return False
        if item.framed:
            return gap <= _FRAMED_GAP
        return gap <= (2 if before.framed else _BARE_GAP)

    def _add(self, item: Item, index: int) -> None:
        if self._inner:
            last = index - 1
            while self._lines[last].blank:
                last -= 1
            self._stretch(last)
            self._inner = 0
        self._items.append(item)

    def _continue(self, index: int) -> None:
        """Take the line as part of the item before it, or end the list."""
        line, item = self._lines[index], self._items[-1]
        first = self._lines[item.first]
        if not self._blanks and not self._inner:
            wrapped = self._column is not None and is_full(self._lines[index - 1], line, self._column)
            if line.indent > first.indent or wrapped:
                self._stretch(index)
                return
        # A paragraph inside an item counts only when a next item shows that the list goes on.
        self._inner += 1
        if line.indent < min(self._edge, first.indent + 3) or not line.indent or self._inner > _INNER_LINES:
            self.close()

    def _stretch(self, last: int) -> None:
        item = self._items[-1]
        self._items[-1] = Item(item.number, item.first, last, item.words, item.framed)


def _joined(lists: Sequence[NumberedList]) -> tuple[NumberedList, ...]:
    """Join a list of footnotes with the one that counts on after an interruption."""
    found: list[NumberedList] = []
    for one in lists:
        before = found[-1] if found else None
        if before and before.framed and one.framed and 0 < one.items[0].number - before.items[-1].number <= _BARE_GAP:
            found[-1] = NumberedList((*before.items, *one.items))
        else:
            found.append(one)
    return tuple(found)


def _blank(text: str, at: int) -> int:
    found = _SKIP.match(text, at)
    return found.end() if found else at


_LATIN = "abcdefghijklmnopqrstuvwxyz"


@cache
def _jumps() -> re.Pattern[str]:
    longest_first = sorted(wording("jumps"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


@cache
def _alphabets() -> tuple[str, ...]:
    return tuple(letters.replace(" ", "") for letters in wording("alphabets"))


def _letters(alphabet: str, n: int) -> str:
    """Give the letters that count *n* from 0: a, b ... z, aa, ab."""
    size = len(alphabet)
    return alphabet[n] if n < size else _letters(alphabet, n // size - 1) + alphabet[n % size]


def _backlinks(text: str, start: int) -> int:
    """Give where the backlinks at *start* end (`a b c`, `1,0 1,1`, `1 2 3`, French `a b et c`), *start* if none."""
    first = _BACKLINK.match(text, start)
    if not first:
        return start
    if _DECIMAL.fullmatch(first["label"]):
        number, zero = first["label"].replace(",", ".").replace("٫", ".").split(".")
        return _run(text, first, lambda n: {f"{number}{point}{n}" for point in ".,٫"}) if not int(zero) else start
    if first["label"] == "1":
        return _run(text, first, lambda n: {str(n + 1)})
    alphabet = next((a for a in _alphabets() if a[0] == first["label"]), None)
    return _run(text, first, lambda n: {_letters(alphabet, n)}) if alphabet else start


def _run(text: str, first: re.Match[str], label: _Label) -> int:
    """Give the end of a run of backlinks; one alone is a word of the reference, unless it is a decimal."""
    count, end, found = 0, first.start(), first
    while found["label"] in label(count):
        count, end = count + 1, _BETWEEN.match(text, found.end()).end()  # type: ignore[union-attr] # it always matches
        following = _BACKLINK.match(text, end)
        if following and following["label"] in wording("joiners") and following["label"] not in label(count):
            following = _BACKLINK.match(text, _BETWEEN.match(text, following.end()).end())  # type: ignore[union-attr]
        if not following:
            break
        found = following
    alone = _DECIMAL.fullmatch(first["label"]) is not None
    return end if count > 1 or (alone and count == 1) else first.start()
