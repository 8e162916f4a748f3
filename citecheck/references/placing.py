"""
Which of the names that follow a title is the container, which the series, the meeting, the publisher.

Text does not tell for certain: a single name behind a quoted title may be a site, its publisher or an agency. Position
decides, helped by words (`Press`, `Conference`) and places (`Oxford: Blackwell`); the other readings are given as
alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from citecheck.model import Span
from citecheck.references.places import is_place, may_be_place
from citecheck.references.reading import Reading
from citecheck.references.wording import has_word, phrases

_PLACED: Final = re.compile(r"(?P<place>[^:]{2,60}):\s(?P<publisher>[^:].{1,200})\Z", re.DOTALL)
_SHORTENED: Final = re.compile(r"(?:[^\W\d_][\w&'’]{0,9}\.?[\s-]?){1,3}\Z")


@dataclass(slots=True)
class Sorted:
    """What is known of the pieces after the title while they are sorted."""

    loose: list[Span] = field(default_factory=list)
    """Pieces that nothing has recognised, in order: container, series, publisher."""
    late: set[Span] = field(default_factory=set)
    """Those of them that stand behind the date."""
    periodical: Span | None = None
    """The one that a volume, issue and pages followed."""
    in_book: bool = False
    """Whether "In" stood before the container."""
    after_volume: bool = False
    """Whether a volume was found."""
    broadcast: bool = False
    """Whether season or episode were named."""
    dated: bool = False
    """Whether the date of publication has been passed."""


def place(reading: Reading, sorted_: Sorted, *, quoted: bool) -> None:
    """Give each loose piece its field."""
    loose = _without_printer(reading, sorted_.loose, quoted=quoted)
    loose = _without_meeting(reading, loose, quoted=quoted)
    if quoted or sorted_.in_book or sorted_.periodical is not None:
        _place_parts(reading, sorted_, loose)
    else:
        _place_alone(reading, sorted_, loose)


def _without_printer(reading: Reading, loose: list[Span], *, quoted: bool) -> list[Span]:
    """Take `Place: Publisher`; give the other pieces."""
    for index in range(len(loose) - 1, -1, -1):
        piece = loose[index]
        match = _PLACED.match(piece.of(reading.raw))
        if match is None:
            continue
        known = is_place(match["place"])
        if known or (may_be_place(match["place"]) and index == len(loose) - 1 and (index > 0 or not quoted)):
            sure = 0.97 if known else 0.8
            place_end = piece.start + match.end("place")
            reading.put("publisher-place", Span(piece.start, place_end), confidence=sure)
            reading.put("publisher", Span(piece.start + match.start("publisher"), piece.end), confidence=sure)
            return loose[:index] + loose[index + 1 :]
    return loose


def _without_meeting(reading: Reading, loose: list[Span], *, quoted: bool) -> list[Span]:
    """Take the name of a meeting that stands beside a container or behind an unquoted title; give the others."""
    for index, piece in enumerate(loose):
        if (index or not quoted) and has_word(piece.of(reading.raw).casefold(), phrases("meetings")):
            reading.put("event-title", piece, confidence=0.8, alternatives=("container-title",))
            return loose[:index] + loose[index + 1 :]
    return loose


def _joined_abbreviations(reading: Reading, loose: list[Span]) -> list[Span]:
    """Give the pieces with those of an abbreviated journal (`Proc. Natl. Acad. Sci`) as one."""
    count = 0
    while count < len(loose) and len(loose[count].of(reading.raw)) <= 12 and _SHORTENED.match(loose[count].of(reading.raw)):
        count += 1
    if count < 2:
        return loose
    return [Span(loose[0].start, loose[count - 1].end), *loose[count:]]


def _place_parts(reading: Reading, sorted_: Sorted, loose: list[Span]) -> None:
    """Place what follows the title of a part: container first, publisher last, an agency or network beside them."""
    raw = reading.raw
    if sorted_.after_volume:
        loose = _joined_abbreviations(reading, loose)
    if sorted_.periodical is not None and sorted_.periodical in loose:
        reading.put("container-title", sorted_.periodical, confidence=0.9)
        loose = [piece for piece in loose if piece != sorted_.periodical]
    if loose and sorted_.broadcast and (loose[-1] in sorted_.late or loose[-1].of(raw).casefold() in phrases("networks", "names")):
        if len(loose) > 1 or "container-title" in reading.fields:
            reading.put("network", loose.pop(), confidence=0.85, alternatives=("publisher",))
    if loose and len(loose) > 1 and loose[-1].of(raw).casefold() in phrases("agencies", "names"):
        reading.put("agency", loose.pop(), confidence=0.9, alternatives=("publisher",))
    if not loose:
        return
    if "container-title" not in reading.fields:
        first = loose.pop(0)
        if _prefers_publisher(reading, loose):
            reading.put("publisher", first, confidence=0.75, alternatives=("container-title",))
        else:
            sure = 0.95 if loose or sorted_.after_volume or "page" in reading.fields else 0.75
            reading.put("container-title", first, confidence=sure, alternatives=() if sure > 0.9 else ("publisher",))
    if loose:
        if "publisher" not in reading.fields:
            reading.put("publisher", loose.pop(), confidence=0.85, alternatives=("collection-title",))
        if loose:
            reading.put("collection-title", loose.pop(0), confidence=0.5, alternatives=("container-title",))


def _prefers_publisher(reading: Reading, others: list[Span]) -> bool:
    """Tell whether a lone name behind a quoted title is who published it: a press release has no container."""
    genre = reading.fields.get("genre")
    released = genre is not None and isinstance(genre.value, str) and genre.value.casefold() == "press release"
    return not others and "publisher" not in reading.fields and (released or "arXiv" in reading.fields)


def _place_alone(reading: Reading, sorted_: Sorted, loose: list[Span]) -> None:
    """Place what follows the title of a work that stands alone: publisher last, series before it."""
    if not loose:
        return
    if "publisher" not in reading.fields:
        last = loose.pop()
        reading.put("publisher", last, confidence=0.8, alternatives=("container-title", "collection-title"))
    if loose:
        reading.put("collection-title", loose.pop(0), confidence=0.6, alternatives=("publisher", "title"))
