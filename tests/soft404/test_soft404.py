"""Pages that are gone behind a 200 are known, and pages that look like them are left alone."""

from __future__ import annotations

import pytest

from tests.soft404 import cases, is_held_back, measure

MOST_ALARMS = 1
LEAST_CAUGHT = 0.9
LEAST_CASES = 60


@pytest.mark.parametrize("held", [True, False], ids=["held back", "own"])
def test_both_halves(held: bool) -> None:
    """Nine of ten are caught and at most one is accused, in the half that nobody tuned on as in the other."""
    score = measure(case for case in cases() if is_held_back(case) == held)

    assert len(score.alarms) <= MOST_ALARMS, score.alarms
    assert score.caught >= LEAST_CAUGHT * score.gone, score.missed


def test_there_are_many_of_both() -> None:
    """Sixty that are gone in a dozen languages, sixty that are there, a third of each held back; every name once."""
    gone = [case for case in cases() if case.verdict != "there"]
    there = [case for case in cases() if case.verdict == "there"]

    assert min(len(gone), len(there)) >= LEAST_CASES
    assert len({case.lang for case in gone}) >= 12
    assert min(sum(map(is_held_back, gone)) / len(gone), sum(map(is_held_back, there)) / len(there)) > 1 / 3
    assert len(cases()) == len({case.name for case in cases()}) == len({case.url for case in cases()})
