"""Notes that lean on other notes or works, and pages that are not whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck import api
from citecheck.documents import wikipedia_html
from citecheck.documents.wikipedia_html import TOO_MANY, WikipediaHtmlReader
from citecheck.model import Document

MARK = '<sup class="reference"><a href="#cite_note-{0}">[{1}]</a></sup>'
NOTE = '<li id="cite_note-{0}"><span class="mw-cite-backlink"><a href="#cite_ref-{0}">↑</a></span> <span class="reference-text">{1}</span></li>'
SHORT = f"""\
<html><body><div class="mw-parser-output"><p>Quays{MARK.format(1, 1)} and moles{MARK.format(2, 2)} and piers{MARK.format(3, 3)}.</p>
<h2>Notes</h2><ol class="references">
{NOTE.format(1, '<a href="#CITEREFBerg2011">Berg 2011</a>, p. 3.')}
{NOTE.format(2, 'See <a href="./Quay#CITEREFBerg2011">Berg 2011</a>, <a href="#CITEREFHolm">Holm</a>, <a href="#CITEREFNone">None</a>.')}
{NOTE.format(3, '<cite id="CITEREFHolm" class="citation">Holm (1976). <a class="external" href="https://h.example/">Quays</a>.</cite>')}
</ol>
<h2>Bibliography</h2><ul><li><cite id="CITEREFBerg2011" class="citation book">Berg (2011). <a class="external" href="https://b.example/">Notes</a>.</cite></li></ul>
</div></body></html>
"""
SUB_PHP = f"""\
<html><p>Quays{MARK.format(2, "1.1")}{MARK.format(3, "1.2")}{MARK.format(4, "2")}.</p><ol class="references">
<li><span class="mw-cite-backlink">↑</span> <span class="reference-text">Berg (2011).</span>
<ol class="mw-subreference-list">{NOTE.format(2, "p. 3")}{NOTE.format(3, "p. 4")}</ol></li>
{NOTE.format(4, "Holm.")}
</ol></html>
"""
SUB_PARSOID = SUB_PHP.replace(
    '<li><span class="mw-cite-backlink">↑</span>',
    '<li id="cite_note-a-1" data-mw-footnote-number="1"><span rel="mw:referencedBy" class="mw-cite-backlink"></span>',
)


def read(text: str) -> Document:
    """Give the document."""
    return WikipediaHtmlReader().read("a.html", text)


def test_a_short_form_stands_for_works_of_the_page() -> None:
    """In the bibliography or in another note; what the page does not have is no work, and no note stands for itself."""
    document = read(SHORT)

    assert [(3,), (3, 2), (), ()] == [entry.works for entry in document.entries]
    assert [True, True, True, False] == [entry.numbered for entry in document.entries]


def test_works_are_reported_and_their_links_asked() -> None:
    """Once, at the first reference that stands for them; a reference keeps its own."""
    report = api.map_document(SHORT.encode()).documents[0]

    assert [
        [("bib-1", ["https://b.example/"])],
        [("bib-1", ["https://b.example/"]), ("ref-3", ["https://h.example/"])],
        [],
    ] == [[(work.id, [link.url for link in work.links]) for work in reference.works] for reference in report.references]
    assert [("https://b.example/", ["ref-1"]), ("https://h.example/", ["ref-3"])] == [
        (link.url, [place.reference for place in link.places]) for link in report.links
    ]


@pytest.mark.parametrize("page", [SUB_PHP, SUB_PARSOID], ids=["php", "parsoid"])
def test_sub_references_are_references(page: str) -> None:
    """Each with its own words and number; what it says more of is its work, cited or not."""
    document = read(page)

    assert [("1", "Berg (2011).", ()), ("1.1", "p. 3", (0,)), ("1.2", "p. 4", (0,)), ("2", "Holm.", ())] == [
        (entry.label, entry.raw, entry.works) for entry in document.entries
    ]
    assert [("[1.1]", 1), ("[1.2]", 2), ("[2]", 3)] == [(marker.text, marker.entry) for marker in document.markers]


def test_notes_cite_notes_five_deep() -> None:
    """Each marker in a note names the next."""
    notes = "".join(NOTE.format(n, f"Note {n}{MARK.format(n + 1, n + 1)}") for n in range(1, 6)) + NOTE.format(
        6, "Last"
    )
    document = read(f"<html><p>Quays{MARK.format(1, 1)}.</p><ol>{notes}</ol></html>")

    assert [("body", 0), *[("reference", n) for n in range(1, 6)]] == [(m.where, m.entry) for m in document.markers]
    assert "Note 5[6]" == document.entries[4].raw


@pytest.mark.parametrize(
    ("text", "markers", "entries", "told"),
    [
        (f"<html><p>Quays{MARK.format(1, 1)}.</p>", [None], 0, ["document-no-references"]),
        (f"<html><ol>{NOTE.format(1, 'Berg')}</ol>", [], 1, ["document-no-markers"]),
        (f"<html><p>Quays{MARK.format(9, 9)}.</p><ol>{NOTE.format(1, 'Berg')}</ol>", [None], 1, []),
        (f"<html><p>Q{MARK.format(1, 1)}</p><ol>{NOTE.format(1, 'Berg')}{NOTE.format(1, 'Holm')}</ol>", [0], 2, []),
        ("<html><p>Quays cite_note</p>", [], 0, ["document-no-references", "document-no-markers"]),
    ],
    ids=["no list", "no markers", "a name that is not defined", "a name defined twice", "neither"],
)
def test_what_is_missing_is_told(text: str, markers: list[int | None], entries: int, told: list[str]) -> None:
    """As notices, which become findings; a marker without an entry stays one."""
    document = read(text)

    assert (markers, entries) == ([marker.entry for marker in document.markers], len(document.entries))
    assert told == [notice.rule for notice in document.notices]


@given(st.integers(0, len(SHORT)), st.integers(0, len(SUB_PHP)))
def test_a_page_may_end_anywhere(first: int, second: int) -> None:
    """What stands before is read; every span lies in the text, every index in its list."""
    for text in (SHORT[:first], SUB_PHP[:second]):
        document = read(text)
        for entry in document.entries:
            assert 0 <= entry.span.start <= entry.span.end <= len(text)
            assert all(work < len(document.entries) for work in entry.works)
        for marker in document.markers:
            assert 0 <= marker.span.start <= marker.span.end <= len(text)
            assert marker.entry is None or marker.entry < len(document.entries)


def test_a_page_of_too_many_tags_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is told where reading ended: half a report that says so is better than no memory."""
    monkeypatch.setattr(wikipedia_html, "MOST", 40)
    document = read(
        f"<html><p>Quays{MARK.format(1, 1)}.</p>\n<ol>{''.join(NOTE.format(n, 'Berg') for n in range(9))}</ol>"
    )

    assert 2 < len(document.entries) < 9
    assert [TOO_MANY] == [notice.rule for notice in document.notices]
    assert "on line 2 and after was not read" in document.notices[0].message


def test_links_without_words_are_numbered() -> None:
    """As the PHP parser prints them, and a style sheet does for Parsoid: the text is the same."""
    php = '<a class="external autonumber" href="https://b.example/">[1]</a>'
    parsoid = '<a rel="mw:ExtLink" class="external autonumber" href="https://b.example/"></a>'
    raws = [read(f"<html>cite_note<ol>{NOTE.format(1, link)}</ol></html>").entries[0] for link in (php, parsoid)]

    assert ["[1]", "[1]"] == [entry.raw for entry in raws]
    assert [["https://b.example/"]] * 2 == [[link.url for link in entry.links] for entry in raws]
