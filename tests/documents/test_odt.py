"""OpenDocument texts: their text, notes and lists as a reader of the page has them."""

from __future__ import annotations

import pytest

from citecheck.documents.docx import DocxReader
from citecheck.documents.odt import OdtReader
from citecheck.model import Document, PartialDate
from tests.documents.office_files import ODT, docx, fodt, odt, odt_members, p, packed


def read(body: str, **more: str) -> Document:
    """Give a document as its reader sees it."""
    return OdtReader().read_bytes("a.odt", odt(body, **more))


def texts(document: Document) -> list[str]:
    """Give the words of its blocks."""
    return [block.text for block in document.blocks]


def note(label: str, text: str, kind: str = "footnote", own: str = "") -> str:
    """Give a note where it is called."""
    return (
        f'<text:note text:id="{own or label}" text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


def test_notes_have_the_labels_that_the_file_says() -> None:
    """Footnotes come before endnotes; a reference to a note is a marker of it."""
    again = (
        '<text:note-ref text:note-class="footnote" text:reference-format="text" text:ref-name="f1">1</text:note-ref>'
    )
    body = f"<text:p>One{note('i', 'end', 'endnote')} two{note('1', 'foot', own='f1')} three{again}.</text:p>"

    document = read(body)

    assert ["One[i] two[1] three[1]."] == texts(document)
    assert [("1", "foot", ""), ("i", "end", "endnote")] == [(one.label, one.raw, one.group) for one in document.entries]
    assert [1, 0, 0] == [marker.entry for marker in document.markers]


def test_headings_lists_tables_and_spaces() -> None:
    """Blanks that the file counts, styles by their parents, cells of a row together."""
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Illustration"/>'
    )
    styles = (
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>'
        '<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>'
        '<style:default-style style:family="paragraph"><style:text-properties fo:language="fr" fo:country="CA"/></style:default-style>'
    )
    body = (
        '<text:table-of-content><text:index-body><text:p>Contents</text:p></text:index-body></text:table-of-content>'
        '<text:h text:outline-level="1">Cats</text:h><text:p text:style-name="P1">Sleep</text:p>'
        '<text:p>They<text:s text:c="2"/>sleep<text:tab/>all<text:line-break/>day.</text:p>'
        "<text:list><text:list-item><text:p>first</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
        "<text:p>b</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p text:style-name="P2">Figure 1: cats</text:p>'
    )  # fmt: skip

    document = read(body, automatic=automatic, styles=styles, meta="<dc:title>On cats</dc:title>")

    assert [
        ("heading", 1, "Cats"), ("heading", 2, "Sleep"), ("paragraph", 0, "They sleep all day."), ("list-item", 0, "first"),
        ("table-cell", 0, "a"), ("table-cell", 0, "b"), ("caption", 0, "Figure 1: cats"),
    ] == [(block.kind, block.level, block.text) for block in document.blocks]  # fmt: skip
    assert document.blocks[4].row == document.blocks[5].row is not None
    assert ("On cats", "fr-CA") == (document.title, document.language)


def test_what_is_deleted_hidden_or_a_remark_is_not_said() -> None:
    """Tracked deletions, hidden text by element, style and section, annotations."""
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes><text:p>Cats<office:annotation><text:p>really?</text:p></office:annotation> "
        '<text:span text:style-name="T1">unseen<text:span text:style-name="T2">too</text:span></text:span>sleep'
        '<text:hidden-text text:string-value="x">x</text:hidden-text>.</text:p>'
        '<text:section text:name="s" text:display="none"><text:p>unseen</text:p></text:section>'
    )

    assert ["Cats sleep."] == texts(read(body, automatic=automatic))


def test_a_bibliography_mark_is_a_citation_with_the_fields_of_its_attributes() -> None:
    """LibreOffice's own; its printed index is no second list."""
    mark = (
        '<text:bibliography-mark text:identifier="Kim99" text:bibliography-type="article" text:author="Kim, Ann; Lee, Bo" '
        'text:title="Why cats sleep" text:journal="Cats Today" text:year="1999" text:url="https://cats.example/">[Kim99]'
        "</text:bibliography-mark>"
    )
    index = (
        "<text:bibliography><text:bibliography-source><text:p>x</text:p></text:bibliography-source><text:index-body>"
        "<text:p>Kim99: Kim, Ann; Lee, Bo, Why cats sleep, 1999</text:p></text:index-body></text:bibliography>"
    )

    document = read(f"<text:p>Cats sleep {mark}, they do {mark}.</text:p>{index}")

    assert [("[Kim99]", 0), ("[Kim99]", 0)] == [(marker.text, marker.entry) for marker in document.markers]
    (entry,) = document.entries
    fields = {one.variable: one.value for one in entry.given}
    assert ("Why cats sleep", "Cats Today", PartialDate(1999), "article-journal") == tuple(
        fields[name] for name in ("title", "container-title", "issued", "type")
    )
    assert 2 == len(fields["author"])  # type: ignore[arg-type] # names
    assert "Kim99: Kim, Ann; Lee, Bo, Why cats sleep, 1999" == entry.raw
    assert ["https://cats.example/"] == [link.url for link in entry.links]


def test_a_list_that_the_program_numbers_answers_to_typed_markers() -> None:
    """Brackets of the list's style, links in its items."""
    automatic = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-prefix="[" style:num-suffix="]"/></text:list-style>'
    )
    items = "".join(
        f"<text:list-item><text:p>{text}</text:p></text:list-item>"
        for text in ('Kim. <text:a xlink:href="https://kim.example/">Cats</text:a>. 1999.', "Lee. Dogs. 2001.")
    )
    body = (
        "<text:p>Cats sleep [1, 2]. So be it [2].</text:p><text:h>References</text:h>"
        f'<text:list text:style-name="L1">{items}</text:list>'
    )

    document = read(body, automatic=automatic)

    assert ["1", "2", "2"] == [marker.label for marker in document.markers]
    assert ["Kim. Cats. 1999.", "Lee. Dogs. 2001."] == [entry.raw for entry in document.entries]
    assert "[2] Lee. Dogs. 2001." == document.entries[1].span.of(document.text)
    (link,) = document.entries[0].links
    assert link.span is not None
    assert ("https://kim.example/", "Cats") == (link.url, link.span.of(document.text))


def test_a_flat_file_is_read_as_one_in_a_package() -> None:
    """All parts in one."""
    data = fodt(f"<text:p>One{note('1', 'foot')}.</text:p>")

    assert OdtReader().recognises_bytes("a.fodt", data)
    assert ["One[1]."] == texts(OdtReader().read_bytes("a.fodt", data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (docx(p("x")), "docx"),
        (odt("<text:p/>"), "odt"),
        (packed(odt_members("<text:p/>") | {"mimetype": f"{ODT}-template"}, stored=("mimetype",)), "odt"),
        (packed({"mimetype": "application/epub+zip"}, stored=("mimetype",)), ""),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, stored=("mimetype",)), ""),
        (packed({"[Content_Types].xml": "<Types>spreadsheetml.sheet.main+xml</Types>", "xl/workbook.xml": "<x/>"}), ""),
        (packed({"word/readme.txt": "word"}), ""),
        (b"<?xml version='1.0'?><office:document-content/>", ""),
        (b"PK\x03\x04", ""),
        (b"", ""),
    ],
)
def test_a_document_is_told_by_its_container(data: bytes, expected: str) -> None:
    """Whatever its name is."""
    readers = (DocxReader(), OdtReader())

    assert [expected] * bool(expected) == [reader.name for reader in readers if reader.recognises_bytes("a.docx", data)]
