"""Playback: what carries a date is the captured answer, what carries none is the archive speaking."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from citecheck.archives.capture import moment
from citecheck.archives.playback import Outcome, read_playback
from citecheck.web import Exchange

BASE = "https://web.archive.org"
PLAYED = tomllib.loads(Path(__file__).with_name("playback.toml").read_text(encoding="utf-8"))["played"]


@pytest.mark.parametrize("case", PLAYED, ids=lambda case: case["why"])
def test_an_attempt_has_an_outcome(case: dict[str, Any], exchange: Callable[..., Exchange]) -> None:
    """Each thing that playback answers means one thing, and what is not verified says why in a sentence."""
    more = {name: case[name] for name in ("error",) if name in case}
    body = None if any("body" in hop for hop in case.get("hops", ())) else b"<h1>Page</h1><p>It says something.</p>"
    attempt = exchange(case.get("hops", ()), body=body, **more)
    played = read_playback(
        attempt,
        BASE,
        case.get("original", "http://old.example/page"),
        moment(case.get("wanted", "")),
        case.get("title", ""),
    )
    found = played.shown
    said = None if found is None else f"{found.timestamp} {found.status} {found.original}"

    assert (case["outcome"], case.get("found")) == (played.outcome, said)
    assert case.get("says", "") in played.reason
    assert (played.outcome == "verified") == (played.reason == "")


def test_the_cases_have_every_outcome() -> None:
    """There is a case for each."""
    assert set(get_args(Outcome)) == {case["outcome"] for case in PLAYED}


@pytest.mark.parametrize(("second", "outcome"), [("10:15:22", "verified"), ("10:15:23", "broken")])
def test_a_day_apart_is_the_same_capture(second: str, outcome: str, exchange: Callable[..., Exchange]) -> None:
    """Twenty-four hours stand for one capture; a second more is another."""
    hop = {
        "url": f"{BASE}/web/20070309101522id_/http://old.example/",
        "status": 200,
        "headers": {"Memento-Datetime": f"Sat, 10 Mar 2007 {second} GMT"},
    }

    assert (
        outcome
        == read_playback(
            exchange([hop], body=b"<p>It says something.</p>"), BASE, "http://old.example/", moment("20070309101522")
        ).outcome
    )


def test_a_long_address_is_read_to_a_bound(exchange: Callable[..., Exchange]) -> None:
    """However long the address is at which a capture was shown, its name is bounded."""
    hop = {
        "url": f"{BASE}/web/20070309101522id_/http://old.example/{'x' * 100_000}",
        "status": 200,
        "headers": {"Memento-Datetime": "Fri, 09 Mar 2007 10:15:22 GMT"},
    }
    found = read_playback(exchange([hop], body=b"<p>It says something.</p>"), BASE, "http://old.example/").shown

    assert found is not None
    assert 8192 == len(found.original)
