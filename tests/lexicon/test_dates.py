"""Dates say what is written and nothing more."""

from __future__ import annotations

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.lexicon.dates import LONGEST, find_dates, month_number, parse_date
from citecheck.model import PartialDate

CASES = [
    (text, iso)
    for group in tomllib.loads(Path(__file__).with_name("dates_cases.toml").read_text(encoding="utf-8")).values()
    for text, iso in group.items()
]


@pytest.mark.parametrize(("text", "iso"), CASES)
def test_a_whole_string(text: str, iso: str) -> None:
    """A string that is one date gives it, with as many parts as it has; anything else gives none."""
    found = parse_date(text)

    assert iso == ("" if found is None else found.iso())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In June 2008, and on September 28, 1990, he met", [("June 2008", "2008-06"), ("September 28, 1990", "1990-09-28")]),
        ("They met in 1996. From 1977 to 1983,", [("1996", "1996"), ("1977 to 1983", "1977/1983")]),
        ("between 1977 and 1983", [("1977", "1977"), ("1983", "1983")]),
        ("in the late 1980s and on 13 February 2007", [("late 1980s", "1980~/1989~"), ("13 February 2007", "2007-02-13")]),
        ("during April–June, 1954", [("April–June, 1954", "1954-04/1954-06")]),
        ("the years 1910–45 and 1993-94", [("1910–45", "1910/1945"), ("1993-94", "1993/1994")]),
        ("(2007-02-13)", [("2007-02-13", "2007-02-13")]),
        ("built c. 1900", [("c. 1900", "1900~")]),
        ("2000 people came, 1,500 stayed, $1999 was paid", []),
        ("in 2000 people voted", []),
        ("in 2000 dogs ran", [("2000", "2000")]),
        ("a plane 1500 metres up, model 1998x, version 3.1999", []),
        ("on 30 February 2006 nothing", []),
        ("in 1990–85 it fell", [("1990", "1990")]),
        ("he may 2004", [("2004", "2004")]),
    ],
)  # fmt: skip
def test_dates_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    """Each explicit date is found where it stands; counts, prices and impossible days are none."""
    assert expected == [(match.span.of(text), match.date.iso()) for match in find_dates(text)]


@given(st.dates(min_value=dt.date(1400, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_every_day_in_four_shapes(day: dt.date) -> None:
    """Any day of the calendar is read back from how it is printed, and found in a sentence."""
    month = day.strftime("%B")
    for text in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day}. {month[:3]}. {day.year}",
    ):
        assert [(text, day.isoformat())] == [
            (match.span.of(f"On {text} it"), match.date.iso()) for match in find_dates(f"On {text} it")
        ]
        assert PartialDate(day.year, day.month, day.day) == parse_date(text)


@given(st.text(max_size=LONGEST + 20))
def test_any_text(text: str) -> None:
    """Any text at all ends in dates that exist, in order and apart."""
    found = find_dates(text)

    assert all(match.date.earliest() <= match.date.latest() for match in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@pytest.mark.parametrize("unit", ["1999-", "1", " ", "May 5, ", "May–", "(", "1999 to ", "c. ", "\ue000\ue001", "30 "])
def test_long_runs_end(unit: str) -> None:
    """Fifty thousand of anything end, and give at most one date for each unit."""
    assert len(find_dates(unit * (50_000 // len(unit)))) <= 50_000


def test_months_of_several_languages() -> None:
    """A month's name has its number in any language; other words have none."""
    assert (5, 3, 6, 22, None) == tuple(map(month_number, ("May", "März", "июня", "Summer", "Monday")))
