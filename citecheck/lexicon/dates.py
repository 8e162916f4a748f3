"""
Dates as references and running text print them.

Only what is written is taken: a month without a day stays one, 30 February is no date, `05/06/2004` gives its year
alone because nobody can tell day from month. Day-first, month-first and year-first forms, ISO 8601, seasons, ranges and
decades are read; the month names of several languages stand in `dates.toml`.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from citecheck.model import PartialDate, Span

LONGEST: Final = 80
"""Code points: no printed date is longer, so a longer string is none."""

_DASH: Final = r"\s?[-‐‑–—−/]\s?"
_TO: Final = rf"(?:{_DASH}|\s(?:to|until|through|till)\s)"
_MONTH: Final = "\ue000"
_REST: Final = "\ue001"
_BARE: Final = re.compile(
    rf"(?P<year>[12][0-9]{{3}})(?=\s?[-–—−/])|{_MONTH}{_REST}{{2,12}}\s(?P<month_year>[12][0-9]{{3}})\Z"
)
"""What is left of a range that is none (`1990–85`), or of a year behind an ordinary word (`he may 2004`)."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERED: Final = re.compile(r"[12][0-9]{3}[a-z]\Z")
_YEAR: Final = re.compile(r"[12][0-9]{3}")
"""Every form has one, so that what has none is refused at once."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date and where it stands in the text that was searched."""

    span: Span
    date: PartialDate


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns and words, built once from the tables."""

    single: tuple[re.Pattern[str], ...]
    """Forms of one date, with groups y, m, d and, for ranges inside one month or year, m2, d2, y2."""
    double: re.Pattern[str]
    """Two dates with a dash or `to` between them."""
    finder: re.Pattern[str]
    """Anything in running text that may be a date or a range of two."""
    circa: re.Pattern[str]
    """A word that calls the date after it approximate."""
    months: dict[str, int]
    """Casefolded month and season words -> 1 to 12, 21 to 24."""
    with_day: frozenset[str]
    year_leads: frozenset[str]
    counted: frozenset[str]
    always_counted: frozenset[str]


@cache
def _tables() -> dict[str, Any]:
    """Give `dates.toml`."""
    return tomllib.loads((files("citecheck.lexicon") / "dates.toml").read_text(encoding="utf-8"))


def _month_words() -> dict[str, int]:
    """Give every month and season word, casefolded, with its number as EDTF has it."""
    tables = _tables()
    found: dict[str, int] = {}
    for first, table in ((1, tables["months"]), (21, tables["seasons"])):
        for rows in table.values():
            for number, forms in enumerate(rows, start=first):
                found.update({form.casefold(): number for form in forms})
    return found


def _alternatives(words: Iterable[str]) -> str:
    """Give words as a pattern, the longest first so that none hides behind its own beginning."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _forms() -> tuple[str, ...]:
    """Give the forms of one date, the longest first; a month is written `MONTH` + `REST` (see `_shadow`)."""
    day, year = r"(?:0?[1-9]|[12][0-9]|3[01])", r"[12][0-9]{3}"
    month = rf"{_MONTH}{_REST}{{2,12}}"
    ordinal = r"(?:st|nd|rd|th|er|º|°|\.)?"
    of = r"(?:\s(?:de|del|of)(?=\s))?"
    d, m, y = rf"(?P<d>{day}){ordinal}", rf"(?P<m>{month})\.?", rf"(?P<y>{year})"
    d2, m2 = rf"(?P<d2>{day}){ordinal}", rf"(?P<m2>{month})\.?"
    return (
        rf"{y}-(?P<m>[01]?[0-9])-(?P<d>[0-3]?[0-9])",
        rf"{d}{_DASH}{d2}{of}\s{m},?{of}\s{y}",
        rf"{d}\s{m}{_DASH}{d2}\s{m2},?\s{y}",
        rf"{m}\s{d}{_DASH}{m2}\s{d2},?\s{y}",
        rf"{m}\s{d}{_DASH}{d2},?\s{y}",
        rf"{d}{of}\s{m},?{of}\s{y}",
        rf"{m}\s{d},?\s{y}",
        rf"{m}{_TO}{m2},?{of}\s{y}",
        rf"{m}\s{y}{_DASH}(?P<y2>{year})",
        rf"{m},?{of}\s{y}",
        rf"{y}\s{m}\s{d}(?![0-9])",
        rf"{y}年\s?(?P<m>[01]?[0-9])月(?:\s?(?P<d>[0-3]?[0-9])日)?",
        rf"{y}년\s?(?P<m>[01]?[0-9])월(?:\s?(?P<d>[0-3]?[0-9])일)?",
        rf"{y}[年년]",
        rf"(?P<d>[0-3]?[0-9])\.\s?(?P<m>[01]?[0-9])\.\s?{y}",
        rf"(?P<a>[0-3]?[0-9])/(?P<b>[0-3]?[0-9])/{y}",
        rf"(?P<a>[0-3]?[0-9])-(?P<b>[0-3]?[0-9])-{y}",
        rf"{y}[/.](?P<m>[01]?[0-9])[/.](?P<d>[0-3]?[0-9])",
        rf"{y}-(?P<m>0[0-9]|1[0-2])",
        rf"{y}(?:{_TO}(?P<y2>{year})|{_DASH}(?P<y3>[0-9]{{2}}))",
        r"(?:(?:early|mid|late)[-\s])?(?P<decade>[12][0-9]{2}0)['’]?s",
        y,
    )


def _whole_forms() -> tuple[str, ...]:
    """Give the forms that are a date only where nothing else stands beside them."""
    month = rf"(?P<m>{_MONTH}{_REST}{{2,12}})\.?"
    year = r"(?P<y>[12][0-9]{3})"
    return (rf"{year},?\s{month}{_DASH}(?P<m2>{_MONTH}{_REST}{{2,12}})", rf"{year},?\s{month}")


@cache
def _grammar() -> _Grammar:
    """Build the patterns. Each is a fixed sequence of bounded pieces, so none can run away."""
    tables = _tables()
    forms = _forms()
    one = "|".join(re.sub(r"\?P<\w+>", "?:", form) for form in forms)
    tight = rf"(?:(?:{_alternatives(tables['circa']['tight'])})\s?)?"
    flags = re.IGNORECASE
    after = r"(?![\w%‰°]|[.,:/-][0-9]|['’]s?\w)"
    return _Grammar(
        single=tuple(re.compile(form, flags) for form in (*forms, *_whole_forms())),
        double=re.compile(rf"(?P<first>{one}){_TO}(?P<second>{one})", flags),
        finder=re.compile(rf"(?<![\w.,:/$£€¥#=-])(?:{tight})(?:(?:{one}){_TO}(?:{one})|{one}){after}", flags),
        circa=re.compile(rf"(?:{_alternatives(tables['circa']['words'])})\s?(?=[^\W_])", flags),
        months=_month_words(),
        with_day=frozenset(tables["months-with-day"]["words"]),
        year_leads=frozenset(tables["year-leads"]["words"]),
        counted=frozenset(tables["counted"]["words"]),
        always_counted=frozenset(tables["counted"]["always"]),
    )


def _shadow(text: str, months: dict[str, int]) -> str:
    """
    Give the text with the letters of each month or season word replaced, place by place.

    So one short pattern stands for all months of all languages, and offsets stay true.
    """

    def hide(match: re.Match[str]) -> str:
        word = match[0]
        if word.casefold() not in months:
            return word
        return _MONTH + _REST * (len(word) - 1)

    return _WORD.sub(hide, text)


def _valid(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Give the date, or None where the calendar has no such day or month."""
    if month is None:
        return PartialDate(year)
    if 21 <= month <= 24:
        return PartialDate(year, month) if day is None else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return PartialDate(year, month, day)


def _slashed(first: int, second: int, year: int) -> PartialDate | None:
    """Give `25/05/2004` as a day where only one reading is possible, else the year alone."""
    if first > 12 or first == second:
        return _valid(year, second, first)
    return _valid(year, first, second) if second > 12 else PartialDate(year)


def _decade(first: int) -> PartialDate:
    """Give `1980s` as a range of years, approximate; "early" and "late" are hints, not bounds."""
    return PartialDate(first, end=PartialDate(first + 9, circa=True), circa=True)


def _to_year(first: int, printed: str) -> int | None:
    """Give the last year of `1910–45` or `1999–2001`; None where it does not come after the first."""
    year = int(printed)
    if len(printed) == 2:
        year += first // 100 * 100
        if printed == "00" and first % 100 == 99:
            year += 100
    return year if year > first else None


def _month(word: str, has_day: bool, grammar: _Grammar) -> int | None:
    """Give the number of a month or season as printed, None where it is an ordinary word here."""
    if word.isdigit():
        return int(word)
    plain = word.rstrip(".").casefold()
    if not has_day and (plain in grammar.with_day or word in {"may", "march", "mar", "fall", "spring"}):
        return None
    return grammar.months.get(plain)


def _interpret(match: re.Match[str], text: str, grammar: _Grammar) -> PartialDate | None:
    """Give what a form's groups say of the text, or None where the calendar refuses it."""
    part = {name: text[slice(*match.span(name))] for name, value in match.groupdict().items() if value}
    if "decade" in part:
        return _decade(int(part["decade"]))
    year = int(part["y"])
    if "a" in part:
        return _slashed(int(part["a"]), int(part["b"]), year)
    day = int(part["d"]) if "d" in part else None
    month = _month(part["m"], day is not None, grammar) if "m" in part else None
    if "m" in part and month is None:
        return None
    first = _valid(year, month, day)
    if first is None or not part.keys() & {"d2", "m2", "y2", "y3"}:
        return first
    return _range(first, part, grammar)


def _range(first: PartialDate, part: dict[str, str], grammar: _Grammar) -> PartialDate | None:
    """Give the range from *first* to what the groups say of its end; None where that does not come after it."""
    year, end = first.year, None
    if part.keys() & {"y2", "y3"}:
        last = _to_year(year, part.get("y2") or part["y3"])
        end = None if last is None else PartialDate(last)
    else:
        month = _month(part["m2"], first.day is not None, grammar) if "m2" in part else first.month
        if month is not None:
            end = _valid(year, month, int(part["d2"]) if "d2" in part else None)
    if end is not None and end.latest() >= first.earliest():
        return replace(first, end=end)
    # "December–January 2004": nobody can tell which of the two is in 2004
    return PartialDate(year) if end is not None and first.day is None else None


def _single(text: str, shadow: str, grammar: _Grammar) -> PartialDate | None:
    """Give the one date, or range within one month or year, that the whole text is."""
    for form in grammar.single:
        match = form.fullmatch(shadow)
        if match is not None:
            found = _interpret(match, text, grammar)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=4096)
def _whole(text: str) -> PartialDate | None:
    """Give the date, or the range of two dates (`13 May 2004 – 2 June 2005`), that a text of clean spacing is."""
    grammar = _grammar()
    shadow = _shadow(text, grammar.months)
    found = _single(text, shadow, grammar)
    if found is not None:
        return found
    match = grammar.double.fullmatch(shadow)
    if match is None:
        return None
    first, second = (
        _single(text[start:end], shadow[start:end], grammar)
        for start, end in (match.span("first"), match.span("second"))
    )
    if first is None or second is None or first.end is not None or second.latest() < first.earliest():
        return None
    return replace(first, end=second)


def month_number(word: str) -> int | None:
    """Give the number of a month's name in any of the languages (1 to 12; seasons 21 to 24), or None for another word."""
    return _grammar().months.get(word.casefold())


def parse_date(text: str) -> PartialDate | None:
    """
    Give the date that the whole text is, as references print it, or None.

    `c. 1900` and `1996?` are approximate; the letter of `2007a` only tells two works of a year apart.
    """
    if len(text) > LONGEST or not _YEAR.search(text):
        return None
    body = " ".join(text.split()).strip(" ,.;")
    circa = _grammar().circa.match(body)
    if circa:
        body = body[circa.end() :]
    doubted = body.endswith("?")
    body = body.removesuffix("?")
    found = _whole(body)
    if found is None and _LETTERED.search(body):
        found = _whole(body[:-1])
    if found is None:
        return None
    return replace(found, circa=True) if circa or doubted else found


def _is_count(text: str, span: Span, grammar: _Grammar) -> bool:
    """Tell whether a bare number of four digits counts things rather than names a year."""
    following = re.match(r"\s(?:of\s)?([^\W\d_]{1,20}2?)", text[span.end : span.end + 30])
    word = following[1].casefold() if following else ""
    if word not in grammar.counted:
        return False
    before = re.search(r"([^\W\d_]{1,20})\s$", text[max(0, span.start - 21) : span.start])
    return word in grammar.always_counted or before is None or before[1].casefold() not in grammar.year_leads


def _candidates(text: str, grammar: _Grammar) -> Iterator[tuple[Span, PartialDate]]:
    """Yield what looks like a date and is one, in order."""
    shadow = _shadow(text, grammar.months)
    for match in grammar.finder.finditer(shadow):
        span = Span(*match.span())
        found = parse_date(span.of(text))
        if found is None and (alone := _BARE.match(shadow, match.start(), match.end())):
            span = Span(*alone.span("year" if alone["year"] else "month_year"))
            found = parse_date(span.of(text))
        if found is None:
            continue
        bare = found.month is None and found.end is None
        if bare and not 1000 <= found.year <= 2199:
            continue
        if bare and _is_count(text, span, grammar):
            continue
        yield span, found


def find_dates(text: str) -> tuple[DateMatch, ...]:
    """
    Give every explicit date of a running text, in order and not overlapping.

    A bare number of four digits counts as a year unless what follows makes it a count (`2000 people`).
    """
    return tuple(DateMatch(span, found) for span, found in _candidates(text, _grammar()))
