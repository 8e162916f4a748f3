"""
References as RIS records, which EndNote, Zotero, Mendeley and rispy read.

A record is a line `TAG  - value` for each value, from `TY` to `ER`. A value ends with its line and needs no escaping;
`ris.toml` says which variable goes to which tag.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.languages import language_tag
from citecheck.model import Name, PartialDate, Reference
from citecheck.references.draft import label_keyword, phrases, variables
from citecheck.references.latex import printable
from citecheck.references.spelling import means_others
from citecheck.references.worded_dates import worded

_LINE: Final = "{}  - {}"
_LAST_MONTH: Final = 12
_PAGES: Final = re.compile(r"(\w{1,12}) ?[-‐‑‒–—−]{1,2} ?(\w{1,12})")
"""First and last page of one range."""
_ONCE: Final = frozenset({"SN", "T2", "C3", "IS"})
"""Tags that several variables may want; the first gets it."""


def to_ris(references: Sequence[Reference], keys: Sequence[str]) -> str:
    """Give references as RIS records, a blank line between them."""
    records = [
        "".join(f"{_LINE.format(tag, value)}\n" for tag, value in record(reference, key))
        for reference, key in zip(references, keys, strict=True)
    ]
    return "\n".join(records)


def record(reference: Reference, key: str) -> tuple[tuple[str, str], ...]:
    """Give the tags and values of a reference, in order, from `TY` to `ER`; values are one line each and not empty."""
    rules = _rules()
    kind = rules["types"].get(reference.kind, "GEN")
    tags: dict[str, str] = rules["tags"] | rules["special"].get(kind, {})
    lines = [("TY", kind), ("ID", key)]
    taken: set[str] = set()
    left: dict[str, str | tuple[Name, ...]] = {}
    for variable, value in variables(reference):
        tag = tags.get(variable)
        if tag is not None and not (tag in _ONCE and tag in taken):
            taken.add(tag)
            lines += _lines(tag, value)
        elif isinstance(value, PartialDate):
            if variable != "archived":
                left[variable] = worded(value)
        elif variable not in {"archive-url", "note", "url-status"}:
            left[variable] = value
    lines += [("N1", note) for note in _notes(reference, left)]
    lines.append(("LB", label_keyword(reference)))
    cleaned = ((tag, printable(text)) for tag, text in lines)
    return (*((tag, text) for tag, text in cleaned if text), ("ER", ""))


def _lines(tag: str, value: str | PartialDate | tuple[Name, ...]) -> Iterator[tuple[str, str]]:
    """Give the lines of one value."""
    if isinstance(value, tuple):
        yield from ((tag, ris_name(name)) for name in value if not means_others(name))
    elif isinstance(value, PartialDate):
        if tag == "DA":
            yield "PY", f"{value.year:04d}"
        yield tag, value.iso() if tag == "OP" else ris_date(value)
    elif tag == "SP" and (pages := _PAGES.fullmatch(value.strip())):
        yield from (("SP", pages[1]), ("EP", pages[2]))
    else:
        yield tag, (language_tag(value) or value) if tag == "LA" else value


def ris_name(name: Name) -> str:
    """Give a name as RIS has them: `Family, Given, Suffix`, or a body as it is."""
    if name.literal:
        return name.literal
    parts = (f"{name.particle} {name.family}".strip(), name.given, name.suffix)
    return ", ".join(part for part in parts if part)


def ris_date(date: PartialDate) -> str:
    """Give a date as `YYYY/MM/DD/other`; a season, a range and "circa" are said in words in the last part."""
    plain = date.end is None and not date.circa and (date.month is None or date.month <= _LAST_MONTH)
    month = "" if date.month is None or date.month > _LAST_MONTH else f"{date.month:02d}"
    day = "" if date.day is None else f"{date.day:02d}"
    return f"{date.year:04d}/{month}/{day}/{'' if plain else worded(date)}"


def _notes(reference: Reference, left: dict[str, str | tuple[Name, ...]]) -> Iterator[str]:
    """Give what has no tag, each as a phrase: notes, pinpoint, archived copy, identifiers, names in their own script."""
    yield reference.text("note")
    yield from phrases(left)
    if address := reference.text("archive-url").strip():
        archived = reference.date("archived")
        yield f"Archived {archived.iso()} at {address}" if archived else f"Archived at {address}"
    for field in reference.fields:
        if isinstance(field.value, tuple):
            yield "; ".join(name.native for name in field.value if name.native)
            if any(means_others(name) for name in field.value):
                yield f"{field.variable}: and others"


@cache
def _rules() -> dict[str, Any]:
    """Read `ris.toml`."""
    return tomllib.loads(files("citecheck.references").joinpath("ris.toml").read_text(encoding="utf-8"))
