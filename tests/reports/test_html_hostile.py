"""Whatever a document says, its HTML report shows it and obeys none of it."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import lxml.html
import pytest

from citecheck.model import (
    AuditReport,
    Candidate,
    Claim,
    Evidence,
    Hop,
    LinkCheck,
    Place,
    ReferenceReport,
    Snapshot,
    Span,
    Verdict,
)
from citecheck.reports.html_fields import parts
from citecheck.reports.html_report import HtmlFormat
from citecheck.reports.html_text import day, href, language, lines, shown, within
from citecheck.reports.json_report import JsonFormat, load

TABLE = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))["text"]
TEXTS = {row["name"]: row["is"] for row in TABLE} | {
    "attribute break": '" onmouseover="alert(1)" x=\'',
    "style break": "</style><script>alert(1)</script>",
    "template orders": "{{ 7 * 7 }}{% include 'x' %}{# #}",
    "lone surrogates": "\ud83d and \udcff",
    "very long word": "x" * 50_000,
    "very many brackets": "<" * 50_000,
    "very many line breaks": "\n" * 50_000,
    "a megabyte": "title " * 170_000,
}
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())

ELEMENTS = {
    "html": {"lang"}, "head": set(), "meta": {"charset", "http-equiv", "content", "name"}, "title": set(), "style": set(),
    "body": {"class"}, "header": set(), "nav": {"aria-label", "class"}, "main": {"id"}, "footer": set(), "script": set(),
    "section": {"class", "id", "aria-label", "aria-labelledby"}, "article": {"id"},
    "div": {"class", "lang", "role", "tabindex", "aria-labelledby"},
    "h1": set(), "h2": {"id", "dir"}, "h3": {"id"}, "h4": {"dir"},
    "p": {"class"}, "ul": {"class"}, "ol": {"class"}, "li": {"id", "class"},
    "dl": {"class"}, "dt": {"id"}, "dd": {"class"},
    "a": {"class", "href", "id", "data-filter"}, "b": {"class"}, "bdi": set(), "span": {"class"}, "small": {"class"},
    "code": set(), "u": {"class", "data-is"}, "mark": set(), "blockquote": set(), "details": {"open"}, "summary": set(),
    "pre": set(), "table": set(), "caption": set(), "thead": set(), "tbody": set(), "tr": set(), "th": {"scope"},
    "td": {"colspan"}, "figure": set(), "figcaption": set(),
    "svg": {"class", "viewbox", "preserveaspectratio", "aria-hidden", "role", "aria-label"},
    "rect": {"class", "x", "y", "width", "height"}, "path": {"class", "d"},
}  # fmt: skip
"""All elements and attributes that the templates write; nothing else may appear."""


class Injected(HTMLParser):
    """The elements, attributes and comments of a page that no template wrote."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Compare an element with what templates write."""
        unknown = {name for name, _ in attrs} - ELEMENTS.get(tag, set())
        if tag not in ELEMENTS or unknown:
            self.found.append(f"{tag} {unknown}")

    def handle_comment(self, data: str) -> None:
        """No template writes a comment."""
        self.found.append(data)


@pytest.fixture
def whole(report_saying: Callable[[str], AuditReport]) -> Callable[[str], AuditReport]:
    """Give the function that makes a report whose links, captures and verdicts say a text too."""

    def make(text: str) -> AuditReport:
        report = report_saying(text)
        document = report.documents[0]
        url = f"https://example.org/{text}"
        check = LinkCheck(
            url, "dead", 404, text, (Hop(text, 301, text), Hop(url, None)), text, text, (Place(1, None, "ref-1"),)
        )
        snapshots = tuple(
            Snapshot(
                original, "archived", text, memento, text, "verified", 3, text, (Candidate(memento, text, 200, text),)
            )
            for original in (url, text)
            for memento in (text, url)
        )
        verdict = Verdict(
            "ref-1", "partly", 0.5, (Evidence(text, Span(0, 1), url), Evidence(text, None, text)), (text,), text
        )
        claim = Claim("claim-3", text, text, 3, (Span(4, 5),), "none", (), (verdict,))
        document = dataclasses.replace(
            document,
            claims=(*document.claims, claim),
            links=(*document.links, check, dataclasses.replace(check, url=text, places=())),
            snapshots=snapshots,
        )
        return dataclasses.replace(report, documents=(document,) * 2)

    return make


@texts
def test_no_element_and_no_attribute_is_injected(text: str, whole: Callable[[str], AuditReport]) -> None:
    """Parsed back by two parsers, the page holds only what the templates write."""
    page = HtmlFormat().render(whole(text))
    tree = lxml.html.fromstring(page)

    assert [] == Injected(page).found
    assert {element.tag for element in tree.iter()} - {"tbody"} <= ELEMENTS.keys()
    assert 1 == page.count("<style")
    assert 1 == page.casefold().count("<script") == page.casefold().count("</script")


@texts
def test_links_lead_to_the_page_itself_or_to_the_web(text: str, whole: Callable[[str], AuditReport]) -> None:
    """No other scheme, and in an address nothing that ends one."""
    hrefs = lxml.html.fromstring(HtmlFormat().render(whole(text))).xpath("//@href")
    good = re.compile(r"#[A-Za-z][\w.-]*|https?://[!-~]+", re.ASCII)

    assert [] == [one for one in hrefs if not good.fullmatch(one) or "<" in one or '"' in one]


@texts
def test_nothing_is_left_that_a_reader_cannot_see(text: str, whole: Callable[[str], AuditReport]) -> None:
    """No control but the newline, no bidirectional control, no lone surrogate, also not as an entity."""
    page = HtmlFormat().render(whole(text))
    seen = page + lxml.html.fromstring(page).text_content()

    assert set() == {
        char
        for char in seen
        if (unicodedata.category(char) in {"Cc", "Cs"} and char != "\n")
        or unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    }


@texts
def test_a_page_is_bounded(text: str, whole: Callable[[str], AuditReport]) -> None:
    """However long the texts are, each takes a bounded place."""
    assert len(HtmlFormat().render(whole(text)).encode()) < 500_000


@texts
def test_ids_are_unique(text: str, whole: Callable[[str], AuditReport]) -> None:
    """An anchor leads to one place, also when a report's own names repeat."""
    ids = lxml.html.fromstring(HtmlFormat().render(whole(text))).xpath("//@id")

    assert len(ids) == len(set(ids))


@texts
def test_a_stored_report_renders_to_the_same_bytes(text: str, whole: Callable[[str], AuditReport]) -> None:
    """What went through JSON is shown as what did not."""
    report = whole(text)

    assert HtmlFormat().render(report) == HtmlFormat().render(load(JsonFormat().render(report).encode()))


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        ("https://example.org/a?b=1&c=(2)#d", "https://example.org/a?b=1&c=(2)#d"),
        ("https://m%C3%BCnchen.example/", "https://münchen.example/"),
        ("http://example.org/%22%3E%3Cb%3E", 'http://example.org/"><b>'),
        (None, "javascript:alert(1)"),
        (None, "JavaScript:alert(1)"),
        (None, "data:text/html,x"),
        (None, "//example.org/"),
        (None, "https://"),
        (None, "http://[bad"),
        (None, "https://a b"),
        (None, "https://example.org\\@evil.example"),
        (None, "https://example.org/\u202egnp.exe"),
        (None, "https://example.org/\ud800"),
        (None, "java\nscript:alert(1)"),
        (None, f"https://example.org/{'x' * 3_000}"),
        (None, ""),
    ],
)
def test_only_web_addresses_are_links(expected: str | None, url: str) -> None:
    """An http(s) address that reads as it is; everything else is words."""
    assert expected == href(url)


@pytest.mark.parametrize(
    ("expected", "tag"),
    [
        ("en", "en"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        (None, ""),
        (None, None),
        (None, 'en" x="'),
        (None, "en_US"),
        (None, "x" * 99),
    ],
)
def test_only_language_tags_are_languages(expected: str | None, tag: str | None) -> None:
    """BCP 47, or nothing."""
    assert expected == language(tag)


def test_texts_are_cut_and_made_visible() -> None:
    """One line, or lines with their indentation; a cut is seen."""
    assert "a\\u202eb" == shown("a\u202eb")
    assert "abc…" == shown("abcdef", 4)
    assert " a b " == within("\n a \t b ")
    assert (" ", "") == (within("\n"), within(""))
    assert "@a{b,\n  c = \\u0007,\n}" == lines("@a{b,\n  c  =  \u0007,\n}")
    assert ("2007-03-20", "soon", "") == (day("2007-03-20T10:11:12Z"), day("soon"), day(None))


@pytest.mark.parametrize(
    "spans",
    [
        {"a": Span(0, 99), "b": Span(2, 4)},
        {"a": Span(3, 1), "b": Span(2, 2)},
        {"a": Span(0, 4), "b": Span(2, 6), "c": Span(4, 6)},
        {"a": Span(0, 6), "b": Span(1, 2), "c": Span(1, 2)},
        {},
    ],
)
def test_all_words_of_a_reference_are_shown_once(
    spans: dict[str, Span], report_saying: Callable[[str], AuditReport]
) -> None:
    """Fields that overlap, nest, are empty or lie outside lose no word and repeat none."""
    plain: ReferenceReport = report_saying("x").documents[0].references[0]
    reference = dataclasses.replace(plain, raw="abcdef", spans=spans, residue=(Span(1, 3),))

    assert "abcdef" == "".join(part.text for part in parts(reference))
