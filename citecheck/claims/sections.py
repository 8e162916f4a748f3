"""Which blocks of a document state something, by the heading that they stand under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.lexicon.words import words
from citecheck.model import Block, ClaimKind, Document

SILENT: Final = ("reference-headings", "bibliography-headings", "see-also-headings")
"""Kinds of headings whose sections list works and links and claim nothing."""
STATING: Final = frozenset({"paragraph", "list-item", "table-cell", "caption", "infobox"})
SHORTEST_STATEMENT: Final = 4
"""Words from which an item, cell or caption may state something on its own."""
LONGEST_LABEL: Final = 80
"""Code points over which nothing is a label."""


def stating_blocks(document: Document) -> Iterator[tuple[int, Block]]:
    """
    Give the blocks that may hold claims, each with its index in `Document.blocks`.

    Headings state nothing, nor does what stands under "See also" and its like, subsections included, nor a label: an
    item, cell or caption of a few words that nobody put a marker on. A block without a letter or digit is an ornament.
    """
    marked = {marker.block for marker in document.markers}
    silent_words = frozenset().union(*(words(kind) for kind in SILENT))
    silent_level: int | None = None
    for number, block in enumerate(document.blocks):
        if block.kind == "heading":
            title = " ".join(block.text.casefold().split()).strip(" :.")
            if silent_level is None or block.level <= silent_level:
                silent_level = block.level if title in silent_words else None
        elif silent_level is None and block.kind in STATING and _states(block, marked=number in marked):
            yield number, block


def kind_of(block: Block) -> ClaimKind:
    """Give what the claims of a block are part of."""
    if block.kind == "paragraph" or block.kind == "heading":  # noqa: PLR1714 - mypy narrows this form alone
        return "sentence"
    return block.kind


def _states(block: Block, *, marked: bool) -> bool:
    """Tell whether a block is more than an ornament or a label."""
    has_words = any(map(str.isalnum, block.text))
    return has_words and (marked or block.kind == "paragraph" or not _is_label(block.text))


def _is_label(text: str) -> bool:
    """Tell whether a text is too short to state something; two ideographs or syllables count as a word."""
    if len(text) > LONGEST_LABEL:
        return False
    dense = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text)
    return len(text.split()) + dense // 2 < SHORTEST_STATEMENT
