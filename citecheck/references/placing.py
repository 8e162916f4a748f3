"""
Which of the names that follow a title is the container, which the series, the meeting, the publisher.

Text does not tell for certain: a single name behind a quoted title may be a site, its publisher or an agency. Position
decides, helped by words (`Press`, `Conference`) and places (`Oxford: Blackwell`); the other readings are given as
alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from citecheck.model import Span
from citecheck.references.dating import put_date
from citecheck.references.places import is_place, may_be_place
from citecheck.references.reading import Reading
from citecheck.references.wording import exact, has_word, phrases

_PLACED: Final = re.compile(r"(?P<place>[^:]{2,60}):\s(?P<publisher>[^:].{1,200})\Z", re.DOTALL)
_PLACED_AFTER: Final = re.compile(
    r"(?P<publisher>[^,]{2,80}),\s(?P<place>[^,\d]{2,40})(?:,?\s(?P<date>[12][0-9]{3}))?\Z"
)
_SITE: Final = re.compile(r"[\w-]{2,40}\.(?:com|org|net|gov|edu|info|co\.uk|de|fr|ru|jp)\Z", re.IGNORECASE)
_SECTION: Final = re.compile(r"(?:Supplement|Suppl\.?|(?:Series|Part|Section)\s[A-Z0-9]{1,3}|[A-D])\Z")
_LONGEST_SHORT: Final = 20
_SHORTENED: Final = re.compile(r"(?:[^\W\d_][\w&'’]{0,9}\.?[\s-]?){1,3}\Z")


@dataclass(slots=True)
class Sorted:
    """What is known of the pieces after the title while they are sorted."""

    quoted: bool
    """Whether the title was in quotes, hence is part of something."""
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
    named: bool = False
    """Whether a piece that can be the publisher follows."""


def place(reading: Reading, sorted_: Sorted, *, joined: bool) -> None:
    """
    Give each loose piece its field.

    Args:
        reading: The reference.
        sorted_: Its pieces.
        joined: Whether commas separate (CS2), so that an unquoted title may have been cut at its own.
    """
    quoted = sorted_.quoted
    loose = _without_printer(reading, sorted_.loose, quoted=quoted)
    loose = _without_place(reading, loose, quoted=quoted)
    loose = _without_meeting(reading, loose, quoted=quoted)
    loose = _without_series(reading, loose, quoted=quoted)
    loose = _with_interview(reading, loose)
    if quoted or sorted_.in_book or sorted_.periodical is not None or "container-title" in reading.fields:
        _place_parts(reading, sorted_, loose)
    else:
        _place_alone(reading, loose, joined=joined)


def _without_place(reading: Reading, loose: list[Span], *, quoted: bool) -> list[Span]:
    """Take a place that stands by itself, as behind a newspaper; give the other pieces."""
    for index, piece in enumerate(loose):
        text = piece.of(reading.raw)
        paged = bool(reading.fields.keys() & {"volume", "issue", "page", "locator"})
        alone = len(loose) == 1 and not paged and text.casefold() not in phrases("periodical-places", "names")
        if is_place(text) and "publisher-place" not in reading.fields and (index or not quoted or "," in text or alone):
            reading.put("publisher-place", piece, confidence=0.85)
            return loose[:index] + loose[index + 1 :]
    return loose


def _without_series(reading: Reading, loose: list[Span], *, quoted: bool) -> list[Span]:
    """Take the name of a series of books that stands beside another name; give the others."""
    if len(loose) < 2 and "publisher" not in reading.fields:
        return loose
    for index, piece in enumerate(loose):
        if has_word(piece.of(reading.raw).casefold(), phrases("series")) and (index or not quoted):
            reading.put("collection-title", piece, confidence=0.75, alternatives=("container-title", "publisher"))
            return loose[:index] + loose[index + 1 :]
    return loose


def _without_printer(reading: Reading, loose: list[Span], *, quoted: bool) -> list[Span]:
    """Take `Place: Publisher` or `Publisher, Place`; give the other pieces."""
    for index in range(len(loose) - 1, -1, -1):
        part_of = quoted and index == 0
        last = index == len(loose) - 1
        if _take_place_first(reading, loose[index], part_of=part_of, last=last) or (
            not part_of and _take_place_last(reading, loose[index])
        ):
            return loose[:index] + loose[index + 1 :]
    return loose


def _take_place_first(reading: Reading, piece: Span, *, part_of: bool, last: bool) -> bool:
    """Take `Place: Publisher`; tell whether it was that, and not a title with a subtitle."""
    match = _PLACED.match(piece.of(reading.raw))
    if match is None:
        return False
    known = is_place(match["place"])
    if not known and is_place(match["publisher"]):
        return False
    likely = last and (not part_of or _is_release(reading) or _is_printer(match["publisher"]))
    if not known and not (likely and may_be_place(match["place"])):
        return False
    sure = 0.97 if known else 0.8
    reading.put("publisher-place", Span(piece.start, piece.start + match.end("place")), confidence=sure)
    reading.put("publisher", Span(piece.start + match.start("publisher"), piece.end), confidence=sure)
    return True


def _take_place_last(reading: Reading, piece: Span) -> bool:
    """Take `Publisher, Place` or `Publisher, Place 2004`; tell whether it was that."""
    match = _PLACED_AFTER.match(piece.of(reading.raw))
    if match is None or not is_place(match["place"]) or (match["date"] and "issued" in reading.fields):
        return False
    if match["date"]:
        put_date(reading, "issued", Span(piece.start + match.start("date"), piece.end), 0.9)
    start, end = match.span("place")
    reading.put("publisher", Span(piece.start, piece.start + match.end("publisher")), confidence=0.85)
    reading.put("publisher-place", Span(piece.start + start, piece.start + end), confidence=0.85)
    return True


def _is_printer(text: str) -> bool:
    """Tell whether a name has the words of a publisher or is a site's address."""
    return has_word(text.casefold(), phrases("publishers")) or _SITE.search(text) is not None


def _without_meeting(reading: Reading, loose: list[Span], *, quoted: bool) -> list[Span]:
    """Take the name of a meeting that stands beside a container or behind an unquoted title; give the others."""
    for index, piece in enumerate(loose):
        if (index or not quoted) and has_word(piece.of(reading.raw).casefold(), phrases("meetings")):
            reading.put("event-title", piece, confidence=0.8, alternatives=("container-title",))
            pages = reading.fields.pop("locator", None)
            if pages is not None:  # those of the paper, not a place in a book
                reading.fields["page"] = replace(pages, variable="page")
            return loose[:index] + loose[index + 1 :]
    return loose


def _joined_abbreviations(reading: Reading, loose: list[Span]) -> list[Span]:
    """Give the pieces with those of an abbreviated journal (`Proc. Natl. Acad. Sci`) as one."""
    raw, shortened = reading.raw, exact("shortened", of="wording")
    count = 0
    while (
        count < len(loose)
        and len(loose[count].of(raw)) <= _LONGEST_SHORT
        and _SHORTENED.match(loose[count].of(raw))
        and not (count and raw[loose[count - 1].end : loose[count].start].strip(" ."))
    ):
        count += 1
    known = any(word in shortened for piece in loose[:count] for word in piece.of(raw).replace(".", " ").split())
    if count < 2 or not known:
        return loose
    return [Span(loose[0].start, loose[count - 1].end), *loose[count:]]


def _with_sections(reading: Reading, loose: list[Span]) -> list[Span]:
    """Give the pieces with the section of a journal made part of its name: `Acta Physica. Supplement`, `Proc. B`."""
    if len(loose) > 1 and _SECTION.match(loose[1].of(reading.raw)):
        return [Span(loose[0].start, loose[1].end), *loose[2:]]
    return loose


def _place_parts(reading: Reading, sorted_: Sorted, loose: list[Span]) -> None:
    """Place what follows the title of a part: container first, publisher last, an agency or network beside them."""
    raw = reading.raw
    word = loose[0].of(raw).rpartition(" ")[2] if loose else ""
    if sorted_.after_volume or word in exact("shortened", of="wording"):
        loose = _joined_abbreviations(reading, loose)
    loose = _with_sections(reading, loose)
    if sorted_.periodical is not None and sorted_.periodical in loose:
        reading.put("container-title", sorted_.periodical, confidence=0.9)
        loose = [piece for piece in loose if piece != sorted_.periodical]
    if sorted_.broadcast and loose and (len(loose) > 1 or "container-title" in reading.fields):
        last = loose[-1]
        if last in sorted_.late or last.of(raw).casefold() in phrases("networks", "names"):
            reading.put("network", loose.pop(), confidence=0.85, alternatives=("publisher",))
    if loose and len(loose) > 1 and loose[-1].of(raw).casefold() in phrases("agencies", "names"):
        reading.put("agency", loose.pop(), confidence=0.9, alternatives=("publisher",))
    if not loose:
        return
    if "container-title" not in reading.fields:
        first = loose.pop(0)
        if _prefers_publisher(reading, first, loose):
            reading.put("publisher", first, confidence=0.75, alternatives=("container-title",))
        else:
            sure = 0.95 if loose or sorted_.after_volume or "page" in reading.fields else 0.75
            reading.put("container-title", first, confidence=sure, alternatives=() if sure > 0.9 else ("publisher",))
    if loose:
        if "publisher" not in reading.fields:
            reading.put("publisher", loose.pop(), confidence=0.85, alternatives=("collection-title",))
        if loose:
            reading.put("collection-title", loose.pop(0), confidence=0.5, alternatives=("container-title",))


def _prefers_publisher(reading: Reading, first: Span, others: list[Span]) -> bool:
    """Tell whether a lone name behind a quoted title is who published it: a press release has no container."""
    if others or "publisher" in reading.fields:
        return False
    if _is_release(reading, first) or "arXiv" in reading.fields:
        return True
    return not reading.fields.keys() & {"volume", "issue"} and _is_house(first.of(reading.raw).casefold())


def _is_house(folded: str) -> bool:
    """Tell whether a casefolded name is that of a publishing house, and of no paper that is called so."""
    if not has_word(folded, phrases("houses")) or has_word(folded, phrases("houses", "but_not")):
        return False
    return (
        not folded.endswith("press") or "university" in folded or not has_word(folded, phrases("newspapers", "presses"))
    )


def _is_release(reading: Reading, first: Span | None = None) -> bool:
    """Tell whether the title is that of a press release: the bracket stands behind it, not behind the name of a paper."""
    genre = reading.fields.get("genre")
    if genre is None or genre.span is None or str(genre.value).casefold() not in phrases("releases"):
        return False
    return first is None or genre.span.start < first.start


def _with_interview(reading: Reading, loose: list[Span]) -> list[Span]:
    """Take what CS1 prints before a separate `(Interview).` as the container and what it prints behind as the publisher."""
    genre = reading.fields.get("genre")
    if genre is None or genre.span is None or str(genre.value).casefold() != "interview" or not loose:
        return loose
    at = genre.span.start
    if reading.raw[: at - 1].rstrip()[-1:] != ".":
        return loose
    before, behind = [each for each in loose if each.end < at], [each for each in loose if each.start > at]
    if before and "container-title" not in reading.fields:
        reading.put("container-title", before.pop(0), confidence=0.85)
    if behind and "publisher" not in reading.fields:
        reading.put("publisher", behind.pop(), confidence=0.85)
    return [*before, *behind]


def _place_alone(reading: Reading, loose: list[Span], *, joined: bool) -> None:
    """Place what follows the title of a work that stands alone: publisher last, series before it."""
    if loose and "publisher" not in reading.fields:
        reading.put("publisher", loose.pop(), confidence=0.8, alternatives=("container-title", "collection-title"))
    _lengthen_title(reading, loose, " ," if joined else " .")
    if loose:
        reading.put("collection-title", loose.pop(0), confidence=0.6, alternatives=("publisher", "title"))


def _lengthen_title(reading: Reading, loose: list[Span], separators: str) -> None:
    """Give the title back what a separator of its own cut off (`Estética. Historia y fundamentos`)."""
    title = reading.fields.get("title")
    while loose and title is not None and title.span is not None:
        if reading.raw[title.span.end : loose[0].start].strip(separators):
            return
        whole = Span(title.span.start, loose.pop(0).end)
        title = replace(title, span=whole, value=" ".join(whole.of(reading.raw).split()), confidence=0.6)
        reading.fields["title"] = title
        reading.taken.append(whole)
