"""
Textual citations, whose author is a word of the sentence: "Smith (2010) showed it".

Their marker, the year, stands where the author is named, mostly at the beginning; what they stand for is their sentence, or the
part of it up to the comma before the next author.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.claims.runs import Run
from citecheck.claims.sentences import Sentence

_YEAR: Final = re.compile(
    r"[(\[（]{0,2}\s?(?:c\.\s|ca\.\s)?(?:(?:1[0-9]|20)\d\d(?!\d)|n\.\s?d\.|in press|forthcoming)", re.IGNORECASE
)
_NAMED: Final = re.compile(r"[^\W\d_]{2}")
_NAME: Final = re.compile(r"[^\W\d_]{2,60}")
_CLAUSE_MARKS: Final = ",;:，；：、—"


def is_textual(run: Run) -> bool:
    """Tell whether a run is years whose authors are words of the sentence; a footnote 1984 is none."""
    return bool(run.markers) and all(
        _YEAR.match(marker.text) is not None and _NAMED.match(marker.label.lstrip("([").strip()) is not None
        for marker in run.markers
        if not marker.implied
    )


def own_words(text: str, sentence: Sentence, before: Run | None, run: Run, after: Run | None) -> tuple[int, int]:
    """
    Give the words that a textual citation stands for: its sentence, or its part of it.

    Args:
        text: The block's text.
        sentence: The one that it stands in.
        before: The run before it in the block.
        run: The citation.
        after: The run after it in the block.
    """
    start, end = sentence.start, sentence.end
    if before is not None and before.end > start:
        start = _part(text, before.end, run)
    if after is not None and after.start < end:
        end = _part(text, run.end, after) if is_textual(after) else end
        end = run.end + len(text[run.end : end].rstrip())
    return start, end


def _part(text: str, start: int, run: Run) -> int:
    """Give where the part of a sentence begins that a textual citation stands in: at the last comma before its author."""
    name = _NAME.search(run.markers[0].label)
    named = text.rfind(name[0], start, run.start) if name else -1
    end = run.start if named < 0 else named
    at = max(text.rfind(mark, start, end) for mark in _CLAUSE_MARKS)
    return at + 1 if at >= 0 else start if named < 0 else named
