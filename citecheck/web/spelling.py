r"""
Addresses as browsers read them (the URL Standard, https://url.spec.whatwg.org/), one spelling for each.

`http://good.example\@other.example/` is an address of good.example to a browser and of other.example to Python's
`urlsplit`. Who guards one and asks the other can be led anywhere, so everything that is asked goes through here first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import ada_url

_WEB: Final = ("http:", "https:")
_AROUND: Final = "".join(map(chr, range(0x21)))
"""What browsers leave out around an address: control characters and spaces, those of ASCII alone."""
_KEPT: Final = 16_384
_LONGEST_KEPT: Final = 2000
"""Characters of an address that is remembered, so that long ones cost no memory."""


def spelled(url: str) -> str:
    r"""
    Give the one spelling of an address; what no browser takes for one of the web comes back as it is, without spaces.

    Backslashes are slashes, tabs and line ends go, a host is decoded, in lower case and ASCII, numbers that mean an
    IPv4 address are written as one, dots in a path are resolved, a usual port goes.
    """
    return _spelled(url) if len(url) > _LONGEST_KEPT else _spelled_once(url)


def _spelled(url: str) -> str:
    """Give the spelling of an address."""
    text = _encodable(url.strip(_AROUND))
    try:
        found: str = ada_url.normalize_url(text)
    except ValueError:
        return text
    return found if found.startswith(_WEB) else text


_spelled_once: Final = lru_cache(_KEPT)(_spelled)
"""The same, remembered: guard, pace, session and verdict ask for each address, six times in all."""


def without_user(url: str) -> str:
    """Give an address of the web, in its one spelling, without user and password, which are never sent."""
    if "@" not in url or not url.startswith(_WEB) or not is_readable(url):
        return url
    parts = ada_url.URL(url)
    parts.username = parts.password = ""
    return str(parts.href)


def joined(base: str, reference: str) -> ada_url.URL:
    """
    Give the address that a reference means, seen from *base*.

    Raises:
        ValueError: There is none.
    """
    return ada_url.URL(_encodable(reference), base=base)


def target_of(url: str) -> str:
    """Give what a browser asks a host for, of an address in its one spelling: the path and the query, byte for byte."""
    bare = url.partition("#")[0]
    return bare[bare.find("/", bare.find("://") + 3) :]


def is_readable(url: str) -> bool:
    """Tell whether a browser can read an address."""
    return bool(ada_url.check_url(_encodable(url)))


def _encodable(text: str) -> str:
    """Give *text* with U+FFFD for each lone surrogate, as the URL Standard has it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
