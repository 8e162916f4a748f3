"""Whether a page bears the title that a reference names: a sign that it, or a snapshot of it, is what was cited."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from citecheck.pages.glimpse import Glimpse

_WORD: Final = re.compile(r"[^\W_]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that part no words."""
_LONGEST: Final = 500
"""Code points of a title that are looked at."""
_ENOUGH: Final = 0.5
"""Share of a title's words from which a page bears it: sites shorten titles, references leave subtitles out. A word counts
for its letters, since the short ones stand on every page: `the`, `of`, `und`."""
_FEWEST: Final = 2
"""Words, or characters of a script without them, from which a title tells pages apart."""


def bears(page: Glimpse, title: str) -> bool | None:
    """Tell whether a page bears a title; None where there is no title, or no page with words to look for it."""
    return stands_in(title, "\n".join((page.title, *page.headings, *page.subheadings, page.own)))


def stands_in(title: str, text: str) -> bool | None:
    """Tell whether the words of a title stand in a text; None where there are too few of them, or no text."""
    share = share_of(title, text)
    return None if share is None else share >= _ENOUGH


def share_of(title: str, text: str) -> float | None:
    """Give the share of a title's words that stand in a text, None where there are too few to tell, or no text."""
    wanted = _words(_folded(title[:_LONGEST]))
    if len(wanted) < _FEWEST or not text.strip():
        return None
    said = _words(_folded(text))
    return sum(map(len, wanted & said)) / sum(map(len, wanted))


def _words(text: str) -> frozenset[str]:
    """Give the words of a text; of scripts that part none, each two characters that stand together."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        if _UNSPACED.search(word):
            found.update(word[place : place + 2] for place in range(max(len(word) - 1, 1)))
        else:
            found.add(word)
    return frozenset(found)


def _folded(text: str) -> str:
    """Give a text without case and accents: titles are copied with and without them."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in parted if not unicodedata.combining(mark)))
