"""
What several runs say of an address, apart from the answers and never out of date.

When it was seen first, when it lived, for how long it has failed; no rule is built on it here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from citecheck.model import LinkVerdict

LIVING: Final[frozenset[LinkVerdict]] = frozenset({"live", "moved"})
FAILING: Final[frozenset[LinkVerdict]] = frozenset({"dead", "soft-404", "unreachable"})
"""What is neither, as `blocked`, says nothing of a link's life: it ends no row of failures and begins none."""


@dataclass(frozen=True, slots=True)
class History:
    """An address over time; times are RFC 3339, UTC."""

    address: str
    """As it is asked."""
    first_seen: str
    last_seen: str
    last_verdict: LinkVerdict
    checks: int = 1
    """Times that it was asked; an answer that was kept is none."""
    last_live: str | None = None
    failures: int = 0
    """In a row, up to now."""
    first_failed: str | None = None
    """The first of them."""


def after(before: History | None, address: str, verdict: LinkVerdict, at: str) -> History:
    """
    Give the history of an address after one more answer.

    Args:
        before: Its history up to then, None without one.
        address: As it is asked.
        verdict: What came of asking it.
        at: When: RFC 3339, UTC.
    """
    known = before or History(address, at, at, verdict, checks=0)
    known = replace(known, last_seen=at, last_verdict=verdict, checks=known.checks + 1)
    if verdict in LIVING:
        return replace(known, last_live=at, failures=0, first_failed=None)
    if verdict in FAILING:
        return replace(known, failures=known.failures + 1, first_failed=known.first_failed or at)
    return known
