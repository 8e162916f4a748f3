"""The Wayback Machine stand-in: availability, playback, TimeGate, TimeMaps and throttle, as far as they are known."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import time
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest

from tests.standin import ARCHIVE, StandInWeb
from tests.standin.ask import Told, ask

WEB = "https://web.archive.org"
PAGE = "http://old.example/page"


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """A web whose archive holds something of everything."""
    with StandInWeb(ARCHIVE) as made:
        yield made


def index(web: StandInWeb, url: str) -> Told:
    """Give the index's answer to an address."""
    return ask(web, f"{WEB}/cdx/search/cdx?{urlencode({'url': url})}")


def available(web: StandInWeb, **options: str) -> Mapping[str, object]:
    """Give the answer of the availability API."""
    answer: dict[str, object] = json.loads(ask(web, f"https://archive.org/wayback/available?{urlencode(options)}").body)
    return answer


def memento(place: str, rel: str, date: str) -> str:
    """Give a memento as a Link header names it."""
    return f'<{WEB}/web/{place}>; rel="{rel}"; datetime="{date}"'


# --- Availability


def test_the_api_gives_the_nearest_good_capture(web: StandInWeb) -> None:
    """The status is a string, the address is http, errors and revisits are passed over."""
    expected = {
        "status": "200",
        "available": True,
        "url": "http://web.archive.org/web/20070309101522/https://old.example/page/",
        "timestamp": "20070309101522",
    }
    told = available(web, url=PAGE, timestamp="20080102")

    assert {"url": PAGE, "timestamp": "20080102", "archived_snapshots": {"closest": expected}} == told


def test_the_api_gives_the_latest_without_a_time(web: StandInWeb) -> None:
    """Without a timestamp the last good capture is the closest."""
    told = available(web, url=PAGE)

    assert "timestamp" not in told
    assert "20100401000000" in str(told["archived_snapshots"])


@pytest.mark.parametrize("url", ["http://never.example/", "http://old.example/playback-only", "http://closed.example/"])
def test_the_api_says_nothing_in_one_way(web: StandInWeb, url: str) -> None:
    """Never captured, not known to the API, excluded: all look the same."""
    assert {"url": url, "archived_snapshots": {}} == available(web, url=url)


def test_the_api_can_have_hiccups() -> None:
    """A capture that is there is not seen the first time."""
    with StandInWeb(ARCHIVE, {"wayback": {"hiccups": 1}}) as web:
        assert [False, True] == [bool(available(web, url=PAGE)["archived_snapshots"]) for _ in range(2)]


# --- Availability, the second version

HELD = """
capture = [
  { url = "http://held.example/", at = "20090101000000" },
  { url = "http://held.example/", at = "20100101000000", status = 203 },
  { url = "http://held.example/", at = "20110101000000", status = 404 },
  { url = "http://held.example/", at = "20120101000000", revisit = true },
  { url = "http://held.example/", at = "20130101000000" },
]
"""


def posted(web: StandInWeb, *lines: str, version: str = "2") -> list[dict[str, object]]:
    """Give the results of a question of some lines."""
    headers = {"Wayback-Api-Version": version}
    told = ask(web, "https://archive.org/wayback/available", "POST", headers, body="\n".join(lines).encode())
    results: list[dict[str, object]] = json.loads(told.body)["results"]
    return results


def found(result: Mapping[str, object]) -> str | None:
    """Give the timestamp of the capture of a result, "" for nothing, None for a result that failed."""
    snapshots = result.get("archived_snapshots")
    if not isinstance(snapshots, dict):
        return None
    return str(snapshots["closest"]["timestamp"]) if snapshots else ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("timestamp=20110601000000&closest=before&statuscodes=200", "20090101000000"),
        ("timestamp=20110601000000&closest=before&statuscodes=200&statuscodes=203", "20100101000000"),
        ("timestamp=20110601000000&closest=after&statuscodes=200", "20130101000000"),
        ("timestamp=20110101000000&closest=before&statuscodes=404", "20110101000000"),
        ("timestamp=20120601000000&closest=either&statuscodes=200&statuscodes=203", "20130101000000"),
        ("timestamp=20080601000000&closest=before&statuscodes=200", ""),
        ("timestamp=20110601000000", "20100101000000"),
    ],
)
def test_the_second_version_chooses_a_side_and_statuses(options: str, expected: str) -> None:
    """The capture closest to a time, before it or after; revisits are never told of."""
    with StandInWeb(HELD) as web:
        assert [expected] == [found(result) for result in posted(web, f"url=http%3A%2F%2Fheld.example%2F&{options}")]


def test_the_second_version_answers_many_at_once() -> None:
    """A result for each line, known by its tag; without the header there is none."""
    lines = [f"url=http%3A%2F%2F{name}.example%2F&timestamp=2014&tag={name}" for name in ("held", "never")]
    with StandInWeb(HELD) as web:
        results = posted(web, *lines)

        assert [("held", "http://held.example/", "2014"), ("never", "http://never.example/", "2014")] == [
            (result["tag"], result["url"], result["timestamp"]) for result in results
        ]
        assert ["20130101000000", ""] == [found(result) for result in results]
        assert [] == posted(web, *lines, version="1")


def test_results_of_the_second_version_can_fail() -> None:
    """A result without snapshots may be asked again; a hiccup and a fault look like their kin of the first version."""
    rows = """
    wayback.unanswered = 2
    wayback.hiccups = 1
    [[wayback.fault]]
    service = "availability"
    host = "down.example"
    [[wayback.fault]]
    service = "availability"
    host = "silent.example"
    does = "nothing"
    """
    line = "url=http%3A%2F%2F{}.example%2F&timestamp=2014"
    with StandInWeb(HELD, rows) as web:
        assert [None, None, "", "20130101000000"] == [found(posted(web, line.format("held"))[0]) for _ in range(4)]
        assert [None] * 3 == [found(posted(web, line.format("down"))[0]) for _ in range(3)]
        assert [None, None, ""] == [found(posted(web, line.format("silent"))[0]) for _ in range(3)]


# --- Playback


def test_a_capture_is_played_back_as_it_was(web: StandInWeb) -> None:
    """With `id_` the body is the original's, and the headers say when and from where."""
    told = ask(web, f"{WEB}/web/20050102030405id_/http://www.old.example/page")

    assert 200 == told.status
    assert "WAYBACK TOOLBAR" not in told.text
    assert "Sun, 02 Jan 2005 03:04:05 GMT" == told.headers["Memento-Datetime"]
    assert told.headers["X-Archive-Src"].endswith(".warc.gz")
    assert "Sun, 02 Jan 2005 03:04:05 GMT" == told.headers["X-Archive-Orig-Date"]
    expected = [
        '<http://www.old.example/page>; rel="original"',
        f'<{WEB}/web/timemap/link/http://www.old.example/page>; rel="timemap"; type="application/link-format"',
        f'<{WEB}/web/http://www.old.example/page>; rel="timegate"',
        memento("20050102030405/http://www.old.example/page", "first memento", "Sun, 02 Jan 2005 03:04:05 GMT"),
        memento("20070309101522/https://old.example/page/", "next memento", "Fri, 09 Mar 2007 10:15:22 GMT"),
        memento("20121212121212/http://old.example/page", "last memento", "Wed, 12 Dec 2012 12:12:12 GMT"),
    ]
    assert ", ".join(expected) == told.headers["Link"]


def test_browsers_see_a_toolbar(web: StandInWeb) -> None:
    """Without `id_` the archive adds to the page; pictures stay as they are."""
    assert "WAYBACK TOOLBAR" in ask(web, f"{WEB}/web/20050102030405/{PAGE}").text
    assert b"no picture" == ask(web, f"{WEB}/web/20010101000000im_/http://old.example/picture").body


@pytest.mark.parametrize(
    ("url", "status"),
    [("20121212121212id_/http://old.example/page", 404), ("20150129034904id_/http://old.example/limited", 429)],
)
def test_an_archived_error_is_a_memento(web: StandInWeb, url: str, status: int) -> None:
    """The status is the one of then; Memento-Datetime tells it from an error of the archive."""
    told = ask(web, f"{WEB}/web/{url}")

    assert (status, True) == (told.status, "Memento-Datetime" in told.headers)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("20060101000000id_/http://old.example/page", "20050102030405id_/http://www.old.example/page"),
        ("2007/http://old.example/page", "20070309101522/https://old.example/page/"),
        ("20100401000000id_/http://old.example/page", "20080101000000id_/http://old.example:80/page"),
        ("http://old.example/page", "20121212121212/http://old.example/page"),
        ("20050102030406/old.example/page", "20050102030405/http://www.old.example/page"),
    ],
)
def test_other_times_lead_to_the_nearest_capture(web: StandInWeb, asked: str, found: str) -> None:
    """A redirect of the archive has a reason and no Memento-Datetime; listed is not playable."""
    told = ask(web, f"{WEB}/web/{asked}")

    assert (302, f"{WEB}/web/{found}") == (told.status, told.headers["Location"])
    assert f"found capture at {found[:14]}" == told.headers["X-Archive-Redirect-Reason"]
    assert "Memento-Datetime" not in told.headers


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("moved", "https://web.archive.org/web/20100102030405id_/http://old.example/page"),
        ("moved-path", "/web/20100102030405id_/http://old.example/page"),
        ("moved-schemeless", "//web.archive.org/web/20100102030405id_/http://old.example/page"),
    ],
)
def test_an_archived_redirect_is_a_memento(web: StandInWeb, path: str, location: str) -> None:
    """Its Location stays in the archive, in any of three forms."""
    told = ask(web, f"{WEB}/web/20100102030405id_/http://old.example/{path}")

    assert location == told.headers["Location"]
    assert "Memento-Datetime" in told.headers


def test_browsers_see_a_page_for_an_archived_redirect(web: StandInWeb) -> None:
    """A 200 that is no memento and no content."""
    told = ask(web, f"{WEB}/web/20100102030405/http://old.example/moved")

    assert (200, False, True) == (told.status, "Memento-Datetime" in told.headers, "X-Archive-Src" in told.headers)
    assert "Got an HTTP 301 response at crawl time" in told.text


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("20100101000000id_/http://never.example/", 404, "has not archived that URL"),
        ("20100102030405id_/http://old.example/index-only", 404, "has not archived that URL"),
        ("20100102030405id_/http://old.example/broken", 200, "due to an internal error"),
        ("20010101000000id_/http://closed.example/", 200, "has been excluded from the Wayback Machine"),
    ],
)
def test_the_archive_speaks_without_a_memento(web: StandInWeb, asked: str, status: int, words: str) -> None:
    """Never archived, not playable, excluded: whatever the status, there is no Memento-Datetime."""
    told = ask(web, f"{WEB}/web/{asked}")

    assert (status, False) == (told.status, "Memento-Datetime" in told.headers)
    assert words in told.text


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            {"dated": False},
            [None, ["original", "timemap", "timegate", "first memento", "next memento", "last memento"]],
        ),
        ({"links": "alone"}, ["2010", ["original", "timemap", "timegate", "memento"]]),
        ({"links": "none"}, ["2010", []]),
    ],
)
def test_a_mirror_may_say_less(told: dict[str, object], expected: list[object]) -> None:
    """The time, the neighbours, or all links can be missing from the headers of a capture."""
    rows: list[dict[str, object]]
    rows = [{"url": "http://kept.example/", "at": f"{year}0101000000"} for year in (2011, 2012)]
    rows.append({"url": "http://kept.example/", "at": "20100101000000", **told})
    with StandInWeb({"capture": rows}) as web:
        headers = ask(web, f"{WEB}/web/20100101000000id_/http://kept.example/").headers

    dated = headers.get("Memento-Datetime")
    assert expected == [dated and dated.split()[3], re.findall(r'rel="([^"]*)"', headers.get("Link", ""))]


def test_links_may_be_escaped_as_in_html() -> None:
    """An ampersand of an address is `&amp;` in the header, as some archives write it."""
    row = {"url": "http://kept.example/?a=1&b=2", "at": "20100101000000", "links": "escaped"}
    with StandInWeb({"capture": [row]}) as web:
        links = ask(web, f"{WEB}/web/20100101000000id_/http://kept.example/?a=1&b=2").headers["Link"]

    assert links.startswith('<http://kept.example/?a=1&amp;b=2>; rel="original", ')


@pytest.mark.parametrize(("packed", "coding"), [("no", None), ("gzip", ["gzip"]), ("named-twice", ["", "gzip"])])
def test_a_capture_may_be_played_back_compressed(packed: str, coding: list[str] | None) -> None:
    """As it was captured; old ones have an empty Content-Encoding before the true one."""
    row = {"url": "http://kept.example/", "at": "20100101000000", "body": "Words.", "packed": packed}
    with StandInWeb({"capture": [row]}) as web:
        told = ask(web, f"{WEB}/web/20100101000000id_/http://kept.example/")

    assert coding == told.headers.get_all("Content-Encoding")
    assert b"Words." == (gzip.decompress(told.body) if coding else told.body)


# --- TimeGate and TimeMaps


def test_the_timegate_goes_by_accept_datetime(web: StandInWeb) -> None:
    """It leads to the nearest capture and says that the answer depends on the header."""
    told = ask(web, f"{WEB}/web/{PAGE}", headers={"Accept-Datetime": "Thu, 01 Mar 2007 00:00:00 GMT"})

    assert (302, f"{WEB}/web/20070309101522/https://old.example/page/") == (told.status, told.headers["Location"])
    assert "accept-datetime" == told.headers["Vary"]
    assert 'rel="original"' in told.headers["Link"]
    assert 400 == ask(web, f"{WEB}/web/{PAGE}", headers={"Accept-Datetime": "yesterday"}).status


def test_a_timemap_lists_the_captures(web: StandInWeb) -> None:
    """In link format one a line, in JSON as arrays below a header."""
    told = ask(web, f"{WEB}/web/timemap/link/{PAGE}")
    lines = told.text.splitlines()
    table = json.loads(ask(web, f"{WEB}/web/timemap/json/{PAGE}").body)

    assert "application/link-format" == told.headers["Content-Type"]
    assert [f'<{PAGE}>; rel="original",', f'<{WEB}/web/{PAGE}>; rel="timegate",'] == [lines[0], lines[2]]
    assert lines[1].endswith(
        'rel="self"; type="application/link-format"; '
        'from="Sun, 02 Jan 2005 03:04:05 GMT"; until="Wed, 12 Dec 2012 12:12:12 GMT",'
    )
    first, last = lines[3], lines[-1]
    assert first.startswith(f'<{WEB}/web/20050102030405/http://www.old.example/page>; rel="first memento"; datetime=')
    assert last.endswith('rel="memento"; datetime="Wed, 12 Dec 2012 12:12:12 GMT"')
    assert [line.split()[1] for line in index(web, PAGE).text.splitlines()] == [row[1] for row in table[1:]]


def test_there_is_no_timemap_of_nothing(web: StandInWeb) -> None:
    """404 in link format, an empty array in JSON."""
    assert 404 == ask(web, f"{WEB}/web/timemap/link/http://never.example/").status
    assert [] == json.loads(ask(web, f"{WEB}/web/timemap/json/http://never.example/").body)


# --- Throttle and faults


def test_who_asks_too_often_is_turned_away_and_then_blocked() -> None:
    """429 above the rate; those who do not listen are reset, then refused; time heals."""
    now = [1000.0]
    throttle = """
    [[wayback.throttle]]
    service = "cdx"
    requests = 3
    seconds = 60
    block-after = 2
    block-seconds = 3600
    """
    with StandInWeb(throttle, clock=lambda: now[0]) as web:
        assert [200, 200, 200, 429] == [index(web, PAGE).status for _ in range(4)]
        now[0] += 61
        assert [200, 200, 200, 429, 429] == [index(web, PAGE).status for _ in range(5)]
        with pytest.raises(ConnectionRefusedError):
            index(web, PAGE)
        with pytest.raises(ConnectionRefusedError):
            ask(web, f"{WEB}/web/2007/{PAGE}")
        now[0] += 3601
        assert 200 == index(web, PAGE).status


def test_a_connection_that_is_open_when_the_block_begins_is_reset() -> None:
    """The block holds for connections of before, too."""
    rows = '[[wayback.throttle]]\nservice = "availability"\nrequests = 1\nblock-after = 1\nretry-after = "60"'
    with StandInWeb(rows) as web, socket.create_connection(web.resolver("archive.org", 80), 10) as sock:
        question = b"GET /wayback/available?url=a HTTP/1.1\r\nHost: archive.org\r\n\r\n"
        for status in (b"200 OK", b"429 Too Many Requests"):
            sock.sendall(question)
            told = sock.recv(1 << 16)
            assert told.startswith(b"HTTP/1.1 " + status)
        assert b"\r\nRetry-After: 60\r\n" in told
        sock.sendall(question)
        with pytest.raises(ConnectionResetError):
            sock.recv(1)


def test_an_archive_can_be_blocked_from_the_beginning() -> None:
    """Connections are refused, and no service is asked."""
    with StandInWeb(ARCHIVE, {"wayback": {"blocked": True}}) as web:
        with pytest.raises(ConnectionRefusedError):
            index(web, PAGE)
        assert not web.log.services


def test_the_log_counts_what_the_archive_did() -> None:
    """How often each service was asked, what it refused, and whether anybody was locked out."""
    rows = '[[wayback.throttle]]\nservice = "cdx"\nrequests = 1\nblock-after = 2'
    with StandInWeb(rows) as web:
        ask(web, f"{WEB}/web/2007/{PAGE}")
        assert [200, 429, 429] == [index(web, PAGE).status for _ in range(3)]
        log = web.log
        assert ({"playback": 1, "cdx": 3}, {"cdx": 2}, 1) == (dict(log.services), dict(log.refused), log.blocks)


def test_each_service_can_be_slow() -> None:
    """A service has its own time, and a fault can add to it; the answer is the true one."""
    fault = {"service": "cdx", "host": "old.example", "does": "answer", "wait": 0.05}
    with StandInWeb(ARCHIVE, {"wayback": {"wait": {"cdx": 0.05}, "fault": [fault]}}) as web:
        begun = time.monotonic()
        assert 200 == index(web, PAGE).status
        assert time.monotonic() - begun >= 0.1


def fault(service: str, does: str, **more: object) -> dict[str, object]:
    """Give a table with one fault of `old.example`."""
    return {"wayback": {"fault": [{"service": service, "host": "old.example", "does": does, **more}]}}


@pytest.mark.parametrize(
    ("does", "status", "text"),
    [
        ("status", 503, "Temporarily Offline"),
        ("nothing", 200, "[]\n"),
        ("empty", 200, ""),
        ("page", 200, "Temporarily Offline"),
        ("cut", 200, '[["urlkey"'),
    ],
)
def test_a_service_can_fail_one_host(does: str, status: int, text: str) -> None:
    """The index has each of the faults, for the addresses of the host and for no other."""
    with StandInWeb(ARCHIVE, fault("cdx", does)) as web:
        told = ask(web, f"{WEB}/cdx/search/cdx?url={PAGE}&output=json")

        assert (status, True) == (told.status, text in told.text)
        assert (text == "") == (told.body == b"")
        assert (does == "cut") == (told.text.startswith("[[") and not told.text.endswith("]]\n"))
        assert 403 == index(web, "http://closed.example/").status


def test_a_connection_can_fail_one_host() -> None:
    """Broken off in the middle, reset, or never answered."""
    with StandInWeb(ARCHIVE, fault("cdx", "truncated")) as web, pytest.raises(http.client.IncompleteRead):
        index(web, PAGE)
    with StandInWeb(ARCHIVE, fault("cdx", "reset")) as web, pytest.raises(ConnectionResetError):
        index(web, PAGE)
    with StandInWeb(ARCHIVE, fault("cdx", "hang")) as web, pytest.raises(TimeoutError):
        ask(web, f"{WEB}/cdx/search/cdx?url={PAGE}", patience=0.2)


def test_faults_end_and_may_want_a_scheme() -> None:
    """After so many times the truth is told; the API that is silent for `https` speaks to those who leave it out."""
    with StandInWeb(ARCHIVE, fault("playback", "status", times=2, status=504)) as web:
        assert [504, 504, 302] == [ask(web, f"{WEB}/web/2007/{PAGE}").status for _ in range(3)]
    with StandInWeb(ARCHIVE, fault("availability", "nothing", scheme="https")) as web:
        answers = [available(web, url=url) for url in ("https://old.example/page", "old.example/page")]
        assert [False, True] == [bool(answer["archived_snapshots"]) for answer in answers]


def test_a_host_can_be_excluded_and_listed() -> None:
    """The index lists what playback does not show."""
    excluded = [{"host": "old.example", "listed": True}]
    with StandInWeb(ARCHIVE, {"wayback": {"excluded": excluded}}) as web:
        assert 5 == len(index(web, PAGE).text.splitlines())
        assert "excluded from the Wayback Machine" in ask(web, f"{WEB}/web/20050102030405id_/{PAGE}").text


def test_rows_of_the_table_come_before_the_archive() -> None:
    """Any service of the archive can be made to misbehave, for ever or a few times."""
    rows = """
    [[answer]]
    host = "web.archive.org"
    path = "/cdx/search/cdx*"
    times = 2
    status = 503
    reason = "Temporarily Offline"
    """
    with StandInWeb(ARCHIVE, rows) as web:
        assert [503, 503, 200] == [index(web, PAGE).status for _ in range(3)]
        assert 302 == ask(web, f"{WEB}/web/2007/{PAGE}").status


def test_the_archive_can_be_asked_at_loopback() -> None:
    """Programs that are given the address of the archive find it at 127.0.0.1, and are kept there."""
    with StandInWeb(ARCHIVE) as web:
        place = f"127.0.0.1:{web.http_port}"
        told = json.loads(ask(web, f"http://{place}/wayback/available?url={PAGE}&timestamp=2007").body)
        link = told["archived_snapshots"]["closest"]["url"]

        assert f"http://{place}/web/20070309101522/https://old.example/page/" == link
        assert 200 == ask(web, link).status
