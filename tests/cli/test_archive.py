"""`citecheck archive` as a process of its own, against an archive on loopback that it reaches through a proxy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.standin import ARCHIVE, StandInWeb

Command = Callable[..., Any]
HOLDINGS = Path(__file__).parents[1] / "archives/holdings.toml"


@pytest.fixture
def web() -> Iterator[StandInWeb]:
    """Give a web with an archive that holds one of everything."""
    with StandInWeb(ARCHIVE, HOLDINGS, {"host": [{"name": "refused.example", "connect": "refused"}]}) as made:
        yield made


@pytest.fixture
def archive(process: Command, web: StandInWeb) -> Command:
    """Give the command, in that web, with an archive that bears as much as one likes."""

    def run(*arguments: object, **environment: str) -> Any:  # noqa: ANN401 - how it ended
        reached = {
            "CITECHECK_PROXY": f"http://127.0.0.1:{web.http_port}",
            "CITECHECK_CA_FILE": str(web.ca_pem),
            "CITECHECK_ARCHIVE_SPEED": "100",
        }
        return process("archive", *map(str, arguments), **reached, **environment)

    return run


def test_people_are_told_what_was_found_and_why(archive: Command, web: StandInWeb) -> None:
    """The copy, its worth, the rule by which it was taken, and the others; addresses themselves are not asked."""
    ran = archive("http://kept.example/page", "http://never.example/page", "--date", "16 March 2007")
    told = ran.out.decode()

    assert (0, "") == (ran.code, ran.err)
    assert "archived 2007-03-09, played back, exact evidence\n" in told
    assert "  https://web.archive.org/web/20070309101522/http://www.kept.example/page\n" in told
    assert "The last good copy before the page was read, 7 days earlier." in told
    assert "    2009-01-01 (200): It was captured after the page was read.\n" in told
    assert (
        "http://never.example/page\n  not archived: Neither the archive's index nor its playback knows a copy.\n"
        in told
    )
    assert {"web.archive.org"} == {asked.host for asked in web.log.requests if asked.method != "CONNECT"}


def test_programs_are_told_the_same(archive: Command) -> None:
    """Each address once, in order, as in the JSON of an audit."""
    told = json.loads(archive("http://kept.example/page", "http://closed.example/", "--format", "json").out)
    found = [(one["original"], one["status"], one["memento"]) for one in told["snapshots"]]

    assert 1 == told["schema_version"]
    assert [
        ("http://kept.example/page", "archived", "https://web.archive.org/web/20090101000000/http://kept.example/page"),
        ("http://closed.example/", "unknown", None),
    ] == found
    assert all(one["checked_at"] for one in told["snapshots"])


def test_the_title_decides_between_copies(archive: Command) -> None:
    """Of two copies the one that bears the title is taken, and the other one says why it is not."""
    title = "Old harbour opens again after thirty years"
    told = archive("http://kept.example/page", "--date", "2007-03-16", "--title", title, "--format", "json")
    (found,) = json.loads(told.out)["snapshots"]

    assert found["bears_title"] is True


def test_what_was_found_is_kept(archive: Command, web: StandInWeb) -> None:
    """The second time nobody is asked, unless one wants it so."""
    first = archive("http://kept.example/page")
    count = web.log.count("web.archive.org")
    assert (first.out, count) == (archive("http://kept.example/page").out, web.log.count("web.archive.org"))
    archive("http://kept.example/page", "--no-cache")
    assert web.log.count("web.archive.org") > count


def test_a_recording_answers_as_the_archive_did(archive: Command, web: StandInWeb) -> None:
    """With the archive gone, the same words come from the tape."""
    live = archive("http://kept.example/page", "--date", "2007", "--record", "tape.yaml")
    web.log.clear()
    replayed = archive("http://kept.example/page", "--date", "2007", "--replay", "tape.yaml")

    assert (live.out, 0) == (replayed.out, web.log.count())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Missing argument"),
        (("kept.example/page",), "'kept.example/page' is no address. Write it with http:// or https://."),
        (("http://kept.example/", "--date", "someday"), "--date: 'someday' is no date."),
        (("http://kept.example/", "--archive", "waybak"), "there is no archive 'waybak'. Is wayback meant?"),
        (("http://kept.example/", "--archive", "archive-today"), "there is no archive 'archive-today'."),
    ],
)
def test_what_cannot_be_asked_says_so(archive: Command, arguments: tuple[str, ...], says: str) -> None:
    """Usage ends with 2 and a sentence on what to write."""
    ran = archive(*arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert says in ran.err


def test_an_archive_that_does_not_answer_is_no_absence(archive: Command) -> None:
    """Nobody listens: the answer is unknown, and the command ends with 3."""
    ran = archive("http://kept.example/page", CITECHECK_WAYBACK_URL="http://refused.example")

    assert 3 == ran.code
    assert "  unknown: The archive answered 502." in ran.out.decode()  # as the proxy says it


def test_no_archive_is_told_of_what_is_private(archive: Command, web: StandInWeb) -> None:
    """An address within a network, or with a secret in it, is nobody's business."""
    ran = archive("http://10.0.0.7/x", "http://kept.example/?token=0p3nSesame77", "http://kept.example/page")

    assert 2 == ran.out.decode().count("  unknown: ")
    assert b"0p3nSesame77" not in ran.out
    assert [] == [url for url in web.log.urls() if "10.0.0.7" in url or "Sesame" in url]


def test_another_archive_is_asked_where_the_first_has_none(archive: Command, tmp_path: Path) -> None:
    """Archives that a file describes are asked by their names, in order."""
    file = tmp_path / "archives.toml"
    file.write_text(
        '[second]\ntimegate = "https://web.archive.org/web/"\ntimemap = "https://web.archive.org/web/timemap/link/"\n'
        'bases = ["https://web.archive.org/web"]\nmodifier = "id_"\ninterval = 0.01\n'
    )
    ran = archive(
        "http://kept.example/page",
        "--archive",
        "second",
        "--date",
        "2007-03-16",
        "--format",
        "json",
        CITECHECK_ARCHIVES_FILE=str(file),
    )
    (found,) = json.loads(ran.out)["snapshots"]

    assert ("archived", "second", "verified") == (found["status"], found["archive"], found["playback"]), found["reason"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read: No such file or directory."),
        ("[", "cannot be read: it is no TOML"),
        ("second = 1", "holds tables"),
        ("[second]\ntitle = 'x'", "archives.second: it has neither a timegate nor a timemap."),
        ("[second]\ntimegat = 'https://x.example/'", "unknown key 'timegat'. Is timegate meant?"),
    ],
)
def test_a_file_of_archives_that_is_none_says_so(archive: Command, tmp_path: Path, text: str | None, says: str) -> None:
    """What is wrong with it is told with its name, and nothing is asked."""
    file = tmp_path / "archives.toml"
    if text is not None:
        file.write_text(text)
    ran = archive("http://kept.example/", "--archive", "second", CITECHECK_ARCHIVES_FILE=str(file))

    assert 2 == ran.code
    assert says in ran.err
