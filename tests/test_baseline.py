"""A baseline knows findings by their fingerprints, says what is new, and calls fixed only what an audit could have found."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from citecheck.baseline import VERSION, Baseline, compared, dump, load, updated
from citecheck.errors import BaselineError
from citecheck.model import (
    AuditReport,
    Counts,
    DocumentReport,
    Finding,
    KnownFinding,
    LinkCheck,
    LinkVerdict,
    Provenance,
    Run,
)
from citecheck.rules import catalogue

DOCUMENT = DocumentReport("a.txt", "plain", None, None, "", "", "source", path="docs/a.txt")
RULES = tuple(catalogue()[name] for name in ("link-dead", "reference-incomplete"))


def audit(*findings: Finding, kind: Any = "live", links: tuple[LinkCheck, ...] = ()) -> AuditReport:  # noqa: ANN401
    """Give an audit of one document."""
    document = dataclasses.replace(DOCUMENT, findings=findings, links=links)
    counts = Counts(1, findings={"error": len(findings), "warning": 0, "note": 0})
    return AuditReport(1, Run("citecheck", {}, "2026-11-28", Provenance(kind, "x")), (document,), RULES, counts)


def found(fingerprint: str, rule: str = "reference-incomplete", url: str | None = None) -> Finding:
    """Give a finding."""
    return Finding(rule, "error", f"about {fingerprint}", 1, fingerprint=fingerprint, url=url)


def states(report: AuditReport) -> dict[str, str]:
    """Give the state of each finding."""
    return {finding.fingerprint: finding.state for finding in report.documents[0].findings}


def test_what_is_known_is_known_and_the_rest_is_new() -> None:
    """By the fingerprint alone, and counted."""
    report = compared(audit(found("a"), found("b")), updated(audit(found("a"), found("c")), Baseline()))

    assert {"a": "known", "b": "new"} == states(report)
    assert ["c"] == [one.fingerprint for one in report.fixed]
    assert ({"error": 1, "warning": 0, "note": 0}, 1) == (report.counts.known, report.counts.fixed)


def test_a_state_of_an_earlier_comparison_is_forgotten() -> None:
    """A stored audit that was compared once can be compared with something else."""
    once = compared(audit(found("a")), updated(audit(found("a")), Baseline()))

    assert {"a": "new"} == states(compared(once, Baseline()))


def test_what_no_audit_could_find_is_not_fixed() -> None:
    """Another document, a rule that was not asked: the baseline keeps them."""
    before = Baseline((
        KnownFinding("x", "reference-incomplete", "docs/other.txt", "m"),
        KnownFinding("y", "claim-uncited", "docs/a.txt", "m"),
        KnownFinding("z", "reference-incomplete", "docs/a.txt", "m"),
    ))  # fmt: skip
    report = compared(audit(), before)

    assert ["z"] == [one.fingerprint for one in report.fixed]
    assert {"x", "y"} == {one.fingerprint for one in updated(audit(), before).findings}


@pytest.mark.parametrize(
    ("fixed", "kind", "verdict"),
    [
        (True, "live", "live"),
        (True, "live", "moved"),
        (True, "replay", "soft-404"),
        (False, "live", "unreachable"),
        (False, "live", "blocked"),
        (False, "live", "unchecked"),
        (False, "offline", "unchecked"),
        (True, "live", None),
        (False, "offline", None),
    ],
)
def test_a_dead_link_is_fixed_by_an_answer_only(fixed: bool, kind: str, verdict: LinkVerdict | None) -> None:
    """A host that is out of order, or nobody who was asked, fixes nothing; a link that is gone from the document is fixed."""
    url = "http://example.org/a"
    links = () if verdict is None else (LinkCheck(url, verdict),)
    before = Baseline((KnownFinding("a", "link-dead", "docs/a.txt", "m", url),))

    assert fixed == bool(compared(audit(kind=kind, links=links), before).fixed)


def test_the_file_is_read_back_and_has_a_finding_a_line() -> None:
    """Sorted, without what moves, so that branches merge as text."""
    baseline = updated(audit(found("b"), found("a", "link-dead", "http://x.example/ü")), Baseline())
    text = dump(baseline)

    assert set(baseline.findings) == set(load(text.encode(), "f").findings)
    assert text == dump(load(text.encode(), "f"))
    assert ["a", "b"] == [json.loads(line.strip().rstrip(","))["fingerprint"] for line in text.split("\n")[3:5]]
    assert VERSION == json.loads(text)["schema_version"]
    assert '{\n  "schema_version": 1,\n  "findings": []\n}\n' == dump(Baseline())


@pytest.mark.parametrize(
    ("message", "data"),
    [
        ("is no baseline", b""),
        ("is no baseline", b"[]"),
        ("is no baseline", b'{"schema_version": "x"}'),
        ("is no baseline", b'{"schema_version": 1, "findings": [{"fingerprint": 1}]}'),
        ("is no baseline", b"\xff\xfe"),
        ("is no baseline", b"[" * 100_000),
        ("marks of a merge", b'{"schema_version": 1,\n<<<<<<< ours\n'),
        ("its version is 9", b'{"schema_version": 9}'),
    ],
)
def test_what_is_no_baseline_is_an_error_that_says_what_to_do(message: str, data: bytes) -> None:
    """It names the file and the way out."""
    with pytest.raises(BaselineError, match=f"f.json: .*{message}.*--update-baseline"):
        load(data, "f.json")


def test_keys_of_later_versions_are_passed_over() -> None:
    """A field that this version does not know is no reason to fail."""
    text = '{"schema_version": 1, "more": 1, "findings": [{"fingerprint": "a", "rule": "r", "path": "p", "message": "m", "x": 2}]}'

    assert (KnownFinding("a", "r", "p", "m"),) == load(text.encode(), "f").findings


def test_hostile_words_stay_on_their_line(report_of: Callable[[str], AuditReport]) -> None:
    """A message cannot add lines or findings to the file."""
    text = dump(updated(report_of('a"},\n{"fingerprint": "evil\u2028'), Baseline()))

    assert 1 == len(load(text.encode(), "f").findings)


@pytest.fixture
def report_of() -> Callable[[str], AuditReport]:
    """Give the function that makes an audit whose message is a text."""
    return lambda text: audit(dataclasses.replace(found("a"), message=text))
