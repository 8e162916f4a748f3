"""
Text directives: `text=prefix-,start,end,-suffix`, the words that an address quotes of its page, and whether they are there.

As in the draft "URL Fragment Text Directives" (https://wicg.github.io/scroll-to-text-fragment/): letters are compared by
their base, case and accents aside; white space is one space; a quote begins and ends at the bounds of words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_MOST: Final = 20
"""Quotes of one address that are looked for."""
_MOST_TRIES: Final = 20_000
"""Places of a page at which words are tried; a page that repeats them more often is not searched on."""
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPACED: Final = 0x2E80
"""The code point from which scripts begin that put no space between words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One text directive, its parts folded."""

    start: str
    end: str = ""
    """Where it is the last words of a longer passage."""
    prefix: str = ""
    suffix: str = ""


def quotes(directives: str) -> tuple[Quote, ...]:
    """Give the quotes among the directives of a fragment, what stands after `:~:`; unknown ones are left out."""
    found = (_quote(one.removeprefix("text=")) for one in directives.split("&")[:_MOST] if one.startswith("text="))
    return tuple(quote for quote in found if quote is not None)


def folded(text: str) -> str:
    """Give text as it is compared: base letters in lower case, one space between words."""
    plain = unicodedata.normalize("NFKD", text.translate(_INVISIBLE).casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def stands_in(quote: Quote, text: str) -> bool:
    """Tell whether folded text has a quote; how often its words are tried is bounded."""
    return next(_found(quote, text), None) is not None


def stands_once(quote: Quote, text: str) -> bool:
    """Tell whether folded text has a quote in one place and no other."""
    found = _found(quote, text)
    return next(found, None) is not None and next(found, None) is None


def _found(quote: Quote, text: str) -> Iterator[int]:
    """Give where folded text has a quote."""
    for start in _places(quote.start, text):
        if not _follows(quote.prefix, start, text):
            continue
        after = start + len(quote.start)
        if not quote.end:
            if _precedes(quote.suffix, after, text):
                yield start
            continue
        ends = (end + len(quote.end) for end in _places(quote.end, text, after))
        if not any(_precedes(quote.suffix, end, text) for end in ends):
            return  # a later start has no end that this one has not
        yield start


def _quote(value: str) -> Quote | None:
    """Give the quote that a directive means, None where it means none."""
    parts = value.split(",")
    prefix = parts.pop(0)[:-1] if len(parts) > 1 and parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if len(parts) > 1 and parts[-1].startswith("-") else ""
    plain = [folded(unquote(part, errors="replace")) for part in (*parts, "")[:2]]
    if len(parts) not in (1, 2) or not plain[0]:
        return None
    return Quote(plain[0], plain[1], folded(unquote(prefix)), folded(unquote(suffix)))


def _places(words: str, text: str, start: int = 0) -> Iterator[int]:
    """Give where words stand in text, as words of their own."""
    at = text.find(words, start)
    for _ in range(_MOST_TRIES):
        if at < 0:
            return
        if _is_bound(text, at) and _is_bound(text, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def _is_bound(text: str, at: int) -> bool:
    """Tell whether no word runs across a place."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum() and max(ord(before), ord(after)) < _SPACED)


def _follows(words: str, at: int, text: str) -> bool:
    """Tell whether words stand right before a place."""
    if at and text[at - 1] == " ":
        at -= 1
    return not words or (
        at >= len(words) and text.startswith(words, at - len(words)) and _is_bound(text, at - len(words))
    )


def _precedes(words: str, at: int, text: str) -> bool:
    """Tell whether words stand right after a place."""
    if text.startswith(" ", at):
        at += 1
    return not words or (text.startswith(words, at) and _is_bound(text, at + len(words)))
