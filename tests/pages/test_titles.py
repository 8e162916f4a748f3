"""Whether a page bears a title."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages import Glimpse, bears, read

TITLES = tomllib.loads(Path(__file__).with_name("titles.toml").read_text(encoding="utf-8"))["title"]


@pytest.mark.parametrize("case", TITLES, ids=lambda case: case["why"])
def test_a_page_bears_a_title(case: dict[str, Any]) -> None:
    """Or does not, or nobody can tell."""
    page = read(f"<!doctype html>{case['page']}".encode(), "text/html; charset=utf-8")

    assert case.get("bears") == bears(page, case["title"])


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_page_bears_its_own_title(title: str, own: str) -> None:
    """Whatever else it says; of any text there is an answer."""
    assert bears(Glimpse(title=title, own=own), title) in {True, None}
    assert bears(Glimpse(own=own), title) in {True, False, None}


def test_half_of_the_words_are_enough() -> None:
    """Sites shorten titles, and references leave subtitles out; a long word counts for more than a short one."""
    page = Glimpse(title="one two three")

    assert [True, False] == [bears(page, title) for title in ("one two four si", "one two four five")]
    assert [True, False] == [bears(page, title) for title in ("three a b c d", "three abcdefgh")]


@pytest.mark.parametrize("word", ["x", "x ", "東", "\u0301", "é", "\u0e01"])
def test_long_titles_cost_little(word: str) -> None:
    """The first five hundred code points are looked at."""
    began = time.process_time()
    bears(Glimpse(title="x", own=word * 20_000), word * 100_000)

    assert time.process_time() - began < 2.0
