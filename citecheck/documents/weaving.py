"""A thread: visible text that is woven from runs of the source and remembers where each run came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from citecheck.model import Piece, Span

# A hair space is kept: it sets a footnote marker off from its word without parting them.
_GAP = re.compile(r"[^\S\u200a]{2,}")
_BLANK = re.compile(r"[^\S\u200a]")


class Thread:
    """
    Text under construction: white space is folded to single spaces, none stands at either end.

    Runs that follow each other in the source without a gap are one piece.
    """

    __slots__ = ("_parts", "_pieces", "length")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self.length = 0
        """Code points woven so far, a trailing space included."""

    def weave(self, text: str, start: int) -> None:
        """Add *text*, which stands at *start* in the source."""
        at = 0
        for gap in _GAP.finditer(text):
            self._run(text[at : gap.start() + 1], start + at)
            at = gap.end()
        self._run(text[at:], start + at)

    def replace(self, text: str, span: Span) -> None:
        """Add *text*, which is what a reader sees of the source's *span*: `&` for `&amp;`."""
        text = _BLANK.sub(" ", text)
        if self.ends_blank():
            text = text.lstrip(" ")
        if text:
            self._add(text, span)

    def pad(self) -> None:
        """Add a space that stands nowhere in the source, where there is none yet."""
        if not self.ends_blank():
            self._parts.append(" ")
            self.length += 1

    def ends_blank(self) -> bool:
        """Tell whether a space here would be one too many: at the start, or after a space."""
        return not self._parts or self._parts[-1].endswith(" ")

    def finish(self) -> tuple[str, tuple[Piece, ...]]:
        """Give the text without the white space at its end, and its pieces."""
        text = "".join(self._parts).rstrip()
        while self._pieces and self._pieces[-1].at.end > len(text):
            at, span = self._pieces.pop()
            over = at.end - len(text)
            if at.start < len(text) and over:
                verbatim = at.end - at.start == span.end - span.start
                kept = Span(span.start, span.end - over) if verbatim else span
                self._pieces.append(Piece(Span(at.start, len(text)), kept))
        return text, tuple(self._pieces)

    def _run(self, text: str, start: int) -> None:
        if self.ends_blank():
            bare = text.lstrip()
            start += len(text) - len(bare)
            text = bare
        if text:
            self._add(_BLANK.sub(" ", text), Span(start, start + len(text)))

    def _add(self, text: str, span: Span) -> None:
        at = Span(self.length, self.length + len(text))
        self._parts.append(text)
        self.length = at.end
        if self._pieces and len(text) == span.end - span.start:
            before = self._pieces[-1]
            verbatim = before.at.end - before.at.start == before.span.end - before.span.start
            if verbatim and before.at.end == at.start and before.span.end == span.start:
                self._pieces[-1] = Piece(Span(before.at.start, at.end), Span(before.span.start, span.end))
                return
        self._pieces.append(Piece(at, span))


def origin(pieces: Sequence[Piece], start: int, end: int) -> Span:
    """
    Give the one span of the source, markup inside it included, that `text[start:end]` came from.

    Args:
        pieces: Of the text, in order; not empty.
        start: Of a range of the text that is not empty.
        end: Of the same range.

    """
    first = pieces[max(bisect_right(pieces, start, key=_at_start) - 1, 0)]
    last = pieces[max(bisect_right(pieces, end - 1, key=_at_start) - 1, 0)]
    if first.at.end - first.at.start == first.span.end - first.span.start:
        begin = min(first.span.start + max(start - first.at.start, 0), first.span.end)
    else:
        begin = first.span.start
    if last.at.end - last.at.start == last.span.end - last.span.start:
        finish = last.span.start + min(end, last.at.end) - last.at.start
    else:
        finish = last.span.end
    return Span(begin, max(begin, finish))


def _at_start(piece: Piece) -> int:
    return piece.at.start
