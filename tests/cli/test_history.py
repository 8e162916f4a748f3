"""A job that runs every week, in a fresh folder each time, with nothing but the history file of the run before."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.standin import StandInWeb
from tests.standin.weekly import BACK, GONE, PAGES

Command = Callable[..., Any]
WALL = "status = 503"
LIST = "http://steady.example/here\nhttp://shaky.example/page\n"
LIST_WITH_A_VALUE = "http://steady.example/here?token=Pl4nted01Secret\n"


@pytest.fixture
def week(
    cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, dict[str, Any], int]]:
    """Give the function that runs one week's job: exit code, report, requests that the web got."""
    kept, answers = tmp_path / "kept.json", tmp_path / "answers"

    def run(
        day: str, shaky: str, *flags: str, urls: str = LIST, restored: float = 0, same: StandInWeb | None = None
    ) -> tuple[int, dict[str, Any], int]:
        folder = tmp_path / day
        (folder / ".git").mkdir(parents=True)  # each week a checkout of its own
        if restored:
            shutil.copytree(answers, folder / "cache")
            grow_old(folder / "cache", restored)
        monkeypatch.chdir(folder)
        (folder / "urls.txt").write_text(urls, encoding="utf-8")
        if kept.exists():
            shutil.copy(kept, folder / "history.json")
        monkeypatch.setenv("CITECHECK_CACHE_DIR", str(folder / "cache"))
        for module in ("transport", "session"):
            monkeypatch.setattr(f"citecheck.web.{module}.now", lambda: f"{day}T04:17:00.000Z")
        with nullcontext(same) if same else StandInWeb(PAGES.format(shaky)) as web:
            web.log.clear()
            monkeypatch.setenv("CITECHECK_PROXY", f"http://127.0.0.1:{web.http_port}")
            monkeypatch.setenv("CITECHECK_CA_FILE", str(web.ca_pem))
            ran = cli(
                "links", "--urls", "urls.txt", "--no-archives", "--format", "json", "--as-of", day, "--history",
                "history.json", *flags,
            )  # fmt: skip
            asked = web.log.count("steady.example") + web.log.count("shaky.example")
        shutil.copy(folder / "history.json", kept)
        shutil.copytree(folder / "cache", answers, dirs_exist_ok=True)
        return ran.code, json.loads(ran.out), asked

    return run


def grow_old(folder: Path, days: float) -> None:
    """Let days pass for all answers that a folder keeps."""
    (file,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE answers SET asked = asked - ?, until = until - ?", (days * 86_400, days * 86_400))


def shaky(report: dict[str, Any]) -> tuple[str, str, int]:
    """Give verdict, state and failures of the link that fails."""
    (link,) = (one for one in report["documents"][0]["links"] if "shaky" in one["url"])
    return link["verdict"], link["history"]["state"], link["history"]["failures"]


def severity(report: dict[str, Any]) -> list[str]:
    """Give the severities of what was found."""
    return [one["severity"] for one in report["documents"][0]["findings"]]


def test_a_weekly_job_stays_quiet_until_a_link_is_dead(week: Callable[..., tuple[int, dict[str, Any], int]]) -> None:
    """It fails, recovers, fails three times: warnings, nothing, warnings, and on the third failure an error and exit 1."""
    told = []
    for day, answer in (
        ("2026-09-07", GONE), ("2026-09-14", BACK), ("2026-09-21", GONE), ("2026-09-28", WALL), ("2026-10-05", GONE),
        ("2026-10-12", GONE), ("2026-10-19", BACK),
    ):  # fmt: skip
        code, report, _ = week(day, answer, "--jobs", "2")
        told.append((code, *shaky(report), severity(report)))

    assert [
        (0, "dead", "failing", 1, ["warning"]),
        (0, "live", "ok", 0, []),
        (0, "dead", "failing", 1, ["warning"]),
        (0, "unreachable", "failing", 1, ["note"]),
        (0, "dead", "failing", 2, ["warning"]),
        (1, "dead", "dead", 3, ["error"]),
        (0, "live", "ok", 0, []),
    ] == told


def test_a_run_with_the_answers_of_the_last_one_asks_only_what_is_due(
    week: Callable[..., tuple[int, dict[str, Any], int]],
) -> None:
    """A dead link stands for a day and a live one for a week: of the two none, one, and both are asked anew."""
    with StandInWeb(PAGES.format(GONE)) as web:
        asked = [
            week(day, GONE, restored=days, same=web)[2]
            for day, days in (("2026-09-07", 0), ("2026-09-08", 0.5), ("2026-09-09", 1), ("2026-09-15", 6))
        ]

    assert [2, 0, 1, 2] == asked


def test_a_run_shows_the_figures_of_the_runs_before(week: Callable[..., tuple[int, dict[str, Any], int]]) -> None:
    """`earlier` grows by a run a week."""
    for day in ("2026-09-07", "2026-09-14"):
        week(day, GONE)
    _, report, _ = week("2026-09-21", BACK)

    assert [("2026-09-07", 1), ("2026-09-14", 1)] == [
        (run["as_of"], run["findings"]["warning"]) for run in report["earlier"]
    ]


def test_no_secret_is_written_into_the_file(
    week: Callable[..., tuple[int, dict[str, Any], int]], tmp_path: Path
) -> None:
    """A history is committed: an address with a token is known by what is left without it, and is known again."""
    week("2026-09-07", BACK, urls=LIST_WITH_A_VALUE)
    first = (tmp_path / "kept.json").read_text(encoding="utf-8")
    week("2026-09-14", BACK, urls=LIST_WITH_A_VALUE)
    second = (tmp_path / "kept.json").read_text(encoding="utf-8")

    assert "Secret" not in first + second
    assert 1 == second.count("steady.example")
    assert "2026-09-14" in second


def test_a_history_that_is_none_stops_the_run_before_it_begins(cli: Command, tmp_path: Path) -> None:
    """Nobody is asked, nothing is overwritten."""
    file = tmp_path / "history.json"
    file.write_text("{", encoding="utf-8")
    ran = cli("links", "--urls", "-", "--history", file, stdin=b"http://example.org/\n")

    assert (2, b"") == (ran.code, ran.out)
    assert "this is no history" in ran.err
    assert "{" == file.read_text(encoding="utf-8")


def test_offline_nothing_is_written(cli: Command, tmp_path: Path) -> None:
    """Nobody was asked, so nothing is known."""
    file = tmp_path / "history.json"
    cli("links", "--urls", "-", "--offline", "--history", file, stdin=b"http://example.org/\n")

    assert not file.exists()
