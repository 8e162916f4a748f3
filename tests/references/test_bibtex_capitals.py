"""Braces stand around the capitals that a title must keep, and around nothing else."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.references.capitals import protected
from citecheck.references.spelling import spelled_title

CASES = tomllib.loads((Path(__file__).parent / "capitals_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_names_and_acronyms_keep_their_capitals(case: dict[str, str]) -> None:
    """Each title of the table is braced as it shows."""
    assert case["braced"].replace("&", r"\&") == spelled_title(case["title"], "biblatex")


def test_titles_that_no_style_makes_small_are_left_alone() -> None:
    """A title that is not English has no braces: styles keep its capitals as they are."""
    assert "Die Sprache der Japaner" == spelled_title("Die Sprache der Japaner", "biblatex", english=False)


@given(st.text(alphabet=st.sampled_from("AbN. -–:&'_{}é北1")) | st.text())
def test_spans_are_in_order_and_apart(title: str) -> None:
    """Whatever the title, its spans follow one another and each holds a letter."""
    spans = protected(title)

    assert list(spans) == sorted(spans)
    assert all(one.end < two.start for one, two in pairwise(spans))
    assert all(any(char.isalpha() for char in span.of(title)) for span in spans)


@pytest.mark.parametrize("piece", ["N Korea ", "A.", "A&", "{", '"', ", ", "1", "\n", "US ", "a"])
def test_long_titles_take_linear_time(piece: str) -> None:
    """A title of 50,000 pieces is braced at once; a step that looked back at all before would not end here."""
    title = "The " + piece * 50_000

    assert len(title.split()) == len(spelled_title(title, "bibtex").split())
