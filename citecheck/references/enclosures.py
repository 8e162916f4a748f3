"""
What a reference encloses in quotes and brackets, and the pieces that its separators make outside of them.

CS1 prints a title in straight double quotes and does not mark quotes inside it, so opening and closing marks are told
apart by what stands beside them. One pass, each mark looked at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from citecheck.model import Span

_STRAIGHT: Final = '"'
_PAIRS: Final = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "《": "》", "〈": "〉"}
_MARKS: Final = re.compile('["“”„«»「」『』《》〈〉]')
_BRACKETS: Final = re.compile(r"[()\[\]{}（）【】]")
_CLOSES: Final = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
_DEEPEST: Final = 40
"""Brackets within brackets beyond this depth are text."""
_FARTHEST: Final = 64
"""A quotation holds no more marks than this; so the search for its end stays linear."""
_BEFORE_OPENING: Final = frozenset(" \t\n\u00a0([{–—-/:;,.'‘")
_AFTER_CLOSING: Final = frozenset(".,;:)]}")


@dataclass(frozen=True, slots=True)
class Enclosures:
    """Where a text's outermost quotes and brackets open and close."""

    quotes: tuple[Span, ...]
    """From the opening mark to behind the closing one, in order, none inside another."""
    ends: dict[int, int]
    """Where a quote or an outermost bracket opens -> the offset behind its close."""

    def quoted(self, at: int) -> bool:
        """Tell whether an offset lies inside quotes."""
        index = bisect_right(self.quotes, (at, at)) - 1
        return index >= 0 and self.quotes[index].start < at < self.quotes[index].end


def _opens(text: str, at: int) -> bool:
    """Tell whether a straight quote opens: nothing or a space before it, a word after it."""
    after = text[at + 1 : at + 2]
    if not after or after.isspace() or after in _AFTER_CLOSING:
        return False
    if at and text[at - 1] == _STRAIGHT:
        at -= 1  # the first of two that open together
    before = text[at - 1] if at else " "
    return before in _BEFORE_OPENING or before.isspace() or before in _PAIRS


def _ends_firmly(text: str, at: int) -> bool:
    """Tell whether what follows a closing mark at *at* - 1 can only follow the end of a quotation."""
    after = text[at : at + 1]
    if not after:
        return True
    if after in ".,;:":
        beyond = text[at + 1 : at + 2]
        return not beyond or beyond.isspace() or beyond in "([\"'"
    return after in ")]" or (after.isspace() and text[at + 1 : at + 2] in {"(", "[", "–", ""})


def _straight_close(text: str, marks: list[int], first: int) -> int | None:
    """
    Give the index in *marks* of the straight quote that closes the one at index *first*, or None.

    Inner quotes nest. A mark that could close but is followed by a word gives way to a later one that closes firmly
    with no opening mark between the two (`"The 12" Album". Label`). Where nesting does not work out (`"The "Foo". Label`)
    the first firm end counts.
    """
    depth = 1
    weak: int | None = None
    firm: int | None = None
    for index in range(first + 1, min(len(marks), first + _FARTHEST)):
        at = marks[index]
        if text[at] != _STRAIGHT:
            continue
        firmly = _ends_firmly(text, at + 1)
        if _opens(text, at) and not (depth == 0 and firmly):
            if weak is not None:
                return weak
            depth += 1
            continue
        depth = max(depth - 1, 0)
        if firmly and firm is None:
            firm = index
        if depth == 0 and firmly:
            return index
        if depth == 0 and weak is None and not text[at + 1].isalnum():
            weak = index
    return weak if weak is not None else firm


def _paired_close(text: str, marks: list[int], first: int) -> int | None:
    """Give the index in *marks* of the mark that closes a typographic quote, or None."""
    opening = text[marks[first]]
    closing = _PAIRS[opening]
    depth = 1
    for index in range(first + 1, min(len(marks), first + _FARTHEST)):
        mark = text[marks[index]]
        if mark in closing:
            depth -= 1
        elif mark == opening:
            depth += 1
        if depth == 0:
            return index
    return None


def _quotes(text: str) -> tuple[Span, ...]:
    """Give the outermost quotations; a mark that nothing closes is text."""
    marks = [match.start() for match in _MARKS.finditer(text)]
    found: list[Span] = []
    index = 0
    while index < len(marks):
        mark = text[marks[index]]
        close: int | None = None
        if mark == _STRAIGHT and _opens(text, marks[index]):
            close = _straight_close(text, marks, index)
        elif mark in _PAIRS:
            close = _paired_close(text, marks, index)
        if close is None:
            index += 1
        else:
            found.append(Span(marks[index], marks[close] + 1))
            index = close + 1
    return tuple(found)


def enclosures(text: str) -> Enclosures:
    """Find the outermost quotes and brackets of a text; brackets inside quotes are part of the quotation."""
    quotes = _quotes(text)
    ends = {quote.start: quote.end for quote in quotes}
    open_brackets: list[int] = []
    at_quote = 0
    for match in _BRACKETS.finditer(text):
        at, mark = match.start(), match[0]
        while at_quote < len(quotes) and quotes[at_quote].end <= at:
            at_quote += 1
        if at_quote < len(quotes) and quotes[at_quote].start < at:
            continue
        if mark not in _CLOSES:
            if len(open_brackets) < _DEEPEST:
                open_brackets.append(at)
        elif open_brackets and text[open_brackets[-1]] == _CLOSES[mark]:
            ends[open_brackets.pop()] = at + 1
    return Enclosures(quotes, ends)
