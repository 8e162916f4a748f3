"""Which capture serves a reference, and why each other one does not."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives import Anchor
from citecheck.archives.capture import Capture, moment
from citecheck.archives.choice import SHOWN, choose
from citecheck.model import PartialDate

EMPTY = base64.b32encode(hashlib.sha1(b"", usedforsecurity=False).digest()).decode()
BASE = "https://web.archive.org"
CHOICES = tomllib.loads(Path(__file__).with_name("choices.toml").read_text(encoding="utf-8"))["choice"]


def capture(text: str) -> Capture:
    """Give the capture of a row: `day status`, at noon; `empty` where the body had no bytes."""
    day, status, *empty = text.split()
    at = moment(f"{day}120000")
    assert at is not None
    return Capture(
        f"{day}120000", at, "http://old.example/", None if status == "-" else int(status), EMPTY if empty else ""
    )


def anchored(case: dict[str, Any]) -> Anchor | None:
    """Give the anchor of a case."""
    if "accessed" in case:
        return Anchor(date(case["accessed"]), "accessed")
    return Anchor(date(case["issued"]), "issued") if "issued" in case else None


def date(text: str) -> PartialDate:
    """Give the date that a row writes as `2007`, `2007-03` or `2007-03-16`."""
    year, month, day = (*map(int, text.split("-")), None, None)[:3]
    assert year is not None
    return PartialDate(year, month, day)


@pytest.mark.parametrize("case", CHOICES, ids=lambda case: case["why"])
def test_captures_are_ranked(case: dict[str, Any]) -> None:
    """Good ones by the rule, redirects and errors apart, each rejected one with its reason."""
    choice = choose(map(capture, case["captures"]), anchored(case))
    best = choice.good[0] if choice.good else None
    reasons = [one.rejected for one in choice.candidates(BASE, best, {})]

    def days(captures: tuple[Capture, ...]) -> list[str]:
        return [one.timestamp[:8] for one in captures]

    assert case["order"] == days(choice.good)
    assert (case.get("redirects", []), case.get("bad", [])) == (days(choice.redirects), days(choice.bad))
    assert reasons[:1] == ([""] if best else [])
    assert [] == [
        (expected, reason)
        for expected, reason in zip(case["rejected"], reasons[1:], strict=True)
        if not (reason.startswith(expected) and reason.endswith("."))
    ]


@given(st.permutations([f"200{n}0{n}1{n} {status}" for n, status in enumerate(("200", "200", "-", "301", "404"), 1)]))
def test_the_order_of_the_index_changes_nothing(rows: list[str]) -> None:
    """What is chosen depends on the captures alone."""
    anchor = Anchor(PartialDate(2002, 2), "accessed")

    assert choose(map(capture, sorted(rows)), anchor) == choose(map(capture, rows), anchor)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["20070315 200"], True),
        (["20070316 200"], True),
        (["20070317 200"], False),
        (["20070317 200", "20070315 404"], False),
        ([], False),
    ],
)
def test_the_index_has_told_enough_when_the_best_is_before(rows: list[str], expected: bool) -> None:
    """With an access date only a good one on or before it ends the search; with another date, or none, any does."""
    captures = [capture(row) for row in rows]

    assert expected == choose(captures, Anchor(PartialDate(2007, 3, 16), "accessed")).is_before
    assert bool(rows) == choose(captures, Anchor(PartialDate(2007, 3, 16), "issued")).is_before
    assert bool(rows) == choose(captures, None).is_before


def test_what_is_told_is_bounded_and_begins_with_what_was_tried() -> None:
    """Of many captures the first few are told: the one that was taken, those that were rejected, then by worth."""
    captures = [capture(f"200701{n:02d} 200") for n in range(1, 31)]
    choice = choose(captures, Anchor(PartialDate(2007, 1, 15), "accessed"))
    first, second, third = choice.good[:3]
    told = choice.candidates(BASE, third, {first: "It is broken.", second: "It is gone."})

    assert SHOWN == len(told)
    assert [third.memento(BASE), first.memento(BASE), second.memento(BASE)] == [one.memento for one in told[:3]]
    assert ["", "It is broken.", "It is gone."] == [one.rejected for one in told[:3]]
    assert ("2007-01-13T12:00:00Z", 200) == (told[0].captured_at, told[0].http_status)


def test_without_a_choice_nothing_was_looked_at() -> None:
    """Where no capture was taken, one that was not tried says so."""
    captures = [capture("20070101 200"), capture("20070102 200")]
    choice = choose(captures, None)

    assert ["It is broken.", "It was not looked at."] == [
        one.rejected for one in choice.candidates(BASE, None, {choice.good[0]: "It is broken."})
    ]
