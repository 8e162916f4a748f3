"""Where a page sends its readers: `<meta http-equiv=refresh>` and the header `Refresh`, which browsers follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from citecheck.links.address import asked_as
from citecheck.pages import Glimpse, read, refresh
from citecheck.web import Exchange
from citecheck.web.faults import Fault
from citecheck.web.redact import MARK
from citecheck.web.redirects import next_url

_PATIENCE: Final = 10
"""Seconds up to which a refresh is a redirect; later ones keep a page fresh or end a session."""
_CUE: Final = b"refresh"
_REACH: Final = 64 * 1024
_KEPT: Final = "%/:=&?~#+!$,;'@()*[]|\\^`{}\"<>"
"""Characters that `next_url` knows what to do with."""


def page_of(exchange: Exchange) -> Glimpse:
    """Give the page that came; an empty one where none did, or where the server says itself that it is none."""
    if exchange.error is not None or not exchange.body or exchange.status in (404, 410):
        return Glimpse()
    return read(exchange.body, exchange.headers.get("content-type"))


def refresh_of(exchange: Exchange) -> str:
    """Give the address that a page sends browsers on to, "" where it does not."""
    if exchange.status != 200 or exchange.error is not None:
        return ""
    told = exchange.headers.get("refresh")
    sent = refresh(told) if told else page_of(exchange).refresh if _speaks_of_it(exchange.body) else None
    if sent is None or sent.seconds > _PATIENCE:
        return ""
    try:  # a header is read a character a byte, as `next_url` wants it
        found = next_url(exchange.url, sent.url if told else quote(sent.url, safe=_KEPT))
    except Fault:
        return ""
    return "" if MARK in found or asked_as(found) == asked_as(exchange.url) else found


def _speaks_of_it(body: bytes) -> bool:
    """Tell whether it is worth reading a page for where it sends on: in UTF-16 every other byte is 0."""
    return _CUE in body[:_REACH].replace(b"\0", b"").lower()


def joined(first: Exchange, second: Exchange) -> Exchange:
    """Give two exchanges as one: the second is what the first led to."""
    return replace(second, request=first.request, hops=(*first.hops, *second.hops))
