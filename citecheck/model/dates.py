"""A date with only what is known of it: the year alone, a month, a season, a range."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """
    A year, and as much more as the text says; nothing is filled in.

    The parts follow EDTF (ISO 8601-2:2019): seasons are the "months" 21 to 24 (spring, summer, autumn, winter).
    """

    year: int
    """The year, 1 to 9999."""
    month: int | None = None
    """1 to 12, or a season 21 to 24; None where the text has none."""
    day: int | None = None
    """1 to 31, valid for the month; None where the text has none."""
    end: PartialDate | None = None
    """The last date of a range, or None for a single date."""
    circa: bool = False
    """Whether the text calls the date approximate."""

    def iso(self) -> str:
        """Give the date as ISO 8601/EDTF: `2007`, `2007-06`, `2007-06-07`, `1997/1999`, `1900~`."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if self.circa:
            text += "~"
        return text if self.end is None else f"{text}/{self.end.iso()}"

    def earliest(self) -> dt.date:
        """Give the first day that this date can mean."""
        month = _SEASON_MONTHS[self.month][0] if self.month in _SEASON_MONTHS else self.month
        return dt.date(self.year, month or 1, self.day or 1)

    def latest(self) -> dt.date:
        """Give the last day that this date can mean; for a range, that of its end."""
        if self.end is not None:
            return self.end.latest()
        month = _SEASON_MONTHS[self.month][1] if self.month in _SEASON_MONTHS else self.month
        month = month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def is_exact(self) -> bool:
        """Tell whether this is one known day."""
        return self.day is not None and self.end is None and not self.circa
