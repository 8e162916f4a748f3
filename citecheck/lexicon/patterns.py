"""
Patterns for addresses and paths, in which `*` stands for any run of characters and all else for itself.

No regular expressions: `?`, `+` and `.` are what addresses are made of, and a search for the parts between the stars
takes time that grows with the length alone.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def fits(pattern: str, url: str) -> bool:
    """
    Tell whether a pattern fits an address; upper and lower case are one.

    With a scheme (`https://a.example/x*`) it is held against the whole address, with a slash (`a.example/x*`) against
    what follows `http://` or `https://`, without (`*.example`) against the host, `www.` aside.
    """
    pattern, url = pattern.strip().casefold(), url.strip().casefold()
    if "://" in pattern:
        return glob(pattern, url)
    if "/" in pattern:
        return glob(pattern, url.partition("://")[2])
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return glob(pattern, host) or glob(pattern, host.removeprefix("www."))


def glob(pattern: str, text: str) -> bool:
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
