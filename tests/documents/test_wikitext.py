"""Wikitext is read as MediaWiki prints it: words, markers, notes, with true places in the source."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.wikipedia_text import WikipediaTextReader
from citecheck.documents.wikitext import WikitextReader
from citecheck.model import Document

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("wikitext_cases.toml").read_text(encoding="utf-8")
)
PIECES = (
    "<ref>", "</ref>", "<ref name=a>", '<ref name="b"/>', "<references/>", "<references>", "</references>", "{{", "}}", "{{{", "}}}",
    "[[", "]]", "|", "=", "\n", "'''", "''", "== ", " ==", "{|", "|-", "|}", "* ", "<!--", "-->", "<nowiki>", "</nowiki>", "{{cite web|url=",
    "https://example.org/x", "[https://example.org/y ", "]", "{{sfn|A|2000|p=", "{{efn|", "{{reflist|refs=", "-{", "}-", "&nbsp;", '<span style="display:none">',
    "[[File:a.jpg|thumb|", "word", "Ω", "[[Category:", "{{rp|", "{{r|", "#tag:ref|", "<br>", "<gallery>", "</gallery>", " ", "title=", "author=",
)  # fmt: skip


def read(wikitext: str) -> Document:
    """Give the document that *wikitext* is."""
    return WikitextReader().read("page.wiki", wikitext)


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: str(case["name"]))
def test_words_are_those_of_the_printed_page(case: dict[str, Any]) -> None:
    """A block's text is what a reader of the page sees of it."""
    document = read(case["wikitext"])
    assert case["blocks"] == [block.text for block in document.blocks]
    if "kinds" in case:
        assert case["kinds"] == [block.kind for block in document.blocks]
    assert case.get("links", []) == [link.url for link in document.links]


@pytest.mark.parametrize("case", CASES["notes"], ids=lambda case: str(case["name"]))
def test_notes_are_numbered_as_mediawiki_prints_them(case: dict[str, Any]) -> None:
    """Markers carry the labels, entries the words, that the page prints."""
    document = read(case["wikitext"])
    assert case["labels"] == [marker.label for marker in document.markers]
    assert case["notes"] == [entry.raw for entry in document.entries]


@pytest.mark.parametrize("case", CASES["text"] + CASES["notes"], ids=lambda case: str(case["name"]))
def test_places_are_true(case: dict[str, Any]) -> None:
    """A verbatim piece of a block is what stands at its place in the source."""
    source = case["wikitext"]
    for block in read(source).blocks:
        for at, span in block.pieces:
            if at.end - at.start == span.end - span.start and at.end - at.start > 1:
                assert at.of(block.text).split() == span.of(source).split()


def test_a_marker_names_its_tag_and_its_page() -> None:
    """A marker stands where the start tag stands; the page that follows it is its page."""
    document = read("Claim.<ref name=a>Book.</ref>{{rp|12–17}} Next.")
    (marker,) = document.markers
    assert ("<ref name=a>", "12–17", "[1]") == (marker.span.of(document.text), marker.page, marker.text)
    assert "Claim.[1]:12–17 Next." == document.blocks[0].text
    assert "[1]" == marker.at.of(document.blocks[0].text)


def test_markers_know_what_they_stand_in() -> None:
    """Markers of boxes, tables, captions, notes and hidden words are told apart."""
    document = read(
        "{{Infobox x|a=1<ref>a</ref>}}\nT<ref>b</ref>[[File:x.jpg|thumb|C<ref>c</ref>]]\n{|\n|T<ref>d</ref>\n|}\n"
        "{{efn|N<ref>e</ref>}}<span style='display:none'><ref>f</ref></span>"
    )
    places = {marker.label: marker.where for marker in document.markers}
    assert places == {
        "1": "infobox", "2": "body", "3": "caption", "4": "table", "5": "reference", "a": "body", "6": "hidden",
    }  # fmt: skip


def test_an_entry_covers_its_whole_tag() -> None:
    """The span of an entry is that of the reference which defines it."""
    source = "A<ref name=a /> B<ref name=a>Book.</ref>"
    document = read(source)
    assert "<ref name=a>Book.</ref>" == document.entries[0].span.of(source)


def test_a_short_form_has_the_fields_of_its_work() -> None:
    """`{{sfn}}` and `{{harvnb}}` lead to the item of the bibliography, with the page that they name."""
    document = read(
        "A{{sfn|Kletetschka|1913|p=4}} B{{sfn|Kletetschka|1913|p=4}} C<ref>{{harvnb|Kletetschka|1913|pp=5–6}}</ref>\n"
        "== Notes ==\n{{reflist}}\n== Bibliography ==\n* {{cite book |last=Kletetschka |first=Jan |title=Olms |date=1913}}\n"
    )
    assert ["1", "1", "2"] == [marker.label for marker in document.markers]
    notes = document.entries[:2]
    assert ["Kletetschka 1913, p. 4.", "Kletetschka 1913, pp. 5–6"] == [entry.raw for entry in notes]
    assert [("Olms", "4"), ("Olms", "5–6")] == [
        tuple(field.value for name in ("title", "locator") for field in entry.given if field.variable == name)
        for entry in notes
    ]
    assert [(False, "Kletetschka, Jan (1913). Olms.")] == [(e.numbered, e.raw) for e in document.entries[2:]]
    assert [(2,), (2,), ()] == [entry.works for entry in document.entries]


def test_a_short_form_names_no_work_when_two_could_be_meant() -> None:
    """Two works of one author and year without letters: whoever takes one of them guesses."""
    works = "".join(f"* {{{{cite book |last=Holm |title={title} |date=1976}}}}\n" for title in ("Moles", "Quays"))
    source = f"A{{{{sfn|Holm|1976}}}} B{{{{sfn|Berg|1980}}}}\n== Notes ==\n{{{{reflist}}}}\n== Bibliography ==\n{works}"
    document = read(f"{source}* {{{{cite book |last=Berg |title=Piers |date=1980}}}}")
    noted = read(f"C<ref>{{{{cite book |last=Holm |title=Docks |date=1976}}}}</ref> {source}")

    assert [((), ()), (("Piers",), (4,))] == [
        (tuple(field.value for field in entry.given if field.variable == "title"), entry.works)
        for entry in document.entries[:2]
    ]
    assert ((), ()) == (noted.entries[1].given, noted.entries[1].works)  # nor does a third decide it


def test_several_short_forms_name_several_works() -> None:
    """`{{sfnm}}` stands for all of them, and a place in a note (`details`) for that note."""
    document = read(
        'A{{sfnm|1a1=Holm|1y=1976|1p=3|2a1=Berg|2y=1980}} B<ref name="c">Carta.</ref> C<ref name="c" details="p. 9" />\n'
        "== Notes ==\n{{reflist}}\n== Bibliography ==\n* {{cite book |last=Berg |title=Piers |date=1980}}\n"
        "* {{cite book |last=Holm |title=Moles |date=1976}}\n"
    )

    assert [(4, 3), (), (1,), (), ()] == [entry.works for entry in document.entries]


def test_a_name_defined_twice_is_told_with_its_place() -> None:
    """The first words win; the second definition is a notice with a place."""
    source = "A<ref name=a>One.</ref> B<ref name=a>Two.</ref> C<ref name=a>One.</ref>"
    document = read(source)
    assert ["One."] == [entry.raw for entry in document.entries]
    told = [notice for notice in document.notices if notice.rule == "footnote-redefined"]
    assert ["<ref name=a>Two.</ref>"] == [notice.span.of(source) for notice in told if notice.span]


def test_a_name_that_nothing_defines_is_an_orphan() -> None:
    """A marker whose name has no words names no entry."""
    document = read("A<ref name=nowhere/> B<ref>Words.</ref>")
    assert [("1", None), ("2", 0)] == [(marker.label, marker.entry) for marker in document.markers]


def test_an_unclosed_reference_is_told() -> None:
    """A `<ref>` without an end is text, and a notice says where."""
    document = read("Before.<ref>never closed")
    assert ["document-notice"] == [n.rule for n in document.notices if n.span is not None]


@pytest.mark.parametrize(
    ("source", "title", "language"),
    [
        ("'''Olm''' is.[[Category:Cave animals]]", "Olm", "en"),
        ("{{DISPLAYTITLE:''Proteus'' anguinus}}Der '''Olm'''.[[Kategorie:Lurche]]", "Proteus anguinus", "de"),
        ("ホライモリは洞窟に住む。[[Category:両生類]]", None, "ja"),
        ("Plain.", None, None),
    ],
)
def test_title_and_language_are_told_by_the_page(source: str, title: str | None, language: str | None) -> None:
    """The title is set or the first bold words; categories and script tell the language."""
    document = read(source)
    assert (title, language) == (document.title, document.language)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("-", "'''Olm''' is a [[salamander]].<ref>Book.</ref>\n== Range ==\n", True),
        ("a.txt", "A [[b]] and {{c|d}}.<ref>e</ref>", True),
        ("a.txt", "Plain words.[1]\n\n1. ^ A book.", False),
        ("a.txt", "A wiki link [[b]] alone.", False),
        ("-", "<!doctype html><p>[[b]] {{c|d}} <ref>e</ref></p>", False),
    ],
)
def test_wikitext_is_told_from_other_texts(path: str, text: str, expected: bool) -> None:
    """Several signs tell; what is wikitext is no plain text."""
    assert expected == WikitextReader().recognises(path, text)
    if expected:
        assert not WikipediaTextReader().recognises(path, text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_order_of_signs_is_read(source: str) -> None:
    """Whatever stands there is read, and every place lies in the source."""
    document = read(source)
    for block in document.blocks:
        assert all(0 <= span.start <= span.end <= len(source) for _, span in block.pieces)
        assert all(
            before.at.end <= after.at.start for before, after in zip(block.pieces, block.pieces[1:], strict=False)
        )
    for marker in document.markers:
        assert marker.entry is None or 0 <= marker.entry < len(document.entries)
        if marker.block is not None:
            assert marker.text == marker.at.of(document.blocks[marker.block].text)
        assert marker.span.of(source)
    for entry in document.entries:
        assert all(field.span is None or field.span.end <= len(entry.raw) for field in entry.given)


@given(st.text(max_size=300))
def test_any_text_is_read(source: str) -> None:
    """Arbitrary text is read without an error."""
    assert source == read(source).text
