"""After a few refusals nobody asks a service any more, and a replay knows that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from citecheck.gathering.breaker import Breaker
from citecheck.gathering.budget import MOST


def test_the_last_refusal_that_is_borne_opens_it() -> None:
    """Each service for itself, and for the rest of the run."""
    breaker = Breaker()
    for _ in range(MOST - 1):
        breaker.count("index")
    assert not breaker.is_open("index")
    breaker.count("index")

    assert breaker.is_open("index")
    assert not breaker.is_open("playback")
    assert not breaker.was_open("index")


def test_a_replay_refuses_nothing_and_knows_what_was_not_asked() -> None:
    """Whatever the order of a replay, what is recorded is answered; the rest was not asked after so many refusals."""
    breaker = Breaker(recorded={"index": MOST, "playback": MOST - 1})
    for _ in range(9):
        breaker.count("index")

    assert not breaker.is_open("index")
    assert (True, False, False) == tuple(map(breaker.was_open, ("index", "playback", "api")))


def test_no_refusal_is_lost_among_threads() -> None:
    """Thirty-two threads that are refused count thirty-two times."""
    breaker = Breaker()
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(breaker.count, ["index"] * 3200))

    assert {"index": 3200} == dict(breaker._counts)  # noqa: SLF001 - the count has no other window
