"""What archives told is kept until a snapshot is made of it, so that whoever is broken off asks nothing twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.archives import Anchor, Ask, Services, Told, Wanted, Wayback
from citecheck.archives import Question as Wish
from citecheck.archives.cdx import Rows
from citecheck.archives.playback import Played
from citecheck.gathering import Policy, Question, ask
from citecheck.gathering.store import Store
from citecheck.model import PartialDate
from citecheck.web import Redactor, Request
from tests.standin import StandInWeb

Make = Callable[..., Policy]
READ = Wanted(Anchor(PartialDate(2010, 6, 15), "accessed"))
COUNT = 40
HOUR = 3600.0
PAGE = "http://host-{}.example/page"
TABLE = {
    "answer": [{"host": "*.example", "status": 404}],
    "capture": [
        {"url": PAGE.format(n), "at": f"20{year:02d}0101000000", "page": "article", "links": "none"}
        for n in range(COUNT)
        for year in (9, 11)
    ],
}
"""Playback names no neighbours, so that each search takes three questions at least."""
KEPT = Played("", asked_at="2024-02-01T12:00:00.000Z", outcome="absent", reason="The archive says that it holds none.")


@pytest.fixture
def web() -> Iterator[StandInWeb]:
    """Give a web in which all pages are gone, and the archive holds two copies of each."""
    with StandInWeb(TABLE) as started:
        yield started


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the place of a store."""
    return tmp_path / "answers.sqlite"


def wish(url: str = "https://web.archive.org/web/2010id_/http://old.example/", by: str = "title") -> Wish[Played]:
    """Give a question to an archive."""
    return Wish(Ask("archive.org", Request(url)), Played, lambda _: KEPT, by)


def begun(policy: Policy, now: float = 1e9, address: str = "http://old.example/") -> Store:
    """Give the store of a run that wants a snapshot of an address."""
    store = Store(policy, lambda: now)
    store.begin({address: (READ,)})
    return store


def told(store: Path) -> int:
    """Give how many answers of archives are kept."""
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM answers WHERE kind = 'told'").fetchone()[0])


# --- A run that is broken off


def test_who_is_broken_off_asks_an_archive_nothing_twice(web: StandInWeb, store: Path, policy_for: Make) -> None:
    """Of what was asked before the end, only what was under way is asked again, and the snapshots are those of one run."""
    questions = [Question(PAGE.format(n), (READ,)) for n in range(COUNT)]
    whole = ask(questions, policy_for(web))
    web.log.clear()
    policy = policy_for(web, store=store, jobs=4)
    ask(questions, policy, stop=lambda: web.log.count("web.archive.org") >= COUNT)
    first = [url for url in web.log.urls() if "web.archive.org" in url]
    kept = told(store)
    web.log.clear()
    again = ask(questions, policy)
    second = [url for url in web.log.urls() if "web.archive.org" in url]

    assert COUNT <= len(first) < 3 * COUNT
    assert kept > 0
    assert len(set(first) & set(second)) <= 2 * policy.jobs
    assert {key: one.memento for key, one in whole.snapshots.items()} == {
        key: one.memento for key, one in again.snapshots.items()
    }
    assert {"archived"} == {one.status for one in again.snapshots.values()}


def test_what_a_snapshot_was_made_of_is_not_looked_for(web: StandInWeb, store: Path, policy_for: Make) -> None:
    """The next run has the snapshot and asks nobody."""
    questions = [Question(PAGE.format(n), (READ,)) for n in range(5)]
    policy = policy_for(web, store=store)
    first = ask(questions, policy)
    web.log.clear()
    again = ask(questions, policy)

    assert first.snapshots == again.snapshots
    assert 0 == web.log.count("web.archive.org")


def test_a_snapshot_of_what_was_told_before_says_when_that_was(web: StandInWeb, store: Path, policy_for: Make) -> None:
    """The first of its questions was asked in the run that was broken off."""
    question = Question(PAGE.format(0), (READ,))
    policy = policy_for(web, store=store)
    first = ask([question], policy)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DELETE FROM answers WHERE kind = 'snapshot'")
        connection.commit()
    web.log.clear()
    again = ask([question], policy)

    assert 0 == web.log.count("web.archive.org")
    assert first.snapshots == again.snapshots


# --- One answer


def test_an_answer_is_given_once_to_who_asks_the_same(store: Path, web: StandInWeb, policy_for: Make) -> None:
    """The same request, read by the same: whoever looks for another title has not been told."""
    policy = policy_for(web, store=store)
    first = begun(policy)
    first.keep_told("http://old.example/", wish(), KEPT)
    first.close(whole=False)
    second = begun(policy)

    assert second.told_before(wish(by="another title")) is None
    assert second.told_before(wish("https://web.archive.org/web/2011id_/http://old.example/")) is None
    assert second.told_before(Wish(wish().ask, Rows, lambda _: Rows(), wish().by)) is None
    assert KEPT == second.told_before(wish())
    assert second.told_before(wish()) is None
    second.close(whole=True)


@pytest.mark.parametrize(("hours", "stands"), [(0.0, True), (5.9, True), (6.1, False), (-1.0, False)])
def test_an_answer_stands_for_six_hours(
    hours: float, stands: bool, store: Path, web: StandInWeb, policy_for: Make
) -> None:
    """Longer than an archive locks out, and much less than an absence that may rest on it; not for a clock set back."""
    policy = policy_for(web, store=store)
    first = begun(policy)
    first.keep_told("http://old.example/", wish(), KEPT)
    first.close(whole=True)
    second = begun(policy, 1e9 + hours * HOUR)

    assert (KEPT if stands else None) == second.told_before(wish())
    second.close(whole=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"max_age": 0.0},
        {"services": Services.of("https://mirror.example")},
        {"user_agent": "somebody else"},
        {"store": None},
    ],
)
def test_who_asks_in_another_manner_has_not_been_told(
    changes: dict[str, object], store: Path, web: StandInWeb, policy_for: Make
) -> None:
    """Another archive, another name, a wish for what is new."""
    first = begun(policy_for(web, store=store))
    first.keep_told("http://old.example/", wish(), KEPT)
    first.close(whole=False)
    second = begun(policy_for(web, **{"store": store} | changes))

    assert second.told_before(wish()) is None
    second.close(whole=True)


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("http://old.example/", Played("The archive was asked too often.", again=True)),
        ("http://old.example/?token=Pl4ntedSecret", KEPT),
        ("http://old.example/", replace(KEPT, reason="See Pl4ntedSecret.")),
        ("http://old.example/", replace(KEPT, reason="long" * 20_000)),
        ("http://old.example/", replace(KEPT, reason="\ud800")),
    ],
)
def test_what_is_no_answer_or_none_to_be_written_is_not_kept(
    address: str, answer: Told, store: Path, web: StandInWeb, policy_for: Make
) -> None:
    """A failure tells nothing; secrets, what is too long and halves of characters are not written."""
    first = begun(policy_for(web, store=store, redactor=Redactor(("Pl4ntedSecret",))), address=address)
    first.keep_told(address, wish(), answer)
    first.close(whole=False)

    assert 0 == told(store)


def test_an_answer_that_cannot_be_read_is_none(store: Path, web: StandInWeb, policy_for: Make) -> None:
    """Damage in a row costs a question."""
    policy = policy_for(web, store=store)
    first = begun(policy)
    first.keep_told("http://old.example/", wish(), KEPT)
    first.close(whole=False)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE answers SET data = ?", (b'{"outcome": "perhaps"}',))
        connection.commit()
    second = begun(policy)

    assert second.told_before(wish()) is None
    second.close(whole=True)


def test_every_kind_of_answer_can_be_written_and_read(store: Path, web: StandInWeb, policy_for: Make) -> None:
    """All that a search asks comes back as it was told."""
    answers: list[tuple[Wish[Told], Told]] = []
    archive = Wayback()
    policy = policy_for(web, store=store)
    from citecheck.gathering.run import open_source  # noqa: PLC0415 - here alone

    source = open_source(policy)
    try:
        inquiry = archive.find(PAGE.format(0), READ)
        question = next(inquiry)
        while True:
            answer = question.told(source.session.fetch(question.ask.request))
            answers.append((question, answer))
            question = inquiry.send(answer)
    except StopIteration:
        pass
    finally:
        source.close(at_once=False)
    first = begun(policy, address=PAGE.format(0))
    for question, answer in answers:
        first.keep_told(PAGE.format(0), question, answer)
    first.close(whole=False)
    second = begun(policy, address=PAGE.format(0))

    assert {Played, Rows} <= {type(answer) for _, answer in answers}
    assert [answer for _, answer in answers] == [second.told_before(question) for question, _ in answers]
    second.close(whole=True)
