"""
The pieces behind a title, each recognised by its own shape where it has one.

Date, pages, volume, contributors, edition, season and episode say what they are; what says nothing is kept loose for
`placing.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from citecheck.model import Span
from citecheck.references.dating import looks_dated, put_date
from citecheck.references.lead import is_people, put_names, take_editors
from citecheck.references.names import ends_in_title, is_name_list
from citecheck.references.pinpoints import ROMAN, Pinpoint, counts_something, find_pages, find_pinpoint, is_bare_volume
from citecheck.references.places import is_place
from citecheck.references.placing import Sorted
from citecheck.references.reading import Reading
from citecheck.references.style import Style
from citecheck.references.suffixes import After, peel
from citecheck.references.wording import alternatives, has_word, phrases, roles

_ROLE: Final = re.compile(rf"(?P<role>{alternatives(roles())})\s(?=[^\W_])", re.IGNORECASE)
_BROADCAST: Final = re.compile(r"(?P<what>Season|Series|Episode)\s(?P<number>[^\s.,]{1,12})\Z")
_EDITION: Final = re.compile(
    r"(?P<edition>[^\s()][^()]{0,24}?)\s(?:ed|edn|edition|edición|Aufl|Auflage)\.?(?:\s\([12][0-9]{3}\))?\Z",
    re.IGNORECASE,
)
_ORIGINAL: Final = re.compile(r"\s\[[^\[\]]{4,24}\]\Z")
_DATE_PAGE: Final = re.compile(
    r"(?P<date>[^:]{4,40}):\s(?P<page>[A-Za-z]{0,2}[0-9]{1,6}[A-Z]?(?:[-–][0-9A-Za-z]{1,6})?)\Z"
)
_PUBLISHED: Final = re.compile(r"\(?published\s(?P<date>[^()]{4,40})\)?\Z")
_ASIDES: Final = re.compile(
    r"(?P<scale>Scale\s[0-9:,. ]{3,20}|1:[0-9][0-9,. ]{2,16})\Z|(?:Sheets?\s\S{1,12}|§§?\s?\S{1,16}|Event occurs at\s[0-9:.hms ]{1,12}|"
    r"[0-9:]{1,8} minutes in|Written at\s.{2,60}|.{1,40}\sinset)\Z"
)
_EDITORS: Final = re.compile(r"(?:\s\((?:eds?|Hrsg)\.?\)|,\seds?\.?)\Z")
_IN: Final = re.compile(r"(?P<word>[Ii]n:?)\s(?=[^\W\d_])")
_MORE_INITIALS: Final = re.compile(r"\s[^\W\d_a-z]\.(?=[\s,;&])")
_ENDS_IN_INITIAL: Final = re.compile(r"(?:^|[\s.,-])[^\W\d_a-z]\.\Z")
_TIGHT: Final = re.compile(rf"(?<=[^\W\d_.]|\))\s(?P<volume>[0-9]{{1,3}}[A-Z]?|{ROMAN})\Z")
_NUMBERED: Final = re.compile(r"(?:Vol|No)\.\s")
_ENDS_IN_YEAR: Final = re.compile(r"(?<=[^\W_]),\s(?P<date>[12][0-9]{3})\Z")
_LONGEST_LIST: Final = 400
_SHORTEST_NAME: Final = 3
_NO_NAME: Final = frozenset("(['\"“«")
_QUOTES: Final = ' "“”«».,'


def put_pages(reading: Reading, piece: Span, pages: Pinpoint, *, quoted: bool) -> None:
    """Take pages: those of an article or chapter, or a pinpoint in a work that stands alone."""
    for name, (start, end) in pages.parts.items():
        variable = "locator" if name == "page" and not quoted else name
        reading.put(variable, Span(piece.start + start, piece.start + end), confidence=0.97)
    reading.fix(piece.start + pages.start, piece.end)


def take_volume(reading: Reading, piece: Span, sorted_: Sorted | None, *, tight: bool) -> Span:
    """
    Take volume, issue and pages at the end of a piece; give what is left of it.

    Args:
        reading: The reference.
        piece: Where the piece stands.
        sorted_: To be told that a volume was found, or None.
        tight: Whether a lone volume counts too, without issue or pages.
    """
    text = piece.of(reading.raw)
    found = find_pinpoint(text, dated="issued" in reading.fields)
    if found is None or (found.start and not tight and not found.parts.keys() & {"issue", "page", "date"}):
        return piece
    if found.start and looks_dated(text):
        return piece
    for name, (start, end) in found.parts.items():
        span = Span(piece.start + start, piece.start + end)
        if name == "date":
            put_date(reading, "issued", span, 0.9)
        else:
            reading.put(name, span, confidence=0.95)
    reading.fix(piece.start + found.start, piece.end)
    if sorted_ is not None:
        sorted_.after_volume = True
    return reading.trimmed(piece.start, piece.start + found.start)


def sort_piece(reading: Reading, piece: Span, sorted_: Sorted, style: Style, *, last: bool) -> None:
    """Recognise one piece behind the title, or keep it loose."""
    text = piece.of(reading.raw)
    if reading.accessed_at is not None and piece.start > reading.accessed_at:
        if text[:1] in '"“«' and len(text) > 2:
            _put_quote(reading, piece, 0.9)
        return
    if text[:1] in "Ii" and (match := _IN.match(text)) and (sorted_.quoted or match["word"].endswith(":")):
        piece = _take_in(reading, piece, match.end("word"), sorted_)
        text = piece.of(reading.raw)
    if text.startswith("sur ") and sorted_.quoted and not sorted_.loose:  # French: on this site
        reading.fix(piece.start, piece.start + len("sur "))
        piece = reading.trimmed(piece.start + len("sur "), piece.end)
        text = piece.of(reading.raw)
    if text[-1:] in {")", "]"}:
        piece = peel(reading, piece)
        text = piece.of(reading.raw)
    if not text or _take_known(reading, piece, text, sorted_, style):
        return
    if text[:1] in '"“«' and last and "title" in reading.fields:
        _put_quote(reading, piece, 0.85)
        return
    _keep_loose(reading, piece, sorted_, style)


def names_follow(reading: Reading, pieces: Sequence[Span]) -> bool:
    """Tell whether one of the pieces can name a publisher: it is no date, pages, volume, meeting or agency."""
    for piece in pieces:
        if reading.accessed_at is not None and piece.start > reading.accessed_at:
            return False
        text = piece.of(reading.raw)
        if text[:1].isdigit() or text[:1] in _NO_NAME or len(text) < _SHORTEST_NAME or looks_dated(text):
            continue
        folded = text.casefold()
        if folded in phrases("agencies", "names") or has_word(folded, phrases("meetings")):
            continue
        if find_pages(text) is None and find_pinpoint(text) is None and not _BROADCAST.match(text):
            return True
    return False


def _put_quote(reading: Reading, piece: Span, confidence: float) -> None:
    """Take the words that the reference quotes from the source."""
    reading.put("quote", reading.trimmed(piece.start, piece.end, _QUOTES), confidence=confidence)
    reading.fix(*piece)


def _take_in(reading: Reading, piece: Span, word: int, sorted_: Sorted) -> Span:
    """Take `In` and the editors behind it, whether or not "(ed.)" closes them; give what is left: the container."""
    start = piece.start + word + 1
    sorted_.in_book = True
    reading.fix(piece.start, piece.start + word)
    end = min(take_editors(reading, start), piece.end)
    if end > start:
        return reading.trimmed(end, piece.end)
    return _take_people(reading, Span(start, piece.end), "editor", strict=True)


def _take_people(reading: Reading, span: Span, variable: str, *, strict: bool = False) -> Span:
    """
    Take the people at the head of a stretch; give the rest.

    The stop behind an initial does not separate, so what follows it may be another name: `Irwin, W. Book of Tides`.

    Args:
        reading: The reference.
        span: Where the stretch stands.
        variable: What the people are.
        strict: Whether words that are no list of people are to be left alone.
    """
    text = span.of(reading.raw)
    for match in re.finditer(r"\.(?=\s)", text):
        head = text[: match.end()]
        if len(head) > _LONGEST_LIST:
            break
        if _MORE_INITIALS.match(text, match.end()) or ends_in_title(head):
            continue
        if is_people(head) or is_people(head[:-1]):
            at = span.start + match.end()
            put_names(reading, variable, Span(span.start, at if _ENDS_IN_INITIAL.search(head) else at - 1), 0.9)
            return reading.trimmed(at, span.end)
    if is_people(text) or (not strict and is_name_list(text)):
        put_names(reading, variable, span, 0.92)
    elif strict:
        return span
    else:
        put_names(reading, variable, span, 0.7)
    return Span(span.end, span.end)


def _take_known(reading: Reading, piece: Span, text: str, sorted_: Sorted, style: Style) -> bool:
    """Take a piece that says by its own shape what it is; tell whether it did."""
    if _take_dated(reading, piece, text, sorted_):
        return True
    if aside := _ASIDES.match(text):
        reading.put("scale" if aside["scale"] else "section", piece, confidence=0.7)
        return True
    pages = find_pages(text)
    if pages is not None and (pages.start == 0 or not sorted_.quoted):
        put_pages(reading, piece, pages, quoted=sorted_.quoted)
        rest = reading.trimmed(piece.start, piece.start + pages.start)
        if rest.start < rest.end and not _take_known(reading, rest, rest.of(reading.raw), sorted_, style):
            sorted_.loose.append(rest)
        return True
    if role := _ROLE.match(text):
        reading.fix(piece.start, piece.start + role.end())
        rest = _take_people(reading, Span(piece.start + role.end(), piece.end), roles()[role["role"].casefold()])
        if rest.start < rest.end:
            _keep_loose(reading, rest, sorted_, style)
        return True
    return _take_numbered(reading, piece, text, sorted_) or _take_editors_piece(reading, piece, text)


def _take_numbered(reading: Reading, piece: Span, text: str, sorted_: Sorted) -> bool:
    """Take `Season 4`, `Episode 7`, `2nd ed.`."""
    if broadcast := _BROADCAST.match(text):
        start, end = broadcast.span("number")
        variable = {"Season": "season", "Series": "season", "Episode": "number"}[broadcast["what"]]
        reading.put(variable, Span(piece.start + start, piece.start + end), confidence=0.95)
        sorted_.broadcast = True
    elif len(text) < 40 and (edition := _EDITION.match(text)):
        start, end = edition.span("edition")
        reading.put("edition", Span(piece.start + start, piece.start + end), confidence=0.9)
    else:
        return False
    reading.fix(*piece)
    return True


def _take_dated(reading: Reading, piece: Span, text: str, sorted_: Sorted) -> bool:
    """Take a piece that is the date of publication, with a page behind it or an original date."""
    if len(text) > 60 or "issued" in reading.fields:
        return False
    bare = _ORIGINAL.sub("", text)
    if looks_dated(bare):
        put_date(reading, "issued", Span(piece.start, piece.start + len(bare)), 0.97)
        if len(bare) < len(text):
            peel(reading, piece)
        sorted_.dated = True
        return True
    for form in (_PUBLISHED, _DATE_PAGE):
        match = form.match(text)
        if match is None or not looks_dated(match["date"]):
            continue
        put_date(reading, "issued", Span(piece.start + match.start("date"), piece.start + match.end("date")), 0.93)
        if form is _DATE_PAGE:
            reading.put("page", Span(piece.start + match.start("page"), piece.end), confidence=0.95)
        else:
            reading.fix(*piece)
        sorted_.dated = True
        return True
    return False


def _take_editors_piece(reading: Reading, piece: Span, text: str) -> bool:
    """Take a piece that is a list of editors with their mark."""
    mark = _EDITORS.search(text)
    if mark is None or not is_name_list(text[: mark.start()]):
        return False
    put_names(reading, "editor", Span(piece.start, piece.start + mark.start()), 0.93)
    reading.fix(piece.start + mark.start(), piece.end)
    return True


def _keep_loose(reading: Reading, piece: Span, sorted_: Sorted, style: Style) -> None:
    """Peel volume, edition, language and their like from a piece that names something, and keep the name."""
    raw = reading.raw
    numbered = _NUMBERED.match(piece.of(raw)) is not None
    after = After.PERIODICAL if sorted_.quoted and (numbered or not sorted_.loose) else After.OTHER
    text = piece.of(raw)
    if sorted_.in_book and not sorted_.loose:
        after = After.BOOK
    elif text[0] == "(" and style.printer_in_brackets:
        after = After.PERIODICAL
    elif is_place(text.partition(": ")[0]):
        after = After.OTHER
    printer = style.printer_in_brackets and not sorted_.named
    left = _without_volume(reading, piece, sorted_)
    left = peel(reading, left, after, printer=printer)
    text = left.of(raw)
    if is_bare_volume(text) and len(text) <= 9 and "volume" not in reading.fields and "title" in reading.fields:
        reading.put("volume", left, confidence=0.85)
        sorted_.after_volume = True
        return
    left = _without_volume(reading, left, sorted_)
    if sorted_.quoted and style.tight_volume and "volume" not in reading.fields:
        left = _without_tight_volume(reading, left, sorted_)
    left = peel(reading, left, after, printer=printer)
    if "issued" not in reading.fields and (year := _ENDS_IN_YEAR.search(left.of(raw))):
        put_date(reading, "issued", Span(left.start + year.start("date"), left.end), 0.9)
        left = reading.trimmed(left.start, left.start + year.start())
    if left.start < left.end:
        if sorted_.dated:
            sorted_.late.add(left)
        sorted_.loose.append(left)


def _without_volume(reading: Reading, piece: Span, sorted_: Sorted) -> Span:
    """Take volume, issue and pages from a piece that can be a periodical; give what is left of it."""
    if not sorted_.quoted:
        found = find_pinpoint(piece.of(reading.raw), dated="issued" in reading.fields)
        if found is None or (found.start and not found.parts.keys() >= {"issue", "page"}):
            return piece
    left = take_volume(reading, piece, sorted_, tight=False)
    if left != piece and left.start < left.end and not sorted_.quoted:
        sorted_.periodical = left
    return left


def _without_tight_volume(reading: Reading, piece: Span, sorted_: Sorted) -> Span:
    """Take a bare volume that follows its periodical without a stop (`Grammy 167`), as CS1 printed it until 2017."""
    match = _TIGHT.search(piece.of(reading.raw))
    if match is None or ("page" in reading.fields and "locator" not in reading.fields and sorted_.loose == []):
        return piece
    if " " in match.string[: match.start()] and counts_something(match.string, match.start()):
        return piece
    start = piece.start + match.start("volume")
    reading.put("volume", Span(start, piece.end), confidence=0.6)
    sorted_.after_volume = True
    return reading.trimmed(piece.start, start)
