"""
What the page that came says of the address that was asked: whether it is that page, as far as can be told.

A page can be a wall, stand for a name without a site, say that nothing is there, or be another page to which everybody
is led. Where it says so plainly that is the judgement; where it is only doubtful, it is what the site gives for a made-up
address as well that settles it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias
from urllib.parse import urljoin, urlsplit

from citecheck.links.address import (
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
from citecheck.links.sibling import Sibling, gave_the_same, made_up
from citecheck.pages import Evidence, Page, missing, parked, usurped, wall
from citecheck.web import Exchange

Judged: TypeAlias = tuple[Literal["soft-404", "blocked"], str]


def judged(exchange: Exchange, page: Page, sibling: Sibling | None = None) -> Judged | None:
    """
    Judge an answer by its page and where it led; None where it may well be the page that was asked for.

    Args:
        exchange: What came, with a status of success.
        page: Its page.
        sibling: What the site gave for a made-up address, where that was asked.
    """
    plainly = _plainly(exchange, page)
    if plainly is not None:
        return plainly
    if sibling is None or not sibling.tells:
        found = missing(page)
        return ("soft-404", _says(exchange, found.words)) if found.is_sure else None
    doubt = _doubt(exchange, page)
    if not doubt or not gave_the_same(exchange, page, sibling):
        return None
    return "soft-404", f"{doubt}, and the site gives the same for an address that was made up."


def to_compare(exchange: Exchange, page: Page) -> str:
    """Give the made-up address that would settle a doubt about an answer, "" where there is none."""
    if exchange.error is not None or not 200 <= (exchange.status or 0) < 300:
        return ""
    if not is_deep(exchange.request.url) or not _doubt(exchange, page) or _plainly(exchange, page) is not None:
        return ""
    return made_up(exchange.request.url)


def walled(page: Page, asked: str) -> str:
    """Give the words of a page that stands before the one that was asked for, "" where it does not."""
    kind, said = wall(page)
    is_cited = (kind == "login" and is_login(asked)) or (kind == "consent" and speaks_of_consent(asked))
    return "" if is_cited else said


def _plainly(exchange: Exchange, page: Page) -> Judged | None:
    """Judge what needs no comparison."""
    asked, status = exchange.request.url, exchange.status
    if len(exchange.hops) > 1 and (by_way := _led(asked, exchange.url)) is not None:
        return by_way
    if said := walled(page, asked):
        return "blocked", f"It answers ({status}), but with a page before the page: “{said}”; a person may see more."
    stands = _parked(page, asked)
    if stands.is_plain:
        return "soft-404", f"It answers ({status}), but there is no site any more. The page says: “{stands.words}”."
    found = missing(page)
    return ("soft-404", _says(exchange, found.words)) if found.is_plain else None


def _led(asked: str, final: str) -> Judged | None:
    """Judge where an address led."""
    if is_login(final) and not is_login(asked):
        return "blocked", f"It leads to a page to log in or agree to something, {final}; a person may see more."
    if is_seller(final) and names_host(final, asked):
        return "soft-404", f"The site is gone: its address leads to a seller of names, {final}."
    if is_error(final) and not is_error(asked):
        return "soft-404", f"The page is gone: its address leads to an error page, {final}."
    if is_home(final) and is_deep(asked) and same_site(asked, final):
        return "soft-404", f"The page is gone: its address leads to the home page of the site, {final}."
    return None


def _parked(page: Page, asked: str) -> Evidence:
    """Give how much speaks for it that a site is gone; a seller of names speaks of others."""
    return Evidence() if is_seller(asked) else parked(page, urlsplit(asked).hostname or "")


def _says(exchange: Exchange, words: str) -> str:
    """Give the reason that rests on the words of a page."""
    led = len(exchange.hops) - 1
    where = f", after {'a redirect' if led == 1 else f'{led} redirects'}, at {exchange.url}" if led else ""
    return f"It answers ({exchange.status}){where}, but its page says: “{words}”."


def _doubt(exchange: Exchange, page: Page) -> str:
    """Give the first doubt about an answer, the beginning of a sentence; "" where there is none."""
    return next(_doubts(exchange, page), "")


def _doubts(exchange: Exchange, page: Page) -> Iterator[str]:
    """Give the doubts about an answer."""
    asked, final = exchange.request.url, exchange.url
    found, stands = missing(page), _parked(page, asked)
    taken = usurped(page, asked)
    if taken.is_doubtful:
        yield f"The site seems to be taken over: it advertises “{taken.words}”"
    if stands.is_doubtful:
        yield f"The site seems to be gone: its page says “{stands.words}”"
    if found.is_doubtful:
        yield f"The page seems to be gone: it says “{found.words}”"
    if len(exchange.hops) > 1 and is_ancestor(final, asked):
        yield f"The address leads to a page above it, {final}"
    if len(exchange.hops) > 1 and is_home(final) and is_deep(asked):
        yield f"The address leads to a home page, {final}"
    if len(exchange.hops) > 1 and speaks_of_error(final) and not speaks_of_error(asked):
        yield f"The address leads to one that speaks of an error, {final}"
    if len(exchange.hops) > 1 and is_search(final) and not is_search(asked):
        yield f"The address leads to a search, {final}"
    if len(exchange.hops) > 1 and names_host(final, asked):
        yield f"The address leads to where its host is spoken of, {final}"
    own = _own_address(page, final)
    if own and is_home(own) and is_deep(asked) and not is_home(final):
        yield "The page says that it is the home page of the site"


def _own_address(page: Page, url: str) -> str:
    """Give the address that a page says is its own, "" where it says none."""
    if not page.canonical:
        return ""
    try:
        return urljoin(url, page.canonical)
    except ValueError:
        return ""
