"""Markdown that a job summary takes, however much there is to say."""

from __future__ import annotations

import dataclasses
import re
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.composition import count
from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding, Rule, Severity
from citecheck.reports.markdown import BUDGET, MarkdownFormat
from citecheck.reports.markdown_budget import in_turn

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "wide": "語" * 1_000,
    "mentions": "@a" * 1_000,
    "brackets": "[" * 1_000,
    "controls": "\x1b" * 1_000,
}
JOB_SUMMARY = 1_048_576
"""Bytes that GitHub takes of one step."""
RULES = tuple(
    Rule(f"rule-{severity}", severity, f"About {severity}", "Do something.", "high") for severity in SEVERITIES
)


def found(severity: Severity, number: int, length: int = 300) -> tuple[Finding, ...]:
    """Give findings of a severity, numbered, with messages of a length."""
    long = ("words " * length)[:length]
    return tuple(Finding(f"rule-{severity}", severity, f"{severity} {place}: {long}", place) for place in range(number))


@pytest.fixture
def report_of(report_saying: Callable[[str], AuditReport]) -> Callable[..., AuditReport]:
    """Give the function that makes a report on documents which have these findings each."""
    whole = report_saying("words")

    def make(*findings: tuple[Finding, ...]) -> AuditReport:
        documents = tuple(
            dataclasses.replace(whole.documents[0], source=f"{place}.txt", findings=each)
            for place, each in enumerate(findings)
        )
        return dataclasses.replace(whole, documents=documents, rules=RULES, counts=count(documents))

    return make


def shown(markdown: str) -> list[str]:
    """Give the findings that are in it: `error 17`."""
    return re.findall(r"(?m)^- .*`\]\(#rule-\w+\): (\w+ \d+):", markdown)


def test_two_thousand_long_findings_fit_a_job_summary(report_of: Callable[..., AuditReport]) -> None:
    """Errors and warnings are all there, the notes as far as there is room, and the rest is counted."""
    report = report_of(found("error", 100, 900) + found("warning", 900, 900) + found("note", 1_000, 900))
    markdown = MarkdownFormat().render(report)
    there = shown(markdown)

    assert 0.99 * BUDGET < len(markdown.encode()) <= BUDGET < JOB_SUMMARY
    assert [f"error {place}" for place in range(100)] == there[:100]
    assert [f"warning {place}" for place in range(900)] == there[100:1000]
    assert [f"note {place}" for place in range(len(there) - 1000)] == there[1000:]
    assert 0 < len(there) - 1000 < 1000
    assert (
        f"\n\n{2000 - len(there)} notes are left out here; the report in JSON, `audit.json`, has everything.\n"
        in markdown
    )


def test_tables_go_before_findings(report_of: Callable[..., AuditReport]) -> None:
    """First that of claims, then that of references, then notes; its heading stays, with what is left out."""
    report = report_of(found("error", 5) + found("note", 5))
    document = report.documents[0]
    document = dataclasses.replace(document, references=document.references * 50, claims=document.claims * 50)
    report = dataclasses.replace(report, documents=(document,))
    budget, signs = BUDGET, []
    for _ in range(4):
        markdown = MarkdownFormat(budget).render(report)
        signs.append(("| Line | Section |" in markdown, "| # | Key |" in markdown, len(shown(markdown)) == 10))
        budget = len(markdown.encode()) - 1

    assert [(True, True, True), (False, True, True), (False, False, True), (False, False, False)] == signs
    assert "\n### 100 claims\n\n100 claims are left out here; " in markdown
    assert "\n### 50 references\n\n50 references are left out here; " in markdown
    assert "error 4" in shown(markdown)


def test_every_document_gets_its_turn(report_of: Callable[..., AuditReport]) -> None:
    """Errors of all documents come before warnings of any, and one document with much to say silences no other."""
    report = report_of(found("error", 2_000), found("error", 3), found("warning", 50) + found("error", 3))
    markdown = MarkdownFormat(100_000).render(report)
    _, first, second, third = re.split(r"(?m)^## \d", markdown.partition("\n## Rules")[0])

    assert [3, 3] == [len(shown(each)) for each in (second, third)]
    assert "- 50 warnings" not in third
    assert "\n\n50 warnings are left out here; " in third
    assert f"\n\n{2_000 - len(shown(first)):,} errors are left out here; " in first


def test_rules_of_which_nothing_is_shown_are_not_described(report_of: Callable[..., AuditReport]) -> None:
    """Each link has its anchor, and each anchor a link."""
    markdown = MarkdownFormat(50_000).render(report_of(found("error", 500) + found("note", 5)))

    assert ["rule-error"] == re.findall("(?m)^### `(.*)`$", markdown)
    assert {"rule-error"} == set(re.findall(r"\]\(#(.*?)\)", markdown))


def test_documents_that_do_not_fit_are_counted(report_of: Callable[..., AuditReport]) -> None:
    """Those with something to say come first; of the others there is how many, and with what."""
    report = report_of(*[()] * 300, found("warning", 1), *[found("note", 1)] * 3_000)
    markdown = MarkdownFormat(50_000).render(report)
    there = len(re.findall(r"(?m)^## \d", markdown))

    assert "## 300.txt" in markdown
    assert 1 == markdown.count("\n## Further documents\n")
    assert f"{3_301 - there:,} documents are left out here; " in markdown
    assert len(markdown.encode()) <= 50_000


def test_findings_are_taken_in_turn(report_of: Callable[..., AuditReport]) -> None:
    """Worst first; of one severity the first of each document, then the second of each."""
    report = report_of(found("note", 1) + found("error", 3), (), found("error", 1) + found("note", 2))
    expected = [
        (0, "error 0"),
        (2, "error 0"),
        (0, "error 1"),
        (0, "error 2"),
        (0, "note 0"),
        (2, "note 0"),
        (2, "note 1"),
    ]

    assert expected == [(place, finding.message.partition(":")[0]) for place, finding in in_turn(report.documents)]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_words_do_not_break_the_budget(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """However its texts swell when they are escaped; and of what is left no document's text opens a block."""
    whole = report_saying(text)
    document = dataclasses.replace(whole.documents[0], findings=whole.documents[0].findings * 20)
    markdown = MarkdownFormat(60_000).render(dataclasses.replace(whole, documents=(document,) * 20))
    begins = re.compile(r"# Citation audit$|## |### |> |- \*\*line|\| |\*\*4 errors|80 errors|\d.*left out|💡|$")

    assert len(markdown.encode()) <= 60_000
    assert [] == [line for line in markdown.split("\n") if not begins.match(line)]


@given(st.from_type(AuditReport), st.integers(20_000, 25_000))
def test_any_report_stays_within_any_budget(report: AuditReport, budget: int) -> None:
    """Also one with more documents and rules than there is room for."""
    several = dataclasses.replace(report, documents=report.documents * 30, rules=report.rules * 30)

    assert len(MarkdownFormat(budget).render(several).encode()) <= budget


def test_a_report_within_the_budget_is_whole(report_of: Callable[..., AuditReport]) -> None:
    """A byte more or less than it takes is the difference."""
    report = report_of(found("error", 5))
    whole = MarkdownFormat().render(report)
    exact = len(whole.encode())

    assert whole == MarkdownFormat(exact).render(report)
    assert whole != MarkdownFormat(exact - 1).render(report)
    assert "left out" not in whole


def test_ten_times_the_findings_take_ten_times_as_long_time(report_of: Callable[..., AuditReport]) -> None:
    """Thirty thousand findings do not cost more each than three thousand do, be they of one document or of many."""

    def seconds(report: AuditReport) -> float:
        start = time.process_time()
        MarkdownFormat().render(report)
        return time.process_time() - start

    def spread(number: int) -> tuple[tuple[Finding, ...], ...]:
        return (found("note", 3, 30),) * (number // 3)

    assert seconds(report_of(found("note", 30_000))) < 30 * seconds(report_of(found("note", 3_000)))
    assert seconds(report_of(*spread(30_000))) < 30 * seconds(report_of(*spread(3_000)))


def test_a_document_of_nothing_takes_two_lines(report_of: Callable[..., AuditReport]) -> None:
    """Its name and its counts."""
    empty = DocumentReport("empty.txt", "plain", None, None, "", "", "source")
    report = dataclasses.replace(report_of(), documents=(empty,))

    assert MarkdownFormat().render(report).endswith("\n\n## empty.txt\n\n0 errors, 0 warnings, 0 notes · plain\n")
