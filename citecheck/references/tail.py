"""
What stands around and behind the fields of a reference: error messages, access, archive, provider, remarks.

These have wording of their own (CS1 `Retrieved`, `Archived from the original on`, `– via`, `(subscription required)`),
so they are taken first, wherever they stand outside of quotes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from citecheck.lexicon.dates import parse_date
from citecheck.lexicon.words import words
from citecheck.model import Span
from citecheck.references.dating import looks_dated, put_date
from citecheck.references.reading import Reading
from citecheck.references.wording import alternatives, phrases

_DATE_END: Final = re.compile(
    r"\.(?:\s|\Z)|;|\s[–—]\s|\s-\svia|\)|\]|\s\(|\s\[|\s(?:Check|Missing|Unknown|Cite|Invalid|External)\s"
)
_LONGEST_DATE: Final = 48
_MONTH_STOP: Final = re.compile(r"[^\W\d_]{3,9}\Z")
_ERROR: Final = re.compile(
    r"(?:Check date values in|Missing or empty|Unknown parameter|Cite uses deprecated parameter|External link in|"
    r"More than one of|Check\s\||Invalid\s\||Text \"[^\"]{0,80}\" ignored|Vancouver style error|CS1 maint|Cite error|"
    r"Unsupported parameter|Bare url found|[^.;()]{0,60}\|[\w-]{2,30}=\s(?:requires|required|ignored|suggested)|"
    r"\|[\w-]{2,30}=\s(?:requires|required|ignored|suggested))[^()]{0,160}\((?:help|link)\)",
)
_HELP: Final = re.compile(r"\s\((?:help|link)\)")
_VIA: Final = re.compile(r"\s?[–—-]\svia\s(?P<name>[^.;()\[\]]{2,60}(?:\.[^\s.;()]{2,20}){0,3})")
_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]{2,80}(?:\([^()]{0,12}\)?)?)(?:[)\]]|\Z)")
_AUTONUMBER: Final = re.compile(r"\[[0-9]{1,3}\](?=\s|\Z)")
"""What MediaWiki prints for a link without words."""
_KEPT_AT: Final = re.compile(
    r",?\s(?:at|in|on)\s(?:the\s)?(?:Wayback Machine|Internet Archive|WebCite|Archive-It|archive\.(?:today|is|ph)|UK Government Web Archive)\b",
    re.IGNORECASE,
)
"""Behind the date of a copy, by `{{webarchive}}`."""
_EDIT: Final = re.compile(r"(?<=\.\s)edit\s?\Z")
"""The link behind a citation that was kept as a page of its own (`{{cite doi}}`, until 2014)."""
_LAY: Final = re.compile(r"Lay summary(?:\s[–-]\s[^.()]{1,60}(?:\([^()]{1,40}\))?)?")


@cache
def _remarks() -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the remarks on access, and what one that may be cut off begins with."""
    return phrases("remarks", "whole") | words("maintenance"), tuple(phrases("remarks", "prefixes"))


@cache
def _hints(said: frozenset[str]) -> tuple[str, ...]:
    """Give those of the words that hold no other of them: where none of these is, there is none."""
    return tuple(sorted(word for word in said if not any(other in word for other in said - {word})))


def _hinted(reading: Reading, said: frozenset[str]) -> bool:
    """Tell whether a reference may hold one of the words."""
    lowered = reading.lowered
    for word in _hints(said):  # noqa: SIM110 - any() costs twice as much, for every reference
        if word in lowered:
            return True
    return False


@cache
def _access() -> re.Pattern[str]:
    """Give the pattern of a word of access with what may be its date behind it, in lower case."""
    said = alternatives(words("retrieved"))
    first = re.escape("".join(sorted({word[0] for word in words("retrieved")})))
    return re.compile(rf"(?=[{first}])(?<![\w-])(?P<word>{said})(?:\son)?\s?:?\s(?=[^\W_])")


@cache
def _archive() -> re.Pattern[str]:
    """Give the pattern of the wording of an archived copy, up to its date."""
    said, joins = alternatives(phrases("archived", "phrases")), alternatives(phrases("archived", "joins"))
    # an error message may stand in the middle of it
    return re.compile(
        rf"(?<![\w-])(?:{said})(?:\|[^()]{{0,60}})?(?:\s(?:{joins})){{0,4}}(?=\s|\.|\Z|,|;|\))(?P<date>\s[^\W_])?"
    )


def _date_from(raw: str, start: int) -> Span:
    """Give the stretch from *start* that may be a date: up to a stop, a bracket or a dash between spaces."""
    limit = min(len(raw), start + _LONGEST_DATE)
    at = start
    while match := _DATE_END.search(raw, at, limit):
        # "Nov. 5, 2004", "5. März 2004"
        stopped = raw[match.start()] == "."
        before = raw[max(start, match.start() - 10) : match.start()]
        short_month = _MONTH_STOP.search(before) and raw[match.end() : match.end() + 1].isdigit()
        if stopped and (short_month or (before.isdigit() and len(before) <= 2)):
            at = match.end()
            continue
        return Span(start, match.start())
    return Span(start, limit)


def _put_date(reading: Reading, variable: str, start: int) -> int:
    """Take the date that begins at an offset; give where it ends, or *start* where there is none."""
    raw = reading.raw
    span = reading.trimmed(*_date_from(raw, start))
    while span.end > span.start:
        date = parse_date(span.of(raw))
        if date is not None:
            reading.put(variable, span, date, 0.99)
            return span.end
        if looks_dated(span.of(raw)):
            put_date(reading, variable, span)
            return span.end
        shorter = max(raw.rfind(" ", span.start, span.end), raw.rfind(",", span.start, span.end))
        if shorter <= span.start:
            break
        span = reading.trimmed(span.start, shorter)
    return start


def _take_access(reading: Reading) -> None:
    """Take the date of access with its word."""
    if not _hinted(reading, words("retrieved")):
        return
    for match in _access().finditer(reading.lowered):
        if reading.layout.quoted(match.start()):
            continue
        end = _put_date(reading, "accessed", match.end())
        if end > match.end():
            reading.fix(match.start(), match.end())
            reading.accessed_at = match.start() if reading.accessed_at is None else reading.accessed_at


def _take_archive(reading: Reading) -> None:
    """Take the date of the archived copy with its wording."""
    if not _hinted(reading, phrases("archived", "phrases")):
        return
    for match in _archive().finditer(reading.lowered):
        if reading.layout.quoted(match.start()):
            continue
        start = match.start("date") + 1 if match["date"] else match.end()
        end = _put_date(reading, "archived", start) if match["date"] else start
        if end > start or " " in match[0]:
            if kept := _KEPT_AT.match(reading.raw, end):
                reading.fix(*kept.span())
            reading.fix(match.start(), start)
            reading.accessed_at = match.start() if reading.accessed_at is None else reading.accessed_at


def _take_remarks(reading: Reading) -> None:
    """Take bracketed remarks on access and maintenance tags: `(subscription required)`, `[dead link]`, `(PDF)`."""
    remarks, prefixes = _remarks()
    for match in _BRACKETED.finditer(reading.raw):
        inner = match[1].casefold().strip()
        inner = _HELP.sub("", inner).strip() if "(" in inner else inner
        if (inner in remarks or inner.startswith(prefixes)) and not reading.layout.quoted(match.start()):
            reading.fix(*match.span())


def take_tail(reading: Reading) -> None:
    """Take error messages, access, archive, provider and remarks."""
    raw = reading.raw
    if "(help)" in raw or "(link)" in raw:
        for match in _ERROR.finditer(raw):
            reading.fix(*match.span())
        for match in _HELP.finditer(raw):
            reading.fix(*match.span())
    if number := _AUTONUMBER.match(raw):
        reading.fix(*number.span())
    if link := _EDIT.search(raw, max(0, len(raw) - 8)):
        reading.fix(*link.span())
    _take_access(reading)
    _take_archive(reading)
    if "via " in raw:
        for match in _VIA.finditer(raw):
            if not reading.layout.quoted(match.start()):
                reading.put("source", Span(*match.span("name")), confidence=0.97)
                reading.fix(match.start(), match.start("name"))
    if "Lay summary" in raw:
        for match in _LAY.finditer(raw):
            reading.spend(*match.span())
    if "(" in raw or "[" in raw:
        _take_remarks(reading)
