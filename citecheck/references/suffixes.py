"""
What CS1 prints in brackets at the end of a piece: language, edition, kind of work, translated title, place.

`Yonhap News (in Korean)`, `Title (PDF) (Technical report) (in French) (2nd ed.)`, `"Titre" [Title]`.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from citecheck.lexicon.languages import language_tag
from citecheck.model import Span
from citecheck.references.dating import looks_dated, put_date
from citecheck.references.places import is_place, is_region
from citecheck.references.reading import Reading
from citecheck.references.wording import genres, phrases

_LAST: Final = re.compile(
    r"(?:^|(?<=[\s\"”»).\w]))\s?(?P<open>[(\[])(?P<inner>[^()\[\]]{1,240}(?:\([^()\[\]]{1,80}\)[^()\[\]]{0,80})?)[)\]]\s*\Z"
)
_LANGUAGE: Final = re.compile(
    r"(?:in|en|auf|em|på|w języku|на|language:|lang\.)\s(?P<names>[^\d()]{2,80})\Z", re.IGNORECASE
)
_AND: Final = re.compile(r"\s(?:and|und|et|y|e|og|och)\s|,\s(?:and\s)?")
_EDITION: Final = re.compile(
    r"(?P<edition>[^()]{1,40}?)\s(?:ed|edn|edition|edición|édition|edizione|edição|Aufl|Auflage|wyd|изд)\.?\Z",
    re.IGNORECASE,
)
_PRINTED: Final = re.compile(r"(?P<place>[^:]{2,60}):\s(?P<publisher>.{2,120})\Z")
_MOST: Final = 8
_SHORT_ASIDE: Final = 6
_ABBREVIATED_IN: Final = 120


def languages(text: str) -> str | None:
    """Give the BCP 47 tag of `in Korean`, of the first language where there are several; None for other words."""
    match = _LANGUAGE.match(text)
    names = match["names"] if match else text
    tags = [language_tag(name.strip()) for name in _AND.split(names) if name.strip()]
    if not tags or any(tag is None for tag in tags) or (match is None and not _names_language_alone(text)):
        return None
    return tags[0]


def _names_language_alone(text: str) -> bool:
    """Tell whether a bracket without "in" names a language in words, not by a tag that may be anything."""
    return len(text) > 3


def _genre(inner: str) -> bool:
    """Tell whether a bracket names a kind of work."""
    folded = inner.casefold()
    return folded in genres() or (folded.endswith((" thesis", " dissertation")) and len(folded) < 60)


class After(Enum):
    """What a bracket stands behind, which decides what unknown words in it may be."""

    TITLE = auto()
    """The title: its translation, the kind of work."""
    PERIODICAL = auto()
    """A periodical: place and publisher, where the list prints them so."""
    BOOK = auto()
    """The book that a chapter is in: its translation."""
    OTHER = auto()


def peel(reading: Reading, piece: Span, after: After = After.OTHER, *, printer: bool = False) -> Span:
    """
    Take the bracketed endings of a piece; give what is left of it.

    Args:
        reading: The reference.
        piece: Where the piece stands.
        after: What the brackets stand behind.
        printer: Whether this list prints place and publisher in such brackets.
    """
    raw = reading.raw
    for _ in range(_MOST):
        match = _LAST.search(raw[max(piece.start, piece.end - 260) : piece.end])
        if match is None:
            break
        shift = max(piece.start, piece.end - 260)
        inner = Span(match.start("inner") + shift, match.end("inner") + shift)
        opened = match.start("open") + shift
        if not _take(reading, inner, match["open"], after, printer=printer):
            break
        reading.fix(opened, inner.start)
        reading.fix(inner.end, piece.end)
        piece = reading.trimmed(piece.start, opened)
    return piece


def _take(reading: Reading, span: Span, mark: str, after: After, *, printer: bool) -> bool:
    """Take what stands in one bracket; tell whether it was anything known."""
    inner = span.of(reading.raw).strip()
    if tag := languages(inner):
        reading.put("language", span, tag, 0.97)
    elif _genre(inner):
        medium = inner.casefold() in phrases("media")
        reading.put("medium" if medium else "genre", span, confidence=0.96)
    elif edition := _EDITION.match(inner):
        start, end = edition.span("edition")
        reading.put("edition", Span(span.start + start, span.start + end), confidence=0.97)
        reading.fix(*span)
    elif mark == "[":
        return _take_square(reading, span, inner, after)
    elif looks_dated(inner) and "issued" not in reading.fields:
        return put_date(reading, "issued", span, 0.8)
    elif after is After.PERIODICAL:
        return _take_printer(reading, span, inner, printer=printer)
    else:
        return False
    return True


def _take_square(reading: Reading, span: Span, inner: str, after: After) -> bool:
    """Take square brackets: an original date, or behind a title its translation."""
    if looks_dated(inner):
        return put_date(reading, "original-date", span, 0.9)
    if after is After.TITLE and len(inner) > 1 and any(letter.isalpha() for letter in inner):
        reading.put("trans-title", span, confidence=0.9)
        return True
    if after in {After.BOOK, After.PERIODICAL} and len(inner) > _SHORT_ASIDE and " " in inner:
        reading.put("trans-container-title", span, confidence=0.7)
        return True
    return False


def _abbreviates(raw: str, at: int, inner: str) -> bool:
    """Tell whether a bracket abbreviates the words before it: `Cat Fanciers' Association (CFA)`."""
    words = raw[max(0, at - _ABBREVIATED_IN) : at].split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return len(inner) > 1 and inner.isupper() and initials.endswith(inner)


def _take_printer(reading: Reading, span: Span, inner: str, *, printer: bool) -> bool:
    """Take place and publisher of a periodical: `(Oxford: Blackwell)`, `(Ames)`, `(CollinsWillow)`."""
    both = _PRINTED.match(inner)
    if both and (printer or is_place(both["place"])):
        reading.put(
            "publisher-place", Span(span.start + both.start("place"), span.start + both.end("place")), confidence=0.9
        )
        reading.put(
            "publisher", Span(span.start + both.start("publisher"), span.start + both.end("publisher")), confidence=0.9
        )
        return True
    if not printer or inner[:1].isdigit() or is_region(inner) or _abbreviates(reading.raw, span.start, inner):
        return False
    if is_place(inner):
        reading.put("publisher-place", span, confidence=0.9, alternatives=("publisher",))
    else:
        reading.put("publisher", span, confidence=0.6, alternatives=("publisher-place",))
    return True
