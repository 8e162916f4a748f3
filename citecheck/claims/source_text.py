"""The text of a source, prepared once for all claims that rest on it: its sentences and where each word stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Self

from citecheck.claims.quoting import words_of
from citecheck.claims.sentences import boundaries
from citecheck.claims.tokens import Token, values
from citecheck.lexicon.small_words import told_by_words
from citecheck.model import Span

LONGEST: Final = 1_000_000
"""Code points of a source that are read."""
_MOST_SENTENCES: Final = 20_000
_LONGEST_SENTENCE: Final = 1500
"""Code points after which a sentence is cut: what has no full stop is a table or a list."""
_PROSE: Final = 4
"""Words that say something, from which a line is prose."""
_STOP: Final = re.compile("[.!?…][\\W_]{0,4}\\s|[。！？．।॥؟۔]")
"""What may end a sentence inside a line."""
_SHORT: Final = 80
"""Code points of a line that is taken for one sentence."""


@dataclass(frozen=True)
class SourceText:
    """The sentences of a source, each with its typed words. Make one with `of`."""

    text: str
    language: str
    """The primary tag of its language, "" where that is not known."""
    sentences: tuple[Span, ...]
    words: tuple[frozenset[str], ...]
    """The values in each sentence."""
    numbers: tuple[tuple[Token, ...], ...]
    """The numbers in each sentence, with their units."""
    cut: bool = False
    """Whether there is more text than was read."""

    @classmethod
    def of(cls, text: str, language: str | None = None) -> Self:
        """
        Prepare a text.

        Args:
            text: A line for each block.
            language: Its BCP 47 tag; what its words tell where None.
        """
        read = text[:LONGEST]
        tag = _primary(language) or told_by_words(_sample(read)) or ""
        spans = []
        for number, span in enumerate(_sentences(read, tag or "en")):
            if number >= _MOST_SENTENCES:
                break
            spans.append(span)
        words: list[frozenset[str]] = []
        numbers: list[tuple[Token, ...]] = []
        for span in spans:
            found, counted = values(span.of(read), tag)
            words.append(frozenset(found))
            numbers.append(counted)
        cut = len(text) > LONGEST or len(spans) >= _MOST_SENTENCES
        return cls(text, tag, tuple(spans), tuple(words), tuple(numbers), cut)

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """The sentences in which each value stands."""
        found: dict[str, list[int]] = {}
        for number, words in enumerate(self.words):
            for word in words:
                found.setdefault(word, []).append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    @cached_property
    def units(self) -> dict[str, frozenset[str]]:
        """The units in which each number stands."""
        found: dict[str, set[str]] = {}
        for counted in self.numbers:
            for token in counted:
                found.setdefault(token.value, set()).add(token.unit)
                if token.also:
                    found.setdefault(token.also, set()).add(token.unit)
        return {value: frozenset(units) for value, units in found.items()}

    @cached_property
    def folded(self) -> str:
        """All words in their order, for quotations."""
        return words_of(self.text[:LONGEST])

    @cached_property
    def prose(self) -> int:
        """How many words stand in sentences, not in labels: what is left when menus and lists are taken away."""
        return sum(len(words) for words in self.words if len(words) >= _PROSE)

    def weight(self, value: str) -> float:
        """Give how much a word tells: the rarer it is on the page, the more."""
        there, all_ = len(self.places.get(value, ())), len(self.sentences)
        return math.log(1 + (all_ - there + 0.5) / (there + 0.5))


def _primary(language: str | None) -> str:
    """Give the primary tag of a language in lower case."""
    return (language or "").replace("_", "-").partition("-")[0].casefold()


def _sample(text: str) -> str:
    """Give the longest lines of a text, which are prose where any are: menus may be in all languages of a site."""
    lines = sorted(text[:200_000].split("\n"), key=len, reverse=True)
    return "\n".join(lines[:20])


def _sentences(text: str, language: str) -> Iterator[Span]:
    """Give the sentences of a text, line by line."""
    start = 0
    for line in text.split("\n"):
        inner = boundaries(line, language) if len(line) > _SHORT and _STOP.search(line) else ()
        cuts = [0, *inner, len(line)]
        for begin, end in pairwise(cuts):
            for first in range(begin, end, _LONGEST_SENTENCE):
                part = line[first : min(first + _LONGEST_SENTENCE, end)]
                said = part.strip()
                if said:
                    at = start + first + len(part) - len(part.lstrip())
                    yield Span(at, at + len(said))
        start += len(line) + 1
