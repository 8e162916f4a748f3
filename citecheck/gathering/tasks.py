"""What there is to do in a run: a link to check, a snapshot to find; each a generator of requests."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urljoin

from citecheck.archives import Anchor, Ask
from citecheck.gathering.policy import Policy
from citecheck.links import check, is_transient, joined, refresh_of
from citecheck.model import LinkCheck, Snapshot
from citecheck.web import Address, Exchange, Limits, Request
from citecheck.web.faults import Fault
from citecheck.web.guard import Guard
from citecheck.web.pace import host_key
from citecheck.web.robots import crawl_delay

_LONGER: Final = 4.0
"""How many times as long as before one retry the wait is before the next."""
_ROBOTS: Final = Limits(total=5.0, connect=5.0, read=5.0, wire_bytes=64 * 1024, body_bytes=128 * 1024, redirects=3)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of asking an address, its pages let go."""

    check: LinkCheck
    answered: bool
    """Whether any answer came, be it from the first hop only."""
    asked: bool
    """Whether a request was made at all."""
    no_archive: str
    """Why no archive is asked about it, "" where one may be."""
    unnamed: bool
    """Whether there is no such host, as far as the name server says."""


@dataclass(slots=True, eq=False)
class Task:
    """One question under way."""

    kind: Literal["link", "snapshot", "robots"]
    address: str
    anchor: Anchor | None
    steps: Generator[Ask, Exchange, Looked | Snapshot | float]
    host: str = ""
    """The host of a link that was not yet answered; "" from then on, and for all others."""


def look(address: str, policy: Policy) -> Generator[Ask, Exchange, Looked]:
    """Ask an address, and where its page sends browsers on."""
    exchange = yield from _asked(address, policy)
    onward = refresh_of(exchange)
    if onward:
        exchange = joined(exchange, (yield from _asked(onward, policy)))
    return Looked(
        check(exchange),
        any(hop.status is not None for hop in exchange.hops),
        bool(exchange.hops) and (exchange.error is None or exchange.error.kind != "not-recorded"),
        _why_no_archive(exchange, policy),
        exchange.error is not None and (exchange.error.kind, exchange.error.cause) == ("dns", "no-such-name"),
    )


def robots(address: str, policy: Policy) -> Generator[Ask, Exchange, float]:
    """Ask the site of an address for the delay that it wants between two requests; 0 where it wants none."""
    exchange = yield Ask(host_key(address), Request(urljoin(address, "/robots.txt"), limits=_ROBOTS))
    return crawl_delay(exchange.body, policy.user_agent) if exchange.status == 200 else 0.0


def _asked(address: str, policy: Policy) -> Generator[Ask, Exchange, Exchange]:
    """Ask an address, and once more, late in the run, where that may help."""
    service, request = host_key(address), Request(address, limits=policy.page_limits)
    exchange = yield Ask(service, request)
    for nth in range(policy.retries):
        if not is_transient(exchange):
            break
        del exchange  # its page would be kept until the end of the run
        exchange = yield Ask(service, request, policy.patience * _LONGER**nth, deferred=True)
    return exchange


def _why_no_archive(exchange: Exchange, policy: Policy) -> str:
    """Give why an archive must not or cannot be told of an address: it is nobody's business, or nobody's address."""
    url = exchange.request.url
    if policy.redactor.url(url) != url:
        return "The address holds what looks like a secret, so no archive was told of it."
    guard = Guard()
    try:
        parts = guard.check_url(url)
        for hop in exchange.hops[:1]:
            if hop.address is not None:
                guard.judge(parts.hostname or "", (Address(hop.address, 0),))
    except Fault:
        return "No archive was asked about an address that only some can reach."
    answered = any(hop.status is not None for hop in exchange.hops)  # then a redirect led to where we do not go
    if exchange.error is not None and exchange.error.kind == "guarded" and not answered:
        return "No archive was asked about an address that only some can reach."
    return ""
