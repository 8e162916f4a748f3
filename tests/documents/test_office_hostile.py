"""Office documents that mean harm or mean nothing: any structure is read, in time that grows with its length."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents.docx import DocxReader
from citecheck.documents.odt import OdtReader
from tests.documents.office_files import csl, docx, field, note, noted, odt, p, raised, run
from tests.documents.soundness import problems

SHARED: Final = Path(__file__).parents[3] / "shared/data/documents/docx"

_MARK: Final = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
_ITEM: Final = '{"citationItems":[{"id":1,"itemData":{"title":"Cats"},"locator":"3"}]}'
WORD: Final = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:txbxContent>",
    "</w:txbxContent>", "<w:hyperlink r:id='x'>", "</w:hyperlink>", "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>",
    _MARK % "begin", _MARK % "separate", _MARK % "end", "<w:r><w:instrText>NOTEREF _R</w:instrText></w:r>",
    f"<w:r><w:instrText>ADDIN CSL_CITATION {_ITEM}</w:instrText></w:r>", "<w:r><w:instrText>TOC</w:instrText></w:r>",
    "<w:r><w:instrText>CITATION a \\m</w:instrText></w:r>", "<w:r><w:instrText>BIBLIOGRAPHY</w:instrText></w:r>",
    note(1), note(2, mark="*"), note(1, "endnote"), run("[1] Kim 1999. https://a.example/"), run("References"),
    raised("1,2"), "<w:bookmarkStart w:id='1' w:name='_R'/>", "<w:bookmarkEnd w:id='1'/>", "<w:sym w:char='F0'/>",
    "<w:pPr><w:pStyle w:val='berschrift1'/><w:sectPr/></w:pPr>", "<mc:AlternateContent><mc:Fallback/></mc:AlternateContent>",
)  # fmt: skip
OPEN: Final = (
    "<text:p>", "</text:p>", "<text:span>", "</text:span>", "<text:list><text:list-item>", "</text:list-item></text:list>",
    "<table:table-row>", "</table:table-row>", "<text:note><text:note-body><text:p>x</text:p></text:note-body></text:note>",
    f"<text:reference-mark-start text:name='CSL_CITATION {_ITEM}'/>".replace('"', "&quot;"), "<text:bibliography-mark>",
    "</text:bibliography-mark>", "<text:section text:name='ZOTERO_BIBL'>", "</text:section>", "<text:h>References</text:h>",
    "[1] Kim 1999", "<text:note-ref text:ref-name='x'>1</text:note-ref>", "<text:s text:c='9'/>", "<draw:text-box>",
    "</draw:text-box>", "<text:a>", "</text:a>", "<text:bookmark-end/>", "<text:tab/>",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORD), max_size=40), st.lists(st.sampled_from(OPEN), max_size=40))
@settings(max_examples=50)
def test_any_structure_is_read(word: list[str], opened: list[str]) -> None:
    """Elements that are not closed, fields without a beginning, notes in notes."""
    word_document = DocxReader().read_bytes("a.docx", docx("".join(word), footnotes=noted(1, note(1), *word[:5])))
    assert [] == problems(word_document)
    assert [] == problems(OdtReader().read_bytes("a.odt", odt("".join(opened))))


def many(count: int) -> bytes:
    """Give a document with as many of everything."""
    works = "".join(
        p(
            "Text ",
            field(f"ADDIN CSL_CITATION {csl({'itemData': {'title': f'On cats {at}', 'type': 'book'}})}", "(x)"),
            note(at),
        )
        for at in range(count)
    )
    printed = "".join(p(f"[{at + 1}] Kim. On cats {at}. 1999.") for at in range(count))
    return docx(works + p("References") + printed, footnotes="".join(noted(at, "Kim 1999") for at in range(count)))


def styles_in_a_row(count: int) -> bytes:
    """Give a document whose styles are each based on the next."""
    styles = "".join(f'<w:style w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>' for at in range(count))
    return docx("".join(p("x", style=f"s{at}") for at in range(count)), styles=styles)


HOSTILE: Final[dict[str, Callable[[int], bytes]]] = {
    "everything": lambda count: many(count // 10),
    "paragraphs": lambda count: docx(p("x") * count),
    "runs": lambda count: docx(p(run("[1] ") * count) + p("References") + p("[1] Kim 1999.")),
    "raised runs": lambda count: docx(p((raised("1,") + run("x")) * count) + p("References") + p("1. Kim 1999.")),
    "fields that begin": lambda count: docx(p(_MARK % "begin" * count, "x")),
    "fields in fields": lambda count: docx(p((_MARK % "begin" + _MARK % "separate") * count, "x" * 10)),
    "fields with words": lambda count: docx(p((_MARK % "begin" + _MARK % "separate" + run("x")) * count)),
    "links": lambda count: docx(p(f"<w:hyperlink r:id='x'>{run('Kim')}</w:hyperlink>" * count), links={"x": "https://a.example/"}),
    "many marks": lambda count: docx(p("[1] " * count) + p("References") + p("[1] Kim 1999.")),
    "marks of one note": lambda count: docx(p(note(1) * count), footnotes=noted(1, "x")),
    "bookmarks": lambda count: docx(p("<w:bookmarkStart w:id='1' w:name='a'/>" * count + note(1))),
    "brackets": lambda count: docx(p("[1, " * count) + p("References") + p("[1] Kim 1999.") + p("[2] Lee 2000.")),
    "words in brackets": lambda count: docx(p("[a" + "b" * count + "[a, " * count) + p("References") + p("[ab] Kim 1999.")),
    "numerals": lambda count: docx(p("[" + "1," * count) + p("References") + p("[1] Kim 1999.")),
    "styles": lambda count: styles_in_a_row(count // 10),
    "open spans": lambda count: odt("<text:p>" + "<text:bookmark-start text:name='CSL_CITATION {}'/>" * count + "</text:p>"),
    "lists": lambda count: odt("<text:list>" + "<text:list-item><text:p>x</text:p></text:list-item>" * count + "</text:list>"),
    "notes of one id": lambda count: odt("<text:p>" + "<text:note text:id='a'/>" * count + "</text:p>"),
    "spaces": lambda count: odt("<text:p>" + "<text:s/>" * count + "x</text:p>"),
}  # fmt: skip


def seconds(data: bytes) -> float:
    """Give the processor time of reading a document, the least of three."""
    reader = DocxReader() if b"word/document.xml" in data else OdtReader()
    taken = []
    for _ in range(3):
        start = time.process_time()
        reader.read_bytes("x", data)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length(name: str) -> None:
    """Four times as much takes about four times as long."""
    make = HOSTILE[name]

    assert seconds(make(1_200)) < 8 * max(seconds(make(300)), 0.01)


@pytest.mark.skipif(not SHARED.is_dir(), reason="there are no documents in ../shared/data/documents/docx")
def test_the_notes_of_real_documents_are_found() -> None:
    """Each with its marker and its words; comments are no notes."""
    found = {}
    for path in sorted(SHARED.glob("*.docx")) + sorted(SHARED.glob("*.odt")):
        reader = DocxReader() if path.suffix == ".docx" else OdtReader()
        data = path.read_bytes()
        assert reader.recognises_bytes("-", data)
        document = reader.read_bytes(path.name, data)
        assert [] == problems(document)
        found[path.name] = [
            (marker.label, "" if marker.entry is None else document.entries[marker.entry].raw[:26], marker.page)
            for marker in document.markers
        ]

    assert {
        "mammoth-comments.docx": [],
        "mammoth-endnotes.docx": [("i", "A tachyon walks into a bar", None), ("ii", "Fin.", None)],
        "mammoth-footnote-hyperlink.docx": [("1", "Example", None)],
        "mammoth-footnotes.docx": [("1", "A tachyon walks into a bar", None), ("2", "Fin.", None)],
        "pandoc-citation.odt": [("Ex", "www.example.com.", None)],
        "pandoc-endnote.odt": [("i", "Endnote text", None)],
        "pandoc-footnote.odt": [("1", "Footnote text", None)],
        "pandoc-link_in_notes.docx": [("1", "http://wikipedia.org/", None)],
        "pandoc-mendeley_citations.docx": [
            ("Hadwen-Bennett 2018", "Hadwen-Bennett, A., Sentan", "123"),
            ("Seo 2019", "Seo, J. (2019). Is the Mak", "10-20"),
            ("Lee 2011", "Lee, I., Martin, F., Denne", None),
            ("Koh 2015", "Koh, K., & Abbas, J. (2015", None),
        ],
        "pandoc-notes.docx": [("1", "My note.", None), ("i", "This is an endnote at the ", None)],
    } == found
