"""
Which addresses a user wants asked: patterns in which `*` stands for any run of characters and all else for itself.

No regular expressions: `?`, `+` and `.` are what addresses are made of, and a search for the parts between the stars
takes time that grows with the length alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from citecheck.model import LEFT_OUT


@dataclass(frozen=True, slots=True)
class Scope:
    """The addresses that are asked."""

    include: tuple[str, ...] = ()
    """Only those that one of these fits; empty for all."""
    exclude: tuple[str, ...] = ()
    """And none that one of these fits."""

    def why_not(self, spellings: Iterable[str]) -> str:
        """Give why an address is not asked, as a sentence, "" for one that is; it is told by any of its spellings."""
        if not self.include and not self.exclude:
            return ""
        several = tuple(spellings)
        if self.include and not any(fits(pattern, url) for pattern in self.include for url in several):
            return f"{LEFT_OUT}: no pattern of --include-url fits it."
        for pattern in self.exclude:
            if any(fits(pattern, url) for url in several):
                return f"{LEFT_OUT}: --exclude-url {pattern}."
        return ""


def fits(pattern: str, url: str) -> bool:
    """
    Tell whether a pattern fits an address; upper and lower case are one.

    With a scheme (`https://a.example/x*`) it is held against the whole address, with a slash (`a.example/x*`) against
    what follows `http://` or `https://`, without (`*.example`) against the host, `www.` aside.
    """
    pattern, url = pattern.strip().casefold(), url.strip().casefold()
    if "://" in pattern:
        return _glob(pattern, url)
    if "/" in pattern:
        return _glob(pattern, url.partition("://")[2])
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return _glob(pattern, host) or _glob(pattern, host.removeprefix("www."))


def _glob(pattern: str, text: str) -> bool:
    """Tell whether *text* is *pattern* with something in place of each star."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    last = rest.pop()
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in rest:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
