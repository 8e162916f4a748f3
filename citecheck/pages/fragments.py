"""
Text fragments: the end of an address that shows a quote on its page, `#:~:text=[prefix-,]start[,end][,-suffix]`.

As the draft "URL Fragment Text Directives" (https://wicg.github.io/scroll-to-text-fragment/) and the generator of Chrome
Labs have it: up to 300 characters are quoted whole, of more the first and last words; where that stands on the page more
than once, words before and after are added until it does not. What cannot be told apart has no fragment.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from citecheck.pages.quotes import Quote, folded, stands_once

_WHOLE: Final = 300
"""Characters of a quote that is given whole."""
_ENDS: Final = 5
"""Words of the beginning and of the end of a longer one."""
_CONTEXT: Final = (0, 3, 4, 5, 6, 8, 10, 14)
"""Words before and after that are tried."""
_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_REACH: Final = 400
"""Characters before and after that are looked at."""


def text_fragment(text: str, span: tuple[int, int]) -> str | None:
    """
    Give the fragment that shows the words at a place of a page, without its `#`; None where no fragment is sure to.

    Args:
        text: Of the page, a line for each block. A quote over several of them is shown from its first to its last words.
        span: Where the words stand, half-open.
    """
    start, end = _at_words(text, *span)
    if start >= end:
        return None
    lines = text[start:end].split("\n")
    if len(lines) == 1 and end - start <= _WHOLE:
        return _unique(text, start, end, text[start:end], "")
    first = _first_words(lines[0])
    last = _first_words(lines[-1], backwards=True)
    if not first or not last or (len(lines) == 1 and len(first) + len(last) >= end - start):
        return None
    return _unique(text, start, end, first, last)


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Give a span from the beginning of its first word to the end of its last: fragments match whole words."""
    words = [match.span() for match in _WORD.finditer(text, max(start, 0), min(end, len(text)))]
    return (words[0][0], words[-1][1]) if words else (start, start)


def _first_words(line: str, *, backwards: bool = False) -> str:
    """Give the first or the last words of a line as they stand there."""
    words = [match.span() for match in _WORD.finditer(line)]
    if not words:
        return ""
    if backwards:
        return line[words[-min(_ENDS, len(words))][0] : words[-1][1]]
    return line[words[0][0] : words[min(_ENDS, len(words)) - 1][1]]


def _unique(text: str, start: int, end: int, first: str, last: str) -> str | None:
    """Give a fragment that matches once, with as little around it as that takes."""
    whole = folded(text)
    for words in _CONTEXT:
        before, after = (_before(text, start, words), _after(text, end, words)) if words else ("", "")
        if words and not before and not after:
            return None
        if stands_once(Quote(folded(first), folded(last), folded(before), folded(after)), whole):
            return ":~:text=" + _written(first, last, before, after)
    return None


def _before(text: str, start: int, count: int) -> str:
    """Give some words right before a place, of the same line, with the marks between them and it."""
    begin = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    words = [match.start() for match in _WORD.finditer(text, begin, start)]
    return text[words[-min(count, len(words))] : start].strip() if words else ""


def _after(text: str, end: int, count: int) -> str:
    """Give some words right behind a place, of the same line, with the marks between."""
    stop = text.find("\n", end)
    words = [match.end() for match in _WORD.finditer(text, end, min(len(text) if stop < 0 else stop, end + _REACH))]
    return text[end : words[min(count, len(words)) - 1]].strip() if words else ""


def _written(first: str, last: str, before: str, after: str) -> str:
    """Give the directive."""
    parts = (
        f"{_escaped(before)}-" if before else "",
        _escaped(first),
        _escaped(last) if last else "",
        f"-{_escaped(after)}" if after else "",
    )
    return ",".join(part for part in parts if part)


def _escaped(words: str) -> str:
    """Give words as they stand in a fragment: a hyphen, a comma and an ampersand have a meaning there."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
