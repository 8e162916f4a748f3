"""Each rule finds what its cases say, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from citecheck.model import Dossier
from citecheck.rules import (
    Check,
    catalogue,
    claims,
    copies,
    dates,
    described,
    document,
    evidence,
    identifiers,
    ignores,
    judge,
    links,
    markers,
    references,
    snapshots,
)

FAMILIES = (
    claims, dates, described, document, evidence, identifiers, ignores, markers, references, links, snapshots, copies,
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(check for family in FAMILIES for check in family.RULES)
CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
MADE_BY_THE_ENGINE = {"rule-failed"}
MADE_BY_SIFTING = set(ignores.IDS)
"""They have cases of their own in test_ignores.py."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['why']}")
def test_the_cases(case: dict[str, Any], make_dossier: Callable[[Mapping[str, Any]], Dossier]) -> None:
    """A rule finds in each dossier what the table says, in its words and weight."""
    dossier = make_dossier(case)

    found = judge(dossier, CHECKS, select=[case["rule"]])

    expected = case.get("finds", [])
    assert len(expected) == len(found), [finding.message for finding in found]
    assert [] == [part for part in expected if not any(part in finding.message for finding in found)]
    assert [case["rule"]] * len(found) == [finding.rule for finding in found]
    assert {case.get("severity", catalogue()[case["rule"]].severity)} >= {finding.severity for finding in found}
    values = [finding.suggestion.value for finding in found if finding.suggestion and finding.suggestion.value]
    assert ([case["suggests"]] if "suggests" in case else []) == values


def test_findings_point_at_their_words(make_dossier: Callable[[Mapping[str, Any]], Dossier]) -> None:
    """A finding of a reference or a claim has its span and line in the document."""
    for case in CASES:
        dossier = make_dossier(case)
        for finding in judge(dossier, CHECKS, strict=True):
            if finding.reference or finding.claim:
                assert finding.span is not None
                assert finding.line == dossier.document.line(finding.span.start)


def test_every_rule_has_cases_for_and_against() -> None:
    """No rule stands without a dossier that it finds something in and one that it leaves alone."""
    finding = {case["rule"] for case in CASES if case.get("finds")}
    silent = {case["rule"] for case in CASES if not case.get("finds")}

    assert set(catalogue()) - MADE_BY_THE_ENGINE - MADE_BY_SIFTING == finding
    assert set(catalogue()) - MADE_BY_THE_ENGINE - MADE_BY_SIFTING == silent


def test_every_check_is_in_the_catalogue_once() -> None:
    """The checks and the catalogue name the same rules."""
    ids = [check.rule.id for check in CHECKS]

    assert sorted(set(catalogue()) - MADE_BY_THE_ENGINE) == sorted(ids)
