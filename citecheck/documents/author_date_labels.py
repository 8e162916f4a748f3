"""Entries that are cited by author and year are references like numbered ones, and are called as they are cited."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from citecheck.documents.author_date import with_short_forms
from citecheck.documents.notices import NO_REFERENCES
from citecheck.model import Document, ReferenceEntry

FORMATS: Final = frozenset({"docx", "html", "markdown", "notebook", "odt", "pdf", "plain-text", "rst"})
"""Formats whose readers leave citations by author and year to this."""
_FEWEST: Final = 3
"""Entries that are cited so, from which the list is one of references and no further reading, if they are half of it."""
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d[a-z]?(?!\d)")
_NAME: Final = re.compile(r"[^\W\d_][^,.(:;\d]{0,40}")


def with_author_dates(document: Document) -> Document:
    """Give a document with its citations by author and year, and the entries that they name as references with a label."""
    if document.format not in FORMATS or not document.blocks or not document.entries:
        return document
    found = with_short_forms(document)
    named = {marker.entry: marker.label for marker in reversed(found.markers) if marker.entry is not None}
    loose = [index for index, entry in enumerate(found.entries) if not entry.numbered and entry.raw]
    cited = [index for index in loose if index in named]
    if not cited:
        return found
    chosen = set(loose if len(cited) >= _FEWEST and 2 * len(cited) >= len(loose) else cited)
    entries = (
        replace(entry, numbered=True, label=entry.label or named.get(index) or _label(entry))
        if index in chosen
        else entry
        for index, entry in enumerate(found.entries)
    )
    told = tuple(notice for notice in found.notices if notice.rule != NO_REFERENCES)
    return replace(found, entries=tuple(entries), notices=told)


def _label(entry: ReferenceEntry) -> str:
    """Give what an entry would be cited as that is not cited."""
    name, year = _NAME.search(entry.raw), _YEAR.search(entry.raw)
    return " ".join(part.group().strip() for part in (name, year) if part)
