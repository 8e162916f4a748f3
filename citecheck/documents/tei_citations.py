"""What the tags of a citation in TEI say, in CSL's variables, and what a reader sees of it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.documents.addresses import addresses, role
from citecheck.documents.record_entries import record_links, record_parts
from citecheck.documents.xml_citations import Typed, fields, merged, plain, seen_entry
from citecheck.documents.xml_tree import Element, words
from citecheck.lexicon.dates import parse_date
from citecheck.model import Link, Name, ReferenceEntry, Span
from citecheck.references.edtf import read_edtf
from citecheck.references.names import read_name
from citecheck.references.records import Record
from citecheck.references.worded_dates import worded

_MOST_NAMES: Final = 400
_RAW: Final = "raw_reference"
"""GROBID's type of the note that holds a reference as it is printed."""
_NUMBER: Final = re.compile(r"^(?:\[[^\]\s]{1,12}\]|\(?\d{1,4}[.)])\s{1,5}")
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?(10\.\d{4,9}/\S{1,500})", re.IGNORECASE)
_KINDS: Final = {"j": "article-journal", "m": "book", "s": "book", "u": "manuscript"}


def tei_entry(text: str, citation: Element, label: str, span: Span) -> ReferenceEntry:
    """
    Give the entry of a citation: its words as printed where the document keeps them, else its parts in the manner of CS1.

    Args:
        text: The source.
        citation: The element.
        label: What markers name it by.
        span: Where it stands.

    """
    typed, kind = _typed(text, citation)
    links = _links(citation)
    if citation.name == "bibl":
        return seen_entry(text, citation, typed, kind, label, span, links)
    raw, given, named = record_parts(Record("", kind, typed.fields, typed.texts))
    printed = next((one for one in citation.elements() if one.name == "note" and one.get("type") == _RAW), None)
    if whole := _NUMBER.sub("", words(text, printed)):
        raw, given = whole, fields(typed, kind, {})
        links = merged(links, tuple(Link(url, role(url)) for _, url in addresses(raw)))
    return ReferenceEntry(
        label, raw or words(text, citation), span, merged(links, named or record_links(typed.fields)), given
    )


def _typed(text: str, citation: Element) -> tuple[Typed, str]:
    """Give what the tags say, and the CSL type."""
    typed = Typed()
    kind = _put_titles(text, typed, citation)
    for element in citation.within():
        if element.name == "idno":
            _put_identifier(text, typed, element)
        elif element.name == "biblScope":
            _put_scope(text, typed, element)
        elif element.name in {"publisher", "pubPlace", "edition"}:
            variable = {"pubPlace": "publisher-place"}.get(element.name, element.name)
            value = plain(text, element).strip(" ,.;:")
            typed.put(variable, value, value, element)
        elif element.name == "date" and element.get("type") in {"", "published"}:
            date = (
                read_edtf(element.get("when"))
                or read_edtf(element.get("from"))
                or parse_date(plain(text, element)[:80])
            )
            typed.put("issued", date, worded(date) if date else "", element)
        elif element.name == "meeting":
            value = plain(text, element).strip(" ,.;:")
            typed.put("event-title", value, value, element)
        elif element.name in {"ptr", "ref"} and (link := link_of(element)) is not None:
            typed.put("URL", link.url, link.url, element)
    for variable in ("author", "editor"):
        people = [one for one in citation.within() if one.name == variable][:_MOST_NAMES]
        names = tuple(name for name in (_name(text, one) for one in people) if name is not None)
        typed.put(variable, names, "; ".join(name.display() for name in names), people[0] if people else None)
        if names:
            typed.places[variable] = people
    return typed, kind


def _put_titles(text: str, typed: Typed, citation: Element) -> str:
    """Take the titles, of the work and of what holds it, and give the CSL type that their levels tell."""
    analytic, monograph = citation.child("analytic"), citation.child("monogr")
    inner = analytic.find("title") if analytic is not None else None
    outer = monograph.find("title") if monograph is not None else None
    if citation.name == "bibl":
        titles = [one for one in citation.within() if one.name == "title"]
        inner = next((one for one in titles if one.get("level") == "a"), None)
        outer = next((one for one in titles if one is not inner), None)
    if not plain(text, inner) and (outer is None or outer.get("level") != "j"):
        inner, outer = outer, None
    level = outer.get("level") if outer is not None else ""
    for variable, element in (("title", inner), ("container-title", outer)):
        value = plain(text, element).strip(" ,;:").removesuffix(".")
        typed.put(variable, value, value, element)
    if outer is not None and "container-title" in typed.fields:
        meets = citation.find("meeting") is not None
        return (
            "article-journal"
            if level == "j"
            else "paper-conference"
            if meets
            else "chapter"
            if level == "m"
            else "document"
        )
    return _KINDS.get(inner.get("level"), "document") if inner is not None and inner.get("level") == "m" else "document"


def _put_identifier(text: str, typed: Typed, element: Element) -> None:
    """Take an identifier."""
    value = plain(text, element).rstrip(" .,;")
    variable = _table()["identifiers"].get(element.get("type").casefold(), "")
    doi = _DOI.fullmatch(value)
    if doi and variable in {"", "DOI"}:
        variable, value = "DOI", doi[1]
    value = value.removeprefix("PMC") if variable == "PMCID" else value
    value = re.sub(r"^arXiv:\s{0,3}", "", value, flags=re.IGNORECASE)
    typed.put(variable, value, value, element)


def _put_scope(text: str, typed: Typed, element: Element) -> None:
    """Take a volume, an issue, pages."""
    variable = _table()["scopes"].get((element.get("unit") or element.get("type")).casefold(), "")
    first, last = element.get("from"), element.get("to")
    value = f"{first}–{last}" if first and last and last != first else first or plain(text, element).strip(" ,.;:")
    value = value.removeprefix("pp. ").removeprefix("p. ") if variable == "page" else value
    typed.put(variable, value, value, element)


def _name(text: str, element: Element) -> Name | None:
    """Give the name of an author or editor."""
    person = element.find("persName") or element
    family = plain(text, person.find("surname"))
    given = " ".join(filter(None, (plain(text, one) for one in person.within() if one.name == "forename")))
    if family:
        return Name(family, given, plain(text, person.find("nameLink")), plain(text, person.find("genName")))
    body = plain(text, element.find("orgName"))
    whole = plain(text, element).strip(" ,;")
    return Name(literal=body) if body else read_name(whole) if whole else None


def _links(citation: Element) -> tuple[Link, ...]:
    """Give the addresses that the elements of a citation lead to."""
    found = (link_of(element) for element in citation.within())
    return tuple({link.url: link for link in found if link is not None}.values())


def link_of(element: Element) -> Link | None:
    """Give the address that an element leads to, None where it leads to none of the web."""
    if element.name not in {"ref", "ptr", "graphic"}:
        return None
    target = element.attributes.get("target")
    address = target.value.strip() if target else ""
    if not address.casefold().startswith(("http://", "https://")) or " " in address:
        return None
    return Link(address, role(address), target.span if target else element.span)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.documents").joinpath("tei.toml").read_text(encoding="utf-8"))
