"""
Entries that are known by their keys alone: the bibliography that has them cannot be had.

Nothing is made up for them but what a key says itself: Manubot's `doi:10.1000/1`, `pmid:1`, `arxiv:2101.00001`, `url:https://...`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Final

from citecheck.documents.draft import Draft
from citecheck.documents.record_entries import record_links
from citecheck.model import Field, ReferenceEntry, Span

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


def add_known_by_key(
    draft: Draft,
    keys: Iterable[str],
    key_of: Callable[[str], Hashable] = lambda key: key,
    places: Mapping[Hashable, Span] | None = None,
) -> None:
    """
    Add an entry for each key, at the place where it is cited first.

    Args:
        draft: Whose markers name them.
        keys: Of which no bibliography tells.
        key_of: What the draft knows a key by.
        places: Where each key is named first; as its markers say where None.
    """
    found = draft.first_places() if places is None else places
    for key in keys:
        word, _, value = key.partition(":")
        variable = _IDENTIFIERS.get(word.casefold(), "URL" if word.casefold() == "url" and "://" in value else "")
        said = {variable: value} if variable and value else {}
        given = tuple(Field(name, text) for name, text in said.items() if name != "URL")
        raw = value if variable == "URL" else key if said else ""
        span = found.get(key_of(key), Span(0, 0))
        draft.add_entry(key_of(key), ReferenceEntry(key, raw, span, record_links(said), given))
