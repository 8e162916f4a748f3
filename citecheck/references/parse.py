"""
From a list's entries to references: each read by the grammar that fits it, in the style that the list agrees on.

First what has wording of its own is taken (identifiers, access, archive), then the head (names and date), then the title
and what follows it. What an editor typed elsewhere (`entry.given`) beats whatever was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from citecheck.model import Field, Reference, ReferenceEntry
from citecheck.references.body import read_body
from citecheck.references.identifiers import take_identifiers
from citecheck.references.kinds import kind_of
from citecheck.references.lead import take_lead
from citecheck.references.plain import is_note, read_plain
from citecheck.references.reading import Reading
from citecheck.references.style import Style, separator, shared_style
from citecheck.references.tail import take_tail

LONGEST: Final = 20_000
"""Code points of an entry that are read; what is beyond is residue."""
_LINK_VARIABLES: Final = {"original": "URL", "archive": "archive-url"}
_MASKED: Final = re.compile(r"\s*(?P<mark>[-–—―_]{1,6})[.,]?(?=\s)")


def read_reference(raw: str, style: Style) -> Reading:
    """Read one reference."""
    reading = Reading(raw)
    take_identifiers(reading)
    take_tail(reading)
    between = separator(raw, style.separator)
    start = take_lead(reading, between)
    if start or _has_title_quote(reading) or _is_cut_up(reading, between):
        read_body(reading, start, between, style)
    else:
        read_plain(reading)
    return reading


def _has_title_quote(reading: Reading) -> bool:
    """Tell whether the reference opens with a quoted title."""
    quotes = reading.layout.quotes
    return bool(quotes) and not reading.raw[: quotes[0].start].strip(" .,:;")


def _is_cut_up(reading: Reading, between: str) -> bool:
    """Tell whether the reference has the shape of a template's print: pieces between stops, or a tail of its own."""
    free = "".join(span.of(reading.raw) for span in reading.free())
    if is_note(free) and not reading.fields:
        return False
    tailed = bool(reading.fields.keys() - {"URL", "archive-url"})
    pieces = len(reading.pieces("."))
    return pieces > 1 or (tailed and pieces > 0) or (between == "," and tailed)


def _entry_fields(reading: Reading, entry: ReferenceEntry) -> tuple[Field, ...]:
    """Give the fields with the entry's links and with what the editor typed, which beats what was read."""
    fields = dict(reading.fields)
    for link in entry.links:
        variable = _LINK_VARIABLES.get(link.role)
        if variable is not None and variable not in fields:
            fields[variable] = Field(variable, link.url)
    for field in entry.given:
        read = fields.get(field.variable)
        fields[field.variable] = field if read is None or field.span is not None else replace(field, span=_same(read, field))
    return tuple(fields.values())


def _same(read: Field, given: Field) -> object:
    """Give the span of a field that was read, when it says just what the editor typed."""
    return read.span if read.value == given.value else None


def parse(entries: Sequence[ReferenceEntry], language: str | None = None) -> tuple[Reference, ...]:
    """
    Give one reference for each entry, in order.

    Args:
        entries: The items of a document's lists.
        language: The document's language as a BCP 47 tag; a reference names its own only where it differs.
    """
    style = shared_style([entry.raw[:LONGEST] for entry in entries])
    found: list[Reference] = []
    counts = {"ref": 0, "bib": 0}
    previous: Field | None = None
    for index, entry in enumerate(entries):
        reading = read_reference(entry.raw[:LONGEST], style)
        family = "ref" if entry.numbered else "bib"
        counts[family] += 1
        fields = _entry_fields(reading, entry)
        by_name = {field.variable: field for field in fields}
        previous = by_name.get("author", previous)
        found.append(
            Reference(
                id=f"{family}-{counts[family]}",
                label=entry.label,
                raw=entry.raw,
                kind=kind_of(by_name),
                fields=fields,
                residue=reading.residue(),
                entry=index,
            )
        )
    return tuple(found)
