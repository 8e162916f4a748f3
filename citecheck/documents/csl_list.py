"""A CSL-JSON file as a list of references, one an item: the format `csl-json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.documents.record_entries import Found, record_entries, record_list
from citecheck.model import Document, ReferenceEntry
from citecheck.references.csl_items import csl_items
from citecheck.references.from_csl import csl_record, known_type

_SUFFIXES: Final = (".csljson", ".csl.json")
_JSON: Final = re.compile(r"[\ufeff\s]*+(?:\[\s*+[{\]]|\{)")
_TOLD_BY: Final = frozenset({"id", "DOI", "author", "issued", "container-title"})
"""Names of which an item has one beside its type."""


class CslListReader:
    """Reads what each item says; its words are printed in the manner of CS1, as a document would."""

    name = "csl-json"
    title = "CSL-JSON file"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is CSL-JSON, by the end of its name or by its first item."""
        if path.casefold().endswith(_SUFFIXES):
            return True
        first = next(csl_items(text), None) if _JSON.match(text) else None
        value = first.value if first else None
        return value is not None and known_type(value.get("type")) and not _TOLD_BY.isdisjoint(value)

    def read(self, path: str, text: str) -> Document:
        """Give a document without blocks or markers and with one entry for each of the file's items, its id the label."""
        return record_list(path, self.name, text, _found(text))


def csl_entries(text: str) -> Iterator[ReferenceEntry]:
    """Give the entries of the text of a CSL-JSON file, their ids the labels."""
    return record_entries(_found(text))


def _found(text: str) -> Iterator[Found]:
    for item in csl_items(text):
        if item.value is None:
            yield Found(item.span, None, "is no JSON object that can be read")
        else:
            yield Found(item.span, csl_record(item.value))
