"""What a page was sent as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages.sent import decoded, is_html

TEXT = "Страница"


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("", True),
        ("text/html", True),
        ("TEXT/HTML ; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("text/html, text/html; charset=utf-8", True),
        ("text/plain, text/html", True),
        ("text/html, text/plain", False),
        ("html", True),
        ("*/*", True),
        ("unknown/unknown", True),
        ("text/plain", False),
        ("image/png", False),
        ("application/pdf", False),
    ],
)
def test_html_is_what_says_so_or_says_nothing(content_type: str, expected: bool) -> None:
    """Of several types the last counts; one that is none is no type."""
    assert expected == is_html(content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (TEXT.encode(), "text/html", TEXT),
        (TEXT.encode("cp1251"), "text/html; charset=windows-1251", TEXT),
        (b"<meta charset=windows-1251>" + TEXT.encode("cp1251"), "", "<meta charset=windows-1251>" + TEXT),
        (TEXT.encode("utf-8-sig"), "text/html; charset=iso-8859-1", TEXT),
        (TEXT.encode("utf-16"), "text/html; charset=iso-8859-1", TEXT),
        (TEXT.encode("utf-16-le"), "text/html; charset=utf-16", TEXT),
        (TEXT.encode("utf-16-be"), "text/html; charset=UTF-16BE", TEXT),
        (b"<meta charset=utf-16>plain", "text/html", "<meta charset=utf-16>plain"),
        (b"+AFA-", "text/html; charset=utf-7", "+AFA-"),
        (b"a-b", "text/html; charset=punycode", "a-b"),
        (b"\\u0041", "text/html; charset=unicode_escape", "\\u0041"),
        (b"a", "text/html; charset=idna", "a"),
        (b"a", "text/html; charset=undefined", "a"),
        (b"a", "text/html; charset=rot13", "a"),
        (b"a\0b", "text/html; charset=harbour-1", "ab"),
    ],
)
def test_text_is_read_in_the_encoding_that_browsers_take(body: bytes, content_type: str, expected: str) -> None:
    """A mark beats the header, the header the page; what no browser knows counts as nothing."""
    assert expected == decoded(body, content_type)


@given(st.binary(max_size=100), st.text(max_size=20))
def test_any_page_has_a_text(body: bytes, label: str) -> None:
    """Whatever it says of itself."""
    assert "\0" not in decoded(body, f"text/html; charset={label}")
