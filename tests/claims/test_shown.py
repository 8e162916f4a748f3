"""The words that spans show are those a reader of the document sees."""

from __future__ import annotations

from collections.abc import Callable

from citecheck.claims import ShownText, map_claims
from citecheck.model import Block, Document, Piece, Reference, Span


def test_entities_and_markup_are_resolved() -> None:
    """A replacement is shown whole, markup not at all."""
    text = "5&nbsp;May <i>2008</i> &amp; after"
    pieces = (
        Piece(Span(0, 1), Span(0, 1)),
        Piece(Span(1, 2), Span(1, 7)),
        Piece(Span(2, 6), Span(7, 11)),
        Piece(Span(6, 10), Span(14, 18)),
        Piece(Span(10, 11), Span(22, 23)),
        Piece(Span(11, 12), Span(23, 28)),
        Piece(Span(12, 18), Span(28, 34)),
    )
    document = Document("-", "html", text, (Block("paragraph", "5\xa0May 2008 & after", pieces),))
    shown = ShownText(document)

    assert "5 May 2008 & after" == shown.text([Span(0, len(text))])
    assert "2008" == shown.text([Span(14, 18)])
    assert "May 20" == shown.text([Span(7, 10), Span(14, 16)])


def test_markers_are_left_out(make_document: Callable[..., Document], nine_references: tuple[Reference, ...]) -> None:
    """The words of a core are those of the claim, without its markers."""
    document = make_document("Smith[1] left in May,[2] but Jones stayed on.[3]\nAll ended.[4]")
    shown = ShownText(document)

    cores = [
        shown.text(citation.core) for claim in map_claims(document, nine_references) for citation in claim.citations
    ]

    assert ["Smith", "left in May,", "but Jones stayed on.", "All ended."] == cores


def test_a_place_outside_of_all_blocks_shows_nothing(make_document: Callable[..., Document]) -> None:
    """Nothing is seen where no block stands."""
    document = make_document("\n\n\nIt was over.")

    assert "" == ShownText(document).text([Span(0, 2)])
