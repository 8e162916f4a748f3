"""Where findings stand in a repository: the same for every format that a code host reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import AuditReport, Document, DocumentReport, Finding, Origin, Part, Span, Suggestion
from citecheck.reports.placed import Place, Places, path_of, placed, spelled, told

Saying = Callable[[str], AuditReport]
LINES = st.text(st.sampled_from("ab\r\n語\U0001f600"), max_size=30)


@pytest.mark.parametrize(
    ("expected", "path", "source"),
    [
        ("docs/a.md", "docs/a.md", "a.md"),
        ("docs/a.md", "./docs//a.md", "a.md"),
        ("a  b:c.md", "a  b:c.md", "x"),
        ("docs/a.md", None, "docs/a.md"),
        ("..a", None, "..a"),
        (None, None, "-"),
        (None, None, ""),
        (None, None, " \n"),
        (None, None, "."),
        (None, None, "../a.md"),
        (None, None, "docs/../../a.md"),
        (None, None, "docs\\..\\a.md"),
        (None, None, "/etc/a.md"),
        (None, None, "\\\\server\\a.md"),
        (None, None, "C:\\a.md"),
        (None, None, "https://example.org/a"),
        (None, "/etc/passwd", "a.md"),
        (None, "../a.md", "a.md"),
        (None, None, "a" * 5_000),
    ],
)
def test_a_document_of_the_repository_has_a_path_in_it(
    expected: str | None, path: str | None, source: str, report_saying: Saying
) -> None:
    """What leads out of the repository, a stream or an address is no file of it."""
    document = dataclasses.replace(report_saying("x").documents[0], path=path, source=source)

    assert expected == path_of(document)


def test_a_fetched_document_is_no_file(report_saying: Saying) -> None:
    """A document with an origin was fetched, whatever its name looks like."""
    document = dataclasses.replace(report_saying("a.md").documents[0], origin=Origin("https://example.org/", "2026"))

    assert path_of(document) is None


@pytest.mark.parametrize(
    ("expected", "text", "span", "line"),
    [
        (Place(1, 1, 1, 3), "ab\ncd", Span(0, 2), 1),
        (Place(2, 1, 2, 3), "ab\ncd", Span(3, 5), 2),
        (Place(2, 2, 2, 2), "ab\ncd", Span(4, 4), None),
        (Place(1, 2, 2, 2), "ab\ncd", Span(1, 4), 1),
        (Place(1, 1, 1, 3), "ab\ncd", Span(0, 3), 1),
        (Place(1, 1, 1, 3), "ab\r\ncd", Span(0, 4), 1),
        (Place(2, 1, 2, 3), "ab\rcd", Span(3, 5), 2),
        (Place(1, 1, 1, 2), "\U0001f600x", Span(0, 1), 1),
        (Place(2, 1, 2, 3), "ab\ncd", Span(0, 2), 2),
        (Place(1, 1, 1, 3), "ab\r\ncd", None, 1),
        (Place(1, 1, 1, 3), "ab\ncd", None, None),
        (Place(3, 1, 3, 1), "ab\ncd\n", None, 3),
        (Place(9, 1, 9, 1), "ab\ncd", None, 9),
        (Place(1, 1, 1, 3), "ab\ncd", None, -4),
        (Place(2_147_483_647, 1, 2_147_483_647, 1), "ab", None, 1 << 40),
        (Place(1, 1, 1, 3), "ab\ncd", Span(-1, 2), 1),
        (Place(1, 1, 1, 3), "ab\ncd", Span(2, 1), 1),
        (Place(1, 1, 1, 3), "ab\ncd", Span(0, 99), 1),
    ],
)
def test_places_count_from_one_and_end_after_the_last(
    expected: Place, text: str, span: Span | None, line: int | None, report_saying: Saying
) -> None:
    """A span has its lines and columns; where it is none of the text, or of another line, the named line is the place."""
    document = dataclasses.replace(report_saying("x").documents[0], text=text)

    assert expected == Places(document).of(span, line)


def test_an_extracted_text_tells_no_columns(report_saying: Saying) -> None:
    """Offsets into the words of a PDF are no columns of a file."""
    document = dataclasses.replace(report_saying("x").documents[0], text="ab\ncd", text_of="extracted")

    assert Place(1, 1, 1, 1) == Places(document).of(Span(3, 5), None)
    assert Place(7, 1, 7, 1) == Places(document).of(Span(3, 5), 7)


@given(LINES, st.integers(0, 29), st.integers(0, 29))
def test_lines_are_those_of_the_readers(text: str, start: int, end: int) -> None:
    """A place's line is what the document's reader counts, and its columns cut the span's own words."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    line = Document("x", "x", text).line(start)
    place = Places(DocumentReport("x", "x", None, None, "", text, "source")).of(Span(start, end), line)
    starts = [
        0,
        *(
            at + 1
            for at in range(len(text))
            if text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n")
        ),
    ]
    cut = text[starts[place.line - 1] + place.column - 1 : starts[place.end_line - 1] + place.end_column - 1]

    assert line == place.line
    assert text[start:end] in {cut, f"{cut}\n", f"{cut}\r", f"{cut}\r\n"}


def test_findings_come_worst_first_then_new_before_known(report_saying: Saying) -> None:
    """What a baseline does not know stands before what it does, within each severity."""
    report = report_saying("x")
    findings = (
        Finding("a", "note", "1", fingerprint="1"),
        Finding("a", "error", "2", fingerprint="2", state="known"),
        Finding("a", "error", "3", fingerprint="3"),
        Finding("a", "warning", "4", fingerprint="4"),
        Finding("a", "error", "5", fingerprint="5"),
    )
    report = dataclasses.replace(report, documents=(dataclasses.replace(report.documents[0], findings=findings),))

    assert ["3", "5", "2", "4", "1"] == [one.finding.message for one in placed(report)]


def test_no_two_findings_have_one_fingerprint(report_saying: Saying) -> None:
    """Of equal fingerprints the later ones get a number, also where somebody else has just that."""
    report = report_saying("x")
    given_names = ("a", "a:2", "a", "a", "a:2")
    findings = tuple(Finding("r", "note", "m", fingerprint=name) for name in given_names)
    report = dataclasses.replace(report, documents=(dataclasses.replace(report.documents[0], findings=findings),))

    assert ["a", "a:2", "a:3", "a:4", "a:2:2"] == [one.fingerprint for one in placed(report)]


def test_a_finding_without_a_fingerprint_gets_one(report_saying: Saying) -> None:
    """What a stored report does not have is made from what the finding says."""
    report = report_saying("x")
    findings = (Finding("r", "note", "one \ud83d"), Finding("r", "note", "two"))
    report = dataclasses.replace(report, documents=(dataclasses.replace(report.documents[0], findings=findings),))

    assert {64} == {len(one.fingerprint) for one in placed(report)}
    assert 2 == len({one.fingerprint for one in placed(report)})


@pytest.mark.parametrize(
    ("expected", "message", "suggestion"),
    [
        ("It is dead. → Link the copy.", "It is dead.", "Link the copy."),
        ("It is dead.", "It is dead.", None),
        ("It is dead.", "It is dead.", " "),
        ("rule", "", None),
        ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…", "x" * 100, "Do it."),
        ("\\u202eIt is dead. → Link \\u00…", "\u202eIt is\ndead.", "Link \u0007it"),
    ],
)
def test_a_finding_says_what_is_wrong_and_then_what_to_do(expected: str, message: str, suggestion: str | None) -> None:
    """It is one line of at most so many code points, and never empty."""
    told_in_30 = told(
        Finding("rule", "note", message, suggestion=None if suggestion is None else Suggestion(suggestion)), 30
    )

    assert expected == told_in_30


def test_a_path_is_spelled_as_it_is_save_controls() -> None:
    """Double spaces are part of a name; what ends a line or turns it around is spelled out."""
    assert "a  b.md" == spelled("a  b.md")
    assert "a\\u000ab\\u202e" == spelled("a\nb\u202e")
    assert "a\\u2028b" == spelled("a\u2028b")


def test_a_finding_in_an_included_file_stands_there(report_saying: Saying) -> None:
    """With the line and column of that file, and its path; what follows it is of the document again."""
    report = report_saying("x")
    text = "one \\input{b}x\ny\n two"
    parts = (
        Part(Span(0, 13), "a.tex", 1),
        Part(Span(13, 17), "parts/b.tex", 1),
        Part(Span(17, 21), "a.tex", 1, 14),
    )
    document = dataclasses.replace(
        report.documents[0], source="a.tex", path="docs/a.tex", text=text, text_of="source", parts=parts, findings=()
    )
    places = Places(document)

    assert Place(1, 1, 1, 4) == places.of(Span(0, 3), 1)
    assert Place(2, 1, 2, 2, "parts/b.tex") == places.of(Span(15, 16), 2)
    assert Place(1, 15, 1, 18) == places.of(Span(18, 21), 1)
    found = [Finding("link-dead", "error", "x", line=2, span=Span(15, 16), file="parts/b.tex")]
    (one,) = placed(dataclasses.replace(report, documents=(dataclasses.replace(document, findings=tuple(found)),)))
    assert ("parts/b.tex", 2) == (one.path, one.place.line)
