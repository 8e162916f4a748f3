"""
What is known already: findings that were there before, so that only new ones fail a run.

A baseline is a file that is committed: JSON, a finding a line, sorted, so that two branches merge as text does. A finding
is known by its fingerprint, which no edit elsewhere changes. What a baseline has and an audit has no more is *fixed*, if the
audit could tell: its document was audited, its rule was asked, and the link that it is about had an answer.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import msgspec

from citecheck.errors import BaselineError
from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding, Fixed, LinkVerdict

VERSION: Final = 1
LARGEST: Final = 1 << 26
"""The most bytes of a baseline that are read: 64 MiB, some 200,000 findings."""
_LONGEST: Final = 300
"""Code points of a message that are kept: it is there for people who read the file."""
_ANSWERED: Final = (
    "link-", "snapshot-", "archive-", "url-status-", "title-mismatch", "date-mismatch", "author-mismatch",
    "source-changed", "claim-number-missing", "claim-quote-missing", "claim-name-missing", "claim-unsupported",
)  # fmt: skip
"""How the ids of the rules begin that judge answers of the web: offline they find nothing, and that says nothing."""
_NO_ANSWER: Final[frozenset[LinkVerdict]] = frozenset({"unchecked", "unreachable", "blocked", "skipped"})
"""Verdicts that do not tell whether a link which was dead lives again."""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding of a baseline."""

    fingerprint: str
    rule: str
    path: str
    """Of its document, in the repository."""
    message: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that are known."""

    findings: tuple[Known, ...] = ()


class _File(msgspec.Struct):
    """The file as it is stored; keys that this version does not know are passed over."""

    schema_version: int
    findings: tuple[Known, ...] = ()


def load(data: bytes, name: str) -> Baseline:
    """
    Give the baseline that a file holds.

    Args:
        data: Its bytes.
        name: What it is called in messages.

    Raises:
        BaselineError: It is too large, no baseline, or of another version.
    """
    advice = "Write it anew with --update-baseline."
    if len(data) > LARGEST:
        raise BaselineError(f"{name}: a baseline has at most {LARGEST:,} bytes. {advice}")
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        hint = " It holds marks of a merge: keep both sides' lines." if b"<<<<<<<" in data else ""
        raise BaselineError(f"{name}: this is no baseline: {error}.{hint} {advice}") from error
    if found.schema_version != VERSION:
        raise BaselineError(f"{name}: its version is {found.schema_version}; this citecheck reads {VERSION}. {advice}")
    return Baseline(found.findings)


def dump(baseline: Baseline) -> str:
    """Give a baseline as its file: a finding a line, by document, rule and fingerprint."""
    ordered = sorted(set(baseline.findings), key=lambda one: (one.path, one.rule, one.fingerprint))
    lines = ",\n".join(f"    {json.dumps(msgspec.to_builtins(one), ensure_ascii=False)}" for one in ordered)
    listed = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "schema_version": {VERSION},\n  "findings": {listed}\n}}\n'


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
    fixed = tuple(Fixed(one.fingerprint, one.rule, one.path, one.message) for one in _gone(report, baseline))
    counts = replace(report.counts, known={severity: states[severity] for severity in SEVERITIES}, fixed=len(fixed))
    return replace(report, documents=documents, counts=counts, fixed=fixed)


def updated(report: AuditReport, before: Baseline) -> Baseline:
    """Give the baseline that knows all that a report has, and of what was known before all that is not fixed."""
    here = {known.fingerprint: known for document in report.documents for known in _known(document)}
    fixed = {one.fingerprint for one in _gone(report, before)}
    kept = (one for one in before.findings if one.fingerprint not in here and one.fingerprint not in fixed)
    return Baseline((*here.values(), *kept))


def path_of(document: DocumentReport) -> str:
    """Give what a document is called in a baseline: its path in the repository, or else what it came from."""
    return document.path or document.source


def _known(document: DocumentReport) -> Iterator[Known]:
    """Give the findings of a document as a baseline has them."""
    for finding in document.findings:
        message = " ".join(finding.message.split())[:_LONGEST]
        yield Known(finding.fingerprint, finding.rule, path_of(document), message, finding.url)


def _with_state(finding: Finding, known: Container[str]) -> Finding:
    """Give a finding with its state."""
    state: Literal["new", "known"] = "known" if finding.fingerprint in known else "new"
    return finding if finding.state == state else replace(finding, state=state)


def _gone(report: AuditReport, baseline: Baseline) -> Iterator[Known]:
    """Give what a baseline has and a report, which could have found it, has no more."""
    here = {finding.fingerprint for document in report.documents for finding in document.findings}
    documents = {path_of(document): document for document in report.documents}
    asked = {rule.id for rule in report.rules}
    offline = report.run.provenance.kind == "offline"
    answers = {path: {check.url: check.verdict for check in document.links} for path, document in documents.items()}
    for one in baseline.findings:
        if one.fingerprint in here or one.path not in documents or one.rule not in asked:
            continue
        if one.rule.startswith(_ANSWERED):
            links = answers[one.path]
            verdicts = {links[one.url]} if one.url in links else set() if one.url else set(links.values())
            if offline or verdicts & _NO_ANSWER:
                continue
        yield one
