"""From an RIS record to CSL variables: what an editor or a library typed there, which beats any guess."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.dates import parse_date
from citecheck.lexicon.languages import language_name, language_tag
from citecheck.model import FieldValue, Name, PartialDate
from citecheck.references.edtf import date_of, read_edtf
from citecheck.references.latex import printable
from citecheck.references.names import read_name
from citecheck.references.records import Record
from citecheck.references.ris_records import RisRecord
from citecheck.references.worded_dates import worded

_LONGEST: Final = 4_000
"""Code points of a value that are read."""
_MOST_NAMES: Final = 400
_MOST_NOTES: Final = 100
_DATE: Final = re.compile(r"(\d{4})(?:[/-](\d{0,2})(?:[/-](\d{0,2})(?:/(.{0,80}))?)?)?/{0,3}")
"""`YYYY/MM/DD/other`, of which only the year must be there."""
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s?)?(10\.\d{4,9}/\S{1,500})", re.IGNORECASE)
_ISSN: Final = re.compile(r"(?<![\w-])\d{4}-?\d{3}[\dXx](?![\w-])")
_ISBN: Final = re.compile(r"(?<![\w-])97[89](?:[ -]?\d){10}(?![\w-])|(?<![\w-])\d(?:[ -]?\d){8}[ -]?[\dXx](?![\w-])")
_DASHES: Final = re.compile(r"\s?-{1,3}\s?")
_ARCHIVED: Final = re.compile(r"Archived (?:(\S{4,30}) )?at (https?://\S{1,4000})")
_OTHERS: Final = re.compile(r"(author|editor|translator): and others")
_WORDED: Final = re.compile(r"([A-Za-z][A-Za-z0-9]{1,20}[.:]?|\w{2,20}: ) ?(\S{1,200})")
_NAMED: Final = re.compile(r"([a-z][a-z-]{2,30}): (.{1,4000})")
_PINPOINT: Final = re.compile(r"pp?\. ?(\w{1,12}(?: ?[-–,] ?\w{1,12}){0,20})")


def ris_record(record: RisRecord) -> Record:
    """Give what a record says, whatever stands in it."""
    lines = _joined(record)
    table = _table()
    special: dict[str, str] = table["special"].get(record.kind, {})
    fields: dict[str, FieldValue] = {}
    texts: dict[str, str] = {}
    for tag, usual in table["texts"].items():
        variable = special.get(tag, usual)
        if variable not in texts and (words := next(_of(lines, tag), "")):
            _put_text(fields, texts, variable, words)
    for tag, variable in table["names"].items():
        names = tuple(read_name(words) for words in list(_of(lines, tag))[:_MOST_NAMES])
        if names and variable not in fields:
            fields[variable] = names
    _put_dates(fields, texts, lines, special)
    _put_pages(fields, texts, lines)
    for words in _of(lines, "SN"):
        _put_number(fields, texts, words)
    _put_notes(fields, texts, list(_of(lines, "N1"))[:_MOST_NOTES])
    return Record(next(_of(lines, "ID"), ""), kind_of_ris(record.kind) or "document", fields, texts)


def kind_of_ris(kind: str) -> str | None:
    """Give the CSL type of a type of RIS, None where it tells nothing."""
    return _kinds().get(kind)


def _joined(record: RisRecord) -> list[tuple[str, str]]:
    """Give the lines with each value on one."""
    values: list[tuple[str, list[str]]] = []
    for tag, words in record.lines:
        if tag or not values:
            values.append((tag, [words]))
        else:
            values[-1][1].append(words)
    return [(tag, printable(" ".join(words)[:_LONGEST])) for tag, words in values]


def _of(lines: list[tuple[str, str]], tag: str) -> Iterator[str]:
    """Give the values of a tag that are not empty."""
    return (words for held, words in lines if held == tag and words)


def _put_text(fields: dict[str, FieldValue], texts: dict[str, str], variable: str, words: str) -> None:
    """Take the value of a variable that holds a text."""
    if variable == "genre" and words.casefold() in _table()["no-genre"]:
        return
    if variable == "DOI" or (variable == "genre" and _DOI.fullmatch(words)):  # older EndNote has the DOI in M3
        variable, words = "DOI", doi[1] if (doi := _DOI.search(words)) else words
    if not variable or variable in texts:
        return
    shown = words
    if variable == "language":
        tag = language_tag(words)
        words, shown = tag or words, language_name(tag) if tag else words
    fields[variable], texts[variable] = words, shown


def _put_dates(
    fields: dict[str, FieldValue], texts: dict[str, str], lines: list[tuple[str, str]], special: dict[str, str]
) -> None:
    """Take the dates; a day without a year has that of `PY`."""
    for tag, usual in _table()["dates"].items():
        variable = special.get(tag, usual)
        words = next(_of(lines, tag), "")
        if not variable or not words:
            continue
        date = _date(words) or (_date(f"{words} {next(_of(lines, 'PY'), '')[:4]}") if tag == "DA" else None)
        held = fields.get(variable)
        if date is not None and not (isinstance(held, PartialDate) and (held.month or date.month is None)):
            fields[variable], texts[variable] = date, worded(date)
        elif date is None and tag != "DA":
            texts.setdefault(variable, words.rstrip("/"))


def _date(words: str) -> PartialDate | None:
    """Give a date of RIS, of EDTF, or in words."""
    parts = _DATE.fullmatch(words)
    if parts is None:
        return read_edtf(words) or parse_date(words)
    plain = date_of(int(parts[1]), int(parts[2] or 0) or None, int(parts[3] or 0) or None)
    said = parse_date(parts[4]) if parts[4] else None
    return said if said is not None and plain is not None and said.year == plain.year else plain


def _put_pages(fields: dict[str, FieldValue], texts: dict[str, str], lines: list[tuple[str, str]]) -> None:
    """Take first and last page as a range."""
    first, last = next(_of(lines, "SP"), ""), next(_of(lines, "EP"), "")
    pages = _DASHES.sub("–", first)
    if first and last and last != first and "–" not in pages:
        pages = f"{first}–{last}"
    if pages or last:
        fields["page"] = texts["page"] = pages or last


def _put_number(fields: dict[str, FieldValue], texts: dict[str, str], words: str) -> None:
    """Take the standard numbers that stand in a value, as many as there are kinds of them."""
    words = words[:300]
    isbn = _ISBN.search(words)
    for variable, found in (("ISBN", isbn), ("ISSN", None if isbn else _ISSN.search(words))):
        if found and variable not in fields:
            fields[variable] = texts[variable] = found[0]


def _put_notes(fields: dict[str, FieldValue], texts: dict[str, str], notes: list[str]) -> None:
    """Take what our own export says in notes back to its variables; the others are a note."""
    left: list[str] = []
    for note in notes:
        if archived := _ARCHIVED.fullmatch(note):
            fields["archive-url"] = texts["archive-url"] = archived[2]
            date = read_edtf(archived[1]) if archived[1] else None
            if date is not None:
                fields["archived"], texts["archived"] = date, worded(date)
        elif others := _OTHERS.fullmatch(note):
            held = fields.get(others[1])
            fields[others[1]] = (*(held if isinstance(held, tuple) else ()), Name(literal="et al."))
        elif (said := _said(note)) and said[0] not in fields:
            fields[said[0]] = texts[said[0]] = said[1]
        else:
            left.append(note)
    if left:
        fields["note"] = texts["note"] = "; ".join(left)[:_LONGEST]


def _said(note: str) -> tuple[str, str] | None:
    """Give the variable and the value that a note of our export names: `PMID 7`, `p. 12`, `quote: So it is.`."""
    if pinpoint := _PINPOINT.fullmatch(note):
        return "locator", pinpoint[1]
    if (named := _NAMED.fullmatch(note)) and named[1] in _table()["named"]:
        return named[1], named[2]
    if (worded_ := _WORDED.fullmatch(note)) and (variable := _words().get(worded_[1].rstrip(":. "))):
        return variable, worded_[2]
    return None


@cache
def _words() -> dict[str, str]:
    """Give the variable for each word that our export says before the value of one alone."""
    rules = tomllib.loads(files("citecheck.references").joinpath("biblatex.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for variable, template in (rules["note"] | rules["addendum"]).items():
        word = template.removesuffix("{}").rstrip(":. ")
        if template.endswith("{}") and word:
            found.setdefault(word, []).append(variable)
    return {word: variables[0] for word, variables in found.items() if len(variables) == 1}


@cache
def _kinds() -> dict[str, str]:
    """Give the CSL type of each type of RIS."""
    ours: dict[str, str] = tomllib.loads(
        files("citecheck.references").joinpath("ris.toml").read_text(encoding="utf-8")
    )["types"]
    others: dict[str, str] = _table()["kinds"]
    return {kind: csl for csl, kind in ours.items()} | others


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.references").joinpath("from_ris.toml").read_text(encoding="utf-8"))
