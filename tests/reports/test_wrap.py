"""Lines fit their width in a terminal's columns, and lose nothing but white space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.reports.wrap import columns, wrap


@given(st.text(), st.integers(4, 100))
def test_lines_fit(text: str, width: int) -> None:
    """No line has more columns than the width, and the characters between the spaces are all there, in order."""
    lines = wrap(text, width)

    assert all(columns(line) <= width for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split())


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (("",), ""),
        (("one two", "three"), "one two three"),
        (("abcdefgh", "ijk"), "abcdefghijk"),
        (("日本語学", "会"), "日本語学会"),
        (("e\u0301" * 8, "x"), "e\u0301" * 8 + " x"),
    ],
)
def test_lines_of_eight_columns(expected: tuple[str, ...], text: str) -> None:
    """Words are kept whole where they fit; wide characters count twice, combining ones not at all."""
    assert expected == wrap(text, 8)
