"""Documents made by hand, so that claims are tested without any reader."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from citecheck.model import Block, BlockKind, Document, Marker, Piece, Reference, Span

MARKER = re.compile(r"\[(\d{1,3})\]")


def document_of(text: str, kind: BlockKind = "paragraph", language: str | None = "en") -> Document:
    """Give the document that *text* is: a block a line, `## ` before a heading, every `[1]` a marker."""
    blocks: list[Block] = []
    markers: list[Marker] = []
    section = ""
    at = 0
    for line in text.split("\n"):
        heading = line.startswith("## ")
        words = line.removeprefix("## ")
        span = Span(at + len(line) - len(words), at + len(line))
        if heading:
            section = words
        if words:
            for found in MARKER.finditer(words):
                place = Span(*found.span())
                markers.append(
                    Marker(found[0], found[1], int(found[1]) - 1, place.shifted(span.start), len(blocks), place)
                )
            pieces = (Piece(Span(0, len(words)), span),)
            blocks.append(Block("heading" if heading else kind, words, pieces, section, 2 if heading else 0))
        at += len(line) + 1
    return Document("-", "test", text, tuple(blocks), tuple(markers), language=language)


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Give the builder of documents."""
    return document_of


@pytest.fixture
def nine_references() -> tuple[Reference, ...]:
    """Give references for the markers `[1]` to `[9]`."""
    return tuple(Reference(f"ref-{n}", str(n), f"Work {n}", "book", entry=n - 1) for n in range(1, 10))
