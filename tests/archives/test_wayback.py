"""Inquiries of the Wayback Machine over HTTP, end to end, against a stand-in that holds one of everything."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck.archives import Anchor, Services, Terms, Wanted, Wayback, inquire
from citecheck.archives.archive import Ask
from citecheck.archives.cdx import ROWS
from citecheck.archives.wayback import HINT, INDEX
from citecheck.model import PartialDate, Snapshot
from citecheck.web import Exchange, Limits, Session, Settings, WebError
from tests.standin import ARCHIVE, StandInWeb

HERE = Path(__file__)
INQUIRIES = tomllib.loads(HERE.with_name("inquiries.toml").read_text(encoding="utf-8"))["inquiry"]
BASE = "https://web.archive.org"
BUSY = "http://busy.example/"
READ = Anchor(PartialDate(2007, 3, 16), "accessed")


class World:
    """A stand-in web and a session that asks it."""

    def __init__(self, web: StandInWeb, session: Session) -> None:
        self.web = web
        self.session = session

    def find(self, original: str, anchor: Anchor | None = READ, services: Services | None = None) -> Snapshot:
        """Give the snapshot that an inquiry finds; afterwards the log holds what it asked."""
        self.web.log.clear()
        return inquire(Wayback(services or Services()).find(original, Wanted(anchor)), self.session.fetch)


@pytest.fixture
def world() -> Iterator[World]:
    """Give a web whose archive holds one of everything, fresh for each test: some of its answers are used up."""
    with StandInWeb(ARCHIVE, HERE.with_name("holdings.toml")) as web, session_for(web) as session:
        yield World(web, session)


def session_for(web: StandInWeb) -> Session:
    """Give a session that asks a web."""
    return Session(Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=Limits(total=10)))


def anchored(case: dict[str, Any]) -> Anchor | None:
    """Give the anchor of a case."""
    for kind in ("accessed", "issued"):
        if kind in case:
            year, month, day = map(int, case[kind].split("-"))
            return Anchor(PartialDate(year, month, day), "accessed" if kind == "accessed" else "issued")
    return None if case.get("undated") else READ


@pytest.mark.parametrize("case", INQUIRIES, ids=lambda case: case["why"])
def test_an_inquiry_finds_what_is_so(case: dict[str, Any], world: World) -> None:
    """Archived, not archived or unknown: the answer, its reason, what was considered, and how often it was asked."""
    places = {name: f"http://{case[name]}" for name in ("cdx", "availability") if name in case}
    base = f"http://{case['base']}" if "base" in case else BASE
    services = Services(**({"wayback": base} | places))
    found = world.find(case["original"], anchored(case), services)

    assert case["status"] == found.status, found.reason
    assert (case["original"], "wayback") == (found.original, found.archive)
    assert case.get("says", "") in found.reason
    assert found.reason.endswith(".")
    assert (f"{base}/web/{case['memento']}" if "memento" in case else None) == found.memento
    if "playback" in case:
        assert (case["playback"], case.get("drift", found.drift_days)) == (found.playback, found.drift_days)
    if "rejected" in case:
        assert case["rejected"] == [one.rejected for one in found.candidates]
    assert case["asked"] == world.web.log.count()


def test_the_cases_have_every_status() -> None:
    """Each of the three answers has its cases."""
    assert {"archived", "not-archived", "unknown"} == {case["status"] for case in INQUIRIES}


# --- An index with more rows than are asked for at once


def days(first: str, count: int, status: int) -> list[tuple[str, int]]:
    """Give so many captures of a month, all on days of it, the status the same; over thirty come twice a day."""
    return [(f"{first}{n % 28 + 1:02d}", status) for n in range(count)]


def distinct(rows: list[tuple[str, int]]) -> dict[str, Any]:
    """Give captures of one address of which no two have the same second; redirects lead to nowhere."""
    return {
        "capture": [
            {"url": BUSY, "at": f"{day}12{n // 60:02d}{n % 60:02d}", "status": status}
            | ({"to": "http://never.example/"} if status == 302 else {})
            for n, (day, status) in enumerate(rows)
        ]
    }


@pytest.mark.parametrize(
    ("rows", "status", "memento", "asked"),
    [
        # Sixty good ones: the fifty nearest hold the best.
        ([*days("200703", 60, 200)], "archived", "20070316", 2),
        # Sixty errors around the date hide a good one before: it is asked for.
        ([("20050101", 200), *days("200703", 60, 404)], "archived", "20050101", 9),
        # ... a good one before and one after that is nearer: the one before it is.
        ([("20050101", 200), *days("200703", 60, 404), ("20070401", 200)], "archived", "20050101", 9),
        # ... none before, one after.
        ([*days("200703", 60, 404), ("20090101", 200)], "archived", "20090101", 10),
        # ... none at all.
        ([*days("200703", 60, 404)], "not-archived", None, 9),
        # ... only redirects, of which three are looked at, each leading to nowhere.
        ([*days("200703", 60, 302)], "unknown", None, 20),
    ],
)
def test_an_index_with_many_rows_is_asked_again(
    rows: list[tuple[str, int]], status: str, memento: str | None, asked: int
) -> None:
    """More rows than come at once cost a second question and a third, and the rule stays the rule."""
    assert len(rows) > ROWS
    with StandInWeb(distinct(rows)) as web, session_for(web) as session:
        found = World(web, session).find(BUSY)

        assert status == found.status, found.reason
        assert (memento is None) == (found.memento is None)
        assert memento is None or f"/web/{memento}12" in str(found.memento)
        assert asked == web.log.count(), web.log.urls()


def test_an_index_with_many_errors_is_asked_again_without_a_date() -> None:
    """The last fifty rows are errors; the last good one lies before them."""
    rows = [("20050101", 200), *days("200703", 60, 404)]
    with StandInWeb(distinct(rows)) as web, session_for(web) as session:
        found = World(web, session).find(BUSY, None)

    assert ("archived", "2005-01-01") == (found.status, (found.captured_at or "")[:10])
    assert 9 == web.log.count()


def test_a_copy_after_the_reading_is_no_last_word_while_the_index_is_silent() -> None:
    """Where the question for earlier copies fails, a later one is given, and the reason says that not all are known."""
    rows = [*days("200703", 60, 404), ("20070317", 200)]
    table = distinct(rows) | {"wayback": {"throttle": [{"service": "cdx", "requests": 1}]}}
    with StandInWeb(table) as web, session_for(web) as session:
        found = World(web, session).find(BUSY)

    assert "archived" == found.status
    assert found.reason.startswith("Not all copies are known. The archive was asked too often and asks for a pause")


def test_redirects_are_no_last_word_while_the_index_is_silent() -> None:
    """Where the question for good copies fails, redirects that lead nowhere do not mean that there is none."""
    table = distinct(days("200703", 60, 302)) | {"wayback": {"throttle": [{"service": "cdx", "requests": 1}]}}
    with StandInWeb(table) as web, session_for(web) as session:
        found = World(web, session).find(BUSY)

    assert ("unknown", "The archive was asked too often and asks for a pause (429).") == (found.status, found.reason)


# --- The manners of asking


def test_a_question_that_failed_is_asked_once_more_and_a_little_later() -> None:
    """The second time comes with patience, and there is no third."""
    wayback = Wayback(terms=Terms(patience=7.0))
    inquiry = wayback.find("http://old.example/", Wanted(READ))
    questions = [next(inquiry)]
    for _ in range(5):
        questions.append(inquiry.send(questions[-1].told(_failed(questions[-1].ask))))
    asked = [question.ask for question in questions]

    assert [0.0, 7.0] * 3 == [ask.seconds for ask in asked]
    assert [ask.request for ask in asked[::2]] == [ask.request for ask in asked[1::2]]
    assert ["archive.org", INDEX, HINT] == [ask.service for ask in asked[::2]]


def _failed(ask: Ask) -> Exchange:
    """Give the exchange of a request that timed out."""
    return Exchange(ask.request, (), error=WebError("timeout", "Nothing came."))


def test_the_api_that_has_hiccups_is_never_the_witness_of_absence() -> None:
    """It says nothing of a copy that is there: with the index out of order, the answer is unknown."""
    out_of_order = [{"service": name, "requests": 0} for name in ("cdx", "playback")]
    table = {"wayback": {"hiccups": 9, "throttle": out_of_order}}
    with StandInWeb(ARCHIVE, table) as web, session_for(web) as session:
        found = World(web, session).find("http://old.example/page")

    assert "unknown" == found.status


def test_an_archive_that_locks_out_is_unknown() -> None:
    """After too many refusals connections are reset: that is no answer about a page."""
    throttle = [{"service": "playback", "requests": 0, "block-after": 1}]
    with StandInWeb(ARCHIVE, {"wayback": {"throttle": throttle}}) as web, session_for(web) as session:
        found = World(web, session).find("http://old.example/page")

    assert ("unknown", True) == (found.status, found.reason.startswith("The archive was not heard: "))
