"""Captures: the times and addresses by which archives name them."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.capture import Capture, moment, plain, stamp

TABLE = tomllib.loads(Path(__file__).with_name("moments.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["moment"], ids=lambda case: case["of"] or "nothing")
def test_a_timestamp_is_a_time(case: dict[str, str]) -> None:
    """Fourteen digits are a time, dirty ones the nearest that the calendar has, all else is none."""
    expected = dt.datetime.fromisoformat(case["is"]) if "is" in case else None

    assert expected == moment(case["of"]), case.get("why")


@given(st.text(alphabet="0123456789", min_size=14, max_size=14))
def test_any_fourteen_digits_are_a_time_or_none(timestamp: str) -> None:
    """No digits make an error; what is read is written the same way when the calendar has it."""
    at = moment(timestamp)

    assert at is None or timestamp[:4] == f"{at.year:04d}"
    assert at is None or moment(stamp(at.date(), f"{at:%H%M%S}")) == at


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_none(text: str) -> None:
    """Whatever an index calls a timestamp, it is read without an error."""
    assert moment(text) is None or text.isdigit()


@given(st.dates(min_value=dt.date(1990, 1, 1)))
def test_a_day_is_stamped_as_it_is_read(day: dt.date) -> None:
    """The digits of a day are the beginning of that day."""
    assert dt.datetime.combine(day, dt.time(), dt.UTC) == moment(stamp(day))


@pytest.mark.parametrize("case", TABLE["plain"], ids=lambda case: case["of"] or "nothing")
def test_a_captured_address_is_one_of_the_web(case: dict[str, Any]) -> None:
    """A usual port goes; what is no address of the web is none."""
    assert case.get("is") == plain(case["of"]), case.get("why")


def test_a_capture_names_its_memento() -> None:
    """Time and address make the address of the memento, with a modifier that of its bytes; the day is that of UTC."""
    at = moment("20070309235959")
    assert at is not None
    capture = Capture("20070309235959", at, "http://old.example/a?b=c#d", 200)

    assert "https://arc.example/web/20070309235959/http://old.example/a?b=c#d" == capture.memento("https://arc.example")
    assert capture.memento("", "id_").startswith("/web/20070309235959id_/http")
    assert (dt.date(2007, 3, 9), "2007-03-09T23:59:59Z") == (capture.day, capture.captured_at)
