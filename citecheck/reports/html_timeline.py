"""The captures of a page on a line of time, with the day it was read or published: the numbers of a small drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from citecheck.model import Snapshot
from citecheck.reports.html_text import day

WIDTH: Final = 240
"""Units from one end of the line to the other."""
_MARGIN: Final = 6
_LEAST_DAYS: Final = 30
"""Captures of one week are drawn as near to each other as they are."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where the marks of a drawing are."""

    others: tuple[int, ...]
    """Captures that were not taken."""
    taken: int | None
    read: int | None
    published: int | None
    first: str
    """The year at the left end; the day where both ends are in one year."""
    last: str


def timeline(snapshot: Snapshot, read: str = "", published: str = "") -> Timeline | None:
    """
    Give the drawing of what an archive holds; None where there are not two days to draw.

    Args:
        snapshot: What is known of it.
        read: The day on which the page was read, ISO 8601; "" takes it from the snapshot, if that knows it.
        published: The same for the day of publication.
    """
    taken = _day(snapshot.captured_at or "") if snapshot.memento else None
    others = {_day(one.captured_at) for one in snapshot.candidates} - {None, taken}
    anchor = snapshot.anchor
    known = {anchor.kind: anchor.date} if anchor is not None else {}
    was_read, was_published = _day(read or known.get("accessed", "")), _day(published or known.get("issued", ""))
    days = sorted(day for day in (*others, taken, was_read, was_published) if day is not None)
    if len(set(days)) < 2 or not (others or taken):
        return None
    start, end = days[0], max(days[-1], days[0] + _LEAST_DAYS)

    def at(day: int | None) -> int | None:
        return None if day is None else _MARGIN + (day - start) * (WIDTH - 2 * _MARGIN) // (end - start)

    first, last = dt.date.fromordinal(start), dt.date.fromordinal(min(end, dt.date.max.toordinal()))
    by_year = first.year != last.year
    return Timeline(
        others=tuple(sorted({place for place in map(at, others) if place is not None})),
        taken=at(taken),
        read=at(was_read),
        published=at(was_published),
        first=str(first.year) if by_year else first.isoformat(),
        last=str(last.year) if by_year else last.isoformat(),
    )


def reasons(snapshot: Snapshot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give why captures were not taken, each reason with the days of those that it is said of: `2006-01-01 (302)`."""
    found: dict[str, list[str]] = {}
    for one in snapshot.candidates:
        if one.rejected:
            status = "" if one.http_status in {None, 200} else f" ({one.http_status})"
            found.setdefault(one.rejected, []).append(day(one.captured_at) + status)
    return tuple((reason, tuple(days)) for reason, days in found.items())


def dots(places: Iterable[int], height: int) -> str:
    """Give the path of dots: lines of no length with round ends."""
    return "".join(f"M{place} {height}h0" for place in places)


def _day(moment: str) -> int | None:
    """Give the number of a day; of a year or a month the first one; None for what is no date."""
    date = moment[:10]
    padded = {4: f"{date}-01-01", 7: f"{date}-01"}.get(len(date), date)
    try:
        return dt.date.fromisoformat(padded).toordinal()
    except ValueError:
        return None
