"""Pages read as sources: words, metadata, PDFs, and reasons where there is no text."""

from __future__ import annotations

import subprocess
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from benchmarks.page_text import _plain, layouts
from citecheck.model import Page
from citecheck.pages.metadata import metadata
from citecheck.pages.source import source_of

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "metadata.toml").read_text(encoding="utf-8"))["case"]
HTML = "text/html; charset=utf-8"
PROSE = "<p>The lighthouse of Fennwick was built in 1926 by the engineer Ada Holm.</p>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_heads_say(case: dict[str, Any]) -> None:
    """Title, date, authors, site and language are those of the table, and nothing else is made up."""
    html = case.get("html") or f"<html><head>{case['head']}</head><body>{case.get('body', '')}</body></html>"
    said = metadata(etree.HTML(html))

    assert case["title"] == said.title
    assert case.get("issued", "") == said.issued
    assert tuple(case.get("authors", ())) == said.authors
    assert case.get("site", "") == said.site
    assert case.get("language", "") == said.language


@pytest.mark.parametrize("layout", list(layouts()), ids=lambda layout: layout[0])
def test_no_sentence_of_the_content_is_lost(layout: tuple[str, str, list[str], list[str]]) -> None:
    """Whatever a page is made of, the sentences of its content are read; hardly any of what is around them."""
    _, html, content, around = layout
    said = _plain(source_of(html.encode(), HTML).text)

    assert [] == [one for one in content if _plain(one) not in said]
    assert len(around) // 2 >= sum(_plain(one) in said for one in around)


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", HTML, "The page is empty."),
        (b"<html><body><div id=root></div><script>run()</script></body></html>", HTML, "no text without scripts"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "It is no text: the server calls it image/png."),
        (b"PK\x03\x04", "application/zip", "It is no text"),
        (b"%PDF-1.7 rubbish", "application/pdf", "The PDF is broken."),
        (b"%PDF-1.7", "", "The PDF is broken."),
    ],
)
def test_what_has_no_text_has_a_reason(body: bytes, kind: str, reason: str) -> None:
    """Nothing is read where there is nothing, and a person is told why."""
    page = source_of(body, kind)

    assert "" == page.text
    assert reason in page.reason
    assert not page.whole


def test_a_page_that_is_not_free_is_not_whole() -> None:
    """What is missing from a teaser may stand in the rest."""
    paid = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    page = source_of(f"<html><head>{paid}</head><body>{PROSE * 4}</body></html>".encode(), HTML)

    assert "The rest of the page is for subscribers." == page.reason
    assert not page.whole
    assert "1926" in page.text


def test_a_page_that_was_cut_is_not_whole() -> None:
    """What was not fetched was not read."""
    page = source_of(f"<body>{PROSE * 10}".encode(), HTML, whole=False)

    assert not page.whole
    assert "too large" in page.reason


def test_rows_of_a_table_are_lines() -> None:
    """A row is one line, its cells parted."""
    page = source_of(b"<table><tr><th>Year<th>Event</tr><tr><td>1926<td>Built</tr></table>", HTML)

    assert "Year | Event\n1926 | Built" == page.text


def test_a_text_is_read_as_it_is() -> None:
    """Plain text has lines, and nothing to take away."""
    assert Page("u", "text", text="One.\n\nTwo.") == source_of(b"One.\n\nTwo.", "text/plain", "u")


@given(
    st.binary(max_size=2000), st.sampled_from([HTML, "", "text/plain", "application/pdf", "text/html; charset=utf-16"])
)
def test_any_bytes_are_a_page(body: bytes, kind: str) -> None:
    """Whatever comes, there is a page, with a reason where it has no text."""
    page = source_of(body, kind, "http://a.example/")

    assert page.text.strip() or page.reason or kind == "text/plain"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 200_000, "<p>" * 500_000, "<br>" * 500_000, "<a href=x>" * 200_000, "<table><tr><td>" * 100_000,
        "&amp;" * 500_000, "<!--" * 300_000, "<" * 1_000_000, "<b class='" + "nav " * 200_000, "<span>x</span>" * 150_000,
        "<script type='application/ld+json'>" + "[" * 400_000, "<meta name=author content=x>" * 60_000, "a" * 3_000_000,
    ],
    ids=lambda body: body[:12],
)  # fmt: skip
def test_a_hostile_page_ends(body: str) -> None:
    """Megabytes of anything are read, or given up, within seconds."""
    began = time.process_time()
    source_of(body.encode(), HTML)

    assert 20.0 > time.process_time() - began


def test_a_pdf_is_read_as_paragraphs(tmp_path: Path, require_program: Callable[[str], str]) -> None:
    """Lines are joined, a word that was parted is whole again, running heads and page numbers are gone."""
    text = "The lighthouse of Fennwick was built in nineteen hundred and twenty-six by the engineer Ada Holm. " * 60
    (tmp_path / "light.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\pagestyle{headings}"
        "\\title{On Lights}\\author{Ada Holm}\\begin{document}\\maketitle\\section{Towers}"
        f"{text}\n\n{text}\\newpage {text}\\newpage {text}\\end{{document}}"
    )
    subprocess.run(
        [require_program("pdflatex"), "-interaction=batchmode", "light.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    page = source_of((tmp_path / "light.pdf").read_bytes(), "application/pdf", "http://a.example/light.pdf")

    assert ("pdf", "On Lights", True) == (page.kind, page.title, page.whole)
    assert "was built in nineteen hundred and twenty-six by the engineer Ada Holm." in page.text
    assert "ﬁ" not in page.text
    assert not any(line.strip().isdecimal() for line in page.text.split("\n"))
    assert 20 > page.text.count("\n")


def test_a_scanned_pdf_has_no_text() -> None:
    """Pages that are pictures, or empty, are told of."""
    page = source_of(EMPTY_PDF, "application/pdf")

    assert "The PDF has no text layer: its pages are pictures." == page.reason


EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF"
)
