"""What holds of every document, whoever read it: places are places, and what is named is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from citecheck.model import Document, Piece, Span

_REPLACED = 20
"""Code points of a marker or sign that stands for as many others by chance; more are what they are."""


def problems(document: Document) -> list[str]:
    """Give what does not hold of a document; nothing, for a sound one."""
    return [*_blocks(document), *_entries(document), *_markers(document), *_rest(document)]


def _outside(span: Span | None, text: str) -> bool:
    """Tell whether a span does not lie within a text."""
    return span is not None and not 0 <= span.start <= span.end <= len(text)


def _pieces(pieces: Sequence[Piece], text: str, seen: str) -> Iterator[str]:
    """Give what is wrong with the pieces of a text that is seen."""
    for piece in pieces:
        if _outside(piece.span, text) or _outside(piece.at, seen):
            yield f"{piece} lies outside"
        elif (
            len(text) >= piece.span.end
            and piece.at.end - piece.at.start == piece.span.end - piece.span.start > _REPLACED
        ):
            here, there = piece.at.of(seen), piece.span.of(text)
            if _letters(here) != _letters(there):
                yield f"{here!r} is seen of {there!r}"
    if any(one.at.end > other.at.start for one, other in pairwise(pieces)):
        yield "pieces are not in order"


def _letters(text: str) -> str:
    """Give what is compared of words: marks may be shown as others, quotation marks of TeX or a NUL."""
    return "".join(filter(str.isalnum, text))


def _blocks(document: Document) -> Iterator[str]:
    """Give what is wrong with the blocks."""
    for number, block in enumerate(document.blocks):
        for problem in _pieces(block.pieces, document.text, block.text):
            yield f"block {number}: {problem}"
        if not block.text or block.text != block.text.strip() or "\n" in block.text:
            yield f"block {number} has the text {block.text!r}"
        if (block.kind == "heading") != (block.level in range(1, 7)) and block.level:
            yield f"block {number} has level {block.level}"


def _entries(document: Document) -> Iterator[str]:
    """Give what is wrong with the entries."""
    for number, entry in enumerate(document.entries):
        spans = [entry.span, *(link.span for link in entry.links)]
        if any(_outside(span, document.text) for span in spans):
            yield f"entry {number} lies outside"
        if any(_outside(field.span, entry.raw) for field in entry.given):
            yield f"entry {number} has a field outside of it"
        if "\n" in entry.raw:
            yield f"entry {number} has several lines"
        if not all(0 <= work < len(document.entries) and work != number for work in entry.works):
            yield f"entry {number} stands for {entry.works}"


def _markers(document: Document) -> Iterator[str]:
    """Give what is wrong with the markers."""
    for number, marker in enumerate(document.markers):
        if _outside(marker.span, document.text):
            yield f"marker {number} lies outside"
        if marker.entry is not None and not 0 <= marker.entry < len(document.entries):
            yield f"marker {number} names entry {marker.entry}"
        if marker.block is not None:
            if not 0 <= marker.block < len(document.blocks):
                yield f"marker {number} stands in block {marker.block}"
            elif _outside(marker.at, document.blocks[marker.block].text):
                yield f"marker {number} stands at {marker.at} of block {marker.block}"


def _rest(document: Document) -> Iterator[str]:
    """Give what is wrong with links, notices and parts."""
    for link in document.links:
        if _outside(link.span, document.text):
            yield f"{link} lies outside"
    for notice in document.notices:
        if _outside(notice.span, document.text) or len(notice.message) > 1_000:
            yield f"{notice} is outside or long"
    if document.parts:
        ends = [0, *(part.span.end for part in document.parts)]
        starts = [*(part.span.start for part in document.parts), len(document.text)]
        if ends != starts or any(part.line < 1 or part.column < 1 for part in document.parts):
            yield "the parts are not all of the text"
