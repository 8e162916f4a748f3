"""What MediaWiki's APIs are asked, and that no answer of theirs is taken for more than it says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.gathering.article import Article
from citecheck.gathering.wiki_api import html_address, parse_address, parsed, query_address, titles, told

BASE = "https://en.wikipedia.org/w"


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (Article("en.wikipedia.org", "AC/DC & co"), "action=query&titles=AC%2FDC+%26+co&redirects=1&converttitles=1&"),
        (Article("en.wikipedia.org", "Quay", 5), "action=query&revids=5&prop="),
        (Article("en.wikipedia.org", "", None, 7), "action=query&pageids=7&redirects=1&"),
    ],
)
def test_an_article_is_asked_for_by_title_revision_or_number(article: Article, expected: str) -> None:
    """A title is followed where it leads; a revision is the one that was named."""
    address = query_address(BASE, article)

    assert address.startswith(f"{BASE}/api.php?{expected}")
    assert address.endswith("&format=json&formatversion=2")


def test_html_is_asked_for_by_revision() -> None:
    """So that what is read is what was told of."""
    assert f"{BASE}/rest.php/v1/revision/5/html" == html_address(BASE, 5)
    assert "action=parse&oldid=5&prop=text" in parse_address(BASE, 5)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"query": 3}', b'{"query": {"pages": {"7": {}}}}', b"\xff{}", b"[" * 100_000, b"{}"],
)
def test_what_is_no_answer_is_none(body: bytes) -> None:
    """Maintenance pages, other versions, hostile depth."""
    assert told(body) is None
    assert parsed(body) is None
    assert () == titles(body)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["pages", "title", "missing", "revisions", "revid", "redirects", "interwiki", "search", "info"]), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


@given(ANY, ANY)
def test_any_answer_is_read_or_refused(query: object, error: object) -> None:
    """Whatever a server sends under these keys."""
    body = json.dumps({"query": query, "error": error, "parse": query}).encode()
    said = told(body)

    assert said is None or isinstance(said.redirected, tuple)
    assert parsed(body) is None
    assert isinstance(titles(body), tuple)
