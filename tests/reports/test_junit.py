"""An audit as the results of tests: counted right, valid, read by others' programs."""

from __future__ import annotations

import dataclasses
import os
import time
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from citecheck.model import AuditReport, Counts, DocumentReport, Finding, Provenance, Rule, Run, Suggestion
from citecheck.reports.json_report import JsonFormat, load
from citecheck.reports.junit import LONGEST, MOST, JunitFormat
from citecheck.reports.visible import brief

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "attribute break": '" onmouseover="alert(1)" x=\'',
    "end of CDATA": "]]> <![CDATA[",
    "entity declaration": '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
    "no characters": "\ufffe\uffff\U0001fffe",
    "lone surrogates": "\ud83d and \udcff",
    "very long word": "x" * 50_000,
    "very many ampersands": "&" * 50_000,
    "a megabyte": "title " * 170_000,
}
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """Give the schema of the Jenkins xunit plug-in; it is others' work, so the environment says where it lies."""
    path = os.environ.get("CITECHECK_JUNIT_XSD")
    if path is None:
        if os.environ.get("CITECHECK_REQUIRE_ALL") == "1":
            pytest.fail("CITECHECK_JUNIT_XSD names no junit-10.xsd, and CITECHECK_REQUIRE_ALL=1 allows no skips")
        pytest.skip("skipped: CITECHECK_JUNIT_XSD names no junit-10.xsd")
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture
def report(report_saying: Callable[[str], AuditReport]) -> AuditReport:
    """Give a report on a document with three references: one that fails, one with a note, one that is all right."""
    whole = report_saying("words")
    first = dataclasses.replace(whole.documents[0].references[0], label="1", key="kim1997dilemma", raw="Kim 1997.")
    second = dataclasses.replace(first, id="ref-2", label="2", key="park2006clues", raw="Park 2006.", line=4)
    third = dataclasses.replace(first, id="ref-3", label="3", key="fic2004japanese", raw="Fic 2004.", line=5)
    findings = (
        Finding("link-dead", "error", "It is dead.", 3, None, "ref-1", url="https://example.org/",
                suggestion=Suggestion("Link the copy.")),
        Finding("claim-unsupported", "warning", "It says nothing of it.", None, None, "ref-1"),
        Finding("link-moved", "note", "It has moved.", None, None, "ref-2"),
        Finding("marker-punctuation", "note", "No full stop.", 23, fingerprint="84fb3748e295197023ee93af"),
    )  # fmt: skip
    document = dataclasses.replace(
        whole.documents[0],
        source="articles/clock.txt",
        references=(first, second, third),
        findings=findings,
        path="articles/clock.txt",
    )
    rules = (Rule("claim-unsupported", "warning", "", "", "medium"), Rule("link-dead", "error", "", "", "very-high"))
    return dataclasses.replace(
        whole,
        run=Run("citecheck-audit 1", {}, "2026-11-28", Provenance("live", "Answers are from the web.")),
        documents=(document,),
        rules=rules,
    )


def failing_on(report: AuditReport, threshold: str) -> AuditReport:
    """Give the report of a run with another threshold."""
    return dataclasses.replace(report, run=dataclasses.replace(report.run, config={"fail_on": threshold}))


def read(report: AuditReport) -> junitparser.JUnitXml:
    """Give what a reader of test results makes of a report."""
    found = junitparser.JUnitXml.fromstring(JunitFormat().render(report).encode())
    assert isinstance(found, junitparser.JUnitXml)
    return found


def outcomes(report: AuditReport) -> list[tuple[str | None, list[tuple[str, str | None]]]]:
    """Give the name of each case with the kinds and types of what it came to."""
    return [
        (case.name, [(type(result).__name__, result.type) for result in case.result])
        for suite in read(report)
        for case in suite
    ]


def test_a_reference_is_a_case_and_so_is_what_is_found_beside_them(report: AuditReport) -> None:
    """It fails for what fails the run, is skipped for less, and passes for nothing."""
    expected = [
        ("reference kim1997dilemma", [("Failure", "link-dead")]),
        ("reference park2006clues", [("Skipped", "link-moved")]),
        ("reference fic2004japanese", []),
        ("marker-punctuation 84fb3748e295", [("Skipped", "marker-punctuation")]),
    ]

    assert expected == outcomes(report)


@pytest.mark.parametrize(("expected", "threshold"), [(1, "error"), (1, "warning"), (0, "never")])
def test_what_fails_is_what_failed_the_run(report: AuditReport, expected: int, threshold: str) -> None:
    """A case fails under the run's own threshold; under `never` none does, and three are skipped."""
    found = read(failing_on(report, threshold))

    assert expected == found.failures
    assert [3 - expected] == [suite.skipped for suite in found]


def test_a_finding_that_a_baseline_knows_fails_nothing(report: AuditReport) -> None:
    """Only what is new fails a run."""
    document = report.documents[0]
    known = tuple(dataclasses.replace(finding, state="known") for finding in document.findings)

    assert 0 == read(dataclasses.replace(report, documents=(dataclasses.replace(document, findings=known),))).failures


def test_a_failure_says_where_what_and_what_to_do(report: AuditReport) -> None:
    """The worst message in the attribute, the place as editors read it in the text; the rest goes to the output."""
    case = etree.fromstring(JunitFormat().render(report).encode()).find("testsuite/testcase")

    assert "It is dead." == case.find("failure").get("message")
    assert (
        "articles/clock.txt:3: error: link-dead: It is dead.\nhttps://example.org/\n→ Link the copy."
        == case.findtext("failure")
    )
    assert (
        "articles/clock.txt:3: [1] Kim 1997.\n"
        "articles/clock.txt:3: warning: claim-unsupported (precision medium): It says nothing of it."
    ) == case.findtext("system-out")


def test_several_failures_are_one(report: AuditReport) -> None:
    """A case fails once; its message says how many more there are."""
    case = etree.fromstring(JunitFormat().render(failing_on(report, "warning")).encode()).find("testsuite/testcase")

    assert ["It is dead. (and 1 more)"] == [failure.get("message") for failure in case.findall("failure")]
    assert 4 == case.findtext("failure").count("\n") + 1


def test_each_suite_says_where_its_answers_are_from(report: AuditReport) -> None:
    """Provenance, day and tool are its properties, and the name of the whole."""
    root = etree.fromstring(JunitFormat().render(report).encode())
    told = {one.get("name"): one.get("value") for one in root.iter("property")}

    assert {"provenance": "Answers are from the web.", "as_of": "2026-11-28", "tool": "citecheck-audit 1"} == told
    assert "citecheck-audit 1 · Answers are from the web." == root.get("name")


def test_a_document_in_which_there_is_nothing_has_a_case_that_passes(report: AuditReport) -> None:
    """Servers call a suite without cases an error."""
    empty = DocumentReport("a.txt", "plain", None, None, "", "", "source")

    assert [("document", [])] == outcomes(dataclasses.replace(report, documents=(empty,)))


def test_no_two_cases_of_a_document_have_one_name(report: AuditReport) -> None:
    """Servers keep one of each name: the second of a kind says so, and takes no other's name."""
    document = report.documents[0]
    same = Finding("bare-url", "note", "", fingerprint="1")
    other = dataclasses.replace(same, fingerprint="1 (2)")
    findings = (same, other, same, same)
    names = [name for name, _ in outcomes(dataclasses.replace(
        report, documents=(dataclasses.replace(document, references=(), findings=findings),)))]  # fmt: skip

    assert ["bare-url 1", "bare-url 1 (2)", "bare-url 1 (3)", "bare-url 1 (4)"] == names


def test_names_stay_when_a_document_is_edited_elsewhere(report: AuditReport) -> None:
    """Lines and numbers move, and no case becomes another."""
    document = report.documents[0]
    moved = dataclasses.replace(
        document,
        references=tuple(
            dataclasses.replace(one, label=f"9{one.label}", line=(one.line or 0) + 90) for one in document.references
        ),
        findings=tuple(
            dataclasses.replace(one, line=None if one.line is None else one.line + 90) for one in document.findings
        ),
    )

    assert outcomes(report) == outcomes(dataclasses.replace(report, documents=(moved,)))


def test_what_is_told_of_one_case_is_bounded(report: AuditReport) -> None:
    """A reference with a thousand findings names fifty and counts the rest."""
    findings = tuple(Finding("link-dead", "error", f"Number {place}.", 3, None, "ref-1") for place in range(1_000))
    document = dataclasses.replace(report.documents[0], findings=findings)
    shown = JunitFormat().render(dataclasses.replace(report, documents=(document,)))

    assert f"… and {1_000 - MOST} more</failure>" in shown
    assert MOST == shown.count("error: link-dead")


@texts
def test_hostile_words_are_read_back_as_they_are_shown(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """XML is whole, and holds the text as every report shows it."""
    root = etree.fromstring(JunitFormat().render(report_saying(text)).encode())
    expected = brief(text, LONGEST).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")

    assert expected == root.find("testsuite").get("name")
    assert {expected} == {one.get("value") for one in root.iter("property")}
    assert {expected} == {one.get("type") for one in (*root.iter("failure"), *root.iter("skipped"))}
    assert 7 == len(list(root.iter("testcase")))
    assert 7 == len({one.get("name") for one in root.iter("testcase")})


@texts
def test_hostile_words_leave_no_control_and_no_element(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """Nothing is in the file that a terminal obeys, and no element that the format does not write."""
    shown = JunitFormat().render(report_saying(text))
    elements = {element.tag for element in etree.fromstring(shown.encode()).iter()}

    assert set() == {char for char in shown if unicodedata.category(char) in {"Cc", "Cs"} and char != "\n"}
    assert elements == {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped", "system-out"
    }  # fmt: skip


@texts
def test_hostile_words_are_valid(
    text: str, report_saying: Callable[[str], AuditReport], schema: etree.XMLSchema
) -> None:
    """The schema of the Jenkins xunit plug-in holds, whatever a document says."""
    schema.assertValid(etree.fromstring(JunitFormat().render(report_saying(text)).encode()))


@texts
def test_hostile_words_that_were_stored_give_the_same_bytes(
    text: str, report_saying: Callable[[str], AuditReport]
) -> None:
    """What went through JSON is written as what did not."""
    report = report_saying(text)

    assert JunitFormat().render(report) == JunitFormat().render(load(JsonFormat().render(report).encode()))


def test_the_ordinary_is_valid(report: AuditReport, schema: etree.XMLSchema) -> None:
    """So are an audit that found things and one of no documents."""
    for one in (report, dataclasses.replace(report, documents=(), counts=Counts())):
        schema.assertValid(etree.fromstring(JunitFormat().render(one).encode()))


@given(st.from_type(AuditReport), st.sampled_from(("error", "warning", "never")))
def test_counts_are_what_another_counts(report: AuditReport, threshold: str) -> None:
    """A reader that counts the cases anew comes to the figures in the file, of each suite and of the whole."""
    told, counted = read(failing_on(report, threshold)), read(failing_on(report, threshold))
    counted.update_statistics()  # type: ignore[no-untyped-call]

    assert (counted.tests, counted.failures, counted.errors) == (told.tests, told.failures, told.errors)
    for said, found in zip(told, counted, strict=True):
        found.update_statistics()  # type: ignore[no-untyped-call]
        assert (found.tests, found.failures, found.errors, found.skipped) == (
            said.tests, said.failures, said.errors, said.skipped
        )  # fmt: skip


def test_ten_times_the_findings_take_ten_times_as_long_time(report: AuditReport) -> None:
    """Thirty thousand findings, all of one name, do not cost more each than three thousand do."""

    def seconds(number: int) -> float:
        document = dataclasses.replace(report.documents[0], findings=(Finding("bare-url", "note", "A note."),) * number)
        several = dataclasses.replace(report, documents=(document,))
        start = time.process_time()
        JunitFormat().render(several)
        return time.process_time() - start

    assert seconds(30_000) < 30 * seconds(3_000)
