"""How a PDF is set: the size of its text, the distance of its lines, which fonts are bold or those of code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from citecheck.documents.pdf_lines import Line
from citecheck.documents.pdf_sheets import Font
from citecheck.documents.pdf_words import heading_level, heads_list, words

_LARGER: Final = 1.08
_USUAL: Final = 0.15
"""Share of all characters from which a size is that of text: of a document half of which is code, set smaller."""
_LONGEST_HEADING: Final = 160
_LETTER: Final = re.compile(r"[^\W\d_]")


class Style:
    """How a document is set."""

    def __init__(self, lines: Sequence[Line], fonts: Sequence[Font]) -> None:
        mono = words("mono")
        self.mono = frozenset(n for n, font in enumerate(fonts) if any(part in font.name.casefold() for part in mono))
        self.bold = frozenset(n for n, font in enumerate(fonts) if font.bold)
        self.italic = frozenset(n for n, font in enumerate(fonts) if font.italic)
        sizes: Counter[float] = Counter()
        bold = mono_letters = letters = 0
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
            for run in line.runs:
                letters += len(run.text)
                bold += len(run.text) * (run.font in self.bold)
                mono_letters += len(run.text) * (run.font in self.mono)
        total = sum(sizes.values())
        self._usual = frozenset(size for size, many in sizes.items() if many > _USUAL * total)
        self.size = max(sizes, key=lambda size: sizes[size]) if sizes else 10.0
        """Of the letters of its text."""
        if bold * 2 > letters:
            self.bold = frozenset()
        if mono_letters * 2 > letters:
            self.mono = frozenset()
        self._leads = _leads(lines)
        self.lead = self._leads.get(round(self.size), self.size * 1.2)
        """From one line of its text to the next."""

    def lead_of(self, size: float) -> float:
        """Give how far a line of that size is from the next."""
        return self._leads.get(round(size), max(size * 1.2, 1.0))

    def is_small(self, line: Line) -> bool:
        """Tell whether a line is smaller than the text."""
        return line.size < 0.95 * self.size - 0.2

    def is_code(self, line: Line) -> bool:
        """Tell whether all letters of a line are as wide as each other."""
        return bool(self.mono) and all(run.font in self.mono for run in line.runs)

    def is_strong(self, line: Line) -> bool:
        """Tell whether all letters of a line are bold."""
        found = [run.font in self.bold for run in line.runs if _LETTER.search(run.text)]
        return bool(found) and all(found)

    def is_slanted(self, line: Line) -> bool:
        """Tell whether all letters of a line are italic."""
        found = [run.font in self.italic for run in line.runs if _LETTER.search(run.text)]
        return bool(found) and all(found)

    def is_heading(self, line: Line, before: Line | None) -> bool:
        """
        Tell whether a line is a heading.

        Args:
            line: Which.
            before: The one above it in its column, None where it is the first.
        """
        said = line.text
        if len(said) > _LONGEST_HEADING or self.is_code(line):
            return False
        if heads_list(said):
            return True
        if not _may_head(said):
            return False
        larger = line.size >= _LARGER * self.size and line.size > self.size + 0.6
        larger = larger and round(line.size * 2) / 2 not in self._usual
        if larger or (self.is_strong(line) and line.size > 0.85 * self.size):
            return True
        apart = before is None or line.y - before.y > 1.2 * self.lead_of(self.size)
        short = line.x1 - line.x0 < 0.85 * max(line.right - line.left, 1.0)
        if not apart or not short or self.is_small(line):
            return False
        return bool((said.isupper() and len(said) > 4) or (heading_level(said) and self.is_slanted(line)))


def _may_head(said: str) -> bool:
    """Tell whether words may be a heading: they are words, and end as headings do."""
    if said[-1] in ",;:" or (said[-1] == "." and not said.isupper() and not heading_level(said)):
        return False
    return sum(map(str.isalpha, said)) * 2 >= max(len(said.replace(" ", "")), 1) and bool(_LETTER.search(said))


def _leads(lines: Sequence[Line]) -> dict[int, float]:
    """Give the usual distance of lines by their size."""
    found: dict[int, Counter[float]] = {}
    for before, line in pairwise(lines):
        step = line.y - before.y
        if before.flow == line.flow and abs(before.size - line.size) < 0.5 and 0.8 * line.size < step < 3 * line.size:
            found.setdefault(round(line.size), Counter())[round(step, 0)] += 1
    return {size: max(steps, key=lambda step: steps[step]) for size, steps in found.items()}
