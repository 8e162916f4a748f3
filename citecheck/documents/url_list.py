"""A list of addresses, one a line: the format `urls`, which only `links --urls` and `--from urls` read."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.documents.addresses import role
from citecheck.documents.lines import split_lines
from citecheck.model import Document, Link, Span

_COMMENT = "#"


class UrlListReader:
    """
    Reads one address from each line.

    Empty lines and comments (`#` first) are passed over; every other line is a link, also one that is no address:
    that it cannot be followed is for the check to say, not for the reader to hide.
    """

    name = "urls"
    title = "list of addresses, one a line"

    def recognises(self, path: str, text: str) -> bool:  # noqa: ARG002 - the protocol's signature
        """Tell nothing apart: any text could be such a list, so it must be asked for."""
        return False

    def read(self, path: str, text: str) -> Document:
        """Give a document without blocks, markers or entries, whose links are its lines."""
        return Document(path=path, format=self.name, text=text, links=tuple(_links(text)))


def _links(text: str) -> Iterator[Link]:
    """Give the link of each line that has one."""
    for line in split_lines(text):
        url = line.text.strip()
        if url and not url.startswith(_COMMENT):
            start = line.start + line.text.index(url)
            yield Link(url, role(url), Span(start, start + len(url)))
