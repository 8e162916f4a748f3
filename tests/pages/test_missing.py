"""Pages that say that there is no page."""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.lexicon.words import words
from citecheck.pages import Glimpse, missing, read
from citecheck.pages.cues import kinds, marks_of

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("missing.toml").read_text(encoding="utf-8"))[
    "case"
]
SHORT = "There is little here."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"] or case.get("heading") or "nothing")
def test_what_a_page_says(case: dict[str, Any]) -> None:
    """Sure words count anywhere, unsure ones on a page with little else, none on an article."""
    article = '<meta property="og:type" content="article">' if case.get("article") else ""
    heading = f"<h1>{escape(case['heading'])}</h1>" if "heading" in case else ""
    text = SHORT * (200 if case.get("long") else 1)
    page = f"<title>{escape(case['title'])}</title>{article}<body>{heading}<p>{text}</p>"

    found = missing(read(page.encode(), "text/html; charset=utf-8"))

    assert case["says"] == (found.words if found.is_plain else "")
    assert case.get("doubtful", False) == found.is_doubtful


def test_the_cases_speak_as_many_languages_as_the_words_should() -> None:
    """A dozen languages at least have words of their own in the cases."""
    said = [case["says"] for case in CASES if case["says"]]

    assert 30 <= len(said)
    assert 12 <= sum(any(ord(c) > 127 for c in words_said) for words_said in said)


@given(st.text(max_size=500), st.text(max_size=500))
def test_what_is_said_is_ours(title: str, heading: str) -> None:
    """Whatever a page says, only words of our own lists come back: a page may echo secrets."""
    listed = [cue.casefold() for kind in kinds() for cue in marks_of(kind)]
    known = [*words("page-missing"), *words("page-missing-weak"), *words("error-words"), *listed]
    allowed = {word for phrase in known for word in (phrase, *phrase.split(), phrase.rstrip("*"))} | {"…"}
    said = missing(Glimpse(title, (heading,))).words.split()

    assert set(said) <= allowed | {word.rstrip("*") for word in allowed}
