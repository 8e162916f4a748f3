"""Plain text: labels in brackets and their list, across the ends of pages; lists of references and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.api.installed import readers
from citecheck.documents import read as read_bytes
from citecheck.documents.plain_text import PlainTextReader
from citecheck.model import Document
from tests.documents.soundness import problems
from tests.documents.timing import least_seconds

SHARED = Path(__file__).parents[3] / "shared" / "data" / "documents" / "plaintext"
PAPER = """Network Working Group                                          A. Writer
Request for Comments: 99999                                    January 2020


                     The Counting of Lakes
                       in Cold Countries

1.  Introduction

   Lakes are counted from above [RFC2119].  They are deep [LAKES, BN00]
   and old, as is said in [I-D.ietf-
   lakes]; see [RFC2119], Section 3.  An array[0] is none [sic].

   o  One of them is [LAKES]-like.

       +------+   the drawing
       | lake |-->| river |
       +------+

   A sentence that does not end




Writer                       Standards Track                    [Page 1]
\f
RFC 99999                 The Counting of Lakes             January 2020


   on this page goes on [BN00].

2.  References

2.1.  Normative References

   [RFC2119]  Bradner, S., "Key words", BCP 14, RFC 2119,
              March 1997, <http://rfc.example/
              2119>.

   [LAKES]
              Kim, A., "Lakes", 2001.




Writer                       Standards Track                    [Page 2]
\f
RFC 99999                 The Counting of Lakes             January 2020


              Second edition.

2.2.  Informative References

   [BN00]     Bellare, M., "Lakes and rivers", 2000.

   [I-D.ietf-lakes]
              Ito, B., "Work in progress".

   [UNUSED]   Nobody, N., "Unused", 1999.

Author's Address

   A. Writer
"""


def read(text: str) -> Document:
    """Give what is read of a text."""
    document = PlainTextReader().read("a.txt", text)
    assert [] == problems(document)
    return document


def test_a_paper_in_pages_is_read_as_one() -> None:
    """What stands between pages is part of no sentence and of no reference; drawings are no claims; labels are words."""
    document = read(PAPER)

    assert "The Counting of Lakes in Cold Countries" == document.title
    assert [
        ("RFC2119", 'Bradner, S., "Key words", BCP 14, RFC 2119, March 1997, <http://rfc.example/2119>.'),
        ("LAKES", 'Kim, A., "Lakes", 2001. Second edition.'),
        ("BN00", 'Bellare, M., "Lakes and rivers", 2000.'),
        ("I-D.ietf-lakes", 'Ito, B., "Work in progress".'),
        ("UNUSED", 'Nobody, N., "Unused", 1999.'),
    ] == [(entry.label, entry.raw) for entry in document.entries]
    assert ["http://rfc.example/2119"] == [link.url for entry in document.entries for link in entry.links]
    labels = ["RFC2119", "LAKES", "BN00", "I-D.ietf-lakes", "RFC2119", "LAKES", "BN00"]
    assert labels == [marker.label for marker in document.markers]
    assert all(marker.entry is not None for marker in document.markers)
    assert "A sentence that does not end on this page goes on [BN00]." in [block.text for block in document.blocks]
    assert not any("drawing" in block.text or "Page" in block.text for block in document.blocks)
    assert ["Introduction", "References", "Normative References", "Informative References", "Author's Address"] == [
        block.text for block in document.blocks if block.kind == "heading"
    ]


@pytest.mark.parametrize(
    ("text", "labels", "markers"),
    [
        ("A [1], [3]-[5].\n\nReferences\n\n[1] Kim\n[2] Lee\n[3] Ito\n[4] Ono\n[5] Abe\n", "12345", "1345"),
        ("A [1-3] B [2; 4].\n\nReferences\n\n[1] Kim\n[2] Lee\n[3] Ito\n[4] Ono\n", "1234", "12324"),
        ("An essay[0]. More[1].\n\n[0] Kim said so\nin a letter.\n\n[1] Lee.\n", "01", "01"),
        ("A [2].\n\n8. References\n\n 1. Kim 1997\n 2. Lee 1998\n", "12", "2"),
        ("8. References .... 12\n\nA [1].\n\n--[ 8 - References\n\n[1] Kim\n[2] Lee\n\n[04] SPD = 0\n", "12", "1"),
        ("x[1] = y[2]\n\nNotes\n\n1. One thing.\n2. Another.\n\nReferences\n\n[a] Kim\n[b] Lee\n", "ab", ""),
    ],
)
def test_lists_and_their_markers(text: str, labels: str, markers: str) -> None:
    """With a heading or without; ranges name those between; a list in brackets is the one where there are two."""
    document = read(text)

    assert labels == "".join(entry.label for entry in document.entries)
    assert markers == "".join(marker.label for marker in document.markers)


LINES = (
    "Kim, A. (1997). Lakes of the north. Water Press.",
    "Lee, B., & Ito, C. (2001). Rivers. Journal of Rivers, 3(2), 1-9. https://doi.org/10.1000/rivers",
    '"The sea", The Daily Sea, 3 May 2004.',
)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\n\n".join(LINES),
        "References\n\n" + "\n\n".join(LINES),
        "\n".join(f"[{number}] {line}" for number, line in enumerate(LINES, 1)),
        "\n".join(f"- {line}" for line in LINES),
        "\n".join(f"{line[:30]}\n    {line[30:]}" for line in LINES),
    ],
    ids=["lines", "paragraphs", "heading", "numbers", "bullets", "hanging"],
)
def test_a_list_of_references_and_nothing_else(text: str) -> None:
    """One a line or a paragraph, numbered or not, each an entry."""
    document = read_bytes("a.txt", text.encode(), readers())

    assert "plain-text" == document.format
    assert ["".join(line.split()) for line in LINES] == ["".join(entry.raw.split()) for entry in document.entries]
    assert () == document.markers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAPER, True),
        ("A [1].\n\n[1] Kim\n[2] Lee\n", True),
        ("Text.[1]\n\nReferences\n\n1. ^ Kim\n", False),
        ("References\n\n[75px-Map] Kim\n[80px-Flag] Lee\n", False),
        ("In 1997 the lake was deep.\n\nBy 2001 it was not, said Kim, A.\n\nIn 2004 it was gone.\n", False),
        ("A list\n\n[ ] todo 1\n[x] todo 2\n", False),
        ("plain words", False),
    ],
)
def test_texts_are_told_by_their_lists(text: str, expected: bool) -> None:
    """Articles of Wikipedia, pictures, prose and lists of tasks are none."""
    assert expected == PlainTextReader().recognises("-", text)


PIECES = (
    "[1]", "[RFC1]", "[1] Kim 1997\n", "   [A]  Kim,\n        Lee\n", "References\n", "1.  References\n", "\n", "\n\n", "[Page 1]\n", "\f\n", "\f",
    "RFC 1  Head\n", "word ", "   ", "a-\n", "http://a.example/b", "|--|", "====\n", ". . . 3\n", "Kim, A. (1997). Lakes.\n", "- ", "语", "\r\n",
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    """Without an error, and soundly."""
    PlainTextReader().recognises("-", text)
    read(text)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[1",
        "[1]",
        "[1] a\n",
        "a\n\n",
        "[1, ",
        "[1-9]",
        "x [Page 1]\n",
        "\f\n",
        " ",
        "1. a\n",
        "=\n",
        ". . ",
        "Kim, A. 1997 ",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Four times as many of anything take four times as long, or little more."""

    def seconds(count: int) -> float:
        text = f"A [1].\n\n{unit * count}\n\nReferences\n\n[1] Kim\n[2] Lee\n"
        reader = PlainTextReader()
        return least_seconds(lambda: (reader.recognises("-", text), reader.read("a.txt", text)))

    assert seconds(2_000) < 9 * max(seconds(500), 0.02)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize("name", sorted(path.name for path in SHARED.glob("*.txt")))
def test_the_shared_documents_are_read_as_well_as_before(name: str) -> None:
    """Each item is an entry under its label, each use a marker that leads to it, and there are no others."""
    truth = json.loads((SHARED / f"{name}.truth.json").read_text(encoding="utf-8"))
    document = read_bytes(name, (SHARED / name).read_bytes(), readers())

    assert truth["labels"] == [entry.label for entry in document.entries]
    assert Counter(truth["uses"]) == Counter(marker.label for marker in document.markers)


CITED = """On the Counting of Lakes
A. Writer

1. Introduction

Lakes were first counted by Smith (2010), who found many of them (see
also Jones and Kim, 2004). They are deep (van der Berg et al. 2012, p.
33; Smith 2010) and old. In 2010 a flood came.

References

"""
HANGING = """Jones, P., and Kim, A. (2004). Counting lakes from the air. Journal
    of Lakes, 3, 5-9.
Smith, J. (2010). How many lakes? A history of counting. New York:
    Knopf.
van der Berg, H., Ito, B., and Abe, C. (2012). Deep lakes. Deep
    Water, 5, 1-99. https://doi.org/10.1000/deep
"""


@pytest.mark.parametrize(
    "listed",
    [HANGING, HANGING.replace("\n    ", "\n"), HANGING.replace("\n    ", " "), HANGING.replace(".\n", ".\n\n")],
    ids=["hanging", "flush", "a line each", "blank lines"],
)
def test_a_list_without_labels_is_cited_by_author_and_year(listed: str) -> None:
    """However its items are set off from each other."""
    document = read_bytes("a.txt", (CITED + listed).encode(), readers())

    assert "plain-text" == document.format
    assert [] == problems(document)
    assert [" ".join(item.split()) for item in HANGING.replace("\n    ", " ").splitlines()] == [
        entry.raw for entry in document.entries
    ]
    assert [
        ("(2010)", 1),
        ("(see also Jones and Kim, 2004)", 0),
        ("(van der Berg et al. 2012, p. 33", 2),
        ("Smith 2010)", 1),
    ] == [(marker.text, marker.entry) for marker in document.markers]


@pytest.mark.parametrize(
    "heading",
    [
        "REFERENCES", "15. REFERENCES and BIBLIOGRAPHY", "References ~~~~~~~~", "~~~ References ~~~", "---[ 0x08 - References",
        "|=---=[ 9 - References", "|=----=[ References ]=----=|", "-=[ References ]=-", "[ References ]", "*References*",
        "Section 8: References", "<References>", "12. References (Normative)", "                         REFERENCES",
    ],
)  # fmt: skip
def test_a_list_of_references_is_known_by_its_heading(heading: str) -> None:
    """However it is numbered, framed or set in the middle."""
    document = read(
        f"Lakes are deep [KIM] and old [LEE].\n\n{heading}\n\n[KIM] Kim, A. Lakes.\n[LEE] Lee, B. Rivers.\n"
    )

    assert ["KIM", "LEE"] == [entry.label for entry in document.entries]
    assert ["KIM", "LEE"] == [marker.label for marker in document.markers]


PAGED = """   Lakes are deep [1].

                                                                [Page 1]

September 1981
The Counting of Lakes
Introduction

   Lakes are old [2].

References

   [1]  Kim, A., "Lakes of the north and of the
                                                                [Page 2]

                                                          September 1981
The Counting of Lakes
References

        south", 1980.

   [2]  Lee, B., "Rivers", 1979.
                                                                [Page 3]
"""


def test_a_running_head_may_have_several_lines() -> None:
    """The date, the title, the section."""
    document = read(PAGED)

    assert ['Kim, A., "Lakes of the north and of the south", 1980.', 'Lee, B., "Rivers", 1979.'] == [
        entry.raw for entry in document.entries
    ]
    assert ["Lakes are deep [1].", "Lakes are old [2].", "References"] == [block.text for block in document.blocks]


def test_contents_and_code_state_nothing_and_rows_of_tables_may() -> None:
    """Neither has claims or markers; a row of a table is a cell, with its marker."""
    document = read(
        "Table of Contents\n\n   1.  Lakes\n     1.1.  Deep ones\n   2.  References\n\n1.  Lakes\n\n   Lakes are deep [1].\n\n"
        '   int a[1] = { b[2] };\n   printf("[1]");\n\n   +--------+--------+\n   | Lake   | Source |\n   | Deep   | [2]    |\n\n'
        "2.  References\n\n   [1]  Kim, A., Lakes.\n   [2]  Lee, B., Rivers.\n"
    )

    assert ["Table of Contents", "Lakes", "Lakes are deep [1].", "Deep | [2] |", "References"] == [
        block.text for block in document.blocks
    ]
    assert [("1", "body"), ("2", "table")] == [(marker.label, marker.where) for marker in document.markers]


def test_one_label_in_words_is_a_list() -> None:
    """Where a heading says so and the text names it."""
    text = "Words of [RFC2119].\n\n3. Normative References\n\n   [RFC2119]  Bradner, S., Key words, 1997.\n"

    assert PlainTextReader().recognises("a.txt", text)
    assert not PlainTextReader().recognises("a.txt", text.replace("Words of [RFC2119].", "Words."))


def test_labels_that_are_authors_and_years_are_read_as_such() -> None:
    """Of which brackets hold several, or the year alone."""
    text = (
        "Lakes [Smith et al., 2010, Jones, 2004] are deep. Kim and Lee [2011] say so; see [Jones, 2004, p. 2].\n\n"
        "References\n\n[Jones, 2004] Jones, P. (2004). Counting. Lakes, 3.\n\n"
        "[Kim and Lee, 2011] Kim, A. and Lee, B. (2011). More counting. Lakes, 9.\n\n"
        "[Smith et al., 2010] Smith, J., Ito, B., and Abe, C. (2010). How many? Lakes, 8.\n"
    )
    document = read_bytes("a.txt", text.encode(), readers())

    assert ["Jones, 2004", "Kim and Lee, 2011", "Smith et al., 2010"] == [entry.label for entry in document.entries]
    assert [("[Smith et al., 2010", 2), ("Jones, 2004]", 0), ("[2011]", 1), ("[Jones, 2004, p. 2]", 0)] == [
        (marker.text, marker.entry) for marker in document.markers
    ]


def test_a_label_may_have_spaces() -> None:
    """It is shown with them, and found where a line breaks in it."""
    document = read(
        "Lakes [Solomon 82] and [Rivers\n82] [KIM].\n\nReferences\n\n[Solomon 82] A.\n[Rivers 82] B.\n[KIM] C.\n"
    )

    assert [("[Solomon 82]", 0), ("[Rivers 82]", 1), ("[KIM]", 2)] == [
        (one.text, one.entry) for one in document.markers
    ]


def test_brackets_around_markers_and_places_in_works_belong_to_markers() -> None:
    """No empty brackets are left in a claim; the list of addresses of an RFC is a list, too."""
    document = read(
        "Lakes ([KIM], [LEE]) are deep (see [KIM Section 2]) and old (in [LEE]) [1].\n\n"
        "1.  References\n\n[KIM] Kim, A. Lakes.\n[LEE] Lee, B. Rivers.\n\n2.  URIs\n\n[1] https://example.com/lakes\n"
    )

    assert [
        ("[KIM]", "([KIM]"),
        ("[LEE]", "[LEE])"),
        ("[KIM]", "(see [KIM Section 2])"),
        ("[LEE]", "[LEE]"),
        ("[1]", "[1]"),
    ] == [(marker.text, marker.span.of(document.text)) for marker in document.markers]
    assert ["KIM", "LEE", "1"] == [entry.label for entry in document.entries]
