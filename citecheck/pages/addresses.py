"""What the path of an address tells of its page: a home page, one page of many, a login, an error, a search."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

_FEWEST_LETTERS: Final = 3
"""Code points of a path from which it is found in another address by no accident."""
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")
"""A segment of a path that names a language: the home page of a site in it."""
_MOST_LABELS: Final = 5
"""Labels at the end of a host among which a seller's name is looked for."""
_FEWEST_DEEP: Final = 2
"""Segments of a path from which it leads to a page, not to a section."""


def is_home(url: str) -> bool:
    """Tell whether *url* is the root of its host."""
    parts = _split(url)
    return parts is not None and not _pages(parts.path) and not parts.query


def is_deep(url: str) -> bool:
    """
    Tell whether *url* names one page of a host rather than a section or another door to its root.

    Two segments, or one that looks like a file or has a number in it, or a query; `index.html` and its like count for
    nothing.
    """
    parts = _split(url)
    if parts is None:
        return False
    pages = _pages(parts.path)
    single = bool(pages) and ("." in pages[0] or any(map(str.isdigit, pages[0])))
    return len(pages) >= _FEWEST_DEEP or single or (bool(parts.query) and bool(pages))


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one host, `www.` aside."""
    first, second = _split(one), _split(other)
    if first is None or second is None:
        return False
    return _site(first) == _site(second)


def is_login(url: str) -> bool:
    """Tell whether a path says that it leads to a login or a consent page."""
    return _names(url, "login")


def is_error(url: str) -> bool:
    """Tell whether a path is that of an error page: `/404.html`, `/error/…`, `/en/not-found`; not `/wiki/Error`."""
    parts = _split(url)
    if parts is None:
        return False
    segments = _segments(parts.path)
    if len(segments) > 1 and _LANGUAGE.fullmatch(segments[0]):
        segments.pop(0)
    return bool(segments) and (segments[0].rpartition(".")[0] or segments[0]) in cues()["error"]


def speaks_of_error(url: str) -> bool:
    """Tell whether a path may be that of an error page."""
    return _names(url, "error")


def speaks_of_consent(url: str) -> bool:
    """Tell whether a path says that its page is about privacy, cookies, consent."""
    parts = _split(url)
    return parts is not None and any(word in parts.path.lower() for word in cues()["consent"])


def is_search(url: str) -> bool:
    """Tell whether a path says that it leads to a search."""
    return _names(url, "search")


def is_ancestor(url: str, other: str) -> bool:
    """Tell whether *url* is a folder above the address *other* of the same site, or the home page of a language."""
    parts, below = _split(url), _split(other)
    if parts is None or below is None or not same_site(url, other) or not is_deep(other) or parts.query:
        return False
    above, pages = _pages(parts.path), _pages(below.path)
    if len(above) == 1 and _LANGUAGE.fullmatch(above[0]) and above != pages:
        return True
    return len(above) < len(pages) and above == pages[: len(above)]


def is_seller(url: str) -> bool:
    """Tell whether *url* is of a site that sells names."""
    parts = _split(url)
    host = "" if parts is None else parts.hostname or ""
    labels = host.split(".")[-_MOST_LABELS:]
    return any(".".join(labels[place:]) in cues()["seller"] for place in range(len(labels)))


def names_host(url: str, other: str) -> bool:
    """Tell whether *url* is of another host and speaks of the host of *other*, but not of its page."""
    parts, asked = _split(url), _split(other)
    if parts is None or asked is None or same_site(url, other):
        return False
    told, host = f"{parts.path}?{parts.query}".lower(), _site(asked)
    return (
        bool(host) and host in told and (len(asked.path) < _FEWEST_LETTERS or asked.path.lower() not in unquote(told))
    )


def _names(url: str, kind: str) -> bool:
    """Tell whether a segment of a path, its ending aside, is a cue of a kind."""
    parts = _split(url)
    if parts is None:
        return False
    segments = {segment.rpartition(".")[0] or segment for segment in _segments(parts.path)}
    return not segments.isdisjoint(cues()[kind])


@cache
def cues() -> dict[str, frozenset[str]]:
    """Give the words of `addresses.toml` by kind."""
    table = tomllib.loads(files("citecheck.pages").joinpath("addresses.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words) for kind, words in table.items()}


def _split(url: str) -> SplitResult | None:
    """Give the parts of an address, None where it has none."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _site(parts: SplitResult) -> str:
    """Give the host of an address without `www.`."""
    return (parts.hostname or "").removeprefix("www.")


def _segments(path: str) -> list[str]:
    """Give the segments of a path in lower case, empty ones left out."""
    return [segment for segment in unquote(path).lower().split("/") if segment]


def _pages(path: str) -> list[str]:
    """Give the segments of a path without a last one that only names the index of its folder."""
    segments = _segments(path)
    if segments and segments[-1].partition(".")[0] in cues()["index"]:
        segments.pop()
    return segments
