"""Drafts: what takes words, which marker answers to which entry, where all of it stands."""

from __future__ import annotations

from citecheck.documents.draft import Draft, Extract
from citecheck.model import Span


def test_a_note_in_the_middle_of_a_paragraph_takes_its_own_words() -> None:
    """And the paragraph goes on behind it, with the marker where the note stood."""
    text = "Cats sleep(See Kim 1999.) all day."
    draft = Draft()
    draft.open()
    draft.words(text[:10], Span(0, 10))
    draft.mark("[1]", "note", Span(10, 25))
    draft.open_entry("note", "1", 10)
    draft.words("See Kim 1999.", Span(11, 24))
    draft.close_entry(25)
    draft.words(text[25:], Span(25, 34))

    document = draft.document("-", "made", text)

    assert ["Cats sleep[1] all day."] == [block.text for block in document.blocks]
    assert ["See Kim 1999."] == [entry.raw for entry in document.entries]
    (marker,) = document.markers
    assert (0, 0, "[1]") == (marker.entry, marker.block, marker.at.of(document.blocks[0].text))
    assert "(See Kim 1999.)" == document.entries[0].span.of(text)
    assert "all day." == "".join(span.of(text) for span in document.blocks[0].source(14, 22))


def test_markers_may_come_before_and_behind_their_entries_and_name_none() -> None:
    """Of two entries with one key the first answers; a hidden marker has no words."""
    draft = Draft()
    draft.open()
    draft.mark("[a]", "a", Span(0, 3))
    draft.mark("[b]", "b", Span(3, 6))
    draft.mark("[a]", "a", Span(6, 9), hidden=True)
    assert ("a", "b") == draft.open_keys()
    assert draft.open_entry("a", "a", 9)
    draft.close_entry(10)
    assert not draft.open_entry("a", "a", 10)
    draft.close_entry(11)

    document = draft.document("-", "made", "x" * 11)

    assert [0, None, 0] == [marker.entry for marker in document.markers]
    assert ["body", "body", "hidden"] == [marker.where for marker in document.markers]
    assert ["[a][b]"] == [block.text for block in document.blocks]
    assert 2 == len(document.entries)


def test_the_words_of_an_extract_are_its_text() -> None:
    """Each block and entry on lines of its own; spans point into it; headings name what follows."""
    extract = Extract()
    extract.open("heading", level=1)
    extract.say("Cats")
    extract.open()
    extract.say("They  sleep.")
    extract.cite("[1]", 1)
    extract.close()
    extract.begin_entry(1, "1")
    extract.say("Kim at https://kim.example/a.")
    extract.links_in_words()
    extract.end_entry()

    document = extract.extracted("a.docx", "docx", title="Cats")

    assert "Cats\n\nThey  sleep.[1]\n\nKim at https://kim.example/a.\n\n" == document.text
    assert [("Cats", "Cats"), ("They sleep.[1]", "Cats")] == [(block.text, block.section) for block in document.blocks]
    assert "[1]" == document.markers[0].span.of(document.text)
    (link,) = document.entries[0].links
    assert link.span is not None
    assert link.url == link.span.of(document.text) == "https://kim.example/a"
    assert "extracted" == document.text_of


def test_words_may_name_several_entries() -> None:
    """They stand in the text once, and each entry has a marker there."""
    extract = Extract()
    extract.open()
    extract.say("Cats sleep")
    extract.cite("[1, 2]", "a", label="1")
    extract.also("b", "2", page="4")

    document = extract.extracted("a.docx", "docx")

    assert "Cats sleep[1, 2]" == document.text == document.blocks[0].text
    one, other = document.markers
    assert (one.text, one.span, one.at, one.block) == (other.text, other.span, other.at, other.block)
    assert [("1", None), ("2", "4")] == [(marker.label, marker.page) for marker in document.markers]


def test_what_frames_an_entry_is_no_part_of_its_words() -> None:
    """It stands in the text, and in the span of the entry; a line begins where it is told."""
    extract = Extract()
    extract.say("Cats")
    assert len("Cats\n\n") == extract.line()
    extract.begin_entry(1, "1")
    extract.frame("[1] ")
    extract.say("Kim")
    extract.end_entry()

    document = extract.extracted("a.docx", "docx")

    (entry,) = document.entries
    assert ("Kim", "[1] Kim") == (entry.raw, entry.span.of(document.text))
