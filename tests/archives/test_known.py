"""The archives that are known by name, and those that a configuration describes: what they may say of themselves."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from citecheck.archives import Services, untrusted
from citecheck.archives.common_crawl import CommonCrawl
from citecheck.archives.known import archive_from, archive_named, known
from citecheck.archives.memento import MementoArchive
from citecheck.archives.wayback import Wayback
from citecheck.errors import ConfigError
from citecheck.lexicon.copies import copy_of

ROWS: dict[str, dict[str, Any]] = tomllib.loads(
    files("citecheck.archives").joinpath("known.toml").read_text(encoding="utf-8")
)
LEFT_OUT = {
    "web.archive.org": "it is the Wayback Machine, which is asked in its own way",
    "archive.today": "it alters copies, and is never asked",
    "www.pastpages.org": "it is defunct",
}
"""Hosts of archives that others know, with the reason why there is no row of them."""
GOOD = {"timegate": "https://a.example/web/", "timemap": "https://a.example/list/", "bases": ["https://a.example/web"]}


def hosts(row: dict[str, Any]) -> set[str | None]:
    """Give the hosts of an archive."""
    addresses = (row.get("timegate"), row.get("timemap"), row.get("collections"), *row.get("bases", ()))
    return {urlsplit(url).hostname for url in addresses if url}


@pytest.mark.parametrize("name", known(off=True))
def test_every_archive_that_is_known_can_be_made(name: str) -> None:
    """Its row is in order, its title says what it is, and it is an archive under its name that has manners."""
    archive = archive_named(name)

    assert name == archive.name
    assert archive.manners
    assert all(0 < one.interval <= 5 and 1 <= one.at_once <= 8 for one in archive.manners.values())
    assert name == "wayback" or ROWS[name]["title"]


def test_no_archive_is_known_that_must_not_be_asked() -> None:
    """Those that alter copies, and those that are gone, have no row; no two rows share a host."""
    named = [host for row in ROWS.values() for host in hosts(row)]

    assert [] == [host for host in named if untrusted(f"https://{host}/") or host in LEFT_OUT]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", ROWS)
def test_the_copies_of_an_archive_are_told_by_their_addresses(name: str) -> None:
    """A copy at an address with a time is recognised without asking anybody, under the same name."""
    addresses = [f"{base}/20100610120000/http://old.example/" for base in ROWS[name].get("bases", ())]
    found = [copy_of(url) for url in addresses]

    assert {"http://old.example/"} >= {one.original for one in found if one is not None}
    assert {name} >= {one.archive for one in found if one is not None}
    assert all(found) or name == "perma"  # its copies have addresses without a time


def test_who_is_off_says_why() -> None:
    """Who is asked only on request has the reason in its row, as a sentence."""
    off = set(known(off=True)) - set(known())

    assert off == {name for name, row in ROWS.items() if "off" in row}
    assert all(ROWS[name]["off"].endswith(".") for name in off)
    assert ("wayback", "arquivo") == known()[:2]
    assert {"memgator", "commoncrawl", "ukgwa"} <= off


def test_archives_that_memgator_knows_are_known_or_left_out(recorded: Callable[[str], Path]) -> None:
    """Every archive of its list has a row here, or a reason; those that it ignores are off."""
    theirs = json.loads(recorded("MemGator/archives.json").read_text(encoding="utf-8"))
    mine = {host: name for name, row in ROWS.items() for host in hosts(row)}
    found = {one["id"]: mine.get(urlsplit(one["timegate"]).hostname) for one in theirs}
    places = {one["id"]: urlsplit(one["timegate"]).hostname for one in theirs}

    assert set(LEFT_OUT) == {places[name] for name, own in found.items() if own is None}
    ignored = {found[one["id"]] for one in theirs if one.get("ignore")} - {None}
    assert ignored <= set(known(off=True)) - set(known())


def test_the_kinds_are_told_apart() -> None:
    """The Wayback Machine where services are given, the indexes of Common Crawl, and all others by Memento."""
    wayback = archive_named("wayback", services=Services.of("http://mirror.example"))

    assert isinstance(wayback, Wayback)
    assert "http://mirror.example" == wayback.services.wayback
    assert isinstance(archive_named("commoncrawl"), CommonCrawl)
    assert isinstance(archive_named("arquivo"), MementoArchive)


def test_an_archive_that_is_not_known_is_told_with_the_one_that_may_be_meant() -> None:
    """The message names the nearest, and all that there are."""
    with pytest.raises(ConfigError, match=r"no archive 'arqivo'. Is arquivo meant\? Known are wayback, arquivo, perma"):
        archive_named("arqivo")


def test_a_configuration_describes_an_archive() -> None:
    """All that a row may say is taken, hyphens or not in its keys; what is for people is left out."""
    more = {"title": "Mine", "modifier": "id_", "follow": False, "framed": True, "at-once": 3, "interval": 0}
    archive = archive_from("mine", GOOD | {"bases": ["https://a.example/web/"], "query": {"output": "json"}} | more)

    assert (
        MementoArchive(
            "mine",
            timegate="https://a.example/web/",
            timemap="https://a.example/list/",
            query=(("output", "json"),),
            bases=("https://a.example/web",),
            modifier="id_",
            follow=False,
            framed=True,
            at_once=3,
            interval=0.0,
        )
        == archive
    )


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("No Name", GOOD, "'No Name' is no name. Use small letters"),
        ("", GOOD, "is no name"),
        ("mine", {}, "neither a timegate nor a timemap. Give one of them"),
        ("mine", {"timegate": "https://a.example/web/"}, "bases says how"),
        ("mine", GOOD | {"time-gate": "https://a.example/"}, "unknown key 'time_gate'. Is timegate meant?"),
        ("mine", GOOD | {"password": "x"}, "unknown key 'password'. Known are timegate"),
        ("mine", GOOD | {"timegate": "https://a.example/web"}, "timegate ends with a slash"),
        ("mine", GOOD | {"timemap": "https://a.example/list"}, "timemap ends with a slash"),
        ("mine", GOOD | {"timegate": "ftp://a.example/"}, "timegate is an http"),
        ("mine", GOOD | {"timegate": "https://"}, "timegate is an http"),
        ("mine", GOOD | {"timegate": "https://me:secret@a.example/"}, "timegate is an http"),
        ("mine", GOOD | {"timegate": "https://a.example/?url="}, "without a query"),
        ("mine", GOOD | {"timegate": "https://a.example:99999/"}, "timegate is an http"),
        ("mine", GOOD | {"timegate": "https://[bad/"}, "timegate is an http"),
        ("mine", GOOD | {"timegate": "https://a.example/\n/"}, "timegate is an http"),
        ("mine", GOOD | {"timegate": 7}, "timegate is an http"),
        ("mine", GOOD | {"timemap": "https://archive.ph/timemap/"}, "archive.today is not asked"),
        ("mine", GOOD | {"bases": []}, "bases is a list"),
        ("mine", GOOD | {"bases": "https://a.example"}, "bases is a list"),
        ("mine", GOOD | {"bases": ["https://archive.is"]}, "archive.today is not asked"),
        ("mine", GOOD | {"query": {"url": "x"}}, "url is the address"),
        ("mine", GOOD | {"query": {"limit": 5}}, "query is a table of texts"),
        ("mine", GOOD | {"query": []}, "query is a table of texts"),
        ("mine", GOOD | {"modifier": "id"}, "modifier is one of id_, mp_"),
        ("mine", GOOD | {"follow": "no"}, "follow is true or false"),
        ("mine", GOOD | {"at_once": 0}, "at_once is a whole number"),
        ("mine", GOOD | {"at_once": True}, "at_once is a whole number"),
        ("mine", GOOD | {"interval": -1}, "interval is a number of seconds"),
        ("mine", GOOD | {"interval": float("nan")}, "interval is a number of seconds"),
        ("mine", GOOD | {"interval": "1s"}, "interval is a number of seconds"),
        ("mine", {"collections": "https://a.example/collinfo.json", "bases": []}, "unknown key 'bases'"),
    ],
)
def test_a_mistake_in_a_configuration_is_told(name: str, row: dict[str, Any], says: str) -> None:
    """The message names the archive and the key, and says what would be right; it holds no secret."""
    with pytest.raises(ConfigError) as caught:
        archive_from(name, row)

    assert says in str(caught.value)
    assert str(caught.value).startswith("archives")
