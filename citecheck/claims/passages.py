"""
Passages: where a source speaks of a claim, best first.

Greedy residual coverage: the sentence that has most of the claim's words, weighed by how rare they are on the page, then
the one that has most of those that are still left, and so on. What others have already said counts half, words of the
neighbours a little; sentences that stand together are one passage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from citecheck.claims.source_text import SourceText

MOST_PASSAGES: Final = 5
_MOST_SENTENCES: Final = 10
_MOST_TOGETHER: Final = 2
"""Sentences of one passage."""
_AGAIN: Final = 0.5
"""What a word counts that an earlier sentence has said."""
_BESIDE: Final = 0.1
"""What a word counts that the sentence before or after has."""
_MOST_CANDIDATES: Final = 400
"""Sentences that are looked at, those with most of the claim first."""


def passages(source: SourceText, weights: Mapping[str, float]) -> tuple[tuple[int, ...], ...]:
    """
    Give the passages of a source that bear on a claim, best first.

    Args:
        source: The text.
        weights: How much each word of the claim counts.

    Returns:
        The numbers of their sentences, ascending in each.
    """
    there: dict[int, set[str]] = {}
    for word in weights:
        for place in source.places.get(word, ()):
            there.setdefault(place, set()).add(word)
    seen: dict[str, int] = {}
    for place in sorted(there):  # what a site repeats is told once
        if seen.setdefault(source.sentences[place].of(source.text), place) != place:
            del there[place]
    if len(there) > _MOST_CANDIDATES:
        heaviest = sorted(there, key=lambda place: (-sum(weights[word] for word in there[place]), place))
        there = {place: there[place] for place in sorted(heaviest[:_MOST_CANDIDATES])}
    return _together(_chosen(there, weights))


def _chosen(there: Mapping[int, set[str]], weights: Mapping[str, float]) -> list[int]:
    """Give the sentences in the order in which they add most."""
    left = set(weights)
    beside = {
        place: _BESIDE
        * sum(weights[word] for word in (there.get(place - 1, set()) | there.get(place + 1, set())) - words)
        for place, words in there.items()
    }
    whole = {place: sum(weights[word] for word in words) for place, words in there.items()}
    chosen: list[int] = []
    while len(chosen) < min(_MOST_SENTENCES, len(there)):
        best, most = -1, -1.0
        for place, words in there.items():
            if place in chosen:
                continue
            fresh = sum(weights[word] for word in words & left)
            value = fresh + _AGAIN * (whole[place] - fresh) + beside[place]
            if value > most:
                best, most = place, value
        chosen.append(best)
        left -= there[best]
    return chosen


def _together(chosen: list[int]) -> tuple[tuple[int, ...], ...]:
    """Give sentences as passages: what stands side by side is one."""
    found: list[list[int]] = []
    for place in chosen:
        beside = (one for one in found if len(one) < _MOST_TOGETHER and (place == one[0] - 1 or place == one[-1] + 1))
        passage = next(beside, None)
        if passage is None:
            found.append([place])
        else:
            passage.append(place)
            passage.sort()
    return tuple(tuple(passage) for passage in found[:MOST_PASSAGES])
