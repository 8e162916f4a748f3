"""
Which capture serves a reference: the rule, why each other one does not, and how much the chosen one says.

With an access date: the last good capture on or before it, for that is what the author saw; else the first good one
after it (Wikipedia's IABot chooses so). With a date of publication alone: the good one nearest to it. Without a date:
the last good one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from citecheck.archives.archive import Anchor
from citecheck.archives.capture import Capture
from citecheck.model import Candidate, Strength

SHOWN: Final = 6
"""Candidates that a snapshot tells of."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Captures in the order in which they serve a reference, and those that do not."""

    good: tuple[Capture, ...]
    """The best first."""
    redirects: tuple[Capture, ...]
    """In the same order: each leads to a page that may have been captured, too; so may an empty revisit."""
    bad: tuple[Capture, ...]
    anchor: Anchor | None

    @property
    def is_before(self) -> bool:
        """Whether the best is what the rule wants first: with an access date, one on or before it."""
        if not self.good:
            return False
        return self.anchor is None or self.anchor.kind == "issued" or self.anchor.drift(self.good[0].day) <= 0

    def candidates(self, taken: Capture | None, rejected: Mapping[Capture, str]) -> tuple[Candidate, ...]:
        """
        Give what was considered, the one that was taken first, then by what it would be worth.

        Args:
            taken: The one that was taken.
            rejected: Why a good one was not.
        """
        ranked = sorted((*self.good, *self.redirects, *self.bad), key=lambda one: one not in (taken, *rejected))
        if taken is not None:
            ranked = [taken, *(one for one in ranked if one != taken)]
        return tuple(
            Candidate(
                one.uri,
                one.captured_at,
                one.status,
                "" if one == taken else rejected.get(one) or self._why_not(one, taken),
            )
            for one in ranked[:SHOWN]
        )

    def _why_not(self, one: Capture, taken: Capture | None) -> str:
        """Say why a capture was not taken."""
        if one.is_empty and (one.status is None or one.status < 300):
            return "The copy is empty."
        if one in self.bad:
            return _why_bad(one)
        if one in self.redirects:
            return f"The address redirected ({one.status}) when it was captured."
        if taken is None:
            return "It was not looked at."
        return self._why_second(one, taken)

    def _why_second(self, one: Capture, taken: Capture) -> str:
        """Say why another good capture serves the reference better."""
        if self.anchor is None:
            return "A later copy was taken."
        if self.anchor.kind == "issued":
            return "A copy nearer to the day of publication was taken."
        if self.anchor.drift(one.day) > 0 >= self.anchor.drift(taken.day):
            return "It was captured after the page was read."
        return "A copy nearer to the day of reading was taken."


def choose(captures: Iterable[Capture], anchor: Anchor | None) -> Choice:
    """Give captures in the order in which they serve a reference."""
    kinds: dict[str, list[Capture]] = {"good": [], "redirects": [], "bad": []}
    ranked = sorted(captures, key=lambda one: _rank(one, anchor))
    spoiled = frozenset(one.digest for one in ranked if one.status in (404, 410) and one.digest)
    for one in ranked:
        kinds[_kind(one, spoiled)].append(one)
    return Choice(tuple(kinds["good"]), tuple(kinds["redirects"]), tuple(kinds["bad"]), anchor)


def strength(anchor: Anchor | None, taken: Capture, limit: int, *, same: bool) -> Strength | None:
    """
    Give how much a capture says of what a page was on a day.

    Args:
        anchor: The day.
        taken: The capture.
        limit: Days up to which it is near.
        same: Whether the very same words were captured on the other side of the day.
    """
    if anchor is None:
        return None
    drift = anchor.drift(taken.day)
    if drift == 0 or same:
        return "exact"
    return "near" if abs(drift) <= limit else "weak"


def on_both_sides(captures: Iterable[Capture], taken: Capture, anchor: Anchor | None) -> bool:
    """Tell whether the words of a capture were captured on the other side of the day, too: then they stood that day."""
    if anchor is None or not taken.digest or taken.is_empty:
        return False
    side = anchor.drift(taken.day)
    return any(one.digest == taken.digest and anchor.drift(one.day) * side < 0 for one in captures)


def why_taken(anchor: Anchor | None, capture: Capture) -> str:
    """Give the rule by which a capture was taken, as a sentence."""
    if anchor is None:
        return "The last good copy."
    if anchor.kind == "issued":
        return "The good copy nearest to the date of publication."
    drift = anchor.drift(capture.day)
    if drift == 0:
        return "Captured when the page was read."
    days = "a day" if abs(drift) == 1 else f"{abs(drift):,} days"
    if drift < 0:
        return f"The last good copy before the page was read, {days} earlier."
    return f"No good copy is as old as the reading; this is the first after it, {days} later."


def _why_bad(one: Capture) -> str:
    """Say why a capture holds no page."""
    if one.status is not None and 200 <= one.status < 300:
        return "The address answered the very same when it said that there is no such page."
    return f"The page answered {one.status} when it was captured."


def _kind(one: Capture, spoiled: frozenset[str]) -> str:
    """
    Give what a capture is by its row: an empty revisit is one of a redirect, as a rule.

    Args:
        one: The capture.
        spoiled: The digests of what the address answered when it said that there is no such page.
    """
    if one.status is None:
        return "redirects" if one.is_empty else "good"
    if 300 <= one.status < 400:
        return "redirects"
    is_page = 200 <= one.status < 300 and not one.is_empty and one.digest not in spoiled
    return "good" if is_page else "bad"


def _rank(one: Capture, anchor: Anchor | None) -> tuple[int, int, float, str]:
    """Give the key by which captures are ordered; among equals an earlier one wins, or a later one before the date."""
    time = one.at.timestamp()
    if anchor is None:
        return 0, 0, -time, one.original
    drift = anchor.drift(one.day)
    if anchor.kind == "accessed":
        return (0, -drift, -time, one.original) if drift <= 0 else (1, drift, time, one.original)
    return 0, abs(drift), time, one.original
