"""
A page that says that there is no page: the soft 404, by its own words.

*Plain* are the words of error pages as the title or a heading of a page with little else on it. All else is points: for
what title, headings and text say, less where the page has much to say, or declares itself an article, which is about the
words. From `DOUBTFUL` on it is worth comparing the page with one that its site cannot have; `SURE` is for pages where
that cannot be done. The points were set on one half of `tests/soft404` and are measured on the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from citecheck.lexicon.words import words
from citecheck.pages.cues import exactly, marks_of, parts, plain, said, sentences, unquoted
from citecheck.pages.glimpse import Glimpse

SURE: Final = 8
DOUBTFUL: Final = 2
_SHORT: Final = 500
"""Code points of own text up to which a page has little to say."""
_LONG: Final = 700
_OPENING: Final = 700
"""Code points of own text in which an error page has told its reader."""
_BARE: Final = 40
"""Code points of text that are no more than a number and an apology."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for it that a page is not what was cited."""

    points: int = 0
    words: str = ""
    """The weightiest words of ours that it says, "" where nothing speaks for it."""
    is_plain: bool = False
    """Whether nothing more need be known."""

    @property
    def is_sure(self) -> bool:
        """Whether it suffices where nothing more can be known."""
        return self.is_plain or self.points >= SURE

    @property
    def is_doubtful(self) -> bool:
        """Whether more should be known."""
        return not self.is_plain and self.points >= DOUBTFUL


@lru_cache(maxsize=4)  # an answer is looked at before and after it is compared
def missing(page: Glimpse) -> Evidence:
    """Give how much speaks for it that a page says that it is not there."""
    found = sorted(_signs(page), key=_points, reverse=True)
    points = sum(map(_points, found))
    if points < DOUBTFUL:
        return Evidence()
    best, told = found[0]
    if page.own_length <= _SHORT:
        points += 2 + page.is_noindex
    elif page.own_length > _LONG:
        points = min(points - 4, SURE - 1)
    if best >= _EXACT:
        points = max(points, DOUBTFUL)  # error pages may print half their site
    if page.is_article:
        points = max(min(points - 5, SURE - 1), 0)
    is_plain = best >= _EXACT and page.own_length <= _SHORT and not page.is_article
    return Evidence(points, told, is_plain)


_EXACT: Final = 4
"""Points for words that are an error page's own."""


def _signs(page: Glimpse) -> Iterator[tuple[int, str]]:
    """Give the points for each part of a page that speaks for it, with its words."""
    titled = _parts_of(page.title)
    headings = [part for heading in (page.headings or page.subheadings[:1]) for part in _parts_of(heading)]
    opening = unquoted(page.own[:_OPENING])
    told = sentences(opening)
    states = _speaks_of_it(" ".join((*titled[:1], *headings, *told)))
    yield from _best(_titled(part, states=states) for part in titled)
    yield from _best(_titled(part, states=states) for part in headings)
    marked = [name for name in page.body_class if name in marks_of("body-class")]
    if marked:
        yield _EXACT, marked[0]
    if len(plain(opening)) <= _BARE and not headings:
        only = _best(_titled(part, states=states) for part in _parts_of(opening))
        yield from ((point + (not page.title), told) for point, told in only)
    if states:
        yield from _stated(told)


def _points(sign: tuple[int, str]) -> int:
    """Give the points of a sign."""
    return sign[0]


def _parts_of(text: str) -> tuple[str, ...]:
    """Give the parts of a title without what it quotes."""
    return parts(unquoted(text))


def _best(signs: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Give the weightiest sign, if there is any."""
    best = max(signs, key=_points, default=(0, ""))
    if best[0]:
        yield best


def _speaks_of_it(text: str) -> bool:
    """Tell whether there is any statement to look for; most pages make none."""
    return any(said(kind, text) for kind in ("gone", "went", "broken"))


def _titled(part: str, *, states: bool) -> tuple[int, str]:
    """Give the points for a part of a title or heading, which may make a statement."""
    bare = _undecorated(part)
    numbered = any(number in part.split() for number in ("404", "410"))
    if bare in words("page-missing") or (numbered and bare in words("page-missing-weak")):
        return _EXACT, part
    if not bare and numbered:
        return 3, part
    if bare in words("page-missing-weak"):
        return 2, part
    if part in exactly("sorry"):
        return 1, part
    return _statement(part) if states else (0, "")


def _statement(sentence: str) -> tuple[int, str]:
    """Give the points for a sentence: that a thing is not there weighs most."""
    gone = said("gone", sentence)
    broken = said("broken", sentence)
    if broken:
        return 3, broken[0]
    things, asked = said("thing", sentence), said("asked", sentence)
    if gone and (things or asked):
        return 3, f"{(things or asked)[0]} … {gone[0]}"
    went = said("went", sentence)
    if went and things and asked:
        return 2, f"{things[0]} … {went[0]}"
    if asked and went:
        return 1, went[0]
    return 0, ""


def _stated(told: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Give the points for what a text says: the weightiest sentence, what may have happened, what to do."""
    yield from _best(_statement(sentence) for sentence in told)
    whole = " ".join(told)
    went, advice = said("went", whole), said("advice", whole)
    if advice:
        yield 1, advice[0]
    if went and said("asked", whole):
        yield 1, went[0]


def _undecorated(part: str) -> str:
    """Give a part without the numbers and exclamations that error pages put around their words."""
    found = part.split()
    decoration = words("error-words")
    while found and found[0] in decoration:
        found.pop(0)
    while found and found[-1] in decoration:
        found.pop()
    return " ".join(found)
