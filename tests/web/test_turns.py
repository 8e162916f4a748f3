"""Fetches in turn: each hop of a chain in the turn of its own host."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from citecheck.web import Headers, Limits, Request, Session, Settings
from citecheck.web.hosts import Manners
from citecheck.web.pace import Crew
from citecheck.web.turns import fetch_all, fetch_in_turn, retry_after
from tests.standin import StandInWeb


def test_all_are_fetched_each_in_its_place(settings: Settings) -> None:
    """A list of requests gives an exchange for each, with its place in the list."""
    requests = [Request(f"http://host-{n % 5}.example/page-{n}") for n in range(50)]
    with Session(replace(settings, limits=Limits())) as session, Crew(8, Manners(4, 0)) as crew:
        found = dict(fetch_all(session, requests, crew))

    assert set(range(50)) == set(found)
    assert all(f"/page-{place}".encode() in exchange.body for place, exchange in found.items())


def test_hops_wait_for_the_host_that_they_lead_to(settings: Settings) -> None:
    """Forty links that all redirect to one host ask it no more than twice at once."""
    table = (
        '[[answer]]\nhost = "*.start.example"\ndoes = "redirect"\nto = "http://goal.example/"\n'
        '[[answer]]\nhost = "goal.example"\npage = "article"\nwait = 0.01\n'
    )
    with StandInWeb(table) as web, Session(replace(settings, resolver=web.resolver, limits=Limits())) as session:
        with Crew(16, Manners(2, 0)) as crew:
            futures = [fetch_in_turn(session, Request(f"http://{n}.start.example/"), crew) for n in range(40)]
        assert [200] * 40 == [future.result().status for future in futures]
        assert 2 >= web.log.most_at_once["goal.example"]


def test_a_host_that_asks_for_a_pause_gets_it(settings: Settings) -> None:
    """Retry-After moves the clock of the host for all threads, and of no other host."""
    table = (
        '[[answer]]\nhost = "busy.example"\ntimes = 1\nstatus = 429\nretry-after = "1"\n'
        '[[answer]]\nhost = "*.example"\npage = "article"\n'
    )
    with StandInWeb(table) as web, Session(replace(settings, resolver=web.resolver)) as session:
        with Crew(2, Manners(1, 0)) as crew:
            first = fetch_in_turn(session, Request("http://busy.example/"), crew)
            assert 429 == first.result(10).status
            begun = time.monotonic()
            second = fetch_in_turn(session, Request("http://busy.example/"), crew)
            other = fetch_in_turn(session, Request("http://free.example/"), crew)
            assert [200, 200] == [other.result(10).status, second.result(10).status]
        assert ["busy.example", "free.example", "busy.example"] == [one.host for one in web.log.requests]
        assert time.monotonic() - begun >= 0.9


def test_a_host_that_says_too_often_is_left_alone_unasked(settings: Settings) -> None:
    """429 without a word of how long: others are asked first."""
    table = '[[answer]]\nhost = "busy.example"\nstatus = 429\n[[answer]]\nhost = "*.example"\npage = "article"\n'
    with StandInWeb(table) as web, Session(replace(settings, resolver=web.resolver)) as session:
        with Crew(2, Manners(1, 0)) as crew:
            assert 429 == fetch_in_turn(session, Request("http://busy.example/"), crew).result(10).status
            second = fetch_in_turn(session, Request("http://busy.example/"), crew)
            assert 200 == fetch_in_turn(session, Request("http://free.example/"), crew).result(10).status
            crew.cancel()
        assert second.cancelled()
        assert ["busy.example", "free.example"] == [one.host for one in web.log.requests]


def test_what_cannot_be_asked_waits_for_nobody(settings: Settings) -> None:
    """A thousand lines that are no address, or that lead into a private network, are answered at once."""
    with Session(settings) as session, Crew(1, Manners(1, 3600)) as crew:
        bad = ("javascript:alert(1)", "http://[", "http://10.0.0.7/", "ftp://good.example/")
        found = [fetch_in_turn(session, Request(url), crew) for url in bad for _ in range(250)]

        assert all(future.done() for future in found)
    assert {"invalid-url", "guarded"} == {error.kind for one in found if (error := one.result().error)}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("999999999999999999999", 999999999.0),
        ("Thu, 01 Feb 2024 12:00:30 GMT", 30.0),
        ("Thu, 01 Feb 2024 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        ("²", None),
        ("Thu, 99 Feb 2024 12:00:30 GMT", None),
    ],
)
def test_a_pause_is_read_in_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    """A date counts from the server's own."""
    headers = Headers((("Date", "Thu, 01 Feb 2024 12:00:00 GMT"), ("Retry-After", value)))
    assert seconds == retry_after(headers)
