"""
What a footnote most likely stands for of the sentences before it that no other footnote closes.

An author who sets one footnote behind an account means all of it; behind a list of matters, the last of them. What tells
the two apart: whether each sentence leans on the one before it, and of what the title of the source speaks. How often that
is right is measured by `benchmarks/spans.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.claims.leaning import SHARED, Topic

NAMED: Final = 3
"""Sentences that the title of a source takes in at most, beyond those that lean on each other."""
LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a footnote stands in its block."""

    place: int
    """The index of the sentence that it closes."""
    lowest: int
    """The index of the first sentence before that which no other footnote closes."""
    title: str
    """Of its source, or what is known of it."""
    alone: bool
    """Whether no other source stands on the same spot."""
    last: bool
    """Whether no footnote follows in the block."""


def first_covered(texts: Sequence[str], spot: Spot, topic: Topic) -> int:
    """
    Give the index of the first of the sentences that a footnote stands for.

    A footnote that stands alone takes in the sentence before where its own leans on that, and so on, as long as most of
    the run lean: a long tale has some that do not. The last one of a block takes in all, if the title of its source says
    nothing of the sentence that it closes: a handbook behind a paragraph. Of several footnotes on one spot each has its
    reason there, so they take in only what that sentence is not understood without, and what their titles name.

    Args:
        texts: The sentences of the block.
        spot: Where the footnote stands.
        topic: Of the document.
    """
    named = topic.told(spot.title[:LONGEST_TITLE]).stems
    if spot.alone:
        whole = spot.last and not topic.about(named & topic.told(texts[spot.place]).stems)
        begin = _back(texts, spot, topic, whole=whole)
    else:
        begin = _needed(texts, spot, topic)
    least = max(spot.lowest, begin - NAMED)
    while begin > least and topic.tie(texts[begin - 1], texts[begin]) != "parts":
        before = topic.told(texts[begin - 1])
        shared = topic.rare(before.stems & named)
        if len(shared) < SHARED and not shared & before.names:
            break
        begin -= 1
    return begin


def _back(texts: Sequence[str], spot: Spot, topic: Topic, *, whole: bool) -> int:
    """Give the first sentence of the run most of whose sentences lean, or of the *whole* up to where a case begins."""
    begin = at = spot.place
    leaning = 0
    while at > spot.lowest:
        tie = topic.tie(texts[at - 1], texts[at])
        if tie == "parts" or (tie == "stands" and at == spot.place and not whole):
            break
        at -= 1
        leaning += tie != "stands"
        if whole or (tie != "stands" and 2 * leaning > spot.place - at):
            begin = at
    return begin


def _needed(texts: Sequence[str], spot: Spot, topic: Topic) -> int:
    """Give the first of the sentences without which the one that the footnote closes is not understood."""
    begin = spot.place
    while begin > spot.lowest and topic.tie(texts[begin - 1], texts[begin]) == "needs":
        begin -= 1
    return begin
