"""Common Crawl: the indexes nearest to a day are asked; a hit is a witness, and nothing ever means "not archived"."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives import Anchor, Wanted, inquire
from citecheck.archives.common_crawl import CommonCrawl, Crawl, nearest, read_crawl, read_crawls
from citecheck.archives.timemap import Holder
from citecheck.model import PartialDate, Snapshot
from citecheck.web import Limits, Session, Settings
from tests.archives.conftest import made
from tests.standin import StandInWeb

INDEX = "https://index.commoncrawl.org"
PAGE = "http://old.example/page"
READ = Anchor(PartialDate(2020, 6, 15), "accessed")
NONE = json.dumps({"message": f"No Captures found for: {PAGE}"})


def crawl(name: str, first: str, last: str) -> dict[str, str]:
    """Give a crawl as the list of crawls has it."""
    return {"id": name, "cdx-api": f"{INDEX}/{name}-index", "timegate": f"{INDEX}/{name}/", "from": first, "to": last}


CRAWLS = [
    crawl("CC-MAIN-2025-33", "2025-08-02T22:09:07", "2025-08-15T23:42:38"),
    crawl("CC-MAIN-2020-29", "2020-07-02T22:09:07", "2020-07-16T23:42:38"),
    crawl("CC-MAIN-2020-24", "2020-05-25T01:00:00", "2020-06-07T01:00:00"),
    crawl("CC-MAIN-2020-16", "2020-03-28T01:00:00", "2020-04-10T01:00:00"),
    crawl("CC-MAIN-2008-2009", "2008-05-09T05:37:12", "2009-01-09T20:58:29"),
]


def row(at: str, status: str = "200") -> str:
    """Give a row of an index."""
    return json.dumps({"urlkey": "example,old)/page", "timestamp": at, "url": PAGE, "status": status, "digest": at})


def found(indexes: dict[str, Any], anchor: Anchor | None = READ, crawls: Any = CRAWLS) -> tuple[Snapshot, list[str]]:  # noqa: ANN401
    """Give what an inquiry finds where each index gives these rows, or this status, and which were asked."""
    host = "index.commoncrawl.org"
    answers: list[dict[str, Any]] = [
        {"host": host, "path": "/collinfo.json", "body": json.dumps(crawls), "type": "application/json"}
    ]
    for name, rows in indexes.items():
        told = {"status": rows} if isinstance(rows, int) else {"body": "\n".join(rows), "type": "text/x-ndjson"}
        answers.append({"host": host, "path": f"/{name}-index", **told})
    answers.append({"host": host, "status": 404, "body": NONE, "type": "application/json"})
    with StandInWeb({"answer": answers}) as web:
        settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=Limits(total=10))
        with Session(settings) as session:
            snapshot = inquire(CommonCrawl().find(f"{PAGE}#part", Wanted(anchor)), session.fetch)
        asked = [url.removeprefix(f"{INDEX}/").partition("-index")[0] for url in web.log.urls()]
    return snapshot, asked[1:]


def test_a_hit_is_a_witness_and_no_copy_to_link() -> None:
    """The capture has a time and a place in the list of candidates; the snapshot has no address, and says why."""
    snapshot, asked = found({"CC-MAIN-2020-24": [row("20200601120000"), row("20200602120000", "404")]})

    assert ["CC-MAIN-2020-24", "CC-MAIN-2020-29", "CC-MAIN-2020-16"] == asked
    assert ("archived", "unverified", None, "near", -14) == (
        snapshot.status,
        snapshot.playback,
        snapshot.memento,
        snapshot.strength,
        snapshot.drift_days,
    )
    assert "2020-06-01T12:00:00Z" == snapshot.captured_at
    assert snapshot.reason.endswith("Common Crawl keeps it in large files, and there is no copy to link.")
    assert [200, 404] == [one.http_status for one in snapshot.candidates]


@pytest.mark.parametrize(
    ("indexes", "says"),
    [
        ({}, "know no capture: CC-MAIN-2020-24, CC-MAIN-2020-29, CC-MAIN-2020-16. Others may."),
        ({"CC-MAIN-2020-24": [row("20200601120000", "404")]}, "hold no page"),
        ({"CC-MAIN-2020-24": 503}, "503"),
        ({"CC-MAIN-2020-24": 404, "CC-MAIN-2020-29": 404}, "404"),
        ({"CC-MAIN-2020-24": ['{"message": "busy"}']}, "cannot be read"),
    ],
)
def test_no_hit_is_never_an_absence(indexes: dict[str, Any], says: str) -> None:
    """A hundred other crawls were not asked, and some of those that were told nothing."""
    snapshot, _ = found(indexes)

    assert "unknown" == snapshot.status
    assert says in snapshot.reason


def test_a_hit_stands_where_another_index_fails() -> None:
    """The reason says that not all are known."""
    snapshot, _ = found({"CC-MAIN-2020-24": 503, "CC-MAIN-2020-16": [row("20200401120000")]})

    assert "archived" == snapshot.status
    assert snapshot.reason.startswith("Not all captures are known. The archive answered 503.")


@pytest.mark.parametrize(
    "crawls", [[], {}, "page", [7, {"id": 7}], [{**CRAWLS[0], "cdx-api": "https://evil.example/x-index"}]]
)
def test_without_a_list_of_crawls_nothing_is_known(crawls: Any) -> None:  # noqa: ANN401
    """A list of another shape, or one that leads to other hosts, is none."""
    snapshot, asked = found({}, crawls=crawls)

    assert ("unknown", []) == (snapshot.status, asked)


def test_crawls_are_asked_by_how_near_they_were() -> None:
    """The one that was under way comes first, then the next on either side; without a day the newest."""
    days = [dt.date(2020, 1, 1), dt.date(2020, 2, 1), dt.date(2020, 6, 1)]
    crawls = tuple(Crawl(str(day), "", day, day + dt.timedelta(days=14)) for day in days)

    def order(anchor: Anchor | None) -> list[str]:
        return [one.id for one in nearest(crawls, anchor)]

    assert ["2020-02-01", "2020-01-01", "2020-06-01"] == order(Anchor(PartialDate(2020, 2, 10), "accessed"))
    assert ["2020-06-01", "2020-02-01", "2020-01-01"] == order(Anchor(PartialDate(2021), "issued"))
    assert ["2020-06-01", "2020-02-01", "2020-01-01"] == order(None)


def test_the_list_of_crawls_is_asked_once_for_all() -> None:
    """It is the same for every address; the indexes are not."""
    inquiry = CommonCrawl().find(PAGE, Wanted(READ))
    first = next(inquiry)
    second = inquiry.send(
        first.told(made([{"url": f"{INDEX}/collinfo.json", "status": 200, "body": json.dumps(CRAWLS)}]))
    )

    assert (True, False) == (first.ask.shared, second.ask.shared)
    assert {"index.commoncrawl.org"} == {first.ask.service, second.ask.service} == set(CommonCrawl().manners)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists).map(json.dumps).map(str.encode)
)
def test_whatever_comes_is_read_or_told(body: bytes) -> None:
    """Neither the list nor an index that says anything else stops an inquiry."""
    exchange = made([{"url": f"{INDEX}/x", "status": 200, "body": body.decode("latin-1")}])

    assert isinstance(read_crawls(exchange).crawls, tuple)
    assert isinstance(read_crawl(exchange, Holder((INDEX,))).captures, tuple)
