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
from citecheck.model import Document, Field, Link, ReferenceEntry, Span
from citecheck.references.from_bib import Given, given_in

_SUFFIXES: Final = (".bib", ".bibtex", ".biblatex")
_ENTRY: Final = re.compile(r"\s{0,1000}@[A-Za-z]{3,30}\s{0,20}[{(]\s{0,20}[^\s,{}]{1,200}\s{0,20},")
_RESOLVED: Final = ("DOI", "arXiv", "PMID", "PMCID", "JSTOR", "handle")
_TYPE: Final = "type"


class BibListReader:
    """Reads what each entry says; its words are printed in the manner of CS1, as a document would."""

    name = "bibtex"
    title = "BibTeX or biblatex file"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is a .bib file, by the end of its name or by its first entry."""
        return path.casefold().endswith(_SUFFIXES) or _ENTRY.match(text.removeprefix("\ufeff")) is not None

    def read(self, path: str, text: str) -> Document:
        """Give a document without blocks or markers and with one entry for each of the file's, its key the label."""
        starts = [line.start for line in split_lines(text)]
        given = given_in(text)
        begins = [starts[min(one.entry.line, len(starts)) - 1] for one in given]
        entries = tuple(_entry(one, _span(text, begin, begins)) for one, begin in zip(given, begins, strict=True))
        return Document(path=path, format=self.name, text=text, entries=entries)


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
    links = {link.url: link for link in reversed(list(_links(one)))}
    return ReferenceEntry(one.entry.key, line, span, tuple(reversed(links.values())), tuple(fields))


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
