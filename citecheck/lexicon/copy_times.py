"""The time of a copy, as the address of it in an archive tells it: a timestamp, a date, or an identifier that counts time."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from citecheck.lexicon.dates import parse_date
from citecheck.model import PartialDate

_LONGEST: Final = 48
"""Characters of a segment that can be a timestamp."""
_STAMP: Final = re.compile(
    r"(?P<digits>[0-9]{0,24}(?:[.:-][0-9]{1,8}){0,6})(?P<more>[*+]?)(?P<modifier>(?:[a-z]{2,5}_)?)(?:\$[!-.0-~]{0,32})?"
)
"""Digits of year to second; `*` asks for all copies, `+` for the last; a modifier of Wayback or pywb; `$` its browser."""
_GLUED: Final = re.compile(r"([0-9]{8,14}(?:[a-z]{2}_)?)(?=https?:|www\.)", re.IGNORECASE)
"""A timestamp that lost the slash behind it."""
_ISO: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:[T ][0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?)?(?=Z|\.|[+-]|\Z)")
_NOT_DIGITS: Final = re.compile(r"[^0-9]")
_WRITTEN: Final = re.compile(r"[A-Z]?([0-9]{4})-([A-Za-z]{3,9})-([0-9]{1,2})")
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE62: Final = re.compile(r"[0-9A-Za-z]{8,9}")
_MICROSECONDS: Final = re.compile(r"[0-9]{16}")
_UNIX: Final = re.compile(r"([0-9]{10})[A-Za-z]{0,16}")
_FIRST: Final = 852_076_800
_LAST: Final = 4_102_444_800
"""Seconds since 1970 of 1997 and 2100: before and after them an identifier counts something else."""
_YEARS: Final = range(1991, 2100)
"""Years of the Web; 1990, 3000 and 9999 are used to ask for the first and the last copy."""
_WHOLE: Final = 14
_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a timestamp's segment says."""

    digits: str | None
    """Four to fourteen digits, None where it says less than a year."""
    modifier: str


def stamp(segment: str) -> Stamp | None:
    """Give what a segment says as a timestamp, None where it is none."""
    if not 0 < len(segment) <= _LONGEST:
        return None
    if segment.isascii() and segment.isdigit():
        return Stamp(whole(segment), "")
    found = _STAMP.fullmatch(segment)
    if not found or not (found["digits"] or found["more"] or found["modifier"]):
        return None
    first, *others = re.split("[.:-]", found["digits"])
    digits = first + "".join(part.zfill(len(part) + len(part) % 2) for part in others)
    return Stamp(whole(digits), found["modifier"])


def glued(tail: str) -> int:
    """Give where a timestamp ends that an address follows without a slash; 0 for none."""
    found = _GLUED.match(tail)
    return found.end() if found else 0


def whole(digits: str) -> str | None:
    """Give the digits of a timestamp: at most fourteen, None for fewer than a year has."""
    return digits[:_WHOLE] if len(digits) >= _LEAST else None


def shifted(digits: str | None, hours: int) -> str | None:
    """Give a timestamp of a clock that is *hours* ahead in UTC; one without hours stays as it is."""
    if not digits or not hours or len(digits) != _WHOLE:
        return digits
    try:
        moment = dt.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC) - dt.timedelta(hours=hours)
    except (ValueError, OverflowError):
        return digits
    return _stamped(moment)


def written(segment: str) -> str | None:
    """Give the digits of a date with a month's name: `S2000-Dec-5`."""
    found = _WRITTEN.fullmatch(segment)
    return _dated(f"{found[3]} {found[2]} {found[1]}") if found else None


def dated(value: str) -> str | None:
    """Give the digits of a parameter that holds a date in any form."""
    text = unquote_plus(value[:_LONGEST]).strip()
    found = _ISO.match(text)
    return whole(_NOT_DIGITS.sub("", found[0])) if found else _dated(text)


def counted(identifier: str) -> str | None:
    """Give the timestamp of an identifier in microseconds, in base 62 or decimal; None where it counts no time."""
    if _MICROSECONDS.fullmatch(identifier):
        return _since(int(identifier) // 1_000_000)
    if not _BASE62.fullmatch(identifier):
        return None
    number = 0
    for digit in identifier:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return _since(number // 1_000_000)


def seconds(identifier: str) -> str | None:
    """Give the timestamp of an identifier that begins with ten digits of seconds; None where it does not."""
    found = _UNIX.fullmatch(identifier)
    return _since(int(found[1])) if found else None


def day_of(digits: str | None) -> PartialDate | None:
    """
    Give the date of a timestamp with as much as is right of it, None for no year of the Web.

    The thirteenth month leaves the year, the 31st of February its month.
    """
    if not digits or int(digits[:4]) not in _YEARS:
        return None
    year, month, day = int(digits[:4]), int(digits[4:6].ljust(2, "0")), int(digits[6:8].ljust(2, "0"))
    if len(digits) < 6 or not 1 <= month <= 12:
        return PartialDate(year)
    if len(digits) < 8 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return PartialDate(year, month)
    return PartialDate(year, month, day)


def _since(second: int) -> str | None:
    """Give the timestamp of seconds since 1970, None for those outside the Web's time."""
    return _stamped(dt.datetime.fromtimestamp(second, dt.UTC)) if _FIRST <= second < _LAST else None


def _stamped(moment: dt.datetime) -> str:
    """Give the fourteen digits of a moment."""
    return f"{moment:%Y%m%d%H%M%S}".zfill(_WHOLE)


def _dated(text: str) -> str | None:
    """Give the digits of a printed date; None for none, and for a range."""
    date = parse_date(text)
    return None if date is None or date.end or (date.month or 0) > 12 else date.iso().rstrip("~").replace("-", "")
