"""The situations of `tests/situations`, each with its truth: what is asked of archives, end to end over HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from citecheck.web import Limits, Session, Settings
from tests.situations import Situation, settled, situations, table
from tests.standin import StandInWeb

CASES = situations()


@pytest.fixture
def session() -> Iterator[Session]:
    """Give a session that asks the web of all situations, fresh for each test: some faults are used up."""
    with StandInWeb(table()) as web:
        settings = Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=Limits(total=10))
        with Session(settings) as made:
            yield made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_the_answer_is_what_is_so(case: Situation, session: Session) -> None:
    """The status, the copy, what is said of it and why are those of the row, or as right."""
    found = settled(case, session.fetch)

    if case.allows(found):
        return
    assert case.status == found.status, found
    assert bool(case.mementos) == bool(found.memento), found
    assert not case.mementos or case.is_right(found.memento), found
    assert found.playback != "broken", found
    assert case.playback in {"", found.playback}, found
    assert case.says in found.reason, found


def test_each_situation_is_told_once_and_has_hosts_of_its_own() -> None:
    """So all of them can be served at once, and none changes another."""
    hosts = [
        {urlsplit(url).hostname for url in (case.original, *(one["url"] for one in case.captures))} for case in CASES
    ]
    assert len(CASES) == len({case.why for case in CASES})
    assert [1] * len(CASES) == [sum(bool(own & other) for other in hosts) for own in hosts]


def test_every_answer_has_its_situations() -> None:
    """Each of the three is the truth often enough to be worth guarding."""
    counts = Counter(case.status for case in CASES)

    assert {"archived", "not-archived", "unknown"} == set(counts)
    assert min(counts.values()) >= 10


def test_the_right_copy_is_one_that_the_archive_holds() -> None:
    """A memento that is right is a capture of its row, and one that can be looked at."""
    for case in CASES:
        assert (case.status == "archived") == bool(case.mementos), case.why
        held = {(one["at"], one["url"].replace(":80/", "/")) for one in case.captures if "row" not in one}
        named = {tuple(one.split("/", 1)) for one in case.mementos}
        assert named <= held, case.why
