"""The http(s) addresses that stand in text, and what each is to its reference: the original, a copy, an identifier."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from citecheck.lexicon.copies import copy_of
from citecheck.model import LinkRole, Span

# RFC 3986 allows fewer characters; what people paste has others, so an address runs to white space or a delimiter
# that it cannot hold. 2,048 is what common browsers and archives take.
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”„‟「」『』\[\]{}|\\^`]{1,2048}", re.IGNORECASE)
_TRAILING = ".,;:!?'’‘*_…。、，；："
_KEPT = 4096
"""Hosts whose row of the table is remembered."""
_PAIRS = {")": "(", "）": "（"}


def addresses(text: str) -> Iterator[tuple[Span, str]]:
    """Give the place and words of each address in *text*, without the punctuation that closes the sentence."""
    for found in _ADDRESS.finditer(text):
        url = trim(found.group())
        if len(url) > url.find("//") + 2:
            yield Span(found.start(), found.start() + len(url)), url


def trim(url: str) -> str:
    """Give *url* without trailing punctuation and without closing brackets that it does not open."""
    end = len(url)
    spare = {close: url.count(close) - url.count(opening) for close, opening in _PAIRS.items()}
    while end and (url[end - 1] in _TRAILING or spare.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in spare:
            spare[url[end]] -= 1
    return url[:end]


def is_wiki_page(url: str) -> bool:
    """Tell whether the address is on a wiki of the Wikimedia Foundation."""
    return ".".join(_host_and_path(url)[0].split(".")[-2:]) in wiki_domains()


@cache
def wiki_domains() -> frozenset[str]:
    """Give the domains of the Wikimedia Foundation's wikis."""
    return frozenset(_table()["wiki"])


def role(url: str) -> LinkRole:
    """Tell what the address is to its reference: a copy by its whole shape, an identifier by host and head of the path."""
    host, path = _host_and_path(url)
    for head in _heads(host):
        if path == head or path.startswith(f"{head}/") or not head:
            return "identifier"
    return "archive" if copy_of(url) else "original"


def _host_and_path(url: str) -> tuple[str, str]:
    """Give the host of an address and its path without the first slash, folded."""
    host, _, path = url.partition("//")[2].casefold().partition("/")
    return host.rpartition("@")[2].partition(":")[0].removesuffix("."), path


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("hosts.toml").read_text(encoding="utf-8"))


@lru_cache(_KEPT)
def _heads(host: str) -> tuple[str, ...]:
    """Give the heads of the paths that hold identifiers on a host and the domains above it."""
    labels = host.split(".")[-6:]
    table = _hosts()
    return tuple(head for first in range(len(labels) - 1) for head in table.get(".".join(labels[first:]), ()))


@cache
def _hosts() -> dict[str, tuple[str, ...]]:
    """Give the heads of the paths that hold identifiers, by host."""
    found: dict[str, tuple[str, ...]] = {}
    for address in _table()["identifier"]:
        host, _, head = address.partition("/")
        found[host] = (*found.get(host, ()), head)
    return found
