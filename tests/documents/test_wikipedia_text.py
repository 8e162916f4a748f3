"""Plain text of Wikipedia articles: what a reader sees of it, in every shape that copies have."""

from __future__ import annotations

import pytest

from citecheck.documents.wikipedia_text import WikipediaTextReader
from citecheck.model import Document

COPY = """\
Port of Lind

From Wikipedia, the free encyclopedia
Jump to: navigation, search
Map of the port

The port of Lind was founded in 1888 by merchants who wanted a harbour that does not freeze, and it is still in use.

History[edit]

In 1901 a railway came.[1] It brought coal[2][3] and trade[4] However, the war ended both.[5][citation needed]

Ships [sic] called until 1960.[2]:12–17 [Dry docks] followed.[a]

See also[edit]

Lind Canal

References[edit]

  1. ^ Kim, A. (1997). "Rails". Paper. Retrieved 2007-03-16.\u00a0
  2. ^ a b Carr 1992, p. 5. http://example.org/carr.
  3. ^ Jump up to: a b Wood, B.
  4. ^ Hill says so.[1]
  5. ^ [1]

Notes[edit]

  1. ^ Only one.

Further reading[edit]

Lee, C. (2006) The Lind Canal, London: Press.

External links[edit]

Commons has media
"""

WRAPPED = """\
Port

From Wikipedia, the free encyclopedia
Jump to: navigation, search

The port of Lind was founded in 1888 by merchants who wanted a harbour that is
free of ice,^[1]^[2] and it is still in use by many of the ships that sail north.^
[3] Its docks were rebuilt twice in the twentieth century after fires and again
after the long war that closed the sea to nearly all of the ships from abroad.

  • A pier of stone that reaches far into the bay and carries a light that was
    lit in 1890^[2]
  • A wall

References[edit]

 1. ^ Kim, A. (1997). "Rails and harbours of the north". Paper of the Society
    2007. http://example.org/a/
    b.html Retrieved 2007-03-16.
 2. ^ ^a ^b Carr 1992, p. 5.
 3. ↑ Wood, B.

External links[edit]

  • "Lind". Atlas of ports and harbours, a guide for those who sail there in
    1999.
  • Commons

                                    v · d · e
  • 1901 railway lines
"""


def read(text: str) -> Document:
    """Give the document."""
    return WikipediaTextReader().read("-", text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_copy_is_read_as_it_is_seen(newline: str) -> None:
    """Title, blocks, markers and entries come out whatever ends the lines."""
    document = read(COPY.replace("\n", newline))

    assert "Port of Lind" == document.title
    assert ["History", "See also", "References", "Notes", "Further reading", "External links"] == [
        block.text for block in document.blocks if block.kind == "heading"
    ]
    assert ["", "History", "History"] == [block.section for block in document.blocks if block.kind == "paragraph"]
    assert ["Map of the port"] == [block.text for block in document.blocks if block.kind == "infobox"]
    assert ["1", "2", "3", "4", "5", "a", ""] == [entry.label for entry in document.entries]
    assert () == document.notices


def test_markers_name_their_entries() -> None:
    """Each marker answers to its own list; a number apart from the words is none."""
    document = read(COPY)

    named = [(m.text, m.where, document.entries[m.entry].raw[:4]) for m in document.markers if m.entry is not None]

    assert [
        ("[1]", "body", "Kim,"), ("[2]", "body", "Carr"), ("[3]", "body", "Wood"), ("[4]", "body", "Hill"),
        ("[5]", "body", "[1]"), ("[2]", "body", "Carr"), ("[a]", "body", "Only"), ("[1]", "reference", "Kim,"),
    ] == named  # fmt: skip
    assert len(named) == len(document.markers)
    assert [None, None, None, None, None, "12–17", None, None] == [m.page for m in document.markers]


def test_markers_stand_where_they_say() -> None:
    """Both places of a marker, in the text and in its block or entry, hold it."""
    for document in (read(COPY), read(WRAPPED)):
        for marker in document.markers:
            holder = document.blocks[marker.block].text if marker.block is not None else document.entries[3].raw
            assert marker.text == marker.span.of(document.text) == marker.at.of(holder)


def test_entries_are_one_line() -> None:
    """Number, backlinks and white space at the ends are no words of the reference; the span covers the whole item."""
    first, second, third, *_ = read(COPY).entries

    assert 'Kim, A. (1997). "Rails". Paper. Retrieved 2007-03-16.' == first.raw
    assert "Wood, B." == third.raw
    assert "2. ^ a b Carr 1992, p. 5. http://example.org/carr." == second.span.of(COPY)
    assert [("http://example.org/carr", "http://example.org/carr")] == [
        (link.url, link.span.of(COPY)) for link in second.links if link.span
    ]


def test_a_bibliography_is_unnumbered() -> None:
    """Works to read further are entries without a number; menus below them are not."""
    works = [entry.raw for entry in read(COPY).entries if not entry.numbered]

    assert ["Lee, C. (2006) The Lind Canal, London: Press."] == works


def test_wrapped_lines_are_one_block() -> None:
    """A copy of a terminal's browser reads without its breaks and carets."""
    document = read(WRAPPED)
    paragraph, pier, wall = (block for block in document.blocks if block.kind in {"paragraph", "list-item"})

    assert paragraph.text.startswith(
        "The port of Lind was founded in 1888 by merchants who wanted a harbour that is free of ice,[1][2] and"
    )
    assert "sail north.[3] Its docks" in paragraph.text
    assert "A pier of stone that reaches far into the bay and carries a light that was lit in 1890[2]" == pier.text
    assert "A wall" == wall.text
    assert [0, 1, 2, 1] == [marker.entry for marker in document.markers]


def test_wrapped_entries_are_one_line() -> None:
    """An item's lines join; a year alone on one is no item, an address over two is one."""
    document = read(WRAPPED)

    assert [
        'Kim, A. (1997). "Rails and harbours of the north". Paper of the Society 2007. http://example.org/a/b.html Retrieved 2007-03-16.',
        "Carr 1992, p. 5.",
        "Wood, B.",
        '"Lind". Atlas of ports and harbours, a guide for those who sail there in 1999.',
    ] == [entry.raw for entry in document.entries]
    assert ["http://example.org/a/b.html"] == [link.url for link in document.entries[0].links]


def test_blocks_lead_back_to_the_source() -> None:
    """Every visible code point of a block stands where its pieces say."""
    for source in (COPY, WRAPPED):
        for block in read(source).blocks:
            for at, span in block.pieces:
                assert at.of(block.text).split() == span.of(source).split()


def test_notes_and_references_count_apart() -> None:
    """Two lists that both begin at 1 answer to two kinds of markers, wherever they stand."""
    text = (
        "A fact.[note 1] More.[1] Most.[2][note 2]\n\nNotes\n\n1. ^ One\n2. ^ Two\n\nReferences\n\n1. ^ Kim\n2. ^ Lee\n"
    )

    document = read(text)

    assert [("note 1", "note"), ("note 2", "note"), ("1", ""), ("2", "")] == [
        (e.label, e.group) for e in document.entries
    ]
    assert [0, 2, 3, 1] == [marker.entry for marker in document.markers]


@pytest.mark.parametrize(
    ("marker", "labels"),
    [
        ("b", ["a", "b", "c"]),
        ("B", ["A", "B", "C"]),
        ("N 2", ["n 1", "N 2", "n 3"]),
        ("ii", ["lower-roman 1", "ii", "lower-roman 3"]),
    ],
)
def test_unnamed_notes_are_labelled_as_their_list_is(marker: str, labels: list[str]) -> None:
    """A note that no marker names has the label that its list would give it; a named one is spelled as its marker."""
    text = f"A.[1] B.[2] C.[3] D.[4][{marker}]\n\nNotes\n\n1. ^ One\n2. ^ Two\n3. ^ Three\n\nReferences\n\n" + "".join(
        f"{n}. ^ Kim {n}\n" for n in range(1, 5)
    )

    assert [*labels, "1", "2", "3", "4"] == [entry.label for entry in read(text).entries]


def test_lists_may_begin_anew_in_each_part() -> None:
    """Where a page prints its notes in parts, a marker answers to the next list."""
    text = "A.[1] B.[2]\n\n1. ^ Kim\n2. ^ Lee\n\nC.[1] D.[2] E.[3]\n\n1. ^ Carr\n2. ^ Wood\n3. ^ Hill\n"

    assert [0, 1, 2, 3, 4] == [marker.entry for marker in read(text).markers]


@pytest.mark.parametrize("frame", ["", "↑ ", "^ ", "a b ", "↑ 1,0 1,1 "])
@pytest.mark.parametrize("heading", ["Einzelnachweise", "脚注", "Примечания", "Unknown words"])
def test_lists_of_other_wikis(frame: str, heading: str) -> None:
    """A list is known by its backlinks, by its heading, or by what the markers name."""
    text = f"Ein Satz.[1] Noch einer,[2] und 北京。[3]\n\n{heading}\n\n  1. {frame}Kim\n  2. {frame}Lee\n  3. {frame}Carr\n"

    document = read(text)

    assert ["Kim", "Lee", "Carr"] == [entry.raw for entry in document.entries]
    assert [0, 1, 2] == [marker.entry for marker in document.markers]


def test_a_repeated_number_is_a_backlink() -> None:
    """In pages of the mobile application each item repeats its number above the words."""
    text = "事實[1]和[2]。\n\n參考資料\n\n  1. [1]\n    Kim 2007.\n  2. [2]\n    Lee 2008.\n"

    assert ["Kim 2007.", "Lee 2008."] == [entry.raw for entry in read(text).entries]


def test_lists_of_the_body_are_no_references() -> None:
    """Numbered steps are text."""
    text = "Steps.[1] Then:\n\n1. Mix\n2. Bake\n\nReferences\n\n1. ^ Kim\n"

    document = read(text)

    assert ["Kim"] == [entry.raw for entry in document.entries]
    assert ["list-item", "list-item"] == [b.kind for b in document.blocks if b.text in {"1. Mix", "2. Bake"}]


def test_numbers_apart_from_words_are_equations() -> None:
    """Where a label is a marker elsewhere, the same number after a space is none."""
    text = "A fact.[1] From equation [1] and [2] follows more.[2]\n\nReferences\n\n1. ^ Kim\n2. ^ Lee\n"

    assert [0, 1] == [marker.entry for marker in read(text).markers]


def test_indices_are_no_superscripts() -> None:
    """A terminal's browser marks superscripts; a number without that mark is an index."""
    text = "A fact.^[1] Over F[2] and F[1] it splits.^[2]\n\nReferences\n\n1. ^ Kim\n2. ^ Lee\n"

    assert [0, 1] == [marker.entry for marker in read(text).markers]


def test_cells_are_blocks() -> None:
    """A row of a table is cells; a marker may fill one alone."""
    prose = "The record sold well in the year of its release and was praised by nearly all of the papers that wrote of it.[1] "
    text = f"Kill\n\n{prose}Fine.\n\nSource\t\tRating\nPaper\t\t[2]\n\nReferences\n\n1. ^ Kim\n2. ^ Lee\n"

    document = read(text)

    assert ["Source", "Rating", "Paper", "[2]"] == [b.text for b in document.blocks if b.kind == "table-cell"]
    assert ["body", "table"] == [marker.where for marker in document.markers]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Nothing is cited here.\n", ["document-no-references", "document-no-markers"]),
        ("A fact.[1] Another.[2]\n", ["document-no-references"]),
        ("Text.\n\nReferences\n\n1. ^ Kim\n", ["document-no-markers"]),
        ("Text.[1]\n\nReferences\n\n1. ^ Kim\n", []),
    ],
)
def test_what_is_missing_is_noticed(text: str, rules: list[str]) -> None:
    """A text without a list or without markers is read, and the report says what is missing."""
    assert rules == [notice.rule for notice in read(text).notices]


def test_orphans_are_markers() -> None:
    """A marker whose entry is missing stays a marker."""
    document = read("A fact.[1] Another.[7]\n\nReferences\n\n1. ^ Kim\n")

    assert [0, None] == [marker.entry for marker in document.markers]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.txt", "Text", True),
        ("-", "Text", True),
        ("-", "\n<!DOCTYPE html>", False),
    ],
)
def test_plain_text_is_recognised(path: str, text: str, expected: bool) -> None:
    """Whatever has another format's head is left to its reader."""
    assert expected == WikipediaTextReader().recognises(path, text)


def test_links_of_the_body_are_known() -> None:
    """Addresses outside the lists are the document's own links."""
    document = read("See http://example.org/a (an atlas).[1]\n\nReferences\n\n1. ^ Kim http://example.org/b\n")

    assert ["http://example.org/a"] == [link.url for link in document.links]
