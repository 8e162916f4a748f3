"""CSL-JSON and RIS files are lists of references; what of them cannot be read is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.csl_list import CslListReader, csl_entries
from citecheck.documents.ris_list import RisListReader, ris_entries
from citecheck.documents.wikipedia_json import WikipediaJsonReader

ROOT = Path(__file__).parents[2]
CSL = """[{"id": "holm", "type": "book", "title": "On moles", "author": [{"family": "Holm"}], "URL": "https://h.example/a"},
{"type": "webpage", "title": "Old moles"}, 3, {"id": "kim", "title": {"a": 1}}, {"id": "lee", "title": "X", "author": 5}, {"id": "cut"
"""
RIS = """TY  - BOOK
ID  - holm
TI  - On moles
AU  - Holm, Ada
DO  - 10.1000/q
ER  -

TY  - GEN
ER  -
TY  - GEN
TI  - cut
"""


def test_each_item_is_a_reference() -> None:
    """Its id is its label, else its number; its words are as CS1 prints them; its place is that of the item."""
    document = CslListReader().read("a.json", CSL)

    assert [
        ("holm", "Holm. On moles.", ["https://h.example/a"]),
        ("2", '"Old moles".', []),
        ("lee", '"X".', []),
    ] == [(entry.label, entry.raw, [link.url for link in entry.links]) for entry in document.entries]
    assert [("{", "}")] * 3 == [(entry.span.of(CSL)[0], entry.span.of(CSL)[-1]) for entry in document.entries]
    assert "On moles" == next(
        f.span.of("Holm. On moles.") for f in document.entries[0].given if f.span and f.variable == "title"
    )
    assert [
        "Record 3 is no JSON object that can be read, so it is left out.",
        "Record 4 (“kim”) says nothing that can be read, so it is left out.",
        "Record 4 (“kim”) has values that cannot be read: title.",
        "Record 5 (“lee”) has values that cannot be read: author.",
        "Record 6 is no JSON object that can be read, so it is left out.",
    ] == [notice.message.rpartition(". ")[0] + "." for notice in document.notices]
    assert {"document-incomplete"} == {notice.rule for notice in document.notices}
    assert [entry.label for entry in csl_entries(CSL)] == [entry.label for entry in document.entries]


def test_each_record_is_a_reference() -> None:
    """The same for RIS; a record that is not closed is read and told."""
    document = RisListReader().read("a.ris", RIS)

    assert [("holm", "Holm, Ada. On moles. doi:10.1000/q."), ("3", '"cut".')] == [
        (entry.label, entry.raw) for entry in document.entries
    ]
    assert ["https://doi.org/10.1000/q"] == [link.url for link in document.entries[0].links]
    assert [("TY  - BOOK", "ER  -"), ("TY  - GEN\n", "- cut")] == [
        (entry.span.of(RIS)[:10], entry.span.of(RIS).rstrip()[-5:]) for entry in document.entries
    ]
    assert ["Record 2 says nothing", "Record 3 is not closed"] == [n.message[:22].strip() for n in document.notices]
    assert [entry.label for entry in ris_entries(RIS)] == [entry.label for entry in document.entries]


def test_files_without_records() -> None:
    """They are documents of which it is told."""
    for reader in (CslListReader(), RisListReader()):
        assert ["document-no-references"] == [notice.rule for notice in reader.read("-", "words").notices]


@pytest.mark.parametrize(
    ("path", "text", "formats"),
    [
        ("a.csl.json", "", ["csl-json"]),
        ("a.ris", "", ["ris"]),
        ("-", CSL, ["csl-json"]),
        ("a.json", '{"items": [{"id": 1, "type": "book"}]}', ["csl-json"]),
        ("a.json", '{"DOI": "10.1000/q", "type": "journal-article"}', ["csl-json"]),
        ("a.json", '{"type": "standard", "title": "Cat", "lang": "en"}', []),
        ("a.json", '{"cells": [{"cell_type": "markdown", "id": "a"}], "nbformat": 4}', []),
        ("a.json", '[{"id": 1, "type": "user"}]', []),
        ("a.json", "[1, 2", []),
        ("-", RIS, ["ris"]),
        ("-", f"\ufeffProvider: X\r\n\r\n{RIS}".replace("\n", "\r\n"), ["ris"]),
        ("-", f"{'words ' * 100}\n{RIS}", []),
        ("-", "TYPES  - are\n", []),
    ],
)
def test_reference_files_are_recognised(path: str, text: str, formats: list[str]) -> None:
    """By name, or by the first item or record, and no other JSON is."""
    assert formats == [reader.name for reader in (CslListReader(), RisListReader()) if reader.recognises(path, text)]


def test_no_wiki_page_is_taken() -> None:
    """What the API of a wiki answers is another reader's."""
    text = json.dumps({"parse": {"title": "Cat", "text": {"*": '<div class="mw-parser-output">Cat</div>'}}})

    assert WikipediaJsonReader().recognises("-", text)
    assert not CslListReader().recognises("-", text)


def test_our_own_exports_are_read() -> None:
    """Each reference of the sample's export is one again, with its key and what it says."""
    path = ROOT / "references/sample.csl.json"
    text = path.read_text(encoding="utf-8")
    document = CslListReader().read(path.name, text)

    items = json.loads(text)
    assert [item["id"] for item in items] == [entry.label for entry in document.entries]
    assert () == document.notices
    assert all(
        {f.variable for f in entry.given} >= {"title"} for entry in document.entries if entry.label != "mccormack"
    )


@given(st.text(alphabet=st.sampled_from('[]{},:"\\id type\nTYER  -ab1'), max_size=80))
@settings(max_examples=50)
def test_any_text_is_a_reference_file(text: str) -> None:
    """Entries stand inside of it, and something is said where there is none."""
    for reader in (CslListReader(), RisListReader()):
        document = reader.read("-", text)
        assert all(0 <= entry.span.start <= entry.span.end <= len(text) for entry in document.entries)
        assert document.entries or document.notices
