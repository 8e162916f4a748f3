"""The words that spans of a document show: entities resolved, markup and footnote markers left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from citecheck.model import Document, Span


class ShownText:
    """
    A look-up from spans of a document's text to what a reader of it sees there.

    `Block.source` goes from what is seen to where it stands; this is the way back.
    """

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        pieces = sorted(
            (piece.span.start, piece.span.end, number, piece.at)
            for number, block in enumerate(document.blocks)
            for piece in block.pieces
        )
        self._starts = [piece[0] for piece in pieces]
        self._pieces = pieces
        self._markers: dict[int, list[Span]] = {}
        for marker in document.markers:
            if marker.block is not None:
                self._markers.setdefault(marker.block, []).append(marker.at)
        for spans in self._markers.values():
            spans.sort()

    def text(self, spans: Iterable[Span]) -> str:
        """Give the words that *spans* show, with whitespace folded; "" where they lie outside of all blocks."""
        words: list[str] = []
        last: tuple[int, int] | None = None
        for span in spans:
            for number, at in self._parts(span):
                if last is not None and (number, at.start) > last:
                    words.append(" " if number != last[0] else self._blocks[number].text[last[1] : at.start])
                words.append(self._unmarked(number, at))
                last = (number, at.end)
        return " ".join("".join(words).split())

    def _parts(self, span: Span) -> Iterable[tuple[int, Span]]:
        """Give the runs of block text, with the number of their block, that come from *span*."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        for start, end, number, at in self._pieces[first : bisect_left(self._starts, span.end)]:
            if end <= span.start:
                continue
            if at.end - at.start == end - start:
                yield number, Span(at.start + max(span.start - start, 0), at.end - max(end - span.end, 0))
            else:
                yield number, at

    def _unmarked(self, number: int, at: Span) -> str:
        """Give a part of a block's text without the markers in it."""
        text = self._blocks[number].text
        markers = self._markers.get(number, [])
        words, done = [], at.start
        for marker in markers[max(bisect_right(markers, at) - 1, 0) :]:
            if marker.start >= at.end:
                break
            if marker.end > done:
                words.append(text[done : max(marker.start, done)])
                done = marker.end
        words.append(text[done : at.end])
        return "".join(words)
