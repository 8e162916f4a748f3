"""Addresses that nobody has made, and what follows from what a site gives for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.links.sibling import made_up


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("http://a.example/news/2007/harbour.html", r"http://a\.example/news/2007/[a-z]{14}\.html"),
        ("http://a.example/2011/04/ferry/", r"http://a\.example/2011/04/[a-z]{14}/"),
        ("http://a.example/node/4711", r"http://a\.example/node/19\d{8}"),
        ("http://a.example/show.php?id=88", r"http://a\.example/show\.php\?id=19\d{8}"),
        ("http://a.example/show?a=1&title=x#part", r"http://a\.example/show\?a=1&title=[a-z]{14}"),
        ("http://a.example/x/v1.0-notes-of-the-harbour", r"http://a\.example/x/[a-z]{14}"),
        ("http://a.example/show?88", ""),
        ("http://a.example/news", ""),
        ("http://a.example/", ""),
        ("http://[", ""),
    ],
)
def test_made_up_addresses(url: str, shape: str) -> None:
    """In the same folder, with the same ending, a number for a number; none beside a home page or section."""
    assert re.fullmatch(shape, made_up(url)) is not None


def test_a_folder_has_one() -> None:
    """All its pages are compared with the same, another folder or ending has its own; each run makes the same up."""
    one = made_up("http://a.example/news/1.html")

    assert one == made_up("http://a.example/news/2.html")
    assert one != made_up("http://a.example/olds/1.html").replace("olds", "news")
    assert made_up("http://a.example/x/abc") == made_up("http://a.example/x/def")


@given(st.text(max_size=100).map("http://a.example/x/{}".format))
def test_any_address_is_borne(url: str) -> None:
    """Nothing is raised, and what is made up is another address."""
    assert url != made_up(url)
