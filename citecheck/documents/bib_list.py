"""A .bib file as a list of references, one an entry: the format `bibtex`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from citecheck.documents.addresses import role
from citecheck.documents.cite_printing import printed
from citecheck.documents.cite_template import resolver
from citecheck.documents.lines import split_lines
from citecheck.documents.notices import NO_REFERENCES
from citecheck.model import Document, Field, Link, Notice, ReferenceEntry, Span
from citecheck.references.bib_reading import BibFile, read_bib
from citecheck.references.from_bib import Given, given_in

_ENTRY: Final = re.compile(r"\s{0,1000}@[A-Za-z]{3,30}\s{0,20}[{(]\s{0,20}[^\s,{}]{1,200}\s{0,20},")
_RESOLVED: Final = ("DOI", "arXiv", "PMID", "PMCID", "JSTOR", "handle")
_TYPE: Final = "type"
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
    url = one.fields.get("URL")
    line, spans = printed(one.kind, one.texts, one.fields, url if isinstance(url, str) else "")
    fields = [Field(variable, value, spans.get(variable)) for variable, value in one.fields.items()]
    if one.kind != "document":
        fields.append(Field(_TYPE, one.kind))
    links: dict[str, Link] = {}
    for link in _links(one):
        links.setdefault(link.url, link)
    return ReferenceEntry(one.entry.key, line, span, tuple(links.values()), tuple(fields))


def _links(one: Given) -> Iterator[Link]:
    """Give the addresses that an entry names, and those that its identifiers lead to."""
    for variable in ("URL", "archive-url"):
        url = one.fields.get(variable)
        if isinstance(url, str) and url.casefold().startswith(("http://", "https://")):
            yield Link(url, "archive" if variable == "archive-url" else role(url))
    for variable in _RESOLVED:
        value, pattern = one.fields.get(variable), resolver(variable)
        if isinstance(value, str) and pattern and " " not in value:
            yield Link(pattern.format(value), "identifier")
