"""
What is known already: findings that were there before, so that only new ones fail a run.

A baseline is a file that is committed: JSON, a finding a line, sorted, so that two branches merge as text does. A finding
is known by its fingerprint, which no edit elsewhere changes. What a baseline has and an audit has no more is *fixed*, if the
audit could tell: its document was audited, its rule was asked, and the link that it is about had an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from citecheck.errors import BaselineError
from citecheck.kept import Kind, Stored, listed
from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding, KnownFinding, LinkVerdict

VERSION: Final = 1
LARGEST: Final = 1 << 26
"""The most bytes of a baseline that are read: 64 MiB, some 200,000 findings."""
_KIND: Final = Kind("baseline", VERSION, LARGEST, BaselineError, "Write it anew with --update-baseline.")
_LONGEST: Final = 300
"""Code points of a message that are kept: it is there for people who read the file."""
_NO_ANSWER: Final[frozenset[LinkVerdict]] = frozenset({"unchecked", "unreachable", "blocked", "skipped"})
"""Verdicts that do not tell whether a link which was dead lives again."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that are known."""

    findings: tuple[KnownFinding, ...] = ()


class _File(Stored):
    """The file as it is stored."""

    findings: tuple[KnownFinding, ...] = ()


def load(data: bytes, name: str) -> Baseline:
    """
    Give the baseline that a file holds.

    Args:
        data: Its bytes.
        name: What it is called in messages.

    Raises:
        BaselineError: It is too large, no baseline, or of another version.
    """
    return Baseline(_KIND.decoded(data, _File, name).findings)


def dump(baseline: Baseline) -> str:
    """Give a baseline as its file: a finding a line, by document, rule and fingerprint."""
    ordered = sorted(set(baseline.findings), key=lambda one: (one.path, one.rule, one.fingerprint))
    return f'{{\n  "schema_version": {VERSION},\n  "findings": {listed(ordered)}\n}}\n'


def compared(report: AuditReport, baseline: Baseline) -> AuditReport:
    """Give a report in which each finding is new or known, with what is fixed."""
    known = {one.fingerprint for one in baseline.findings}
    documents = tuple(
        replace(document, findings=tuple(_with_state(finding, known) for finding in document.findings))
        for document in report.documents
    )
    states = Counter(
        finding.severity for document in documents for finding in document.findings if finding.state == "known"
    )
    fixed = tuple(_gone(report, baseline))
    counts = replace(report.counts, known={severity: states[severity] for severity in SEVERITIES}, fixed=len(fixed))
    return replace(report, documents=documents, counts=counts, fixed=fixed)


def updated(report: AuditReport, before: Baseline) -> Baseline:
    """
    Give the baseline that knows all that a report has, and of what was known before all that is not fixed.

    What is ignored is not known: when the ignore ends, it is new.
    """
    ignored = {one.finding.fingerprint for document in report.documents for one in document.ignored}
    here = {known.fingerprint: known for document in report.documents for known in _known(document)}
    fixed = {one.fingerprint for one in _gone(report, before)}
    gone = {*here, *fixed, *ignored}
    kept = (one for one in before.findings if one.fingerprint not in gone)
    return Baseline((*here.values(), *kept))


def _known(document: DocumentReport) -> Iterator[KnownFinding]:
    """Give the findings of a document as a baseline has them."""
    for finding in document.findings:
        message = " ".join(finding.message.split())[:_LONGEST]
        yield KnownFinding(finding.fingerprint, finding.rule, document.known_as, message, finding.url)


def _with_state(finding: Finding, known: Container[str]) -> Finding:
    """Give a finding with its state."""
    state: Literal["new", "known"] = "known" if finding.fingerprint in known else "new"
    return finding if finding.state == state else replace(finding, state=state)


def _gone(report: AuditReport, baseline: Baseline) -> Iterator[KnownFinding]:
    """Give what a baseline has and a report, which could have found it, has no more."""
    here = {finding.fingerprint for document in report.documents for finding in document.findings}
    here |= {one.finding.fingerprint for document in report.documents for one in document.ignored}
    asked = {rule.id: rule for rule in report.rules}
    offline = report.run.provenance.kind == "offline"
    answers = {
        document.known_as: {check.url: check.verdict for check in document.links} for document in report.documents
    }
    silent = {path for path, verdicts in answers.items() if not _NO_ANSWER.isdisjoint(verdicts.values())}
    for one in baseline.findings:
        if one.fingerprint in here or one.path not in answers or one.rule not in asked:
            continue
        if asked[one.rule].web:
            unknown = answers[one.path].get(one.url) in _NO_ANSWER if one.url else one.path in silent
            if offline or unknown:
                continue
        yield one
