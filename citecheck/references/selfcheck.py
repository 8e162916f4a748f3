"""
Whether the fields of a reference, printed again in the order and with the wording of CS1 and CS2, give the reference.

As each field is printed with its own words, only the order of the fields and what is printed between them can differ:
these are compared, which costs less than to build the text. Where all is equal the fields are right as far as the
grammar can tell, and their confidence rises; else it falls. A field that may be two things at its place (work or
publisher) prints alike either way, so it earns nothing. Order and wording are those of Module:Citation/CS1.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from citecheck.model import Field
from citecheck.references.reading import Reading

EARNED: Final = 0.99
"""The least confidence of an undoubted field of a reference that prints equally."""
LOST: Final = 0.9
"""What the confidences of any other reference are multiplied by."""

_ASIDES: Final = frozenset(
    {"genre", "medium", "language", "edition", "trans-title", "trans-container-title", "original-date"}
)
"""What is printed in brackets, behind whatever it belongs to."""
_ORDER: Final = (
    ("author",), ("title",), ("editor",), ("container-title",), ("event-title",), ("season", "number"),
    ("volume",), ("issue",), ("collection-title",), ("translator", "illustrator", "interviewer"), ("publisher-place",),
    ("publisher",), ("agency", "network"), ("issued",), ("page", "locator"), ("section",), ("identifier",), ("archived",), ("accessed",), ("source",), ("quote",),
)  # fmt: skip
_PLACES: Final = {name: rank for rank, names in enumerate(_ORDER) for name in names}
_IDENTIFIERS: Final = frozenset(
    {
        "DOI", "ISBN", "ISSN", "PMID", "PMCID", "arXiv", "JSTOR", "OCLC", "bibcode", "handle", "S2CID", "LCCN", "CiteSeerX", "bioRxiv",
        "Zbl", "SSRN", "OSTI", "ASIN", "OL", "MR", "JFM", "ISMN",
    }
)  # fmt: skip
_FORMAT: Final = r"(?:\s\((?:PDF|registration required|subscription required)\))?"
_END: Final = rf"[\"”)\]]*(?:\s(?:ed\.|Ed\.))?[)\]]?{_FORMAT}"
"""What closes the field before."""
_NEXT: Final = rf"{_END}(?:[.,]|(?<=[.?!]))?\s"
"""What closes it together with the separator."""
_BEFORE: Final = {
    "author": r"",
    "title": rf"(?:{_NEXT})?[\"“«]?",
    "editor": rf"{_NEXT}(?:[Ii]n\s)?",
    "container-title": rf"{_NEXT}(?:(?:[Ii]n\s)|(?:\(?eds?\.\)?[.,]?\s))?",
    "event-title": _NEXT,
    "season": rf"{_NEXT}(?:Season|Series)\s",
    "number": rf"{_NEXT}Episode\s",
    "volume": rf"{_NEXT}(?:Vol\.\s)?",
    "issue": rf"{_END}(?:[.,]?\s(?:no\.\s|\()|\s\()",
    "page": rf"{_END}(?::\s|[.,]?\s(?:pp?\.\s))",
    "section": rf"{_END}(?:[.,]?\s\(?)",
    "publisher": rf"{_END}(?::\s|[.,]?\s\(?)",
    "publisher-place": rf"{_END}[.,]?\s\(?",
    "translator": rf"{_NEXT}[Tt]ranslated by\s",
    "illustrator": rf"{_NEXT}[Ii]llustrated by\s",
    "interviewer": rf"{_NEXT}[Ii]nterviewed by\s",
    "issued": rf"{_NEXT}\(?",
    "identifier": rf"{_END}[.,]?\s(?:e?ISSN|ISBN|ISMN|PMID|PMC|JSTOR|OCLC|S2CID|LCCN|CiteSeerX|bioRxiv|Zbl|SSRN|OSTI|ASIN|OL|MR|JFM|"
    r"doi|arXiv|Bibcode|hdl)[:\s]",
    "archived": rf"{_NEXT}[Aa]rchived from the original(?:\s\(PDF\))?\son\s",
    "accessed": rf"{_NEXT}[Rr]etrieved\s",
    "source": rf"{_END}\s[–-]\svia\s",
    "quote": rf"{_NEXT}[\"“]",
    "aside": rf"{_END}[.,]?\s[(\[](?:in\s)?",
}
_LAST: Final = re.compile(rf"{_END}[.,]?(?:\s?\[[^\[\]]{{1,40}}\])?\.?\s*")


@cache
def _before(name: str) -> re.Pattern[str]:
    """Give the pattern of what is printed between a field and the one before it."""
    return re.compile(_BEFORE.get(name, _NEXT))


def checked(reading: Reading) -> dict[str, Field]:
    """Give the fields of a reading with the confidences that printing them again earns."""
    fields = reading.fields
    equal = prints_equally(reading)
    return {
        name: field
        if equal and (field.alternatives or field.confidence >= EARNED)
        else Field(name, field.value, field.span, EARNED if equal else field.confidence * LOST, field.alternatives)
        for name, field in fields.items()
    }


def prints_equally(reading: Reading) -> bool:
    """Tell whether the fields, printed by the grammar, are the reference again."""
    if reading.spare or "title" not in reading.fields:
        return False
    raw, end, rank = reading.raw, 0, -1
    named = "author" in reading.fields
    for span, variable in sorted((field.span, name) for name, field in reading.fields.items() if field.span):
        name = _slot(variable)
        if not _before(name).fullmatch(raw, end, span.start):
            return False
        end = span.end
        if name in _PLACES and not (variable == "issued" and named):
            place = _PLACES[name]
            if place < rank:
                return False
            rank = place
    return _LAST.fullmatch(raw, end) is not None


def _slot(variable: str) -> str:
    """Give the name under which the grammar prints a variable."""
    if variable in _IDENTIFIERS:
        return "identifier"
    if variable in _ASIDES:
        return "aside"
    return "page" if variable == "locator" else variable
