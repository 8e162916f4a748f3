"""The HTML report is one file that shows everything, worst first, and loads nothing."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import (
    AuditReport,
    Candidate,
    Claim,
    ClaimCitation,
    DocumentReport,
    EarlierRun,
    Evidence,
    Finding,
    Hop,
    Link,
    LinkCheck,
    Place,
    Provenance,
    ReferenceReport,
    Rule,
    Snapshot,
    Span,
    Suggestion,
    Verdict,
)
from citecheck.reports.html_report import HtmlFormat
from citecheck.reports.json_report import JsonFormat, load

URL = "http://example.org/paper"
MEMENTO = f"https://archive.example/20070320/{URL}"


class Elements(HTMLParser):
    """Every element of a page, as the standard library's parser sees it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, name: str) -> list[str]:
        """Give the values of an attribute."""
        return [attrs[name] for _, attrs in self.all if name in attrs]


def reference(number: int, raw: str, **changes: Any) -> ReferenceReport:  # noqa: ANN401 - fields of many types
    """Give a reference whose title is its raw text up to the first full stop."""
    whole = ReferenceReport(
        id=f"ref-{number}",
        label=str(number),
        key=f"key{number}",
        raw=raw,
        kind="article-journal",
        csl={"id": f"key{number}", "title": raw.partition(".")[0]},
        spans={"title": Span(0, raw.index("."))},
        confidence={"title": 0.98},
        residue=(),
        bibtex=f"@article{{key{number},\n  title = {{T}},\n}}",
        links=(),
        cited=1,
        line=10 + number,
        span=Span(0, 1),
    )
    return dataclasses.replace(whole, **changes)


def document() -> DocumentReport:
    """Give a document in which everything that a report can say of one is said once."""
    first = reference(
        1,
        "A Study of Wells. Kim, Yong. 1997-11. Odd words. 1998.",
        links=(Link(URL),),
        spans={"title": Span(0, 16), "author": Span(18, 27), "issued": Span(29, 36)},
        confidence={"title": 0.98, "author": 0.5, "issued": 0.9, "OCLC": 1.0},
        residue=(Span(38, 47),),
        csl={
            "title": "A Study of Wells",
            "author": [{"family": "Kim", "given": "Yong"}],
            "issued": {"date-parts": [[1997, 11]]},
            "custom": {"citecheck": {"OCLC": "12345"}},
        },
    )
    text = "Wells are deep.\n\nThey were dug in 1901. By hand.[1]"
    claims = (
        Claim("claim-1", "Wells are deep.", "Wells", 1, (Span(0, 15),), "none"),
        Claim("claim-2", "They were dug in 1901.", "Wells", 3, (Span(17, 39),), "inherited"),
        Claim(
            "claim-3", "They were dug in 1901 by hand.", "Wells", 3, (Span(40, 48),), "direct",
            (ClaimCitation("ref-1", "[1]", (Span(40, 48),), (Span(17, 48),)), ClaimCitation(None, "[9]", (), ())),
            (Verdict("ref-1", "partly", 0.61, (Evidence("dug with tools", None, f"{URL}#:~:text=dug"),), ("1901",)),),
        ),
    )  # fmt: skip
    hops = (Hop(URL, 301, "https://example.org/"), Hop("https://example.org/", 404))
    candidates = (Candidate(MEMENTO, "2007-03-20T00:00:00Z", 200), Candidate(URL, "2006-01-01T00:00:00Z", 302, "late"))
    return DocumentReport(
        source="wells.txt", format="wikipedia-text", title="Wells", language="en", sha256="ab" * 32, text=text,
        text_of="source",
        references=(first, reference(2, "Another Book. 2001.")),
        claims=claims,
        links=(
            LinkCheck(URL, "dead", 404, "https://example.org/", hops, "It says so.", "2026-11-20T10:00:00Z",
                      (Place(11, None, "ref-1"),)),
            LinkCheck("https://example.net/body", "live", 200),
        ),
        snapshots=(
            Snapshot(URL, "archived", "Archive", MEMENTO, "2007-03-20T00:00:00Z", "verified", -4, "Nearest.", candidates),
        ),
        findings=(
            Finding("link-dead", "error", "The page is gone.", 11, None, "ref-1", None, URL, (), "aa11", "new",
                    Suggestion("Use the capture.")),
            Finding("claim-uncited", "note", "Nothing supports it.", 1, None, None, "claim-1", fingerprint="bb22"),
        ),
    )  # fmt: skip


@pytest.fixture
def report(report_saying: Callable[[str], AuditReport]) -> AuditReport:
    """Give a replayed audit of that document."""
    whole = report_saying("words")
    return dataclasses.replace(
        whole,
        run=dataclasses.replace(whole.run, provenance=Provenance("replay", "From a stand-in web.", "2026-11-20")),
        documents=(document(),),
        rules=(Rule("link-dead", "error", "A link is dead", "Replace it.", "high"),),
        counts=dataclasses.replace(whole.counts, references=2, findings={"error": 1, "warning": 0, "note": 1}),
    )


@pytest.fixture
def page(report: AuditReport) -> str:
    """Give the page of that audit."""
    return HtmlFormat().render(report)


def words(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Give the words of an element on one line."""
    return " ".join(element.text_content().split())


def test_the_verdict_is_the_title_and_the_first_sentence(page: str) -> None:
    """What a person takes in at a glance, before anything else but where the answers are from."""
    tree = lxml.html.fromstring(page)

    assert "1 error in 2 references: citation audit of Wells" == tree.findtext(".//title")
    assert "1 error in 2 references:" == words(tree.find_class("verdict")[0])
    assert "A link is dead" == words(tree.find_class("leading")[0])


def test_a_replay_says_so_at_the_head(page: str) -> None:
    """The provenance comes before the verdict, with its label and its date, and is told apart by its class."""
    tree = lxml.html.fromstring(page)
    header = tree.find(".//header")

    assert "provenance replay" == header[0].get("class")
    assert "Replayed From a stand-in web. Recorded 2026-11-20" == words(header[0])


def test_findings_are_worst_first_with_permalinks(page: str) -> None:
    """Each finding is found by `#f-` and its fingerprint, and says severity, rule, message, suggestion and place."""
    first, second = lxml.html.fromstring(page).xpath("//ul[@class='findings']/li")

    assert ["f-aa11", "f-bb22"] == [first.get("id"), second.get("id")]
    assert f"Error: A link is deadThe page is gone.{URL}Suggestion: Use the capture.line 11 · reference 1" == words(
        first
    )
    assert ["#rule-link-dead", URL, "#ref-1"] == first.xpath(".//a/@href")
    assert "Note: claim-uncitedNothing supports it.line 1" == words(second)
    assert ["#claim-1"] == second.xpath(".//a/@href")


def test_a_judgement_of_a_claim_says_how_often_its_rule_is_right(report: AuditReport) -> None:
    """Whoever reads that a source does not bear a claim out sees the precision beside it."""
    rules = (*report.rules, Rule("claim-uncited", "note", "No footnote", "Add one.", "low"))
    tree = lxml.html.fromstring(HtmlFormat().render(dataclasses.replace(report, rules=rules)))

    assert "line 1 · precision low" == words(tree.get_element_by_id("f-bb22").find("small"))


def test_a_reference_shows_its_words_with_the_fields_marked(page: str) -> None:
    """All of the raw text is there, and each field names its variable; words in no field say so."""
    first = lxml.html.fromstring(page).get_element_by_id("ref-1")
    marked = {mark.get("data-is") or mark.get("class"): mark.text for mark in first.iter("u")}

    assert "A Study of Wells. Kim, Yong. 1997-11. Odd words. 1998." == words(first.find("div/p"))
    assert {
        "ft": "A Study of Wells", "author 50 % (unsure)": "Kim, Yong", "fi": "1997-11", "residue": "Odd words",
    } == marked  # fmt: skip


def test_a_reference_has_a_table_of_the_fields_that_its_words_do_not_show(page: str) -> None:
    """Values that are not just the marked words, with their confidence; then the BibTeX entry."""
    first = lxml.html.fromstring(page).get_element_by_id("ref-1")

    assert [["OCLC", "12345", "100 %"]] == [[words(cell) for cell in row] for row in first.iter("tr")]
    assert "@article{key1,\n  title = {T},\n}" == first.findtext(".//pre")


def test_a_reference_shows_what_the_web_and_the_archive_say(page: str) -> None:
    """Verdict, status, day, reason, every redirect, the capture with its distance, and what else was considered."""
    first = lxml.html.fromstring(page).get_element_by_id("ref-1")
    links = first.find_class("links")[0]

    assert (
        f"dead {URL} HTTP 404 on 2026-11-20301 here404 https://example.org/It says so."
        "archived captured 2007-03-20, 4 days before it was read, plays back (Archive)Nearest."
        "1997 20072006-01-01 (302): late"
    ) == words(links)
    assert MEMENTO in links.xpath(".//a/@href")


def test_captures_stand_on_a_line_of_time(page: str) -> None:
    """The oldest day at the left end, the newest at the right one: published in 1997, not taken in 2006, taken in 2007."""
    drawn = lxml.html.fromstring(page).get_element_by_id("ref-1").find_class("time")[0]
    marks = {path.get("class"): path.get("d") for path in drawn.iter("path")}

    assert {"p": "M6 1v14", "o": "M204 8h0", "k": "M234 8h0"} == marks


def test_a_reference_leads_to_its_findings_and_its_claims(page: str) -> None:
    """From an entry to what is said of it, and to where it is used."""
    first = lxml.html.fromstring(page).get_element_by_id("ref-1")

    assert {"#f-aa11", "#claim-3"} <= set(first.xpath(".//a/@href"))
    assert "Error: A link is dead" == words(first.xpath("./div/ul[1]")[0])


def test_a_reference_shows_the_claims_that_rest_on_it_with_what_its_source_says(page: str) -> None:
    """The verdict, the place, the claim with the words that are missing marked, the words of the source."""
    claims = lxml.html.fromstring(page).get_element_by_id("ref-1").find_class("claims")[0]

    assert "consistent in part line 3They were dug in 1901 by hand.dug with toolsNot in the source: 1901" == words(
        claims
    )
    assert ["1901"] == [mark.text for mark in claims.iter("mark")]
    assert [f"{URL}#:~:text=dug"] == claims.xpath(".//blockquote/a/@href")


def test_the_text_shows_every_claim_and_how_it_stands(page: str) -> None:
    """Claims stand in paragraphs as the document has them, underlined by how they stand; orphans say so."""
    text = lxml.html.fromstring(page).find_class("text")[0]
    paragraphs = [words(one) for one in text.xpath("./div/p")]

    assert [
        "Wells are deep.Note", "They were dug in 1901. They were dug in 1901 by hand.[1][9] has no entry",
    ] == paragraphs  # fmt: skip
    assert {"claim-1": "none", "claim-2": "inherited", "claim-3": "partly"} == {
        one.get("id"): one.get("class") for one in text.xpath("./div/p/a[@id]")
    }
    assert "consistent with the source in part a later footnote reaches back to it no footnote" == words(
        text.find_class("legend")[0]
    )


def test_links_that_no_reference_names_are_shown_too(page: str) -> None:
    """An answer that was got is an answer that is shown."""
    assert "live https://example.net/body" in words(lxml.html.fromstring(page))


def test_headings_are_in_order_and_landmarks_are_there(page: str) -> None:
    """One h1, no level is skipped, and header, main and footer are there once; the skip link leads to main."""
    tags = [tag for tag, _ in Elements(page).all]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]

    assert 1 == levels[0] == levels.count(1)
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    assert [1, 1, 1] == [tags.count(tag) for tag in ("header", "main", "footer")]
    assert '<a class="skip" href="#main">' in page


def test_the_policy_names_style_and_script_by_their_hashes_and_nothing_else(page: str) -> None:
    """A browser runs nothing and loads nothing: the hash is that of the inlined text."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    hashed, script = (
        base64.b64encode(hashlib.sha256(inlined.encode()).digest()).decode()
        for inlined in (style, page.partition("<script>")[2].partition("</script>")[0])
    )
    policies = [attrs["content"] for tag, attrs in Elements(page).all if "http-equiv" in attrs]

    expected = (
        f"default-src 'none'; style-src 'sha256-{hashed}'; script-src 'sha256-{script}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert [expected] == policies
    assert "<" not in style


def test_nothing_is_loaded(page: str) -> None:
    """No element has an address but a link, and the style sheet has only data."""
    elements = Elements(page)
    style = page.partition("<style>")[2].partition("</style>")[0]

    assert [] == elements.values("src") + elements.values("srcset") + elements.values("style") + elements.values(
        "action"
    )
    assert {"a"} == {tag for tag, attrs in elements.all if "href" in attrs}
    assert {"data"} == set(re.findall(r"url\(\"?([a-z]+)", style))
    assert "@import" not in style


def test_links_to_the_web_tell_it_nothing(page: str) -> None:
    """The page gives no referrer and lends its links no weight; no link opens a window that could reach back."""
    elements = Elements(page)
    named = {attrs["name"]: attrs["content"] for tag, attrs in elements.all if tag == "meta" and "name" in attrs}

    assert ("no-referrer", "noindex, nofollow") == (named["referrer"], named["robots"])
    assert [] == elements.values("target") + elements.values("ping")


def test_several_documents_have_anchors_of_their_own(report: AuditReport) -> None:
    """The second document's reference is another one than the first's, and a list leads to each document."""
    several = HtmlFormat().render(dataclasses.replace(report, documents=report.documents * 2))
    ids = Elements(several).values("id")

    assert len(ids) == len(set(ids))
    assert {"ref-1", "d2-ref-1", "claim-3", "d2-claim-3", "f-aa11", "f-aa11-2"} <= set(ids)
    assert ["#doc-1", "#doc-2"] == lxml.html.fromstring(several).xpath("//nav[@aria-label='Documents']//a/@href")
    assert "Citation audit of 2 documents" in several


def test_runs_before_are_drawn(report: AuditReport) -> None:
    """Each run is a column, this one last, and what it says is told in words, too."""
    earlier = (EarlierRun("2026-11-13", {"error": 3, "warning": 1, "note": 0}, {"dead": 3}),)
    tree = lxml.html.fromstring(HtmlFormat().render(dataclasses.replace(report, earlier=earlier)))
    (drawn,) = (one for one in tree.find_class("columns") if "2026-11-13" in one.get("aria-label"))

    assert f"2026-11-13: 3 errors, 1 warning. {report.run.as_of}: 1 error, 1 note. " == drawn.get("aria-label")
    assert ["1", "11"] == sorted({one.get("x") for one in drawn.iter("rect")})


def test_a_clean_audit_says_so(report: AuditReport) -> None:
    """Nothing found is said in words, in the verdict and in the document."""
    clean = dataclasses.replace(
        report,
        documents=(dataclasses.replace(report.documents[0], findings=()),),
        counts=dataclasses.replace(report.counts, findings={}),
    )
    page = HtmlFormat().render(clean)

    assert '<p class="verdict">Nothing to correct in 2 references.</p>' in page
    assert "No findings." in page


def test_an_audit_of_nothing_renders(report: AuditReport) -> None:
    """No document is no error."""
    assert "No document was audited." in HtmlFormat().render(dataclasses.replace(report, documents=()))


def test_many_findings_are_folded_but_there(report: AuditReport) -> None:
    """A long list of what matters less is closed at first, and complete."""
    note = report.documents[0].findings[1]
    notes = tuple(dataclasses.replace(note, fingerprint=f"n{number}") for number in range(500))
    many = dataclasses.replace(report.documents[0], findings=(report.documents[0].findings[0], *notes))
    tree = lxml.html.fromstring(HtmlFormat().render(dataclasses.replace(report, documents=(many,))))
    errors, others = tree.xpath("//details[ul[@class='findings']]")

    assert (1, 500) == (len(errors.xpath("./ul/li")), len(others.xpath("./ul/li")))
    assert (True, False) == ("open" in errors.attrib, "open" in others.attrib)


def test_a_stored_report_renders_to_the_same_bytes(report: AuditReport, page: str) -> None:
    """What went through JSON is shown as what did not."""
    assert page == HtmlFormat().render(load(JsonFormat().render(report).encode()))


@given(st.from_type(AuditReport))
def test_any_report_renders(report: AuditReport) -> None:
    """A report that makes no sense is still a page: ids are unique, inner links lead somewhere, and JSON changes nothing."""
    page = HtmlFormat().render(report)
    elements = Elements(page)
    ids = elements.values("id")
    inner = [href[1:] for href in elements.values("href") if href.startswith("#")]

    assert page == HtmlFormat().render(load(JsonFormat().render(report).encode()))
    assert len(ids) == len(set(ids))
    assert set() == set(inner) - set(ids)


@given(st.from_type(AuditReport))
def test_nothing_is_left_out(report: AuditReport) -> None:
    """Every reference, finding, claim and link of a report is on its page."""
    tree = lxml.html.fromstring(HtmlFormat().render(report))

    for path, counted in {
        "//article": sum(len(document.references) for document in report.documents),
        "//ul[@class='findings']/li": sum(len(document.findings) for document in report.documents),
        "//section[@class='text']/div/p/a[@id]": sum(len(document.claims) for document in report.documents),
    }.items():
        assert counted == len(tree.xpath(path))


def test_the_templates_are_package_data() -> None:
    """What a page is made of lies beside the code, under a name that says what it is."""
    folder = Path(HtmlFormat.render.__code__.co_filename).with_name("html")

    assert {
        "page.html",
        "page.js",
        "head.html",
        "summary.html",
        "charts.html",
        "document.html",
        "parts.html",
        "style.css",
        "signs.toml",
    } == {path.name for path in folder.iterdir()}
