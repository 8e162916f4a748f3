"""Dates of a reference that cannot be right."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from citecheck.lexicon.dates import parse_date
from citecheck.model import Dossier, Finding, PartialDate, Reference, Span
from citecheck.rules.check import Check, check
from citecheck.rules.place import at_reference, named, quoted

ONE_DAY: Final = dt.timedelta(days=1)
"""It may be tomorrow already where the source was published."""
COVER_DATE: Final = dt.timedelta(days=370)
"""Periodicals and books are sold, and read online, before the date that they print: up to a year where only it is named."""
PRINTED_AHEAD: Final = frozenset(
    {"article-journal", "article-magazine", "article", "book", "chapter", "paper-conference", "periodical", "review"}
)
NEVER_MEANT: Final = 99
"""Years ahead from which a number is a volume or a page that was read as a year, and no slip of a year."""
LONGEST: Final = 1000
"""Code points above which an entry is a note on several sources, and its dates are not of one."""
LAST_MONTH: Final = 12
"""Above it EDTF has seasons."""
SURE: Final = 0.5
"""Confidence of a field below which a rule is silent."""
_ISO: Final = re.compile(r"(?<![\w/.=-])([12][0-9]{3})-([0-9]{2})-([0-9]{2})(?![\w/-])")
_DAY_FIRST: Final = re.compile(r"(?<![\w/.-])([0-9]{1,2}) ([^\W\d_]{3,12})\.? ([12][0-9]{3})(?!\w)")
_MONTH_FIRST: Final = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.? ([0-9]{1,2}), ([12][0-9]{3})(?!\w)")
_NO_DATES: Final = ("URL", "archive-url", "DOI", "ISBN", "ISSN", "title", "number", "page", "arXiv")
"""Variables whose words may look like a date and are none."""


def sure_date(reference: Reference, variable: str) -> PartialDate | None:
    """Give a date field that the parser is sure enough of, or None."""
    found = reference.field(variable)
    return reference.date(variable) if found is not None and found.confidence >= SURE else None


@check("accessed-before-issued")
def accessed_before_issued(dossier: Dossier) -> Iterator[Finding]:
    """Find references that were read, or captured by an archive, before they were published."""
    for reference in dossier.references:
        issued = sure_date(reference, "issued")
        for variable, verb in (("accessed", "read"), ("archived", "archived")):
            date = sure_date(reference, variable)
            if issued is None or issued.circa or date is None:
                continue
            if date.latest() + _slack(reference) >= issued.earliest():
                continue
            if issued.year > dossier.as_of.year + NEVER_MEANT or len(reference.raw) > LONGEST:
                continue
            yield at_reference(
                dossier,
                "accessed-before-issued",
                reference,
                f"{named(reference)} was {verb} on {date.iso()}, before it was published ({_printed(reference, issued)}). "
                "One of the two dates is wrong: look the source up again.",
            )
            break


@check("date-future")
def date_future(dossier: Dossier) -> Iterator[Finding]:
    """Find dates that have not come yet."""
    for reference in dossier.references:
        for variable, verb in (("issued", "published"), ("accessed", "read"), ("archived", "archived")):
            date = sure_date(reference, variable)
            slack = _slack(reference) if variable == "issued" else ONE_DAY
            if date is None or date.year > dossier.as_of.year + NEVER_MEANT:
                continue
            if date.earliest() > dossier.as_of + slack:
                yield at_reference(
                    dossier,
                    "date-future",
                    reference,
                    f"{named(reference)} says that it was {verb} on {date.iso()}, which has not come yet "
                    f"(today is {dossier.as_of.isoformat()}). Correct the date.",
                )


def _printed(reference: Reference, issued: PartialDate) -> str:
    """Give a date of publication as people read it: a season (EDTF `2013-23`) as the entry prints it."""
    field = reference.field("issued")
    seasonal = issued.month is not None and issued.month > LAST_MONTH
    return field.span.of(reference.raw) if seasonal and field is not None and field.span is not None else issued.iso()


def _slack(reference: Reference) -> dt.timedelta:
    """Give how far ahead of the day a publication of that kind may be dated."""
    return COVER_DATE if reference.kind in PRINTED_AHEAD else ONE_DAY


@check("date-invalid")
def date_invalid(dossier: Dossier) -> Iterator[Finding]:
    """Find printed dates that no calendar has."""
    for reference in dossier.references:
        others = [field.span for field in reference.fields if field.variable in _NO_DATES and field.span is not None]
        spans = [span for span in _impossible(reference.raw) if not any(other.overlaps(span) for other in others)]
        for printed in dict.fromkeys(span.of(reference.raw) for span in spans):
            yield at_reference(
                dossier,
                "date-invalid",
                reference,
                f"{named(reference)} names the date {quoted(printed)}, which does not exist. "
                "Look up the day that is meant.",
            )


def _impossible(raw: str) -> Iterator[Span]:
    """Give where *raw* prints a day that its month does not have, or a month that the year does not have."""
    for match in _ISO.finditer(raw):
        if not _exists(*map(int, match.groups())):
            yield Span(*match.span())
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(raw):
            date = parse_date(f"1 {match[month]} {match[3]}")
            if date is not None and date.month is not None and not _exists(date.year, date.month, int(match[day])):
                yield Span(*match.span())


def _exists(year: int, month: int, day: int) -> bool:
    """Tell whether the Gregorian calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


RULES: Final[tuple[Check, ...]] = (accessed_before_issued, date_future, date_invalid)
