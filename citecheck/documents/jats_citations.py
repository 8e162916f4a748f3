"""What the tags of a citation in JATS say, in CSL's variables, and what a reader sees of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.documents.addresses import role
from citecheck.documents.record_entries import record_parts
from citecheck.documents.xml_citations import LONGEST, Typed, merged, plain, seen_entry
from citecheck.documents.xml_tokens import Words, seen
from citecheck.documents.xml_tree import Element, words
from citecheck.lexicon.dates import find_dates, month_number, parse_date
from citecheck.model import Link, Name, PartialDate, ReferenceEntry, Span
from citecheck.references.edtf import date_of, read_edtf
from citecheck.references.names import read_name
from citecheck.references.records import Record
from citecheck.references.worded_dates import worded

_MOST_NAMES: Final = 400
_YEAR: Final = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?(10\.\d{4,9}/\S{1,500})", re.IGNORECASE)
_TITLES: Final = ("article-title", "chapter-title", "data-title", "part-title")
_IN_CONTAINER: Final = frozenset(
    {"article-journal", "article-newspaper", "article-magazine", "paper-conference", "chapter"}
)
_NAMES: Final = frozenset(
    {"name", "string-name", "collab", "name-alternatives", "collab-alternatives", "anonymous", "etal", "collaboration"}
)
_GROUPS: Final = frozenset({"person-group", *_NAMES})
_ACCESSED: Final = frozenset({"date-in-citation", "access-date"})


def citation_entry(
    text: str, citation: Element, label: str, span: Span, tagged: Element | None = None
) -> ReferenceEntry:
    """
    Give the entry of a citation: words as a reader sees them, or where it has none but those of its parts, in the manner of CS1.

    Args:
        text: The source.
        citation: The element.
        label: What markers name it by.
        span: Where it stands.
        tagged: The same work with more tags, where it is written twice.

    """
    typed, kind = _typed(text, tagged or citation)
    record = Record("", kind, typed.fields, typed.texts)
    if _is_bare(text, citation):
        raw, given, links = record_parts(record)
        if 2 * len(raw) > len(words(text, citation)):  # else its tags are others than are known
            return ReferenceEntry(label, raw, span, merged(links, _links(text, citation)), given)
    return seen_entry(text, citation, typed, kind, label, span, _links(text, citation))


def _is_bare(text: str, citation: Element) -> bool:
    """Tell whether all words are in its parts, so that nothing parts them."""
    parts = [citation, *(child for child in citation.elements() if child.name == "person-group")]
    own = (child for part in parts for child in part.children if isinstance(child, Words))
    return not any(any(run.strip(" \t\r\n\xa0") for run, _ in seen(text, one)) for one in own) and any(
        child.name not in {"italic", "bold", "styled-content", "label", "ext-link", "uri"}
        for child in citation.elements()
    )


def _typed(text: str, citation: Element) -> tuple[Typed, str]:
    """Give what the tags say, and the CSL type."""
    typed = Typed()
    table = _table()
    written = (citation.get("publication-type") or citation.get("citation-type")).strip().casefold()
    kind = table["kinds"].get(written, "document")
    source = citation.find("source", "issue-title")
    titled = [one for one in (citation.find(name) for name in _TITLES) if one is not None]
    if kind == "book" and titled and source is not None:
        kind = "chapter"
    _put_titles(text, typed, titled, source, kind)
    _put_names(text, typed, citation)
    for element in citation.within():
        variable = table["texts"].get(element.name, "")
        if variable and element.name != "institution":
            _put_text(text, typed, variable, element)
        elif element.name in {"pub-id", "ext-link", "uri", "object-id"}:
            _put_identifier(text, typed, element)
        elif element.name in _ACCESSED:
            date = read_edtf(element.get("iso-8601-date")) or _date_in(words(text, element)[:80])
            typed.put("accessed", date, worded(date) if date else "", element)
        elif element.name == "size" and element.get("units").startswith("page"):
            _put_text(text, typed, "number-of-pages", element)
    if kind in {"report", "thesis"} and (body := citation.find("institution")) is not None:
        _put_text(text, typed, "publisher", body)
    _put_date(text, typed, citation)
    _put_pages(text, typed, citation)
    return typed, kind


def _date_in(said: str) -> PartialDate | None:
    """Give the first date that some words say."""
    return next((found.date for found in find_dates(said)), None)


def _put_titles(text: str, typed: Typed, titled: list[Element], source: Element | None, kind: str) -> None:
    """Take the titles: of the work, and of what holds it."""
    title = titled[0] if titled else None
    if title is None and kind not in _IN_CONTAINER:
        title, source = source, None
    for variable, element in (("title", title), ("container-title", source)):
        value = plain(text, element)
        value = value.removesuffix(".") if not value.endswith("..") else value
        typed.put(variable, value.strip(" ,;:"), value.strip(" ,;:"), element)


def _put_text(text: str, typed: Typed, variable: str, element: Element) -> None:
    """Take the value of a variable that holds a text."""
    value = plain(text, element).strip(" ,;:()")
    value = (
        value.removesuffix(".") if variable in {"publisher", "publisher-place", "edition", "volume", "issue"} else value
    )
    typed.put(variable, value, value, element)


def _put_identifier(text: str, typed: Typed, element: Element) -> None:
    """Take an identifier, or the address of a link."""
    kind = (element.get("pub-id-type") or element.get("ext-link-type")).casefold()
    value = plain(text, element)
    address = element.get("href") or value
    doi = _DOI.fullmatch(value.rstrip(".")) or _DOI.fullmatch(address)
    variable = _table()["identifiers"].get(kind, "")
    if doi and (variable in {"", "DOI"}):
        typed.put("DOI", doi[1], doi[1], element)
    elif variable and element.name == "pub-id":
        value = value.removeprefix("PMC") if variable == "PMCID" else value
        value = re.sub(r"^\s{0,5}(?:arXiv|PMID|ISBN):?\s{0,5}", "", value, flags=re.IGNORECASE)
        typed.put(variable, value, value, element)
    elif element.name in {"ext-link", "uri"} and address.casefold().startswith(("http://", "https://")):
        typed.put("URL", address[:LONGEST], address[:LONGEST], element)


def _put_names(text: str, typed: Typed, citation: Element) -> None:
    """Take the people of each group; those in no group are the authors."""
    found: dict[str, list[Name]] = {}
    places: dict[str, list[Element]] = {}
    for child in citation.elements():
        group = child.get("person-group-type").casefold() if child.name == "person-group" else ""
        variable = _table()["people"].get(group, "contributor")
        inside = child.elements() if child.name == "person-group" else iter((child,))
        names = [name for element in inside for name in _names(text, element)]
        if child.name == "person-group" and not names and (whole := plain(text, child)):
            names = [read_name(whole)]
        if names and child.name in _GROUPS:
            found.setdefault(variable, []).extend(names)
            places.setdefault(variable, []).append(child)
    for variable, names in found.items():
        typed.fields[variable] = tuple(names[:_MOST_NAMES])
        typed.texts[variable] = "; ".join(name.display() for name in names[:_MOST_NAMES])
        typed.places[variable] = places[variable]


def _names(text: str, element: Element) -> Iterator[Name]:
    """Give the name that an element is."""
    if element.name not in _NAMES:
        return
    if element.name == "etal":
        yield Name(literal="et al.")
        return
    if element.name == "name-alternatives":
        element = element.child("name", "string-name") or element
    family, given = _part(text, element, "surname"), _part(text, element, "given-names")
    if family:
        yield Name(family, given, suffix=_part(text, element, "suffix"))
    elif element.name in {"collab", "collaboration", "collab-alternatives"} and (body := plain(text, element)):
        yield Name(literal=body.strip(" ,;"))
    elif whole := plain(text, element).strip(" ,;"):
        yield read_name(whole)


def _part(text: str, element: Element, name: str) -> str:
    return plain(text, element.child(name)).strip(" ,;")


def _put_date(text: str, typed: Typed, citation: Element) -> None:
    """Take the date of publication: year, month and day, or one in words."""
    outer = citation.find("date") or citation.find("string-date") or citation
    year = outer.find("year") or citation.find("year")
    if outer.name == "string-date" and year is None:
        date = parse_date(plain(text, outer)[:80])
        typed.put("issued", date, worded(date) if date else "", outer)
        return
    number = _YEAR.search(plain(text, year)) or _YEAR.search(year.get("iso-8601-date") if year else "")
    if year is None or number is None:
        if year is not None:
            typed.texts.setdefault("issued", plain(text, year))
        return
    month, day = plain(text, outer.find("month")), plain(text, outer.find("day"))
    within = (
        int(month) if month.isdecimal() and len(month) <= 2 else month_number(month.strip(" .,")) if month else None
    )
    date = date_of(int(number[0]), within, int(day) if day.isdecimal() and len(day) <= 2 else None)
    typed.put("issued", date, worded(date) if date else "", year)
    if isinstance(date, PartialDate) and date.month is None and (shown := plain(text, year).strip(" .,;()")):
        typed.texts["issued"] = shown


def _put_pages(text: str, typed: Typed, citation: Element) -> None:
    """Take first and last page as a range."""
    first, last = citation.find("fpage"), citation.find("lpage")
    start, end = plain(text, first).strip(" ,;:."), plain(text, last).strip(" ,;:.")
    if first is None or not start:
        return
    pages = f"{start}–{end}" if end and end != start else start
    for held in (typed.fields, typed.texts):
        held["page"] = pages
    typed.places["page"] = [one for one in (first, last) if one is not None and plain(text, one)]


def _links(text: str, citation: Element) -> tuple[Link, ...]:
    """Give the addresses that the elements of a citation lead to."""
    found: dict[str, Link] = {}
    for element in citation.within():
        link = link_of(text, element)
        if link is not None:
            found.setdefault(link.url, link)
    return tuple(found.values())


def link_of(text: str, element: Element) -> Link | None:
    """Give the address that an element leads to, None where it leads to none of the web."""
    if element.name not in {"ext-link", "uri", "self-uri", "inline-supplementary-material"}:
        return None
    href = element.attributes.get("href")
    address = href.value.strip() if href else words(text, element)
    doi = _DOI.fullmatch(address)
    if doi:
        address = address if address.casefold().startswith("http") else f"https://doi.org/{doi[1]}"
    if not address.casefold().startswith(("http://", "https://")) or " " in address:
        return None
    return Link(address, role(address), href.span if href else element.span)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.documents").joinpath("jats.toml").read_text(encoding="utf-8"))
