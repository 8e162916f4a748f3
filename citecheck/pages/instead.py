"""
Whether the page that came is the one that an address asked for, as far as page and addresses tell.

A page can be a wall, stand for a name without a site, say that nothing is there, or be another page to which everybody
is led. Some pages say so plainly; where it is only doubtful, something else has to settle it: what the site gives for a
made-up address, or what an archive holds of its other pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urljoin, urlsplit

from citecheck.pages.addresses import (
    is_ancestor,
    is_deep,
    is_error,
    is_home,
    is_login,
    is_search,
    is_seller,
    names_host,
    same_site,
    speaks_of_consent,
    speaks_of_error,
)
from citecheck.pages.glimpse import Glimpse
from citecheck.pages.missing import Evidence, missing
from citecheck.pages.parked import parked, usurped
from citecheck.pages.walls import wall

Kind: TypeAlias = Literal["login-page", "seller", "error-page", "home", "wall", "parked", "missing"]


@dataclass(frozen=True, slots=True)
class Came:
    """An address that was asked with success, and the page that came."""

    asked: str
    final: str
    """Where it ended."""
    was_led: bool
    """Whether there was a redirect on the way."""
    page: Glimpse


@dataclass(frozen=True, slots=True)
class Instead:
    """What came in place of the page."""

    kind: Kind
    told: str
    """The words of the page from which that is known, or the address to which it led."""


def instead(came: Came) -> Instead | None:
    """Give what plainly came in place of the page; None where it may well be the page, or may not be."""
    if came.was_led and (by_way := _led(came)) is not None:
        return by_way
    if said := walled(came.page, came.asked):
        return Instead("wall", said)
    stands = _parked(came)
    if stands.is_plain:
        return Instead("parked", stands.words)
    found = missing(came.page)
    return Instead("missing", found.words) if found.is_plain else None


def walled(page: Glimpse, asked: str) -> str:
    """Give the words of a page that stands before the one that was asked for, "" where it does not."""
    kind, said = wall(page)
    is_cited = (kind == "login" and is_login(asked)) or (kind == "consent" and speaks_of_consent(asked))
    return "" if is_cited else said


def doubt(came: Came) -> str:
    """Give the first doubt about a page, the beginning of a sentence; "" where there is none."""
    return next(_doubts(came), "")


def _led(came: Came) -> Instead | None:
    """Judge where an address led."""
    asked, final = came.asked, came.final
    if is_login(final) and not is_login(asked):
        return Instead("login-page", final)
    if is_seller(final) and names_host(final, asked):
        return Instead("seller", final)
    if is_error(final) and not is_error(asked):
        return Instead("error-page", final)
    if is_home(final) and is_deep(asked) and same_site(asked, final):
        return Instead("home", final)
    return None


def _parked(came: Came) -> Evidence:
    """Give how much speaks for it that a site is gone; a seller of names speaks of others."""
    return Evidence() if is_seller(came.asked) else parked(came.page, urlsplit(came.asked).hostname or "")


def _doubts(came: Came) -> Iterator[str]:
    """Give the doubts about a page."""
    asked, final, page = came.asked, came.final, came.page
    found, stands = missing(page), _parked(came)
    taken = usurped(page, asked)
    if taken.is_doubtful:
        yield f"The site seems to be taken over: it advertises “{taken.words}”"
    if stands.is_doubtful:
        yield f"The site seems to be gone: its page says “{stands.words}”"
    if found.is_doubtful:
        yield f"The page seems to be gone: it says “{found.words}”"
    if came.was_led and is_ancestor(final, asked):
        yield f"The address leads to a page above it, {final}"
    if came.was_led and is_home(final) and is_deep(asked):
        yield f"The address leads to a home page, {final}"
    if came.was_led and speaks_of_error(final) and not speaks_of_error(asked):
        yield f"The address leads to one that speaks of an error, {final}"
    if came.was_led and is_search(final) and not is_search(asked):
        yield f"The address leads to a search, {final}"
    if came.was_led and names_host(final, asked):
        yield f"The address leads to where its host is spoken of, {final}"
    own = _own_address(page, final)
    if own and is_home(own) and is_deep(asked) and not is_home(final):
        yield "The page says that it is the home page of the site"


def _own_address(page: Glimpse, url: str) -> str:
    """Give the address that a page says is its own, "" where it says none."""
    if not page.canonical:
        return ""
    try:
        return urljoin(url, page.canonical)
    except ValueError:
        return ""
