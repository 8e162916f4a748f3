"""Volume, issue and pages: where they stand at the end of a piece of a reference, in the shapes of the styles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from citecheck.lexicon.dates import parse_date
from citecheck.model import PartialDate
from citecheck.references.wording import alternatives, phrases, table

_PAGE: Final = r"(?:[A-Za-z]{0,5}[0-9]{1,7}[A-Za-z]?(?![A-Za-z])|[ivxlc]{1,9})"
PAGES: Final = (
    rf"{_PAGE}(?:\s?(?:[-‐‑–—−]|--)\s?{_PAGE})?(?:,\s?{_PAGE}(?:\s?[-‐‑–—−]\s?{_PAGE})?){{0,12}}(?:\s?ff?\.?)?"
)
ROMAN: Final = r"(?=[IVXLCDM])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
_VOLUME: Final = rf"(?:[0-9]{{1,4}}(?:[-–/][0-9]{{1,4}})?[A-Z]?|{ROMAN}|[A-Z][0-9]{{1,4}})"
_ISSUE: Final = r"(?:[0-9]|Suppl|suppl|Supplement|No\.|Special|Pt|Part|S[0-9])[^()]{0,24}"
_NUMBER: Final = r"(?:[Nn]os?|[Ii]ss(?:ue)?|[Nn]umber|[Nn]úm|[Nn]r|[Hh](?:eft)?)\.?"
_VOL: Final = r"(?:[Vv]ol(?:ume|s)?|[Bb](?:an)?d|[Jj]g|[Tt]om[oe]?|T(?=\.))\.?"
_START: Final = r"(?:^|(?<=[\s\"”».)]))"

_FORMS: Final = (
    # 12, no. 3 (Spring 2004): 45–67 [Chicago]
    (
        "(",
        re.compile(
            rf"{_START}(?P<volume>{_VOLUME}),\s{_NUMBER}\s(?P<issue>[0-9][^\s(),:]{{0,10}})\s\((?P<date>[^()]{{4,24}})\)(?::\s?(?P<page>{PAGES}))?\Z"
        ),
    ),
    # 37 (1): 339–351
    (
        "(",
        re.compile(
            rf"{_START}(?P<volume>{_VOLUME})\s?\((?P<issue>{_ISSUE})\)(?:[:,]\s?(?:pp?\.\s?)?(?P<page>{PAGES}))?\Z"
        ),
    ),
    # Critique (10)
    (
        "(",
        re.compile(rf"{_START}\((?P<issue>{_ISSUE})\)(?::\s?(?P<page>{PAGES}))?\Z"),
    ),
    # 37-38: 337–369
    (
        ":",
        re.compile(rf"{_START}(?P<volume>{_VOLUME}):\s?(?P<page>{PAGES})\Z"),
    ),
    # Vol. 251, no. 4, p. 5
    (
        "",
        re.compile(
            rf"(?:^|(?<=[\s,.])){_VOL}\s?(?P<volume>[0-9A-Za-z][^\s,;:()]{{0,11}})(?:[,.]?\s(?:{_NUMBER}\s?(?P<issue>[0-9A-Za-z][^,;:()]{{0,15}})|"
            rf"\((?P<issue2>{_ISSUE})\)))?(?:[,:]\s(?:pp?\.\s?)?(?P<page>{PAGES}))?\Z"
        ),
    ),
    # No. 4
    (
        "",
        re.compile(
            rf"(?:^|(?<=[\s,.]))(?:[Nn]os?|[Ii]ssue|[Nn]r)\.?\s(?P<issue>[0-9][^\s,;:()]{{0,11}})(?:[,:]\s(?:pp?\.\s?)?(?P<page>{PAGES}))?\Z"
        ),
    ),
    # Journal, 12(3), 45–67 [APA]; Journal, 12, 45–67
    (
        ",",
        re.compile(
            rf"(?<=,\s)(?P<volume>[0-9]{{1,4}})(?:\s?\((?P<issue>[^()]{{1,16}})\))?,\s(?:pp?\.\s?)?(?P<page>{PAGES})\Z"
        ),
    ),
    # The Advocate: 44
    (
        ":",
        re.compile(rf"(?<=[^\s:0-9]):\s(?P<page>(?=[A-Za-z]{{0,2}}[0-9]|[ivxlc]{{1,9}}\Z){PAGES})\Z"),
    ),
)
"""Each form with what it cannot do without."""
_EDITION: Final = re.compile(r"\s(?:ed|edn|edition|edición|édition|Aufl)\b", re.IGNORECASE)
_ROMAN_YEAR: Final = re.compile(r"[IVX]{1,8}:\s?(?:1[89]|20)[0-9]{2}")
"""`The State of the Animals II: 2003` is a title."""
_YEAR_ALONE: Final = re.compile(r":\s(?:1[89]|20)[0-9]{2}")
"""So is `The State of the Animals: 2003`."""
_BARE_VOLUME: Final = re.compile(rf"{_VOLUME}\Z")
_FEWEST_WORDS: Final = 2
_FINAL: Final = re.compile(r"[0-9)A-Za-z.]\Z")


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """What a piece says of volume, issue, page and date: offsets into the piece, and where the words before it end."""

    start: int
    parts: dict[str, tuple[int, int]]


def find_pinpoint(text: str, *, dated: bool = False) -> Pinpoint | None:
    """
    Give the volume, issue and pages that a piece ends with, or None.

    Args:
        text: The piece.
        dated: Whether the date is known; else a year in brackets is it (`12 (2004): 45`), not an issue.
    """
    if not _FINAL.search(text):
        return None
    window = max(0, len(text) - 200)
    for needed, form in _FORMS:
        match = form.search(text, window) if needed in text else None
        if match is None:
            continue
        parts = {name.rstrip("2"): match.span(name) for name, value in match.groupdict().items() if value}
        issue = parts.get("issue")
        if issue and _EDITION.search(text, *issue):
            continue
        if "volume" in parts and _ROMAN_YEAR.fullmatch(match[0]):
            continue
        if text[: match.start()].endswith(": ") or (match.start() and _YEAR_ALONE.fullmatch(match[0])):
            continue
        if issue and is_year(text[slice(*issue)]):
            if "volume" not in parts:
                return None
            if not dated:
                parts["date"] = parts.pop("issue")
        return Pinpoint(match.start(), parts)
    return None


def is_year(text: str) -> bool:
    """Tell whether what stands in brackets after a volume is a date: it has a year of four digits."""
    date: PartialDate | None = parse_date(text) if len(text) >= 4 else None
    return date is not None and date.year >= 1400


def counts_something(words: str, at: int) -> bool:
    """Tell whether the number at an offset belongs to the words before it: `Catch 22`, `World War II`, `Chapter 9`."""
    before = words[:at].split()
    return len(before) < _FEWEST_WORDS or before[-1].casefold().strip(".,'\"") in phrases("counted")


def is_bare_volume(text: str) -> bool:
    """Tell whether a whole piece is a volume number, arabic or roman."""
    return _BARE_VOLUME.match(text) is not None


@cache
def _marked() -> re.Pattern[str]:
    """Give the pattern of pages behind a mark such as `pp.`, at the end of a piece."""
    marks = alternatives(table("wording")["pages"]["marks"])
    return re.compile(
        rf"(?:^|(?<=[\s,(:]))(?P<mark>{marks})\s?(?P<page>{PAGES}|[A-Z]{{1,3}}[-–.]?[0-9]{{1,5}}(?:\s?[-–]\s?[A-Z]{{0,3}}[-–.]?[0-9]{{1,5}})?)(?:\s\((?P<section>[^()]{{2,30}})\))?\Z"
    )


def find_pages(text: str) -> Pinpoint | None:
    """Give the pages behind their mark at the end of a piece, with the newspaper's section in brackets, or None."""
    match = _marked().search(text, max(0, len(text) - 120))
    if match is None:
        return None
    return Pinpoint(match.start(), {name: match.span(name) for name in ("page", "section") if match[name]})
