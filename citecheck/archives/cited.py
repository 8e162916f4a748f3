"""
Copies that a reference links: whether they play back, of what they are, and when they were made.

What the address says (archive, original, time) is in `lexicon/copies.py`; what its archive says is judged as the playback
of any capture is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from citecheck.archives.capture import moment
from citecheck.archives.failure import EXCLUDED
from citecheck.archives.playback import AS_CAPTURED, Played, read_playback
from citecheck.lexicon.copies import Copy, copy_of
from citecheck.model import CopyCheck, LinkCheck, LinkVerdict
from citecheck.model.link import Playback
from citecheck.web import Exchange
from citecheck.web.hosts import host_name

_WAYBACK: Final = re.compile(
    r"(https?://web\.archive\.org/web/\d{1,14})(?:[a-z]{2}_)?(/.{1,8000})", re.IGNORECASE | re.DOTALL
)
_DATED: Final = frozenset({"wayback", "archive-it", "arquivo", "loc", "nla", "perma", "ukgwa", "ukwa"})
"""Archives that say of every copy when it was made: an answer that does not is no copy."""
_DIGITS: Final = 14


def asked_as_captured(url: str) -> str:
    """Give the address at which a copy is asked for as it was captured, without what its archive adds to it."""
    found = _WAYBACK.fullmatch(url)
    return f"{found[1]}{AS_CAPTURED}{found[2]}" if found else url


def cited(found: LinkCheck, exchange: Exchange, url: str) -> LinkCheck:
    """
    Give the verdict on a link to a copy.

    Args:
        found: The verdict as on any link.
        exchange: What came of asking it.
        url: The address as the document has it.
    """
    copy = copy_of(url)
    if copy is None or not exchange.answered:
        return found
    at = moment(copy.timestamp or "") if len(copy.timestamp or "") == _DIGITS else None
    played = read_playback(exchange, _base(exchange), copy.original or url, at)
    told = _told(copy, played)
    if played.shown is None and copy.archive not in _DATED:
        return replace(
            found, copy=replace(told, playback="unverified", reason="Its archive does not say when it was made.")
        )
    verdict, reason = _verdict(found, played)
    final = played.shown.uri if played.shown is not None else found.final_url
    return replace(found, verdict=verdict, reason=reason, final_url=final, copy=told)


def _verdict(found: LinkCheck, played: Played) -> tuple[LinkVerdict, str]:
    """Give the verdict on a link by what its archive played back."""
    if played.outcome == "verified":
        return "live", "The archive plays the copy back."
    if played.outcome == "absent":
        return "dead", "The archive holds no copy of it."
    if played.outcome == "excluded":
        return "dead", EXCLUDED
    if played.outcome == "broken":
        return "soft-404", played.reason
    return found.verdict, found.reason


def _told(copy: Copy, played: Played) -> CopyCheck:
    """Give what is known of a copy."""
    shown = played.entry or played.shown
    states: dict[str, Playback] = {"verified": "verified", "unknown": "unverified"}
    captured_at = None if shown is None else shown.captured_at
    return CopyCheck(copy.archive, copy.original, captured_at, states.get(played.outcome, "broken"), played.reason)


def _base(exchange: Exchange) -> str:
    """Give the origin of an archive: where it answered, as long as that is the host that was asked."""
    parts = urlsplit(exchange.request.url)
    if host_name(exchange.url) == host_name(exchange.request.url):
        parts = urlsplit(exchange.url)
    return f"{parts.scheme}://{parts.netloc}"
