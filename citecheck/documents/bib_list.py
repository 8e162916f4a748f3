"""A .bib file as a list of references, one an entry: the format `bibtex`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from citecheck.documents.lines import split_lines
from citecheck.documents.notices import NO_REFERENCES
from citecheck.documents.record_entries import record_parts
from citecheck.model import Document, Notice, ReferenceEntry, Span
from citecheck.references.bib_reading import BibFile, read_bib
from citecheck.references.from_bib import Given, given_in
from citecheck.references.records import Record

_ENTRY: Final = re.compile(r"\s{0,1000}@[A-Za-z]{3,30}\s{0,20}[{(]\s{0,20}[^\s,{}]{1,200}\s{0,20},")
_MOST_TOLD: Final = 20
"""Entries that cannot be read, of which each is told."""


class BibListReader:
    """Reads what each entry says; its words are printed in the manner of CS1, as a document would."""

    name = "bibtex"
    title = "BibTeX or biblatex file"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is a .bib file by its first entry."""
        del path
        return _ENTRY.match(text.removeprefix("\ufeff")) is not None

    def read(self, path: str, text: str) -> Document:
        """Give a document without blocks or markers and with one entry for each of the file's, its key the label."""
        starts = [line.start for line in split_lines(text)]
        file = read_bib(text)
        entries = tuple(_entries(text, file, starts))
        return Document(
            path=path, format=self.name, text=text, entries=entries, notices=tuple(_notices(path, file, text, starts))
        )


def bib_entries(text: str) -> Iterator[ReferenceEntry]:
    """Give the entries of the text of a .bib file, their keys the labels."""
    return _entries(text, read_bib(text), [line.start for line in split_lines(text)])


def _entries(text: str, file: BibFile, starts: list[int]) -> Iterator[ReferenceEntry]:
    """Give the entries of a file that was read; *starts* are where its lines begin."""
    given = given_in(file)
    begins = [starts[min(one.entry.line, len(starts)) - 1] for one in given]
    for one, begin in zip(given, begins, strict=True):
        yield _entry(one, _span(text, begin, begins))


def _notices(path: str, file: BibFile, text: str, starts: list[int]) -> Iterator[Notice]:
    """Say what of a file could not be read."""
    told = f"`citecheck export {path} --check` says what is wrong."
    if not file.entries:
        yield Notice(NO_REFERENCES, f"The file has no entry that can be read. {told}")
    for loss in file.losses[:_MOST_TOLD]:
        named = f" “{loss.key[:80]}”" if loss.key else ""
        begin = starts[min(loss.line, len(starts)) - 1]
        line = Span(begin, begin + len(text[begin : begin + 200].partition("\n")[0]))
        yield Notice("document-notice", f"The entry{named} cannot be read to its end, so it is left out. {told}", line)


def _span(text: str, begin: int, begins: list[int]) -> Span:
    """Give where an entry stands: up to the next one."""
    after = bisect_right(begins, begin)
    end = begins[after] if after < len(begins) else len(text)
    return Span(begin, begin + len(text[begin:end].rstrip()))


def _entry(one: Given, span: Span) -> ReferenceEntry:
    raw, fields, links = record_parts(Record(one.entry.key, one.kind, one.fields, one.texts))
    return ReferenceEntry(one.entry.key, raw, span, links, fields)
