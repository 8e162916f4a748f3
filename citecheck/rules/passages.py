"""Paragraphs with their claims, and which of them need no footnote of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from citecheck.model import Block, Claim, Document, Dossier
from citecheck.rules.need import cues

_NAMED_IN_TEXT: Final = re.compile(
    r"\bpp?\. ?[0-9]{1,5}|\b[0-9]{1,4} U\.S\. [0-9]{1,4}|\bdoi:|\bISBN\b|\b[Aa]rt(?:icle|\.) [0-9IVX]{1,8}\b"
)
"""A source that the words themselves name: a page, a judgment, an identifier, an article of a law."""
_BRACKETED: Final = re.compile(r"\(([^()]{4,120})\)")
_AUTHOR_AND_YEAR: Final = re.compile(
    r"(?:\w\.\w\.,? |see |cf\. )?[^\W\d_a-z].{1,100}\b(?:1[5-9]|20)[0-9]{2}[a-z]?(?:\s?[,:].{1,30})?\Z"
)
"""Inside of brackets: `Smith 2004, p. 12`."""
_ENDS: Final = (".", "!", "?", "…", '"', "”", "“", "»", ")", "’", "'")
_OUTSIDE_OF_QUOTATIONS: Final = re.compile(r"[\"“„«][^\"“”„«»]{0,400}[\"”“»]")
_FORMULA: Final = re.compile(
    r"\\[a-z]{3,20}|[=≠≤≥≈∑∫√∂∈±→⇒]|\w\^\w|\{\\|[\w)] [−+×·] [\w(]|[\w(] [,.)](?=\s|\Z)|\ba -[a-z]"
)
"""Of a formula what a text keeps, or the gap that it leaves: `the map (with ) that`, `a -dimensional space`."""
MATHEMATICAL: Final = 0.2
"""Share of passages with formulas from which a whole document is mathematics."""
OUT_OF_LIFE: Final = frozenset({"charge", "money", "percentage", "attribution", "date"})
"""Cues that no formula gives."""
_YEARS: Final = re.compile(r"\b(?:1[0-9]|20)[0-9]{2}\b")
_NOTE: Final = re.compile(r"\s*(?:[\^*†‡§↑#|(]|[0-9a-z]{1,2}\)|\([0-9a-z]\)|[—–―-] )")
"""The beginning of a note under a table, or of the line that names who said a quotation."""
_SIGNATURE: Final = re.compile(r"\s*[—–―-] ?\w")
"""The line under a quotation that names who said it."""
_WHOLE_QUOTATION: Final = re.compile(r"\s*[\"“„«].*[\"”“»]\W{0,3}\Z", re.DOTALL)
_LAST_MARKERS: Final = re.compile(r"(?:\[[^\[\]]{1,12}\]|\s){1,20}\Z")
LONGEST_MARKERS, LONGEST_QUOTATION = 200, 4000
"""Code points at the end of a block that are read for its markers, and to tell whether it is a quotation."""
SHORTEST_WITHOUT_STOP: Final = 20
"""Words below which a paragraph that does not end with a full stop is a label or a signature."""
LONGEST_HEAD: Final = 600
"""Code points of an article in which the birth of its person stands."""
_DEATH: Final = re.compile(r"[–—]|\bdied\b|†|\bgestorben\b|\bmort(?:e)? (?:le|en)\b|\bfallecid[oa]\b")
_PARENTHESIS: Final = re.compile(r"\(([^()]{4,200})\)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the document that states something."""

    block: Block
    headings: tuple[str, ...]
    """Those above it, the outermost first, casefolded."""
    claims: tuple[Claim, ...]
    cited: bool
    """Whether a footnote marker stands in it."""
    quoted: bool
    """Whether it is one quotation from end to end."""
    borrowed: bool
    """Whether the footnote of a neighbour is its own too: of the list that it opens, of the words that open it."""


def passages(dossier: Dossier) -> tuple[Passage, ...]:
    """Give the blocks of a document that have claims, in its order."""
    document = dossier.document
    claims = _claims_by_block(document, dossier.claims)
    marked = {marker.block for marker in document.markers if marker.where != "hidden"}
    lent = _lent(document, marked)
    found = []
    path: list[tuple[int, str]] = []
    for number, block in enumerate(document.blocks):
        if block.kind == "heading":
            path = [above for above in path if above[0] < block.level]
            path.append((block.level, " ".join(block.text.casefold().split()).strip(" :.")))
        elif number in claims:
            headings = tuple(title for _, title in path)
            quoted = _WHOLE_QUOTATION.match(_shown(block)) is not None
            found.append(Passage(block, headings, tuple(claims[number]), number in marked, quoted, number in lent))
    return tuple(found)


def _claims_by_block(document: Document, claims: Sequence[Claim]) -> dict[int, list[Claim]]:
    """Give the claims by the index of the block that they stand in."""
    pieces = sorted(
        (piece.span.start, number) for number, block in enumerate(document.blocks) for piece in block.pieces
    )
    starts = [start for start, _ in pieces]
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        at = bisect_right(starts, claim.spans[0].start) - 1
        if at >= 0:
            by_block.setdefault(pieces[at][1], []).append(claim)
    return by_block


def _lent(document: Document, marked: set[int | None]) -> set[int]:
    """
    Give the blocks that a neighbour's footnote covers.

    That is where one of the two ends with the colon that opens the other, and where a quotation stands beside its source.
    """
    lent = set()
    for number, (block, following) in enumerate(pairwise(document.blocks)):
        if _shown(block).endswith((":", "：")):
            if number in marked and following.kind != "heading":
                lent.add(number + 1)
            if number + 1 in marked:
                lent.add(number)
        if number + 1 in marked and _SIGNATURE.match(following.text):
            lent.add(number)
        if _WHOLE_QUOTATION.match(_shown(block)) and {number - 1, number + 1} & marked:
            lent.add(number)
    return lent


def _shown(block: Block) -> str:
    """Give the words of a block without the markers at their end."""
    text = block.text[-LONGEST_QUOTATION:]
    return text[:-LONGEST_MARKERS] + _LAST_MARKERS.sub("", text[-LONGEST_MARKERS:])


def needs_none(passage: Passage) -> bool:
    """Tell whether a passage needs no footnote: it is of a kind that has none, or points elsewhere, or is a formula."""
    text = passage.block.text[:2000]
    if passage.borrowed or any(map(_is_exempt, passage.headings)):
        return True
    if text.casefold().lstrip().startswith(tuple(cues()["pointers"]["starts"])) or _NOTE.match(text):
        return True
    if not _shown(passage.block).endswith(_ENDS) and len(text.split()) < SHORTEST_WITHOUT_STOP:
        return True
    return _formulas(passage) > len(passage.claims) // 4


def _formulas(passage: Passage) -> int:
    """Count the formulas at the beginning of a passage."""
    return len(_FORMULA.findall(passage.block.text[:2000]))


def is_mathematics(found: Sequence[Passage]) -> bool:
    """Tell whether formulas run through a document, so that its sentences follow from one another."""
    paragraphs = [passage for passage in found if passage.block.kind == "paragraph"]
    return sum(map(bool, map(_formulas, paragraphs))) > MATHEMATICAL * len(paragraphs)


def _is_exempt(heading: str) -> bool:
    """Tell whether a section needs no footnotes by its heading."""
    kinds = cues()["headings"].values()
    return any(heading == known or heading.startswith(f"{known} ") for kind in kinds for known in kind)


def needs_none_itself(claim: Claim) -> bool:
    """Tell whether a claim names its source itself, is its author's own, or opens or asks for a statement."""
    text = claim.text
    if any(_AUTHOR_AND_YEAR.match(inside.lstrip()) for inside in _BRACKETED.findall(text)):
        return True
    if _NAMED_IN_TEXT.search(text) or _FORMULA.search(text) or text.rstrip().endswith((":", "?")):
        return True
    spoken = {word.casefold() for word in _OUTSIDE_OF_QUOTATIONS.sub(" ", text).split()}
    pointing = any(phrase in text.casefold() for phrase in cues()["pointers"]["phrases"])
    return pointing or bool(spoken & set(cues()["pointers"]["ourselves"]))


def is_about_a_living_person(dossier: Dossier) -> bool:
    """Tell whether the first words of a document give a birth and no death: `X (born 16 April 1986) is`."""
    head = next((block.text for block in dossier.document.blocks if block.kind == "paragraph"), "")[:LONGEST_HEAD]
    born = cues()["living"]["born"]
    for found in _PARENTHESIS.finditer(head):
        inside = found[1].casefold()
        if any(word in inside for word in born) and _YEARS.search(inside):
            return _DEATH.search(inside) is None
    return False


def body(found: Sequence[Passage], *, has_sections: bool) -> Iterator[Passage]:
    """Give the passages outside of the lead, which sums up what the sections prove."""
    for passage in found:
        if passage.headings or not has_sections:
            yield passage
