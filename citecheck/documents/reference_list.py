"""A bare list of references, one on a line: the format `references`, which only `--from references` reads."""

from __future__ import annotations

import re

from citecheck.documents.addresses import addresses, role
from citecheck.model import Document, Link, ReferenceEntry, Span

# A line's own number is followed by more; "1999. Title" and "12.5 million" are no numbers of a list.
_NUMBER = re.compile(r"\s{0,40}(?:\[(?P<bracketed>\d{1,4})\]|(?P<plain>\d{1,3})\.(?=[ \t\u00a0]))[ \t\u00a0]{0,40}")


class ReferenceListReader:
    """Reads one reference from each line, in order, an empty line included."""

    name = "references"
    title = "bare list, one reference a line"

    def recognises(self, path: str, text: str) -> bool:  # noqa: ARG002 - the protocol's signature
        """Tell nothing apart: any text could be such a list, so it must be asked for."""
        return False

    def read(self, path: str, text: str) -> Document:
        """Give a document without blocks or markers and with one entry for each line."""
        lines = text.split("\n")
        if lines[-1] == "":
            lines.pop()
        entries: list[ReferenceEntry] = []
        start = 0
        for number, line in enumerate(lines, start=1):
            entries.append(_entry(line.removesuffix("\r"), start, number))
            start += len(line) + 1
        return Document(path=path, format=self.name, text=text, entries=tuple(entries))


def _entry(line: str, start: int, number: int) -> ReferenceEntry:
    own = _NUMBER.match(line)
    label = (own["bracketed"] or own["plain"]) if own else str(number)
    raw = " ".join(line[own.end() if own else 0 :].split())
    links = tuple(Link(url, role(url), span.shifted(start)) for span, url in addresses(line))
    return ReferenceEntry(label=label, raw=raw, span=Span(start, start + len(line)), links=links)
