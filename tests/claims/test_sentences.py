"""Sentences end where a reader would end them, and take their markers with them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.claims.runs import find_runs
from citecheck.claims.sentences import WINDOW, Sentence, split
from citecheck.model import Document, Marker, Span

CASES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))["case"]


def sentences_of(document: Document, *, prose: bool = True) -> tuple[Sentence, ...]:
    """Give the sentences of a document of one block."""
    text = document.blocks[0].text
    return split(text, find_runs(text, document.markers), document.language, prose=prose)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_sentences_of_the_table(case: dict[str, Any], make_document: Callable[..., Document]) -> None:
    """Each text of the table falls into its sentences."""
    document = make_document(case["text"], language=case.get("language", "en"))

    shown = [document.text[sentence.start : sentence.end] for sentence in sentences_of(document)]

    assert case["expected"].split("/") == shown


def test_the_words_are_without_markers(make_document: Callable[..., Document]) -> None:
    """What a sentence says is its words, wherever its markers stand."""
    document = make_document("The Treaty[4] of  1951,[5] they say, failed.[6][7]")

    assert ("The Treaty of 1951, they say, failed.",) == tuple(s.text for s in sentences_of(document))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks had failed at last[1] However, they went on.", [True, False]),
        ("The talks had failed at last.[1] However, they went on.", [False, False]),
        ("They went on. The talks had failed at last[1]", [False, True]),
        ("They had then agreed on the following:[1]", [False]),
        ("Minutes of the talks[1]", [False]),
        ("The talks had failed at last", [False]),
        ("They said it was “over at last.”[1] However, it went on.", [False, False]),
        ("They said it was “over at last”[1] However, it went on.", [True, False]),
        ("The roots of it can then be expressed as[1]", [False]),
        ("—Anna Berger, The Long Way Home[1]", [False]),
    ],
)
def test_a_missing_full_stop_is_noticed(
    text: str, expected: list[bool], make_document: Callable[..., Document]
) -> None:
    """A sentence that ends at its marker without a stop says so; a label or a lead-in needs none."""
    assert expected == [sentence.missing_stop for sentence in sentences_of(make_document(text))]


def test_a_caption_needs_no_full_stop(make_document: Callable[..., Document]) -> None:
    """Outside of paragraphs nothing is missing."""
    document = make_document("The envoys of both states after the talks[1]")

    assert [False] == [sentence.missing_stop for sentence in sentences_of(document, prose=False)]


def test_long_text_is_split_as_short_text_is(make_document: Callable[..., Document]) -> None:
    """The window that the splitter works in leaves no trace."""
    document = make_document("Dr. Smith came in Jan. 2005 to the talks. He left them. " * 100)

    shown = [sentence.text for sentence in sentences_of(document)]

    assert ["Dr. Smith came in Jan. 2005 to the talks.", "He left them."] * 100 == shown
    assert len(document.text) > 5 * WINDOW


@given(st.text(max_size=200), st.lists(st.integers(0, 200), max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_text_is_lost_or_told_twice(text: str, places: list[int]) -> None:
    """Any text, with markers anywhere, falls into sentences in order, with every letter in exactly one."""
    markers = [
        Marker("[1]", "1", 0, Span(at, at + 3), 0, Span(at, at + 3))
        for at in dict.fromkeys(place // 4 * 4 for place in places)
        if at + 3 <= len(text)
    ]
    sentences = split(text, find_runs(text, markers), "en", prose=True)

    masked = "".join(c for i, c in enumerate(text) if not any(m.at.start <= i < m.at.end for m in markers))
    assert [c for c in masked if c.isalnum()] == [c for s in sentences for c in s.text if c.isalnum()]
    assert all(one.end <= other.start for one, other in pairwise(sentences))


@pytest.mark.parametrize("unit", ["[", '"', "'", "(", ",", " ", "\n", "1", ".", "文。", "“a. ", "Dr. ", "a.) ", "]"])
def test_hostile_text_ends_in_time(unit: str) -> None:
    """Fifty thousand of anything are split without running away; the splitter alone would be quadratic."""
    text = unit * (50_000 // len(unit))

    sentences = split(text, (), "en", prose=True)

    assert sum(c.isalnum() for c in text) == sum(c.isalnum() for s in sentences for c in s.text)
