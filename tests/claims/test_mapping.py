"""Claims carry the citations that close them, with core and reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from citecheck.claims import map_citations, map_claims
from citecheck.model import Block, BlockKind, Citation, Claim, Document, Marker, Piece, Reference, Span

Make = Callable[..., Document]
References = tuple[Reference, ...]


def words_of(document: Document, spans: tuple[Span, ...]) -> str:
    """Give the text that spans cover."""
    return " … ".join(span.of(document.text) for span in spans)


def cores_and_reaches(document: Document, claims: tuple[Claim, ...]) -> list[tuple[str, str, str]]:
    """Give marker, core and reach of every citation, in order."""
    return [
        (citation.marker, words_of(document, citation.core), words_of(document, citation.reach))
        for claim in claims
        for citation in claim.citations
    ]


def test_one_claim_a_sentence(make_document: Make, nine_references: References) -> None:
    """Claims are numbered in the order of the document and know their section and line."""
    document = make_document("The lead.\n\n## History\n\nIt began in 1951.[1] It went on.")

    claims = map_claims(document, nine_references)

    assert ["claim-1", "claim-2", "claim-3"] == [claim.id for claim in claims]
    assert ["The lead.", "It began in 1951.", "It went on."] == [claim.text for claim in claims]
    assert ["", "History", "History"] == [claim.section for claim in claims]
    assert [1, 5, 5] == [claim.line for claim in claims]
    assert "It began in 1951.[1]" == words_of(document, claims[1].spans)


def test_a_marker_closes_its_sentence_and_reaches_back(make_document: Make, nine_references: References) -> None:
    """The core is the sentence; the reach goes back to the marker before, not over a paragraph's border."""
    document = make_document("Zero comes first.\nOne is said. Two is said.[1] Three is said. Four is said.[2] Five.")

    claims = map_claims(document, nine_references)

    assert [
        ("[1]", "Two is said.[1]", "One is said. Two is said.[1]"),
        ("[2]", "Four is said.[2]", "Three is said. Four is said.[2]"),
    ] == cores_and_reaches(document, claims)
    assert ["none", "inherited", "direct", "inherited", "direct", "none"] == [claim.coverage for claim in claims]


def test_markers_on_one_spot_share_core_and_reach(make_document: Make, nine_references: References) -> None:
    """`[7][8]` and `[7], [8]` stand on one spot."""
    document = make_document("One is said. Two is said.[7][8], [9] Three is said.")

    core, reach = "Two is said.[7][8], [9]", "One is said. Two is said.[7][8], [9]"
    assert [("[7]", core, reach), ("[8]", core, reach), ("[9]", core, reach)] == cores_and_reaches(
        document, map_claims(document, nine_references)
    )


def test_the_same_marker_again_does_not_end_a_reach(make_document: Make, nine_references: References) -> None:
    """Only a differing marker tells that other words belong to another source."""
    document = make_document("One is said.[1] Two is said.[1] Three is said.[2]")

    assert [
        "One is said.[1]",
        "One is said.[1] Two is said.[1]",
        "Three is said.[2]",
    ] == [reach for _, _, reach in cores_and_reaches(document, map_claims(document, nine_references))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith left in May,[1] but Jones stayed on until June.[2]", ["Smith left in May,[1]", "but Jones stayed on until June.[2]"]),
        ("It was over; the king had left[1] and nobody knew.", ["the king had left[1]"]),
        ("He left at 10:30[1] and came back.", ["He left at 10:30[1]"]),
        ("It was blue[1] red[2].", ["It was blue[1]", "It was blue[1] red[2]."]),
        ("[1] It was over.", ["[1] It was over."]),
        ("The Treaty[4] Japan signed[5]; it held.[6]", ["The Treaty[4]", "Japan signed[5]", "The Treaty[4] Japan signed[5]; it held.[6]"]),
    ],
)  # fmt: skip
def test_a_marker_in_mid_sentence_closes_its_clause(
    text: str, expected: list[str], make_document: Make, nine_references: References
) -> None:
    """The core of a marker in mid-sentence goes back to the marker or clause mark before it."""
    document = make_document(text)

    found = [core for _, core, _ in cores_and_reaches(document, map_claims(document, nine_references))]

    assert expected == found


@pytest.mark.parametrize("heading", ["See also", "Further reading", "External links", "References", "Einzelnachweise"])
def test_lists_of_works_claim_nothing(heading: str, make_document: Make) -> None:
    """What stands under such a heading is no claim; the next heading of its level ends it."""
    document = make_document(f"## {heading}\nA work, 2006.\n## Legacy\nIt lives on.")

    assert ["It lives on."] == [claim.text for claim in map_claims(document, ())]


def test_headings_and_ornaments_claim_nothing(make_document: Make) -> None:
    """Neither a heading nor a block without letters is a claim."""
    assert () == map_claims(make_document("## Recent talks\n* * *\n—"), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Korea", []),
        ("Seoul[1]", ["Seoul"]),
        ("Map of both states", ["Map of both states"]),
        ("会談", []),
        ("二国間の会談は失敗に終わった", ["二国間の会談は失敗に終わった"]),
    ],
)
def test_a_label_claims_nothing(text: str, expected: list[str], make_document: Make) -> None:
    """A cell of a word or two is a claim only where somebody put a footnote on it."""
    assert expected == [claim.text for claim in map_claims(make_document(text, "table-cell"), ())]


def test_a_claim_knows_what_it_is_part_of(make_document: Make, nine_references: References) -> None:
    """Items, cells, captions and boxes are claims of their own kind; running text is sentences."""
    document = make_document("Sentences go on and on here.")
    kinds: tuple[BlockKind, ...] = ("paragraph", "list-item", "table-cell", "caption", "infobox")
    blocks = tuple(replace(document.blocks[0], kind=kind) for kind in kinds)

    claims = map_claims(replace(document, blocks=blocks), nine_references)

    assert ["sentence", *kinds[1:]] == [claim.kind for claim in claims]


def test_covers_is_the_account_that_a_footnote_closes(make_document: Make, nine_references: References) -> None:
    """The sentence before that goes on belongs to it; the one before that, about something else, does not."""
    document = make_document("Bread is cheap.[1] Ships came. The harbour was dug in 1902. It silted up.[2]")

    (_, *_, last) = map_claims(document, nine_references)

    assert "The harbour was dug in 1902. It silted up.[2]" in words_of(document, last.citations[0].covers)
    assert "Bread" not in words_of(document, last.citations[0].covers)


def test_an_orphan_has_no_reference(make_document: Make) -> None:
    """A marker that no entry answers to still closes its claim."""
    (claim,) = map_claims(make_document("It was over.[9]"), ())

    assert [None] == [citation.reference for citation in claim.citations]
    assert "direct" == claim.coverage


def test_hidden_markers_support_nothing(make_document: Make, nine_references: References) -> None:
    """A marker that no reader sees is masked, but closes no claim."""
    document = make_document("It was over.[1]")
    document = replace(document, markers=tuple(replace(marker, where="hidden") for marker in document.markers))

    (claim,) = map_claims(document, nine_references)

    assert ("It was over.", (), "none") == (claim.text, claim.citations, claim.coverage)


def test_a_page_after_a_marker_belongs_to_it(make_document: Make, nine_references: References) -> None:
    """`[4]:12` is masked as a whole when the marker names that page."""
    document = make_document("It was over.[4]:12 They left.")
    document = replace(document, markers=tuple(replace(marker, page="12") for marker in document.markers))

    assert ["It was over.", "They left."] == [claim.text for claim in map_claims(document, nine_references)]


def test_markup_makes_several_spans(nine_references: References) -> None:
    """A claim that markup interrupts has a span on each side of it."""
    text = "It <b>was</b> over."
    pieces = (Piece(Span(0, 3), Span(0, 3)), Piece(Span(3, 6), Span(6, 9)), Piece(Span(6, 12), Span(13, 19)))
    document = Document("-", "html", text, (Block("paragraph", "It was over.", pieces),))

    (claim,) = map_claims(document, nine_references)

    assert (Span(0, 3), Span(6, 9), Span(13, 19)) == claim.spans


def test_every_marker_is_a_citation(make_document: Make, nine_references: References) -> None:
    """Citations follow the markers one by one, orphans included."""
    document = make_document("One.[2] Two.[1][2]\nThree.[10]")

    citations = map_citations(document, nine_references)

    assert ["ref-2", "ref-1", "ref-2", None] == [citation.reference for citation in citations]
    assert [1, 1, 1, 2] == [citation.line for citation in citations]
    assert Citation("[10]", "10", None, None, "body", 2, document.markers[3].span) == citations[3]


def test_an_extract_has_no_lines(make_document: Make) -> None:
    """Where the text was extracted, a citation has no line."""
    document = replace(make_document("One.[1]"), text_of="extracted")

    assert [None] == [citation.line for citation in map_citations(document, ())]


@pytest.mark.parametrize("unit", ["[1]", "A.[1] ", "a [1] b [2] ", "; [1]", "A[1] However ", "It was over.[1][2] "])
def test_many_markers_end_in_time(unit: str, nine_references: References) -> None:
    """A paragraph of twenty thousand code points of markers, each in a piece of its own, is mapped in linear time."""
    text = unit * (20_000 // len(unit))
    pieces = tuple(Piece(Span(at, at + 1), Span(2 * at, 2 * at + 1)) for at in range(len(text)))
    starts = [at for at in range(len(text) - 2) if text[at] == "[" and text[at + 2] == "]"]
    markers = tuple(
        Marker(text[at : at + 3], text[at + 1], int(text[at + 1]) - 1, Span(2 * at, 2 * at + 5), 0, Span(at, at + 3))
        for at in starts
    )
    document = Document("-", "test", " " * (2 * len(text)), (Block("paragraph", text, pieces),), markers)

    claims = map_claims(document, nine_references)

    expected = len(markers) if any(c.isalpha() for c in unit) else len(markers) * bool(claims)
    assert expected == sum(len(claim.citations) for claim in claims)


def test_a_run_of_very_many_markers_does_not_repeat_as_many_spans(make_document: Make) -> None:
    """400 markers over 400 pieces would be 160,000 spans: each then has one, from the first to the last of them."""
    made = make_document("One is said." + "[1]" * 400)
    apart = tuple(Piece(Span(at, at + 1), Span(2 * at, 2 * at + 1)) for at in range(len(made.blocks[0].text)))
    document = replace(made, text=" " * 4_000, blocks=(replace(made.blocks[0], pieces=apart),))

    (claim,) = map_claims(document, ())

    assert 400 == len(claim.citations)
    assert {((0, 2 * len(made.blocks[0].text) - 1),)} == {citation.core for citation in claim.citations}
