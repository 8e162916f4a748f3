"""
From a CSL-JSON item to CSL variables: what an editor typed there, which beats any guess.

The shape is that of the CSL-JSON schema (csl-data.json 1.0.2), with what programs write instead: numbers for texts, texts
for numbers, dates as a line, Crossref's lists of one title. `custom` is read as `csl.py` writes it.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.dates import parse_date
from citecheck.lexicon.languages import language_name, language_tag
from citecheck.model import FieldValue, Name, PartialDate
from citecheck.references.edtf import date_of, ranged, read_edtf
from citecheck.references.latex import printable
from citecheck.references.names import read_name
from citecheck.references.records import Record
from citecheck.references.worded_dates import worded

_LONGEST: Final = 4_000
"""Code points of a value that are read."""
_MOST_NAMES: Final = 400
_MOST_OWN: Final = 100
_TEXT_SIZED: Final = frozenset({"abstract", "annote", "keyword", "references"})
"""Variables that say nothing of which work it is."""
_MARKUP: Final = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?:\s[^<>]{0,100})?>")
"""What CSL processors take for formatting in a text (citeproc-js, "HTML-like Formatting Tags")."""
_DASHES: Final = re.compile(r"(?<=\w)\s?-{1,3}\s?(?=\w)")
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)", re.IGNORECASE)
_NOTED: Final = re.compile(r"^\s{0,20}([A-Za-z][A-Za-z ]{2,20}):[ \t]{0,20}(\S{1,300})[ \t]{0,20}$", re.MULTILINE)
_OWN: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}")
_OF_OTHERS: Final = frozenset({"footnote", "label", "type", "id"})
"""Names under `custom.citecheck` that are no variables."""
_YES: Final = frozenset({"1", "true", "yes", "circa", "ca."})
_FIRST_SEASON: Final = 21
_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_SEASONED: Final = {number: _FIRST_SEASON + (number - 1) % 4 for number in (13, 14, 15, 16, 21, 22, 23, 24)}
"""Seasons where months stand: CSL 1.0.1 has 13 to 16, EDTF 21 to 24."""


@dataclass(slots=True)
class _Reading:
    fields: dict[str, FieldValue] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def put(self, variable: str, value: FieldValue | None, shown: str = "") -> None:
        """Take a value, where it is one, with its words."""
        if value:
            self.fields.setdefault(variable, value)
        if shown:
            self.texts.setdefault(variable, shown)


def csl_record(item: Mapping[str, Any]) -> Record:
    """Give what an item says, whatever stands in it."""
    reading = _Reading()
    variables = _variables()
    custom = _mapping(item.get("custom"))
    own = _mapping(custom.get("citecheck"))
    for name, value in item.items():
        if value is None or value in ("", [], {}):
            continue
        if name in variables["names"]:
            _put_names(reading, name, value, own)
        elif name in variables["dates"]:
            _put_date(reading, name, value, own)
        elif name in variables["texts"] and name not in _TEXT_SIZED:
            _put_text(reading, name, value)
    if locator := _text(custom.get("locator")):
        reading.put("locator", locator, locator)
    _put_own(reading, own)
    note = item.get("note")
    for label, value in _NOTED.findall(note[:_LONGEST]) if isinstance(note, str) else ():
        if variable := _table()["noted"].get(label.casefold()):
            _put_text(reading, variable, value)
    key = next(filter(None, (_text(item.get(name)) for name in ("id", "citation-key"))), "")
    return Record(key, _kind(item.get("type")), reading.fields, reading.texts, tuple(reading.unread))


def known_type(value: object) -> bool:
    """Tell whether a value is a type that items have."""
    return isinstance(value, str) and (value in _variables()["types"] or value in _table()["kinds"])


def _kind(value: object) -> str:
    """Give the CSL type for what an item has as its type."""
    if not isinstance(value, str):
        return "document"
    return value if value in _variables()["types"] else _table()["kinds"].get(value, "document")


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Give a text or number as one line, the first of a list; "" for what is none."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dt.date):  # as YAML reads a date
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)[:_LONGEST]
    return printable(_MARKUP.sub("", text) if "<" in text else text)


def _put_text(reading: _Reading, name: str, value: object) -> None:
    """Take the value of a variable that holds a text."""
    text = _text(value)
    if not text:
        if not isinstance(value, str | list):
            reading.unread.append(name)
        return
    shown = text
    if name == "page":
        text = shown = _DASHES.sub("–", text)
    elif name == "DOI":
        text = shown = _DOI.sub("", text, count=1)
    elif name == "language":
        tag = language_tag(text)
        text, shown = tag or text, language_name(tag) if tag else text
    reading.put(name, text, shown)


def _put_own(reading: _Reading, own: Mapping[Any, Any]) -> None:
    """Take what CSL has no variable for, as our export writes it."""
    for name, value in list(own.items())[:_MOST_OWN]:
        if (
            not isinstance(name, str)
            or name in _OF_OTHERS
            or name.endswith(("-native", "-others", "-edtf"))
            or not _OWN.fullmatch(name)
        ):
            continue
        if not (text := _text(value)) or isinstance(value, list):
            continue
        date = read_edtf(text) if name == "archived" else None
        reading.put(name, date or text, text)


def _put_names(reading: _Reading, variable: str, value: object, own: Mapping[str, Any]) -> None:
    """Take a list of names; what of it is no name is told."""
    listed = value if isinstance(value, list) else [value]
    natives = own.get(f"{variable}-native")
    names: list[Name] = []
    for place, one in enumerate(listed[:_MOST_NAMES]):
        name = _name(one)
        if name is None:
            if variable not in reading.unread:
                reading.unread.append(variable)
            continue
        native = _text(natives[place]) if isinstance(natives, list) and place < len(natives) else ""
        names.append(replace(name, native=native) if native else name)
    if own.get(f"{variable}-others") is True:
        names.append(Name(literal="et al."))
    reading.put(variable, tuple(names))


def _name(value: object) -> Name | None:
    """Give a name; None where nothing of it is a text."""
    if isinstance(value, str):
        words = _text(value)
        return read_name(words) if words else None
    parts = {part: _text(text) for part, text in _mapping(value).items()}
    given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle"))))
    if family := parts.get("family"):
        return Name(family, given, parts.get("non-dropping-particle", ""), parts.get("suffix", ""))
    literal = parts.get("literal") or parts.get("name") or given
    return Name(literal=literal) if literal else None


def _put_date(reading: _Reading, variable: str, value: object, own: Mapping[str, Any]) -> None:
    """Take a date, and its words where they are no date."""
    edtf = own.get(f"{variable}-edtf")
    exact = read_edtf(edtf) if isinstance(edtf, str) else None
    date, words = (exact, "") if exact else _date(value)
    if date is None and not words:
        reading.unread.append(variable)
    reading.put(variable, date, words or (worded(date) if date else ""))


def _date(value: object) -> tuple[PartialDate | None, str]:
    """Give the date of a CSL date variable, and its words where it says them in words."""
    if isinstance(value, str | int | dt.date) and not isinstance(value, bool):
        words = _text(value)
        return _of_words(words), words
    held = _mapping(value)
    words = next(filter(None, (_text(held.get(name)) for name in ("literal", "raw", "edtf"))), "")
    dates = [date for date in map(_of_parts, _rows(held.get("date-parts"))) if date]
    if not dates:
        return _of_words(words), words
    start = dates[0]
    if start.month is None and (season := _season(held.get("season"))):
        start = replace(start, month=season)
    whole = ranged(start, dates[1] if len(dates) > 1 else None)
    if _text(held.get("circa")).casefold() in _YES or held.get("circa") is True:
        whole = replace(whole, circa=True)
    return whole, ""


def _of_words(words: str) -> PartialDate | None:
    return read_edtf(words) or parse_date(words)


def _rows(value: object) -> Iterator[list[Any]]:
    """Give the date-parts of up to two dates; those of one alone may stand without the outer list."""
    listed = value if isinstance(value, list) else []
    if listed and not isinstance(listed[0], list):
        listed = [listed]
    yield from (row for row in listed[:2] if isinstance(row, list))


def _of_parts(row: list[Any]) -> PartialDate | None:
    """Give the date of one row of date-parts."""
    numbers = [_integer(part) for part in row[:3]]
    year, month, day = (*numbers, None, None, None)[:3]
    if year is None:
        return None
    return date_of(year, _SEASONED.get(month, month) if month else month, day)


def _integer(value: object) -> int | None:
    """Give a whole number that is one, or that is written as a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and len(value) <= 4 and value.isascii() and value.isdecimal() else None


def _season(value: object) -> int | None:
    """Give a season as EDTF numbers it: from 1 to 4, or from its name."""
    number = _integer(value)
    if number is not None:
        return _FIRST_SEASON + number - 1 if 1 <= number <= len(_SEASONS) else _SEASONED.get(number)
    name = _text(value).casefold().replace("fall", "autumn")
    return _FIRST_SEASON + _SEASONS.index(name) if name in _SEASONS else None


@cache
def _variables() -> dict[str, frozenset[str]]:
    """Read `csl.toml`: the types, and the variables by what they hold."""
    table = tomllib.loads(files("citecheck.references").joinpath("csl.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(names) for kind, names in table.items()}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.references").joinpath("from_csl.toml").read_text(encoding="utf-8"))
