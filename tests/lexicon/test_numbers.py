"""Numbers in running text, however they are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.lexicon.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,800 people", [("1,800", 1800.0, "")]),
        ("45% or 12.5 per cent", [("45%", 45.0, "%"), ("12.5 per cent", 12.5, "%")]),
        ("paid $3.5 million", [("$3.5 million", 3_500_000.0, "USD")]),
        ("¥30 billion; 40 euros", [("¥30 billion", 30e9, "JPY"), ("40 euros", 40.0, "EUR")]),
        ("two hundred and five men", [("two hundred and five", 205.0, "")]),
        ("twenty-one ships", [("twenty-one", 21.0, "")]),
        ("three to five", [("three", 3.0, ""), ("five", 5.0, "")]),
        ("two and three", [("two", 2.0, ""), ("three", 3.0, "")]),
        ("one of them; one hundred", [("one hundred", 100.0, "")]),
        ("a dozen eggs", [("a dozen", 12.0, "")]),
        ("5 km, 3 miles", [("5 km", 5.0, "km"), ("3 miles", 3.0, "mi")]),
        ("in 1996, on 5 May 2004, from 1977 to 1983", []),
        ("section 4.2.1, hundreds of people", []),
        ("12,34 is no thousand", []),
        ("1.5.2 and ²", []),
    ],
)  # fmt: skip
def test_numbers_in_running_text(text: str, expected: list[tuple[str, float, str]]) -> None:
    """Each number has its value and unit; years and dates are none, nor is the pronoun `one`."""
    assert expected == [(match.span.of(text), match.value, match.unit) for match in find_numbers(text)]


@given(st.integers(min_value=0, max_value=10**12).filter(lambda n: not 999 < n < 3000))
def test_figures_with_separators(number: int) -> None:
    """A figure is read back, with and without thousands separators."""
    for text in (f"they had {number:,} of it", f"they had {number} of it"):
        assert [float(number)] == [match.value for match in find_numbers(text)]


@given(st.text(max_size=100))
def test_any_text(text: str) -> None:
    """Numbers come in order and apart, whatever the text."""
    found = find_numbers(text)

    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@pytest.mark.parametrize("unit", ["1,", "9", "one ", "$", " ", "two-", "a ", "hundred and "])
def test_long_runs_end(unit: str) -> None:
    """Fifty thousand of anything end."""
    assert len(find_numbers(unit * (50_000 // len(unit)))) <= 50_000
