"""
Links as archives write them in headers and TimeMaps: `<address>; rel="first memento"; datetime="…", <…>`.

The syntax is that of RFC 8288, 3 (in TimeMaps: RFC 6690), the relations those of RFC 7089. Commas stand in addresses
and in dates, archives leave out quotes, write `&amp;` in addresses, and break lines anywhere; so it is read character by
character and what cannot be read is passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final

_LONGEST: Final = 8192
"""Characters of an address."""
_DATES: Final = ("datetime", "from", "until")
"""Parameters whose values hold a comma."""
_MOST_PARAMETERS: Final = 20
_MOST: Final = 100_000
"""Links of one text that are read."""


@dataclass(frozen=True, slots=True)
class WebLink:
    """One link of a header or of a TimeMap."""

    url: str
    relations: frozenset[str]
    """`original`, `timegate`, `timemap`, `memento`, `first`, `last`, `prev`, `next` …, in lower case."""
    at: dt.datetime | None = None
    """The `datetime` of a memento, UTC."""
    type: str = ""
    since: dt.datetime | None = None
    """The `from` of a TimeMap: the time of its first memento, UTC."""
    until: dt.datetime | None = None


def web_links(text: str) -> Iterator[WebLink]:
    """Give the links of a header, or of a TimeMap in link format, in order."""
    place = 0
    for _ in range(_MOST):
        start = text.find("<", place)
        end = text.find(">", start)
        if start < 0 or end < 0:
            return
        parameters, place = _parameters(text, end + 1)
        if end - start <= _LONGEST:
            yield _link(text[start + 1 : end], parameters)


def http_date(value: str) -> dt.datetime | None:
    """Give a date as HTTP writes it, in UTC; None where it is none."""
    try:
        found = parsedate_to_datetime(value[:60])
        return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError):  # the last hour of the year 9999, far in the west
        return None


def _link(url: str, parameters: dict[str, str]) -> WebLink:
    """Give a link of its address and what is said of it."""
    url = "".join(url.split())
    url = unescape(url) if "&amp;" in url else url
    relations = frozenset(parameters.get("rel", "").lower().split())
    at, since, until = (http_date(parameters.get(name, "")) for name in _DATES)
    return WebLink(url, relations, at, parameters.get("type", ""), since, until)


def _parameters(text: str, place: int) -> tuple[dict[str, str], int]:
    """Give the parameters that stand from a place on, up to the comma that ends them, and where the next link begins."""
    found: dict[str, str] = {}
    while place < len(text):
        place = _past_blanks(text, place)
        if text[place : place + 1] == ",":
            return found, place + 1
        if text[place : place + 1] != ";":
            return found, place
        name, place = _token(text, _past_blanks(text, place + 1))
        value = ""
        if text[place : place + 1] == "=":
            value, place = _value(text, _past_blanks(text, place + 1), is_date=name in _DATES)
        if len(found) < _MOST_PARAMETERS:
            found.setdefault(name, value)
    return found, place


def _token(text: str, place: int) -> tuple[str, int]:
    """Give the name that stands at a place, and where it ends."""
    end = place
    while end < len(text) and text[end] not in "=;,<\"'" and not text[end].isspace():
        end += 1
    return text[place:end].lower(), max(_past_blanks(text, end), place)


def _value(text: str, place: int, *, is_date: bool) -> tuple[str, int]:
    """Give the value that stands at a place, in quotes or without them, and where it ends; a date holds a comma."""
    quote = text[place : place + 1]
    if quote in ('"', "'"):
        return _quoted(text, place + 1, quote)
    end = place
    while end < len(text) and text[end] not in ";<\n" and not (text[end] == "," and not (is_date and end - place == 3)):
        end += 1
    return text[place:end].strip(), end


def _quoted(text: str, place: int, quote: str) -> tuple[str, int]:
    """Give the value that stands between quotes, and where it ends; a backslash takes what follows it as it is."""
    pieces: list[str] = []
    start = place
    while (end := text.find(quote, place)) > 0:
        escape = text.find("\\", place, end)
        if escape < 0:
            return "".join((*pieces, text[start:end])), end + 1
        pieces.append(text[start:escape])
        start, place = escape + 1, escape + 2
    return "".join((*pieces, text[start:])), len(text)


def _past_blanks(text: str, place: int) -> int:
    """Give the first place from one on that is no white space."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place
