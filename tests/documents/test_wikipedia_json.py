"""API answers: the same page, however an API wraps it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck import api
from citecheck.documents.wikipedia_json import WikipediaJsonReader

PAGE = (
    '<div class="mw-parser-output"><p>A quay.<sup class="reference"><a href="#cite_note-1">[1]</a></sup></p>'
    '<ol class="references"><li id="cite_note-1"><span class="reference-text">Berg (2011).</span></li></ol></div>'
)
SHAPES = {
    "parse, format version 1": {"parse": {"title": "Quay", "pageid": 7, "revid": 102, "text": {"*": PAGE}}},
    "parse, format version 2": {"parse": {"title": "<i>Quay</i>", "pageid": 7, "revid": 102, "text": PAGE}},
    "with warnings first": {"warnings": {"main": {"*": "x"}}, "parse": {"title": "Quay", "text": {"*": PAGE}}},
    "REST, with_html": {"id": 7, "key": "Quay", "title": "Quay", "latest": {"id": 102}, "html": f"<html>{PAGE}</html>"},
    "mobileview": {
        "mobileview": {"normalizedtitle": "Quay", "sections": [{"id": 0, "text": PAGE[:40]}, {"text": PAGE[40:]}]}
    },
}


@pytest.mark.parametrize("answer", SHAPES.values(), ids=SHAPES)
def test_an_answer_is_read_as_its_page(answer: dict[str, object]) -> None:
    """It is recognised without a name; the text is the HTML, so places have no line of the file."""
    document = api.read(json.dumps(answer).encode())

    assert ("wikipedia-json", "Quay", "extracted") == (document.format, document.title, document.text_of)
    assert [("1", "Berg (2011).")] == [(entry.label, entry.raw) for entry in document.entries]
    assert [0] == [marker.entry for marker in document.markers]
    assert "<sup" in document.markers[0].span.of(document.text)[:4]
    assert [None] == [one.line for one in api.map_document(json.dumps(answer).encode()).documents[0].references]


@pytest.mark.parametrize(
    "text",
    [
        '{"parse": {"title": "cite_note"',
        '{"parse": {"text": {"": "cite_note"}}}',
        '{"parse": ["cite_note"]}',
        '{"id": "cite_note", "html": 3}',
        '{"mobileview": {"sections": 3}, "x": "cite_note"}',
        '{"id": ' + "[" * 100_000 + '"cite_note"',
    ],
)
def test_an_answer_without_a_page_is_told(text: str) -> None:
    """As a document without references, which is a finding."""
    assert WikipediaJsonReader().recognises("-", text)
    document = WikipediaJsonReader().read("a.json", text)

    assert [] == [*document.entries, *document.markers]
    assert ["document-no-references", "document-no-markers"] == [notice.rule for notice in document.notices]


@pytest.mark.parametrize("text", ['{"parse": 1}', "cite_note", '[{"parse": "cite_note"}]', '{"name": "cite_note"}'])
def test_other_json_is_not_recognised(text: str) -> None:
    """Nor what is none."""
    assert not WikipediaJsonReader().recognises("a.json", text)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["parse", "text", "*", "title", "html", "sections"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_json_is_read(answer: object) -> None:
    """What it is not becomes a notice."""
    assert WikipediaJsonReader().read("-", json.dumps({"parse": answer})).format == "wikipedia-json"
