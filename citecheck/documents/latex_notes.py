"""The notes of a LaTeX document, numbered as LaTeX numbers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Final, NamedTuple

_NAMES: Final = {"footnote": "note", "endnote": "endnote", "": "note"}


class Note(NamedTuple):
    """What a note or the mark of one is called."""

    key: Hashable
    label: str


class Numbers:
    """Counts notes: a note and a mark step the counter, the text of a mark does not."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = defaultdict(int)
        self._chapter = 0
        self._serial = 0
        self._known: dict[tuple[str, int, str], Hashable] = {}
        self._texts: dict[tuple[str, int, str], int] = defaultdict(int)

    def chapter(self) -> None:
        """Begin to count anew, as books do."""
        self._chapter += 1
        self._counts.clear()

    def note(self, kind: str, number: str) -> Note:
        """Give what a note is called; *number* is the one that it has been given, else empty."""
        label = number or str(self._step(kind))
        self._serial += 1
        key = (kind, self._serial)
        self._known[kind, self._chapter, label] = key
        return Note(key, label)

    def mark(self, kind: str, number: str) -> Note:
        """Give what a mark is called: that of a note before it, or of a text that follows."""
        label = number or str(self._step(kind))
        place = (kind, self._chapter, label)
        return Note(self._known.setdefault(place, place), label)

    def text(self, kind: str, number: str) -> Note:
        """Give what the text of a mark is called."""
        label = number or str(self._counts[kind])
        place = (kind, self._chapter, label)
        self._texts[place] += 1
        return Note(place if self._texts[place] == 1 else (*place, self._texts[place]), label)

    def _step(self, kind: str) -> int:
        self._counts[kind] += 1
        return self._counts[kind]


def group_of(kind: str) -> str:
    """Give the list that notes of a kind belong to."""
    return _NAMES.get(kind, "note")
