"""Rows of tables and of boxes of facts as claims: a cell with a figure and a footnote says nothing without its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from citecheck.claims.runs import Masked, Run, find_runs
from citecheck.model import Block, Claim, ClaimCitation, Document, Marker, Reference, Span

MOST_CELLS: Final = 40
MOST_MARKERS: Final = 60
LONGEST_CELL: Final = 150
"""Code points of a cell; longer ones are prose, and claims of their own."""
BETWEEN: Final = " | "
"""Stands between the cells of a row in the text of its claim."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with the runs of markers in it."""

    block: Block
    runs: tuple[Run, ...]
    words: str
    """Without markers, whitespace folded."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, of which one at least has a footnote that somebody sees."""

    cells: tuple[_Cell, ...]

    def claim(self, document: Document, known: Mapping[int, Reference], number: int) -> Claim:
        """
        Give the row as a claim.

        A footnote stands for its cell and the first, which says what the row is about; one in that first cell, or in a
        cell without words, for the row.

        Args:
            document: That the row stands in.
            known: The references by entry.
            number: Of the claim.
        """
        spans = tuple(span for cell in self.cells for span in cell.spans)
        head = next(cell for cell in self.cells if cell.words)
        citations = []
        for cell in self.cells:
            covers = spans if cell is head or not cell.words else head.spans + cell.spans
            for marker in (marker for run in cell.runs for marker in run.markers):
                reference = None if marker.entry is None else known.get(marker.entry)
                name = None if reference is None else reference.id
                citations.append(ClaimCitation(name, marker.text, spans, spans, covers, marker.span, marker.page))
        return Claim(
            id=f"claim-{number}",
            text=BETWEEN.join(cell.words for cell in self.cells if cell.words),
            section=head.block.section,
            line=document.line_in_file(spans[0].start),
            spans=spans,
            coverage="direct",
            kind="infobox-row" if head.block.kind == "infobox" else "table-row",
            citations=tuple(citations),
        )


def rows(document: Document, markers: Mapping[int, Sequence[Marker]]) -> dict[int, Row]:
    """
    Give the rows that are claims, by the index of each block that stands in one.

    Args:
        document: As a reader made it.
        markers: Those of each block, by its index.
    """
    found: dict[int, Row] = {}
    for row, numbered in groupby(enumerate(document.blocks), key=lambda one: one[1].row):
        if row is None:
            continue
        members = list(numbered)
        count = sum(len(markers.get(number, ())) for number, _ in members)
        if not 0 < count <= MOST_MARKERS or not 1 < len(members) <= MOST_CELLS:
            continue
        cells = tuple(_cells(members, markers))
        shown = any(run.markers for cell in cells for run in cell.runs)
        if shown and any(cell.words for cell in cells) and all(len(cell.words) <= LONGEST_CELL for cell in cells):
            found |= dict.fromkeys((number for number, _ in members), Row(cells))
    return found


def _cells(members: Sequence[tuple[int, Block]], markers: Mapping[int, Sequence[Marker]]) -> Iterator[_Cell]:
    """Give the cells of a row."""
    for number, block in members:
        runs = find_runs(block.text, markers.get(number, ()))
        words = " ".join(Masked(block.text, runs).text.split())
        yield _Cell(block, runs, words if any(map(str.isalnum, words)) else "", block.source(0, len(block.text)))
