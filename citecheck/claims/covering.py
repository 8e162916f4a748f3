"""
What a footnote at the end of a sentence most likely stands for, of the sentences before it that no other footnote closes.

An author who sets one footnote behind an account means all of it; behind a list of matters, the last of them. What tells
the two apart: how each sentence begins, whether it shares words with the one before it, whether both are dated, and of
what the title of the source speaks. What the rules reach is measured by `benchmarks/spans.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from citecheck.claims.tokens import tokens

_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", re.ASCII)
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_AHEAD: Final = 16
"""Words of a sentence in which something may point back."""
_DATED: Final = 6
"""Words in which the date of a sentence of a chronicle stands."""
_LONGEST: Final = 3000
"""Code points of a sentence that are looked at."""
_ROOT: Final = 4
"""Letters by which a word of a title is one of the document's: `Japanese`, `Japan`."""


@dataclass(frozen=True, slots=True)
class _Cues:
    """The words of one language."""

    goes_on: frozenset[tuple[str, ...]]
    new: frozenset[tuple[str, ...]]
    points_back: frozenset[str]
    no_thing: frozenset[str]
    dates: frozenset[str]


@cache
def _cues(language: str) -> _Cues:
    """Give the words of a language; none of one that the table lacks."""
    table = tomllib.loads(files("citecheck.claims").joinpath("covering.toml").read_text(encoding="utf-8"))
    row = table.get(language, {})
    return _Cues(
        frozenset(tuple(one.split()) for one in row.get("goes-on", ())),
        frozenset(tuple(one.split()) for one in row.get("new", ())),
        frozenset(row.get("points-back", ())),
        frozenset(row.get("no-thing", ())),
        frozenset(row.get("dates", ())),
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """How a footnote stands in its paragraph."""

    place: int
    """The number of the sentence that it closes."""
    first: int
    """The first sentence that no other footnote closes."""
    title: str
    """Of its source, "" where it has none."""
    several: bool
    """Whether other sources stand at the same spot."""
    alone: bool
    """Whether there is no other footnote in the paragraph."""
    last: bool
    """Whether none follows."""


class Covering:
    """The sentences of a block, looked at once for all its footnotes."""

    def __init__(self, sentences: Sequence[str], language: str | None, subject: str | None) -> None:
        """
        Begin.

        Args:
            sentences: Of a block, without markers.
            language: Of the document, BCP 47.
            subject: Its title: its words stand everywhere and tie nothing together.
        """
        self._sentences = sentences
        self._language = (language or "en").partition("-")[0].casefold()
        self._cues = _cues(self._language)
        self._subject = frozenset(self._values(subject or ""))
        self._roots = frozenset(value[:_ROOT] for value in self._subject)
        self._words: dict[int, frozenset[str]] = {}

    def first(self, closed: Closed) -> int:
        """Give the number of the first sentence that a footnote most likely stands for."""
        title = frozenset(value for value in self._values(closed.title) if value[:_ROOT] not in self._roots)
        own = self._of(closed.place) & title
        at = closed.place
        while at > closed.first:
            if self._begins(at, self._cues.new):
                break
            if closed.several:
                if at != closed.place or not self._names(at - 1) & title:
                    break
            elif not self._goes_on(at, title, closed, own):
                break
            at -= 1
        return at

    def _goes_on(self, at: int, title: frozenset[str], closed: Closed, own: frozenset[str]) -> bool:
        """Tell whether a sentence tells on what the one before it began."""
        if self._begins(at, self._cues.goes_on) or self._points_back(at):
            return True
        if self._of(at - 1) & title:
            return True
        if own and at == closed.place:  # the source speaks of this sentence and not of the one before
            return False
        if self._of(at) & self._of(at - 1) or self._is_chronicle(at):
            return True
        return closed.alone or (closed.last and not own)

    def _begins(self, at: int, cues: frozenset[tuple[str, ...]]) -> bool:
        """Tell whether a sentence begins with one of some words."""
        start = tuple(word.casefold() for word in _WORD.findall(self._sentences[at][:80])[:4])
        return any(start[:count] in cues for count in range(1, len(start) + 1))

    def _points_back(self, at: int) -> bool:
        """Tell whether a sentence names a thing as one that was named before: `those remittances`."""
        words = [word.casefold() for word in _WORD.findall(self._sentences[at][:400])[:_AHEAD]]
        return any(
            word in self._cues.points_back and following not in self._cues.no_thing
            for word, following in pairwise(words)
        )

    def _is_chronicle(self, at: int) -> bool:
        """Tell whether a sentence begins with a date, and the one before it has one."""
        start = self._sentences[at][:80]
        words = _WORD.findall(start)[:_DATED]
        if not words or words[0].casefold() not in self._cues.dates or not any(map(_YEAR.fullmatch, words)):
            return False
        return _YEAR.search(self._sentences[at - 1][:_LONGEST]) is not None

    def _of(self, at: int) -> frozenset[str]:
        """Give the words of a sentence that tie it to others."""
        if at not in self._words:
            self._words[at] = frozenset(self._values(self._sentences[at])) - self._subject
        return self._words[at]

    def _names(self, at: int) -> frozenset[str]:
        """Give the names in a sentence."""
        found = tokens(self._sentences[at][:_LONGEST], self._language)
        return frozenset(token.value for token in found if token.kind == "name") - self._subject

    def _values(self, text: str) -> set[str]:
        """Give the values of the words of a text, numbers aside."""
        return {token.value for token in tokens(text[:_LONGEST], self._language) if token.kind != "number"}
