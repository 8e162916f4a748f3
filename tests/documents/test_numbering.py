"""Which marks are footnote markers, and which list each answers to."""

from __future__ import annotations

import pytest

from citecheck.documents.lines import split_lines
from citecheck.documents.numbered_lists import NumberedList, find_lists
from citecheck.documents.numbering import assign, is_orphan, marks, settle


def listing(count: int) -> NumberedList:
    """Give a list of that many footnotes."""
    text = "".join(f"{n}. ^ words\n" for n in range(1, count + 1))
    return find_lists(split_lines(text), None)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x[1]", [("1", "", 1)]),
        ("x[6][7]", [("6", "", 6), ("7", "", 7)]),
        ("x[a]", [("a", "lower-alpha", 1)]),
        ("x[aa]", [("aa", "lower-alpha", 27)]),
        ("x[iv]", [("iv", "lower-roman", 4)]),
        ("x[B]", [("B", "upper-alpha", 2)]),
        ("x[β]", [("β", "lower-greek", 2)]),
        ("x[note 1]", [("note 1", "note", 1)]),
        ("x[nb\u00a02]", [("nb 2", "nb", 2)]),
        ("x[lower-alpha 3]", [("lower-alpha 3", "lower-alpha", 3)]),
        ("x[註 1]。", [("註 1", "註", 1)]),
        ("x[注1]", [("注1", "注", 1)]),
        ("x[citation needed]", []),
        ("x[sic]", []),
        ("x[2020-01-11]", []),
        ("x[domestic dog]", []),
        ("x[0]", []),
        ("x[B12]", []),
        ("x[150px-Flag]", []),
        ("x[ ]", []),
    ],
)
def test_a_mark_is_a_label_in_brackets(text: str, expected: list[tuple[str, str, int]]) -> None:
    """Labels are numbers, letters, or a word and a number; other words in brackets are no marks."""
    assert expected == [(mark.label, mark.group, mark.number) for mark in marks(text)]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("x[41]:12–17 says", "12–17"),
        ("x[3]:p. 7", "p. 7"),
        ("x[3]:\u200a12\u200a", "12"),
        ("x[3]:xii", "xii"),
        ("x[3]: 12 men", None),
        ("x[3]:if so", None),
        ("x[3].", None),
    ],
)
def test_a_page_stands_right_after_its_marker(text: str, page: str | None) -> None:
    """The template rp puts the page behind a colon without a space; a colon of the sentence has one."""
    assert [page] == [mark.page for mark in marks(text)]


def test_each_class_has_its_list() -> None:
    """Numbers answer to the long list, letters and notes to the others, wherever they stand."""
    found = list(marks("x[a] x[b] x[note 1] " + "".join(f"x[{n}]" for n in range(1, 9))))

    chosen = assign(found, [listing(2), listing(1), listing(8)])

    assert {"lower-alpha": 0, "note": 1, "": 2} == chosen


def test_roman_letters_among_letters_are_letters() -> None:
    """[i] after [h] is the ninth letter, not the first Roman number."""
    found = settle(list(marks("x[a] x[h] x[i] x[v]")))

    assert [1, 8, 9, 22] == [mark.number for mark in found]


@pytest.mark.parametrize(
    ("text", "any_list", "expected"),
    [
        ("x[7]", True, True),
        ("x [7]", True, False),
        ("x[2006]", True, False),
        ("x[a]", True, False),
        ("x[a]", False, True),
    ],
)
def test_a_marker_may_have_lost_its_entry(text: str, any_list: bool, expected: bool) -> None:
    """A number at a word is a marker even when no entry answers; a year or a letter is not."""
    (mark,) = marks(text)

    assert expected == is_orphan(mark, any_list=any_list)
