"""Fetches in turn: each hop of a chain waits for its own host, and a host that asks for a pause gets it."""

from __future__ import annotations

import datetime as dt
import email.utils
import functools
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, as_completed
from typing import Final

from citecheck.web.exchange import Exchange, Headers, Request
from citecheck.web.pace import Crew, Later, host_key
from citecheck.web.session import Session, Walk

_BUSY = frozenset({429, 503})
"""The statuses with which a `Retry-After` is meant for all who ask (RFC 6585, 4; RFC 9110, 15.6.4)."""
_UNASKED: Final = 2.0
"""Seconds for which a host that says "too often", and not for how long, is left alone."""


def fetch_in_turn(session: Session, request: Request, crew: Crew, seconds: float = 0.0) -> Future[Exchange]:
    """
    Queue a fetch, and give its future; what cannot be asked has its answer at once, and waits in nobody's turn.

    Args:
        session: Who asks.
        request: What to ask.
        crew: Whose threads, and whose clocks.
        seconds: Not before these are over.
    """
    walk = session.walk(request)
    if not session.may_ask(walk.url) and (refused := walk.step()) is not None:
        future: Future[Exchange] = Future()
        future.set_result(refused)
        return future

    return crew.submit(host_key(walk.url), functools.partial(_step, walk, crew), seconds)


def fetch_all(session: Session, requests: Iterable[Request], crew: Crew) -> Iterator[tuple[int, Exchange]]:
    """Give the exchange of each request with its place among them, as they come in."""
    futures = {fetch_in_turn(session, request, crew): place for place, request in enumerate(requests)}
    for future in as_completed(futures):
        yield futures[future], future.result()


def retry_after(headers: Headers) -> float | None:
    """
    Give the seconds that a `Retry-After` asks for (RFC 9110, 10.2.3), None where it is absent or unreadable.

    A date counts from the server's own `Date`, so that wrong clocks do no harm; from now where there is none.
    """
    value = headers.get("retry-after").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until = _date(value)
    if until is None:
        return None
    return max((until - (_date(headers.get("date")) or dt.datetime.now(dt.UTC))).total_seconds(), 0.0)


def _step(walk: Walk, crew: Crew) -> Exchange | Later[Exchange]:
    """
    Make one hop, heed what the host asks for, and go on in the next host's turn.

    No function that names itself: each would be a circle that holds all of its walk until the collector comes.
    """
    key = host_key(walk.url)
    exchange = walk.step()
    hop = walk.last
    if hop is not None and hop.status in _BUSY:
        pause = retry_after(hop.headers)
        crew.hold(key, pause if pause is not None else _UNASKED if hop.status == 429 else 0.0)
    return Later(host_key(walk.url), functools.partial(_step, walk, crew)) if exchange is None else exchange


def _date(value: str) -> dt.datetime | None:
    """Give an HTTP date, None where it is none."""
    try:
        found = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)
