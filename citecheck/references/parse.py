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

from citecheck.lexicon.languages import language_tag
from citecheck.model import Field, Reference, ReferenceEntry, Span
from citecheck.references.body import read_body
from citecheck.references.dating import looks_dated
from citecheck.references.given import given_kind, left_over, merged
from citecheck.references.identifiers import take_identifiers
from citecheck.references.kinds import kind_of
from citecheck.references.lead import take_lead
from citecheck.references.plain import is_note, read_plain
from citecheck.references.reading import Reading
from citecheck.references.selfcheck import checked
from citecheck.references.style import Separator, Style, separator, shared_style
from citecheck.references.tail import take_tail

_LANGUAGE_MARK: Final = re.compile(r"\((?P<tag>[a-z]{2,3})\)\s+(?=\S)")
"""Before a reference in another language, as the French and the Catalan Wikipedia print it: `(en) Author, ...`."""
LONGEST: Final = 20_000
"""Code points of an entry that are read; what is beyond is residue."""


def read_reference(raw: str, style: Style, own: Separator | None = None) -> Reading:
    """
    Read one reference.

    Args:
        raw: Its text.
        style: What its list agrees on.
        own: What separates its parts, None where it does not tell.
    """
    mark = _LANGUAGE_MARK.match(raw)
    tag = language_tag(mark["tag"]) if mark else None
    reading = Reading(raw if mark is None or tag is None else " " * mark.end() + raw[mark.end() :])
    take_identifiers(reading)
    take_tail(reading)
    between = own or style.separator
    start = take_lead(reading, between, style.language)
    if start and raw[start - 1] == ":":
        between = "."
    if start or _has_title_quote(reading) or _is_cut_up(reading, between):
        read_body(reading, start, between, style)
    else:
        read_plain(reading, style)
    if mark is not None and tag is not None:
        reading.put("language", Span(*mark.span("tag")), tag, 0.97)
    return reading


def _has_title_quote(reading: Reading) -> bool:
    """Tell whether the reference opens with a quoted title."""
    quotes = reading.layout.quotes
    return bool(quotes) and not reading.raw[: quotes[0].start].strip(" .,:;")


def _is_cut_up(reading: Reading, between: str) -> bool:
    """Tell whether the reference has the shape of a template's print: pieces between stops, or a tail of its own."""
    raw = reading.raw
    pieces = [piece.of(raw) for piece in reading.pieces(between)]
    if any(looks_dated(piece) or piece.endswith(")") for piece in pieces[1:]):
        return True
    free = "".join(span.of(raw) for span in reading.free())
    if is_note(free) and not reading.fields:
        return False
    tailed = bool(reading.fields.keys() - {"URL", "archive-url"})
    return len(reading.pieces(".")) > 1 or (tailed and bool(pieces))


def _beyond(raw: str) -> tuple[Span, ...]:
    """Give what of an entry is too long to be read."""
    return (Span(LONGEST, len(raw)),) if len(raw) > LONGEST else ()


def parse(entries: Sequence[ReferenceEntry], language: str | None = None) -> tuple[Reference, ...]:
    """
    Give one reference for each entry, in order.

    Args:
        entries: The items of a document's lists.
        language: The document's language as a BCP 47 tag; a reference names its own only where it differs.
    """
    raws = [entry.raw[:LONGEST] for entry in entries]
    separators = [separator(raw) for raw in raws]
    style = shared_style(raws, separators, language)
    found: list[Reference] = []
    counts = {"ref": 0, "bib": 0}
    previous: Field | None = None
    for index, entry in enumerate(entries):
        reading = read_reference(raws[index], style, separators[index])
        family = "ref" if entry.numbered else "bib"
        counts[family] += 1
        fields = merged(checked(reading), entry)
        if (
            reading.masked is not None
            and previous is not None
            and not any(field.variable == "author" for field in fields)
        ):
            fields = (replace(previous, span=reading.masked, confidence=0.7), *fields)
        by_name = {field.variable: field for field in fields}
        previous = by_name.get("author", previous)
        found.append(
            Reference(
                id=f"{family}-{counts[family]}",
                label=entry.label,
                raw=entry.raw,
                kind=given_kind(entry) or kind_of(by_name),
                fields=fields,
                residue=(*left_over(reading.residue(), entry), *_beyond(entry.raw)),
                entry=index,
            )
        )
    return tuple(found)
