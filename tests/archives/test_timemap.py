"""TimeMaps: every form is read, what cannot be used is left out, and what is none is told."""

from __future__ import annotations

import datetime as dt
import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.capture import Capture
from citecheck.archives.timemap import Holder, NotATimeMapError, TimeMapPage, read_timemap

TABLE = tomllib.loads(Path(__file__).with_name("timemaps.toml").read_text(encoding="utf-8"))
ASKED = "http://old.example/page"
HOLDER = Holder(("https://archive.example/web",))


def said(capture: Capture) -> str:
    """Give a capture as the table writes it."""
    return f"{capture.timestamp} {capture.status or '-'} {capture.uri}"


def told(page: TimeMapPage) -> str:
    """Give a page as the table writes it."""
    return " ".join([page.url, *("-" if at is None else at.date().isoformat() for at in (page.since, page.until))])


@pytest.mark.parametrize("case", TABLE["timemap"], ids=lambda case: case["why"])
def test_a_timemap_is_read(case: dict[str, Any]) -> None:
    """What can be used is a capture, once; what is no TimeMap is told from one that lists nothing."""
    holder = Holder(tuple(case.get("bases", TABLE["bases"])))
    if "not" in case:
        with pytest.raises(NotATimeMapError, match=case["not"]):
            read_timemap(case["text"].encode(), holder, ASKED)
        return
    found = read_timemap(case["text"].encode(), holder, ASKED)

    assert case["rows"] == found.count
    assert case["captures"] == [said(capture) for capture in found.captures]
    assert case.get("pages", []) == [told(page) for page in found.further]


def test_there_are_cases_enough() -> None:
    """Each is told once."""
    whys = [case["why"] for case in TABLE["timemap"]]

    assert len(whys) == len(set(whys)) >= 30


def test_a_capture_of_a_timemap_can_be_played_back() -> None:
    """The address of the bytes as captured is that of the memento with a modifier; a short one stays as it is."""
    dated = read_timemap(b'{"timestamp": "20050105030405", "url": "http://old.example/"}', HOLDER).captures[0]
    link = b'<https://archive.example/web/AB-CD>; rel="memento"; datetime="Wed, 05 Jan 2005 03:04:05 GMT"'
    short = read_timemap(link, HOLDER, ASKED).captures[0]

    assert "https://archive.example/web/20050105030405id_/http://old.example/" == dated.playable_at("id_")
    assert "https://archive.example/web/AB-CD" == short.playable_at("id_")
    assert (ASKED, dt.datetime(2005, 1, 5, 3, 4, 5, tzinfo=dt.UTC)) == (short.original, short.at)


words = st.text(alphabet='[]{}<>;,="!: \n2005GMThtp/.relmnoigatdu', max_size=400)


@given(st.binary(max_size=300) | words.map(str.encode))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    """Whatever comes in the place of a TimeMap, it is captures of the archive or no TimeMap."""
    try:
        found = read_timemap(data, HOLDER, ASKED)
    except NotATimeMapError as error:
        assert str(error)  # noqa: PT017 - either is right, and nothing else
        return
    assert len(found.captures) <= found.count
    assert all(one.uri.startswith("https://archive.example/web/") for one in found.captures)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("20050105030405")
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))
keys = st.sampled_from(
    ["timestamp", "url", "original", "uri", "datetime", "status", "digest", "mime", "is_fuzzy", "mementos", "list",
     "first", "timemap_index", "original_uri", "from"]
)  # fmt: skip


@given(
    st.dictionaries(keys, values | st.dictionaries(keys, values)), st.sampled_from(["line", "array", "cdxj", "table"])
)
def test_any_values_are_read_or_told(row: dict[str, Any], form: str) -> None:
    """A row may hold anything in the place of anything."""
    forms = {
        "line": json.dumps(row),
        "array": json.dumps([row, row]),
        "cdxj": f"example,old)/ 20050105030405 {json.dumps(row)}",
        "table": json.dumps([list(row), list(row.values()), row, list(row)]),
    }
    try:
        found = read_timemap(forms[form].encode(), HOLDER, ASKED)
    except NotATimeMapError:
        return
    assert all(one.at.year >= 1990 and one.original.startswith("http") for one in found.captures)


FIRST = dt.datetime(1996, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 40 * 365 * 24 * 3600).map(lambda seconds: FIRST + dt.timedelta(seconds=seconds))


@given(st.lists(moments, max_size=8, unique=True))
def test_all_forms_tell_the_same(times: list[dt.datetime]) -> None:
    """The same mementos as links, as a table, a mapping a line, CDXJ and one mapping are the same captures."""
    stamps = [f"{at:%Y%m%d%H%M%S}" for at in times]
    uris = [f"https://archive.example/web/{stamp}/{ASKED}" for stamp in stamps]
    dates = [f"{at:%a, %d %b %Y %H:%M:%S} GMT" for at in times]
    rows = [{"timestamp": stamp, "url": ASKED} for stamp in stamps]
    links = [f'<{uri}>; rel="memento"; datetime="{date}"' for uri, date in zip(uris, dates, strict=True)]
    listed = [{"uri": uri, "datetime": at.isoformat()} for uri, at in zip(uris, times, strict=True)]
    forms = [
        ",\n".join([f'<{ASKED}>; rel="original"', *links]),
        json.dumps([["timestamp", "original"], *([stamp, ASKED] for stamp in stamps)]),
        "\n".join(json.dumps(row) for row in rows),
        "\n".join(f"example,old)/page {stamp} {json.dumps({'url': ASKED})}" for stamp in stamps),
        "\n".join(f"{stamp} {json.dumps({'uri': uri})}" for stamp, uri in zip(stamps, uris, strict=True)),
        json.dumps({"mementos": {"list": listed}}),
        "\n".join(f"example,old)/page {stamp} {ASKED} text/html - -" for stamp in stamps),
    ]

    for form in forms:
        found = read_timemap(form.encode(), HOLDER, ASKED)
        assert list(zip(stamps, uris, strict=True)) == [(one.timestamp, one.uri) for one in found.captures], form


@pytest.mark.parametrize(
    "unit",
    ["[", '["a",', "x ", "\n", '{"a":', "<", "<http://a>; rel=", "<http://a>;", '"', "!", "a 2 {", ",",
     "example,old)/ 20050102030405 http://old.example/ text/html 200 AAAA 1\n",
     '{"timestamp":"20050102030405","url":"http://old.example/"}\n',
     '<https://archive.example/web/20050105030405/http://a.example/>; rel="memento",\n'],
)  # fmt: skip
@pytest.mark.parametrize("head", ["", "<http://old.example/>; rel=memento", '{"mementos":', "[[", "!\n"])
def test_a_long_timemap_ends_in_time(head: str, unit: str) -> None:
    """Half a megabyte is read or refused in linear time, however deep it nests: what is not linear would take minutes."""
    start = time.process_time()
    try:
        read_timemap((head + unit * (500_000 // len(unit))).encode(), HOLDER, ASKED)
    except NotATimeMapError as error:
        assert str(error)  # noqa: PT017 - that it ends is the point, whichever way
    assert time.process_time() - start < 8


def test_numbers_of_any_length_are_no_trouble() -> None:
    """A number too long for Python makes a row that cannot be used, not an error."""
    rows = b'{"timestamp": ' + b"9" * 5000 + b'}\n{"timestamp": "20050105030405", "url": "http://old.example/"}'

    assert 1 == len(read_timemap(rows, HOLDER).captures)
