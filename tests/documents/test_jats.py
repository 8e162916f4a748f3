"""Articles in JATS: their text, what cites what, what the tags of a reference say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.jats import JatsReader
from citecheck.model import Document, FieldValue, PartialDate
from tests.documents.soundness import problems

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("jats_cases.toml").read_text(encoding="utf-8")
)
HEAD = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "x.dtd" [<!ENTITY lol "LOL">]><article dtd-version="1.2">'
LIST = "".join(
    f'<ref id="r{n}"><label>{n}.</label><mixed-citation>Work {n}.</mixed-citation></ref>' for n in range(1, 11)
)
NOTES = (
    '<fn-group><fn id="n1"><p>Explains.</p></fn><fn id="n2"><label>a</label><p>Cites '
    '<xref ref-type="bibr" rid="r2">2</xref>.</p></fn></fn-group>'
)
SHARED = Path(__file__).parents[3] / "shared/data/documents/jats"


def shown(value: FieldValue) -> str:
    """Give a value as the cases write it."""
    if isinstance(value, PartialDate):
        return value.iso()
    return value if isinstance(value, str) else " + ".join(name.display() for name in value)


def read(body: str, back: str = "") -> Document:
    """Give an article."""
    return JatsReader().read("-", f"{HEAD}<body>{body}</body><back>{back}</back></article>")


@pytest.mark.parametrize("case", TABLE["body"], ids=[case["about"] for case in TABLE["body"]])
def test_a_body_is_read(case: dict[str, Any]) -> None:
    """Each gives these blocks and these citations, each at its place."""
    notes = NOTES if 'rid="n2"' in case["xml"] else ""
    document = read(case["xml"], f"{notes}<ref-list>{LIST}</ref-list>")

    body = [marker for marker in document.markers if marker.where != "reference"]
    assert case["text"] == " | ".join(block.text for block in document.blocks)
    assert case["markers"] == [f"{one.text}>{0 if one.entry is None else one.entry + 1}" for one in body]
    assert case.get("notes", []) == [entry.raw for entry in document.entries if entry.group == "note"]
    assert "document-incomplete" not in {notice.rule for notice in document.notices}
    for marker in body:
        assert marker.block is not None
        assert marker.at.of(document.blocks[marker.block].text) in {marker.text, ""}
        assert "xref" in marker.span.of(document.text) or "fn" in marker.span.of(document.text)


@pytest.mark.parametrize("case", TABLE["ref"], ids=[case["about"] for case in TABLE["ref"]])
def test_a_reference_is_read(case: dict[str, Any]) -> None:
    """Its words are what a reader sees, its fields what the tags say, each where it stands in the words."""
    document = read("", f'<ref-list><ref id="r1"><label>[1]</label>{case["xml"]}</ref></ref-list>')
    (entry,) = document.entries

    assert ("1", case["raw"]) == (entry.label, entry.raw)
    assert case["fields"] == {field.variable: shown(field.value) for field in entry.given}
    assert case["links"] == [link.url for link in entry.links]
    assert entry.span.of(document.text).startswith("<ref id")
    assert entry.span.of(document.text).endswith("</ref>")
    for field in entry.given:
        if field.span is not None and field.variable in {"title", "container-title", "DOI", "volume"}:
            assert field.value == field.span.of(entry.raw).rstrip(".")


def test_a_reference_with_several_works() -> None:
    """It stays one, which markers name; each work stands behind it, with what its tags say."""
    document = read(
        '<p>A<xref ref-type="bibr" rid="r1b">1b</xref></p>',
        '<ref-list><ref id="r1"><label>1</label><mixed-citation id="r1a"><label>a</label>Kim. Moles.</mixed-citation>'
        '<mixed-citation id="r1b"><label>b</label>Lee. <article-title>Voles</article-title>. '
        "<uri>https://v.example/</uri></mixed-citation></ref></ref-list>",
    )

    assert [("1", "Kim. Moles. Lee. Voles. https://v.example/", (1, 2), True), ("1.1", "Kim. Moles.", (), False)] == [
        (entry.label, entry.raw, entry.works, entry.numbered) for entry in document.entries[:2]
    ]
    assert [0] == [marker.entry for marker in document.markers]
    assert ["https://v.example/"] == [link.url for link in document.entries[0].links]
    assert "Voles" == shown(document.entries[2].given[0].value)


def test_sections_title_and_language() -> None:
    """The front gives the title, without the marks of its notes, and the abstract; sections give headings."""
    text = (
        '<jats:article xml:lang="pt" xmlns:jats="http://jats.nlm.nih.gov"><jats:front><journal-title>J</journal-title><article-meta><title-group>'
        '<article-title>On <italic>moles</italic> &amp; men<xref rid="n">*</xref></article-title></title-group>'
        "<contrib><name><surname>Holm</surname></name></contrib><abstract><title>Summary</title><p>They dig.</p></abstract>"
        "</article-meta></jats:front><body><sec><label>1</label><title>Habits</title><sec><title>Digging</title><p>Deep.</p></sec></sec></body>"
        '<sub-article><front-stub><article-title>No</article-title></front-stub><body><p><ext-link xlink:href="https://a.example/">Here</ext-link>.</p></body></sub-article></jats:article>'
    )
    document = JatsReader().read("-", text)

    assert ("On moles & men", "pt") == (document.title, document.language)
    assert [
        ("heading", "Summary", "Summary"),
        ("paragraph", "They dig.", "Summary"),
        ("heading", "Habits", "Habits"),
        ("heading", "Digging", "Digging"),
        ("paragraph", "Deep.", "Digging"),
        ("paragraph", "Here.", "Digging"),
    ] == [(block.kind, block.text, block.section) for block in document.blocks]
    assert [1, 2] == [
        block.level for block in document.blocks if block.section in {"Habits", "Digging"} and block.level
    ]
    assert ["https://a.example/"] == [link.span.of(text) for link in document.links if link.span]
    assert ["document-no-references", "document-no-markers"] == [notice.rule for notice in document.notices]


def test_the_notes_of_an_article_without_a_list_are_its_references() -> None:
    """All of them, with their labels."""
    document = read(
        '<p>A<xref ref-type="fn" rid="f1">1</xref> b<xref ref-type="fn" rid="f2">2</xref>.</p>',
        '<fn-group><fn id="f1"><label>1</label><p>Kim, Moles.</p></fn><fn id="f2"><p>Ibid.</p></fn></fn-group>',
    )

    assert [("1", "Kim, Moles."), ("2", "Ibid.")] == [(entry.label, entry.raw) for entry in document.entries]
    assert [0, 1] == [marker.entry for marker in document.markers]


def test_notes_are_the_references_beside_a_list_that_nothing_names() -> None:
    """As in the humanities, where a bibliography stands behind the notes."""
    document = read(
        '<p>A<xref ref-type="fn" rid="f1">1</xref>.</p>',
        f'<fn-group><fn id="f1"><label>1</label><p>Kim, 5.</p></fn></fn-group><ref-list>{LIST}</ref-list>',
    )

    assert [("Kim, 5.", "note"), ("Work 1.", "")] == [(entry.raw, entry.group) for entry in document.entries[:2]]
    assert [0] == [marker.entry for marker in document.markers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"\ufeff{HEAD}", True),
        ("<?xml version='1.0'?><!-- x --><article article-type='other'><front>", True),
        ("<ns:article xmlns:ns='http://jats.nlm.nih.gov'>", True),
        ("<!DOCTYPE html><html><body><article dtd-version='1'>", False),
        ("<article xmlns='http://docbook.org/ns/docbook' xmlns:mml='x'>", False),
        ("<article class='post'>", False),
        ("<TEI>", False),
        ("# JATS <article article-type='x'>", False),
        ("", False),
    ],
)
def test_jats_is_recognised(text: str, expected: bool) -> None:
    """By its outermost element and what belongs to JATS there."""
    assert expected == JatsReader().recognises("-", text)


WORDS = ["<article>", "<body>", "<p>", "</p>", "<xref rid='a' ref-type='bibr'>", "</xref>", "<ref id='a'>", "</ref>", "<fn id='b'>", "</fn>",
         "<mixed-citation>", "</mixed-citation>", "<article-title>", "<td>", "<table-wrap>", "<name>", "1", "–", "(", ")", "[2-9]", " x ", "&amp;", "&x;", "<", "<!--", "]]>"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=40).map("".join))
@settings(max_examples=50)
def test_any_text_is_read(text: str) -> None:
    """Everything stands inside of the text, markers inside of their blocks and the list."""
    assert [] == problems(JatsReader().read("-", text))


@pytest.mark.skipif(not SHARED.is_dir(), reason="there are no articles in ../shared/data/documents/jats")
def test_real_articles() -> None:
    """Each reference and each citation of the samples that name their notes with `bibr` is found; none is left without an entry."""
    found = {}
    for path in sorted(SHARED.glob("*.xml")):
        document = JatsReader().read(path.name, path.read_text(encoding="utf-8"))
        resolved = [marker for marker in document.markers if marker.entry is not None]
        found[path.stem] = (
            len(document.entries),
            len(resolved),
            len(document.markers) - len(resolved),
            len(document.notices),
        )

    assert {
        "bmj_sample": (24, 29, 0, 0),
        "elife-00666": (54, 55, 0, 0),
        "elife00013": (105, 128, 0, 0),
        "pandoc-jats-reader": (4, 4, 0, 0),
        "pnas_sample": (66, 94, 0, 0),
        "pntd.0008301": (53, 84, 0, 0),
    } == found
