"""The index of the Wayback Machine stand-in finds, chooses and writes rows as the original does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.standin import ARCHIVE, SAMPLE, StandInWeb
from tests.standin.ask import Told, ask
from tests.standin.captures import http_date, surt

WEB = "https://web.archive.org"
PAGE = "http://old.example/page"


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """A web whose archive holds something of everything."""
    with StandInWeb(ARCHIVE) as made:
        yield made


def index(web: StandInWeb, **options: object) -> Told:
    """Give the index's answer to options; `from_` stands for `from`."""
    told = {name.rstrip("_"): value for name, value in options.items()}
    return ask(web, f"{WEB}/cdx/search/cdx?{urlencode(told, doseq=True)}")


def stamps(web: StandInWeb, **options: object) -> list[str]:
    """Give the timestamps that the index finds."""
    return index(web, fl="timestamp", **options).text.split()


# --- Keys and times


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.com/", "com,example)/"),
        ("example.com", "com,example)/"),
        ("https://www.Example.com:443/A/b/", "com,example)/a/b"),
        ("http://www2.example.com:80/a?B=C", "com,example)/a?b=c"),
        ("http://example.com:8080/a#part", "com,example:8080)/a"),
        ("http://wwwhat.example.com/", "com,example,wwwhat)/"),
    ],
)
def test_spellings_of_an_address_share_a_key(url: str, key: str) -> None:
    """Scheme, www, case, usual ports, fragment and final slash do not count."""
    assert key == surt(url)


@pytest.mark.parametrize(
    ("stamp", "date"),
    [
        ("20070309101522", "Fri, 09 Mar 2007 10:15:22 GMT"),
        ("2007", "Mon, 01 Jan 2007 00:00:00 GMT"),
        ("20000012170449", "Wed, 12 Jan 2000 17:04:49 GMT"),
        ("20010231000000", "Wed, 28 Feb 2001 00:00:00 GMT"),
    ],
)
def test_timestamps_are_read_even_when_no_calendar_has_them(stamp: str, date: str) -> None:
    """Short timestamps are filled up, impossible ones become the nearest possible."""
    assert date == http_date(stamp)


# --- The index


def test_the_index_speaks_text_and_json(web: StandInWeb) -> None:
    """The same rows, divided by spaces or as arrays below a header."""
    text = index(web, url=PAGE, limit=1)
    table = index(web, url=PAGE, limit=1, output="json")
    row = text.text.rstrip("\n").split(" ")

    assert ["example,old)/page", "20050102030405", "http://www.old.example/page", "text/html", "200"] == row[:5]
    assert (32, 7) == (len(row[5]), len(row))
    header = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    assert [header, row] == json.loads(table.body)
    assert ("text/plain;charset=UTF-8", "application/json") == tuple(
        told.headers["Content-Type"] for told in (text, table)
    )


def test_the_index_is_empty_in_its_own_way(web: StandInWeb) -> None:
    """No rows: an empty text or an empty array, and status 200."""
    text = index(web, url="never.example")
    table = index(web, url="never.example", output="json")

    assert (200, b"") == (text.status, text.body)
    assert [] == json.loads(table.body)


def test_equal_contents_have_equal_digests(web: StandInWeb) -> None:
    """A revisit shows by its digest what it is a revisit of."""
    rows = [line.split() for line in index(web, url=PAGE, fl="digest,statuscode,mimetype").text.splitlines()]

    assert rows[0][0] == rows[1][0] == rows[2][0] != rows[4][0]
    assert ["-", "warc/revisit"] == rows[2][1:]


def test_the_index_sorts_by_distance_only_when_told_to(web: StandInWeb) -> None:
    """`closest` needs `sort=closest`; alone it gives the wrong row, as the original does."""
    assert ["20070309101522", "20080101000000"] == stamps(
        web, url=PAGE, closest="20070401000000", sort="closest", limit=2
    )
    assert ["20050102030405"] == stamps(web, url=PAGE, closest="20070401000000", limit=1)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"limit": 2}, ["20050102030405", "20070309101522"]),
        ({"limit": -1}, ["20121212121212"]),
        ({"limit": 1, "offset": 1}, ["20070309101522"]),
        ({"sort": "reverse", "limit": 1}, ["20121212121212"]),
        ({"from_": "2008", "to": "2010"}, ["20080101000000", "20100401000000"]),
        ({"from_": "20121212121212", "to": "20121212121212"}, ["20121212121212"]),
        ({"filter": "statuscode:200"}, ["20050102030405", "20070309101522", "20100401000000"]),
        ({"filter": "statuscode:2..|-", "limit": -2}, ["20080101000000", "20100401000000"]),
        ({"filter": "!statuscode:200"}, ["20080101000000", "20121212121212"]),
        ({"filter": ["!statuscode:404", "original:https.*"]}, ["20070309101522"]),
        ({"filter": "statuscode:20"}, []),
        ({"collapse": "digest"}, ["20050102030405", "20121212121212"]),
        ({"collapse": "timestamp:3"}, ["20050102030405", "20100401000000"]),
    ],
)
def test_the_index_chooses(web: StandInWeb, options: dict[str, object], expected: list[str]) -> None:
    """Limits, ranges, filters and collapsing give the rows that they should."""
    assert expected == stamps(web, url=PAGE, **options)


def test_the_index_finds_by_prefix_host_and_domain(web: StandInWeb) -> None:
    """More than one address can be asked for at once."""
    whole = len(stamps(web, url="old.example", matchType="host"))

    assert 13 == whole == len(stamps(web, url="old.example/*")) == len(stamps(web, url="*.old.example"))
    assert 3 == len(stamps(web, url="old.example/moved", matchType="prefix"))
    assert 15 == len(stamps(web, url="example", matchType="domain"))


def test_the_index_tells_what_else_a_host_answered_in_the_same_words() -> None:
    """A prefix, a digest, each address once: how an error page that came with 200 gives itself away."""
    rows = """
    capture = [
      { url = "http://shop.example/a", at = "20100101000000", page = "home" },
      { url = "http://shop.example/a", at = "20100201000000", page = "home" },
      { url = "http://shop.example/b", at = "20100101000000", page = "home" },
      { url = "http://shop.example/c", at = "20100101000000", page = "article" },
      { url = "http://other.example/", at = "20100101000000", page = "home" },
    ]
    """
    with StandInWeb(rows) as web:
        digest = index(web, url="http://shop.example/a", fl="digest", limit=1).text.strip()
        told = index(
            web,
            url="shop.example/",
            matchType="prefix",
            filter=f"digest:{digest}",
            collapse="urlkey",
            fl="original,timestamp",
            output="json",
        )

    expected = [["original", "timestamp"], *([f"http://shop.example/{path}", "20100101000000"] for path in "ab")]
    assert expected == json.loads(told.body)


def test_the_index_goes_on_from_a_key(web: StandInWeb) -> None:
    """A resume key follows an empty line, or an empty array, and leads to the next page."""
    seen: list[str] = []
    options: dict[str, object] = {"url": PAGE, "limit": 2, "showResumeKey": "true", "fl": "timestamp"}
    while True:
        rows, _, key = index(web, **options).text.partition("\n\n")
        seen += rows.split()
        if not key:
            break
        options["resumeKey"] = key.strip()

    assert stamps(web, url=PAGE) == seen
    table = json.loads(index(web, url=PAGE, limit=2, showResumeKey="true", output="json").body)
    assert ([], 1) == (table[-2], len(table[-1]))


def test_rows_can_be_dirty(web: StandInWeb) -> None:
    """Impossible dates, addresses that are none, an eighth column: as the table has them."""
    expected = "example,old)/dirty 20000012170449 mailto:me@old.example text/html - 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ -"

    assert f"{expected}\n" == index(web, url="old.example/dirty").text


def test_a_capture_can_be_missing_from_the_index(web: StandInWeb) -> None:
    """What is not listed can be played back all the same."""
    assert [] == stamps(web, url="old.example/playback-only")
    assert 200 == ask(web, f"{WEB}/web/20100102030405id_/http://old.example/playback-only").status


@pytest.mark.parametrize("query", ["", "url=", "url=a&limit=x", "url=a&filter=statuscode:[", "url=a&filter=none:1"])
def test_a_bad_question_is_a_bad_request(web: StandInWeb, query: str) -> None:
    """The index says 400 to what it cannot read."""
    assert 400 == ask(web, f"{WEB}/cdx/search/cdx?{query}").status


def test_the_index_refuses_what_is_excluded(web: StandInWeb) -> None:
    """A site's wish is a 403 with a header; a robots file comes as the text of a 200."""
    wish = index(web, url="http://closed.example/")
    robots = index(web, url="http://shy.example/")

    assert (403, 200) == (wish.status, robots.status)
    assert wish.text.strip() == wish.headers["X-Archive-Wayback-Runtime-Error"]
    assert "AdministrativeAccessControlException: Blocked Site Error" in wish.text
    assert "RobotAccessControlException: Blocked By Robots" in robots.text


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("http://www.jpri.org/publications/critiques/critique_IV_10.html", 4),
        ("http://www.mofa.go.jp/policy/other/bluebook/1999/intro.html", 2),
        ("http://www.atimes.com/atimes/Japan/FK18Dh01.html", 3),
        ("http://www.donga.com/en/List/article/all/20060107/245379/1", 0),
        ("http://news.bbc.co.uk/1/hi/world/asia-pacific/6358797.stm", 1),
        ("http://news.bbc.co.uk/2/hi/asia-pacific/7439190.stm", 2),
    ],
)
def test_the_archive_of_the_sample_holds_what_its_table_says(url: str, count: int) -> None:
    """Four of the six addresses can be played back at the time they were cited; one was never captured."""
    with StandInWeb(SAMPLE) as web:
        assert count == len(stamps(web, url=url))
        assert (302 if count else 404) == ask(web, f"{WEB}/web/20070316id_/{url}").status
