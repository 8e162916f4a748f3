"""Addresses: which spellings are one request."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citecheck.links.address import asked_as, normalised


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.ORG:80/a#part", "http://example.org/a"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/a?b=c#d", "https://example.org:8443/a?b=c"),
        (" http://www.example.org/a/ ", "http://www.example.org/a/"),
        ("http://someone@Example.org/", "http://someone@example.org/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("http://example.org/%7Ea", "http://example.org/%7Ea"),
        ("http://[::1", "http://[::1"),
        ("http://example.org:99999/", "http://example.org:99999/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("", ""),
        ("http://example.org\\a", "http://example.org/a"),
        ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
        ("http://example.org/a/../b?c=%", "http://example.org/b?c=%"),
    ],
)
def test_equal_addresses_are_asked_once(url: str, expected: str) -> None:
    """Letter case of the host, a usual port, a fragment and an empty path make no other request."""
    assert expected == asked_as(url)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example", "HTTP://A.example:80/", True),
        ("http://a.example/x#p", "http://A.example/x#p", True),
        ("http://a.example/x#p", "http://a.example/x#q", False),
        ("http://a.example/x#p", "http://a.example/x", False),
        ("http://a.example/x#", "http://a.example/x", True),
        ("http://a.example/x", "http://a.example/x/", False),
    ],
)
def test_which_links_are_the_same(one: str, other: str, same: bool) -> None:
    """Those that ask for the same and point to the same part of it."""
    assert same == (normalised(one) == normalised(other))


ODD = st.text(alphabet="ab.:/\\@?#[]%01 ;é。\t", max_size=30)


@given(st.text(max_size=200) | st.text(max_size=100).map("http://{}".format) | ODD | ODD.map("http://{}".format))
@example("HTTP:0 #")
def test_any_text_is_borne(text: str) -> None:
    """Whatever stands where an address should, nothing is raised, and asking twice asks the same."""
    assert asked_as(text) == asked_as(asked_as(text))
    assert normalised(text) == normalised(normalised(text))
