"""The store from the command line: the second run, flags, a kill in the middle, and two runs at once."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.standin import StandInWeb

Command = Callable[..., Any]

JOBS = 16
TABLE = """
label = "answers are from a stand-in web, not from these sites"
wait = 0.02
[[answer]]
host = "*.example"
page = "article"
[[answer]]
host = "*.gone.example"
status = 404
[[answer]]
host = "*.wall.example"
status = 403
"""


@pytest.fixture(scope="module")
def standing() -> Iterator[StandInWeb]:
    """Give a web in which every host answers after a moment."""
    with StandInWeb(TABLE) as started:
        yield started


@pytest.fixture
def web(standing: StandInWeb) -> StandInWeb:
    """Give that web with its log empty."""
    standing.log.clear()
    return standing


@pytest.fixture
def reached(web: StandInWeb) -> dict[str, str]:
    """Give the environment in which the command reaches that web as its proxy."""
    return {"CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}", "CITECHECK_CA_FILE": str(web.ca_pem)}


@pytest.fixture
def links(process: Command, reached: dict[str, str]) -> Command:
    """Give a function that runs `citecheck links` over that web; archives are left alone."""

    def run(*arguments: object, **more: str) -> Any:  # noqa: ANN401 - a Ran
        return process("links", "--no-archives", "--format", "json", *map(str, arguments), **{**reached, **more})

    return run


def addresses(count: int) -> list[str]:
    """Give so many addresses, five on each host; a sixth are gone, a sixth behind a wall."""
    hosts = ("a", "b.gone", "c", "d.wall", "e", "f")
    return [f"http://h{n // 30}-{hosts[n // 5 % 6]}.example/page/{n}" for n in range(count)]


def listed(folder: Path, urls: list[str]) -> Path:
    """Write a list of addresses."""
    path = folder / "urls.txt"
    path.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    return path


def kept(store: Path) -> set[str]:
    """Give the addresses whose answers are kept."""
    if not store.exists():
        return set()
    with closing(sqlite3.connect(store)) as connection:
        return {address for (address,) in connection.execute("SELECT address FROM answers")}


def checked(data: bytes) -> list[dict[str, Any]]:
    """Give the links of a JSON report."""
    found: list[dict[str, Any]] = json.loads(data)["documents"][0]["links"]
    return found


def test_a_document_with_300_links_asks_nobody_the_second_time(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """Every link is as it was, with the time at which it was asked; the report says that it was kept."""
    page = tmp_path / "page.html"
    items = "".join(f'<li>Text about {n}, <a href="{url}">there</a>.</li>\n' for n, url in enumerate(addresses(300)))
    page.write_text(f"<!doctype html><title>Links</title><h2>References</h2><ol>{items}</ol>", encoding="utf-8")
    first = links(page, "--from", "wikipedia-html")
    asked = web.log.count()
    again = links(page, "--from", "wikipedia-html")

    assert (300, 300) == (len(checked(first.out)), asked)
    assert 300 == web.log.count()
    assert checked(first.out) == checked(again.out)
    assert (first.code, Counter(live=200, dead=50, blocked=50)) == (
        again.code, Counter(link["verdict"] for link in checked(again.out))
    )  # fmt: skip
    label = json.loads(again.out)["run"]["provenance"]["label"]
    assert "Those about 300 links were kept from earlier runs" in label


@pytest.mark.parametrize("flags", [("--no-cache",), ("--record", "tape.yaml"), ("--offline",)])
def test_some_runs_neither_read_nor_write(
    flags: tuple[str, ...], links: Command, web: StandInWeb, tmp_path: Path, cache_folder: Path
) -> None:
    """--no-cache, --record and --offline leave the store as it is, even missing; so does a replay of the recording."""
    urls = listed(tmp_path, addresses(3))
    links("--urls", urls, *flags)
    assert {} == stored(cache_folder)
    links("--urls", urls)
    before = stored(cache_folder)
    web.log.clear()
    links("--urls", urls, *flags)
    assert {"--offline": 0}.get(flags[0], 3) == web.log.count()
    if flags[0] == "--record":
        links("--urls", urls, "--replay", "tape.yaml")
    assert before == stored(cache_folder) != {}


def stored(folder: Path) -> dict[str, bytes]:
    """Give the files of the store; the turns to ask archives are shared by all runs, and lie beside it."""
    return {path.name: path.read_bytes() for path in folder.glob("answers.*")}


def test_ages_are_given_as_people_write_them(links: Command, web: StandInWeb, tmp_path: Path) -> None:
    """`--max-age 0` asks anew, `12h` does not; what is no age ends with 2 and an example."""
    urls = listed(tmp_path, addresses(3))
    links("--urls", urls)
    assert [3, 6, 6] == [web.log.count(), links("--urls", urls, "--max-age", "0") and web.log.count(),
                         links("--urls", urls, "--max-age", "12h") and web.log.count()]  # fmt: skip
    ran = links("--urls", urls, "--max-age", "soon")
    assert 2 == ran.code
    assert "--max-age: max_age is an age as 0, 45m, 12h or 7d, not 'soon'." in ran.err


def test_a_folder_that_cannot_be_written_is_a_warning(links: Command, tmp_path: Path) -> None:
    """The report and the exit code are as ever; standard error says what to do."""
    urls = listed(tmp_path, addresses(3))
    ran = links("--urls", urls, "--cache-dir", urls / "below")

    assert (0, 3) == (ran.code, len(checked(ran.out)))
    assert "warning: The store of answers" in ran.err
    assert "--cache-dir" in ran.err
    assert "Traceback" not in ran.err


def killed(arguments: list[str], environment: dict[str, str], web: StandInWeb, after: int) -> bool:
    """Run the command, kill it once so many requests have come, and tell whether it was still at work."""
    command = [sys.executable, "-m", "citecheck", *arguments]
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while web.log.count() < after:
            try:
                running.wait(0.005)
            except subprocess.TimeoutExpired:
                continue
            return False
        running.kill()
        return running.wait() != 0


def test_what_was_answered_before_a_kill_is_not_asked_again(
    links: Command, web: StandInWeb, reached: dict[str, str], tmp_path: Path, cache_folder: Path
) -> None:
    """
    Twice killed with -9 at random moments, then run to its end: the store is whole each time, nothing in it is asked.

    What the server was answering at the moment of a kill nobody heard: at most as many as were under way, twice that
    where the machine is busy and answers wait to be looked at.
    """
    urls = addresses(300)
    store, chance = cache_folder / "answers.sqlite", random.Random()  # noqa: S311 - no secret hangs on it
    arguments = ["links", "--no-archives", "--jobs", str(JOBS), "--urls", str(listed(tmp_path, urls))]
    known: set[str] = set()
    lost = 0
    for _ in range(2):
        web.log.clear()
        assert killed(arguments, reached, web, chance.randint(10, 130))
        asked = set(web.log.urls())
        assert set() == asked & known
        with closing(sqlite3.connect(store)) as connection:
            assert "ok" == connection.execute("PRAGMA integrity_check").fetchone()[0]
        before, known = known, kept(store)
        assert before <= known
        lost += len(asked - known)
    assert 2 * 2 * JOBS >= lost
    web.log.clear()
    ran = links("--urls", tmp_path / "urls.txt")

    assert sorted(set(urls) - known) == sorted(web.log.urls())
    assert urls == [link["url"] for link in checked(ran.out)]
    assert Counter(live=200, dead=50, blocked=50) == Counter(link["verdict"] for link in checked(ran.out))
    assert set(urls) == kept(store)


def test_two_runs_at_once_share_a_store(
    web: StandInWeb, reached: dict[str, str], tmp_path: Path, cache_folder: Path
) -> None:
    """From an empty folder on: neither fails or warns, and everything both were told is kept."""
    urls = addresses(240)
    running = []
    for name, part in (("one", urls[:160]), ("two", urls[80:])):
        (tmp_path / name).mkdir()
        command = [sys.executable, "-m", "citecheck", "links", "--no-archives", "--format", "json", "--urls"]
        running.append(
            subprocess.Popen(
                [*command, str(listed(tmp_path / name, part))],
                env={**os.environ, **reached},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        )
    told = [one.communicate(timeout=120) for one in running]

    assert [160, 160] == [len(checked(out)) for out, _ in told]
    assert [] == [err for _, err in told if b"warning" in err]
    assert set(urls) == kept(cache_folder / "answers.sqlite")
    assert ["answers.sqlite"] == [path.name for path in cache_folder.iterdir()]
    assert web.log.count() <= 320


@pytest.mark.usefixtures("cache_folder")
def test_what_an_archive_told_before_a_kill_is_not_asked_again(process: Command, tmp_path: Path) -> None:
    """
    Killed with -9 while archives are asked, then run to its end: what was told is kept, snapshot or not.

    What the archive was answering at the moment of the kill nobody heard: twice as many as were under way at most.
    """
    urls = [f"http://host-{n}.example/page" for n in range(60)]
    captures = [
        {"url": url, "at": f"20{year:02d}0101000000", "page": "article", "links": "none"}
        for url in urls
        for year in (9, 11)
    ]
    table = {"wait": 0.01, "answer": [{"host": "*.example", "status": 404}], "capture": captures}
    with StandInWeb(table) as web:
        reached = {"CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}", "CITECHECK_CA_FILE": str(web.ca_pem)}
        reached |= {"CITECHECK_ARCHIVE_SPEED": "200"}
        arguments = ["links", "--jobs", str(JOBS), "--format", "json", "--urls", str(listed(tmp_path, urls))]
        assert killed(arguments, reached, web, 60 + 90)
        first = [url for url in web.log.urls() if "web.archive.org" in url]
        web.log.clear()
        ran = process(*arguments, **reached)
        second = [url for url in web.log.urls() if "web.archive.org" in url]

    snapshots = json.loads(ran.out)["documents"][0]["snapshots"]
    assert 30 < len(first) < 3 * len(urls)
    assert ["archived"] * len(urls) == [one["status"] for one in snapshots]
    assert len(set(first) & set(second)) <= 2 * JOBS
