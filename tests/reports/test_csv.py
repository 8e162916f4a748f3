"""Findings as a table: true rows for programs, no formula for spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import time
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import AuditReport, Claim, Finding, Rule, Span, Suggestion
from citecheck.reports.csv_report import COLUMNS, LONGEST, CsvFormat, cell
from citecheck.reports.json_report import JsonFormat, load
from citecheck.reports.visible import brief

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "formula": '=HYPERLINK("https://evil.example","click")',
    "formula with a command": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1+1)",
    "full-width formula": "＝1+1",
    "formula after a quotation mark": '"=1+1',
    "formula after space": "\t\r\n =1+1",
    "formula after a semicolon": "words;=1+1;",
    "end of the row": '",,\r\n"=1+1',
    "lone surrogates": "\ud83d and \udcff",
    "very long word": "x" * 50_000,
    "very many quotation marks": '"' * 50_000,
    "very many semicolons": ";" * 50_000 + "=",
    "a megabyte": "title " * 170_000,
}
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
COMPUTED = re.compile(r"[\s\"]*[=+\-@＝＋－＠]")


def rows(shown: str) -> list[dict[str, str]]:
    """Give the rows as a program reads them from a file."""
    return list(csv.DictReader(io.StringIO(shown.encode().decode("utf-8-sig"), newline=""), strict=True))


@pytest.fixture
def report(report_saying: Callable[[str], AuditReport]) -> AuditReport:
    """Give a report on two documents with three findings, the last of which is an error."""
    whole = report_saying("words")
    claim = Claim("claim-7", "The clock stopped in 1911.", "", 9, (Span(0, 1),), "none")
    reference = dataclasses.replace(whole.documents[0].references[0], label="3", key="kim1997dilemma")
    note = Finding("bare-url", "note", "A note.", fingerprint="1")
    warning = Finding("claim-uncited", "warning", "A warning.", line=9, claim="claim-7", fingerprint="2", state="known")
    error = Finding("link-dead", "error", "An error.", 74, None, "ref-1", url="https://example.org/", fingerprint="3",
                    suggestion=Suggestion("Link the copy."))  # fmt: skip
    first = dataclasses.replace(whole.documents[0], source="a.txt", claims=(claim,), findings=(warning, note))
    second = dataclasses.replace(whole.documents[0], source="b.txt", references=(reference,), findings=(error,))
    rules = (Rule("link-dead", "error", "", "", "very-high"), Rule("claim-uncited", "warning", "", "", "medium"))
    return dataclasses.replace(whole, documents=(first, second), rules=rules)


def test_the_head_line_names_the_columns(report: AuditReport) -> None:
    """A mark of the encoding, then names without quotes, so that the first is itself however the mark is read."""
    assert f"\ufeff{','.join(COLUMNS)}\r\n" == CsvFormat().render(report).splitlines(keepends=True)[0]


def test_a_finding_is_a_row(report: AuditReport) -> None:
    """It says where, what, how sure, and where the answers came from."""
    expected = {
        "source": "b.txt",
        "line": "74",
        "severity": "error",
        "rule": "link-dead",
        "precision": "very-high",
        "state": "new",
        "reference": "3",
        "key": "kim1997dilemma",
        "message": "An error.",
        "url": "https://example.org/",
        "suggestion": "Link the copy.",
        "claim": "",
        "fingerprint": "3",
        "provenance": "words",
        "as_of": "words",
        "file": "",
    }

    assert expected == rows(CsvFormat().render(report))[0]


def test_the_worst_comes_first_whatever_document_it_is_in(report: AuditReport) -> None:
    """Errors of all documents, then warnings of all, then notes."""
    shown = rows(CsvFormat().render(report))

    assert ["error", "warning", "note"] == [row["severity"] for row in shown]
    assert ["b.txt", "a.txt", "a.txt"] == [row["source"] for row in shown]


def test_a_claim_is_shown_in_its_words(report: AuditReport) -> None:
    """Nobody knows a claim by its number."""
    assert ["", "The clock stopped in 1911.", ""] == [row["claim"] for row in rows(CsvFormat().render(report))]


def test_numbers_are_numbers_and_texts_are_in_quotes(report: AuditReport) -> None:
    """A line is compared as a number, and where there is none the cell is empty."""
    first, second, third = CsvFormat().render(report).split("\r\n")[1:4]

    assert first.startswith('"b.txt",74,"error",')
    assert second.startswith('"a.txt",9,"warning",')
    assert third.startswith('"a.txt","","note",')


def test_without_findings_there_is_the_head_line_alone(report: AuditReport) -> None:
    """A row is a finding; documents and references without one have none."""
    clean = dataclasses.replace(report, documents=(dataclasses.replace(report.documents[0], findings=()),))

    assert f"\ufeff{','.join(COLUMNS)}\r\n" == CsvFormat().render(clean)


@texts
def test_hostile_words_are_one_cell_that_nothing_computes(
    text: str, report_saying: Callable[[str], AuditReport]
) -> None:
    """What is read back is what a report shows of the text, after an apostrophe where a formula would begin."""
    shown = CsvFormat().render(report_saying(text))
    read = rows(shown)
    expected = brief(text, LONGEST)

    assert 12 == len(read)
    for row in read:
        assert [*COLUMNS] == [*row]
        for name in (
            "source",
            "rule",
            "reference",
            "message",
            "suggestion",
            "claim",
            "fingerprint",
            "provenance",
            "as_of",
        ):
            assert expected == row[name].replace(";'", ";").removeprefix("'" if COMPUTED.match(expected) else "")
        for value in row.values():
            assert not COMPUTED.match(value)
            assert not any(COMPUTED.match(part) for part in value.split(";"))


@texts
def test_hostile_words_leave_no_control_but_the_ends_of_rows(
    text: str, report_saying: Callable[[str], AuditReport]
) -> None:
    """Thirteen lines that end as RFC 4180 says, and nothing else that a terminal would obey."""
    shown = CsvFormat().render(report_saying(text))

    assert 13 == shown.count("\r\n")
    assert shown.endswith("\r\n")
    inside = shown.replace("\r\n", "")
    assert set() == {char for char in inside if unicodedata.category(char) in {"Cc", "Cs"}}


@texts
def test_hostile_words_that_were_stored_give_the_same_bytes(
    text: str, report_saying: Callable[[str], AuditReport]
) -> None:
    """What went through JSON is written as what did not."""
    report = report_saying(text)

    assert CsvFormat().render(report) == CsvFormat().render(load(JsonFormat().render(report).encode()))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("", ""),
        ("words", "words"),
        ("a-b = c", "a-b = c"),
        ("'=1", "=1"),
        ("'-1", "-1"),
        ("'＋1", "＋1"),
        ("'﹦1", "﹦1"),
        ("''=1", "'=1"),
        ("'\" =1", '" =1'),
        ("a; b", "a; b"),
        ("a;' =1;'+2", "a; =1;+2"),
        ("https://example.org/?a=1&b=-2", "https://example.org/?a=1&b=-2"),
    ],
)
def test_an_apostrophe_stands_where_a_formula_would_begin(expected: str, text: str) -> None:
    """At the beginning, also behind space and quotes, and behind a semicolon; nowhere else."""
    assert expected == cell(text)


@given(st.text(alphabet=st.sampled_from("=+-@＝;,'\" \n\ta1")))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    """Whatever the words, nor does any part between semicolons."""
    assert not any(COMPUTED.match(part) for part in cell(text).split(";"))


@given(st.from_type(AuditReport))
def test_any_report_has_a_row_for_each_finding(report: AuditReport) -> None:
    """None is lost, none is two."""
    shown = CsvFormat().render(report)

    assert sum(len(document.findings) for document in report.documents) == len(rows(shown))
    assert shown == "".join(CsvFormat().pieces(report))


def test_ten_times_the_findings_take_ten_times_as_long_time(report_saying: Callable[[str], AuditReport]) -> None:
    """Thirty thousand findings do not cost more each than three thousand do."""

    def seconds(number: int) -> float:
        whole = report_saying("words")
        findings = tuple(
            Finding("link-dead", "error", f"A message {place}.", place, None, "ref-1") for place in range(number)
        )
        several = dataclasses.replace(whole, documents=(dataclasses.replace(whole.documents[0], findings=findings),))
        start = time.process_time()
        CsvFormat().render(several)
        return time.process_time() - start

    assert seconds(30_000) < 30 * seconds(3_000)
