"""What a person judged of the rules about references stays true: each is at least as often right as it was."""

from __future__ import annotations

import pytest

from citecheck.rules import catalogue
from tests.rules import precision_references
from tests.rules.precision_references import Found, findings, verdicts

ENOUGH = 0.8


@pytest.fixture(scope="module")
def found() -> list[Found]:
    """Give every finding on the pages."""
    if not precision_references.PAGES.exists():
        pytest.skip("skipped: the pages do not lie beside this checkout")
    return list(findings())


@pytest.mark.parametrize("rule", verdicts())
def test_a_rule_is_as_often_right_as_it_was(rule: str, found: list[Found]) -> None:
    """No finding that was judged wrong is more than it was, and hardly any is new."""
    told = verdicts()[rule]
    mine = [one for one in found if one.rule == rule]
    wrong = [one for one in mine if one.digest in told.get("wrong", ())]

    assert told["right"] <= len(mine) - len(wrong) + told.get("slack", 1)
    assert len(mine) <= told["right"] + len(told.get("wrong", ())) + told.get("slack", 1)


@pytest.mark.parametrize("rule", verdicts())
def test_what_is_often_wrong_is_quiet(rule: str) -> None:
    """Below 0.8 a rule is a note or waits for `--strict`."""
    told, known = verdicts()[rule], catalogue()[rule]
    share = told["right"] / (told["right"] + len(told.get("wrong", ())))

    assert share >= ENOUGH or known.strict or known.severity == "note"
