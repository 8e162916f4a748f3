"""How lines of a PDF make up text: columns, what repeats, paragraphs, headings, lists without numbers or headings."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files

import pytest

from citecheck.documents.pdf_sheets import Area, Copy, Font, Run, Sheet
from citecheck.documents.pdf_telling import told
from citecheck.documents.pdf_words import heads_list
from citecheck.model import Document

FONTS = [Font("Serif", bold=False, italic=False), Font("SerifBold", bold=True, italic=False)]
FULL = "The keepers of the station lit every lamp before the night began and slept"
"""A line that reaches the right edge of its column."""


def row(  # noqa: PLR0917 - a row of a table is read by its places
    text: str, y: float, x: float = 72.0, size: float = 10.0, font: int = 0, area: int = -1
) -> Run:
    """Give a line; each letter is half as wide as it is high."""
    return Run(text, x, x + len(text) * size / 2, y, size, font, area)


def rows(texts: Sequence[str], y: float = 100.0, x: float = 72.0, size: float = 10.0) -> list[Run]:
    """Give lines under each other; blanks at the beginning of one set it in."""
    return [
        row(text.lstrip(), y + 1.2 * size * n, x + (len(text) - len(text.lstrip())) * size / 2, size)
        for n, text in enumerate(texts)
        if text
    ]


def read(*pages: list[Run], areas: Sequence[Area] = ()) -> Document:
    """Give the document of pages."""
    sheets = [Sheet(n, 612, 792, runs, list(areas) if n == 1 else []) for n, runs in enumerate(pages, start=1)]
    return told("a.pdf", Copy("", len(sheets), "", "", FONTS, sheets))


def blocks(document: Document) -> list[tuple[str, str]]:
    """Give the kinds and words of the blocks."""
    return [(block.kind, block.text) for block in document.blocks]


def test_two_columns_are_read_one_after_the_other() -> None:
    """Left before right, whatever the order in which they are drawn; what goes across stands first."""
    left = [f"left {n} of the lights of the coast" for n in range(12)]
    right = [f"right {n} of the lights of the coast" for n in range(12)]
    beside = [run for pair in zip(rows(left, 140), rows(right, 140, 320), strict=True) for run in pair]
    document = read([row("A title that goes across both columns of the page and is long", 90, 72, 14), *beside])

    assert " ".join([*left, *right]) in " ".join(text for _, text in blocks(document))


def test_paragraphs_are_told_by_indents_and_short_lines() -> None:
    """A line that is set in, or one after a sentence that ends short."""
    document = read(
        rows(
            [
                FULL,
                "until dawn. Then they slept.",
                FULL,
                "until dusk came over the whole of the island, and the sea.",
                "  " + FULL,
                "and woke.",
            ]
        )
    )

    assert [
        ("paragraph", f"{FULL} until dawn. Then they slept."),
        ("paragraph", f"{FULL} until dusk came over the whole of the island, and the sea."),
        ("paragraph", f"{FULL} and woke."),
    ] == blocks(document)


def test_a_paragraph_goes_on_behind_a_caption_and_on_the_next_page() -> None:
    """What stands between, smaller, is a block of its own."""
    first = [*rows([FULL, FULL.replace("slept", "they")]), row("Figure 1. A lamp of the outer station.", 170, size=8)]
    document = read(first, rows(["went on to sleep until the sun rose over the sea.", "  " + FULL]))

    assert [
        ("paragraph", f"{FULL} {FULL.replace('slept', 'they')} went on to sleep until the sun rose over the sea."),
        ("caption", "Figure 1. A lamp of the outer station."),
        ("paragraph", FULL),
    ] == blocks(document)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the light\u00ad", "house stood", "the lighthouse stood"),
        ("the well-known\u00ad and well\u00ad", "known lamp", "the well-known- and well-known lamp"),
        ("the Anglo\u00ad", "Saxon lamp", "the Anglo-Saxon lamp"),
        ("pages 12–", "15 of it", "pages 12–15 of it"),
        ("pages 12\u00ad", "15 of it", "pages 12-15 of it"),
        ("see https://a.example/the/", "lamp.html for", "see https://a.example/the/lamp.html for"),
        ("see https://a.example/the\u00ad", "lamp.html for", "see https://a.example/the-lamp.html for"),
        ("see https://a.example/the.", "Then it", "see https://a.example/the. Then it"),
        ("see http:", "//a.example/b for", "see http://a.example/b for"),
        ("o\ufb03ce of J. H\u00a8 ock and M\u00b4", "erimee was", "office of J. Höck and M\u00b4 erimee was"),
        ("deuxi`eme `a", "a", "deuxième `a a"),
        ("灯台は", "古い", "灯台は古い"),
    ],
)
def test_lines_are_joined(first: str, second: str, joined: str) -> None:
    """Hyphens, ranges, addresses, ligatures, accents, and scripts without blanks."""
    document = read(rows([first, second]))

    assert [joined] == [text for _, text in blocks(document)]


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    """What stands at the same place of several pages, and a number that counts them."""
    words = ("one", "two", "three", "four")
    pages = [
        [
            row("The Journal of Lamps", 40),
            row(f"{n} | Keepers", 40, 400),
            row(f"It was lamp {word}.", 200),
            row(f"- {n} -", 760),
        ]
        for n, word in enumerate(words, start=7)
    ]

    assert " ".join(f"It was lamp {word}." for word in words) == " ".join(text for _, text in blocks(read(*pages)))


def test_numbers_of_lines_are_left_out() -> None:
    """A manuscript counts its lines in the margin."""
    texts = [f"{FULL[:60]} {n} and" for n in range(30)]
    counted = [row(str(n + 1), run.y, 40 if n < 9 else 35) for n, run in enumerate(rows(texts))]
    document = read([run for pair in zip(counted, rows(texts), strict=True) for run in pair])

    assert [" ".join(texts)] == [text for _, text in blocks(document)]


def test_headings_are_told_by_size_weight_and_number() -> None:
    """Larger, bold, or in capitals and set off; a bold word within a line is none."""
    document = read([
        row("The Lights", 80, size=16), row("1 Early lamps", 110, font=1), *rows([FULL, "and more."], 130),
        row("2.1 LATER LAMPS", 180), *rows([FULL, "and less."], 210),
        row("Note", 260, font=1), row("that lamps shine.", 260, 95),
    ])  # fmt: skip

    assert ["The Lights", "1 Early lamps", "2.1 LATER LAMPS"] == [
        text for kind, text in blocks(document) if kind == "heading"
    ]
    assert [2, 2, 3] == [block.level for block in document.blocks if block.kind == "heading"]


HANGING = [
    "Berg, A. (1927). On the light of the harbour and how it was built by the",
    "    town. Annals of Navigation.",
    "Falk, B. (1952). How the light was moved. Journal of Coastal Studies.",
    "Grosz, C. (1960). Lamps. A book about the lamps of the outer coast, and of",
    "    its keepers. Harbour Press.",
]


def test_hanging_indents_tell_items_apart() -> None:
    """A line that begins further left begins an item."""
    document = read([*rows([FULL, "and slept."]), row("References", 140, font=1), *rows(HANGING, 160)])

    assert ["Berg, A. (1927)", "Falk, B. (1952)", "Grosz, C. (1960)"] == [
        entry.raw.partition(")")[0] + ")" for entry in document.entries
    ]
    assert document.entries[0].raw.endswith("by the town. Annals of Navigation.")


def test_a_heading_without_references_heads_no_list() -> None:
    """Words under a heading that other things have, too."""
    document = read(
        [row("Notes", 80, font=1), *rows([FULL, "and slept. So it was for many years, and no one knew why."], 100)]
    )

    assert () == document.entries
    assert "document-no-references" in [notice.rule for notice in document.notices]


def test_text_after_the_list_is_text() -> None:
    """An appendix under a heading like that of the list, and what is set off."""
    document = read([
        row("References", 80, font=1), *rows(["[1] Berg, A. 1927. On the light.", "[2] Falk, B. 1952. How it was moved."], 100),
        row("Appendix", 150, font=1), *rows([FULL, "and slept [1]."], 170),
    ])  # fmt: skip

    assert ["On the light.", "How it was moved."] == [entry.raw.split(". ", 2)[-1] for entry in document.entries]
    assert [0] == [marker.entry for marker in document.markers]


def test_links_over_labels_find_notes_without_a_heading() -> None:
    """Notes at the end of a printed page of the web."""
    areas = [Area(0, 0, 0, 0, "", 0, 60, 290, "fn1"), Area(0, 0, 0, 0, "", 0, 60, 302, "fn2")]
    document = read(
        [
            row("The light was built in 1926", 100), row("1", 100, 207, area=0), row("and moved", 100, 220),
            row("2", 100, 265, area=1), *rows(["1 Annals of the harbour. ↩", "2 How it was moved, p. 3. ↩"], 300),
        ],
        areas=areas,
    )  # fmt: skip

    assert ["Annals of the harbour.", "How it was moved, p. 3."] == [entry.raw for entry in document.entries]
    assert [0, 1] == [marker.entry for marker in document.markers]


def test_several_lists_have_their_own_labels() -> None:
    """Each chapter has its list, and its markers name that."""
    pages = [
        [
            row(f"Chapter {word}", 80, size=14), *rows([f"{FULL} {word} [1].", f"It was {word} when they slept on until dawn [2]."], 110),
            row("References", 160, font=1), *rows([f"[1] Berg {word}, 1927.", f"[2] Falk {word}, 1952."], 180),
        ]
        for word in ("one", "two")
    ]  # fmt: skip
    document = read(*pages)

    assert ["list 1", "list 1", "list 2", "list 2"] == [entry.group for entry in document.entries]
    assert [0, 1, 2, 3] == [marker.entry for marker in document.markers]


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("References", True), ("7. References", True), ("VII. REFERENCES", True), ("R EFERENCES", True), ("Literaturverzeichnis", True),
        ("Références", True), ("参考文献", True), ("Список литературы", True), ("Works Cited:", True),
        ("References 23", False), ("A reference to lamps", False), ("Introduction", False),
    ],
)  # fmt: skip
def test_headings_of_lists(heading: str, is_one: bool) -> None:
    """In several languages, with numbers and capitals; entries of a table of contents are none."""
    assert is_one == heads_list(heading)


def test_words_are_as_they_are_compared() -> None:
    """The table has no word twice."""
    table = tomllib.loads(files("citecheck.documents").joinpath("pdf.toml").read_text(encoding="utf-8"))

    assert [] == [(kind, word) for kind, words in table.items() for word in words if words.count(word) > 1]
