"""Whatever a document says, a report shows it and obeys none of it."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.model import AuditReport
from citecheck.reports.claim_map import render_claims
from citecheck.reports.json_report import JsonFormat
from citecheck.reports.markdown import MarkdownFormat
from citecheck.reports.text import TextFormat

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "lone surrogates": "\ud83d and \udcff",
    "very long word": "x" * 50_000,
    "very long sentence": "word " * 20_000,
    "very many brackets": "[" * 50_000,
    "very many wide characters": "語" * 20_000,
}
FOR_PEOPLE = {
    "text": TextFormat().render,
    "markdown": MarkdownFormat().render,
    "claims": render_claims,
}

texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
outputs = pytest.mark.parametrize("render", FOR_PEOPLE.values(), ids=FOR_PEOPLE.keys())
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
CODE = re.compile(r"`[\w.:+/-]+`(?:\]\(#[\w.:+/-]+\))?")
OWN_LINK = re.compile(r"\]\(<https?://[!#-;=?-Z\]\[^_a-z~%]*>\)")


def test_there_are_enough_hostile_texts() -> None:
    """The table holds at least twenty kinds of mischief."""
    assert len(TEXTS) >= 20


@texts
@outputs
def test_nothing_is_left_that_a_terminal_obeys(
    text: str, render: Callable[[AuditReport], str], report_saying: Callable[[str], AuditReport]
) -> None:
    """No control but the newline, no bidirectional override and no lone surrogate reaches a reader's screen."""
    shown = render(report_saying(text))

    assert set() == {
        char
        for char in shown
        if (unicodedata.category(char) in {"Cc", "Cs"} and char != "\n")
        or unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    }
    assert shown.endswith("\n")


@texts
def test_markdown_holds_no_html_but_its_own(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """What looks like a tag, an entity or an address stands behind a backslash."""
    shown = MarkdownFormat().render(report_saying(text))
    bare = OWN_LINK.sub("", ESCAPED.sub("", CODE.sub("", shown.replace("<!-- -->", ""))))

    assert "<" not in bare
    assert "&" not in bare
    assert "://" not in bare


@texts
def test_markdown_tables_keep_their_columns(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """Every row of a table has as many cells as its head."""
    rows = [line for line in MarkdownFormat().render(report_saying(text)).split("\n") if line.startswith("|")]
    widths = [ESCAPED.sub("", row).count("|") - 1 for row in rows]

    assert [9, 9, 9, 7, 7, 7, 4, 4, 4, 4] == widths


@texts
def test_markdown_blocks_are_its_own(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """Every line begins as a report begins its lines: no text of a document opens a block."""
    shown = MarkdownFormat().render(report_saying(text))
    begins = re.compile(r"# Citation audit$|## |### |> |- \*\*line|\| |\*\*4 errors|4 errors|💡|$")

    assert [] == [line for line in shown.split("\n") if not begins.match(line)]


@texts
def test_text_lines_fit_the_width(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """No line is wider than a terminal, whatever is in it."""
    for line in TextFormat().render(report_saying(text)).split("\n"):
        assert len(line) <= 80 or any(unicodedata.combining(char) for char in line)


@texts
def test_json_holds_the_text_itself(text: str, report_saying: Callable[[str], AuditReport]) -> None:
    """JSON escapes by its own rules and keeps every character; only lone surrogates, which no file can hold, go."""
    stored = json.loads(JsonFormat().render(report_saying(text)).encode())

    expected = "".join("\ufffd" if unicodedata.category(char) == "Cs" else char for char in text)
    assert expected == stored["documents"][0]["title"]
