"""The composition: what a dossier and a report hold follows from the document, and from nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from citecheck.composition import OFFLINE, Judged, compose, count, examine, survey
from citecheck.model import (
    Block,
    Document,
    Dossier,
    Finding,
    Link,
    Marker,
    Piece,
    Place,
    Provenance,
    ReferenceEntry,
    Run,
    Span,
)

TODAY = dt.date(2026, 1, 31)
TEXT = "It rained.[1]\n\n1. Weather. https://a.example\n2. Sky. https://a.example\nSee Clouds.\n"
RUN = Run("tool", {}, TODAY.isoformat(), Provenance("offline", "nobody was asked"))


def entry(label: str, raw: str, url: str = "", *, numbered: bool = True) -> ReferenceEntry:
    """Give an entry that stands in TEXT."""
    start = TEXT.index(raw)
    links = (Link(url, "original", Span(TEXT.index(url, start), TEXT.index(url, start) + len(url))),) if url else ()
    return ReferenceEntry(label, raw, Span(start, start + len(raw)), links, numbered=numbered)


@pytest.fixture
def document() -> Document:
    """Give a document with one claim, two references that share an address, and one book to read further."""
    sentence = Span(0, 13)
    return Document(
        "rain.txt",
        "by-hand",
        TEXT,
        blocks=(Block("paragraph", TEXT[:13], (Piece(sentence, sentence),)),),
        markers=(Marker("[1]", "1", 0, Span(10, 13), 0, Span(10, 13)),),
        entries=(
            entry("1", "Weather. https://a.example", "https://a.example"),
            entry("2", "Sky. https://a.example", "https://a.example"),
            entry("", "See Clouds.", numbered=False),
        ),
    )


@pytest.fixture
def dossier(document: Document) -> Dossier:
    """Give the dossier of that document."""
    return examine(document, TODAY)


def test_unnumbered_entries_are_no_references(dossier: Dossier) -> None:
    """What one may read further stands behind no claim."""
    assert [("ref-1", "1"), ("ref-2", "2")] == [(reference.id, reference.label) for reference in dossier.references]


def test_citations_and_claims_name_their_references(dossier: Dossier) -> None:
    """The marker leads to the first reference, from the text and from the claim."""
    assert ["ref-1"] == [citation.reference for citation in dossier.citations]
    assert [["ref-1"]] == [[citation.reference for citation in claim.citations] for claim in dossier.claims]


def test_each_address_is_one_link_with_all_its_places(dossier: Dossier) -> None:
    """Two references that name one address make one question to the web."""
    (link,) = dossier.links

    assert ("https://a.example", "unchecked", OFFLINE) == (link.url, link.verdict, link.reason)
    assert (Place(3, Span(27, 44), "ref-1"), Place(4, Span(53, 70), "ref-2")) == link.places


def test_lines_of_an_extract_are_unknown(document: Document) -> None:
    """A text that was extracted from a file has no lines that a person could go to."""
    extract = Document(document.path, document.format, document.text, entries=document.entries, text_of="extracted")
    dossier = examine(extract, TODAY)
    report = compose([Judged(dossier)], RUN, ())

    assert {None} == {place.line for link in dossier.links for place in link.places}
    assert {None} == {reference.line for reference in report.documents[0].references}


def test_a_report_counts_what_it_holds(dossier: Dossier) -> None:
    """The figures are sums over the documents, and every severity has one."""
    findings = (Finding("a", "note", "n"), Finding("b", "error", "e"), Finding("c", "note", "m"))
    report = compose([Judged(dossier, findings), Judged(dossier)], RUN, ())
    counts = report.counts

    assert (2, 4, 2, 2, 2, 2) == (
        counts.documents,
        counts.references,
        counts.citations,
        counts.claims,
        counts.claims_cited,
        counts.links,
    )
    assert {"error": 1, "warning": 0, "note": 2} == counts.findings
    assert counts == count(report.documents)


def test_findings_stand_worst_first_and_otherwise_as_given(dossier: Dossier) -> None:
    """Rules put them in the order of the document; a report only moves the worst up."""
    findings = (Finding("a", "note", "n"), Finding("b", "error", "e"), Finding("c", "note", "m"))
    report = compose([Judged(dossier, findings)], RUN, ())

    assert ["b", "a", "c"] == [finding.rule for finding in report.documents[0].findings]


def test_a_reference_is_shown_in_every_view(dossier: Dossier) -> None:
    """Its key, CSL item and BibTeX entry belong together, and it is known how often it is cited."""
    first, second = compose([Judged(dossier)], RUN, ()).documents[0].references

    assert first.key != second.key
    assert first.key == first.csl["id"]
    assert first.key in first.bibtex
    assert (1, 0) == (first.cited, second.cited)
    assert (3, 4) == (first.line, second.line)
    assert set(first.spans) <= set(first.confidence)


def test_nothing_at_all_is_an_empty_report() -> None:
    """No documents, all figures nought."""
    report = compose([], RUN, ())

    assert ((), 0, {"error": 0, "warning": 0, "note": 0}) == (
        report.documents,
        report.counts.documents,
        report.counts.findings,
    )


def test_a_survey_has_every_link_once_with_its_places(document: Document) -> None:
    """Those of references, of unnumbered entries and of the body, in the order of the document; the first spelling stands."""
    text = "See HTTP://A.example first.\n" + TEXT
    shift = len(text) - len(TEXT)
    entries = tuple(
        replace(
            one,
            span=one.span.shifted(shift),
            links=tuple(replace(link, span=link.span and link.span.shifted(shift)) for link in one.links),
        )
        for one in document.entries
    )
    body = (Link("HTTP://A.example", "original", Span(4, 20)),)
    further = replace(entries[2], links=(Link("https://c.example", "original", entries[2].span),))
    found = survey(
        replace(document, text=text, links=body, entries=(*entries[:2], further)),
        TODAY,
        lambda url: url.lower().replace("https:", "http:"),
    )

    assert ["HTTP://A.example", "https://c.example"] == [check.url for check in found.links]
    assert [(1, None), (4, "ref-1"), (5, "ref-2")] == [(one.line, one.reference) for one in found.links[0].places]
    assert [(6, None)] == [(one.line, one.reference) for one in found.links[1].places]
    assert {"unchecked"} == {check.verdict for check in found.links}
    assert ((), ["ref-1"]) == (found.claims, [citation.reference for citation in found.citations])
