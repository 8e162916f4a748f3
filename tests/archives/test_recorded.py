"""Every answer of a real archive that was recorded is read for what it is; the recordings are not part of the project."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from citecheck.archives import Anchor, Wanted, Wayback, inquire
from citecheck.archives.availability import read_hint
from citecheck.archives.capture import moment
from citecheck.archives.cdx import NotAnIndexError, read_rows
from citecheck.archives.failure import EXCLUDED, failure
from citecheck.archives.playback import Played, read_playback
from citecheck.model import PartialDate
from citecheck.web import Exchange, Headers, Request, Session
from citecheck.web.adapter import Replay
from citecheck.web.cassette import read_cassette
from citecheck.web.exchange import Hop

BASE = "https://web.archive.org"
INDEX = f"{BASE}/cdx/search/cdx"
Find = Callable[[str], Path]

EDGI = "edgi-wayback"
PLAYED = {
    # Each recorded chain by the address that was asked first: the outcome, and the capture that was shown.
    "19961231235847id_/http://www.nasa.gov/": ("verified", "19961231235847"),
    "20171124151315id_/https://www.fws.gov/birds/": ("verified", "20171124151315"),
    "20171124151315/https://www.fws.gov/birds/": ("verified", "20171124151315"),
    "20171124151310id_/https://www.fws.gov/birds/": ("verified", "20171124151315"),
    "20171124000000id_/https://www.fws.gov/birds/": ("verified", "20171124151315"),
    "20171124143728id_/http://fws.gov/": ("verified", "20171124143728"),
    "19970427191925id_/http://www.zew.de/": ("verified", "19970427191925"),
    "20200201020357id_/http://epa.gov/climatechange": ("verified", "20200201024405"),
    "20180808094144id_/https://www.epa.gov/ghgreporting/san5779-factsheet": ("verified", "20180808104500"),
    "20171101000000id_/https://www.fws.gov/birds/": ("broken", "20171124151315"),
    "20201027215555id_/https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs": (
        "broken",
        "20201027220743",
    ),
    "20201027215555/https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs": ("broken", None),
    "20201102232816id_/https://www.census.gov/geography/gss-initiative.html": ("broken", "20201102233026"),
    "20150129034904id_/http://www.reddit.com/r/PokemonGiveaway": ("broken", "20150129034904"),
    "20200925075402id_/https://link.springer.com/article/10.1007/s00382-012-1331-2": ("broken", None),
    "20170929002712id_/https://nationalpost.com/health/": ("excluded", None),
    "20170929002712id_/https://this-is-not-real-url.whatever/": ("absent", None),
    # Recorded without what they lead to.
    "20150509080314id_/https://www.fws.gov/birds/": ("unknown", None),
}


def cassettes(find: Find) -> list[Path]:
    """Give the 35 cassettes of edgi-govdata-archiving/wayback."""
    return sorted(find(EDGI).rglob("cassettes/*.yaml"))


def played(path: Path) -> Iterator[tuple[str, Played]]:
    """Give each first request to playback that a cassette holds, and what came of following it."""
    cassette = read_cassette(path)
    led_to = {one.headers.get("location") for one in cassette.interactions}
    starts = dict.fromkeys(one.url for one in cassette.interactions if one.url.startswith(f"{BASE}/web/"))
    for url in starts:
        asked = url.removeprefix(f"{BASE}/web/")
        if asked not in PLAYED and any(asked in target for target in led_to):
            continue
        if asked not in PLAYED and len(starts) > 1:
            continue  # within a chain, named in other words
        with Session(adapter=Replay(cassette)) as session:
            exchange = session.fetch(Request(url))
        yield asked, read_playback(exchange, BASE, asked.partition("/")[2], moment(asked[:14]))


def test_every_recorded_playback_is_taken_for_what_it_is(recorded: Find) -> None:
    """Mementos, captures of another day, redirects to errors, a circle, an exclusion, an absence: each is told."""
    found = {asked: each for path in cassettes(recorded) for asked, each in played(path)}
    said = {asked: (each.outcome, each.shown.timestamp if each.shown else None) for asked, each in found.items()}

    assert PLAYED == {asked: said[asked] for asked in PLAYED if asked in said}
    assert PLAYED.keys() == said.keys()


def test_every_recorded_index_answer_is_read(recorded: Find) -> None:
    """All questions to the index: rows that can be used, keys of further pages left out, one exclusion told."""
    excluded, counts = [], {}
    for path in cassettes(recorded):
        cassette = read_cassette(path)
        for one in cassette.interactions:
            if not one.url.startswith(f"{INDEX}?"):
                continue
            with Session(adapter=Replay(cassette)) as session:
                exchange = session.fetch(Request(one.url))
            if failure(exchange):
                excluded.append((path.stem, failure(exchange)))
                continue
            if b"\n\n" not in exchange.body and len(exchange.body.split()) == 1:
                continue  # the key of the next page alone
            count, captures = read_rows(exchange.body, BASE)
            counts[one.url] = (count, len(captures))
            assert all(capture.original.startswith("http") for capture in captures)

    assert [("test_search_raises_for_blocked_urls", EXCLUDED)] == excluded
    assert len(counts) > 20
    assert [] == [(url, found) for url, found in counts.items() if not bool(found[0]) <= found[1] <= found[0]]


def test_revisits_that_were_recorded_keep_their_place(recorded: Find) -> None:
    """A capture of an unchanged page is one of the page, and not dropped for want of a status."""
    (path,) = [path for path in cassettes(recorded) if path.stem == "test_search_does_not_repeat_results"]
    (one,) = read_cassette(path).interactions
    with Session(adapter=Replay(read_cassette(path))) as session:
        body = session.fetch(Request(one.url)).body
    _, captures = read_rows(body, BASE)

    assert b"warc/revisit" in body
    assert len(captures) == len({(capture.timestamp, capture.original) for capture in captures})
    assert any(capture.mimetype == "warc/revisit" for capture in captures)


@pytest.mark.parametrize(
    ("name", "count", "good"),
    [("bad_timestamp_cdx.txt", 5, 5), ("zero_length_cdx.txt", 5, 5), ("malformed_cdx.txt", 5, 3)],
)
def test_dirty_rows_that_were_recorded_are_survived(recorded: Find, name: str, count: int, good: int) -> None:
    """Months 00, missing lengths, mail addresses and data in place of addresses: what can be used is."""
    data = recorded(f"{EDGI}/src/wayback/tests/test_files/{name}").read_bytes()
    rows, captures = read_rows(data, BASE)

    assert (count, good) == (rows, len(captures))
    for turned in range(count):
        lines = data.strip().splitlines()
        assert good == len(read_rows(b"\n".join(lines[turned:] + lines[:turned]), BASE)[1])


def test_every_recorded_json_answer_is_read(recorded: Find) -> None:
    """Answers of September 2025: those of the Internet Archive are rows, those of Common Crawl are no answers of it."""
    kept, others = 0, 0
    for path in sorted(recorded("cdx_toolkit").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told: dict[str, Any] = json.loads(line)
            body = str(told.get("response_text") or "").encode()
            hop = Hop(told["url"], "GET", "", told["response_status_code"], headers=Headers())
            problem = failure(Exchange(Request(told["url"]), (hop,), body=body))
            if told["url"] == INDEX:
                assert "" == problem
                count, captures = read_rows(body, BASE)
                limit = (told["request_params"] or {}).get("limit", count)
                assert len(captures) == count or captures, body[:200]
                assert count <= limit
                kept += 1
            elif not problem:
                with pytest.raises(NotAnIndexError):
                    read_rows(body, BASE)
                others += 1

    assert kept >= 5
    assert others >= 10


def test_every_recorded_hint_is_read(recorded: Find) -> None:
    """Answers quoted in issues: a copy is named with its address in https or http, an empty one names none."""
    told = json.loads(recorded("issue-recorded/responses.json").read_text(encoding="utf-8"))
    answers = [one for one in told if "available?" in str(one.get("request")) and isinstance(one.get("body"), dict)]
    said = {}
    for one in answers:
        hop = Hop(one["request"], "GET", "", 200, headers=Headers())
        exchange = Exchange(Request(one["request"]), (hop,), body=json.dumps(one["body"]).encode())
        named = [f"{hint.timestamp} {hint.status} {hint.original}" for hint in read_hint(exchange, BASE).captures]
        said[one["request"].partition("url=")[2]] = named[0] if named else None

    assert {
        "latimes.com": "20200119032503 200 https://www.latimes.com/",
        "http://address.com/some_disappeared_but_archived_image.jpg&timestamp=199402152345": None,
        "https://regents.umich.edu/regents/carl-j-meyers/": "20250831112539 200 https://regents.umich.edu/regents/carl-j-meyers/",
    } == said


def test_quoted_rows_are_read(recorded: Find) -> None:
    """Rows quoted in issues, in the index's usual columns, are read; the nearest by `sort=closest` is really nearest."""
    told = json.loads(recorded("issue-recorded/responses.json").read_text(encoding="utf-8"))
    quoted = {one["request"]: one["body"] for one in told if "url=google.com" in str(one.get("request"))}
    nearest = {
        "sort=closest" in request: read_rows(body.encode(), BASE)[1][0].timestamp for request, body in quoted.items()
    }

    assert {True: "20101010101435", False: "20100622065311"} == nearest


def test_the_recorded_index_and_playback_make_an_inquiry(recorded: Find) -> None:
    """With the index's real rows and the real memento, the inquiry for nasa.gov of 1996 ends in that snapshot."""
    (path,) = [path for path in cassettes(recorded) if path.stem == "tutorial"]
    cassette = read_cassette(path)
    (rows,) = [one.url for one in cassette.interactions if one.url.startswith(INDEX)]
    asked = []
    with Session(adapter=Replay(cassette)) as session:

        def fetch(request: Request) -> Exchange:
            asked.append(request.url)
            if request.url.startswith(INDEX):
                return session.fetch(Request(rows))
            return session.fetch(request)

        wanted = Wanted(Anchor(PartialDate(1996, 12, 31), "accessed"), "NASA Homepage")
        found = inquire(Wayback().find("http://www.nasa.gov/", wanted), fetch)

    assert ("archived", "verified", 0, "exact") == (found.status, found.playback, found.drift_days, found.strength)
    assert f"{BASE}/web/19961231235847/http://www.nasa.gov/" == found.memento
    assert ["http://www.nasa.gov/"] == parse_qs(urlsplit(asked[1]).query)["url"]
