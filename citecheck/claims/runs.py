"""Footnote markers that stand together, and the text with them masked out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.model import Marker

LONGEST_GAP: Final = 3
"""Code points that may part two markers of one run: `[1], [2]`, `[1] – [3]`."""
_GAP_MARKS: Final = frozenset(" \t\r\n\xa0,;-–‒")
_BLANKS: Final = frozenset(" \u00a0")
_CLOSING: Final = frozenset(".,;:!?)")
_STOPS: Final = frozenset(".!?…")
_CLOSERS: Final = frozenset("\"'”’»›)]」』）")


@dataclass(frozen=True, slots=True)
class Run:
    """Markers with no words between them."""

    start: int
    """Where the first begins in the block's text."""
    end: int
    """Where the last ends, the page it names (`[41]:12`) included."""
    markers: tuple[Marker, ...]
    """Those that support words; hidden ones are left out, so it may be empty."""

    def labels(self) -> frozenset[str]:
        """Give what its markers are compared by, each with the entry it names."""
        return frozenset(f"{marker.entry} {marker.label}" for marker in self.markers)


def find_runs(text: str, markers: Iterable[Marker]) -> tuple[Run, ...]:
    """
    Give the runs of a block.

    Args:
        text: The block's text.
        markers: Its markers, in any order.
    """
    runs: list[tuple[int, int, list[Marker]]] = []
    for marker in sorted(markers, key=lambda m: m.at.start):
        shown = [] if marker.where == "hidden" else [marker]
        end = _end(text, marker)
        if runs and _joined(text, runs[-1][1], marker.at.start):
            start, last, members = runs.pop()
            runs.append((start, max(end, last), members))
            members += shown
        else:
            runs.append((marker.at.start, end, shown))
    return tuple(Run(start, end, tuple(members)) for start, end, members in runs)


def _end(text: str, marker: Marker) -> int:
    """Give the end of a marker with the page that it names, which Wikipedia prints after it: `[41]:12`."""
    page = f":{marker.page}"
    return marker.at.end + len(page) if marker.page and text.startswith(page, marker.at.end) else marker.at.end


def _joined(text: str, end: int, start: int) -> bool:
    """Tell whether nothing but a little punctuation stands between two markers."""
    return start - end <= LONGEST_GAP and all(c in _GAP_MARKS for c in text[end:start])


class Masked:
    """
    A block's text without its runs, and the way back.

    Where a run alone parts a full stop from the next sentence (`end.[4]Next`) a space stands in for it.
    """

    def __init__(self, text: str, runs: Sequence[Run]) -> None:
        parts: list[str] = []
        self._from: list[int] = []
        self._to: list[int] = []
        length = done = 0
        for run in (*runs, None):
            until = len(text) if run is None else run.start - _spare_space(text, run, done)
            if until > done or run is None:
                self._from.append(done)
                self._to.append(length)
                parts.append(text[done:until])
                length += max(until - done, 0)
            if run is not None:
                done = max(run.end, done)
                if _needs_space(text, run):
                    parts.append(" ")
                    length += 1
        self.text = "".join(parts)
        """The words without markers."""

    def original(self, offset: int) -> int:
        """Give where the code point at *offset* of the masked text stands in the block's text."""
        part = bisect_right(self._to, offset) - 1
        return self._from[part] + offset - self._to[part]

    def masked(self, offset: int) -> int:
        """Give where the code point at *offset* of the block's text, no part of a run, stands in the masked text."""
        part = bisect_right(self._from, offset) - 1
        return self._to[part] + offset - self._from[part]


def _spare_space(text: str, run: Run, done: int) -> bool:
    """Tell whether the space before a run is one too many without it: so it is before `[3].`."""
    stands = run.start > done and text[run.start - 1] in _BLANKS
    return stands and text[run.end : run.end + 1] in _CLOSING and bool(text[run.end : run.end + 1])


def _needs_space(text: str, run: Run) -> bool:
    """Tell whether the words left and right of a run would grow together."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return after.isalnum() and (before in _STOPS or before in _CLOSERS or before.isalnum())
