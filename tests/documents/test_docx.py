"""Word documents: their text, notes and lists as a reader of the page has them."""

from __future__ import annotations

from typing import Unpack

from citecheck.documents.docx import DocxReader
from citecheck.model import Document
from tests.documents.office_files import Parts, docx, docx_members, field, note, noted, p, packed, raised, run

HEADING = "berschrift1"


def read(body: str, **more: Unpack[Parts]) -> Document:
    """Give a document as its reader sees it."""
    return DocxReader().read_bytes("a.docx", docx(body, **more))


def texts(document: Document) -> list[str]:
    """Give the words of its blocks."""
    return [block.text for block in document.blocks]


def cited(document: Document) -> list[tuple[str, str | None]]:
    """Give each marker with the words of its entry."""
    return [(one.text, None if one.entry is None else document.entries[one.entry].raw) for one in document.markers]


def test_notes_are_numbered_as_word_prints_them() -> None:
    """Footnotes in figures, endnotes in small Roman ones; a mark of its own counts for nothing."""
    body = p("One", note(7), " two", note(5, mark="*"), " three", note(6), ". End", note(2, "endnote"), ".")
    footnotes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        + noted(5, "* ", "star")
        + noted(6, "second")
        + noted(7, "first")
        + noted(8, "never called")
    )

    document = read(body, footnotes=footnotes, endnotes=noted(2, "at the end", kind="endnote"))

    assert ["One[1] two[*] three[2]. End[i]."] == texts(document)
    assert [("[1]", "first"), ("[*]", "star"), ("[2]", "second"), ("[i]", "at the end")] == cited(document)
    assert ["", "", "", "endnote"] == [entry.group for entry in document.entries]


def test_numbers_begin_anew_in_each_section_where_the_document_says_so() -> None:
    """Their form and start are the section's own, too."""
    anew = '<w:sectPr><w:footnotePr><w:numFmt w:val="%s"/><w:numStart w:val="%d"/><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = (
        p("a", note(1), note(2))
        + p("b", note(3), properties=anew % ("upperLetter", 3))
        + p("c", note(4), note(5))
        + anew % ("chicago", 1)
    )

    document = read(body, footnotes="".join(noted(own, f"note {own}") for own in range(1, 6)))

    assert ["C", "D", "E", "*", "†"] == [marker.label for marker in document.markers]
    assert [f"note {own}" for own in range(1, 6)] == [raw for _, raw in cited(document)]


def test_a_field_that_repeats_the_number_of_a_note_is_a_marker_of_it() -> None:
    """Word's cross-reference to a footnote."""
    mark = f'<w:bookmarkStart w:id="0" w:name="_Ref1"/>{note(1)}<w:bookmarkEnd w:id="0"/>'

    document = read(p("As said", field(" NOTEREF _Ref1 \\h ", "1"), ", and here", mark, "."), footnotes=noted(1, "Kim"))

    assert [("[1]", "Kim"), ("[1]", "Kim")] == cited(document)


def test_what_is_deleted_or_hidden_is_not_said_and_what_is_inserted_is() -> None:
    """Tracked changes, moves and hidden runs; a paragraph whose end was deleted goes on."""
    gone = f"<w:del w:id='1'>{run('gone').replace('w:t', 'w:delText')}{note(1)}</w:del>"
    body = (
        p("Cats ", gone, f"<w:ins w:id='2'>{run('sleep')}</w:ins>", properties="<w:rPr><w:del w:id='3'/></w:rPr>")
        + p(" all day", run(" unseen", "<w:vanish/>"), run(" seen", '<w:vanish w:val="0"/>'))
        + p(f"<w:moveFrom w:id='4'>{run('moved')}</w:moveFrom>", run("x", '<w:rStyle w:val="Unseen"/>'))
        + p(f"<w:moveTo w:id='4'>{run('moved')}</w:moveTo>")
    )

    assert ["Cats sleep all day seen", "moved"] == texts(read(body, footnotes=noted(1, "gone too")))


def test_headings_are_told_by_their_level_and_by_the_names_of_styles() -> None:
    """An outline level beats a name, a style has what the one has that it is based on; contents are left out."""
    body = (
        p("Inhalt", style="Verz1")
        + p("Eins", style=HEADING)
        + p("Zwei", style="Mine")
        + p("Trois", style="Titre3")
        + p("Quatre", properties='<w:outlineLvl w:val="3"/>')
        + p("Abb. 1: Katzen", style="Beschriftung")
        + p("Text.")
    )

    document = read(body)

    kinds = [(block.kind, block.level, block.text) for block in document.blocks]
    assert [
        ("heading", 1, "Eins"),
        ("heading", 2, "Zwei"),
        ("heading", 3, "Trois"),
        ("heading", 4, "Quatre"),
        ("caption", 0, "Abb. 1: Katzen"),
        ("paragraph", 0, "Text."),
    ] == kinds
    assert "Quatre" == document.blocks[-1].section
    assert "de-DE" == document.language


def test_cells_of_a_row_belong_together_and_text_boxes_are_said_once() -> None:
    """The alternative that old programs read says the same again."""
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("Kim", "1999"))
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>" + box + "</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    document = read(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>" + p("Before ", both, "and after."))

    assert ["Kim", "1999", "Kim", "1999", "Before and after.", "In a box."] == texts(document)
    rows = [block.row for block in document.blocks]
    assert rows[0] == rows[1] == document.text.index("Kim")
    assert rows[2] == rows[3] == document.text.rindex("Kim")
    assert [None, None] == rows[4:]


def test_formulas_of_their_own_and_empty_controls_say_nothing() -> None:
    """Signs inside a line are part of it; a prompt that waits for words is none."""
    body = (
        p("<m:oMathPara><m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath></m:oMathPara>")
        + p("Let ", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", " be one.")
        + p(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>",
            "ok",
        )
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Inside a control.')}</w:sdtContent></w:sdt>"
    )

    assert ["Let x be one.", "ok", "Inside a control."] == texts(read(body))


def test_links_are_those_of_the_words_that_lead_there() -> None:
    """By relationship, by field, and where an address is written out."""
    link = f'<w:hyperlink r:id="L1">{run("Kim")}</w:hyperlink>'
    body = p("See ", link, note(1), ", ", field(' HYPERLINK "https://b.example/x" ', "here"), " or https://c.example/.")

    document = read(
        body,
        links={"L1": "https://a.example/"},
        footnotes=noted(1, f'<w:hyperlink r:id="L1">{run("it")}</w:hyperlink>'),
    )

    told = {link.url: link.span.of(document.text) for link in document.links if link.span}
    assert {
        "https://a.example/": "Kim",
        "https://b.example/x": "here",
        "https://c.example/": "https://c.example/",
    } == told
    assert ["https://a.example/"] == [link.url for link in document.entries[0].links]


def test_a_typed_list_answers_to_markers_in_brackets() -> None:
    """Ranges name those between; a number that the list lacks is an orphan; its heading need be none by style."""
    body = (
        p("Cats sleep [1], dogs [2,3] and owls [1–3] too [4]. In [1999] more.")
        + p("Literatur")
        + p("[1] Kim, A. (1999). Cats. https://kim.example/")
        + p("[2]\tLee, B. (2001). Dogs.")
        + p("[3] Roe, C. (2003). Owls.")
        + p("in Journal of Owls 3.")
        + p("1. Not of this list.")
    )

    document = read(body)

    labels = [(marker.label, marker.entry) for marker in document.markers]
    assert [("1", 0), ("2", 1), ("3", 2), ("1", 0), ("2", 1), ("3", 2), ("4", None)] == labels
    assert "Roe, C. (2003). Owls. in Journal of Owls 3." == document.entries[2].raw
    assert "[2]\tLee, B. (2001). Dogs." == document.entries[1].span.of(document.text)
    assert ["heading"] == [block.kind for block in document.blocks if block.text == "Literatur"]
    assert "1. Not of this list." == document.blocks[-1].text


def test_labels_may_be_words() -> None:
    """In square brackets, several in one; other words in brackets are none."""
    body = (
        p("Cats sleep [Kim99], dogs [Lee+01, Kim99]. He [the cat] knows [Roe03].")
        + p("References", style=HEADING)
        + p("[Kim99] Kim, A. (1999). Cats.")
        + p("[Lee+01] Lee, B. et al. (2001). Dogs.")
    )

    document = read(body)

    assert [("Kim99", 0), ("Lee+01", 1), ("Kim99", 0)] == [(marker.label, marker.entry) for marker in document.markers]
    assert [("Kim99", "Kim, A. (1999). Cats."), ("Lee+01", "Lee, B. et al. (2001). Dogs.")] == [
        (entry.label, entry.raw) for entry in document.entries
    ]


def test_entries_may_be_lines_of_one_paragraph() -> None:
    """Where each line begins with its number."""
    br = "<w:r><w:br/></w:r>"
    body = p("Cats sleep (1), dogs (2).") + p("References") + p("1. Kim 1999.", br, "2. Lee 2001.", br, "Dog Press.")

    document = read(body + p("One", br, "two.", style="Standard"))

    assert [("1", "Kim 1999."), ("2", "Lee 2001. Dog Press.")] == [(one.label, one.raw) for one in document.entries]
    assert "One two." == document.blocks[-1].text
    assert ["(1)", "(2)"] == [marker.text for marker in document.markers]


def test_a_list_that_word_numbers_answers_to_superscripts_and_exponents_do_not() -> None:
    """The numbers of the list are nowhere in its text."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>'
    body = (
        p("Cats sleep", raised("1,2"), " on 5 m", raised("2"), " of 10", raised("3"), " sofas.", raised("3"))
        + p("5. References", style=HEADING)
        + p("Kim, A. (1999). Cats.", properties=item)
        + p("Lee, B. (2001). Dogs.", properties=item)
        + p("Roe, C. (2003). Owls.", properties=item)
        + p("Appendix", style=HEADING)
        + p("In 1999 there was more.", properties=item)
    )

    document = read(body, numbering=numbering)

    assert ["1", "2", "3"] == [marker.label for marker in document.markers]
    assert [("1", "Kim, A. (1999). Cats."), ("2", "Lee, B. (2001). Dogs."), ("3", "Roe, C. (2003). Owls.")] == [
        (entry.label, entry.raw) for entry in document.entries
    ]
    assert "In 1999 there was more." == document.blocks[-1].text


def test_a_list_without_numbers_is_a_bibliography() -> None:
    """Its entries have no number, and prose under such a heading stays prose."""
    body = (
        p("Cats sleep (Kim 1999).")
        + p("Notes", style=HEADING)
        + p("The author thanks everybody who helped.")
        + p("And some more words follow here.")
        + p("References", style=HEADING)
        + p("Primary", style="Mine")
        + p("Books")
        + p("Kim, A. (1999). Cats.")
        + p("https://cats.example/")
        + p("Lee, B. (2001). Dogs.")
        + p("The author teaches, and has a cat.")
    )

    document = read(body)

    assert [(False, "Kim, A. (1999). Cats. https://cats.example/"), (False, "Lee, B. (2001). Dogs.")] == [
        (entry.numbered, entry.raw) for entry in document.entries
    ]
    assert "The author thanks everybody who helped." in texts(document)


def test_the_strict_namespaces_and_other_names_of_parts_mean_the_same() -> None:
    """A file as "Strict Open XML" has it, its main part under another name."""
    members = docx_members(p("One", note(1), "."), footnotes=noted(1, "Kim"))
    members["word/document2.xml"] = members.pop("word/document.xml")
    members["word/_rels/document2.xml.rels"] = members.pop("word/_rels/document.xml.rels")
    strict = {
        name: str(content)
        .replace("word/document.xml", "word/document2.xml")
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in members.items()
    }
    data = packed(strict)

    assert DocxReader().recognises_bytes("-", data)
    assert [("[1]", "Kim")] == cited(DocxReader().read_bytes("-", data))


def test_a_field_without_its_close_takes_no_text_with_it() -> None:
    """Its instruction ends with the paragraph, and a table of contents before the next heading."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = p(begin) + p("One.") + p(begin, separate, "Contents") + p("Cats", style=HEADING) + p("Two.")

    assert ["One.", "Cats", "Two."] == texts(read(body))
