"""A thread folds white space and remembers where its text stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.weaving import Thread, origin
from citecheck.model import Block, Piece, Span


def test_white_space_is_folded() -> None:
    """Runs of any white space become one space, ends are bare."""
    thread = Thread()
    thread.weave("  a\u00a0\n b\t", 10)
    thread.weave(" c ", 20)

    text, pieces = thread.finish()

    assert "a b c" == text
    assert [Span(12, 14), Span(16, 18), Span(21, 22)] == [piece.span for piece in pieces]


def test_a_replacement_maps_to_its_whole_source() -> None:
    """Each code point of a replacement stands for all that it replaces."""
    thread = Thread()
    thread.weave("R", 0)
    thread.replace("&", Span(1, 6))
    thread.weave("D", 6)

    text, pieces = thread.finish()

    assert "R&D" == text
    assert Span(1, 6) == origin(pieces, 1, 2)
    assert Span(0, 7) == origin(pieces, 0, 3)


def test_a_space_put_in_has_no_source() -> None:
    """Padding adds one space at most and no piece."""
    thread = Thread()
    thread.pad()
    thread.weave("a", 0)
    thread.pad()
    thread.pad()
    thread.weave("b", 5)

    assert ("a b", (Piece(Span(0, 1), Span(0, 1)), Piece(Span(2, 3), Span(5, 6)))) == thread.finish()


@given(st.lists(st.text(alphabet=" \n\u00a0ab", max_size=8), max_size=8))
def test_every_code_point_leads_back(parts: list[str]) -> None:
    """What is seen and is no white space stands where its piece says."""
    source = "|".join(parts)
    thread = Thread()
    at = 0
    for part in parts:
        thread.weave(part, at)
        at += len(part) + 1
    text, pieces = thread.finish()
    block = Block("paragraph", text, pieces)

    assert " ".join("".join(parts).split()) == text
    for i, seen in enumerate(text):
        if seen != " ":
            assert seen == origin(pieces, i, i + 1).of(source)
            assert (origin(pieces, i, i + 1),) == block.source(i, i + 1)
