"""An address beside another one that no site can have, and whether it gave the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from citecheck.links.onward import page_of
from citecheck.pages import Glimpse, alike, is_deep
from citecheck.web import Exchange

_LETTERS: Final = 14
_DIGITS: Final = 8
_LONGEST_ENDING: Final = 5


@dataclass(frozen=True, slots=True)
class Sibling:
    """What a site gave for an address that it cannot have."""

    status: int | None
    url: str
    """Where it led."""
    page: Glimpse

    @property
    def tells(self) -> bool:
        """Whether the answer is one from which something follows: a page, or that there is none."""
        return self.status is not None and (200 <= self.status < 300 or self.status in (404, 410))


def sibling_of(exchange: Exchange) -> Sibling:
    """Give what came of asking a made-up address."""
    status = None if exchange.error is not None else exchange.status
    return Sibling(status, exchange.url, page_of(exchange))


def made_up(url: str) -> str:
    """
    Give an address of the same folder, shape and ending that nobody has made: the same one for all pages of a folder.

    A number stands for a number, a word for a word, the value of the last field of a query for a value. "" where *url*
    is not that of one page.
    """
    if not is_deep(url):
        return ""
    parts = urlsplit(url)
    if parts.query:
        before, equals, value = parts.query.rpartition("=")
        if not equals:
            return ""
        invented = _invented(f"{parts.netloc}{parts.path}?{before}", value)
        return urlunsplit(parts._replace(query=f"{before}={invented}", fragment=""))
    path = parts.path.rstrip("/")
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    invented = _invented(f"{parts.netloc}{folder}/.{ending}", stem)
    closing = parts.path[len(path) :]
    return urlunsplit(parts._replace(path=f"{folder}/{invented}{dot}{ending}{closing}", fragment=""))


def gave_the_same(exchange: Exchange, page: Glimpse, sibling: Sibling) -> bool:
    """Tell whether a site gave for an address what it gives for one that it cannot have: it led there, or said the same."""
    if not sibling.tells or sibling.status in (404, 410):
        return False
    redirected = len(exchange.hops) > 1
    if redirected and _place(exchange.url) == _place(sibling.url):
        return True
    return alike(page, sibling.page)


def _invented(seed: str, like: str) -> str:
    """Give a name made from a seed: digits where it stands for digits, below the largest number of 32 bits."""
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    if like.isdecimal():
        return "19" + "".join(str(byte % 10) for byte in digest[:_DIGITS])
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:_LETTERS])


def _place(url: str) -> str:
    """Give an address without its query, which may tell of what was asked."""
    return url.partition("#")[0].partition("?")[0].rstrip("/")
