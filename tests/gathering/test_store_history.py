"""Histories: what several runs say of an address, and what a run that was killed leaves for the next to tell."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from citecheck.gathering.store_file import Row, StoreFile
from citecheck.gathering.store_history import FAILING, LIVING, History, after

URL = "http://a.example/"
DAYS = [f"2026-01-0{n}T00:00:00.000Z" for n in range(1, 8)]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("live",), (1, DAYS[0], 0, None)),
        (("moved", "live"), (2, DAYS[1], 0, None)),
        (("live", "dead", "soft-404", "unreachable"), (4, DAYS[0], 3, DAYS[1])),
        (("dead", "dead", "live"), (3, DAYS[2], 0, None)),
        (("dead", "live", "dead"), (3, DAYS[1], 1, DAYS[2])),
        (("dead", "blocked", "dead"), (3, None, 2, DAYS[0])),
        (("live", "blocked", "skipped"), (3, DAYS[0], 0, None)),
        (("blocked",), (1, None, 0, None)),
    ],
)
def test_a_history_follows_the_verdicts(
    verdicts: tuple[str, ...], expected: tuple[int, str | None, int, str | None]
) -> None:
    """How often it was asked, when it lived last, how often it has failed in a row, and since when."""
    history: History | None = None
    for verdict, day in zip(verdicts, DAYS, strict=False):
        history = after(history, URL, verdict, day)  # type: ignore[arg-type]  # a word of the table
    assert history is not None
    assert expected == (history.checks, history.last_live, history.failures, history.first_failed)
    last = DAYS[len(verdicts) - 1]
    assert (URL, DAYS[0], last, verdicts[-1]) == (
        history.address,
        history.first_seen,
        history.last_seen,
        history.last_verdict,
    )


def test_a_verdict_cannot_live_and_fail() -> None:
    """The two lists share nothing."""
    assert frozenset() == LIVING & FAILING


def test_what_a_killed_run_was_told_is_in_the_histories_when_the_next_begins(tmp_path: Path) -> None:
    """Once, however often the file is opened after that."""
    path = tmp_path / "answers.sqlite"
    killed = StoreFile(path)
    for number in range(200):
        killed.put(Row(b"%d" % number, "link", f"http://{number}/", "dead", 1e9, 9e9, 1, 0, b"{}"))
    killed.close(whole=False, now=1e9)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM history")
        connection.execute("UPDATE answers SET told = 0")
        connection.commit()
    for _ in range(2):
        store = StoreFile(path)
        store.begin(b"digest", 1e9)
        told = store.histories(f"http://{number}/" for number in range(200))
        assert [1] * 200 == [history.failures for history in told]
        assert {"2001-09-09T01:46:40.000Z"} == {history.first_failed for history in told}
        store.close(whole=True, now=1e9)
