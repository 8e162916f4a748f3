"""Dates in English words, as references print them."""

from __future__ import annotations

import calendar
from typing import Final

from citecheck.model import PartialDate

_FIRST_SEASON: Final = 21
"""EDTF numbers the seasons 21 to 24 where months stand."""
_SEASONS: Final = ("Spring", "Summer", "Autumn", "Winter")


def worded(date: PartialDate) -> str:
    """
    Give a date as `18 November 2004`, `November 2004`, `Spring 2004`, `c. 1900`; ranges say what they share once.

    These are forms that CS1 takes (`Help:Citation Style 1`, "Dates").
    """
    circa = "c. " if date.circa or (date.end is not None and date.end.circa) else ""
    return f"{circa}{_worded(date) if date.end is None else _range(date, date.end)}"


def _worded(date: PartialDate) -> str:
    """Give one date, whatever it is the start of."""
    return " ".join(filter(None, (_day(date), _month(date), str(date.year))))


def _range(start: PartialDate, end: PartialDate) -> str:
    """Give a range: `18–19 November 2004`, `July–August 2004`, `1997–1999`; apart where days or years differ."""
    if start.day is not None or end.day is not None:
        if (start.year, start.month) == (end.year, end.month) and start.day is not None and end.day is not None:
            return f"{start.day}–{_worded(end)}"
        return f"{_worded(start)} – {_worded(end)}"
    if start.month is None and end.month is None:
        return f"{start.year}–{end.year}"
    if start.year == end.year and start.month is not None and end.month is not None:
        return f"{_month(start)}–{_worded(end)}"
    return f"{_worded(start)} – {_worded(end)}"


def _day(date: PartialDate) -> str:
    """Give the day of the month, "" where the date has none."""
    return "" if date.day is None else str(date.day)


def _month(date: PartialDate) -> str:
    """Give the name of the month or season, "" where the date has none."""
    if date.month is None:
        return ""
    return _SEASONS[date.month - _FIRST_SEASON] if date.month >= _FIRST_SEASON else calendar.month_name[date.month]
