"""
Everything between the head and the tail of a reference: its title, and the pieces that follow it.

CS1 quotes the title of what is part of something (article, page, chapter) and prints the title of what stands alone
(book, thesis, map) without marks here, as italics do not survive in text. What follows is recognised piece by piece:
date, pages, volume, editors, contributors, edition; the pieces that remain are container, series, publisher by position.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.model import Span
from citecheck.references.lead import looks_dated, put_date, put_names, reads_as_prose, take_editors
from citecheck.references.names import is_name_list
from citecheck.references.pinpoints import find_pages, find_pinpoint, is_bare_volume
from citecheck.references.placing import Sorted, place
from citecheck.references.reading import Reading
from citecheck.references.style import Separator, Style
from citecheck.references.suffixes import peel
from citecheck.references.wording import alternatives, has_word, phrases, roles

_IN: Final = re.compile(r"(?:^|[.,:;\"”»)\s])\s*(?P<word>[Ii]n:?)\s(?=[^\W\d_])")
_ROLE: Final = re.compile(rf"(?P<role>{alternatives(roles())})\s(?=[^\W_])", re.IGNORECASE)
_BROADCAST: Final = re.compile(r"(?P<what>Season|Series|Episode)\s(?P<number>[^\s.,]{1,12})\Z")
_EDITION: Final = re.compile(r"(?P<edition>[^\s()][^()]{0,24}?)\s(?:ed|edn|edition|edición|Aufl|Auflage)\.?\Z", re.IGNORECASE)
_DATE_PAGE: Final = re.compile(r"(?P<date>[^:]{4,40}):\s(?P<page>[A-Za-z]{0,2}[0-9]{1,6}(?:[-–][0-9A-Za-z]{1,6})?)\Z")
_PUBLISHED: Final = re.compile(r"\(?published\s(?P<date>[^()]{4,40})\)?\Z")
_ASIDES: Final = re.compile(
    r"(?:Scale\s[0-9:,. ]{3,20}|Sheets?\s\S{1,12}|§§?\s?\S{1,16}|Event occurs at\s[0-9:.hms ]{1,12}|[0-9:]{1,8} minutes in|"
    r"Cartography by\s.{2,80}|Written at\s.{2,60}|.{1,40}\sinset)\Z"
)
_STARTS_WITH_INITIALS: Final = re.compile(r"\s[^\W\d_a-z]\.(?=\s)")


def read_body(reading: Reading, start: int, separator: Separator, style: Style) -> None:
    """Take title, container, publisher and all that stands between *start* and the tail."""
    start = take_editors(reading, start)
    quote = _title_quote(reading, start)
    sorted_ = Sorted()
    if quote is not None:
        rest = _take_quoted(reading, quote)
        rest = _take_in(reading, rest, sorted_, separator)
    else:
        rest = start
        if separator == ",":
            _take_in(reading, rest, sorted_, separator)
    pieces = reading.pieces(separator, rest)
    if quote is None:
        pieces = _take_unquoted(reading, pieces, sorted_, separator, style)
    elif pieces:
        pieces = _take_attached(reading, pieces, quote, style)
    for index, piece in enumerate(pieces):
        _sort(reading, piece, sorted_, style, quoted=quote is not None, last=index == len(pieces) - 1)
    place(reading, sorted_, quoted=quote is not None)


def _title_quote(reading: Reading, start: int) -> Span | None:
    """Give the quotation that is the title: the one that stands where the title must begin."""
    for quote in reading.layout.quotes:
        if quote.start >= start:
            between = reading.raw[start : quote.start]
            return quote if not between.strip(" \t\u00a0.,:;") else None
    return None


def _take_quoted(reading: Reading, quote: Span) -> int:
    """Take a title in quotes, the marks and a comma before the closing one left out; give where it ends."""
    raw = reading.raw
    inner = Span(quote.start + 1, quote.end - 1)
    after = raw[quote.end : quote.end + 1]
    closed = raw[inner.end - 1 : inner.end]
    if closed == "," or (closed == "." and after not in {".", ",", ";", ":"} and not raw[: inner.end].endswith("..")):
        inner = Span(inner.start, inner.end - 1)
    inner = reading.trimmed(inner.start, inner.end, " \t\r\n\u00a0")
    if inner.start < inner.end:
        reading.put("title", inner, confidence=0.98)
    reading.fix(*quote)
    return quote.end


def _take_in(reading: Reading, start: int, sorted_: Sorted, separator: Separator) -> int:
    """Take `In Editors. ` or `In ` before a container; give where what follows begins."""
    raw = reading.raw
    match = _IN.match(raw, start) if separator == "." else _IN.search(raw, start, start + 600)
    if match is None or reading.layout.quoted(match.start("word")):
        return start
    word_end = match.end("word") + 1
    end = take_editors(reading, word_end)
    if end == word_end:
        if separator == "," and match.start("word") > start + 2:
            return start
        end = _bare_editors(reading, word_end)
    sorted_.in_book = True
    reading.fix(*match.span("word"))
    return end


def _bare_editors(reading: Reading, start: int) -> int:
    """Take the editors that CS1 of 2016 prints without "ed." (`In Irwin, William. Book`); give where they end."""
    raw = reading.raw
    for match in re.finditer(r"\.(?=\s)", raw[start : start + 500]):
        at = start + match.end()
        if _STARTS_WITH_INITIALS.match(raw, at):
            continue
        head = raw[start:at]
        if "," in head and (is_name_list(head) or is_name_list(head[:-1])):
            ends_in_initial = re.search(r"(?:^|[\s.,-])[^\W\d_a-z]\.\Z", head)
            put_names(reading, "editor", Span(start, at if ends_in_initial else at - 1), 0.9)
            return at
    return start


def _take_unquoted(
    reading: Reading, pieces: list[Span], sorted_: Sorted, separator: Separator, style: Style
) -> list[Span]:
    """Take the first piece as the title; give the others."""
    if not pieces:
        return pieces
    if reading.accessed_at is not None and pieces[0].start >= reading.accessed_at:
        return pieces
    first = pieces[0]
    text = first.of(reading.raw)
    if looks_dated(text) or _is_pages(text):
        return pieces
    volume = None
    if (pages := find_pages(text)) is not None and pages[0] > 0:
        _put_pages(reading, first, pages, quoted=False)
        first = reading.trimmed(first.start, first.start + pages[0])
    title = peel(reading, first)
    words = title.of(reading.raw)
    if words != text:
        # "(PDF) 380 (1st ed.)": what is left behind brackets may be the volume
        volume = re.search(r"(?<=[)\]])\s(?P<volume>[0-9]{1,4}|[IVXLC]{1,7})\Z", words)
    if volume:
        at = title.start + volume.start("volume")
        reading.put("volume", Span(at, title.end), confidence=0.8)
        title = peel(reading, reading.trimmed(title.start, at))
    if title.start < title.end:
        lone = len(pieces) == 1
        reading.put("title", title, confidence=0.9 if lone else 0.85)
    return pieces[1:]


def _take_attached(reading: Reading, pieces: list[Span], quote: Span, style: Style) -> list[Span]:
    """Take what stands right behind a quoted title, before any separator: `(Press release)`, `311 (3–4): 645`."""
    raw = reading.raw
    while pieces and not re.search(r"[.,:;]", _between(raw, quote.end, pieces[0].start)):
        piece = pieces.pop(0)
        left = peel(reading, piece)
        if left.start == left.end:
            continue
        left = _take_volume(reading, left, sorted_=None, tight=True)
        if left.start < left.end:
            pieces.insert(0, left)
            break
    return pieces


def _between(raw: str, start: int, end: int) -> str:
    """Give the words between two offsets with everything in brackets left out."""
    return re.sub(r"[(\[][^()\[\]]{0,240}[)\]]", "", raw[start:end])


def _is_pages(text: str) -> bool:
    """Tell whether a whole piece is pages behind their mark."""
    found = find_pages(text)
    return found is not None and found[0] == 0


def _put_pages(reading: Reading, piece: Span, pages: tuple[int, tuple[int, int]], *, quoted: bool) -> None:
    """Take pages: those of an article or chapter, or a pinpoint in a work that stands alone."""
    mark, (start, end) = pages
    reading.put("page" if quoted else "locator", Span(piece.start + start, piece.start + end), confidence=0.97)
    reading.fix(piece.start + mark, piece.start + end)


def _take_volume(reading: Reading, piece: Span, sorted_: Sorted | None, *, tight: bool) -> Span:
    """Take volume, issue and pages at the end of a piece; give what is left of it."""
    text = piece.of(reading.raw)
    found = find_pinpoint(text)
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


def _sort(reading: Reading, piece: Span, sorted_: Sorted, style: Style, *, quoted: bool, last: bool) -> None:
    """Recognise one piece after the title, or put it with the loose ones."""
    text = piece.of(reading.raw)
    if reading.accessed_at is not None and piece.start > reading.accessed_at:
        _take_note(reading, piece, text)
    elif _take_known(reading, piece, text, sorted_, quoted=quoted, last=last):
        return
    else:
        _take_loose(reading, piece, sorted_, style, quoted=quoted)


def _take_note(reading: Reading, piece: Span, text: str) -> None:
    """Take what follows the date of access: a quotation, or else nothing that has a field."""
    if text[:1] in "\"“«" and len(text) > 2:
        reading.put("quote", reading.trimmed(piece.start + 1, piece.end, " \"“”«».,"), confidence=0.9)
        reading.fix(*piece)


def _take_known(reading: Reading, piece: Span, text: str, sorted_: Sorted, *, quoted: bool, last: bool) -> bool:
    """Take a piece that says by its own shape what it is; tell whether it did."""
    if _take_dated(reading, piece, text, sorted_):
        return True
    pages = find_pages(text)
    if pages is not None and (pages[0] == 0 or not quoted):
        _put_pages(reading, piece, pages, quoted=quoted)
        rest = reading.trimmed(piece.start, piece.start + pages[0])
        if rest.start < rest.end and not _take_known(reading, rest, rest.of(reading.raw), sorted_, quoted=quoted, last=False):
            sorted_.loose.append(rest)
        return True
    if role := _ROLE.match(text):
        variable = roles()[role["role"].casefold()]
        put_names(reading, variable, Span(piece.start + role.end(), piece.end), 0.93)
        reading.fix(piece.start, piece.start + role.end())
        return True
    if broadcast := _BROADCAST.match(text):
        start, end = broadcast.span("number")
        variable = {"Season": "season", "Series": "season", "Episode": "number"}[broadcast["what"]]
        reading.put(variable, Span(piece.start + start, piece.start + end), confidence=0.95)
        reading.fix(*piece)
        sorted_.broadcast = True
        return True
    if _ASIDES.match(text):
        reading.put("scale" if text.startswith("Scale") else "section", piece, confidence=0.7)
        return True
    if (edition := _EDITION.match(text)) and len(text) < 40:
        reading.put("edition", Span(piece.start + edition.start("edition"), piece.start + edition.end("edition")), confidence=0.9)
        reading.fix(*piece)
        return True
    if text[:1] in "\"“«" and last and "title" in reading.fields:
        reading.put("quote", reading.trimmed(piece.start + 1, piece.end, " \"“”«».,"), confidence=0.85)
        reading.fix(*piece)
        return True
    return _take_editors_piece(reading, piece, text)


def _take_dated(reading: Reading, piece: Span, text: str, sorted_: Sorted) -> bool:
    """Take a piece that is the date of publication, with a page behind it or an original date."""
    if len(text) > 60:
        return False
    bare = re.sub(r"\s\[[^\[\]]{4,24}\]\Z", "", text)
    if looks_dated(bare):
        if "issued" in reading.fields:
            return False
        put_date(reading, "issued", Span(piece.start, piece.start + len(bare)), 0.97)
        if len(bare) < len(text):
            peel(reading, piece)
        sorted_.dated = True
        return True
    if published := _PUBLISHED.match(text):
        taken = put_date(reading, "issued", Span(piece.start + published.start("date"), piece.start + published.end("date")), 0.9)
        if taken:
            reading.fix(*piece)
        return taken
    paged = _DATE_PAGE.match(text)
    if paged and looks_dated(paged["date"]) and "issued" not in reading.fields:
        put_date(reading, "issued", Span(piece.start, piece.start + paged.end("date")), 0.95)
        reading.put("page", Span(piece.start + paged.start("page"), piece.end), confidence=0.95)
        sorted_.dated = True
        return True
    return False


def _take_editors_piece(reading: Reading, piece: Span, text: str) -> bool:
    """Take a piece that is a list of editors with their mark."""
    if not re.search(r"(?:\(eds?\.?\)|,\seds?\.?)\Z", text):
        return False
    names = re.sub(r"(?:\s\(eds?\.?\)|,\seds?\.?)\Z", "", text)
    if not is_name_list(names):
        return False
    put_names(reading, "editor", Span(piece.start, piece.start + len(names)), 0.93)
    reading.fix(piece.start + len(names), piece.end)
    return True


def _take_loose(reading: Reading, piece: Span, sorted_: Sorted, style: Style, *, quoted: bool) -> None:
    """Peel volume, edition, language and their like from a piece that names something, and keep the name."""
    raw = reading.raw
    periodical = quoted and not sorted_.loose
    left = peel(reading, piece, periodical=periodical, printer=style.printer_in_brackets)
    if left.start == left.end:
        return
    text = left.of(raw)
    if is_bare_volume(text) and len(text) <= 9 and "volume" not in reading.fields and (quoted or "title" in reading.fields):
        reading.put("volume", left, confidence=0.85)
        sorted_.after_volume = True
        return
    found = find_pinpoint(text)
    strong = found is not None and (found.start == 0 or {"issue", "page"} <= found.parts.keys())
    if quoted or strong:
        before = left
        left = _take_volume(reading, left, sorted_, tight=False)
        if before != left and left.start < left.end and not quoted:
            sorted_.periodical = left
    if quoted and style.tight_volume and not sorted_.loose and "volume" not in reading.fields:
        left = _take_tight(reading, left, sorted_)
    left = peel(reading, left, periodical=periodical, printer=style.printer_in_brackets)
    if left.start < left.end:
        if sorted_.dated:
            sorted_.late.add(left)
        sorted_.loose.append(left)


def _take_tight(reading: Reading, piece: Span, sorted_: Sorted) -> Span:
    """Take a bare volume that follows its periodical without a stop (`Grammy 167`), as CS1 printed it until 2017."""
    text = piece.of(reading.raw)
    match = re.search(r"(?<=[^\W\d_.)])\s(?P<volume>[0-9]{1,3}|[IVXL]{1,6})\Z", text)
    if match is None or "page" in reading.fields:
        return piece
    start = piece.start + match.start("volume")
    reading.put("volume", Span(start, piece.end), confidence=0.6)
    sorted_.after_volume = True
    return reading.trimmed(piece.start, start)
