"""Numbered lists in plain text: frames, wrapped items, restarts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from citecheck.documents.lines import split_lines, wrap_column
from citecheck.documents.numbered_lists import NumberedList, find_lists, frame, starts_item

FRAMES = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))["frame"]


def lists(text: str) -> tuple[NumberedList, ...]:
    """Give the lists of a text as the reader finds them."""
    lines = split_lines(text)
    return find_lists(lines, wrap_column(lines))


@pytest.mark.parametrize("case", FRAMES, ids=lambda case: case["line"])
def test_a_frame_is_told_from_the_words(case: dict[str, str | bool]) -> None:
    """Carets and backlinks in every known shape are no words of the reference, and its words are no backlinks."""
    line = str(case["line"])

    words, framed = frame(line, line.index(".") + 1)

    assert (case["words"], case["framed"]) == (line[words:], framed)


def test_a_list_is_its_numbers_in_order() -> None:
    """Items follow each other; a year that begins a wrapped line is no item."""
    text = "1. ^ Carr, in the year\n   2007. Press.\n2. ^ Wood.\n3. Without a link back.\n"

    (found,) = lists(text)

    assert [(1, 0, 1), (2, 2, 2), (3, 3, 3)] == [(item.number, item.first, item.last) for item in found.items]


def test_a_year_below_the_numbers_is_no_item() -> None:
    """A wrapped line that is a year alone belongs to the item above it, right-aligned numbers or not."""
    text = " 8. ^ Carr. Retrieved May\n    2016.\n 9. ^ Wood.\n10. ^ Hill.\n"

    (found,) = lists(text)

    assert [8, 9, 10] == [item.number for item in found.items]


def test_a_list_that_begins_anew_is_another_list() -> None:
    """Numbering restarts at 1 with each list."""
    text = "Notes\n\n1. ^ A note.\n2. ^ More.\n\nReferences\n\n1. ^ Carr.\n"

    assert [[1, 2], [1]] == [[item.number for item in one.items] for one in lists(text)]


def test_a_paragraph_inside_an_item_belongs_to_it() -> None:
    """Blank lines inside an item do not end the list when its numbers go on."""
    text = " 1. ^ Carr says:\n\n    • one thing\n    • another\n\n 2. ^ Wood.\n\n    Not part of it.\n"

    (found,) = lists(text)

    assert [(0, 3), (5, 5)] == [(item.first, item.last) for item in found.items]


def test_missing_numbers_are_bridged() -> None:
    """Copies that drop empty items still give one list."""
    (found,) = lists("1. Carr\n2. Wood\n5. Hill\n")

    assert frozenset({1, 2, 5}) == found.numbers


def test_prose_is_no_list() -> None:
    """A sentence that begins with a number starts nothing."""
    assert () == lists("1984. A year.\n\nIn 12. the text goes on.\n")


@pytest.mark.parametrize(("line", "expected"), [("  12. Text", True), ("12.5 million", False), ("a. Text", False)])
def test_an_item_starts_with_number_and_stop(line: str, expected: bool) -> None:
    """A number counts as an item's only with a full stop and a blank after it."""
    assert expected == starts_item(line)
