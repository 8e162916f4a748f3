"""A half-open range of code points in a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """
    The code points `start <= i < end` of a text, as `text[start:end]` takes them.

    A named tuple and not a dataclass, because in the published JSON a span is `[start, end]`.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the words of *text* that this span covers."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """Give this span moved by *by* code points."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        """Tell whether *other* lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end
