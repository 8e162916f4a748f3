"""The fields of a reference: marked where they stand in its words, and as rows with value and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from citecheck.model import ReferenceReport, Span
from citecheck.reports.html_text import shown, within
from citecheck.reports.wording import issued, text_of

UNSURE: Final = 0.6
"""Confidence under which a field is called unsure."""
SURE: Final = 0.9
"""Confidence from which on that is taken as read."""
_LONGEST_RAW: Final = 2_000
_LONGEST_VALUE: Final = 300
_RESIDUE: Final = "?"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a reference's words."""

    text: str
    variable: str = ""
    """The field that it is; `?` for words that belong to none; "" for punctuation between fields."""
    percent: str = ""
    """How sure that is, "" where there is hardly a doubt."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field whose value is not just words of the reference, nor an address that is shown as a link."""

    variable: str
    value: str
    percent: str
    """How sure it is, "" where the report does not say."""


def percent(confidence: float | None) -> str:
    """Give a confidence for people: `45 % (unsure)`; "" for None."""
    if confidence is None:
        return ""
    said = f"{round(min(max(confidence, 0), 1) * 100)} %"
    return f"{said} (unsure)" if confidence < UNSURE else said


def parts(reference: ReferenceReport) -> Iterator[Part]:
    """Give the words of a reference in order, cut into fields; of fields that overlap the outer one is marked."""
    raw = reference.raw[:_LONGEST_RAW]
    marks = [(span, variable) for variable, span in reference.spans.items()]
    marks += [(span, _RESIDUE) for span in reference.residue]
    at = 0
    for span, variable in sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end, mark[1])):
        if span.start < at or span.end <= span.start or span.end > len(raw):
            continue
        yield from _plain(raw, Span(at, span.start))
        sure = reference.confidence.get(variable, 1)
        yield Part(within(span.of(raw)), shown(variable, 40), percent(sure) if sure < SURE else "")
        at = span.end
    yield from _plain(raw, Span(at, len(raw)))
    if len(raw) < len(reference.raw):
        yield Part("…")


def rows(reference: ReferenceReport) -> Iterator[Row]:
    """Give the fields that its marked words do not show, in their order, then those that were typed elsewhere."""
    marked_words = {
        variable: shown(span.of(reference.raw), _LONGEST_VALUE) for variable, span in reference.spans.items()
    }
    links = {shown(link.url, _LONGEST_VALUE) for link in reference.links}
    placed = sorted(reference.spans, key=lambda variable: (reference.spans[variable], variable))
    for variable in dict.fromkeys((*placed, *reference.confidence)):
        value = shown(_value(reference, variable), _LONGEST_VALUE)
        if value and value != marked_words.get(variable) and value not in links:
            yield Row(shown(variable, 40), value, percent(reference.confidence.get(variable)))


def _plain(raw: str, span: Span) -> Iterator[Part]:
    """Give the words between two fields, if there are any."""
    if span.end > span.start:
        yield Part(within(span.of(raw)))


def _value(reference: ReferenceReport, variable: str) -> str:
    """Give a field's value from the CSL item, or else its words in the reference."""
    for item in _items(reference.csl):
        value = item.get(variable)
        said = (
            text_of(item, variable)
            or (str(value) if isinstance(value, int | float) else "")
            or "; ".join(_names(value))
            or issued({"issued": value})
        )
        if said:
            return said
    span = reference.spans.get(variable)
    return span.of(reference.raw) if span is not None else ""


def _names(value: object) -> Iterator[str]:
    """Give the names of a CSL name variable, family name first."""
    for name in value if isinstance(value, list) else ():
        if isinstance(name, dict):
            family = f"{text_of(name, 'non-dropping-particle')} {text_of(name, 'family')}".strip()
            in_parts = (family, text_of(name, "given"), text_of(name, "suffix"))
            yield text_of(name, "literal") or ", ".join(part for part in in_parts if part)


def _items(csl: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the item itself, then what it keeps under `custom` for want of a CSL variable."""
    item: Any = csl
    for key in ("custom", "citecheck"):
        yield item
        item = item.get(key)
        if not isinstance(item, dict):
            return
    yield item
