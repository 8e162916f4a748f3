"""How long answers stand: every verdict has its row, every row its reason."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from citecheck.config import age
from citecheck.gathering.store_validity import kind_of, resumes, seconds, stands
from citecheck.model import LinkCheck, LinkVerdict, Snapshot
from citecheck.model.link import Playback

TABLE = tomllib.loads(files("citecheck.gathering").joinpath("validity.toml").read_text(encoding="utf-8"))


def test_every_row_is_an_age_and_a_reason() -> None:
    """No row is without why, and none has anything else."""
    rows = [row for part in TABLE.values() for row in part.values()]

    assert [{"age", "why"}] * len(rows) == [set(row) for row in rows]
    assert all(age(row["age"]) is not None and row["why"].endswith(".") for row in rows)


def test_every_answer_has_a_row() -> None:
    """Each verdict on a link but `unchecked`, and each state of a snapshot but `unknown`: those two are no answers."""
    verdicts = [kind_of(LinkCheck("u", verdict)) for verdict in get_args(LinkVerdict)]
    snapshots = [kind_of(Snapshot("u", "archived", playback=playback)) for playback in get_args(Playback)]
    snapshots.append(kind_of(Snapshot("u", "not-archived", playback="unverified")))

    assert set(TABLE["link"]) == {kind[1] for kind in verdicts if kind}
    assert set(TABLE["snapshot"]) == {kind[1] for kind in snapshots if kind}
    assert [None, None] == [kind_of(LinkCheck("u")), kind_of(Snapshot("u"))]


@pytest.mark.parametrize(
    ("elapsed", "max_age", "expected"),
    [
        (0.0, None, True),
        (seconds("link", "live") - 1, None, True),
        (seconds("link", "live"), None, False),
        (60.0, 61.0, True),
        (60.0, 60.0, False),
        (0.0, 0.0, False),
        (-200.0, None, True),
        (-400.0, None, False),
    ],
)
def test_an_answer_stands_until_its_age_is_reached(elapsed: float, max_age: float | None, expected: bool) -> None:
    """Or the age that is wished for; one from the future, beyond what clocks differ by, stands for nothing."""
    assert expected == stands(("link", "live"), elapsed, max_age)


def test_a_run_is_gone_on_with_for_an_hour() -> None:
    """And never where no age at all is wished for."""
    assert [True, False, False] == [resumes(3599, None), resumes(3600, None), resumes(1, 0.0)]


def test_what_is_called_broken_is_asked_again_sooner_than_what_lives() -> None:
    """The order that the reasons give: a false alarm costs more than a request."""
    assert seconds("link", "dead") <= seconds("link", "blocked") <= seconds("link", "live")
    assert 0 == seconds("link", "unreachable") == seconds("link", "skipped")
    assert seconds("snapshot", "not-archived") < seconds("snapshot", "verified")
