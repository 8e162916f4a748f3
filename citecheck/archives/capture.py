"""A capture: when an archive asked, what it was answered; and the timestamps by which archives name it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_DIGITS: Final = 14
_FIRST_YEAR: Final = 1990
"""There was no web before, whatever a row of an index says."""
_EMPTY: Final = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
"""The digest of no bytes at all: SHA-1 in base 32."""
_USUAL_PORTS: Final = (":80", ":443")
_LONGEST: Final = 8192
"""Characters of an address."""
_ADDRESS: Final = re.compile(rf"/(\d{{14}})([a-z]{{2}}_)?/(.{{1,{_LONGEST}}})", re.DOTALL)
"""The end of a memento's address, in the Wayback Machine and in all that is built as it is."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A row of an archive's index."""

    timestamp: str
    """Fourteen digits, UTC, as the archive writes it: part of the memento's address."""
    at: dt.datetime
    original: str
    """The address that was captured, a usual port left out."""
    status: int | None
    """What the original answered; None for a revisit (the page had not changed) whose first visit is not known."""
    digest: str = ""
    """SHA-1 of the body in base 32: two captures with one digest hold the same words."""
    mimetype: str = ""
    uri: str = ""
    """The address at which the archive shows it to people: the memento."""

    @property
    def is_empty(self) -> bool:
        """Whether the body that was captured had no bytes: most redirects, and no page."""
        return self.digest == _EMPTY

    @property
    def day(self) -> dt.date:
        """The day of the capture, UTC."""
        return self.at.date()

    @property
    def captured_at(self) -> str:
        """When, as RFC 3339, UTC."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def playable_at(self, modifier: str) -> str:
        """Give the address at which the archive plays it back; *modifier* is `id_` for the bytes as captured."""
        return self.uri.replace(f"/{self.timestamp}/", f"/{self.timestamp}{modifier}/", 1)


def capture_at(uri: str, at: dt.datetime | None = None) -> Capture | None:
    """
    Give the capture that the address of a memento names, None where it names none.

    Args:
        uri: The address, with or without a modifier.
        at: When it was captured, where the archive says so; else what the address says.
    """
    named = _ADDRESS.search(uri)
    when = at or (moment(named[1]) if named else None)
    if when is None:
        return None
    if named is None:
        return Capture(stamp_of(when), when, "", None, uri=uri[:_LONGEST])
    original = plain(named[3]) or named[3]
    return Capture(named[1], when, original, None, uri=f"{uri[: named.start()]}/{named[1]}/{original}")


def moment(timestamp: str) -> dt.datetime | None:
    """
    Give the time of fourteen digits; None where they name none.

    Old rows have months and days `00`, and days that their month lacks; they become the nearest that the calendar has,
    as playback does it.
    """
    if len(timestamp) != _DIGITS or not (timestamp.isascii() and timestamp.isdigit()):
        return None
    year, month, day = int(timestamp[:4]), int(timestamp[4:6]), int(timestamp[6:8])
    if year < _FIRST_YEAR:
        return None
    month = min(max(month, 1), 12)
    day = min(max(day, 1), calendar.monthrange(year, month)[1])
    hour, minute, second = (min(int(timestamp[at : at + 2]), most) for at, most in ((8, 23), (10, 59), (12, 59)))
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)


def stamp_of(at: dt.datetime) -> str:
    """Give the fourteen digits of a time."""
    return f"{at.year:04d}{at:%m%d%H%M%S}"


def plain(original: str) -> str | None:
    """Give a captured address without a usual port; None where it is none of the web (`mailto:`, `data:`, words)."""
    try:
        parts = urlsplit(original)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in parts.netloc or "@" in parts.netloc:
        return None
    for port in _USUAL_PORTS:
        if parts.netloc.endswith(port):
            return urlunsplit(parts._replace(netloc=parts.netloc.removesuffix(port)))
    return original
