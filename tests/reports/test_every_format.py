"""Every format that there is, read back as its readers read it: a stranger's words arrive as they are, and as nothing else."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import lxml.etree
import lxml.html
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from sarif_pydantic import Sarif

from citecheck import api
from citecheck.model import AuditReport
from citecheck.reports.json_report import JsonFormat, load
from citecheck.reports.visible import brief

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "lone surrogates": "\ud83d and \udcff",
    "very long word": "x" * 50_000,
    "a megabyte": "title " * 170_000,
}
SUGGESTED = " → "


def cells(page: str) -> list[str]:
    """Give the messages of a table: what a spreadsheet shows, its guard against formulas taken off."""
    rows = list(csv.DictReader(io.StringIO(page.removeprefix("\ufeff"), newline="")))
    assert all(None not in row and None not in row.values() for row in rows)
    return [re.sub(r"(^|;)'", r"\1", row["message"]) for row in rows]


def commands(page: str) -> list[str]:
    """Give the messages of workflow commands, as GitHub's runner undoes their escapes."""
    lines = [line for line in re.split(r"\r\n|\r|\n|\u2028|\u2029|\x85", page) if line]
    found = [re.fullmatch(r"::(error|warning|notice) [^:]*::(.*)", line, re.DOTALL) for line in lines[2:]]
    assert all(found)
    assert not any(line.startswith("::") for line in lines[:2])
    assert "##[" not in page
    told = [unquote(each[2].replace("%0D", "\r").replace("%0A", "\n")) for each in found if each]
    return [message.partition(SUGGESTED)[0] for message in told]


def issues(page: str) -> list[str]:
    """Give the messages of a list of issues."""
    return [one["description"].partition(SUGGESTED)[0] for one in json.loads(page)]


def results(page: str) -> list[str]:
    """Give the messages of SARIF, read by a library of its types."""
    return [
        (result.message.text or "").partition(SUGGESTED)[0]
        for result in Sarif.model_validate_json(page).runs[0].results or ()
    ]


def cases(page: str) -> list[str]:
    """Give the messages of the results of tests, as a library reads them and as XML has them."""
    told = [
        str(result.message) for suite in JUnitXml.fromstring(page.encode()) for case in suite for result in case.result
    ]
    safe = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    assert lxml.etree.fromstring(page.encode(), safe).getroottree().docinfo.doctype == ""
    return [re.sub(r" \(and \d+ more\)$", "", message) for message in told]


def paragraphs(page: str) -> list[str]:
    """Give the messages of a web page."""
    return [one.text_content() for one in lxml.html.fromstring(page).xpath("//ul[@class='findings']/li/p[1]")]


def items(page: str) -> list[str]:
    """Give what the list items of Markdown say, as CommonMark reads them, without their links."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    shown = []
    for token in tokens:
        assert token.type not in {"html_block", "fence", "code_block"}, token.content
        for inner in token.children or ():
            assert inner.type != "image"
            assert inner.type != "html_inline" or inner.content == "<!-- -->", inner.content
            if inner.type == "link_open":
                assert re.match(r"https?://|#", str(inner.attrs["href"]))
        if token.type == "inline" and token.level == 3:
            text = "".join(
                one.content for one in token.children or () if one.type in {"text", "code_inline", "text_special"}
            )
            shown.append(text)
    return shown


def words(page: str) -> list[str]:
    """Give the indented lines of text, joined."""
    return [" ".join(line.strip() for line in part.split("\n")) for part in re.split(r"\n(?=  \S)", page)]


def stored(page: str) -> list[str]:
    """Give the messages of the published JSON."""
    return [finding["message"] for document in json.loads(page)["documents"] for finding in document["findings"]]


EXACT: dict[str, Callable[[str], list[str]]] = {
    "csv": cells, "github": commands, "gitlab": issues, "html": paragraphs, "json": stored, "junit": cases, "sarif": results,
}  # fmt: skip
"""Formats whose readers give the message alone."""
AMONG: dict[str, Callable[[str], list[str]]] = {"markdown": items, "text": words}
"""Formats in which the message stands among other words."""


def expected(name: str, text: str) -> str:
    """Give a message as a format shows it: JSON as it is, the others on one line with controls spelled out."""
    if name == "json":
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    shown = brief(text, 1_000)
    if name == "sarif":
        shown = shown.replace("](", "] (")
    if name == "junit":
        shown = shown.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    return shown


@pytest.fixture
def of_a_file(report_saying: Callable[[str], AuditReport]) -> Callable[[str], AuditReport]:
    """Give the function that makes a report of a file of a repository: some formats tell of no other documents."""

    def make(text: str) -> AuditReport:
        report = report_saying(text)
        return dataclasses.replace(report, documents=(dataclasses.replace(report.documents[0], path="articles/a.md"),))

    return make


def squeezed(text: str) -> str:
    """Give a text without white space."""
    return re.sub(r"\s+", "", text)


def test_there_are_forty_hostile_texts() -> None:
    """And every format that is installed is read back."""
    assert len(TEXTS) >= 40
    assert set(api.formats()) == {*EXACT, *AMONG}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("name", sorted({*EXACT, *AMONG}))
def test_words_arrive_as_they_are(name: str, text: str, of_a_file: Callable[[str], AuditReport]) -> None:
    """
    Read back by the format's own rules, a message is what was said.

    White space apart, and the end where it is cut: a message is bounded, and each format says so with an ellipsis.
    """
    page = api.render(of_a_file(text), name)
    said = squeezed(expected(name, text)).removesuffix("…")
    found = [squeezed(message) for message in {**EXACT, **AMONG}[name](page)]

    assert page.endswith("\n")
    if name in EXACT:
        heard = [message for message in found if "more" not in message or "more" in said]
        assert heard
        for message in heard:
            if len(said) < 400:
                assert said in {message, message.removesuffix("…")} or not said
            else:
                assert said.startswith(message.removesuffix("…")[:400])
    else:
        assert any(said[:300] in message for message in found)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("name", sorted({*EXACT, *AMONG}))
def test_a_stored_report_renders_to_the_same_bytes(
    name: str, text: str, of_a_file: Callable[[str], AuditReport]
) -> None:
    """What went through JSON is written as what did not, in every format."""
    report = of_a_file(text)

    assert api.render(report, name) == api.render(load(JsonFormat().render(report).encode()), name)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("name", sorted({*EXACT, *AMONG} - {"json"}))
def test_a_megabyte_is_cut(name: str, text: str, of_a_file: Callable[[str], AuditReport]) -> None:
    """However long the words of a stranger are, a report of twelve findings stays one that can be read."""
    assert len(api.render(of_a_file(text), name).encode()) < 400_000
