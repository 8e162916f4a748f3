"""`read()` finds the reader for some bytes, and any bytes end in a document or a documented error."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents import Reader, read
from citecheck.documents.reference_list import ReferenceListReader
from citecheck.documents.wikipedia_html import WikipediaHtmlReader
from citecheck.documents.wikipedia_text import WikipediaTextReader
from citecheck.errors import NotText, UsageError
from citecheck.model import Document

READERS: Sequence[Reader] = (ReferenceListReader(), WikipediaHtmlReader(), WikipediaTextReader())
NOTE = '<p>Text<sup class="reference"><a href="#cite_note-1">[1]</a></sup></p><ol><li id="cite_note-1">Kim</li></ol>'

# Words that the readers look for, so that random texts reach their inner parts.
BITS = st.sampled_from(
    [
        "1. ^ Kim", "2. ", "\n", "\r\n", "\r", "\n\n", "[1]", "[a]", "[note 1]", "[edit]", "References", "See also", "^", "↑",
        " a b ", "http://a.org/x", " ", "\t", "  ", "•", "\u00a0", "\u200a", "\ud800", "北", "<p>", "</p>", "<li id='cite_note-1'>",
        "</li>", "<ol>", "<table>", "<td>", "<sup class=reference>", "<a href='#cite_note-1'>", "</a>", "</sup>", "<h2>", "&amp;",
        "&#x110000;", "&", "<!--", "<br>", "<style>", "<", '"', "'", "=", "From Wikipedia, the free encyclopedia", "word " * 20,
    ]
)  # fmt: skip


def check(document: Document) -> None:
    """Assert what must hold of every document."""
    text, blocks = document.text, document.blocks
    for block in blocks:
        assert block.text == block.text.strip()
        assert block.text
        assert all(0 <= p.at.start < p.at.end <= len(block.text) for p in block.pieces)
        assert all(0 <= p.span.start <= p.span.end <= len(text) for p in block.pieces)
        assert list(block.pieces) == sorted(block.pieces)
    for entry in document.entries:
        assert entry.raw == " ".join(entry.raw.split()) or "\u200a" in entry.raw
        assert 0 <= entry.span.start <= entry.span.end <= len(text)
        assert all(link.span is None or link.span.end <= len(text) for link in entry.links)
    for marker in document.markers:
        assert 0 <= marker.span.start < marker.span.end <= len(text)
        assert marker.entry is None or document.entries[marker.entry].numbered
        if marker.block is not None:
            assert marker.text == blocks[marker.block].text[marker.at.start : marker.at.end].strip("\u200b ")


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a.html", NOTE.encode(), "wikipedia-html"),
        ("-", f"<html>{NOTE}</html>".encode(), "wikipedia-html"),
        ("a.txt", b"Text.[1]\n\n1. ^ Kim\n", "wikipedia-text"),
        ("-", b"Text.[1]\n\n1. ^ Kim\n", "wikipedia-text"),
        ("README", b"nothing of the kind", "wikipedia-text"),
    ],
)
def test_the_reader_is_found(path: str, data: bytes, expected: str) -> None:
    """Content decides, and where it cannot, the name of the file."""
    assert expected == read(path, data, READERS).format


@pytest.mark.parametrize(
    ("path", "data"),
    [("a.html", b"<html><body><p>No wiki</p></body></html>"), ("a.tex", b"\\documentclass{x}"), ("-", b'{"a": 1}')],
)
def test_what_no_reader_knows_is_refused(path: str, data: bytes) -> None:
    """The message names the formats and the option."""
    with pytest.raises(NotText, match=r"formats: references, wikipedia-html, wikipedia-text.*--from"):
        read(path, data, READERS)


def test_a_format_may_be_named() -> None:
    """A named reader is not asked whether it recognises the text."""
    assert 2 == len(read("a.html", b"Kim.\nLee.\n", READERS, format="references").entries)


def test_a_misspelt_format_is_guessed() -> None:
    """An unknown name is a usage error with the nearest one."""
    with pytest.raises(UsageError, match="Did you mean wikipedia-text"):
        read("a", b"x", READERS, format="wikipedia-txt")


def test_the_file_is_known_again() -> None:
    """The document carries the hash of the bytes, not of the text."""
    data = codecs.BOM_UTF8 + b"Text.[1]\n\n1. ^ Kim\n"

    document = read("a.txt", data, READERS)

    assert hashlib.sha256(data).hexdigest() == document.sha256
    assert "Text.[1]\n\n1. ^ Kim\n" == document.text


def test_notices_of_decoding_and_reading_come_together() -> None:
    """What was said of the encoding comes before what was said of the content."""
    document = read("a.txt", b"caf\xe9 and no more", READERS)

    assert ["document-encoding", "document-no-references", "document-no-markers"] == [n.rule for n in document.notices]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """There is no third way."""
    with contextlib.suppress(NotText):
        check(read("-", data, READERS))


@settings(max_examples=300)
@given(st.lists(BITS, max_size=40).map("".join), st.sampled_from(READERS))
def test_any_text_is_read_by_any_reader(text: str, reader: Reader) -> None:
    """Readers take any text, lone surrogates included, and what they give is consistent."""
    check(reader.read("-", text))


@given(st.lists(BITS, max_size=30).map("".join))
def test_recognising_never_fails(text: str) -> None:
    """Any text can be shown to any reader."""
    assert all(isinstance(reader.recognises("-", text), bool) for reader in READERS)
