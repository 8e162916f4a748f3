"""
TimeMaps: all that an archive holds of an address, in each of the forms in which archives list it.

* links: `<memento>; rel="memento"; datetime="…"` (RFC 7089, 5; RFC 6690), perhaps in pages;
* a table: an array of arrays, the first the names of the columns (the Wayback Machine);
* a mapping a line: `{"timestamp": …, "url": …}` (pywb, Common Crawl), or an array of them;
* CDXJ: `key timestamp {…}` (pywb), or `timestamp {"uri": …}` after lines with `!` (MemGator);
* one mapping with `mementos` (MemGator, Perma), or with a `timemap_index` of its pages;
* text: a row a line, by spaces.

Archives name their form in many ways or not at all, so the content tells. What cannot be used is left out: rows without
a time or an address, those that an archive guesses (`is_fuzzy`), and mementos that are not of the archive.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from citecheck.archives.capture import Capture, capture_at, moment, plain, stamp_of
from citecheck.archives.cdx import joined
from citecheck.archives.untrusted import untrusted
from citecheck.archives.web_links import WebLink, http_date, web_links

_COLUMNS: Final = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest")
"""Of a row as text: those that all archives have."""
_SAME: Final = {"url": "original", "mime": "mimetype", "status": "statuscode"}
"""Names that pywb gives to columns of the Wayback Machine."""
_FIRST_YEAR: Final = 1990
_LONGEST: Final = 8192
"""Characters of an address."""
_LONGEST_WORD: Final = 100
"""Characters of a digest and of a media type."""
_MOST_PAGES: Final = 1000
_MOST: Final = 200_000
"""Rows of one answer that are read."""
_NAMED: Final = ("first", "last", "prev", "next", "closest")
"""Mementos that a mapping names beside its list."""

Row = Mapping[str, Any]


class NotATimeMapError(ValueError):
    """What came is no TimeMap."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The archive of which a TimeMap is: where its mementos are."""

    bases: tuple[str, ...] = ()
    """How their addresses begin, without a slash at the end, the usual one first. None: they are others', anywhere."""

    def names(self, timestamp: str, original: str) -> str:
        """Give the address of a memento; "" where it cannot be told."""
        return f"{self.bases[0]}/{timestamp}/{original}" if self.bases else ""

    def own(self, uri: str) -> str:
        """Give the address of a memento as this archive begins it; "" where it is no memento of it, or not wanted."""
        if len(uri) > _LONGEST or not uri.isprintable() or untrusted(uri):
            return ""
        bare = _bare(uri)
        if not self.bases:
            return uri if bare else ""
        base = next((base for base in self.bases if bare.startswith(f"{_bare(base)}/")), None)
        return "" if base is None else base + bare[len(_bare(base)) :]


@dataclass(frozen=True, slots=True)
class TimeMapPage:
    """A page of a TimeMap that names more mementos."""

    url: str
    since: dt.datetime | None = None
    """The time of the first memento of the page, UTC."""
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class TimeMap:
    """What a TimeMap lists."""

    count: int = 0
    """Rows that came, those that cannot be used too."""
    captures: tuple[Capture, ...] = ()
    """Each once, in the order of the list, revisits joined; the status is None where the TimeMap tells none."""
    further: tuple[TimeMapPage, ...] = ()


def read_timemap(body: bytes, holder: Holder, original: str = "") -> TimeMap:
    """
    Give what a TimeMap lists.

    Args:
        body: In any of the forms.
        holder: The archive that gave it.
        original: The address that was asked for, for mementos whose address does not tell it.

    Raises:
        NotATimeMapError: It is none.
    """
    text = body.decode("utf-8", "replace").strip().lstrip("\ufeff")
    if text.startswith("<"):
        return _of_links(text, holder, original)
    if text.startswith("{"):
        told = _json(text)
        if isinstance(told, dict) and ("mementos" in told or "timemap_index" in told):
            return _of_mapping(told, holder, original)
    rows = list(_rows(text))
    return TimeMap(len(rows), _captures(rows, holder, original))


def _rows(text: str) -> Iterator[Row]:
    """Give the rows of a TimeMap that is a table, a row a line, or both."""
    lines = text.splitlines() if not text.startswith("[") else []
    rows = _of_array(text) if text.startswith("[") else map(_of_line, lines)
    found = 0
    for row in rows:
        if row is None:
            continue
        found += bool(row)
        if found > _MOST:
            raise NotATimeMapError("it has too many rows")
        yield row
    if lines and not found and not all(line.startswith("!") or not line.strip() for line in lines):
        raise NotATimeMapError("it has no rows")


def _of_array(text: str) -> Iterator[Row]:
    """Give the rows of an array: of arrays, the first the names of the columns, or of mappings."""
    table = _json(text)
    if not isinstance(table, list):
        raise NotATimeMapError("it is no JSON")
    if table and not isinstance(table[0], list):
        yield from (row if isinstance(row, dict) else {} for row in table)
        return
    names = [str(name) for name in table[0]] if table else []
    if table and "timestamp" not in names:
        raise NotATimeMapError("it does not name its columns")
    yield from (dict(zip(names, row, strict=False)) if isinstance(row, list) else {} for row in table[1:])


def _of_line(line: str) -> Row | None:
    """Give the row of a line: empty where it is none, None where the line is no row of a TimeMap by intent."""
    line = line.strip()
    if not line or line.startswith("!"):
        return None
    if line.startswith("{"):
        told = _json(line)
        return told if isinstance(told, dict) and _is_row(told) else {}
    head, brace, rest = line.partition("{")
    words = head.split()
    if not brace:
        return dict(zip(_COLUMNS, line.split(), strict=False)) if len(words) >= 3 and words[1].isdigit() else {}
    told = _json(brace + rest)
    if not isinstance(told, dict) or not words:
        return {}
    return {"timestamp": words[-1], **told}


def _is_row(told: Row) -> bool:
    """Tell whether a mapping is a row, and not a message in place of rows."""
    return "timestamp" in told or "datetime" in told


def _json(text: str) -> object:
    """Give what JSON says, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _captures(rows: Iterable[Row], holder: Holder, original: str) -> tuple[Capture, ...]:
    """Give the captures of rows, each once, revisits joined."""
    found = (_capture({_SAME.get(name, name): cell for name, cell in row.items()}, holder, original) for row in rows)
    return joined(dict.fromkeys(one for one in found if one is not None))


def _capture(row: Row, holder: Holder, original: str) -> Capture | None:
    """Give the capture of a row; None where it cannot be used."""
    if str(row.get("is_fuzzy", "")).lower() in ("1", "true"):
        return None
    if "uri" in row:
        at = _time(row.get("datetime"))
        return memento_of(row["uri"], at or moment(str(row.get("timestamp", ""))[:20]), holder, original)
    timestamp, captured = str(row.get("timestamp", ""))[:20], row.get("original")
    at = moment(timestamp)
    captured = (
        plain(captured) if isinstance(captured, str) and len(captured) <= _LONGEST and captured.isprintable() else None
    )
    if at is None or captured is None:
        return None
    uri = holder.names(timestamp, captured)
    if not uri:
        return None
    digest, kind = _word(row.get("digest")).removeprefix("sha1:"), _word(row.get("mimetype"))
    return Capture(timestamp, at, captured, _status(row.get("statuscode")), digest, kind, uri)


def memento_of(uri: object, at: dt.datetime | None, holder: Holder, original: str) -> Capture | None:
    """
    Give the capture that the address of a memento names; None where it is none of the archive.

    Args:
        uri: The address.
        at: When it was captured, where that is told; else the address has to tell it.
        holder: The archive.
        original: The address that was captured, for mementos whose address does not tell it.
    """
    if isinstance(uri, list) and uri:
        uri = uri[0]
    own = holder.own(uri) if isinstance(uri, str) else ""
    found = capture_at(own, at) if own else None
    if found is None or found.at.year < _FIRST_YEAR:
        return None
    if not found.original:
        return replace(found, original=plain(original) or original, timestamp=stamp_of(found.at))
    return found if plain(found.original) is not None else None


def _of_links(text: str, holder: Holder, original: str) -> TimeMap:
    """Give what a TimeMap in link format lists."""
    if not text[1:9].lower().startswith(("http://", "https://")):
        raise NotATimeMapError("it is a page")
    links = tuple(web_links(text))
    mementos = [link for link in links if "memento" in link.relations]
    named = next((link.url for link in links if "original" in link.relations), "") or original
    if not any(link.relations for link in links):
        raise NotATimeMapError("its links have no relations")
    found = (memento_of(link.url, link.at, holder, named) for link in mementos)
    captures = tuple(dict.fromkeys(one for one in found if one is not None))
    pages = (TimeMapPage(link.url, link.since, link.until) for link in links if _is_page(link))
    return TimeMap(len(mementos), captures, tuple(pages)[:_MOST_PAGES])


def _is_page(link: WebLink) -> bool:
    """Tell whether a link leads to another page: one of the same TimeMap in another form names no span of time."""
    is_other = "timemap" in link.relations and "self" not in link.relations
    return is_other and (link.since is not None or link.until is not None) and len(link.url) <= _LONGEST


def _of_mapping(told: Row, holder: Holder, original: str) -> TimeMap:
    """Give what a TimeMap lists that is one mapping."""
    mementos = told.get("mementos")
    mementos = mementos if isinstance(mementos, dict) else {}
    listed = mementos.get("list")
    items = [*(listed if isinstance(listed, list) else []), *(mementos.get(name) for name in _NAMED)]
    rows = [one for one in items if isinstance(one, dict) and "uri" in one]
    index = told.get("timemap_index")
    pages = tuple(
        TimeMapPage(one["uri"], _time(one.get("from")), _time(one.get("until")))
        for one in (index if isinstance(index, list) else [])[:_MOST_PAGES]
        if isinstance(one, dict) and isinstance(one.get("uri"), str) and len(one["uri"]) <= _LONGEST
    )
    named = told.get("original_uri")
    captures = _captures(rows, holder, original or (named if isinstance(named, str) else ""))
    return TimeMap(len(rows), captures, pages)


def _time(told: object) -> dt.datetime | None:
    """Give a time as HTTP or ISO 8601 writes it, in UTC; None where it is none."""
    if not isinstance(told, str):
        return None
    try:
        found = dt.datetime.fromisoformat(told[:40])
        return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return http_date(told)


def _status(told: object) -> int | None:
    """Give a status; None where it is none, as for a revisit."""
    said = str(told) if isinstance(told, str | int) else ""
    return int(said) if len(said) == 3 and said.isascii() and said.isdigit() and said[0] != "0" else None


def _word(told: object) -> str:
    """Give a digest or a media type; "" where there is none."""
    return told if isinstance(told, str) and 1 < len(told) <= _LONGEST_WORD else ""


def _bare(url: str) -> str:
    """Give an address without its scheme, the host in lower case and without a usual port; "" if not of the web."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    return place + url.partition("://")[2][len(parts.netloc) :]
