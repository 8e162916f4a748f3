"""
What a PDF says of itself, as far as its own first words bear that out.

The information dictionary (ISO 32000-1, 14.3.3) and the XMP packet (ISO 16684-1) are filled by programs: a template's title,
the name of whoever sat before the machine, the day on which a file was made anew. So a title counts where its words stand at
the head of the text, an author where the name does, and of a date the year, or the day that is printed close to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from citecheck.lexicon.dates import find_dates
from citecheck.pages.bylines import persons
from citecheck.pages.metadata import Metadata, iso_date
from citecheck.pages.own_title import clean
from citecheck.pages.titles import share_of

_HEAD: Final = 4000
"""Code points at the beginning of a text that tell what it is."""
_BORNE: Final = 0.7
"""Share of a title's words that have to stand there."""
_NEAR: Final = 45
"""Days between a printed day and that on which the file was made."""
_MOST_XMP: Final = 200_000
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?", re.ASCII)
_PACKET: Final = (b"<x:xmpmeta", b"</x:xmpmeta>")
_PUBLISHED: Final = ("publicationDate", "coverDate")
"""Dates of publication in the vocabulary PRISM (IDEAlliance)."""


def said_by(body: bytes, told: Mapping[str, str], text: str) -> Metadata:
    """
    Give what a PDF says of itself.

    Args:
        body: Its bytes.
        told: Its information dictionary.
        text: Its text.
    """
    head = text[:_HEAD]
    more = _packet(body)
    titles = [*more.get("title", []), told.get("Title", "")]
    authors = [*more.get("creator", []), told.get("Author", "")]
    published = [date for name in _PUBLISHED for text in more.get(name, []) if (date := iso_date(text))]
    return Metadata(
        title=next((title for one in titles if _is_borne(title := clean(one), head)), ""),
        issued=next(iter(published), "") or _issued(told, head),
        authors=tuple(dict.fromkeys(name for name in persons(authors) if share_of(name, head) == 1.0)),
        site=next(iter(more.get("publicationName", [])), ""),
    )


def _is_borne(title: str, head: str) -> bool:
    """Tell whether a title stands at the head of a text; one word is none."""
    share = share_of(title, head)
    return share is not None and share >= _BORNE


def _issued(told: Mapping[str, str], head: str) -> str:
    """Give when a PDF was published, as far as when it was made tells that."""
    found = _DATE.match(told.get("CreationDate", ""))
    made = iso_date("-".join(part for part in found.groups() if part)) if found else ""
    if not made:
        return ""
    try:
        day = dt.date.fromisoformat(made)
    except ValueError:  # a month alone
        return made[:4] if made[:4] in head else ""
    for one in find_dates(head):
        if one.date.is_exact() and abs((one.date.earliest() - day).days) <= _NEAR:
            return one.date.iso()
    return made[:4] if made[:4] in head else ""


def _packet(body: bytes) -> dict[str, list[str]]:
    """Give the values of an XMP packet by name; none where there is none, or where it is compressed."""
    start = body.rfind(_PACKET[0])
    end = body.find(_PACKET[1], start)
    if start < 0 or not 0 < end - start < _MOST_XMP:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    root = etree.fromstring(body[start : end + len(_PACKET[1])], parser)
    found: dict[str, list[str]] = {}
    for element in () if root is None else root.iter(etree.Element):
        values = [*element.iter("{*}li")] or [element]
        texts = [text for one in values[:50] if (text := clean(one.text or ""))]
        if texts and len(found) < 200:
            found.setdefault(etree.QName(element).localname, texts)
        for name, value in element.attrib.items():
            found.setdefault(etree.QName(name).localname, [clean(value)])
    return found
