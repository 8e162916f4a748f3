"""Copies in archives tell their archive, their original and their time by their addresses alone."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.lexicon.copies import LONGEST, archive_named, archive_of, archives, copy_of

CASES = tomllib.loads(Path(__file__).with_name("copies.toml").read_text(encoding="utf-8"))
NONE = CASES.pop("none")["urls"]
ROWS = [(archive, group["trust"], *row) for archive, group in CASES.items() for row in group["rows"]]
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "archives"


@pytest.mark.parametrize(("archive", "trust", "url", "original", "timestamp"), ROWS, ids=[row[2] for row in ROWS])
def test_a_copy_tells_of_itself(archive: str, trust: str, url: str, original: str, timestamp: str) -> None:
    """Each shape of each archive gives what it has, and nothing that it has not."""
    copy = copy_of(url)

    assert copy is not None
    assert (archive, trust, original or None, timestamp or None) == (
        copy.archive,
        copy.trust,
        copy.original,
        copy.timestamp,
    )


@pytest.mark.parametrize("url", NONE)
def test_what_is_no_copy_is_none(url: str) -> None:
    """An archive's own pages, its look-alikes, and pages that only mention it."""
    assert copy_of(url) is None


@pytest.mark.parametrize(
    ("segment", "modifier"),
    [
        ("20070309101522id_", "id_"),
        ("2007if_", "if_"),
        ("im_", "im_"),
        ("20070309101522", ""),
        ("*", ""),
        ("mp_", "mp_"),
    ],
)
def test_a_modifier_says_what_of_the_copy_is_wanted(segment: str, modifier: str) -> None:
    """It stands behind the timestamp, or alone."""
    copy = copy_of(f"https://web.archive.org/web/{segment}/http://old.example/")

    assert copy is not None
    assert modifier == copy.modifier


@pytest.mark.parametrize(
    ("digits", "date"),
    [
        ("20070309101522", "2007-03-09"), ("20070309", "2007-03-09"), ("200703", "2007-03"), ("2007", "2007"),
        ("20071309101522", "2007"), ("20070231101522", "2007-02"), ("20070000000000", "2007"), ("20070309996199", "2007-03-09"),
        ("20073", "2007"), ("2007030", "2007-03"), ("9999", ""), ("19900101", ""), ("00000000000000", ""), ("1", ""),
    ],
)  # fmt: skip
def test_a_date_has_what_is_right_of_the_timestamp(digits: str, date: str) -> None:
    """What no calendar has is left out, and a year that the Web has not makes no date."""
    copy = copy_of(f"https://web.archive.org/web/{digits}/http://old.example/")

    assert copy is not None
    assert date == (copy.date.iso() if copy.date else "")


def test_a_copy_of_a_copy_has_both() -> None:
    """The outer one has its own archive and time; the original is the innermost, as far as anything tells it."""
    copy = copy_of("https://web.archive.org/web/2012/https://archive.is/2010/http://www.webcitation.org/5eWaHRbn4")

    assert copy is not None
    assert copy.inner is not None
    assert copy.inner.inner is not None
    assert ("wayback", "2012", None) == (copy.archive, copy.timestamp, copy.original)
    assert ("archive-today", "2010", None) == (copy.inner.archive, copy.inner.timestamp, copy.inner.original)
    assert ("webcite", "20090212051918") == (copy.inner.inner.archive, copy.inner.inner.timestamp)


def test_wrapping_has_an_end() -> None:
    """However often a copy was copied, reading it ends: what is wrapped deeper stays as it is."""
    copy = copy_of("https://web.archive.org/web/2012/" * 200 + "http://old.example/")

    assert copy is not None
    assert copy.original is not None
    assert copy.original.endswith("/web/2012/http://old.example/")


HOSTS = st.sampled_from(("old.example", "www.old.example", "пример.example", "xn--e1afmkfd.example", "192.0.2.7", "a-b.c.example:8080"))  # fmt: skip
PATHS = st.text(st.characters(exclude_categories=("C", "Z")), max_size=60)


@given(st.sampled_from(("http", "https")), HOSTS, PATHS, st.integers(1996, 2099), st.sampled_from(("", "id_", "mp_")))
def test_what_was_wrapped_is_unwrapped(scheme: str, host: str, path: str, year: int, modifier: str) -> None:
    """Any original with any time, put together as the Wayback Machine does, is read back as it was."""
    original, stamp = f"{scheme}://{host}/{path}", f"{year}0309101522"

    copy = copy_of(f"https://web.archive.org/web/{stamp}{modifier}/{original}")

    assert copy is not None
    assert ("wayback", original, stamp, modifier) == (copy.archive, copy.original, copy.timestamp, copy.modifier)


@given(st.text(max_size=200), st.sampled_from([row[2] for row in ROWS]), st.integers(0, 120))
def test_no_address_breaks_the_reader(text: str, url: str, place: int) -> None:
    """Whatever stands in an address, there is an answer, and an original is an address."""
    for address in (text, url[:place] + text, url[:place] + text + url[place:]):
        copy = copy_of(address)

        assert copy is None or copy.original is None or "://" in copy.original
        assert copy is None or copy.timestamp is None or re.fullmatch("[0-9]{4,14}", copy.timestamp)
        assert copy is None or archive_of(address) is not None


@pytest.mark.parametrize(
    "sign", ["/", "http:/", "%25", "http%3A", ".", "a.", "20", "?url=", "&url=http:", "web.archive.org/web/1/", "@", ":", "\udcff"]
)  # fmt: skip
@pytest.mark.parametrize(
    "start",
    [
        "",
        "https://web.archive.org/web/2007/",
        "https://www.webcitation.org/query?url=",
        "https://archive.is/",
        "https://x",
    ],
)
def test_what_never_ends_is_refused(start: str, sign: str) -> None:
    """A copy's address has at most 8,192 characters; a longer text is none, however it begins, and is told at once."""
    assert copy_of(start + sign * 1_000_000) is None
    assert archive_of(start + sign * 1_000_000) == archive_of((start + sign * LONGEST)[:LONGEST])
    longest = (start + sign * LONGEST)[:LONGEST]
    copy = copy_of(longest)
    assert copy is None or archive_named(copy.archive) == archive_of(longest)


def test_every_archive_of_the_table_is_tried() -> None:
    """The table of cases has each archive, and at least one copy in it."""
    assert [archive.id for archive in archives()] != []
    assert {archive.id for archive in archives()} == set(CASES)


def test_the_table_is_sound() -> None:
    """What is not kept says why in whole sentences; no host and no shape stands twice; every shape has an end."""
    table = tomllib.loads((files("citecheck.lexicon") / "copies.toml").read_text(encoding="utf-8"))
    hosts = [host for row in table.values() for host in row["hosts"]]
    holders = {holder for row in table.values() for text in row["shapes"] for holder in re.findall(r"\{(.*?)\}", text)}

    assert len(set(hosts)) == len(hosts)
    assert {
        "when", "written", "base62", "unix", "id", "youtube", "site", "any", "url", "address", "anything", "rest", "date", "cache",
    } == holders  # fmt: skip
    for name, row in table.items():
        assert len(set(row["shapes"])) == len(row["shapes"]), name
        assert bool(row["hosts"]) >= any(text.startswith("/") for text in row["shapes"]) or "labels" in row, name
        assert ("{id}" in " ".join(row["shapes"])) == ("id" in row), name
    for archive in archives():
        assert archive.trust in {"kept", "untrusted", "defunct"}
        assert (archive.trust == "kept") == (archive.reason == ""), archive.id
        assert archive.reason == "" or archive.reason.endswith("."), archive.id
        assert "not asked" in archive.reason or archive.trust == "kept", archive.id


def test_an_archive_has_a_name_for_people() -> None:
    """The name stands in a sentence."""
    assert "the Wayback Machine" == archive_named("wayback").name
    with pytest.raises(KeyError):
        archive_named("none")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://web.archive.org/", "wayback"),
        ("https://www.webcitation.org/consortium", "webcite"),
        ("https://www.google.com/search?q=cache:old.example/", "google-cache"),
        ("https://www.google.com/search?q=olm", ""),
        ("https://haw.nsk.hr/", ""),
        ("https://haw.nsk.hr/wayback/2007/http://old.example/", "haw"),
        ("https://archive.org/details/olms", ""),
        ("https://web.archive.org/web/2012/http://archive.is/Q8pGf", "wayback"),
    ],
)
def test_a_host_may_be_an_archive_as_a_whole(url: str, expected: str) -> None:
    """Then its own pages are the archive's too; on a host with other uses only copies are."""
    archive = archive_of(url)

    assert expected == (archive.id if archive else "")


def recorded(name: str) -> str:
    """Give a public list of real addresses; where it is not beside this checkout the test is skipped."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"skipped: {name} is not beside this checkout, in ../shared/data/archives")
    return path.read_text(encoding="utf-8")


def test_real_addresses_of_copies() -> None:
    """Each address of a list of real mementos is a copy's, and tells what of the original stands in it."""
    urls = recorded("MementoEmbed/tests/uritestlist.txt").split()
    copies = {url: copy_of(url) for url in urls}

    assert [] == [url for url, copy in copies.items() if copy is None]
    for url, copy in copies.items():
        assert copy is not None
        rest = re.sub("^.*?/[0-9]{14}/", "", url)
        assert (rest != url) == (copy.original is not None) == (copy.timestamp is not None), url
        assert copy.original is None or copy.original.endswith(rest), url


def test_real_archives_are_known() -> None:
    """The copies of every archive of an aggregator's public list are told by the table, not by their host's name alone."""
    listed = json.loads(recorded("MemGator/archives.json"))
    gates = {row["id"]: row["timegate"].removesuffix("mp_/").replace("timegate/", "") for row in listed}
    # Perma.cc has its copies elsewhere, PastPages under numbers.
    gates |= {"perma.cc": "https://perma-archives.org/warc/", "pastpages.org": "http://www.pastpages.org/timegate/"}
    found = {name: copy_of(f"{gate}20070309101522/http://old.example/") for name, gate in gates.items()}
    found["pastpages.org"] = copy_of("http://www.pastpages.org/timegate/http://old.example/")

    assert [] == [name for name, copy in found.items() if copy is None or copy.archive == "unlisted"]
    assert {"http://old.example/"} == {copy.original for copy in found.values() if copy}
