"""Plain text: labels in brackets and their list, across the ends of pages; lists of references and nothing else."""

from __future__ import annotations

import json
import time
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
        least = 1e9
        for _ in range(3):
            begun = time.process_time()
            PlainTextReader().recognises("-", text)
            PlainTextReader().read("a.txt", text)
            least = min(least, time.process_time() - begun)
        return least

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
