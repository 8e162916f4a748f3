"""An audit at a glance."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import SCHEMA_VERSION, AuditReport, Counts, DocumentReport, Finding, Provenance, Run
from citecheck.reports.glance import MOST_DOCUMENTS, glance

RUN = Run("tool 1", {}, "2026-11-23", Provenance("replay", "Answers are from a stand-in web, not from these sites."))
DOCUMENT = DocumentReport("a.txt", "plain", None, None, "", "", "source")


def report(*documents: DocumentReport) -> AuditReport:
    """Give a report on some documents."""
    return AuditReport(SCHEMA_VERSION, RUN, documents, (), Counts())


def test_the_provenance_comes_first() -> None:
    """Nobody reads a figure before knowing where it came from."""
    assert RUN.provenance.label == glance(report(DOCUMENT)).splitlines()[0]


def test_findings_are_grouped_by_rule_worst_first() -> None:
    """One line a rule: how often, and where."""
    findings = (
        Finding("claim-anachronism", "error", "…", reference="ref-15"),
        Finding("reference-no-link", "warning", "…", reference="ref-2"),
        Finding("reference-no-link", "warning", "…", reference="ref-3"),
        Finding("marker-punctuation", "note", "…", line=23),
    )

    lines = glance(report(replace(DOCUMENT, findings=findings))).splitlines()[-3:]

    assert [
        "  error    claim-anachronism     1   [ref-15]",
        "  warning  reference-no-link     2   [ref-2] [ref-3]",
        "  note     marker-punctuation    1   line 23",
    ] == lines


def test_many_places_are_cut_short() -> None:
    """A glance stays a glance."""
    findings = tuple(Finding("bare-url", "note", "…", line=line) for line in range(1, 21))

    assert glance(report(replace(DOCUMENT, findings=findings))).endswith("line 7 line 8 and 12 more\n")


def test_many_documents_are_counted_without_their_rules() -> None:
    """The first documents show their rules, all show their counts."""
    one = replace(DOCUMENT, findings=(Finding("bare-url", "note", "…"),))

    shown = glance(report(*[one] * (MOST_DOCUMENTS + 5)))

    assert MOST_DOCUMENTS == shown.count("bare-url")
    assert MOST_DOCUMENTS + 5 == shown.count("a.txt")


@given(st.builds(Finding, st.text(), st.sampled_from(("error", "warning", "note")), st.text(), reference=st.text()))
def test_hostile_words_stay_in_their_line(finding: Finding) -> None:
    """A rule or a label with line breaks or control characters adds no line."""
    assert 7 == glance(report(replace(DOCUMENT, findings=(finding,)))).count("\n")
