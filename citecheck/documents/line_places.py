"""Where the words of a paragraph stand in its source: parsers of markup give them without indentation, quotes and pipes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from citecheck.documents.lines import Line
from citecheck.model import Span

_PIPE: Final = re.compile(r"\|")


class Places:
    """The place in the source of each code point of a paragraph's content."""

    def __init__(self, content: str, lines: Sequence[Line], after: int = 0, *, cell: bool = False) -> None:
        """
        Find the content in its lines.

        Args:
            content: As a parser gives it, a line of it for each line of the source.
            lines: Those of the source that it stands in.
            after: Where in the source it begins at the earliest: behind the cell before it.
            cell: Whether it is a cell of a table, in whose source a backslash stands before each pipe.
        """
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self._ends: list[int] = []
        at = 0
        for number, part in enumerate(content.split("\n")):
            line = lines[min(number, len(lines) - 1)]
            start = self._found(part, line, max(after, line.start))
            self._add(at, start, line)
            if cell and not line.text.startswith(part, start - line.start):
                for escaped, pipe in enumerate(_PIPE.finditer(part), 1):
                    self._add(at + pipe.start(), start + pipe.start() + escaped, line)
            at += len(part) + 1
        self.start = self._offsets[0]
        """Where the content begins in the source."""
        self.end = min(self._ends[-1], self._offsets[-1] + at - 1 - self._starts[-1])
        """Where it ends."""

    def _add(self, at: int, offset: int, line: Line) -> None:
        """Note that the content from *at* stands in the source from *offset*."""
        self._starts.append(at)
        self._offsets.append(min(offset, line.end))
        self._ends.append(line.end)

    @staticmethod
    def _found(part: str, line: Line, after: int) -> int:
        """Give where a line of the content begins in its line of the source."""
        words = part.strip()
        where = line.text.find(part, after - line.start)
        if where < 0:
            where = line.text.find(part.replace("|", "\\|"), after - line.start)
        if where < 0 and words:  # a tab that was half indentation
            where = line.text.find(words, after - line.start)
        if where < 0:
            where = line.text.find(words[:1], after - line.start)
        return line.start + max(where, min(after - line.start, len(line.text)), 0)

    def place(self, at: int) -> int:
        """Give where the code point at an offset of the content stands in the source."""
        number = max(bisect_right(self._starts, at) - 1, 0)
        return min(self._offsets[number] + at - self._starts[number], self._ends[number])

    def span(self, start: int, end: int) -> Span:
        """Give the span of the source that a range of the content came from."""
        first = self.place(start)
        if end <= start:
            return Span(first, first)
        number = max(bisect_right(self._starts, end - 1) - 1, 0)
        return Span(first, max(first, min(self.place(end - 1) + 1, self._ends[number])))
