"""
The capture index (CDX): what to ask it, and how to read its rows, clean or not.

Parameters and columns as in the Wayback CDX server's documentation. `closest` gives the rows nearest to a time, but
only together with `sort=closest`. A filter by status drops the revisits, whose status is `-`: pages that had not
changed; so bad statuses are filtered out instead of good ones in. One question covers http, https, `www.` and the
usual ports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from citecheck.archives.archive import Told
from citecheck.archives.capture import Capture, moment, plain
from citecheck.archives.failure import EXCLUDED, failure, is_worth_a_second
from citecheck.web import Exchange

ROWS: Final = 50
"""Rows that are asked for at once; fewer mean that there are no more."""
FEW: Final = 5
"""Addresses with the same words that are asked for: more tell no more."""
_COLUMNS: Final = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NOT_BAD: Final = "!statuscode:[345].."
_REVISIT: Final = "warc/revisit"


class NotAnIndexError(ValueError):
    """What came is no answer of an index."""


@dataclass(frozen=True, slots=True)
class Rows(Told):
    """What an index told."""

    count: int = 0
    """Rows that came: fewer than were asked for mean that there are no more."""
    captures: tuple[Capture, ...] = ()
    """Those that can be used."""
    is_excluded: bool = False
    """Whether the archive does not show the site at all."""


def read_index(exchange: Exchange, base: str) -> Rows:
    """Give what an index told, or why it did not; *base* is where its archive plays captures back."""
    problem = failure(exchange)
    if problem == EXCLUDED:
        return Rows(is_excluded=True)
    if problem:
        return Rows(failure=problem, again=is_worth_a_second(exchange))
    if not exchange.body.strip():  # none is `[]`; not a byte comes when it has no time
        return Rows(failure="The archive's index gave an answer without a byte.", again=True)
    try:
        count, captures = read_rows(exchange.body, base)
    except NotAnIndexError as error:
        return Rows(failure=f"The archive's index gave an answer that cannot be read: {error}.")
    return Rows(count=count, captures=captures)


def nearest_to(cdx: str, original: str, timestamp: str) -> str:
    """Give the question for the captures nearest to a time, on either side of it."""
    return _question(cdx, original, {"closest": timestamp, "sort": "closest", "limit": str(ROWS)})


def last_before(cdx: str, original: str, timestamp: str | None) -> str:
    """Give the question for the last captures on or before a time that are no errors and no redirects."""
    until = {} if timestamp is None else {"to": timestamp}
    return _question(cdx, original, until | {"filter": _NOT_BAD, "limit": str(-ROWS)})


def first_after(cdx: str, original: str, timestamp: str) -> str:
    """Give the question for the first captures after a time that are no errors and no redirects."""
    return _question(cdx, original, {"from": timestamp, "filter": _NOT_BAD, "limit": str(ROWS)})


def same_words(cdx: str, folder: str, digest: str) -> str:
    """Give the question for the other addresses of a site that were answered with the very same bytes."""
    more = {"matchType": "prefix", "filter": f"digest:{digest}", "collapse": "urlkey", "limit": str(FEW)}
    return _question(cdx, folder, more)


def newest(cdx: str, original: str) -> str:
    """Give the question for the last captures of all."""
    return _question(cdx, original, {"limit": str(-ROWS)})


def _question(cdx: str, original: str, more: dict[str, str]) -> str:
    """Give a question; `matchType=exact`, because an asterisk in the address would be a wildcard without it."""
    query = {"url": original, "matchType": "exact", "output": "json", "fl": ",".join(_COLUMNS), **more}
    return f"{cdx}?{urlencode(query)}"


def read_rows(body: bytes, base: str) -> tuple[int, tuple[Capture, ...]]:
    """
    Give how many rows an answer has, and those of them that can be used, each once, with revisits joined.

    Args:
        body: JSON (an array of arrays, the first the names of the columns) or text (a row a line, by spaces).
        base: Of the archive: its mementos are below its `/web/`.

    Raises:
        NotAnIndexError: It is neither.
    """
    text = body.decode("utf-8", "replace").strip()
    rows = _of_json(text) if text.startswith("[") else _of_text(text)
    return len(rows), joined(dict.fromkeys(_captures(rows, base)))


def _of_json(text: str) -> list[dict[str, str]]:
    """Give the rows of a JSON answer by column."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAnIndexError("it is no JSON") from None
    if not all(isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in table):
        raise NotAnIndexError("it is no table")
    if not table:
        return []
    names, *rows = table
    if "timestamp" not in names or "original" not in names:
        raise NotAnIndexError("it does not name its columns")
    return [dict(zip(names, row, strict=False)) for row in _up_to_key(rows)]


def _of_text(text: str) -> list[dict[str, str]]:
    """Give the rows of a text answer by column; some have more columns than are known."""
    rows = [line.split() for line in text.splitlines()]
    if rows and not any(len(row) >= len(_COLUMNS) and row[1].isdigit() for row in rows):
        raise NotAnIndexError("it has no rows")
    return [dict(zip(_COLUMNS, row, strict=False)) for row in _up_to_key(rows)]


def _up_to_key(rows: list[list[str]]) -> Iterator[list[str]]:
    """Give the rows before the empty one that parts them from the key of the next page."""
    for row in rows:
        if not row:
            return
        yield row


def _captures(rows: Iterable[dict[str, str]], base: str) -> Iterator[Capture]:
    """Give the rows that name a time and an address of the web."""
    for row in rows:
        timestamp, original = row.get("timestamp", ""), plain(row.get("original", ""))
        at = moment(timestamp)
        if at is None or original is None:
            continue
        said = row.get("statuscode", "-")
        status = int(said) if len(said) == 3 and said.isascii() and said.isdigit() else None
        uri = f"{base}/web/{timestamp}/{original}"
        yield Capture(timestamp, at, original, status, row.get("digest", ""), row.get("mimetype", ""), uri)


def joined(captures: Iterable[Capture]) -> tuple[Capture, ...]:
    """Give captures, a revisit with the status of a visit that saw the same words."""
    captures = tuple(captures)
    known = {one.digest: one.status for one in captures if one.status is not None and len(one.digest) > 1}
    return tuple(
        replace(one, status=known[one.digest])
        if one.status is None and one.mimetype == _REVISIT and one.digest in known
        else one
        for one in captures
    )
