"""
TimeGates that are not followed: they name the capture nearest to a time, and what it shows is asked for by itself.

A TimeGate redirects to the memento, or gives it at once and names it in `Content-Location` or `Link` (RFC 7089, 4). Who
follows it in archives that show mementos in a frame (pywb) sees the frame, which is there whatever was captured.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Final

from citecheck.archives.archive import Anchor
from citecheck.archives.capture import Capture
from citecheck.archives.failure import EXCLUDED, is_excluded, is_worth_a_second
from citecheck.archives.playback import Played
from citecheck.archives.timemap import Holder, memento_of
from citecheck.archives.web_links import WebLink, http_date, web_links
from citecheck.web import Exchange, Headers
from citecheck.web.faults import Fault
from citecheck.web.hosts import host_name
from citecheck.web.redirects import REDIRECTS, next_url

_LONGEST_HEADER: Final = 65_536
_OTHERS: Final = frozenset({"first", "last", "prev", "next"})


@dataclass(frozen=True, slots=True)
class Led(Played):
    """What a TimeGate told."""

    named: Capture | None = None
    """The capture that it leads to, which nobody has looked at yet."""
    onward: str = ""
    """Another address of the archive to which it sends, and which may name one."""


def accept_datetime(anchor: Anchor | None) -> Headers:
    """Give the header with the time that is wanted: the end of a day of reading, the beginning of one of publication."""
    if anchor is None:
        return Headers()
    return Headers((("Accept-Datetime", format_datetime(anchor.moment, usegmt=True)),))


def read_gate(exchange: Exchange, holder: Holder, original: str) -> Led:
    """
    Give what a TimeGate told that was not followed.

    Args:
        exchange: With the TimeGate.
        holder: The archive.
        original: The address that was asked for.
    """
    if exchange.error is not None:
        return _unknown(exchange, f"The archive was not heard: {exchange.error.message}")
    if is_excluded(exchange):
        return Led(outcome="excluded", reason=EXCLUDED)
    at = http_date(exchange.headers.get("memento-datetime"))
    status = exchange.status or 0
    if at is None and status >= 400:
        return _refused(exchange, status)
    named = _named(exchange, holder, original, at)
    if named is not None:
        return Led(named=named)
    if at is None and status in REDIRECTS:
        return _onward(exchange)
    shown = "a copy, and does not say which" if at is not None else "a page of its own, and names no copy"
    return _unknown(exchange, f"The archive's TimeGate shows {shown}.")


def _refused(exchange: Exchange, status: int) -> Led:
    """Give what an answer says that is an error of the archive."""
    if status == 404:
        return Led(outcome="absent", reason="The archive says that it holds no copy.")
    if status == 429:
        return _unknown(exchange, "The archive was asked too often and asks for a pause (429).")
    return _unknown(exchange, f"The archive's TimeGate answered {status}.")


def _onward(exchange: Exchange) -> Led:
    """Give where a TimeGate sends that names no copy: https in place of http, another spelling of the address."""
    try:
        target = next_url(exchange.url, exchange.headers.get("location"))
    except Fault:
        return _unknown(exchange, "The archive's TimeGate sends to an address that cannot be read.")
    if host_name(target) != host_name(exchange.url):
        return _unknown(exchange, f"The archive's TimeGate leads out of the archive, to {host_name(target)}.")
    return Led(onward=target)


def _named(exchange: Exchange, holder: Holder, original: str, at: dt.datetime | None) -> Capture | None:
    """Give the capture that an answer names; *at* is its `Memento-Datetime`, None where it has none."""
    headers = exchange.headers
    links = [link for link in web_links(headers.get("link")[:_LONGEST_HEADER]) if "memento" in link.relations]
    places = (headers.get("content-location"), "" if at is not None else headers.get("location"))
    for place in filter(None, places):
        try:
            uri = next_url(exchange.url, place)
        except Fault:
            continue
        found = memento_of(uri, at or _told(links, uri), holder, original)
        if found is not None:
            return found
    alone = next((link for link in links if not link.relations & _OTHERS), None)
    one = links[0] if alone is None and len(links) == 1 else alone
    return None if one is None else memento_of(one.url, one.at or at, holder, original)


def _told(links: list[WebLink], uri: str) -> dt.datetime | None:
    """Give the time that a link tells of an address."""
    return next((link.at for link in links if link.url == uri), None)


def _unknown(exchange: Exchange, why: str) -> Led:
    """Give the answer that nothing is known, and why."""
    return Led(failure=why, again=is_worth_a_second(exchange), reason=why)
