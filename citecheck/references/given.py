"""What is known of an entry beside its text: the fields that an editor typed and the links, joined with what was read."""

from __future__ import annotations

import sys
from typing import Final

from citecheck.model import Field, ReferenceEntry, Span

_LAST: Final = Span(sys.maxsize, sys.maxsize)
TYPE: Final = "type"
"""CSL's name for the kind of a work; a `given` field of that name says it, and is no field of the reference."""
_LINK_VARIABLES: Final = {"original": "URL", "archive": "archive-url"}


def given_kind(entry: ReferenceEntry) -> str | None:
    """Give the CSL type that the editor's template stands for, None where nothing was typed that tells."""
    return next((f.value for f in entry.given if f.variable == TYPE and isinstance(f.value, str)), None)


def left_over(residue: tuple[Span, ...], entry: ReferenceEntry) -> tuple[Span, ...]:
    """Give what of the residue no typed field accounts for."""
    placed = [field.span for field in entry.given if field.span is not None]
    return tuple(span for span in residue if not _inside(span, placed)) if placed else residue


def _inside(span: Span | None, placed: list[Span]) -> bool:
    """Tell whether a span shares a code point with one of a field that was typed."""
    return span is not None and any(span.overlaps(other) for other in placed)


def _plain(field: Field) -> str | None:
    """Give a text value for comparison, or None for names and dates."""
    return "".join(field.value.casefold().split()).strip(".,") if isinstance(field.value, str) else None


def merged(read: dict[str, Field], entry: ReferenceEntry) -> tuple[Field, ...]:
    """
    Give the fields of an entry: typed ones beat read ones, links fill the addresses that the text does not print.

    Words that were read as one field and typed as another (a publisher that is the container) are the typed one's, which
    gets their span; words that were typed as one field are no other. Fields come in the order of the text, those that
    are not in it last.
    """
    if not entry.given and not entry.links:
        return tuple(sorted(read.values(), key=_position))
    typed = {field.variable: field for field in entry.given if field.variable != TYPE}
    spans = {plain: field.span for field in read.values() if (plain := _plain(field)) is not None}
    values = {plain for field in typed.values() if (plain := _plain(field)) is not None}
    placed = [field.span for field in typed.values() if field.span is not None]
    fields = {
        variable: field
        for variable, field in read.items()
        if variable not in typed and _plain(field) not in values and not _inside(field.span, placed)
    }
    for variable, field in typed.items():
        held = read.get(variable)
        same = held is not None and held.value == field.value
        span = held.span if held is not None and same else spans.get(_plain(field) or "")
        fields[variable] = Field(variable, field.value, field.span or span, field.confidence, field.alternatives)
    for link in entry.links:
        address = _LINK_VARIABLES.get(link.role)
        if address is not None and address not in fields:
            fields[address] = Field(address, link.url)
    return tuple(sorted(fields.values(), key=_position))


def _position(field: Field) -> Span:
    """Give where a field stands, behind all text for one that was not read."""
    return field.span or _LAST
