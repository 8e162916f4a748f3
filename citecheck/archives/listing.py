"""
What a TimeMap tells a search: the captures that may serve, of a list that may be long, in pages, or broken off.

A list that did not come whole is read as far as it came, and says that it is not all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from citecheck.archives.archive import Anchor
from citecheck.archives.capture import Capture
from citecheck.archives.cdx import ROWS, Rows
from citecheck.archives.choice import choose
from citecheck.archives.failure import EXCLUDED, failure, is_worth_a_second
from citecheck.archives.timemap import Holder, NotATimeMapError, TimeMapPage, read_timemap
from citecheck.web import Exchange
from citecheck.web.hosts import host_name

_KEPT: Final = 30
"""Captures of a kind that are kept: those that would serve best."""
_KEPT_AFTER: Final = 10
"""Of those after the day, so that it can be told whether the words were the same then."""
_NO_PAGES: Final = 8
"""Pages that are named at once: those nearest to the day."""


@dataclass(frozen=True, slots=True)
class Listed(Rows):
    """What a TimeMap told."""

    further: tuple[TimeMapPage, ...] = ()
    """Its other pages, the one that serves best first."""
    left_out: int = 0
    """Pages that are not named here, because there are too many."""


def read_listing(exchange: Exchange, holder: Holder, original: str, anchor: Anchor | None) -> Listed:
    """
    Give what a TimeMap told, or why it did not.

    Args:
        exchange: With the archive; an answer 404 is how many say that they hold nothing.
        holder: The archive.
        original: The address that was asked for.
        anchor: The day for which a capture is wanted; those that serve it best are kept.
    """
    problem = failure(exchange)
    if problem == EXCLUDED:
        return Listed(is_excluded=True)
    if exchange.error is None and host_name(exchange.url) != host_name(exchange.request.url):
        return Listed(failure=f"The archive's TimeMap leads elsewhere, to {host_name(exchange.url)}.")
    if exchange.error is None and exchange.status == 404:
        return Listed()
    if problem and exchange.status != 200:
        return Listed(failure=problem, again=is_worth_a_second(exchange))
    try:
        found = read_timemap(exchange.body, holder, original)
    except NotATimeMapError as error:
        told = problem or f"The archive's TimeMap cannot be read: {error}."
        return Listed(failure=told, again=is_worth_a_second(exchange))
    pages = sorted(found.further, key=lambda page: _distance(page, anchor))
    return Listed(
        failure=problem,
        count=found.count if problem else listed_count(found.count),
        captures=kept(found.captures, anchor),
        further=tuple(pages[:_NO_PAGES]),
        left_out=len(pages[_NO_PAGES:]),
    )


def listed_count(count: int) -> int:
    """Give a number of rows as a search reads it, of a list that is whole: fewer than could have come."""
    return min(count, ROWS - 1)


def kept(captures: Iterable[Capture], anchor: Anchor | None) -> tuple[Capture, ...]:
    """Give the captures of a list that may serve: as few as tell the same."""
    choice = choose(captures, anchor)
    after = [one for one in choice.good if anchor is not None and anchor.drift(one.day) > 0]
    found = (*choice.good[:_KEPT], *after[:_KEPT_AFTER], *choice.redirects[:_KEPT], *choice.bad[:_KEPT])
    return tuple(dict.fromkeys(found))


def _distance(page: TimeMapPage, anchor: Anchor | None) -> tuple[int, float]:
    """Give the key by which pages are ordered: by days to the day that is wanted, the later first among equals."""
    first = page.since or page.until or dt.datetime.min.replace(tzinfo=dt.UTC)
    last = page.until or page.since or first
    if anchor is None:
        return 0, -last.timestamp() if last.year > 1 else 0.0
    if first.date() <= anchor.last and last.date() >= anchor.first:
        return 0, -first.timestamp() if first.year > 1 else 0.0
    days = (anchor.first - last.date()).days if last.date() < anchor.first else (first.date() - anchor.last).days
    return days, 0.0
