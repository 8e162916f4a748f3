"""
Everything between the head and the tail of a reference: its title, and the pieces that follow it.

CS1 quotes the title of what is part of something (article, page, chapter) and prints the title of what stands alone
(book, thesis, map) without marks here, as italics do not survive in text.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.model import Span
from citecheck.references.dating import looks_dated
from citecheck.references.lead import put_names, take_editors
from citecheck.references.names import has_body_word, is_acronym, is_direct, is_name_list
from citecheck.references.pieces import names_follow, put_pages, sort_piece, take_volume
from citecheck.references.pinpoints import PAGES, ROMAN, counts_something, find_pages, find_pinpoint
from citecheck.references.places import is_place
from citecheck.references.placing import Sorted, place
from citecheck.references.reading import Reading
from citecheck.references.style import Separator, Style
from citecheck.references.suffixes import After, peel

_IN: Final = re.compile(r"(?:\A|[\s.,:;])(?P<word>[Ii]n:?)\s(?=[^\W\d_])")
_PLACE_FIRST: Final = re.compile(r"(?P<place>[^:]{2,60}):\s[^\s]")
_BEHIND_BRACKET: Final = re.compile(r"(?<=[)\]])\s(?P<volume>[0-9]{1,4}[A-Z]?|[IVXLC]{1,7})\Z")
_BEHIND_TITLE: Final = re.compile(rf"(?<=[\w\"'”’)?!])\s(?P<volume>[0-9]{{1,3}}[A-Z]?|(?=\w\w){ROMAN})\Z")
_COLON_PAGES: Final = re.compile(rf":\s(?P<page>{PAGES})(?=[.,]|\Z)")
_SEPARATES: Final = re.compile(r"[.,:;]")
_BRACKETED: Final = re.compile(r"[(\[][^()\[\]]{0,240}[)\]]")


def read_body(reading: Reading, start: int, separator: Separator, style: Style) -> None:
    """Take title, container, publisher and all that stands between *start* and the tail."""
    start = take_editors(reading, start)
    quote = title_quote(reading, start)
    sorted_ = Sorted(quoted=quote is not None)
    rest = start if quote is None else _take_quoted(reading, quote)
    if separator == ",":
        _take_lower_in(reading, rest, sorted_)
    pieces = reading.pieces(separator, rest)
    if separator == ",":
        pieces = _with_places(reading, pieces)
    if quote is not None:
        pieces = _take_attached(reading, pieces, quote)
    else:
        pieces = _take_unquoted(reading, pieces, separator, style)
    for index, piece in enumerate(pieces):
        sorted_.named = names_follow(reading, pieces[index + 1 :])
        sort_piece(reading, piece, sorted_, style, last=index == len(pieces) - 1)
    place(reading, sorted_, joined=separator == ",")


def title_quote(reading: Reading, start: int) -> Span | None:
    """Give the quotation that is the title: the one that stands where the title must begin."""
    for quote in reading.layout.quotes:
        if quote.start >= start:
            return None if reading.raw[start : quote.start].strip(" \t\u00a0.,:;") else quote
    return None


def _take_quoted(reading: Reading, quote: Span) -> int:
    """Take a title in quotes, the marks and a comma before the closing one left out; give where it ends."""
    raw = reading.raw
    inner = Span(quote.start + 1, quote.end - 1)
    after = raw[quote.end : quote.end + 1]
    closed = raw[inner.end - 1 : inner.end]
    stopped = closed == "." and after not in {".", ",", ";", ":"} and not raw[: inner.end].endswith("..")
    if closed == "," or stopped:
        inner = Span(inner.start, inner.end - 1)
    inner = reading.trimmed(inner.start, inner.end, " \t\r\n\u00a0")
    if inner.start < inner.end:
        reading.put("title", inner, confidence=0.98)
    reading.fix(*quote)
    if pages := _COLON_PAGES.match(raw, quote.end):
        reading.put("page", Span(*pages.span("page")), confidence=0.9)
        return pages.end()
    return quote.end


def _take_lower_in(reading: Reading, start: int, sorted_: Sorted) -> None:
    """Take the `in Editors (eds.), ` of CS2, whose names hold the separator."""
    for match in _IN.finditer(reading.raw, start, start + 600):
        if reading.layout.quoted(match.start("word")):
            continue
        end = match.end("word") + 1
        if take_editors(reading, end) != end:
            reading.fix(*match.span("word"))
            sorted_.in_book = True
            return


def _with_places(reading: Reading, pieces: list[Span]) -> list[Span]:
    """Give the pieces with a place that has a comma of its own made whole: `Leiden, Boston: Brill`."""
    raw = reading.raw
    found: list[Span] = []
    for piece in pieces:
        match = _PLACE_FIRST.match(piece.of(raw))
        if match and found and is_place(raw[found[-1].start : piece.start + match.end("place")]):
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return found


def _take_attached(reading: Reading, pieces: list[Span], quote: Span) -> list[Span]:
    """Take what stands right behind a quoted title, before any separator: `(Press release)`, `311 (3–4): 645`."""
    while pieces and not _separated(reading.raw, quote.end, pieces[0].start):
        left = peel(reading, pieces.pop(0), After.TITLE)
        left = take_volume(reading, left, None, tight=True)
        if left.start < left.end:
            text = left.of(reading.raw)
            if text[:1] == "(" and text[-1:] == ")" and len(text) < 60:
                reading.put(
                    "genre", reading.trimmed(left.start, left.end, "() "), confidence=0.5, alternatives=("note",)
                )
                reading.fix(*left)
            else:
                return [left, *pieces]
    return pieces


def _separated(raw: str, start: int, end: int) -> bool:
    """Tell whether a separator stands between two offsets, outside of brackets."""
    return _SEPARATES.search(_BRACKETED.sub("", raw[start:end])) is not None


def _take_unquoted(reading: Reading, pieces: list[Span], separator: Separator, style: Style) -> list[Span]:
    """Take the first piece as the title, or a body before it as the author; give the others."""
    if not pieces or (reading.accessed_at is not None and pieces[0].start >= reading.accessed_at):
        return pieces
    if (separator == "," and _person_leads(reading, pieces)) or _body_leads(reading, pieces):
        put_names(reading, "author", pieces[0], 0.7)
        pieces = pieces[1:]
    first = pieces[0]
    text = first.of(reading.raw)
    pages = find_pages(text)
    if looks_dated(text) or (pages is not None and pages.start == 0):
        return pieces
    if pages is not None:
        put_pages(reading, first, pages, quoted=False)
        first = reading.trimmed(first.start, first.start + pages.start)
    _put_title(reading, first, style, alone=len(pieces) == 1)
    return pieces[1:]


def _put_title(reading: Reading, piece: Span, style: Style, *, alone: bool) -> None:
    """Take an unquoted title with the brackets behind it, and a volume that CS1 of 2016 printed without a stop."""
    title = peel(reading, piece, After.TITLE)
    words = title.of(reading.raw)
    found = find_pinpoint(words, dated=True) if style.tight_volume else None
    if found is not None and found.start and {"volume", "issue"} <= found.parts.keys():
        title = peel(reading, take_volume(reading, title, None, tight=True), After.TITLE)
    elif style.tight_volume and (volume := _BEHIND_TITLE.search(words)) and not counts_something(words, volume.start()):
        at = title.start + volume.start("volume")
        reading.put("volume", Span(at, title.end), confidence=0.55, alternatives=("title",))
        title = peel(reading, reading.trimmed(title.start, at), After.TITLE)
    elif volume := _BEHIND_BRACKET.search(words):
        at = title.start + volume.start("volume")
        reading.put("volume", Span(at, title.end), confidence=0.8)
        title = peel(reading, reading.trimmed(title.start, at), After.TITLE)
    if title.start < title.end:
        reading.put("title", title, confidence=0.9 if alone else 0.85)


def _person_leads(reading: Reading, pieces: list[Span]) -> bool:
    """Tell whether the first of at least three pieces between commas is a person, in a reference of hand-made shape."""
    if len(pieces) < 3 or reading.fields.keys() - {"page", "locator"}:
        return False
    first = pieces[0].of(reading.raw)
    return is_direct(first) and len(first.split()) <= 4


def _body_leads(reading: Reading, pieces: list[Span]) -> bool:
    """Tell whether the first piece is a body that wrote the work: a title with its kind in brackets follows."""
    if "author" in reading.fields or "editor" in reading.fields or len(pieces) < 2:
        return False
    first, second = pieces[0].of(reading.raw), pieces[1].of(reading.raw)
    plain = (
        first[:1].isupper()
        and len(first.split()) <= 7
        and not any(letter.isdigit() or letter in "()[]:" for letter in first)
    )
    kinded = (
        second.endswith(")")
        or any(piece.of(reading.raw)[:1] == "(" for piece in pieces[2:])
        or any(is_place(piece.of(reading.raw).partition(": ")[0]) for piece in pieces[2:])
    )
    return (
        plain
        and kinded
        and (has_body_word(first) or is_acronym(first))
        and not is_name_list(first)
        and len(second) > 20
    )
