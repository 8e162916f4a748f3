"""What a person judged stays true: no rule is less often right than it was, and the noisy ones are quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.model import Rule
from citecheck.rules import catalogue
from tests.rules import precision

ENOUGH = 0.8
"""Precision from which a rule may warn without being asked to."""


@pytest.fixture(scope="module")
def measured() -> dict[str, precision.Measured]:
    """Give what every rule finds in the pages."""
    if not precision.DOCUMENTS.exists():
        pytest.skip("the pages are not part of the project")
    return precision.measure()


def is_quiet(rule: Rule) -> bool:
    """Tell whether a rule only notes, or only runs when asked to."""
    return rule.strict or rule.severity == "note"


@pytest.mark.parametrize("rule", precision.verdicts())
def test_a_rule_is_as_often_right_as_it_was(rule: str, measured: dict[str, precision.Measured]) -> None:
    """Precision and number of the judged findings stay over their floors."""
    floors = precision.verdicts()[rule]

    assert measured[rule].precision >= floors["floor"]
    assert measured[rule].judged >= floors["least"]


@pytest.mark.parametrize("rule", precision.verdicts())
def test_what_is_often_wrong_is_quiet(rule: str) -> None:
    """Below 0.8 a rule is a note or waits for `--strict`."""
    assert precision.verdicts()[rule]["floor"] >= ENOUGH or is_quiet(catalogue()[rule])


def test_every_rule_is_in_the_table() -> None:
    """The page has a row for each rule that reads the text alone."""
    page = Path(precision.PAGE).read_text(encoding="utf-8")

    assert [] == [check.rule.id for check in precision.CHECKS if f"| `{check.rule.id}` |" not in page]
    assert sorted(precision.verdicts()) == sorted(check.rule.id for check in precision.CHECKS)
