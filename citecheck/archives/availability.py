"""
The availability API: a hint where the index is silent, never more.

It says "nothing" now and then of what it found a moment before, and never tells of unchanged pages. Its second version,
which is asked by POST, finds the last good capture before a time and the first after it (Wikipedia's IABot asks so).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from citecheck.archives.archive import Told
from citecheck.archives.capture import Capture, moment, plain
from citecheck.archives.failure import failure, is_worth_a_second
from citecheck.web import Exchange, Headers, Limits, Request

_MEMENTO: Final = "/web/"
_VERSION: Final = Headers((
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("Wayback-Api-Version", "2"),
    ("Accept", "application/json"),
))  # fmt: skip
_GOOD: Final = "statuscodes=200&statuscodes=203&statuscodes=206"
_MOST: Final = 10
"""Results of one answer that are read: two were asked for."""


@dataclass(frozen=True, slots=True)
class Hint(Told):
    """What the API named."""

    captures: tuple[Capture, ...] = ()
    """The last before the time and the first after it, or the nearest."""


def hint_question(availability: str, original: str, timestamp: str | None, limits: Limits | None = None) -> Request:
    """Give the question for the capture nearest to a time, or for the last one."""
    when = {} if timestamp is None else {"timestamp": timestamp}
    return Request(f"{availability}?{urlencode({'url': original} | when)}", limits=limits)


def both_sides_question(availability: str, original: str, timestamp: str, limits: Limits | None = None) -> Request:
    """Give the question for the last good capture before a time and the first good one after it, in one request."""
    asked = urlencode({"url": original, "timestamp": timestamp})
    lines = (f"{asked}&closest={side}&{_GOOD}&tag={side}" for side in ("before", "after"))
    return Request(availability, "POST", _VERSION, "\n".join(lines).encode(), limits=limits)


def read_hint(exchange: Exchange, base: str) -> Hint:
    """Give what an answer to the one question or the other names; *base* is where captures are played back."""
    problem = failure(exchange)
    if problem:
        return Hint(failure=problem, again=is_worth_a_second(exchange))
    try:
        told = json.loads(exchange.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return Hint(failure="The archive's availability API gave an answer that cannot be read.")
    results = told.get("results", [told])
    named = [one for one in results[:_MOST] if isinstance(one, dict)] if isinstance(results, list) else []
    if not all("archived_snapshots" in one for one in named) or not named:
        return Hint(failure="The archive's availability API did not look for a copy.", again=True)
    return Hint(captures=tuple(filter(None, (_capture(one, base) for one in named))))


def _capture(told: Mapping[str, Any], base: str) -> Capture | None:
    """Give the capture that a result tells of; None where it tells of none."""
    found = told.get("archived_snapshots")
    closest = found.get("closest") if isinstance(found, dict) else None
    if not isinstance(closest, dict) or closest.get("available") is not True:
        return None
    timestamp, address, status = closest.get("timestamp"), closest.get("url"), closest.get("status")
    if not isinstance(timestamp, str) or not isinstance(address, str):
        return None
    at = moment(timestamp)
    original = plain(address.partition(_MEMENTO)[2].partition("/")[2])
    if at is None or original is None:
        return None
    is_number = isinstance(status, str) and len(status) == 3 and status.isascii() and status.isdigit()
    uri = f"{base}/web/{timestamp}/{original}"
    return Capture(timestamp, at, original, int(str(status)) if is_number else None, uri=uri)
