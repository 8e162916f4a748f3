"""The action as a job that comes back: what it keeps from one run to the next, and from whom it keeps nothing."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable

import pytest

from tests.ci.runner import Runner, names
from tests.standin import StandInWeb
from tests.standin.weekly import GONE, PAGES

LINKS = "See http://steady.example/here and http://shaky.example/page for more.\n"


HOSTS = ("steady.example", "shaky.example")


@pytest.fixture
def job(runner: Runner) -> Callable[..., str]:
    """Give the function that runs the action on a day, asking a web, on a machine of its own: the exit code."""
    (runner.workspace / "sample.html").unlink()
    (runner.workspace / "page.txt").write_text(LINKS, encoding="utf-8")
    numbers = itertools.count()

    def run(day: str, standin: StandInWeb, event: str = "schedule", **inputs: str) -> str:
        runner.github |= {"event_name": event, "run_id": str(next(numbers))}
        if (runner.temp / "citecheck-kept").exists():
            (runner.temp / "citecheck-kept").rename(runner.temp.parent / f"gone-{next(numbers)}")
        runner.environment |= {
            "CITECHECK_PROXY": f"http://127.0.0.1:{standin.http_port}",
            "CITECHECK_PROXY_RESOLVES": "1",
            "CITECHECK_CA_FILE": str(standin.ca_pem),
            "CITECHECK_ARCHIVES": "false",
            "CITECHECK_TEST_DAY": day,
        }
        return runner.act(command="links", annotations="false", **inputs).outputs["exit-code"]

    return run


def test_a_weekly_job_remembers_by_the_cache_alone(job: Callable[..., str], runner: Runner) -> None:
    """
    Each run has a machine of its own, and the cache is all it has of the others.

    What still stands costs no request; three failures make an error; a pull request is told of the
    third, and keeps nothing.
    """
    told = []
    with StandInWeb(PAGES.format(GONE)) as web:
        for day, event in (
            ("2026-09-07", "schedule"), ("2026-09-13", "schedule"), ("2026-09-20", "pull_request"),
            ("2026-09-20", "schedule"),
        ):  # fmt: skip
            before = sum(map(web.log.count, HOSTS))
            code = job(day, web, event, history="cached")
            told.append((code, sum(map(web.log.count, HOSTS)) - before, len(names(runner.store))))

    assert [("0", 2, 1), ("0", 1, 2), ("1", 2, 2), ("1", 2, 3)] == told


def test_a_pull_request_changes_no_history_of_the_repository(job: Callable[..., str], runner: Runner) -> None:
    """It is told what the file knows; a push writes it."""
    history = runner.workspace / "history.json"
    with StandInWeb(PAGES.format(GONE)) as web:
        job("2026-09-07", web, event="push", history="history.json", cache="false")
        before = history.read_bytes()
        job("2026-09-14", web, event="pull_request", history="history.json", cache="false")
    links = json.loads((runner.temp / "citecheck/audit.json").read_bytes())["documents"][0]["links"]

    assert [("failing", 2)] == [
        (one["history"]["state"], one["history"]["failures"]) for one in links if "shaky" in one["url"]
    ]
    assert b"shaky.example" in before
    assert before == history.read_bytes()
    assert set() == names(runner.store)
