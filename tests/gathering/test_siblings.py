"""A made-up address is asked where a page is in doubt: once for a folder, in the pace of its host, on the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citecheck.gathering import Policy, Question, ask
from citecheck.links.sibling import made_up
from citecheck.web import Redactor
from tests.standin import StandInWeb

Make = Callable[..., Policy]
Links = Callable[..., list[Question]]
SORRY = "<title>The Courier</title><h1>Sorry</h1><p>The article that you requested does not exist.</p>"
FOLDER = "http://sorry.example/news/{}.html"
DOUBTFUL = [FOLDER.format(name) for name in ("harbour", "herring", "ferry", "storm")]
TABLE = {
    "clock": "2024-02-01T12:00:00Z",
    "host": [{"name": "*.example"}],
    "answer": [
        {"host": "sorry.example", "body": SORRY, "type": "text/html"},
        {"host": "honest.example", "path": "/news/gone.html", "body": SORRY, "type": "text/html"},
        {"host": "honest.example", "status": 404},
        {"host": "refusing.example", "path": "/news/gone.html", "body": SORRY, "type": "text/html"},
        {"host": "refusing.example", "status": 403},
        {"host": "fine.example", "body": "<title>Harbour</title><p>The ferry calls again.", "type": "text/html"},
    ],
}


@pytest.fixture(scope="module")
def other_web() -> Iterator[StandInWeb]:
    """Give a web whose hosts do different things with what they do not have."""
    with StandInWeb(TABLE) as started:
        yield started


@pytest.fixture
def lost(other_web: StandInWeb) -> StandInWeb:
    """Give that web with its log empty."""
    other_web.log.clear()
    return other_web


def test_a_folder_is_asked_once(lost: StandInWeb, policy_for: Make, links: Links) -> None:
    """However many of its pages are in doubt; each is judged by the one answer."""
    answers = ask(links(*DOUBTFUL), policy_for(lost, archives=False))

    assert ["soft-404"] * 4 == [check.verdict for check in answers.links.values()]
    assert sorted([*DOUBTFUL, made_up(DOUBTFUL[0])]) == sorted(lost.log.urls())


def test_the_site_decides(lost: StandInWeb, policy_for: Make, links: Links) -> None:
    """Who says 404 to what cannot be means the page that it gives; who refuses to tell leaves the page alone."""
    urls = ("http://honest.example/news/gone.html", "http://refusing.example/news/gone.html")
    answers = ask(links(*urls), policy_for(lost, archives=False))

    assert ["live", "live"] == [check.verdict for check in answers.links.values()]
    assert [2, 2] == [lost.log.count("honest.example"), lost.log.count("refusing.example")]


def test_what_is_in_no_doubt_is_asked_alone(lost: StandInWeb, policy_for: Make, links: Links) -> None:
    """One request, one answer."""
    urls = [f"http://fine.example/news/{n}.html" for n in range(5)]
    ask(links(*urls), policy_for(lost, archives=False))

    assert sorted(urls) == sorted(lost.log.urls())


def test_a_comparison_replays(lost: StandInWeb, policy_for: Make, links: Links, tmp_path: Path) -> None:
    """What was made up is on the record, under the same address in every run."""
    kept = tmp_path / "kept.yaml"
    recorded = ask(links(*DOUBTFUL), policy_for(lost, archives=False, record=kept))
    lost.log.clear()
    replayed = ask(links(*DOUBTFUL), policy_for(lost, archives=False, replay=kept))

    assert recorded.links == replayed.links
    assert ((), ()) == (replayed.notices, lost.log.urls())


def test_no_secret_is_sent_to_a_made_up_address(lost: StandInWeb, policy_for: Make, links: Links) -> None:
    """An address with a secret is asked for itself and for nothing else."""
    url = "http://sorry.example/show.php?token=abcdef0123456789"
    answers = ask(links(url), policy_for(lost, archives=False, redactor=Redactor()))

    assert "live" == answers.links[url].verdict
    assert 1 == lost.log.count("sorry.example")
