"""Inquiries in archives that speak Memento, end to end over HTTP; and the manners and questions of such an archive."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec
import pytest

from citecheck.archives import Anchor, Wanted, inquire
from citecheck.archives.archive import Terms
from citecheck.archives.known import archive_from
from citecheck.archives.listing import Listed
from citecheck.archives.memento import MementoArchive
from citecheck.archives.playback import Played
from citecheck.archives.timegate import Led, accept_datetime, read_gate
from citecheck.archives.timemap import Holder
from citecheck.model import PartialDate
from citecheck.web import Limits, Session, Settings
from tests.standin import StandInWeb

TABLE = tomllib.loads(Path(__file__).with_name("mementos.toml").read_text(encoding="utf-8"))
CASES = TABLE["inquiry"]
READ = "2010-06-15"


def host_of(archive: str) -> str:
    """Give the host of an archive's first service."""
    row = TABLE["archive"][archive]
    return urlsplit(row.get("timegate") or row["timemap"]).hostname or ""


def moment(at: str) -> str:
    """Give the fourteen digits of a day or a time."""
    return at if len(at) == 14 else f"{at}120000"


def stand_in() -> dict[str, Any]:
    """Give the table of a web in which all is as the inquiries have it."""
    names = {other["host"]: other["name"] for other in TABLE["other"]}
    captures, faults = list(TABLE["capture"]), {name: [] for name in names.values()}  # type: ignore[var-annotated]
    for case in CASES:
        bare = urldefrag(case["original"]).url
        name = names.get(host_of(case["in"]), "plain")
        for one in case["captures"]:
            more: dict[str, Any] = {"archive": name, **one, "url": urljoin(bare, one.get("url", bare))}
            if more.get("status", 200) < 300:
                more.setdefault("page", "article")
            captures.append(more | {"at": moment(one["at"])})
        faults[name] += [{"host": urlsplit(bare).hostname, **one} for one in case.get("faults", ())]
    others = [other | {"fault": faults[other["name"]]} for other in TABLE["other"]]
    return {"capture": captures, "other": others, "answer": TABLE["answer"]}


@pytest.fixture
def web() -> Iterator[StandInWeb]:
    """Give the web of all inquiries, fresh for each test: some of its faults are used up."""
    with StandInWeb(stand_in()) as made:
        yield made


@pytest.fixture
def session(web: StandInWeb) -> Iterator[Session]:
    """Give a session that asks it."""
    settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=Limits(total=10))
    with Session(settings) as made:
        yield made


def anchored(case: Mapping[str, Any]) -> Anchor | None:
    """Give the day for which an inquiry wants a copy."""
    if case.get("undated"):
        return None
    kind = "issued" if "issued" in case else "accessed"
    year, month, day = map(int, case.get(kind, READ).split("-"))
    return Anchor(PartialDate(year, month, day), "issued" if kind == "issued" else "accessed")


def memento(case: Mapping[str, Any]) -> str | None:
    """Give the whole address of the copy that is right."""
    told = case.get("memento")
    if told is None or "://" in told.split(" ")[0]:
        return told
    at, _, url = told.partition(" ")
    return f"{TABLE['archive'][case['in']]['bases'][0]}/{moment(at)}/{url or case['original']}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_an_inquiry_finds_what_is_so(case: dict[str, Any], web: StandInWeb, session: Session) -> None:
    """Archived, not archived or unknown: the copy, what is said of it and why, and how often somebody was asked."""
    archive = archive_from(case["in"], TABLE["archive"][case["in"]])
    found = inquire(archive.find(case["original"], Wanted(anchored(case))), session.fetch)

    assert case["status"] == found.status, found
    assert (case["original"], case["in"]) == (found.original, found.archive)
    assert memento(case) == found.memento, found
    assert case.get("playback", found.playback) == found.playback, found
    assert case.get("drift", found.drift_days) == found.drift_days
    assert case.get("strength", found.strength) == found.strength
    assert case.get("says", "") in found.reason
    assert found.reason.endswith("."), found.reason
    assert case.get("asked", web.log.count()) == web.log.count(), web.log.urls()
    assert found.checked_at is not None


def test_the_cases_have_every_answer_and_every_archive() -> None:
    """Each answer is the truth often enough to be worth guarding, each archive is asked, each address is one case's."""
    counts = Counter(case["status"] for case in CASES)
    addresses = Counter((case["in"], case["original"]) for case in CASES)

    assert {"archived", "not-archived", "unknown"} == set(counts)
    assert min(counts.values()) >= 5
    assert set(TABLE["archive"]) == {case["in"] for case in CASES}
    assert {1} == set(addresses.values())
    assert len(CASES) == len({case["why"] for case in CASES})


def test_whoever_is_never_asked_is_not_asked(web: StandInWeb, session: Session) -> None:
    """Of an aggregator's list, and where a TimeGate leads out of its archive, those who are not asked hear nothing."""
    for name, original in (("aggregator", "http://gathered.test/page"), ("astray-led", "http://astray.test/page")):
        inquire(archive_from(name, TABLE["archive"][name]).find(original, Wanted()), session.fetch)

    hosts = {urlsplit(url).hostname for url in web.log.urls()}
    assert {"aggregator.example", "web.archive.org", "astray.example"} == hosts


# --- Questions and manners


ARCHIVE = MementoArchive(
    "national",
    timegate="https://gate.example/web/",
    timemap="https://list.example/timemap/link/",
    bases=("https://gate.example/web", "https://old.example/web"),
    at_once=3,
    interval=0.5,
)


def test_an_archive_has_a_clock_for_each_host() -> None:
    """All its services on one host share it; other hosts are others'."""
    assert {"gate.example", "list.example", "old.example"} == set(ARCHIVE.manners) == set(ARCHIVE.places)
    assert {(3, 0.5)} == {(one.at_once, one.interval) for one in ARCHIVE.manners.values()}
    assert "gate.example" == ARCHIVE.service("https://gate.example/web/20100610120000/http://a.test/")
    assert "list.example" == ARCHIVE.service("https://list.example/timemap/link/http://a.test/")
    assert None is ARCHIVE.service("http://a.test/")


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (Anchor(PartialDate(2010, 6, 15), "accessed"), "Tue, 15 Jun 2010 23:59:59 GMT"),
        (Anchor(PartialDate(2010, 6), "accessed"), "Wed, 30 Jun 2010 23:59:59 GMT"),
        (Anchor(PartialDate(2010, 6), "issued"), "Tue, 01 Jun 2010 00:00:00 GMT"),
        (None, ""),
    ],
)
def test_the_time_that_is_wanted_is_told_as_http_tells_times(anchor: Anchor | None, expected: str) -> None:
    """The end of the reading, the beginning of the publication; whoever wants the last copy names no time."""
    assert expected == accept_datetime(anchor).get("accept-datetime")


def test_two_questions_are_the_same_only_where_their_answers_are_read_the_same() -> None:
    """What reading goes by is part of a question: the archive, the address, the title, the capture, the day."""
    day, other = Anchor(PartialDate(2010, 6, 15), "accessed"), Anchor(PartialDate(2011), "issued")
    one, two = (ARCHIVE.nearest("http://a.test/", Wanted(day, title)) for title in ("Harbour", "Lighthouse"))
    lists = [ARCHIVE.listed_near("http://a.test/", anchor) for anchor in (day, other)]

    assert one is not None
    assert two is not None
    assert (one.ask, True) == (two.ask, one.by != two.by)
    assert all(one is not None for one in lists)
    assert 2 == len({one.by for one in lists if one is not None})
    assert 1 == len({one.ask for one in lists if one is not None})


def test_a_question_that_failed_is_asked_once_more_and_a_little_later(session: Session) -> None:
    """The second time comes with patience, and there is no third."""
    archive = archive_from("framed", TABLE["archive"]["framed"], Terms(patience=7.0))
    inquiry = archive.find("http://gate-busy-framed.test/page", Wanted())
    seconds = []
    try:
        question = next(inquiry)
        while True:
            seconds.append((question.kind.__name__, question.ask.seconds))
            question = inquiry.send(question.told(session.fetch(question.ask.request)))
    except StopIteration as done:
        assert "unknown" == done.value.status  # noqa: PT017 - the answer of an inquiry

    assert [("Led", 0.0), ("Led", 7.0), ("Listed", 0.0)] == seconds


def test_what_was_read_can_be_written_down(session: Session) -> None:
    """Whatever a question is told comes back from JSON as it was, so that nothing need be asked twice."""
    kinds = set()
    for case in CASES:
        inquiry = archive_from(case["in"], TABLE["archive"][case["in"]]).find(case["original"], Wanted(anchored(case)))
        told = None
        try:
            while True:
                question = inquiry.send(told)
                told = question.told(session.fetch(question.ask.request))
                assert told == msgspec.json.decode(msgspec.json.encode(told), type=question.kind)
                kinds.add(question.kind)
        except StopIteration:
            continue

    assert {Led, Listed, Played} == kinds


HOLDER = Holder(("https://gate.example/web",))


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (302, {"Location": "/web/20100610120000/http://a.test/"}, "20100610120000"),
        (302, {"Location": "https://gate.example/web/20100610120000mp_/http://a.test/"}, "20100610120000"),
        (200, {"Content-Location": "/web/20100610120000mp_/http://a.test/"}, "20100610120000"),
        (
            200,
            {
                "Memento-Datetime": "Thu, 10 Jun 2010 12:00:00 GMT",
                "Link": '<https://gate.example/web/20100610120000/http://a.test/>; rel="first last memento"; '
                'datetime="Thu, 10 Jun 2010 12:00:00 GMT"',
            },
            "20100610120000",
        ),
        # A captured redirect that is given at once leads on; the copy is the one that Content-Location names.
        (
            301,
            {
                "Memento-Datetime": "Thu, 10 Jun 2010 12:00:00 GMT",
                "Content-Location": "/web/20100610120000mp_/http://a.test/",
                "Location": "/web/20100611120000/http://a.test/there",
            },
            "20100610120000",
        ),
        (200, {"Memento-Datetime": "Thu, 10 Jun 2010 12:00:00 GMT"}, "shows a copy, and does not say which"),
        (302, {"Location": "https://gate.example/web/http://a.test/"}, "onward"),
        (302, {"Location": "https://evil.example/web/20100610120000/http://a.test/"}, "to evil.example"),
        (302, {"Location": "javascript:20100610120000/http://a.test/"}, "cannot be read"),
        (302, {}, "cannot be read"),
        (200, {"Link": '<https://evil.example/web/20100610120000/http://a.test/>; rel="memento"'}, "names no copy"),
        (200, {"Link": "<" * 100_000}, "names no copy"),
        (404, {}, "holds no copy"),
        (403, {}, "403"),
        (503, {}, "503"),
    ],
)
def test_a_timegate_is_read(status: int, headers: dict[str, str], expected: str, exchange: Any) -> None:  # noqa: ANN401
    """It names a copy of the archive, sends on within it, says that there is none, or tells nothing."""
    hop = {"url": "https://gate.example/web/http://a.test/", "status": status, "headers": headers}
    led: Led = read_gate(exchange([hop]), HOLDER, "http://a.test/")

    if led.named is not None:
        assert expected == led.named.timestamp
        assert "https://gate.example/web/20100610120000/http://a.test/" == led.named.uri
        assert dt.datetime(2010, 6, 10, 12, tzinfo=dt.UTC) == led.named.at
    else:
        assert expected in (led.reason or ("onward" if led.onward else ""))
        assert ("absent" if status == 404 else "unknown") == led.outcome
        assert bool(led.failure) == (status != 404 and not led.onward)
