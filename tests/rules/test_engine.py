"""The engine asks the checks that are wanted and orders what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from citecheck.errors import UsageError
from citecheck.model import Dossier, Finding, Rule, Span
from citecheck.rules import Check, judge
from citecheck.rules.engine import wanted

Make = Callable[[Mapping[str, Any]], Dossier]


@dataclass(frozen=True)
class Stub:
    """A plug-in's check: it yields what it was given, then raises what it was given."""

    id: str
    findings: tuple[Finding, ...] = ()
    strict: bool = False
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)

    @property
    def rule(self) -> Rule:
        """A catalogue entry of its own."""
        return Rule(self.id, "warning", "A stub", "Nothing to do.", "high", self.strict)

    def __call__(self, dossier: Dossier) -> Iterator[Finding]:
        """Give what it was given."""
        self.asked.append(dossier.document.path)
        yield from self.findings
        if self.error is not None:
            raise self.error


CHECKS: tuple[Check, ...] = (Stub("claim-odd"), Stub("claim-even", strict=True), Stub("link-odd"))


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({}, ["claim-odd", "link-odd"]),
        ({"strict": True}, ["claim-odd", "claim-even", "link-odd"]),
        ({"select": ["link-odd"]}, ["link-odd"]),
        ({"select": ["claim-even"]}, ["claim-even"]),
        ({"select": ["claim-*"]}, ["claim-odd", "claim-even"]),
        ({"ignore": ["claim-odd"]}, ["link-odd"]),
        ({"select": ["claim-*"], "ignore": ["claim-odd"]}, ["claim-even"]),
        ({"ignore": ["rule-failed"]}, ["claim-odd", "link-odd"]),
    ],
)
def test_only_wanted_checks_are_asked(wishes: dict[str, Any], expected: list[str]) -> None:
    """Strict checks wait to be asked for; an id or a family selects; ignoring wins."""
    assert expected == [check.rule.id for check in wanted(CHECKS, **wishes)]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"select": ["claim-ood"]}, "--select: there is no rule `claim-ood`. Did you mean `claim-odd`?"),
        ({"ignore": ["xyz"]}, "--ignore: there is no rule `xyz`. `citecheck rules` lists them all."),
        ({"ignore": ["snapshot-*"]}, "there is no rule `snapshot-*`"),
    ],
)
def test_an_unknown_rule_is_a_usage_error(wishes: dict[str, Any], message: str, make_dossier: Make) -> None:
    """A misspelt id is told, with the one that was meant."""
    with pytest.raises(UsageError) as raised:
        judge(make_dossier({}), CHECKS, **wishes)

    assert message in str(raised.value)


def test_worst_first_then_in_document_order(make_dossier: Make) -> None:
    """Errors before warnings before notes; within them as the document has them, those of no place first."""
    findings = (
        Finding("a", "note", "n", span=Span(0, 1)),
        Finding("a", "error", "late", span=Span(9, 10)),
        Finding("a", "error", "early", span=Span(3, 4)),
        Finding("a", "error", "whole"),
        Finding("a", "warning", "w", span=Span(1, 2)),
    )

    found = judge(make_dossier({}), [Stub("a", findings)])

    assert ["whole", "early", "late", "w", "n"] == [finding.message for finding in found]


def test_a_check_that_raises_costs_nobody_the_audit(make_dossier: Make) -> None:
    """What it found until then is kept, a note tells what happened, the other checks go on."""
    broken = Stub("a", (Finding("a", "warning", "kept"),), error=ZeroDivisionError("by zero"))

    found = judge(make_dossier({}), [broken, Stub("b", (Finding("b", "warning", "other"),))])

    assert ["kept", "other"] == [finding.message for finding in found[:2]]
    assert "rule-failed" == found[2].rule
    assert "The rule `a` stopped with ZeroDivisionError: by zero." in found[2].message


def test_that_note_can_be_ignored(make_dossier: Make) -> None:
    """`--ignore rule-failed` keeps it out."""
    assert () == judge(make_dossier({}), [Stub("a", error=ValueError("no"))], ignore=["rule-failed"])
