"""
Playback: whether what an index lists can be seen, and what it is.

An answer with a `Memento-Datetime` is the captured answer itself, whatever its status (RFC 7089); one without it is the
archive speaking: of another capture (302), of none (404), of a site that it does not show (200!).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from citecheck.archives.capture import Capture, moment
from citecheck.archives.failure import EXCLUDED, is_excluded
from citecheck.web import Exchange

AS_CAPTURED: Final = "id_"
"""The modifier for the bytes as captured: without toolbar, redirects as redirects."""
_ADDRESS: Final = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.{1,8192})", re.DOTALL)
_NOT_SHOWN: Final = b"has been excluded from the Wayback Machine"
_SAME: Final = dt.timedelta(days=1)
"""How far apart captures are that stand for each other: a redirect and the page that it led to are asked minutes apart."""

Outcome = Literal["verified", "broken", "absent", "excluded", "unknown"]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of playing a capture back."""

    outcome: Outcome
    """`absent`: the archive says that it holds nothing of the address at all."""
    reason: str = ""
    """Why it is not verified, in a sentence."""
    found: Capture | None = None
    """The capture that was shown in the end."""


def read_playback(  # noqa: PLR0911 - one return for each kind of answer
    exchange: Exchange, base: str, wanted: dt.datetime | None
) -> Played:
    """
    Judge an attempt to play a capture back, redirects followed.

    Args:
        exchange: What came of it.
        base: Of the archive; a chain that leaves it is no playback.
        wanted: When the capture was made, None where any will do.
    """
    if exchange.error is not None:
        if exchange.error.kind in ("redirect-loop", "too-many-redirects"):
            return Played("broken", "The copy redirects in a circle.")
        return Played("unknown", f"The copy was not looked at: {exchange.error.message}")
    if not exchange.url.startswith(f"{base}/"):
        return Played("broken", "The copy leads out of the archive.")
    held_at = _memento_datetime(exchange)
    status = exchange.status or 0
    if held_at is None:
        return _archive_speaks(exchange, status)
    found = _shown(exchange, held_at, status)
    if not 200 <= status < 300:
        return Played("broken", f"The copy holds an answer {status}, not the page.", found)
    if wanted is not None and abs(held_at - wanted) > _SAME:
        return Played("broken", f"The archive shows a copy of {held_at:%Y-%m-%d} in its place.", found)
    return Played("verified", found=found)


def _archive_speaks(exchange: Exchange, status: int) -> Played:
    """Judge an answer that is no memento."""
    if is_excluded(exchange) or _NOT_SHOWN in exchange.body:
        return Played("excluded", EXCLUDED)
    if status == 404:
        return Played("absent", "The archive says that it holds no copy.")
    if status == 200:
        return Played("broken", "The archive shows a page of its own, not the copy.")
    return Played("unknown", f"The copy was not looked at: the archive answered {status}.")


def _memento_datetime(exchange: Exchange) -> dt.datetime | None:
    """Give the `Memento-Datetime` of an answer, None where it is no memento."""
    try:
        found = parsedate_to_datetime(exchange.headers.get("memento-datetime"))
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)


def _shown(exchange: Exchange, held_at: dt.datetime, status: int) -> Capture | None:
    """Give the capture that the last address of the chain names."""
    named = _ADDRESS.search(exchange.url)
    at = moment(named[1]) if named else None
    if named is None or at is None:
        return None
    return Capture(named[1], held_at, named[2], status)
