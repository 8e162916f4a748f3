"""Dates that a program drops, that no calendar has, that have not come yet, or that contradict each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from citecheck.bibliography.datamodel import fields_of
from citecheck.bibliography.item import MONTHS, Item
from citecheck.bibliography.message import Message, shown
from citecheck.lexicon.dates import month_number, parse_date
from citecheck.model import PartialDate
from citecheck.references.latex import Dialect

_PART: Final = re.compile(
    r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2})(?:T[0-9:]{5,8}(?:Z|[+-][0-9:]{2,5})?)?)?)?[?~%]?"
)
"""A date of EDTF level 1 (ISO 8601-2:2019), as biber reads it."""
_SEASONS: Final = range(21, 42)
AHEAD: Final = dt.timedelta(days=370)
"""How far ahead of the day a publication may be dated; of what was read, a day."""
ONE_DAY: Final = dt.timedelta(days=1)


def days(item: Item, dialect: Dialect, as_of: dt.date) -> Iterator[Message]:
    """Give what is wrong with the dates of an entry."""
    found: dict[str, PartialDate] = {}
    for name in fields_of("dates"):
        value = item.text(name)
        if value and dialect == "biblatex":
            wrong = _date_problem(value)
            if wrong:
                yield item.said(wrong[0], f"`{name}` {wrong[1]}", name)
        date = _read(value) if value else None
        if date is not None:
            found[name] = date
    if "date" not in found and (year := _read(item.text("year"))) is not None:
        found["date"] = year
    yield from _parts(item, dialect)
    yield from _against_time(item, found, as_of)


def _date_problem(value: str) -> tuple[str, str] | None:
    """Give the code of what is wrong with an ISO 8601 date or range, and the rest of the sentence."""
    ends = value.split("/")
    parts = [_PART.fullmatch(end) for end in ends]
    if len(ends) > 2 or any(part is None and end not in {"", ".."} for part, end in zip(parts, ends, strict=True)):
        date = parse_date(value[:100])
        advice = f"Write {date.iso()}." if date is not None else "Write it as 2007-01-19, 2007-01 or 2007."
        return "date-malformed", f"is {shown(value)}, which biber cannot read and drops. {advice}"
    for part in parts:
        if part is not None and not _exists(part["year"], part["month"], part["day"]):
            return "date-impossible", f"is {shown(value)}, which no calendar has; biber drops it. Look up the day."
    first, *last = (_read(end) for end in ends)
    if last and first is not None and last[0] is not None and last[0].latest() < first.earliest():
        return "date-contradictory", f"is {shown(value)}, which ends before it begins. Correct one of the two."
    return None


def _exists(year: str, month: str | None, day: str | None) -> bool:
    """Tell whether the calendar has a day, a month or a season; of unknown figures (`199X`) nothing is said."""
    if "X" in f"{year}{month}{day}" or year.startswith("-") or month is None or year == "0000":
        return True
    if day is None:
        return 1 <= int(month) <= 12 or int(month) in _SEASONS
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _read(value: str) -> PartialDate | None:
    """Give a date of which the year at least is known."""
    part = _PART.match(value.strip(" {}"))
    if part is None or not part["year"].isdecimal() or part["year"] == "0000":
        return None
    month = int(part["month"]) if (part["month"] or "").isdecimal() else None
    if month is not None and not 1 <= month <= 12:
        return PartialDate(int(part["year"]))
    day = int(part["day"]) if month is not None and (part["day"] or "").isdecimal() else None
    if day is not None and not _exists(part["year"], part["month"], part["day"]):
        day = None
    return PartialDate(int(part["year"]), month, day)


def _parts(item: Item, dialect: Dialect) -> Iterator[Message]:
    """Give what is wrong with `year` and `month`."""
    year, month = item.text("year"), item.text("month")
    if year and not re.fullmatch(r"-?[0-9]{4}", year.strip("{}")):
        text = "which biblatex cannot sort by" if dialect == "biblatex" else "which styles cannot sort by"
        advice = "Write four figures" + (", or a `date` such as 2007~ or 2006/2007." if dialect == "biblatex" else ".")
        yield item.said("year-malformed", f"`year` is {shown(year)}, {text}. {advice}", "year")
    if dialect == "biblatex" and "date" in item.values and ("year" in item.values or "month" in item.values):
        twice = "year" if "year" in item.values else "month"
        text = f"`date` and `{twice}` both say when; biblatex takes `date`. Delete `{twice}`."
        yield item.said("date-twice", text, twice)
    if month and not item.values["month"].bare:
        number = int(month) if month.isdecimal() and len(month) < 3 else (month_number(month.strip(" {}.")[:30]) or 0)
        if not (dialect == "biblatex" and month.isdecimal() and 1 <= number <= 12):
            macro = next((name for name, value in MONTHS.items() if value == str(number)), "")
            advice = f"Write `month = {macro}`, without braces" if macro else "Write jan to dec, without braces"
            yield item.said(
                "month-malformed", f"`month` is {shown(month)}, which is not a month's macro. {advice}.", "month"
            )


def _against_time(item: Item, found: dict[str, PartialDate], as_of: dt.date) -> Iterator[Message]:
    """Give dates in the future, and a day of reading before that of publication."""
    for name, date in found.items():
        slack = AHEAD if name in {"date", "eventdate"} else ONE_DAY
        if date.earliest() > as_of + slack:
            field = name if name in item.values else "year"
            text = f"`{field}` is {date.iso()}, which has not come yet (today is {as_of.isoformat()}). Correct it."
            yield item.said("date-future", text, field)
    issued, read = found.get("date"), found.get("urldate")
    slack = AHEAD if item.kind not in {"online", "misc"} else ONE_DAY
    if issued is not None and read is not None and read.latest() + slack < issued.earliest():
        text = f"it was read on {read.iso()}, before it was published ({issued.iso()}). Correct one of the two."
        yield item.said("date-contradictory", text, "urldate")
