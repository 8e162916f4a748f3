"""A list of addresses: each line a link, whatever stands on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.url_list import UrlListReader
from citecheck.model import Link, Span

READER = UrlListReader()


def test_each_line_is_a_link_with_its_place() -> None:
    """Spaces around an address are not of it; a line that is no address is a link all the same."""
    text = "http://a.example/x\n  https://b.example/ \n\nnot an address\n"
    document = READER.read("list.txt", text)

    assert ("urls", text, (), ()) == (document.format, document.text, document.entries, document.blocks)
    assert ["http://a.example/x", "https://b.example/", "not an address"] == [link.url for link in document.links]
    assert [1, 2, 4] == [document.line(link.span.start) for link in document.links if link.span]


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "   # indented\r\n\t\n"])
def test_empty_lines_and_comments_are_no_links(text: str) -> None:
    """They are for people."""
    assert () == READER.read("-", text).links


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like(newline: str) -> None:
    """And a vertical tab or a line separator of Unicode ends none."""
    text = newline.join(("http://a.example/", "http://b.example/\u2028x", "http://c.example/\x0by"))

    assert ["http://a.example/", "http://b.example/\u2028x", "http://c.example/\x0by"] == [
        link.url for link in READER.read("-", text).links
    ]


def test_copies_and_identifiers_are_told_apart() -> None:
    """As in every other document: an archive is not asked for a copy of a copy."""
    text = "https://web.archive.org/web/2007/http://a.example/\nhttps://doi.org/10.1000/182\nhttp://a.example/"

    assert ("archive", "identifier", "original") == tuple(link.role for link in READER.read("-", text).links)


def test_it_must_be_asked_for() -> None:
    """Any text could be such a list."""
    assert not READER.recognises("urls.txt", "http://a.example/\n")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Each link stands where its span says."""
    for link in READER.read("-", text).links:
        assert isinstance(link, Link)
        assert isinstance(link.span, Span)
        assert link.url == link.span.of(text) == link.url.strip()
