"""The published JSON loses nothing, is described by its schema, and refuses what it is not."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.errors import ReportError
from citecheck.model import AuditReport
from citecheck.reports import json_report
from citecheck.reports.claim_map import render_claims
from citecheck.reports.json_report import JsonFormat, load, schema, schema_text
from citecheck.reports.markdown import MarkdownFormat
from citecheck.reports.text import TextFormat

SCHEMA = Path(__file__).parents[2] / "docs/schema.json"
VALIDATOR = jsonschema.Draft202012Validator(schema())


@given(st.from_type(AuditReport))
def test_nothing_is_lost(report: AuditReport) -> None:
    """A report that is written and read back is the same report, and is written again to the same bytes."""
    text = JsonFormat().render(report)

    assert report == load(text.encode())
    assert text == JsonFormat().render(load(text.encode()))


@given(st.from_type(AuditReport))
def test_in_pieces_it_is_what_it_is_as_a_whole(report: AuditReport) -> None:
    """What is written piece by piece is the one encoding of the report, indented."""
    try:
        whole = msgspec.json.format(msgspec.json.encode(report), indent=2).decode()
    except UnicodeEncodeError:  # a lone surrogate, which is replaced
        return

    assert f"{whole}\n" == "".join(JsonFormat().pieces(report))


@given(st.from_type(AuditReport))
def test_every_report_fits_the_schema(report: AuditReport) -> None:
    """What is written is what the schema promises."""
    assert [] == list(VALIDATOR.iter_errors(json.loads(JsonFormat().render(report))))


@given(st.from_type(AuditReport))
def test_any_report_renders_in_every_format(report: AuditReport) -> None:
    """A report that makes no sense is still shown, and a stored one to the same bytes."""
    stored = load(JsonFormat().render(report).encode())

    for render in (TextFormat().render, MarkdownFormat().render, render_claims):
        assert render(report) == render(stored)


def test_the_schema_refuses_another_version(report_saying: Callable[[str], AuditReport]) -> None:
    """The schema is strict where it matters: the version is a constant."""
    data = json.loads(JsonFormat().render(report_saying("x")))

    assert VALIDATOR.is_valid(data)
    assert not VALIDATOR.is_valid(data | {"schema_version": 2})


def test_the_published_schema_is_current() -> None:
    """`docs/schema.json` is what the types say; write `schema_text()` to it when they changed."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_the_shape_of_the_file(report_saying: Callable[[str], AuditReport]) -> None:
    """The version comes first, letters are themselves, two spaces a level, one newline at the end."""
    text = JsonFormat().render(report_saying("백나리"))

    assert text.startswith('{\n  "schema_version": 1,\n  "run": {\n    "tool": "백나리",')
    assert text.endswith("\n}\n")


def test_spans_are_pairs(report_saying: Callable[[str], AuditReport]) -> None:
    """A span is `[start, end]`, as the contract says."""
    data = json.loads(JsonFormat().render(report_saying("x")))

    assert [0, 1] == data["documents"][0]["references"][0]["span"]


def test_unknown_keys_are_passed_over(report_saying: Callable[[str], AuditReport]) -> None:
    """A later version of the same schema may say more."""
    report = report_saying("x")
    data = json.loads(JsonFormat().render(report)) | {"later": [1, 2]}

    assert report == load(json.dumps(data).encode())


def test_a_byte_order_mark_is_passed_over(report_saying: Callable[[str], AuditReport]) -> None:
    """Some editors put one before UTF-8."""
    report = report_saying("x")

    assert report == load(b"\xef\xbb\xbf" + JsonFormat().render(report).encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"nonsense", "not JSON"),
        ('{"schema_version": 1}'.encode("utf-16"), "not JSON in UTF-8"),
        (b'{"schema_version": 1, "run": {"tool": "\xff"}}', "not JSON in UTF-8"),
        (b"[]", "not a citecheck audit: Expected `object`, got `array`"),
        (b"{}", "missing required field `schema_version`"),
        (b'{"schema_version": "1"}', "`$.schema_version`"),
        (b'{"schema_version": 99}', "schema version 99; this citecheck reads 1"),
        (b'{"schema_version": 1}', "missing required field `run`"),
        (b"[" * 100_000, "not a citecheck audit"),
        (b'{"schema_version": 1, "run": ' + b'{"x":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_report_is_refused_with_the_place(data: bytes, said: str) -> None:
    """Every refusal is a ReportError that says where and why."""
    with pytest.raises(ReportError) as caught:
        load(data)

    assert said in str(caught.value)


def test_a_wrong_type_deep_inside_is_named(report_saying: Callable[[str], AuditReport]) -> None:
    """The message leads to the very value."""
    data = json.loads(JsonFormat().render(report_saying("x")))
    data["documents"][0]["claims"][1]["citations"][0]["core"][0] = "here"

    with pytest.raises(ReportError, match=r"\$\.documents\[0\]\.claims\[\.\.\.\]|documents"):
        load(json.dumps(data).encode())


def test_nesting_that_can_be_read_but_not_written_is_a_report_error(
    report_saying: Callable[[str], AuditReport],
) -> None:
    """A CSL item may hold anything; too deep is said, not crashed on."""
    deep: object = 0
    for _ in range(100_000):
        deep = [deep]
    report = report_saying("x")
    references = tuple(dataclasses.replace(one, csl={"deep": deep}) for one in report.documents[0].references)
    document = dataclasses.replace(report.documents[0], references=references)

    with pytest.raises(ReportError, match="too deeply"):
        JsonFormat().render(dataclasses.replace(report, documents=(document,)))


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is not even decoded."""
    monkeypatch.setattr(json_report, "LARGEST", 10)

    with pytest.raises(ReportError, match="at most 10 are read"):
        load(b" " * 11)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_report_or_a_report_error(data: bytes) -> None:
    """Nothing but ReportError comes out of bytes that are no report."""
    try:
        load(data)
    except ReportError:
        return
    raise AssertionError("random bytes were read as a report")
