"""GitLab's code quality: what its documentation asks of each issue, and true to the report."""

from __future__ import annotations

import dataclasses
import json
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from citecheck.model import AuditReport, Finding, Provenance, Suggestion
from citecheck.reports.gitlab import GitlabFormat
from citecheck.reports.json_report import JsonFormat, load

Saying = Callable[[str], AuditReport]
HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "reports" / "sample.json"
TEXTS = {
    row["name"]: row["is"] for row in tomllib.loads((HERE / "hostile.toml").read_text(encoding="utf-8"))["text"]
} | {"lone surrogates": "\ud83d and \udcff", "a megabyte": "x" * 1_000_000}
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
WORDS = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "array",
    "uniqueItems": True,
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {**WORDS, "maxLength": 1_000},
            "check_name": {**WORDS, "maxLength": 200},
            "fingerprint": {**WORDS, "maxLength": 80},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\.?/|\.\./).+$"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
            "provenance": WORDS,
        },
    },
}


def issues(report: AuditReport) -> list[dict[str, Any]]:
    """Give a report as GitLab reads it, each issue as it must be, no two with one fingerprint."""
    found: list[dict[str, Any]] = json.loads(GitlabFormat().render(report))
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert len(found) == len({issue["fingerprint"] for issue in found})
    return found


def filed(report: AuditReport, **changes: Any) -> AuditReport:  # noqa: ANN401 - fields of a document
    """Give a report whose one document lies in the repository."""
    document = dataclasses.replace(report.documents[0], **{"path": "docs/a.md", **changes})
    return dataclasses.replace(report, documents=(document,))


def test_the_sample_is_valid() -> None:
    """Every finding of the sample is an issue with its line and severity, worst first."""
    sample = load(SAMPLE.read_bytes())
    severities = {"error": "major", "warning": "minor", "note": "info"}

    assert [
        (finding.rule, severities[finding.severity], finding.line or 1) for finding in sample.documents[0].findings
    ] == [(issue["check_name"], issue["severity"], issue["location"]["lines"]["begin"]) for issue in issues(sample)]


def test_an_issue_says_what_is_wrong_and_where(report_saying: Saying) -> None:
    """Message and suggestion, rule, fingerprint, severity, path without `./`, line; and where the answers are from."""
    finding = Finding(
        "link-dead", "error", "It is dead.", line=3, fingerprint="f", suggestion=Suggestion("Link the copy.")
    )
    report = filed(report_saying("words"), path="./docs/a.md", findings=(finding,))

    assert issues(report) == [
        {
            "description": "It is dead. → Link the copy.",
            "check_name": "link-dead",
            "fingerprint": "f",
            "severity": "major",
            "location": {"path": "docs/a.md", "lines": {"begin": 3}},
            "provenance": "words. Recorded words. As of words, by words.",
        }
    ]


def test_a_live_audit_without_a_record_says_no_time_of_it(report_saying: Saying) -> None:
    """What is not known is not said."""
    report = filed(report_saying("words"))
    run = dataclasses.replace(report.run, provenance=Provenance("live", "Answers are live.", None))
    (provenance,) = {issue["provenance"] for issue in issues(dataclasses.replace(report, run=run))}

    assert "Answers are live. As of words, by words." == provenance


def test_it_is_a_bare_array(report_saying: Saying) -> None:
    """There is no byte order mark and no head; nothing found is an empty array."""
    assert "[]\n" == GitlabFormat().render(filed(report_saying("x"), findings=()))
    assert GitlabFormat().render(filed(report_saying("x"))).startswith("[\n  {")


def test_documents_of_no_repository_are_left_out(report_saying: Saying) -> None:
    """GitLab cannot show a page or a stream."""
    assert [] == issues(filed(report_saying("x"), path=None, source="https://example.org/a"))
    assert [] == issues(filed(report_saying("x"), path=None, source="-"))


@texts
def test_hostile_text_leaves_every_issue_valid(text: str, report_saying: Saying) -> None:
    """Whatever a document says, all its findings are issues, and no control or lone surrogate is in them."""
    report = filed(report_saying(text))
    shown = GitlabFormat().render(report)

    assert 12 == len(issues(report))
    assert set() == {
        char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\u200d"
    }
    assert len(shown) < 60_000


@texts
def test_a_hostile_path_is_spelled_out_or_none(text: str, report_saying: Saying) -> None:
    """A name of a file holds no control; one that is none of the repository has no issue."""
    shown = GitlabFormat().render(filed(report_saying("x"), path=text))

    assert len(issues(filed(report_saying("x"), path=text))) in {0, 12}
    assert set() == {
        char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\u200d"
    }


@texts
def test_a_stored_report_renders_to_the_same_bytes(text: str, report_saying: Saying) -> None:
    """What went through JSON is written as what did not."""
    report = filed(report_saying(text))

    assert GitlabFormat().render(report) == GitlabFormat().render(load(JsonFormat().render(report).encode()))


@settings(max_examples=60)
@given(...)
def test_any_report_at_all_is_valid(report: AuditReport) -> None:
    """Also numbers without sense make a valid file."""
    issues(report)


def test_thirty_thousand_findings_with_one_fingerprint_are_all_told_apart(report_saying: Saying) -> None:
    """GitLab keeps one issue of a fingerprint, so no two may have the same."""
    finding = Finding("r", "note", "m", 1, fingerprint="f")
    report = filed(report_saying("x"), findings=(finding,) * 30_000)

    assert 30_000 == len({issue["fingerprint"] for issue in json.loads(GitlabFormat().render(report))})
