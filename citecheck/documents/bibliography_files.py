"""Bibliographies that a document names: their entries by key, of which those that it cites become entries of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, TypeAlias

from citecheck.documents.beside import Included
from citecheck.documents.bib_list import bib_entries
from citecheck.documents.csl_list import csl_entries
from citecheck.documents.draft import Draft
from citecheck.documents.parted_text import FileText, PartedText
from citecheck.documents.ris_list import ris_entries
from citecheck.model import ReferenceEntry

_Entries: TypeAlias = Callable[[str], Iterator[ReferenceEntry]]
"""From the text of a file to its entries, whose labels are their keys and whose spans are offsets into that text."""
_READ: Final[dict[str, _Entries]] = {
    ".bib": bib_entries,
    ".bibtex": bib_entries,
    ".biblatex": bib_entries,
    ".json": csl_entries,
    ".csljson": csl_entries,
    ".ris": ris_entries,
}
SUFFIXES: Final = tuple(_READ)
"""Of the files that are read as bibliographies."""


@dataclass(frozen=True, slots=True)
class _Listed:
    file: FileText
    entry: ReferenceEntry


class BibliographyFiles:
    """The entries of all bibliographies of a document; of several with one key the first counts, as for biber."""

    def __init__(self) -> None:
        self._by_key: dict[str, _Listed] = {}

    def add(self, included: Included) -> bool:
        """Take the entries of a file; False where it is of no format that is read."""
        entries = _READ.get(PurePath(included.path).suffix.casefold())
        if entries is None:
            return False
        file = FileText(included.path, included.text)
        for entry in entries(included.text):
            self._by_key.setdefault(entry.label, _Listed(file, entry))
        return True

    def __contains__(self, key: object) -> bool:
        """Tell whether there is an entry of that key."""
        return key in self._by_key

    def __iter__(self) -> Iterator[str]:
        """Give the keys, in order."""
        return iter(self._by_key)

    def attach(
        self,
        draft: Draft,
        keys: Iterable[Hashable],
        text: PartedText,
        key_of: Callable[[str], Hashable] = lambda key: key,
    ) -> None:
        """
        Add the entries of some keys to a draft, and the words of each to the text.

        Args:
            draft: Whose markers name them.
            keys: Those that are in no bibliography, or that have an entry, are passed over.
            text: The document's.
            key_of: What the draft knows a key by.
        """
        for key in keys:
            listed = self._by_key.get(key) if isinstance(key, str) and not draft.has_entry(key_of(key)) else None
            if listed is None:
                continue
            text.part()
            span = listed.entry.span
            moved = text.add(listed.file, span.start, span.end)
            links = tuple(
                replace(link, span=None if link.span is None else link.span.shifted(moved))
                for link in listed.entry.links
            )
            draft.add_entry(key_of(listed.entry.label), replace(listed.entry, span=span.shifted(moved), links=links))
