"""Dates in a reference, the impossible ones included: what they give and what they leave behind."""

from __future__ import annotations

import re
from typing import Final

from citecheck.lexicon.dates import parse_date
from citecheck.model import PartialDate, Span
from citecheck.references.reading import Reading

_YEAR: Final = re.compile(r"(?<!\d)[12][0-9]{3}(?!\d)")
_SHAPE: Final = re.compile(
    r"[0-9]{1,2}\s[^\W\d_]{3,10}\.?,?\s[12][0-9]{3}|[^\W\d_]{3,10}\.?\s[0-9]{1,2},?\s[12][0-9]{3}|"
    r"[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][12][0-9]{3}|"
    r"[^\W\d_]{3,10}\s[12][0-9]{3}\s\([^()]{1,12}\)"
)
"""What is printed where a date belongs and looks like one, whether or not the calendar has it."""


def put_date(reading: Reading, variable: str, span: Span, confidence: float = 0.99) -> bool:
    """
    Take the date that a span is; tell whether it was taken.

    An impossible one (31 June 2004) gives its year and nothing more; its other words stay behind as residue.
    """
    text = span.of(reading.raw)
    date = parse_date(text)
    if date is not None:
        reading.put(variable, span, date, confidence)
        return True
    if _SHAPE.fullmatch(text) and (year := _YEAR.search(text)):
        at = Span(span.start + year.start(), span.start + year.end())
        reading.put(variable, at, PartialDate(int(year[0])), 0.5)
        return True
    return False


def looks_dated(text: str) -> bool:
    """Tell whether a text is a date, possible or not."""
    return parse_date(text) is not None or _SHAPE.fullmatch(text) is not None


def year_in(text: str) -> Span | None:
    """Give where the last year of a text stands, or None."""
    years = list(_YEAR.finditer(text))
    return Span(*years[-1].span()) if years else None
