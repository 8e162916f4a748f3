"""Dates from their parts, as programs write them: numbers of year, month and day, or a line of EDTF (ISO 8601-2:2019)."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from typing import Final

from citecheck.model import PartialDate

_LAST_YEAR: Final = 9999
_LAST_MONTH: Final = 12
_SEASONS: Final = range(21, 25)
_LONGEST: Final = 60
_ONE: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T[\d:.+Z-]{1,30})?)?)?(?P<about>[?~%]?)"
)


def date_of(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """
    Give the date of some numbers, as far as the calendar has it: 31 June 2004 is June 2004.

    Args:
        year: 1 to 9999; another gives None.
        month: 1 to 12, or a season 21 to 24; another is left out, and the day with it.
        day: Left out where the month has no such day.

    """
    if not 1 <= year <= _LAST_YEAR:
        return None
    if month in _SEASONS:
        return PartialDate(year, month)
    if month is None or not 1 <= month <= _LAST_MONTH:
        return PartialDate(year)
    if day is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return PartialDate(year, month)
    return PartialDate(year, month, day)


def ranged(start: PartialDate, end: PartialDate | None) -> PartialDate:
    """Give the range between two dates; the first alone where the second is none, the same, or before it."""
    if end is None or end == start or end.latest() < start.earliest():
        return start
    return replace(start, end=end)


def read_edtf(text: str) -> PartialDate | None:
    """Give the date of a line such as `2007-06`, `1900~` or `1997/1999-21`, None where it is none; an open end is none."""
    if len(text) > _LONGEST:
        return None
    first, _, last = text.strip().partition("/")
    start = _one(first)
    return None if start is None else ranged(start, _one(last))


def _one(text: str) -> PartialDate | None:
    """Give a single date of EDTF."""
    parts = _ONE.fullmatch(text)
    if parts is None:
        return None
    year, month, day = (None if part is None else int(part) for part in parts.group("year", "month", "day"))
    date = date_of(year or 0, month, day)
    return replace(date, circa=True) if date and parts["about"] in {"~", "%"} else date
