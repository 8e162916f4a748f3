"""Lines, and what was one line before a terminal wrapped it."""

from __future__ import annotations

import pytest

from citecheck.documents.lines import columns, glue, split_lines, wrap_column

WRAPPED = """\
The word duck comes from an old verb that meant to bend down low as if to get
under something, or to dive, because of the way many species in that group feed
by upending; compare the words that neighbouring languages have for the same.
It replaced an older word, possibly to avoid confusion with others that sounded
like it.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_ends_a_line(newline: str) -> None:
    """Lines stand where they are found, whatever ends them."""
    text = newline.join(["a", "", "bc"])

    lines = split_lines(text)

    assert ["a", "", "bc"] == [line.text for line in lines]
    assert ["a", "", "bc"] == [text[line.start : line.end] for line in lines]
    assert lines[1].blank


def test_wrapping_is_seen() -> None:
    """Lines that break off where the next word had no room were wrapped there; whole lines were not."""
    assert 79 == wrap_column(split_lines(WRAPPED))
    assert wrap_column(split_lines(WRAPPED.replace("\n", " "))) is None
    assert wrap_column(split_lines("A short line.\nAnother.\n")) is None


def test_wide_characters_take_two_columns() -> None:
    """Columns are counted as a terminal counts them."""
    assert [3, 4, 1] == [columns("abc"), columns("北京"), columns("e\u0301")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("one", "two", " "),
        ("the well-", "known", ""),
        ("1990 -", "1995", " "),
        ("位于中西", "部。", ""),
        ("the end.^", "[12] Then", ""),
        ("the end.", "[12] Then", ""),
        ("the end", "[sic]", " "),
        ("Retrieved", "2007", " "),
        ("http://a.org/b/", "c.html", ""),
        ("http://a.org/b?x=", "12", ""),
        ("http://a.org/b/", "Retrieved 2007", " "),
        ("(see", ") there", ""),
        ("", "x", " "),
    ],
)
def test_lines_are_joined_as_they_were(before: str, after: str, expected: str) -> None:
    """A space comes back, but not inside a word, an address, between wide characters or before a marker."""
    assert expected == glue(before, after)
