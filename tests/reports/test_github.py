"""Workflow commands: what GitHub's runner makes of every line, and never more than it shows."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings

from citecheck.model import AuditReport, Finding, Span, Suggestion
from citecheck.reports.github import GithubFormat
from citecheck.reports.json_report import JsonFormat, load

Saying = Callable[[str], AuditReport]
HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "reports" / "sample.json"
TEXTS = {
    row["name"]: row["is"] for row in tomllib.loads((HERE / "hostile.toml").read_text(encoding="utf-8"))["text"]
} | {
    "lone surrogates": "\ud83d and \udcff",
    "a megabyte": "x" * 1_000_000,
    "a mask": "::add-mask::secret",
    "a mask on a line of its own": "x\n::add-mask::secret\r::stop-commands::t\r\n::error::x",
    "a mask after a separator": "x\u2028::add-mask::secret\u0085::add-mask::s\x0c::add-mask::s",
    "an old command": "##[error]x",
    "an old command in pieces": "##\u200b[error]x ###[[add-mask]s",
    "properties": "x,file=other.md,line=9::owned",
    "percents": "%0A::error::x %3A%3A %25",
}
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
NAMES = {"error", "warning", "notice"}
ORDERS = {
    *NAMES,
    "add-mask",
    "stop-commands",
    "group",
    "endgroup",
    "debug",
    "set-output",
    "set-env",
    "add-path",
    "echo",
}


class Command(NamedTuple):
    """A line as the runner reads it."""

    name: str
    properties: dict[str, str]
    message: str


def unescaped(text: str, *, of_property: bool) -> str:
    """Undo the escapes of a workflow command as the runner does, the percent sign last."""
    marks = {"%0D": "\r", "%0A": "\n", **({"%3A": ":", "%2C": ","} if of_property else {}), "%25": "%"}
    for escape, sign in marks.items():
        text = text.replace(escape, sign)
    return text


def obeyed(line: str) -> Command | None:
    """Give the command that the runner takes a line for, if it is one of either kind."""
    begin = line.lstrip()
    if begin.startswith("::") and "::" in begin[2:]:
        head, _, message = begin[2:].partition("::")
        name, _, listed = head.partition(" ")
        if name.lower() in ORDERS:
            pairs = (pair.partition("=") for pair in listed.strip().split(",") if pair)
            properties = {key: unescaped(value, of_property=True) for key, _, value in pairs}
            return Command(name, properties, unescaped(message, of_property=False))
    if "##[" in line:
        return Command("##", {}, line)
    return None


def commands(report: AuditReport) -> list[Command]:
    """Give the commands of a report; its lines are split wherever any reader of a log may split them."""
    shown = GithubFormat().render(report)
    assert shown.endswith("\n")
    assert shown.split("\n")[:-1] == shown.splitlines()
    read = [obeyed(line) for line in shown.splitlines()]
    assert [None] * 2 == read[:2]
    assert None not in read[2:]
    return [command for command in read if command is not None]


def filed(report: AuditReport, **changes: Any) -> AuditReport:  # noqa: ANN401 - fields of a document
    """Give a report whose one document lies in the repository."""
    document = dataclasses.replace(report.documents[0], **{"path": "docs/a.md", **changes})
    return dataclasses.replace(report, documents=(document,))


def test_the_sample_is_annotated_worst_first() -> None:
    """All errors and notes of the sample, nine of its twelve warnings, and how many more there are."""
    found = commands(load(SAMPLE.read_bytes()))

    assert ["error"] * 4 + ["warning"] * 10 + ["notice"] * 5 == [command.name for command in found]
    assert Command("warning", {"title": "citecheck"}, "3 more warnings: see the summary or report.") == found[13]


def test_the_head_says_where_the_answers_are_from() -> None:
    """Two plain lines: from where, and how many."""
    provenance, findings = GithubFormat().render(load(SAMPLE.read_bytes())).splitlines()[:2]

    assert "Provenance: answers are from a stand-in web, not from these sites. Recorded 2026-11-28T" == provenance[:87]
    assert provenance.endswith("Z. As of 2026-11-28, by citecheck-audit 0.1.0.")
    assert findings.startswith("Findings: 4 errors, 12 warnings, 5 notes in 1 document (")


def test_an_annotation_stands_where_its_finding_does(report_saying: Saying) -> None:
    """File, first and last line, first and last column, title and message, all escaped."""
    finding = Finding("link-dead", "error", "100% dead: a, b.", 2, Span(3, 5), suggestion=Suggestion("Go."))
    report = filed(report_saying("x"), path="docs/a,b:c%.md", text="ab\ncd", findings=(finding,))

    assert (
        GithubFormat()
        .render(report)
        .endswith(
            "\n::error file=docs/a%2Cb%3Ac%25.md,line=2,endLine=2,col=1,endColumn=2,title=citecheck link-dead"
            "::100%25 dead: a, b. → Go.\n"
        )
    )
    assert "docs/a,b:c%.md" == commands(report)[0].properties["file"]


@pytest.mark.parametrize(
    ("expected", "span"),
    [
        ({"line": "1", "endLine": "1", "col": "2", "endColumn": "2"}, Span(1, 2)),
        ({"line": "1", "endLine": "2"}, Span(1, 4)),
        ({"line": "1", "endLine": "1"}, Span(1, 1)),
    ],
)
def test_columns_are_told_only_within_a_line(expected: dict[str, str], span: Span, report_saying: Saying) -> None:
    """The runner drops columns of several lines, and a place without width has none."""
    report = filed(report_saying("x"), text="ab\ncd", findings=(Finding("r", "note", "m", 1, span),))
    (command,) = commands(report)

    assert {"file": "docs/a.md", **expected, "title": "citecheck r"} == command.properties


def test_a_known_finding_says_so(report_saying: Saying) -> None:
    """A baseline knows it: its title tells."""
    (command,) = commands(filed(report_saying("x"), findings=(Finding("r", "note", "m", state="known"),)))

    assert "citecheck r (known)" == command.properties["title"]


def test_a_finding_of_no_file_names_its_document(report_saying: Saying) -> None:
    """It has no place in the repository, so its message says what it is of."""
    report = filed(report_saying("x"), path=None, source="https://example.org/a", findings=(Finding("r", "note", "m"),))

    assert [Command("notice", {"title": "citecheck r"}, "https://example.org/a: m")] == commands(report)


@pytest.mark.parametrize(("expected", "shown", "number"), [(10, 10, 10), (10, 9, 11), (10, 9, 30_000), (0, 0, 0)])
def test_no_kind_has_more_than_ten(expected: int, shown: int, number: int, report_saying: Saying) -> None:
    """GitHub shows ten of a kind; the last says how many it stands for, and no finding is lost from the count."""
    findings = tuple(Finding("r", severity, "m", 1) for severity in ("note", "warning", "error") for _ in range(number))
    found = commands(filed(report_saying("x"), findings=findings))

    assert dict.fromkeys(("error", "warning", "notice"), expected) == {
        name: Counter(command.name for command in found)[name] for name in ("error", "warning", "notice")
    }
    more = [int(command.message.split()[0]) for command in found if "file" not in command.properties]
    assert [number - shown] * (3 if number > shown else 0) == more


@texts
def test_hostile_text_gives_no_orders(text: str, report_saying: Saying) -> None:
    """Whatever a document says, every line after the head is an annotation of ours with our properties."""
    report = filed(report_saying(text), findings=(*report_saying(text).documents[0].findings, Finding("", "note", "")))
    found = commands(report)

    assert NAMES == {command.name for command in found}
    assert {"docs/a.md"} == {command.properties["file"] for command in found}
    assert {"file", "line", "endLine", "col", "endColumn", "title"} >= {key for one in found for key in one.properties}
    assert "" not in {command.message for command in found}
    assert set() == set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", GithubFormat().render(report)))


@texts
def test_a_hostile_name_of_a_file_gives_no_orders(text: str, report_saying: Saying) -> None:
    """Neither a path nor a source ends its property, its line or its command."""
    for report in (filed(report_saying("x"), path=text), filed(report_saying("x"), path=None, source=text)):
        found = commands(report)

        assert 12 == len(found)
        assert NAMES == {command.name for command in found}
        assert {"citecheck x"} == {command.properties["title"] for command in found}


@texts
def test_a_stored_report_renders_to_the_same_bytes(text: str, report_saying: Saying) -> None:
    """What went through JSON is written as what did not."""
    report = filed(report_saying(text))

    assert GithubFormat().render(report) == GithubFormat().render(load(JsonFormat().render(report).encode()))


@settings(max_examples=60)
@given(...)
def test_any_report_at_all_is_a_list_of_annotations(report: AuditReport) -> None:
    """Also numbers without sense make lines that the runner reads as ours."""
    assert NAMES >= {command.name for command in commands(report)}
