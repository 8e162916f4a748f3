"""Captures: the times and addresses by which archives name them."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.capture import capture_at, moment, plain, stamp_of

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
    assert at is None or moment(stamp_of(at)) == at


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_none(text: str) -> None:
    """Whatever an index calls a timestamp, it is read without an error."""
    assert moment(text) is None or text.isdigit()


@given(st.dates(min_value=dt.date(1990, 1, 1)))
def test_a_day_is_stamped_as_it_is_read(day: dt.date) -> None:
    """The digits of a day are the beginning of that day."""
    at = dt.datetime.combine(day, dt.time(), dt.UTC)
    assert at == moment(stamp_of(at))


@pytest.mark.parametrize("case", TABLE["plain"], ids=lambda case: case["of"] or "nothing")
def test_a_captured_address_is_one_of_the_web(case: dict[str, Any]) -> None:
    """A usual port goes; what is no address of the web is none."""
    assert case.get("is") == plain(case["of"]), case.get("why")


def test_a_capture_is_played_back_at_its_memento() -> None:
    """A modifier goes behind the time, and only there; the day is that of UTC."""
    uri = "https://arc.example/web/20070309235959/http://old.example/20070309235959/a?b=c#d"
    capture = capture_at(uri)
    assert capture is not None

    assert (uri, uri.replace("9/", "9id_/", 1)) == (capture.playable_at(""), capture.playable_at("id_"))
    assert "http://old.example/20070309235959/a?b=c#d" == capture.original
    assert (dt.date(2007, 3, 9), "2007-03-09T23:59:59Z") == (capture.day, capture.captured_at)


@pytest.mark.parametrize(
    ("uri", "timestamp", "original", "bare"),
    [
        ("https://a.example/web/20070309101522if_/http://b.example:80/", "20070309101522", "http://b.example/", "https://a.example/web/20070309101522/http://b.example/"),
        ("https://a.example/all/20070309101522mp_/http://b.example/?c=d", "20070309101522", "http://b.example/?c=d", "https://a.example/all/20070309101522/http://b.example/?c=d"),
        ("https://perma.example/ABCD-1234", None, None, None),
        ("https://a.example/web/2007/http://b.example/", None, None, None),
        ("", None, None, None),
    ],
)  # fmt: skip
def test_an_address_names_a_capture(uri: str, timestamp: str | None, original: str | None, bare: str | None) -> None:
    """Time and original stand in the address of a memento, whatever is before them; a modifier is left out."""
    found = capture_at(uri)

    assert (timestamp, original, bare) == (
        (found.timestamp, found.original, found.uri) if found is not None else (None, None, None)
    )


def test_what_the_archive_says_of_the_time_counts() -> None:
    """A capture whose address tells no time is of the time that its archive tells."""
    at = dt.datetime(2007, 3, 9, 10, 15, 22, tzinfo=dt.UTC)
    found = capture_at("https://perma.example/ABCD-1234", at)
    assert found is not None

    assert ("20070309101522", at, "https://perma.example/ABCD-1234") == (
        found.timestamp,
        found.at,
        found.playable_at("id_"),
    )
