"""Places on pages that fragments name: there, not there, or nobody can tell."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.pages import Anchored, anchored

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("anchors.toml").read_text(encoding="utf-8"))
PAGE = TABLE["page"].encode()
LONG = b"<p>" + b"words " * 200 + b"</p>"


def one(body: bytes, fragment: str = "none", kind: str = "text/html; charset=utf-8", *, whole: bool = True) -> Anchored:
    """Give what is known of one fragment."""
    return anchored(body, kind, [fragment], whole=whole)[fragment]


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["fragment"])
def test_a_fragment_is_looked_for(case: dict[str, str]) -> None:
    """An id, a named anchor, words; as it is spelled or with its escapes undone."""
    found = one(PAGE, case["fragment"])

    assert case["found"] == found.found
    assert case.get("why", "") in found.why


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (b"%PDF-1.7\n...", "application/pdf", "it is a PDF"),
        (b"%PDF-1.7\n...", "text/html", "it is a PDF"),
        (b"plain", "text/plain", "it is no HTML page"),
        (b"", "text/html", "it is no HTML page"),
        (b"<script src=a.js></script><div id=root></div>", "text/html", "scripts make the page"),
        (b"<script src=a.js></script><div id=__next>\n</div>" + LONG, "text/html", "scripts make the page"),
        (b"<script src=a.js></script><main ng-version=17></main>" + LONG, "text/html", "scripts make the page"),
        (b"<script src=a.js></script><react-app></react-app>" + LONG, "text/html", "scripts make the page"),
        (b"<script src=a.js></script><p>Loading</p>", "text/html", "scripts make most of the page"),
    ],
)
def test_of_some_pages_nothing_is_said(body: bytes, kind: str, why: str) -> None:
    """What is no HTML, and what scripts make in a browser: a place that is not there may come."""
    assert Anchored("unverifiable", why) == one(body, kind=kind)
    assert Anchored("unverifiable", why) == one(body, ":~:text=none", kind)


def test_what_is_there_is_there_on_any_page() -> None:
    """Doubt is about what was not found."""
    body = b"<script src=a.js></script><div id=root></div><p id=part>Short"

    assert Anchored("found") == one(body, "part") == one(body, ":~:text=short")
    assert Anchored("found") == one(PAGE, "old-anchor", whole=False)


def test_a_page_that_was_cut_may_go_on() -> None:
    """The rest may have the place."""
    assert Anchored("unverifiable", "it was not read to its end") == one(PAGE, whole=False)


def test_a_page_without_scripts_may_be_short() -> None:
    """Nothing can be added to it."""
    assert Anchored("missing", "the page has no such anchor") == one(b"<title>T</title><p>Short")


def test_letters_are_read_in_the_encoding_of_the_page() -> None:
    """That of the header, or the one that it declares."""
    body = "<meta charset=windows-1252><p id=über>Größe".encode("cp1252")

    assert Anchored("found") == one(body, "%C3%BCber", "text/html") == one(body, ":~:text=Gr%C3%B6%C3%9Fe", "text/html")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60))
def test_whatever_comes_is_judged(body: bytes, fragment: str) -> None:
    """Any bytes, any fragment."""
    for sent in (body, b"<p>" + body, b"\0\0"):
        assert one(sent, fragment, "").found in {"found", "missing", "unverifiable"}


@pytest.mark.parametrize(
    "piece", [b"<div id=app>", b"<a name=a>", b"<p>a b ", b"<script>", b"<b><i>", b"<svg><title>", b"&amp;"]
)
def test_no_page_takes_long(piece: bytes) -> None:
    """Ten times the page, not a hundred times the time; depth costs nothing."""
    took = []
    for size in (5_000, 50_000):
        start = time.process_time()
        one(piece * size, ":~:text=a%20b,c")
        took.append(time.process_time() - start)

    assert took[1] < 60 * max(took[0], 0.002)
