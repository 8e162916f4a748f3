"""The head of a page, whatever its bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages import Glimpse, Refresh, read

JAPANESE = "ページ"


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (b"<title>A &amp; B\n  C</title>", "text/html", "A & B C"),
        (b"<TITLE lang=en>A</TITLE >", "", "A"),
        (b"<html><head><!-- <title>Not this</title> --><title>A</title>", "text/html", "A"),
        (b"<script>var x = '<title>Not this</title>';</script><title>A</title>", "text/html", "A"),
        (b"<body><svg><title>Icon</title></svg><p>No title", "text/html", ""),
        (b"<title></title><title>Second</title>", "text/html", "Second"),
        (f"<title>{JAPANESE}</title>".encode("shift_jis"), "text/html; charset=Shift_JIS", JAPANESE),
        (f"<meta charset=euc-jp><title>{JAPANESE}</title>".encode("euc-jp"), "text/html", JAPANESE),
        (f"<title>{JAPANESE}</title>".encode(), "text/html", JAPANESE),
        (f"<title>{JAPANESE}</title>".encode("utf-16"), "text/html", JAPANESE),
        (f"<title>{JAPANESE}</title>".encode(), "text/html; charset=rot13", JAPANESE),
        (f"<title>{JAPANESE}</title>".encode(), "text/html; charset=no-such-thing", JAPANESE),
        (b"<title>A</title>", "application/pdf", ""),
        (b"", "text/html", ""),
        (b"\0\0\0", "text/html", ""),
        (b"<title>" + b"x" * 70_000, "text/html", "x" * 300),
    ],
)
def test_titles(body: bytes, content_type: str, title: str) -> None:
    """In the encoding of the header or of the page; not from comments, scripts or pictures."""
    assert title == read(body, content_type).title


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url=/new", Refresh(0, "/new")),
        ("5;URL='/a b'", Refresh(5, "/a b")),
        ('3 , url="http://b.example/?x=1;y=2"', Refresh(3, "http://b.example/?x=1;y=2")),
        ("0;/bare", Refresh(0, "/bare")),
        ("2.5; url=x", Refresh(2, "x")),
        (";url=x", Refresh(0, "x")),
        ("300", None),
        ("300;", None),
        ("soon; url=x", None),
        ("", None),
    ],
)
def test_refreshes(content: str, expected: Refresh | None) -> None:
    """As the HTML standard reads them; one without an address only loads the page again."""
    page = f"<meta http-equiv=Refresh content='{content.replace(chr(39), '&#39;')}'>"

    assert expected == read(page.encode()).refresh


def test_a_refresh_for_browsers_without_scripts_is_none() -> None:
    """The others are not sent on."""
    body = b'<noscript><meta http-equiv="refresh" content="0; url=/no-script"></noscript>'

    assert read(body).refresh is None


def test_only_text_that_is_seen_counts() -> None:
    """Scripts, styles and the head are nothing to read."""
    body = b"<title>abc</title><style>x{}</style><body>one <script>many(words)</script><p>two</p>three"

    assert ("one\ntwo\nthree", len("onetwothree")) == (read(body).own, read(body).own_length)


@pytest.mark.parametrize(
    "body",
    [b"<div>" * 20_000, b"<h1>" * 20_000, b"<meta " * 10_000, b"<title" * 10_000, b"&#x" * 20_000, b"<!--" * 9_000],
)
def test_hostile_pages_are_read(body: bytes) -> None:
    """Deep, broken and endless ones."""
    assert isinstance(read(body, "text/html"), Glimpse)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.text(max_size=60))
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    """Nothing is raised."""
    assert isinstance(read(body, content_type), Glimpse)
    assert isinstance(read(b"<html><title>" + body, f"text/html; charset={content_type}"), Glimpse)
    assert isinstance(read(b"<p>" + body + b"<div>", "text/html"), Glimpse)


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "\x1b", "&#1;", "&#xFFFE;", "\uffff"])
def test_characters_that_no_xml_may_hold_are_read(sign: str) -> None:
    """The page has them, lxml gives them, and does not take them back."""
    found = read(f"<p>a{sign}b<h1>{sign}c</h1>d{sign}".encode(), "text/html")

    assert "a b" == found.own.splitlines()[0]


@pytest.mark.parametrize(
    ("meta", "issued"),
    [
        ('<meta property="article:published_time" content="2007-06-07T10:00:00+02:00">', "2007-06-07"),
        ('<meta name="citation_publication_date" content="2007/06/07">', "2007-06-07"),
        ('<meta name="DC.date.issued" content=" 2007-06-07 ">', "2007-06-07"),
        ('<meta itemprop="datePublished" content="2007-06-07">', "2007-06-07"),
        ('<meta name="dc.date" content="2007"><meta name="citation_date" content="2007-06-07">', "2007-06-07"),
        ('<meta name="dc.date" content="2007-02-31">', ""),
        ('<meta name="dc.date" content="2007-06-071">', ""),
        ('<meta name="dc.date" content="7 June 2007">', ""),
        ('<meta name="article:modified_time" content="2007-06-07">', ""),
        ("", ""),
    ],
)
def test_a_page_says_when_it_was_published(meta: str, issued: str) -> None:
    """The first of its metadata that names a whole day of the calendar; not when it was changed."""
    assert issued == read(f"<title>A</title>{meta}".encode(), "text/html").issued
