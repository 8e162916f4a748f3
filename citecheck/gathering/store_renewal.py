"""
Asking again with a condition: a page that has not changed answers 304 and sends nothing (RFC 9110, 13).

Only an address that gave its page itself, without a redirect, is asked so, and only there: a condition that follows a
redirect would ask another page whether it is this one.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final

from citecheck.archives import Ask
from citecheck.gathering.policy import Policy
from citecheck.gathering.tasks import Looked, look
from citecheck.web import Exchange, Headers
from citecheck.web.redact import MARK

_NOT_MODIFIED: Final = 304
_LONGEST: Final = 500
"""Characters of a validator that is kept."""
_ASKED_WITH: Final = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that is over."""

    looked: Looked
    conditions: tuple[tuple[str, str], ...]


def look_again(
    address: str, policy: Policy, known: Known | None, *, read: bool = False
) -> Generator[Ask, Exchange, Looked]:
    """
    Look at an address, and give its answer with the conditions to ask with the next time.

    Args:
        address: What is asked.
        policy: How to ask.
        known: What was said the last time; the page itself is asked for where that was something else, or nothing.
        read: Whether the page is a source of claims, as for `look`.
    """
    steps = look(address, policy, read=read)
    ask = next(steps)
    exchange = None
    if known is not None and ask.request.url == address:
        headers = Headers((*ask.request.headers, *known.conditions))
        exchange = yield replace(ask, request=replace(ask.request, headers=headers, follow=False))
        if exchange.status == _NOT_MODIFIED and exchange.error is None:
            steps.close()
            return _renewed(known, exchange)
        exchange = None if _is_redirect(exchange) else replace(exchange, request=ask.request)
    page = None
    while True:
        exchange = (yield ask) if exchange is None else exchange
        page = exchange if exchange.request.url == address else page
        try:
            ask = steps.send(exchange)
        except StopIteration as end:
            looked: Looked = end.value
            return replace(looked, conditions=_conditions(looked, page))
        exchange = None


def _renewed(known: Known, exchange: Exchange) -> Looked:
    """Give the answer of the last time as that of this one."""
    looked = known.looked
    check = replace(looked.check, checked_at=exchange.asked_at)
    given = {name.lower() for name, _ in _validators(exchange)}
    kept = (pair for pair in known.conditions if pair[0].lower() not in given)
    return replace(looked, check=check, conditions=(*_validators(exchange), *kept))


def _conditions(looked: Looked, page: Exchange | None) -> tuple[tuple[str, str], ...]:
    """Give what to ask with the next time; nothing, where the page did not come from the address itself."""
    if page is None or len(page.hops) != 1 or page.status != 200 or page.error is not None:
        return ()
    if looked.check.verdict != "live" or len(looked.check.chain) != 1:
        return ()
    return _validators(page)


def _validators(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """Give the validators of an answer, as the headers of a condition."""
    found = ((name, exchange.headers.get(header).strip()) for header, name in _ASKED_WITH.items())
    return tuple((name, value) for name, value in found if _is_sendable(value))


def _is_sendable(value: str) -> bool:
    """Tell whether a validator can be sent back: printable ASCII of a bounded length, and no secret was taken out of it."""
    return 0 < len(value) <= _LONGEST and value.isascii() and value.isprintable() and MARK not in value


def _is_redirect(exchange: Exchange) -> bool:
    """Tell whether an answer leads on, be it 304 to the wrong question."""
    return exchange.error is None and 300 <= (exchange.status or 0) < 400
