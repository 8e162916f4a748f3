"""The stand-in's other archives: TimeGate, TimeMaps, index and playback, as pywb and RFC 7089 have them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from tests.standin import StandInWeb, TableError, load_table
from tests.standin.ask import Told, ask

PAGE = "http://old.example/page"
NAMES = ("plain", "framed", "direct", "gateless", "short", "paged", "indexed")
TABLE = {
    "capture": [
        {"url": url, "at": at, "archive": name, **more}
        for name in NAMES
        for url, at, more in (
            (PAGE, "20050102030405", {"page": "article"}),
            (PAGE, "20070309101522", {"status": 404}),
            (PAGE, "20100102030405", {"status": 301, "to": "/there"}),
            ("http://old.example/gone", "20100102030405", {"playback": "gone"}),
            ("http://old.example/broken", "20100102030405", {"playback": "error"}),
        )
    ],
    "other": [
        {"name": "plain", "host": "plain.example"},
        {"name": "framed", "host": "framed.example", "framed": True, "neighbours": False, "verbatim": ["mp_"]},
        {"name": "direct", "host": "direct.example", "gate": "direct"},
        {"name": "gateless", "host": "gateless.example", "gate": "none"},
        {"name": "short", "host": "short.example", "root": "", "short": True},
        {"name": "paged", "host": "paged.example", "page": 2},
        {"name": "indexed", "host": "indexed.example", "ranges": "empty", "guesses": True,
         "fault": [{"service": "timegate", "host": "busy.example", "status": 429}]},
    ],
}  # fmt: skip
AT = {"Accept-Datetime": "Thu, 01 Mar 2007 00:00:00 GMT"}


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """A web with one archive of each kind, all holding the same."""
    with StandInWeb(TABLE) as made:
        yield made


def get(web: StandInWeb, archive: str, path: str, headers: Mapping[str, str] | None = None) -> Told:
    """Give what an archive answers below its root."""
    root = "" if archive == "short" else "/web"
    return ask(web, f"https://{archive}.example{root}{path}", headers=headers)


# --- TimeGates


def test_a_timegate_leads_to_the_copy_nearest_to_a_time(web: StandInWeb) -> None:
    """302 without Memento-Datetime; without a time that is wanted to the last copy."""
    near, last = get(web, "plain", f"/timegate/{PAGE}", AT), get(web, "plain", f"/{PAGE}")

    assert (302, None) == (near.status, near.headers["Memento-Datetime"])
    assert f"https://plain.example/web/20070309101522/{PAGE}" == near.headers["Location"]
    assert f"https://plain.example/web/20100102030405/{PAGE}" == last.headers["Location"]
    assert f'<https://plain.example/web/20070309101522/{PAGE}>; rel="memento"' in near.headers["Link"]


def test_a_timegate_may_give_the_copy_at_once(web: StandInWeb) -> None:
    """With its own status, its time, and where it is."""
    told = get(web, "direct", f"/{PAGE}", AT)

    assert (404, "Fri, 09 Mar 2007 10:15:22 GMT") == (told.status, told.headers["Memento-Datetime"])
    assert f"https://direct.example/web/20070309101522mp_/{PAGE}" == told.headers["Content-Location"]


@pytest.mark.parametrize(
    ("archive", "path", "headers", "status"),
    [
        ("plain", "/timegate/http://old.example/never", AT, 404),
        ("plain", f"/timegate/{PAGE}", {"Accept-Datetime": "yesterday"}, 400),
        ("gateless", f"/{PAGE}", AT, 501),
        ("indexed", "/http://busy.example/", AT, 429),
        ("plain", "/", {}, 404),
    ],
)
def test_a_timegate_refuses(web: StandInWeb, archive: str, path: str, headers: Mapping[str, str], status: int) -> None:
    """What was never captured, a time that is none, where there is no TimeGate, and where there is a fault."""
    assert status == get(web, archive, path, headers).status


# --- Playback


def test_a_copy_is_played_back_with_its_neighbours(web: StandInWeb) -> None:
    """Its status is that of the capture, a captured redirect leads on within the archive."""
    told = get(web, "plain", f"/20070309101522id_/{PAGE}")
    moved = get(web, "plain", f"/20100102030405id_/{PAGE}")

    assert 404 == told.status
    assert 'rel="first prev memento"' in told.headers["Link"]
    assert 'rel="next last memento"' in told.headers["Link"]
    assert (301, "https://plain.example/web/20100102030405id_/http://old.example/there") == (
        moved.status,
        moved.headers["Location"],
    )


def test_a_frame_is_there_whatever_was_captured(web: StandInWeb) -> None:
    """200 without Memento-Datetime around an archived 404, which shows itself with the modifier."""
    frame = get(web, "framed", f"/20070309101522/{PAGE}")
    shown = get(web, "framed", f"/20070309101522mp_/{PAGE}")

    assert (200, None, True) == (frame.status, frame.headers["Memento-Datetime"], "<iframe" in frame.text)
    assert (404, "Fri, 09 Mar 2007 10:15:22 GMT") == (shown.status, shown.headers["Memento-Datetime"])
    assert 404 == get(web, "framed", f"/20050102030405id_/{PAGE}").status
    assert "prev" not in shown.headers["Link"]


def test_a_time_without_a_copy_leads_to_the_nearest(web: StandInWeb) -> None:
    """302 without Memento-Datetime."""
    told = get(web, "plain", f"/20060101000000id_/{PAGE}")

    assert (302, None) == (told.status, told.headers["Memento-Datetime"])
    assert f"https://plain.example/web/20050102030405id_/{PAGE}" == told.headers["Location"]


def test_a_copy_may_fail(web: StandInWeb) -> None:
    """A page of the archive's own with 200, or 404."""
    broken = get(web, "plain", "/20100102030405id_/http://old.example/broken")

    assert (200, None) == (broken.status, broken.headers["Memento-Datetime"])
    assert 404 == get(web, "plain", "/20100102030405id_/http://old.example/gone").status


def test_a_short_address_tells_no_time_and_shows_a_frame(web: StandInWeb) -> None:
    """The header does."""
    led = get(web, "short", f"/timegate/{PAGE}", AT)
    told = ask(web, led.headers["Location"])

    assert "https://short.example/20070309101522-0" == led.headers["Location"]
    assert (200, "Fri, 09 Mar 2007 10:15:22 GMT") == (told.status, told.headers["Memento-Datetime"])
    assert 404 == get(web, "short", "/20070309101522-9").status


# --- Lists


def test_a_timemap_has_many_forms(web: StandInWeb) -> None:
    """Links, a mapping a line, CDXJ, a table, one mapping: each lists three copies."""
    links, lines, cdxj, table, one = (
        get(web, "plain", f"/timemap/{form}/{PAGE}") for form in ("link", "json", "cdxj", "table", "one")
    )

    assert 3 == links.text.count('rel="memento"; datetime="')
    assert ["200", "404", "301"] == [json.loads(line)["status"] for line in lines.text.splitlines()]
    assert all(line.startswith("example,old)/page 20") for line in cdxj.text.splitlines())
    assert (4, 11) == (len(json.loads(table.body)), len(json.loads(table.body)[0]))
    assert 3 == len(json.loads(one.body)["mementos"]["list"])
    assert 404 == get(web, "plain", "/timemap/link/http://old.example/never").status


def test_a_timemap_may_come_in_pages(web: StandInWeb) -> None:
    """The first names the others, each with its span."""
    first = get(web, "paged", f"/timemap/link/{PAGE}").text
    second = get(web, "paged", f"/timemap/link/1/{PAGE}").text

    assert (2, 1) == (first.count('rel="memento"'), second.count('rel="memento"'))
    span = 'from="Sat, 02 Jan 2010 03:04:05 GMT"; until="Sat, 02 Jan 2010 03:04:05 GMT"'
    assert f'/timemap/link/1/{PAGE}>; rel="timemap"; type="application/link-format"; {span}' in first


def test_an_index_gives_nothing_for_a_span_and_guesses(web: StandInWeb) -> None:
    """As one does that is known; others honour a span."""
    rows = get(web, "indexed", f"/cdx?url={PAGE}&output=json").text.splitlines()

    assert ["1", None, None, None] == [json.loads(row).get("is_fuzzy") for row in rows]
    assert "" == get(web, "indexed", f"/cdx?url={PAGE}&output=json&from=2004&to=2012").text
    assert 1 == len(get(web, "plain", f"/cdx?url={PAGE}&output=json&from=2006&to=2008").text.splitlines())


def test_the_archives_hold_nothing_of_each_other(web: StandInWeb) -> None:
    """A capture is in the archive that it names, the Wayback Machine's are those without a name."""
    assert "[]\n" == ask(web, f"https://web.archive.org/cdx/search/cdx?url={PAGE}&output=json").text
    with pytest.raises(TableError, match="there is no archive 'lost'"):
        load_table({"capture": [{"url": PAGE, "at": "20050102030405", "archive": "lost"}]})
