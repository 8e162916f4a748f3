"""Where a page sends its readers by its own words: `<meta http-equiv=refresh>`, which browsers follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from citecheck.links.address import asked_as
from citecheck.pages import Page, read
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


def page_of(exchange: Exchange) -> Page:
    """Give the page that came; an empty one where none did, or where the server says itself that it is none."""
    if exchange.error is not None or not exchange.body or exchange.status in (404, 410):
        return Page()
    return read(exchange.body, exchange.headers.get("content-type"))


def refresh_of(exchange: Exchange) -> str:
    """Give the address that a page sends browsers on to, "" where it does not."""
    if exchange.status != 200 or exchange.error is not None or _CUE not in exchange.body[:_REACH].lower():
        return ""
    refresh = page_of(exchange).refresh
    if refresh is None or refresh.seconds > _PATIENCE:
        return ""
    try:
        found = next_url(exchange.url, quote(refresh.url, safe=_KEPT))
    except Fault:
        return ""
    return "" if MARK in found or asked_as(found) == asked_as(exchange.url) else found


def joined(first: Exchange, second: Exchange) -> Exchange:
    """Give two exchanges as one: the second is what the first led to."""
    return replace(second, request=first.request, hops=(*first.hops, *second.hops))
