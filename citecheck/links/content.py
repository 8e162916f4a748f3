"""What the page that came says of the address that was asked, as the verdict on a link and its reason."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from citecheck.links.sibling import Sibling, gave_the_same, made_up
from citecheck.pages import Came, Glimpse, Instead, doubt, instead, is_deep, missing
from citecheck.web import Exchange

Judged: TypeAlias = tuple[Literal["soft-404", "blocked"], str]

_BLOCKED: Final = frozenset({"login-page", "wall"})
"""What may come in place of a page that is there for people."""
_SENTENCES: Final = {
    "login-page": "It leads to a page to log in or agree to something, {told}; a person may see more.",
    "seller": "The site is gone: its address leads to a seller of names, {told}.",
    "error-page": "The page is gone: its address leads to an error page, {told}.",
    "home": "The page is gone: its address leads to the home page of the site, {told}.",
    "wall": "It answers ({status}), but with a page before the page: “{told}”; a person may see more.",
    "parked": "It answers ({status}), but there is no site any more. The page says: “{told}”.",
}


def judged(exchange: Exchange, page: Glimpse, sibling: Sibling | None = None) -> Judged | None:
    """
    Judge an answer by its page and where it led; None where it may well be the page that was asked for.

    Args:
        exchange: What came, with a status of success.
        page: Its page.
        sibling: What the site gave for a made-up address, where that was asked.
    """
    came = _came(exchange, page)
    found = instead(came)
    if found is not None:
        return "blocked" if found.kind in _BLOCKED else "soft-404", _sentence(exchange, found)
    if sibling is None or not sibling.tells:
        said = missing(page)
        return ("soft-404", _says(exchange, said.words)) if said.is_sure else None
    why = doubt(came)
    if not why or not gave_the_same(exchange, page, sibling):
        return None
    return "soft-404", f"{why}, and the site gives the same for an address that was made up."


def to_compare(exchange: Exchange, page: Glimpse) -> str:
    """Give the made-up address that would settle a doubt about an answer, "" where there is none."""
    if exchange.error is not None or not 200 <= (exchange.status or 0) < 300:
        return ""
    came = _came(exchange, page)
    if not is_deep(came.asked) or not doubt(came) or instead(came) is not None:
        return ""
    return made_up(came.asked)


def _came(exchange: Exchange, page: Glimpse) -> Came:
    """Give an answer as the judgement about it needs it."""
    return Came(exchange.request.url, exchange.url, len(exchange.hops) > 1, page)


def _sentence(exchange: Exchange, found: Instead) -> str:
    """Say what came in place of the page."""
    if found.kind == "missing":
        return _says(exchange, found.told)
    return _SENTENCES[found.kind].format(told=found.told, status=exchange.status)


def _says(exchange: Exchange, words: str) -> str:
    """Give the reason that rests on the words of a page."""
    led = len(exchange.hops) - 1
    where = f", after {'a redirect' if led == 1 else f'{led} redirects'}, at {exchange.url}" if led else ""
    return f"It answers ({exchange.status}){where}, but its page says: “{words}”."
