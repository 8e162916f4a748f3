"""Whether two pages say the same, their addresses and numbers aside."""

from __future__ import annotations

import re
from typing import Final

from citecheck.pages.cues import folded
from citecheck.pages.glimpse import Glimpse

_ALIKE: Final = 0.8
"""Share of the runs of words that two pages have in common from which they say the same."""
_RUN: Final = 3
_FEWEST: Final = 3
"""Words from which a page says something that can be compared."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def alike(one: Glimpse, other: Glimpse) -> bool:
    """
    Tell whether two pages say the same.

    Compared are the runs of three words of title, headings and own text. A page that says next to nothing is like no
    other: a shell that scripts fill is the same for all addresses.
    """
    first, second = _runs(one), _runs(other)
    if not first or not second:
        return False
    return len(first & second) >= _ALIKE * len(first | second)


def _runs(page: Glimpse) -> frozenset[tuple[str, ...]]:
    """Give the runs of words of a page; none where it says next to nothing."""
    text = folded("\n".join((*page.headings, *page.subheadings, page.own)))
    said = _WORD.findall(text)
    if len(said) < _FEWEST and not _UNSPACED.search(text):
        return frozenset()
    all_said = [*_WORD.findall(folded(page.title)), *said]
    words = [piece for word in all_said for piece in (word if _UNSPACED.search(word) else (word,))]
    return frozenset(tuple(words[start : start + _RUN]) for start in range(max(len(words) - _RUN + 1, 1)))
