"""The verdict of an audit in a sentence that is taken in at a glance, and the rules that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from citecheck.model import SEVERITIES, Counts, Finding, Rule
from citecheck.reports.wording import counted

MOST: Final = 4
"""How many rules stand under the verdict."""


def verdict(counts: Counts) -> str:
    """Give the verdict: `2 errors and 13 warnings in 15 references`."""
    errors, warnings, notes = (counts.findings.get(severity, 0) for severity in SEVERITIES)
    among = counted(counts.references, "reference") if counts.references else counted(counts.documents, "document")
    if errors or warnings:
        both = (counted(errors, "error") if errors else "", counted(warnings, "warning") if warnings else "")
        return f"{' and '.join(part for part in both if part)} in {among}"
    if notes:
        return f"No errors, no warnings and {counted(notes, 'note')} in {among}"
    return f"Nothing to correct in {among}"


def leading_rules(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> list[tuple[str, str, int]]:
    """
    Give what most of the worst findings say: rule, its title, how many; worst first, then the most frequent.

    Where there is something worse than notes, notes are left out.
    """
    found = Counter((SEVERITIES.index(finding.severity), finding.rule) for finding in findings)
    worst = min((severity for severity, _ in found), default=0)
    last = max(worst, SEVERITIES.index("warning"))
    told = sorted((severity, -number, rule) for (severity, rule), number in found.items() if severity <= last)
    return [(rule, rules[rule].title if rule in rules else rule, -number) for _, number, rule in told[:MOST]]
