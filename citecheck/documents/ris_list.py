"""An RIS file as a list of references, one a record: the format `ris`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.documents.record_entries import Found, record_entries, record_list
from citecheck.model import Document, ReferenceEntry
from citecheck.references.from_ris import ris_record
from citecheck.references.ris_records import ris_records

_SUFFIXES: Final = (".ris",)
_HEAD: Final = 300
"""Code points in which the first record begins, whatever a library says before it."""
_BEGIN: Final = re.compile(r"^\ufeff?TY {1,3}- {0,2}[A-Z]{2,10}[ \t]{0,8}\r?$", re.MULTILINE)


class RisListReader:
    """Reads what each record says; its words are printed in the manner of CS1, as a document would."""

    name = "ris"
    title = "RIS file"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is RIS, by the end of its name or by the line that opens its first record."""
        return path.casefold().endswith(_SUFFIXES) or _BEGIN.search(text[:_HEAD]) is not None

    def read(self, path: str, text: str) -> Document:
        """Give a document without blocks or markers and with one entry for each of the file's records, its `ID` the label."""
        return record_list(path, self.name, text, _found(text))


def ris_entries(text: str) -> Iterator[ReferenceEntry]:
    """Give the entries of the text of an RIS file, their `ID` the labels."""
    return record_entries(_found(text))


def _found(text: str) -> Iterator[Found]:
    for record in ris_records(text):
        broken = "" if record.closed else "is not closed by a line `ER  - `"
        yield Found(record.span, ris_record(record), broken)
