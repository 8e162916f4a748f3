"""Addresses: what a path tells of its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citecheck.pages.addresses import (
    cues,
    is_ancestor,
    is_deep,
    is_error,
    is_home,
    is_login,
    is_search,
    is_seller,
    names_host,
    same_site,
    speaks_of_consent,
    speaks_of_error,
)

ODD = st.text(alphabet="ab.:/\\@?#[]%01 ;é。\t", max_size=30)


@given(st.text(max_size=200) | st.text(max_size=100).map("http://{}".format) | ODD | ODD.map("http://{}".format))
@example("HTTP:0 #")
def test_any_text_is_borne(text: str) -> None:
    """Whatever stands where an address should, nothing is raised."""
    assert isinstance((is_home(text), is_deep(text), is_login(text), is_error(text), is_search(text)), tuple)
    assert isinstance((is_seller(text), speaks_of_error(text), speaks_of_consent(text)), tuple)
    assert isinstance((same_site(text, text), is_ancestor(text, text), names_host(text, "http://a.example/b/c")), tuple)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org/news/2007/story", True),
        ("http://example.org/story.html", True),
        ("http://example.org/12345", True),
        ("http://example.org/show?id=7", True),
        ("http://example.org/blog", False),
        ("http://example.org/index.html", False),
        ("http://example.org/", False),
        ("http://example.org", False),
        ("http://example.org/en/index.php", False),
        ("http://[", False),
    ],
)
def test_which_addresses_are_of_one_page(url: str, expected: bool) -> None:
    """A page is deeper than a section, has an ending or a number, or is asked for by a query."""
    assert expected == is_deep(url)


@pytest.mark.parametrize(
    ("url", "of", "expected"),
    [
        ("http://a.example/404.html", is_error, True),
        ("http://a.example/en/not-found", is_error, True),
        ("http://a.example/error/7", is_error, True),
        ("http://a.example/wiki/Error", is_error, False),
        ("http://a.example/wiki/Error", speaks_of_error, True),
        ("http://a.example/terror", speaks_of_error, False),
        ("http://a.example/search?q=x", is_search, True),
        ("http://a.example/research", is_search, False),
        ("https://www.sedo.com/x", is_seller, True),
        ("https://notsedo.com/x", is_seller, False),
        ("http://a.example/cookie-policy", speaks_of_consent, True),
        ("http://a.example/news", speaks_of_consent, False),
    ],
)
def test_what_a_path_says_of_its_page(url: str, of: Callable[[str], bool], expected: bool) -> None:
    """By whole segments, and for a seller by the host."""
    assert expected == of(url)


@pytest.mark.parametrize(
    ("url", "other", "expected"),
    [
        ("http://a.example/news/", "http://www.a.example/news/2007/x.html", True),
        ("http://a.example/de", "http://a.example/news/2007/x.html", True),
        ("http://a.example/news/", "http://a.example/news/index.php", False),
        ("http://a.example/archive/", "http://a.example/news/x", False),
        ("http://b.example/news/", "http://a.example/news/x", False),
        ("http://a.example/news/?id=3", "http://a.example/news/x", False),
    ],
)
def test_which_pages_are_above(url: str, other: str, expected: bool) -> None:
    """Folders of the same site, and its home in a language; the index of a folder is the folder."""
    assert expected == is_ancestor(url, other)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://market.example/buy/a.example", True),
        ("http://market.example/?d=a.example", True),
        ("http://archive.example/2007/http://a.example/news/x", False),
        ("http://a.example/about/a.example", False),
        ("http://market.example/", False),
    ],
)
def test_who_speaks_of_a_host(url: str, expected: bool) -> None:
    """Another host does, and not of the page: an archive speaks of that."""
    assert expected == names_host(url, "http://www.a.example/news/x")


def test_the_cues_are_words_in_lower_case() -> None:
    """Every word of the table can match, for paths and headers are compared in lower case."""
    assert {"index", "login", "error", "search", "seller", "consent"} == set(cues())
    assert [] == [word for words in cues().values() for word in words if word != word.lower() or not word]
