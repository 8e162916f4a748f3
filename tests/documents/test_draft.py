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
