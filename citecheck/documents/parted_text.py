"""The text of a document in several files: each run of it remembers the file and the line that it is from."""

from __future__ import annotations

from bisect import bisect_right

from citecheck.model import Part, Span


class FileText:
    """The text of one file, which knows its lines and columns."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts = [0]
        at = 0
        for line in text.splitlines(keepends=True):
            at += len(line)
            if line[-1] in "\r\n":  # what else Python takes for the end of a line is none for editors
                self._starts.append(at)

    def place(self, offset: int) -> tuple[int, int]:
        """Give the line and column, from 1, of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class PartedText:
    """Text that is put together from runs of files."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._parts: list[Part] = []
        self.length = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._runs)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Where each run is from."""
        return tuple(self._parts)

    def add(self, file: FileText, start: int, end: int) -> int:
        """Add `file.text[start:end]`, and give how far its offsets are moved: a place there, plus that, is a place here."""
        moved = self.length - start
        if end > start:
            self._runs.append(file.text[start:end])
            self.length += end - start
            self._parts.append(Part(Span(start + moved, self.length), file.path, *file.place(start)))
        return moved

    def part(self) -> None:
        """Set off what follows by an empty line, which belongs to what stands before it."""
        if self._parts:
            before = self._parts[-1]
            self._runs.append("\n\n")
            self.length += 2
            self._parts[-1] = Part(Span(before.span.start, self.length), before.path, before.line, before.column)
