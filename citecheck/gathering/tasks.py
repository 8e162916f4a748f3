"""What there is to do in a run: a link to check, a snapshot to find; each a generator of requests."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal

from citecheck.archives import Anchor, Ask
from citecheck.gathering.policy import Policy
from citecheck.links import Sibling, check, is_transient, joined, page_of, refresh_of, sibling_of, to_compare
from citecheck.model import LinkCheck, Snapshot
from citecheck.pages import Page
from citecheck.web import Address, Exchange, Request
from citecheck.web.faults import Fault
from citecheck.web.guard import Guard
from citecheck.web.pace import host_key


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

    kind: Literal["link", "snapshot"]
    address: str
    anchor: Anchor | None
    steps: Generator[Ask, Exchange, Looked | Snapshot]


def look(address: str, policy: Policy) -> Generator[Ask, Exchange, Looked]:
    """Ask an address, and where its page sends browsers on."""
    exchange = yield from _asked(address, policy)
    onward = refresh_of(exchange)
    if onward:
        exchange = joined(exchange, (yield from _asked(onward, policy)))
    page = page_of(exchange)
    sibling = yield from _compared(exchange, page, policy)
    return Looked(
        check(exchange, page=page, sibling=sibling),
        any(hop.status is not None for hop in exchange.hops),
        bool(exchange.hops) and (exchange.error is None or exchange.error.kind != "not-recorded"),
        _why_no_archive(exchange, policy),
        exchange.error is not None and (exchange.error.kind, exchange.error.cause) == ("dns", "no-such-name"),
    )


def _asked(address: str, policy: Policy) -> Generator[Ask, Exchange, Exchange]:
    """Ask an address, and once more, a little later, where that may help."""
    ask = Ask(host_key(address), Request(address, limits=policy.page_limits))
    exchange = yield ask
    for _ in range(policy.retries):
        if not is_transient(exchange):
            break
        exchange = yield Ask(ask.service, ask.request, policy.patience)
    return exchange


def _compared(exchange: Exchange, page: Page, policy: Policy) -> Generator[Ask, Exchange, Sibling | None]:
    """Ask, where the page is doubtful, for one that its site cannot have: once for all pages of a folder."""
    address = to_compare(exchange, page)
    if not address or policy.redactor.url(address) != address:
        return None
    return sibling_of((yield Ask(host_key(address), Request(address, limits=policy.sibling_limits), shared=True)))


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
