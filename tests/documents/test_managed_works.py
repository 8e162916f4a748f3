"""What reference managers put into office documents: works once each, citations with their pages, fields as given."""

from __future__ import annotations

import base64
import json
from typing import Any, Final, Unpack

from citecheck.documents.docx import DocxReader
from citecheck.documents.odt import OdtReader
from citecheck.model import Document, Name, PartialDate
from tests.documents.office_files import Parts, csl, docx, field, note, noted, odt, p, run

KIM: Final[dict[str, Any]] = {
    "id": 5,
    "type": "article-journal",
    "title": "Why cats sleep",
    "container-title": "Cats Today",
    "DOI": "10.5555/cats",
    "author": [{"family": "Kim", "given": "Ann"}],
    "issued": {"date-parts": [["1999", 3]]},
}
LEE: Final[dict[str, Any]] = {
    "id": 6,
    "type": "book",
    "title": "Dogs that bark",
    "author": [{"family": "Lee", "given": "Bo"}],
    "issued": {"date-parts": [[2001]]},
}


def item(data: dict[str, Any], own: str, **more: str | int) -> dict[str, Any]:
    """Give an item of a citation."""
    return {"id": data["id"], "uris": [f"http://zotero.org/users/1/items/{own}"], "itemData": data, **more}


def zotero(shown: str, *items: dict[str, Any]) -> str:
    """Give a field of Zotero."""
    return field(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(*items)} ", shown)


def word(body: str, **more: Unpack[Parts]) -> Document:
    """Give a Word document as its reader sees it."""
    return DocxReader().read_bytes("a.docx", docx(body, **more))


def uses(document: Document) -> list[tuple[str, str | None, str | None]]:
    """Give each marker's words, its entry's label and the page."""
    return [
        (one.text, None if one.entry is None else document.entries[one.entry].label, one.page)
        for one in document.markers
    ]


def given(document: Document, index: int) -> dict[str, object]:
    """Give the fields of an entry that its reference manager knows."""
    return {one.variable: one.value for one in document.entries[index].given}


def test_a_work_is_one_entry_however_often_it_is_cited() -> None:
    """Zotero: several works in one citation are several markers, a locator is the page, the fields are its item's."""
    body = p("Cats sleep ", zotero("(Kim 1999, p. 4)", item(KIM, "K", locator="4")), ".") + p(
        "So do dogs ", zotero("(Kim 1999; Lee 2001)", item(KIM, "K"), item(LEE, "L")), "."
    )

    document = word(body)

    both = "(Kim 1999; Lee 2001)"
    assert [("(Kim 1999, p. 4)", "Kim 1999", "4"), (both, "Kim 1999", None), (both, "Lee 2001", None)] == uses(document)
    assert [marker.at.of(document.blocks[1].text) for marker in document.markers[1:]] == [both, both]
    assert ["Kim 1999", "Lee 2001"] == [entry.label for entry in document.entries]
    assert 'Kim, Ann (March 1999). "Why cats sleep". Cats Today. doi:10.5555/cats.' == document.entries[0].raw
    fields = given(document, 0)
    assert (Name("Kim", "Ann"),) == fields["author"]
    assert PartialDate(1999, 3) == fields["issued"]
    assert ("Why cats sleep", "10.5555/cats", "article-journal") == (fields["title"], fields["DOI"], fields["type"])
    assert ["https://doi.org/10.5555/cats"] == [link.url for link in document.entries[0].links]


def test_the_printed_bibliography_is_no_second_list() -> None:
    """Its words are those of the entries; what is printed and never cited has no number."""
    body = (
        p("Cats sleep ", zotero("(Kim 1999)", item(KIM, "K")), ".")
        + p("Works cited", style="berschrift1")
        + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN ZOTERO_BIBL {"x":[]} CSL_BIBLIOGRAPHY </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "Kim, A. Why Cats Sleep. Cats Today, 1999.")
        + p("Roe, C. Owls. 1900.", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p("Acknowledgements", style="berschrift1")
        + p("Thanks to all in 1999.")
    )  # fmt: skip

    document = word(body)

    assert [("Kim 1999", True, "Kim, A. Why Cats Sleep. Cats Today, 1999."), ("", False, "Roe, C. Owls. 1900.")] == [
        (entry.label, entry.numbered, entry.raw) for entry in document.entries
    ]
    assert {None} == {one.span for one in document.entries[0].given}
    assert "Thanks to all in 1999." == document.blocks[-1].text


def test_numbers_of_a_numeric_style_are_the_labels() -> None:
    """`[1]–[3]` names each work of its field; the bibliography's numbers are no words of the entries."""
    third = {**LEE, "id": 7, "title": "Owls at night"}
    body = (
        p(
            "All sleep ",
            zotero("[1]–[3]", item(KIM, "K"), item(LEE, "L", locator="3", label="chapter"), item(third, "T")),
            ".",
        )
        + p("References", style="berschrift1")
        + p("[1]\tA. Kim, Why cats sleep, Cats Today 1999.", style="Bibliography")
        + p("[2]\tB. Lee, Dogs that bark. 2001.", style="Bibliography")
        + p("[3]\tB. Lee, Owls at night. 2001.", style="Bibliography")
    )

    document = word(body)

    assert [("[1]–[3]", "1", None), ("[1]–[3]", "2", "chapter 3"), ("[1]–[3]", "3", None)] == uses(document)
    assert "B. Lee, Owls at night. 2001." == document.entries[2].raw
    assert "Owls at night" == given(document, 2)["title"]


def test_an_author_in_front_of_the_year_is_part_of_the_sentence() -> None:
    """So the claim keeps its subject."""
    document = word(p(zotero("Kim (1999)", item(KIM, "K")), " showed that cats sleep."))

    assert ["(1999)"] == [marker.text for marker in document.markers]
    assert "Kim (1999) showed that cats sleep." == document.blocks[0].text


def test_a_note_that_is_nothing_but_a_citation_has_the_fields_of_its_work() -> None:
    """In styles of notes the notes are the list; the bibliography is what they stand for."""
    body = (
        p("Cats sleep.", note(1), " They do.", note(2), " And dogs.", note(3))
        + p("Bibliography", style="berschrift1")
        + p("Kim, Ann. “Why cats sleep.” Cats Today, 1999.")
    )
    footnotes = (
        noted(1, zotero("Kim, “Why cats sleep,” 4.", item(KIM, "K", locator="4")))
        + noted(2, zotero("Ibid.", item(KIM, "K")))
        + noted(3, "But see ", zotero("Lee, Dogs that bark", item(LEE, "L")), " for dogs.")
    )

    document = word(body, footnotes=footnotes)

    told = [(entry.label, entry.numbered, entry.raw, entry.works) for entry in document.entries]
    assert [
        ("Kim 1999", False, "Kim, Ann. “Why cats sleep.” Cats Today, 1999.", ()),
        ("1", True, "Kim, “Why cats sleep,” 4.", (0,)),
        ("2", True, "Ibid.", (0,)),
        ("3", True, "But see Lee, Dogs that bark for dogs.", (4,)),
        ("Lee 2001", False, document.entries[4].raw, ()),
    ] == told
    assert "Why cats sleep" == given(document, 1)["title"] == given(document, 2)["title"]
    assert {} == given(document, 3)
    assert ["1", "2", "3"] == [marker.label for marker in document.markers if marker.where == "body"]


def test_mendeley_counts_the_items_of_each_citation_anew() -> None:
    """`ITEM-1` is another work in another citation: the address of the item tells them apart, or DOI and title."""
    items = [
        {"id": "ITEM-1", "itemData": {**KIM, "id": "ITEM-1"}, "uris": ["http://www.mendeley.com/documents/?uuid=k"]},
        {"id": "ITEM-1", "itemData": {**LEE, "id": "ITEM-1"}},
    ]
    body = p(*(part for one in items for part in ("Text ", field(f"ADDIN CSL_CITATION {csl(one)}", "(x)"), ". ")))

    assert ["Kim 1999", "Lee 2001"] == [entry.label for entry in word(body).entries]


def test_content_controls_of_mendeley_cite_are_citations() -> None:
    """Their tag is the citation in base64; the bibliography is a control, too."""
    of_address = base64.urlsafe_b64encode(csl({"id": "u-1", "itemData": {**KIM, "note": "?>?>ÿÿ~~"}}).encode()).decode()
    tag = "MENDELEY_CITATION_v3_" + of_address.rstrip("=")
    assert set("-_") & set(of_address)

    def control(name: str, inner: str) -> str:
        return f'<w:sdt><w:sdtPr><w:tag w:val="{name}"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'

    body = p("Cats sleep ", control(tag, run("(Kim, 1999)")), ".") + control(
        "MENDELEY_BIBLIOGRAPHY", p("Kim, A. (1999). Why cats sleep. Cats Today.")
    )

    document = word(body)

    assert [("(Kim, 1999)", "Kim 1999", None)] == uses(document)
    assert ["Kim, A. (1999). Why cats sleep. Cats Today."] == [entry.raw for entry in document.entries]


ENDNOTE = (
    "<EndNote><Cite><Author>Kim</Author><Year>1999</Year><RecNum>12</RecNum><Pages>7</Pages><DisplayText>[1]</DisplayText>"
    '<record><rec-number>12</rec-number><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    "<author>Kim, Ann</author><author>World Cat Body,</author></authors></contributors><titles><title><style>Why cats "
    "</style><style>sleep</style></title><secondary-title>Cats Today</secondary-title></titles><pages>1-9</pages>"
    "<dates><year>1999</year></dates><electronic-resource-num>10.5555/cats</electronic-resource-num></record></Cite></EndNote>"
)


def test_endnote_keeps_its_record_in_the_code_or_in_the_data() -> None:
    """Long ones are base64 in a field inside the instruction."""
    packed = base64.b64encode(ENDNOTE.encode() + b"\0").decode()
    inside = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData xml:space="preserve">{packed[:50]}\n{packed[50:]}</w:fldData></w:fldChar></w:r>'
        '<w:r><w:instrText> ADDIN EN.CITE.DATA </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p(
        "One ", field(f" ADDIN EN.CITE {ENDNOTE}", "[1]"), ", two ", field(" ADDIN EN.CITE ", "[1]", inside=inside), "."
    )
    body += p(field(" ADDIN EN.REFLIST ", "1.\tKim A. Why cats sleep. Cats Today. 1999:1-9."))

    document = word(body)

    assert [("[1]", "1", "7"), ("[1]", "1", "7")] == uses(document)
    assert ["Kim A. Why cats sleep. Cats Today. 1999:1-9."] == [entry.raw for entry in document.entries]
    fields = given(document, 0)
    assert (Name("Kim", "Ann"), Name(literal="World Cat Body")) == fields["author"]
    assert ("Why cats sleep", "article-journal", "1–9") == (fields["title"], fields["type"], fields["page"])


def test_citavi_describes_a_work_where_it_is_cited_first() -> None:
    """Later citations have its id alone; the page is what was typed."""
    reference = {
        "ReferenceType": "JournalArticle", "Title": "Why cats sleep", "Periodical": {"Name": "Cats Today"}, "Year": "1999",
        "Authors": [{"FirstName": "Ann", "MiddleName": "B.", "LastName": "Kim"}, {"$ref": "5"}, {"LastName": "Cat Body"}],
        "PageRange": "<sp>\r\n<n>1</n></sp><os>1-9</os>", "Doi": "10.5555/cats",
    }  # fmt: skip
    entries = [
        [{"ReferenceId": "k", "Reference": reference, "PageRange": {"OriginalString": "S. 4-5"}}],
        [{"ReferenceId": "k"}, {"ReferenceId": "unknown"}, 3],
    ]
    codes = [base64.b64encode(json.dumps({"Entries": one}).encode()).decode() for one in entries]
    control = "<w:sdt><w:sdtPr><w:tag w:val='CitaviPlaceholder#1'/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>"
    body = p("Cats ", *(control % field(f"ADDIN CitaviPlaceholder{{{code}}}", "(Kim 1999)") for code in codes), ".")

    document = word(body)

    assert [("(Kim 1999)", "Kim 1999", "4-5"), ("(Kim 1999)", "Kim 1999", None)] == uses(document)
    fields = given(document, 0)
    assert (Name("Kim", "Ann B."), Name(literal="Cat Body")) == fields["author"]
    assert ("Cats Today", "1–9", PartialDate(1999)) == (fields["container-title"], fields["page"], fields["issued"])


def test_words_own_bibliography_has_its_sources_in_the_package() -> None:
    """Each tag is a work; a page belongs to the tag before it; the bibliography may be a table."""
    sources = (
        '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Kim99</b:Tag>'
        "<b:SourceType>JournalArticle</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>Kim</b:Last>"
        "<b:First>Ann</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>Why cats sleep</b:Title>"
        "<b:JournalName>Cats Today</b:JournalName><b:Year>1999</b:Year></b:Source><b:Source><b:Tag>Cat01</b:Tag>"
        "<b:SourceType>InternetSite</b:SourceType><b:Author><b:Author><b:Corporate>Cat Body</b:Corporate></b:Author></b:Author>"
        "<b:Title>All cats</b:Title><b:Year>2001</b:Year><b:URL>https://cats.example/</b:URL></b:Source></b:Sources>"
    )
    cells = "".join(
        f"<w:tr><w:tc>{p(f'[{number}] ')}</w:tc><w:tc>{p(text)}</w:tc></w:tr>"
        for number, text in ((1, "A. Kim, “Why cats sleep,” Cats Today, 1999."), (2, "Cat Body, “All cats,” 2001."))
    )
    code = " CITATION Kim99 \\p 4 \\l 1033 \\m Cat01 "
    body = p("Cats sleep ", f'<w:fldSimple w:instr="{code}">{run("[1, p. 4], [2]")}</w:fldSimple>', ".")
    body += f"<w:sdt><w:sdtPr><w:bibliography/></w:sdtPr><w:sdtContent><w:tbl>{cells}</w:tbl></w:sdtContent></w:sdt>"

    document = word(body, others={"customXml/item1.xml": sources})

    assert [("[1, p. 4], [2]", "1", "4"), ("[1, p. 4], [2]", "2", None)] == uses(document)
    assert ["A. Kim, “Why cats sleep,” Cats Today, 1999.", "Cat Body, “All cats,” 2001."] == [
        entry.raw for entry in document.entries
    ]
    assert (Name(literal="Cat Body"),) == given(document, 1)["author"]
    assert PartialDate(1999) == given(document, 0)["issued"]


def test_zotero_keeps_the_codes_of_its_bookmarks_as_properties() -> None:
    """In pieces, by number; in either kind of document."""
    code = f"ZOTERO_ITEM CSL_CITATION {csl(item(KIM, 'K'))}"
    pieces = {f"ZOTERO_BREF_a1_{number}": code[at : at + 90] for number, at in enumerate(range(0, len(code), 90), 1)}
    properties = "".join(
        f'<property name="{name}"><lpwstr>{_xml(text)}</lpwstr></property>' for name, text in pieces.items()
    )
    marked = '<w:bookmarkStart w:id="3" w:name="ZOTERO_BREF_a1"/>' + run("(Kim 1999)") + '<w:bookmarkEnd w:id="3"/>'
    meta = "".join(
        f'<meta:user-defined meta:name="{name}">{_xml(text)}</meta:user-defined>' for name, text in pieces.items()
    )
    mark = '<text:bookmark-start text:name="ZOTERO_BREF_a1"/>(Kim 1999)<text:bookmark-end text:name="ZOTERO_BREF_a1"/>'

    one = word(p("Cats sleep ", marked, "."), others={"docProps/custom.xml": f"<Properties>{properties}</Properties>"})
    other = OdtReader().read_bytes("a.odt", odt(f"<text:p>Cats sleep {mark}.</text:p>", meta=meta))

    for document in (one, other):
        assert [("(Kim 1999)", "Kim 1999", None)] == uses(document)
        assert "Cats sleep (Kim 1999)." == document.blocks[0].text


def test_zotero_names_its_marks_by_their_citation_in_opendocument() -> None:
    """And the section that holds the bibliography."""
    name = _xml(f"ZOTERO_ITEM CSL_CITATION {csl(item(KIM, 'K', locator=4), item(LEE, 'L'))} RNDabc")
    body = (
        f'<text:p>Cats sleep <text:reference-mark-start text:name="{name}"/>(Kim 1999: 4; '
        f'<text:span>Lee</text:span> 2001)<text:reference-mark-end text:name="{name}"/>.</text:p>'
        "<text:section text:name='ZOTERO_BIBL {\"uncited\":[]} CSL_BIBLIOGRAPHY RNDx'><text:p>Kim, Ann. Why cats sleep. "
        "1999.</text:p><text:p>Lee, Bo. Dogs that bark. 2001.</text:p></text:section><text:p>The end.</text:p>"
    )

    document = OdtReader().read_bytes("a.odt", odt(body))

    both = "(Kim 1999: 4; Lee 2001)"
    assert [(both, "Kim 1999", "4"), (both, "Lee 2001", None)] == uses(document)
    assert ["Kim, Ann. Why cats sleep. 1999.", "Lee, Bo. Dogs that bark. 2001."] == [
        one.raw for one in document.entries
    ]
    assert ["Cats sleep (Kim 1999: 4; Lee 2001).", "The end."] == [block.text for block in document.blocks]


def test_a_citation_that_cannot_be_read_is_told() -> None:
    """Its words stay where they stand."""
    broken = ["{", '{"citationItems": 5}', '{"a":' * 5_000, '{"citationItems": [3, {"id": {}}, {}]}']
    body = p(
        "One ",
        *(field(f"ADDIN ZOTERO_ITEM CSL_CITATION {text}", "(x)") for text in broken),
        field("ADDIN EN.CITE <EndNote><x", "y"),
    )

    document = word(body)

    assert "One (x)(x)(x)(x)y" == document.blocks[0].text
    assert ["5 citations of a reference manager cannot be read."] == [
        notice.message[:50] for notice in document.notices if notice.rule == "document-incomplete"
    ]


def _xml(text: str) -> str:
    return json.dumps(text)[1:-1].replace('\\"', "&quot;").replace("<", "&lt;")
