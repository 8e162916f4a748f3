"""Markers in the text of a PDF: each number of a group leads to its reference, and what only looks like one does not."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from citecheck.documents.pdf_flow import Flow, Part
from citecheck.documents.pdf_markers import Lists, counts, find, way
from citecheck.documents.pdf_sheets import Area

CASES = tomllib.loads(Path(__file__).with_name("pdf_markers.toml").read_text(encoding="utf-8"))["case"]
LABELS = {str(n): ("item", 0, n) for n in range(1, 10)}


def flow(text: str, areas: dict[str, Area] | None = None) -> Flow:
    """Give a text in which what stands between two ^ is raised, and what is a key of *areas* is under that link."""
    parts: list[Part] = []
    said = ""
    for raised, run in zip(count(), text.split("^"), strict=False):
        for n, piece in enumerate(run.split("|")):
            area = (areas or {}).get(piece)
            parts.append(
                Part(len(said), len(said) + len(piece), raised % 2 == 1, area if n % 2 else None, 1, italic=False)
            )
            said += piece
    return Flow(said, [part for part in parts if part.end > part.start])


def lists(linked: dict[str, tuple[str, int, int]] | None = None) -> Lists:
    """Give what markers may name: nine items, and what links lead to by their names."""

    def leads_to(part: Part, said: str) -> tuple[str, int, int] | None:
        return (linked or {}).get(part.area.name) if part.area and said else None

    return Lists(LABELS, leads_to, Mock(return_value=None))


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_markers_of_a_text(case: dict[str, Any]) -> None:
    """As the table has them."""
    one = flow(case["text"])
    found = find(one, lists(), case["how"] or None)
    seen = [
        f"{one.text[each.start : each.end]}={each.label}"
        + (f"@{each.page}" if each.page else "")
        + ("" if each.key in LABELS.values() else "?")
        for each in found
    ]

    assert case["found"] == seen


LINKED = [
    ("(|Berg, 1927|).", ["(Berg, 1927)"]),
    ("As |Berg et al.| (|1927|) showed.", ["(1927)"]),
    ("It shone (Berg, |1927|; Falk, |1952|).", ["(Berg, 1927", "Falk, 1952)"]),
    ("It shone (see |Berg| |1927|).", ["Berg 1927"]),
]
"""Texts with what is under links between |, and the markers in them."""


@pytest.mark.parametrize(("text", "seen"), LINKED)
def test_linked_words_are_markers(text: str, seen: list[str]) -> None:
    """Words that the document links with an item of its list are a marker; a name that its sentence needs is none."""
    names = {"Berg, 1927": "a", "Berg et al.": "a", "1927": "a", "1952": "b", "Berg": "a"}
    areas = {words: Area(0, 0, 0, 0, "", 1, 0, 0, name) for words, name in names.items()}
    one = flow(text, areas)
    found = find(one, lists({"a": ("item", 0, 1), "b": ("item", 0, 2)}), None)

    assert seen == [one.text[each.start : each.end] for each in found]


def test_the_way_of_citing_is_the_one_that_names_most() -> None:
    """Numbers in brackets that name three references outweigh an exponent that looks like one."""
    texts = [flow("It moved [1, 2] and stood [3] over the sea^4^ (5).")]

    assert "[" == way([counts(one, LABELS) for one in texts])
    assert way([counts(flow("It moved."), LABELS)]) is None
