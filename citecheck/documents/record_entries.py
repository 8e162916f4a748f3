"""The records of a reference file as entries: their words in the manner of CS1, their fields as given, their links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from citecheck.documents.addresses import role
from citecheck.documents.cite_printing import printed
from citecheck.documents.cite_template import resolver
from citecheck.documents.notices import NO_REFERENCES
from citecheck.model import Document, Field, FieldValue, Link, Notice, ReferenceEntry, Span
from citecheck.references.records import Record

INCOMPLETE: Final = "document-incomplete"
_RESOLVED: Final = ("DOI", "arXiv", "PMID", "PMCID", "JSTOR", "handle")
_TYPE: Final = "type"
_MOST_TOLD: Final = 20
"""Records with something that cannot be read, of which each is told."""
_LONGEST_NAME: Final = 80


class Found(NamedTuple):
    """A record where it stands in a file."""

    span: Span
    record: Record | None
    """None where nothing of it can be read."""
    broken: str = ""
    """What is wrong with it as a whole, as the end of a sentence."""


def record_list(path: str, name: str, text: str, records: Iterable[Found]) -> Document:
    """Give the document of a reference file: no blocks or markers, an entry for each record that says something."""
    entries: list[ReferenceEntry] = []
    notices: list[Notice] = []
    for place, found in enumerate(records, 1):
        entry = record_entry(found, place)
        if entry is not None:
            entries.append(entry)
        if len(notices) < _MOST_TOLD:
            notices.extend(_notices(found, place, left_out=entry is None))
    if not entries:
        told = "The file has no record that can be read. Check that it is whole, or name its format with --from."
        notices.insert(0, Notice(NO_REFERENCES, told))
    return Document(path=path, format=name, text=text, entries=tuple(entries), notices=tuple(notices))


def record_entries(records: Iterable[Found]) -> Iterator[ReferenceEntry]:
    """Give the entries of records; the label of each is its key, or its number in the file where it has none."""
    for place, found in enumerate(records, 1):
        entry = record_entry(found, place)
        if entry is not None:
            yield entry


def record_entry(found: Found, place: int) -> ReferenceEntry | None:
    """Give the entry of a record, None where it says nothing."""
    record = found.record
    if record is None or not record.fields.keys() | record.texts.keys():
        return None
    raw, fields, links = record_parts(record)
    return ReferenceEntry(record.key or str(place), raw, found.span, links, fields)


def record_parts(record: Record) -> tuple[str, tuple[Field, ...], tuple[Link, ...]]:
    """Give the words of a record as a document would print them, its fields with their places there, its links."""
    url = record.fields.get("URL")
    raw, spans = printed(record.kind, record.texts, record.fields, url if isinstance(url, str) else "")
    if not raw:
        raw, spans = record.texts.get("note", ""), {}
    fields = [Field(variable, value, spans.get(variable)) for variable, value in record.fields.items()]
    if record.kind != "document":
        fields.append(Field(_TYPE, record.kind))
    return raw, tuple(fields), record_links(record.fields)


def record_links(fields: Mapping[str, FieldValue]) -> tuple[Link, ...]:
    """Give the addresses that fields name, and those that their identifiers lead to, each once."""
    links: dict[str, Link] = {}
    for link in _links(fields):
        links.setdefault(link.url, link)
    return tuple(links.values())


def _links(fields: Mapping[str, FieldValue]) -> Iterator[Link]:
    for variable in ("URL", "archive-url"):
        url = fields.get(variable)
        if isinstance(url, str) and url.casefold().startswith(("http://", "https://")):
            yield Link(url, "archive" if variable == "archive-url" else role(url))
    for variable in _RESOLVED:
        value, pattern = fields.get(variable), resolver(variable)
        if isinstance(value, str) and pattern and " " not in value:
            yield Link(pattern.format(value.removeprefix("PMC") if variable == "PMCID" else value), "identifier")


def _notices(found: Found, place: int, *, left_out: bool) -> Iterator[Notice]:
    """Say what of a record cannot be read."""
    record = found.record
    key = record.key if record else ""
    named = f"Record {place}" + (f" (“{key[:_LONGEST_NAME]}”)" if key else "")
    if found.broken:
        lost = ", so it is left out" if left_out else ""
        yield Notice(INCOMPLETE, f"{named} {found.broken}{lost}. Save or export it again.", found.span)
    elif left_out:
        yield Notice(
            INCOMPLETE, f"{named} says nothing that can be read, so it is left out. Check its names.", found.span
        )
    if record and record.unread:
        names = ", ".join(record.unread[:10])
        told = f"{named} has values that cannot be read: {names}. Write them as the format has them."
        yield Notice(INCOMPLETE, told, found.span)
