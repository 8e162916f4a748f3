"""
Entries that are known by their keys alone: the bibliography that has them cannot be had.

Nothing is made up for them but what a key says itself: Manubot's `doi:10.1000/1`, `pmid:1`, `arxiv:2101.00001`, `url:https://...`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Final

from citecheck.documents.addresses import role
from citecheck.documents.cite_template import resolver
from citecheck.documents.draft import Draft
from citecheck.model import Field, Link, ReferenceEntry, Span

_IDENTIFIERS: Final = {
    "doi": "DOI",
    "pmid": "PMID",
    "pubmed": "PMID",
    "pmcid": "PMCID",
    "pmc": "PMCID",
    "arxiv": "arXiv",
    "isbn": "ISBN",
}
"""CSL variables by the word before the colon; Manubot, "Citations"."""


def add_known_by_key(draft: Draft, keys: Iterable[str], key_of: Callable[[str], Hashable] = lambda key: key) -> None:
    """
    Add an entry for each key, at the place where it is cited first.

    Args:
        draft: Whose markers name them.
        keys: Of which no bibliography tells.
        key_of: What the draft knows a key by.
    """
    places = draft.first_places()
    for key in keys:
        word, _, value = key.partition(":")
        variable = _IDENTIFIERS.get(word.casefold())
        given: tuple[Field, ...] = ()
        links: tuple[Link, ...] = ()
        raw = ""
        if variable and value:
            given, raw = (Field(variable, value),), f"{word}:{value}"
            pattern = resolver(variable)
            if pattern and " " not in value:
                links = (
                    Link(pattern.format(value.removeprefix("PMC") if variable == "PMCID" else value), "identifier"),
                )
        elif word.casefold() == "url" and value.startswith(("http://", "https://")):
            links, raw = (Link(value, role(value)),), value
        span = places.get(key_of(key), Span(0, 0))
        draft.add_entry(key_of(key), ReferenceEntry(key, raw, span, links, given))
