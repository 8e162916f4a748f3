"""
Which words of a title keep their capitals: those that a style writing titles as sentences must not make small.

Acronyms, mixed case (`iPhone`, `McArthur`) and the names of `capitals.toml` do in any title. A title that capitalises
only its names tells the others itself: there every word in the middle that has a capital is one. The first word needs
no protection, unless it has a capital beyond its first letter or belongs to a name of several words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from citecheck.model import Span

_WORD = re.compile(r"(?:[^\W\d_]\.){2,9}|[^\W_]+(?:&[^\W_]{1,30})?")
"""A word, with U.S. and R&D as one each."""
_COLON = re.compile(r"[:?!]")
_LONGEST_PHRASE = 3
"""Words of the longest phrase of the table."""
_TELLING = 4
"""Letters of a small word that tells how a title is written; shorter ones are small in any."""


def protected(title: str) -> tuple[Span, ...]:
    """
    Give the spans of *title* to put in braces, in order and apart; neighbours with one space between are one span.

    Linear in the length of the title.
    """
    words = [Span(*match.span()) for match in _WORD.finditer(title)]
    if not any(char.islower() for char in title):
        return ()
    keep = {place for place, span in enumerate(words) if _mixed(span.of(title))}
    if _is_sentence(title, words):
        keep.update(place for place in range(len(words)) if _is_name(title, words, place))
    known = set(_known(title, words))
    if len(words) > 1 and title[words[0].end : words[1].start] != " ":
        known.discard(0)
    keep |= known if 1 in known else known - {0}
    return tuple(_joined(title, [words[place] for place in sorted(keep)]))


def _mixed(word: str) -> bool:
    """Tell whether a word has a capital beyond its first letter: NASA, iPhone, McArthur."""
    return any(char.isupper() for char in word[1:])


def _is_name(title: str, words: list[Span], place: int) -> bool:
    """Tell whether a word has a capital that neither the start of the title nor a colon before it explains."""
    if not place or not title[words[place].start].isupper():
        return False
    return _COLON.search(title, words[place - 1].end, words[place].start) is None


def _is_sentence(title: str, words: list[Span]) -> bool:
    """Tell whether the title capitalises only its names: enough words in the middle are written small."""
    small = _small()
    middle = [span.of(title) for span in words[1:]]
    lower = sum(word[0].islower() and len(word) >= _TELLING and word not in small for word in middle)
    upper = sum(_is_name(title, words, place) for place in range(len(words)))
    return lower > 0 and lower * 2 >= upper


def _known(title: str, words: list[Span]) -> Iterator[int]:
    """Give the places of the words that belong to a name of the table."""
    names, phrases, before = _names()
    for place, span in enumerate(words):
        if span.of(title) in names:
            yield place
            if place and words[place - 1].of(title) in before and title[words[place - 1].end : span.start] == " ":
                yield place - 1
        for length in range(2, _LONGEST_PHRASE + 1):
            last = place + length - 1
            if last < len(words) and title[span.start : words[last].end] in phrases:
                yield from range(place, last + 1)


def _joined(title: str, spans: list[Span]) -> Iterator[Span]:
    """Give the spans, those with nothing but one space between joined."""
    held: Span | None = None
    for span in spans:
        if held is not None and title[held.end : span.start] == " ":
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


@cache
def _small() -> frozenset[str]:
    """Give the words that a title writes small among capitals."""
    return frozenset(_table()["small"])


@cache
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the names, the names of several words, and the words that join the name after them."""
    table = _table()
    return frozenset(table["names"]), frozenset(table["phrases"]), frozenset(table["before"])


@cache
def _table() -> dict[str, Any]:
    """Read `capitals.toml`."""
    return tomllib.loads(files("citecheck.references").joinpath("capitals.toml").read_text(encoding="utf-8"))
