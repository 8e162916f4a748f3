"""
A page that a name shows when its site is gone: parked, for sale, expired, not set up, or taken over for advertising.

An article about names that are sold is long; a seller's page about another name does not bear the name of its own host.
"""

from __future__ import annotations

from typing import Final

from citecheck.pages.cues import exactly, folded, marks_of, parts, plain, said, sentences, unquoted
from citecheck.pages.glimpse import MOST_MARKED, Glimpse
from citecheck.pages.missing import DOUBTFUL, SURE, Evidence

_EMPTY: Final = 300
_OPENING: Final = 700
_FEWEST_TITLED: Final = 2
_FEWEST_SAID: Final = 4
"""Different words of gambling in a title, and in all, that are no accident."""


def parked(page: Glimpse, host: str) -> Evidence:
    """
    Give how much speaks for it that a page stands for a name without a site.

    Args:
        page: What came.
        host: The name that was asked for.
    """
    if page.own_length > MOST_MARKED or page.is_article:
        return Evidence()
    marks = set(page.marks) & _parking_marks()
    if marks and page.own_length <= _EMPTY:
        return Evidence(SURE, min(marks), is_plain=True)
    headings = (*page.headings, *page.subheadings[:1])
    titled = [part for text in (page.title, *headings) for part in parts(unquoted(text))]
    bare = next((part for part in titled if part in exactly("no-site")), "")
    if bare and page.own_length <= _EMPTY:
        return Evidence(DOUBTFUL, bare, is_plain=_agrees(page, bare))
    sold = next(filter(None, map(_sold, (*titled, *sentences(unquoted(page.own[:_OPENING]))))), "")
    if not sold:
        return Evidence()
    name = plain(folded(host.removeprefix("www.")))
    named = bool(name) and any(f" {name} " in f" {plain(folded(text))} " for text in (page.title, *headings, page.own))
    return Evidence(DOUBTFUL, sold, is_plain=bool(named or marks))


def usurped(page: Glimpse, url: str) -> Evidence:
    """
    Give how much speaks for it that a name was taken over to advertise gambling.

    Never enough by itself: whether the page stands for whatever is asked must be seen. Nothing where the address that
    was cited is of the trade.
    """
    titled = set(said("gambling", " ".join(parts(page.title)[:1])))
    if len(titled) < _FEWEST_TITLED or page.is_article:
        return Evidence()
    text = plain(folded(" ".join((*page.headings, *page.subheadings, page.own))))
    address = folded(url)
    if any(word in address for word in titled) or said("gambling", plain(address)):
        return Evidence()
    if len(titled | set(said("gambling", text))) < _FEWEST_SAID:
        return Evidence()
    return Evidence(DOUBTFUL, " … ".join(sorted(titled)[:2]))


def _parking_marks() -> frozenset[str]:
    """Give the marks of parking services as they stand in the source of pages."""
    return frozenset(marks_of("parking"))


def _sold(sentence: str) -> str:
    """Give the words with which a sentence says that a name is sold or parked, "" where it does not."""
    domain, sale = said("domain", sentence), said("for-sale", sentence)
    return f"{domain[0]} … {sale[0]}" if domain and sale else ""


def _agrees(page: Glimpse, bare: str) -> bool:
    """Tell whether the title and the heading say the same, or there is only one of them."""
    told = [text for text in (page.title, *page.headings[:1]) if text]
    return len(told) == 1 or all(
        any(part in exactly("no-site") or part.startswith(bare) for part in parts(text)) for text in told
    )
