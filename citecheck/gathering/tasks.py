"""What there is to do in a run: a link to check, a snapshot to find; each a generator of requests."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal
from urllib.parse import urljoin

from citecheck.archives import Ask, Question, Wanted, asked_as_captured, cited
from citecheck.gathering.policy import Policy
from citecheck.gathering.reading import Sent
from citecheck.lexicon.copies import copy_of
from citecheck.links import (
    Identifier,
    Sibling,
    at_resolver,
    check,
    identified,
    is_transient,
    joined,
    needs_witness,
    page_of,
    refresh_of,
    sibling_of,
    to_compare,
    told,
    unchecked,
    witnessed,
)
from citecheck.model import LinkCheck, Snapshot
from citecheck.pages import Anchored, Glimpse, anchored
from citecheck.web import Address, Exchange, Headers, Limits, Request
from citecheck.web.faults import Fault
from citecheck.web.guard import Guard
from citecheck.web.pace import host_key
from citecheck.web.robots import crawl_delay

_LONGER: Final = 4.0
"""How many times as long as before one retry the wait is before the next."""
_ROBOTS: Final = Limits(total=5.0, connect=5.0, read=5.0, wire_bytes=64 * 1024, body_bytes=128 * 1024, redirects=3)

READABLE: Final = frozenset({"live", "moved"})
"""Verdicts of links that lead to the page which was cited."""
_PRIVATE: Final = "No archive was asked about an address that only some can reach."
_JSON: Final = Headers((("Accept", "application/json"),))


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
    anchors: tuple[tuple[str, Anchored], ...] = ()
    """What is known of each fragment that was looked for."""
    conditions: tuple[tuple[str, str], ...] = ()
    """Headers with what to ask the next time, so as to hear only whether it has changed."""
    kept: bool = False
    """Whether it is the answer of an earlier run."""
    sent: Sent | None = None
    """The page itself, where it is to be read as a source of claims; it is let go when that has begun."""


@dataclass(slots=True, eq=False)
class Task:
    """One question under way."""

    kind: Literal["link", "snapshot", "robots"]
    address: str
    wanted: Wanted
    """What a snapshot is wanted for; nothing for all others."""
    steps: Generator[Any, Any, Looked | Snapshot | float]
    """Yields requests and is sent their exchanges; for a snapshot, an `Inquiry`."""
    host: str | None = None
    """The host of a link that was not yet answered, "" where its address has none; None from then on, and for all others."""
    question: Question[Any] | None = None
    """The question of an inquiry that is under way."""


def look(
    address: str, policy: Policy, fragments: Sequence[str] = (), *, read: bool = False
) -> Generator[Ask, Exchange, Looked]:
    """
    Ask an address, where its page sends browsers on, and where it is an identifier the one who knows it.

    Args:
        address: What to ask.
        policy: How.
        fragments: What to look for on the page, of which more is read then.
        read: Whether the page is a source of claims, and wanted as whole as it may be.
    """
    policy = replace(policy, page_bytes=policy.limits.wire_bytes) if fragments else policy
    policy = replace(policy, page_bytes=policy.source_bytes) if read else policy
    identifier = identified(address)
    is_copy = copy_of(address) is not None
    exchange = yield from _asked(asked_as_captured(address) if is_copy else address, policy, identifier)
    onward = refresh_of(exchange)
    if onward:
        exchange = joined(exchange, (yield from _asked(onward, policy, led_to=True)))
    page = page_of(exchange)
    sibling = None if identifier is not None or is_copy else (yield from _compared(exchange, page, policy))
    found = check(exchange, address, page, sibling)
    if is_copy:
        found = cited(found, exchange, address)
    if identifier is not None:
        found = yield from _resolved(identifier, exchange, found, policy)
    no_archive = _why_no_archive(exchange, policy)
    return Looked(
        found,
        exchange.answered,
        bool(exchange.hops) and (exchange.error is None or exchange.error.kind != "not-recorded"),
        no_archive,
        exchange.error is not None and (exchange.error.kind, exchange.error.cause) == ("dns", "no-such-name"),
        _anchors(exchange, fragments) if fragments else (),
        sent=Sent.of(exchange, public=not no_archive) if read and found.verdict in READABLE else None,
    )


def _anchors(exchange: Exchange, fragments: Sequence[str]) -> tuple[tuple[str, Anchored], ...]:
    """Look for fragments on a page; a redirect that names a place of its own leads there and not to them."""
    if exchange.error is not None or exchange.status is None or "#" in exchange.url:
        return ()
    whole = not exchange.truncated and exchange.body_error is None
    return tuple(anchored(exchange.body, exchange.headers.get("content-type"), fragments, whole=whole).items())


def robots(address: str, policy: Policy) -> Generator[Ask, Exchange, float]:
    """Ask the site of an address for the delay that it wants between two requests; 0 where it wants none."""
    exchange = yield Ask(host_key(address), Request(urljoin(address, "/robots.txt"), limits=_ROBOTS))
    return crawl_delay(exchange.body, policy.user_agent) if exchange.status == 200 else 0.0


def _asked(
    address: str, policy: Policy, identifier: Identifier | None = None, *, led_to: bool = False
) -> Generator[Ask, Exchange, Exchange]:
    """Ask an address, and once more, late in the run, where that may help; a resolver that has spoken is not."""
    service, request = host_key(address), Request(address, limits=policy.page_limits, led_to=led_to)
    exchange = yield Ask(service, request)
    for nth in range(policy.retries):
        if not is_transient(exchange) or (identifier is not None and told(identifier, exchange) is not None):
            break
        del exchange  # its page would be kept until the end of the run
        exchange = yield Ask(service, request, policy.patience * _LONGER**nth, deferred=True)
    return exchange


def _resolved(
    identifier: Identifier, exchange: Exchange, found: LinkCheck, policy: Policy
) -> Generator[Ask, Exchange, LinkCheck]:
    """Judge a link by what its resolver says, and ask a witness where that one says nothing."""
    known, by = told(identifier, exchange), exchange.request.url
    if needs_witness(identifier, exchange, found):
        by = identifier.witness
        answer = yield Ask(host_key(by), Request(by, headers=_JSON, limits=policy.page_limits))
        known = witnessed(identifier, answer)
    return at_resolver(found, identifier, known=known, by=by)


def _compared(exchange: Exchange, page: Glimpse, policy: Policy) -> Generator[Ask, Exchange, Sibling | None]:
    """Ask, where the page is doubtful, for one that its site cannot have: once for all pages of a folder."""
    address = to_compare(exchange, page)
    if not address or policy.redactor.url(address) != address:
        return None
    request = Request(address, limits=policy.sibling_limits, led_to=len(exchange.hops) > 1)
    return sibling_of((yield Ask(host_key(address), request, shared=True)))


def not_asked(address: str, policy: Policy) -> Looked:
    """Give what is filed of an address that is not asked itself: whether an archive may be."""
    why = _why_secret(address, policy)
    return Looked(unchecked(address, "Only archives were asked."), False, False, why, False)


def _why_no_archive(exchange: Exchange, policy: Policy) -> str:
    """Give why an archive must not or cannot be told of an address: it is nobody's business, or nobody's address."""
    url = exchange.request.url
    known = exchange.hops[0].address if exchange.hops else None
    if why := _why_secret(url, policy, known):
        return why
    if exchange.error is not None and exchange.error.kind == "guarded" and not exchange.answered:
        return _PRIVATE
    return ""


def _why_secret(url: str, policy: Policy, known: str | None = None) -> str:
    """Give why an archive must not be told of an address; *known* is the one of the internet that it has."""
    if policy.redactor.url(url) != url:
        return "The address holds what looks like a secret, so no archive was told of it."
    guard = Guard()
    try:
        parts = guard.check_url(url)
        if known is not None:
            guard.judge(parts.hostname or "", (Address(known, 0),))
    except Fault:
        return _PRIVATE
    return ""
