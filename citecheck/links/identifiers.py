"""
Links by identifier: whether a DOI, handle or number exists is for its resolver to say, not for the publisher's wall.

What is asked first is the link itself. A resolver that sends on knows the identifier, one that says 404 does not. Where
a wall stood before there was such a word, a service that knows the identifiers is the witness (`resolvers.toml`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from citecheck.model import LinkCheck, LinkVerdict
from citecheck.web import Exchange
from citecheck.web.hosts import host_name
from citecheck.web.pace import host_key

_LONGEST: Final = 4096
"""Code points of an address in which an identifier is looked for."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({404, 410})
_OPEN: Final[frozenset[LinkVerdict]] = frozenset({"blocked", "unreachable"})
"""The verdicts that leave open whether the link is good."""
_LOST: Final[frozenset[LinkVerdict]] = frozenset({"dead", "soft-404"})
_FOUND, _NOT_FOUND = 1, 100
"""Response codes of the Handle System."""
_NO_SUMMARY: Final = "cannot get document summary"
"""What `esummary` says of a number that does not exist."""
_FOR_GOOD: Final = ("It has moved for good to", "It leads to")
"""To lead elsewhere is what an identifier is for."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Who knows identifiers of one kind; a row of `resolvers.toml`."""

    name: str
    """As a sentence has it: `DOI`, `PubMed number`."""
    hosts: frozenset[str]
    """Without `www.`."""
    path: re.Pattern[str]
    witness: str
    reads: str
    hands_on: bool = False
    denies: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier that a link is made of."""

    resolver: Resolver
    value: str
    host: str
    """That of the link, without `www.`."""

    @property
    def witness(self) -> str:
        """The address that says whether it exists."""
        return self.resolver.witness.format(id=quote(self.value, safe="/"))


def identified(url: str) -> Identifier | None:
    """Give the identifier that an address is made of, None where it is any other address."""
    if len(url) > _LONGEST:
        return None
    host = host_name(url)
    found = resolvers().get(host)
    if found is None:
        return None
    path = unquote(urlsplit(url).path.removeprefix("/"), errors="replace")
    for resolver in found:
        match = resolver.path.fullmatch(path)
        if match is not None:
            return Identifier(resolver, match["id"], host)
    return None


def told(identifier: Identifier, exchange: Exchange) -> bool | None:
    """Tell whether the resolver knows an identifier, from its own hops of a chain; None where they do not say."""
    if not identifier.resolver.hands_on:
        return None
    for hop in exchange.hops:
        if host_name(hop.url) not in identifier.resolver.hosts:
            return True
        if hop.status not in _REDIRECTS:
            return False if hop.status in _GONE else None
    last = exchange.hops[-1].headers.get("location") if exchange.hops else ""
    return True if last and host_name(last) not in identifier.resolver.hosts | {""} else None


def needs_witness(identifier: Identifier, exchange: Exchange, found: LinkCheck) -> bool:
    """Tell whether nobody has said yet whether an identifier exists."""
    return found.verdict in _OPEN and told(identifier, exchange) is None


def witnessed(identifier: Identifier, answer: Exchange) -> bool | None:
    """Tell whether the witness knows an identifier; None where it does not say."""
    if answer.error is not None:
        return None
    known = _READERS[identifier.resolver.reads](identifier, answer)
    return None if known is False and not identifier.resolver.denies else known


def at_resolver(found: LinkCheck, identifier: Identifier, *, known: bool | None, by: str) -> LinkCheck:
    """
    Give the verdict on a link by identifier.

    Args:
        found: That on the address, as on any other.
        identifier: What the address is made of.
        known: Whether its resolver, or the witness, knows it; None where neither said.
        by: The address of who said so.
    """
    name, who = identifier.resolver.name, host_name(by)
    if known is None or found.verdict in ("skipped", "invalid"):
        return found
    if not known:
        return replace(found, verdict="dead", reason=f"{who} knows no such {name}.")
    if found.verdict in _LOST:
        return replace(
            found,
            verdict="soft-404",
            reason=f"{who} knows this {name}, but the page that it leads to is gone. {found.reason}",
        )
    if found.verdict in ("live", "moved"):
        return replace(found, verdict="live", reason=f"{who} knows this {name}. {found.reason}".replace(*_FOR_GOOD))
    return replace(
        found,
        verdict="live",
        reason=f"{who} knows this {name}, so the link is good; its page was not seen. {found.reason}",
    )


def intervals() -> dict[str, float]:
    """Give the seconds between two questions by the host of a witness that asks for so many."""
    rows = (row for rows in resolvers().values() for row in rows)
    return {host_key(row.witness): row.seconds for row in rows if row.seconds}


def _handle(_: Identifier, answer: Exchange) -> bool | None:
    """Read an answer of the Handle System's REST API."""
    code = _json(answer).get("responseCode")
    return {_FOUND: True, _NOT_FOUND: False}.get(code) if type(code) is int else None


def _handle_here(identifier: Identifier, answer: Exchange) -> bool | None:
    """Read the same of an identifier in a publisher's own address: it must lead to that publisher."""
    values = _json(answer).get("values")
    if not _handle(identifier, answer) or not isinstance(values, list):
        return None
    urls = [
        value["data"].get("value")
        for value in values
        if isinstance(value, dict) and isinstance(value.get("data"), dict)
    ]
    return True if any(isinstance(url, str) and host_name(url) == identifier.host for url in urls) else None


def _esummary(identifier: Identifier, answer: Exchange) -> bool | None:
    """Read an answer of NCBI's `esummary`."""
    result = _json(answer).get("result")
    summary = result.get(identifier.value.lstrip("0")) if isinstance(result, dict) else None
    if not isinstance(summary, dict):
        return None
    return {None: True, _NO_SUMMARY: False}.get(str(summary["error"]) if "error" in summary else None)


def _status(_: Identifier, answer: Exchange) -> bool | None:
    """Read an answer that says all with its status."""
    return {200: True, 404: False}.get(answer.status or 0)


_READERS: Final[dict[str, Callable[[Identifier, Exchange], bool | None]]] = {
    "handle": _handle,
    "handle-here": _handle_here,
    "esummary": _esummary,
    "status": _status,
}


def _json(answer: Exchange) -> dict[str, Any]:
    """Give the object that an answer holds, an empty one where it holds none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@cache
def resolvers() -> dict[str, tuple[Resolver, ...]]:
    """Give `resolvers.toml` by host."""
    table = tomllib.loads(files("citecheck.links").joinpath("resolvers.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Resolver, ...]] = {}
    for row in table["resolver"]:
        made = Resolver(**row | {"hosts": frozenset(row["hosts"]), "path": re.compile(row["path"])})
        for host in made.hosts:
            found[host] = (*found.get(host, ()), made)
    return found
