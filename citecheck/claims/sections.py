"""Which blocks of a document state something, by the heading that they stand under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.lexicon.words import words
from citecheck.model import Block, Document

SILENT: Final = ("reference-headings", "bibliography-headings", "see-also-headings")
"""Kinds of headings whose sections list works and links and claim nothing."""
STATING: Final = frozenset({"paragraph", "list-item", "table-cell", "caption", "infobox"})


def stating_blocks(document: Document) -> Iterator[tuple[int, Block]]:
    """
    Give the blocks that may hold claims, each with its index in `Document.blocks`.

    Headings state nothing, nor does what stands under "See also" and its like, subsections included; a block without
    a single letter or digit is an ornament.
    """
    silent_words = frozenset().union(*(words(kind) for kind in SILENT))
    silent_level: int | None = None
    for number, block in enumerate(document.blocks):
        if block.kind == "heading":
            title = " ".join(block.text.casefold().split()).strip(" :.")
            if silent_level is None or block.level <= silent_level:
                silent_level = block.level if title in silent_words else None
        elif silent_level is None and block.kind in STATING and any(c.isalnum() for c in block.text):
            yield number, block
