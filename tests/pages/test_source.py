"""Pages read as sources: words, metadata, PDFs, and reasons where there is no text."""

from __future__ import annotations

import subprocess
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from benchmarks.page_text import Case, key, layouts, measure, ours, own
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


@pytest.mark.parametrize("layout", list(layouts()), ids=lambda layout: layout.name)
def test_no_sentence_of_the_content_is_lost(layout: Case) -> None:
    """Whatever a page is made of, the sentences of its content are read; hardly any of what is around them."""
    said = key(ours(layout.body))

    assert [] == [one for one in layout.content if key(one) not in said]
    assert len(layout.around) // 2 >= sum(key(one) in said for one in layout.around)


def test_pages_of_many_makes_are_read() -> None:
    """Nearly all of their content, and little of what stands around it: floors that only rise."""
    score = measure(ours, list(own()), rounds=1)

    assert [] == score.failed
    assert mean(score.recall) >= 0.975
    assert mean(score.precision) >= 0.945


def test_every_page_has_its_truth() -> None:
    """A page without one is measured by nobody."""
    pages = sorted(path.stem for path in (HERE / "source").glob("*.html"))

    assert pages == sorted(case.name for case in own())
    assert all(case.content or case.around for case in own())


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
    """Plain text has a line for each paragraph, and nothing to take away."""
    assert Page("u", "text", text="One.\nTwo.") == source_of(b"One.\n\nTwo.", "text/plain", "u")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("The tower was built in 1926 by the engineer\nAda Holm, and is still there.\n\nIt is high.", 2),
        ("- The tower was built by the engineer Ada Holm\n- It is forty-one metres high and stands on a\n  rock.", 2),
        ("Roses are red,\nviolets are blue.", 2),
        ("Tower        1926     41 metres\nBridge       1931    412 metres\nHarbour wall 1702   1200 metres", 3),
        ("x" * 5000 + "\n" + "y" * 5000, 2),
    ],
    ids=["prose", "a list", "a poem", "a table", "long lines"],
)
def test_lines_of_a_width_are_joined(text: str, paragraphs: int) -> None:
    """A sentence goes over the ends of lines; what has its own lines keeps them."""
    assert paragraphs == len(source_of(text.encode(), "text/plain").text.split("\n"))
    assert paragraphs == len(source_of(f"<pre>{text}</pre>".encode(), HTML).text.split("\n"))


@pytest.mark.parametrize(
    ("name", "reason", "has_text"),
    [
        ("paywall-teaser", "The rest of the page is for subscribers.", True),
        ("paywall-unmarked", "The rest of the page is for subscribers.", True),
        ("journal-landing", "The rest of the page is for subscribers.", True),
        ("consent-interstitial", "A page that asks for consent stands before it.", False),
        ("app-shell-empty", "The page has no text without scripts.", False),
    ],
)
def test_a_page_that_is_not_all_there_says_so(name: str, reason: str, has_text: bool) -> None:
    """What stands before it is no text of it."""
    page = source_of((HERE / "source" / f"{name}.html").read_bytes(), HTML)

    assert (reason, False, has_text) == (page.reason, page.whole, bool(page.text))


def test_all_other_pages_are_whole() -> None:
    """None of those that have their text is called a teaser or a wall."""
    cut = {case.name for case in own() if not source_of(case.body, "text/html").whole}

    assert {"paywall-teaser", "paywall-unmarked", "journal-landing", "consent-interstitial", "app-shell-empty"} == cut


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<frameset><frame src=a.html><frame src=b.html></frameset>", "frames"),
        ("<nav><a href=/>Home</a></nav><ul><li><a href=/a>News</a></ul>", "no text of its own"),
    ],
)
def test_a_page_without_text_says_what_it_has_instead(page: str, reason: str) -> None:
    """Frames, or nothing but links."""
    assert reason in source_of(page.encode(), HTML).reason


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
