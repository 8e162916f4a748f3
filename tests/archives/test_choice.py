"""Which capture serves a reference, and why each other one does not."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives import Anchor
from citecheck.archives.capture import Capture, moment
from citecheck.archives.choice import SHOWN, choose, on_both_sides, strength
from citecheck.model import PartialDate

EMPTY = base64.b32encode(hashlib.sha1(b"", usedforsecurity=False).digest()).decode()
CHOICES = tomllib.loads(Path(__file__).with_name("choices.toml").read_text(encoding="utf-8"))["choice"]


def capture(text: str) -> Capture:
    """Give the capture of a row: `day status`, at noon; `empty` where the body had no bytes."""
    day, status, *empty = text.split()
    at = moment(f"{day}120000")
    assert at is not None
    uri = f"https://web.archive.org/web/{day}120000/http://old.example/"
    told = None if status == "-" else int(status)
    return Capture(f"{day}120000", at, "http://old.example/", told, EMPTY if empty else "", uri=uri)


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
    reasons = [one.rejected for one in choice.candidates(best, {})]

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
    told = choice.candidates(third, {first: "It is broken.", second: "It is gone."})

    assert SHOWN == len(told)
    assert [third.uri, first.uri, second.uri] == [one.memento for one in told[:3]]
    assert ["", "It is broken.", "It is gone."] == [one.rejected for one in told[:3]]
    assert ("2007-01-13T12:00:00Z", 200) == (told[0].captured_at, told[0].http_status)


def test_without_a_choice_nothing_was_looked_at() -> None:
    """Where no capture was taken, one that was not tried says so."""
    captures = [capture("20070101 200"), capture("20070102 200")]
    choice = choose(captures, None)

    assert ["It is broken.", "It was not looked at."] == [
        one.rejected for one in choice.candidates(None, {choice.good[0]: "It is broken."})
    ]


# --- What the chosen one says


@pytest.mark.parametrize(
    ("anchor", "taken", "same", "expected"),
    [
        ("2007-03-16", "20070316 200", False, "exact"),
        ("2007-03", "20070302 200", False, "exact"),
        ("2007-03-16", "20070315 200", False, "near"),
        ("2007-03-16", "20070406 200", False, "near"),
        ("2007-03-16", "20070407 200", False, "weak"),
        ("2007-03-16", "20060101 200", False, "weak"),
        ("2007-03-16", "20060101 200", True, "exact"),
        (None, "20060101 200", True, None),
    ],
)
def test_a_capture_is_worth_what_lies_between(anchor: str | None, taken: str, same: bool, expected: str | None) -> None:
    """Exact on the day or with the same words on both sides of it, near within the limit, weak beyond."""
    day = None if anchor is None else Anchor(date(anchor), "accessed")

    assert expected == strength(day, capture(taken), 21, same=same)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (["20070401 A"], True),
        (["20070401 B"], False),
        (["20070201 A"], False),
        (["20070201 B", "20080101 A"], True),
        ([], False),
    ],
)
def test_the_same_words_on_both_sides(others: list[str], expected: bool) -> None:
    """What was captured before the day and after it with one digest stood there on the day."""
    taken = replace(capture("20070301 200"), digest="A")
    beside = [replace(capture(f"{one.split()[0]} 200"), digest=one.split()[1]) for one in others]
    anchor = Anchor(PartialDate(2007, 3, 16), "accessed")

    assert expected == on_both_sides([taken, *beside], taken, anchor)
    assert not on_both_sides([taken, *beside], replace(taken, digest=""), anchor)
    assert not on_both_sides([taken, *beside], taken, None)


def test_words_of_a_404_are_no_page() -> None:
    """An address that answered the very same with 200 and with 404 gave no page either time."""
    gone = replace(capture("20070301 404"), digest="A")
    soft, page = replace(capture("20070310 200"), digest="A"), replace(capture("20070101 200"), digest="B")
    choice = choose([gone, soft, page], Anchor(PartialDate(2007, 3, 16), "accessed"))

    assert ((page,), {gone, soft}) == (choice.good, set(choice.bad))
    assert "The address answered the very same when it said that there is no such page." in [
        one.rejected for one in choice.candidates(page, {})
    ]
