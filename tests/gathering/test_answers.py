"""What came of asking: filed by question, given back to the documents that asked, in their order."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from citecheck import api
from citecheck.archives import Anchor, Wanted
from citecheck.composition import OFFLINE, examine
from citecheck.config import Settings
from citecheck.gathering import Answers
from citecheck.model import LinkCheck, PartialDate, Provenance, Snapshot

LINES = (
    b'Kim, Y. "One." http://a.example/x. Retrieved 2007-03-16.\n'
    b'Lee, B. "Two." http://b.example/y. Retrieved 2009-01-02.\n'
    b'Park, C. "Three." http://a.example/x. Retrieved 2007-03-16.\n'
)
READ = Wanted(Anchor(PartialDate(2007, 3, 16), "accessed"), "One")
PROVENANCE = Provenance("live", "made up")
X, Y = LinkCheck("http://a.example/x", "live", 200), LinkCheck("http://b.example/y", "dead", 404)
COPY = Snapshot("http://a.example/x", "archived", "wayback")

DOSSIER = examine(api.read(LINES, settings=Settings(from_="references")), dt.date(2024, 1, 1))


def test_a_dossier_gets_its_answers_in_its_own_order() -> None:
    """Whatever order the answers are filed in, links and snapshots come as the document names them, with its places."""
    answers = Answers(PROVENANCE, {Y.url: Y, X.url: X}, {(X.url, READ): COPY})
    told = answers.of(DOSSIER)

    assert [("http://a.example/x", "live"), ("http://b.example/y", "dead")] == [
        (check.url, check.verdict) for check in told.links
    ]
    assert [check.places for check in DOSSIER.links] == [check.places for check in told.links]
    assert (COPY,) == told.snapshots
    assert dataclasses.replace(DOSSIER, links=(), snapshots=()) == dataclasses.replace(told, links=(), snapshots=())


def test_what_was_not_answered_stays_unchecked() -> None:
    """A dossier of another document finds nothing, and keeps its reasons."""
    told = Answers(PROVENANCE, {}, {}).of(DOSSIER)

    assert DOSSIER == told
    assert {("unchecked", OFFLINE)} == {(check.verdict, check.reason) for check in told.links}


@pytest.mark.parametrize(("asked", "answered", "expected"), [(0, 0, False), (3, 0, True), (3, 1, False)])
def test_silence_is_that_nobody_answered(asked: int, answered: int, expected: bool) -> None:
    """A run that asked nobody is not a silent one; a single answer, be it 404, ends the silence."""
    assert expected == Answers(PROVENANCE, {}, {}, asked=asked, answered=answered).silent
