"""
The index of the archive: `/cdx/search/cdx`, as text or JSON.

Known: url (with `*` at either end), matchType, output, fl, from, to, filter (repeated, `!` negates, the whole field
must match), closest with sort=closest, sort=reverse, limit (negative: from the end), offset, collapse (adjacent rows
only), fastLatest, showResumeKey and resumeKey. As with the original, `closest` without `sort=closest` does not give
the closest row, and rows of revisits keep the status `-` whatever is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, quote_plus, unquote_plus, urlsplit

from tests.standin.captures import Captures, Kept, moment, surt

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
END = "99999999999999"


class BadQueryError(ValueError):
    """The index cannot make sense of a question."""


Options = dict[str, list[str]]


def answer(captures: Captures, query: str) -> tuple[str, str]:
    """
    Give the body and Content-Type of the index's answer to a query string.

    Raises:
        BadQueryError: There is no url, or a filter or number is none.
    """
    options = parse_qs(query)
    rows = [one.columns for one in _rows(captures, options)]
    rows, key = _page(rows, options)
    fields = (_one(options, "fl") or ",".join(FIELDS)).split(",")
    if unknown := [name for name in fields if name not in FIELDS]:
        raise BadQueryError(f"no such field: {unknown[0]}")
    chosen = [[_cell(row, name) for name in fields] for row in rows]
    if _one(options, "output") == "json":
        return _as_json(chosen, fields, key), "application/json"
    lines = [" ".join(row) for row in chosen]
    return "".join(f"{line}\n" for line in (*lines, *(["", key] if key else []))), "text/plain;charset=UTF-8"


def _rows(captures: Captures, options: Options) -> list[Kept]:
    """Give the rows that fit, in the order asked for."""
    fits = _matcher(options)
    start, end = _one(options, "from") or "", _one(options, "to") or ""
    rows = [
        one
        for one in captures.listed()
        if fits(one.key) and one.at >= start.ljust(14, "0") and one.at <= (end + END)[:14]
    ]
    for rule in options.get("filter", []):
        rows = _filtered(rows, rule)
    rows = _collapsed(rows, _one(options, "collapse"))
    order, closest = _one(options, "sort"), _one(options, "closest")
    if order == "reverse":
        rows.reverse()
    elif order == "closest" and closest:
        wanted = moment(closest)
        rows.sort(key=lambda one: abs(moment(one.at) - wanted))
    return rows


def _page(rows: list[tuple[str, ...]], options: Options) -> tuple[list[tuple[str, ...]], str | None]:
    """Give the rows of one page, and the key of the next page where it was asked for."""
    if key := _one(options, "resumeKey"):
        after = unquote_plus(key)  # clients send it encoded once more than need be
        after = unquote_plus(after)
        rows = [row for row in rows if f"{row[0]} {row[1]}" > after]
    rows = rows[_number(options, "offset") :]
    limit = _number(options, "limit")
    if limit < 0:
        return rows[limit:], None
    if not limit or len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    wanted = _one(options, "showResumeKey") == "true"
    return rows[:limit], quote_plus(f"{last[0]} {last[1]}") if wanted else None


def _matcher(options: Options) -> Callable[[str], bool]:
    """Give the test that says whether the key of a row is asked for."""
    url = _one(options, "url")
    if not url:
        raise BadQueryError("the url parameter is missing")
    kind = _one(options, "matchType") or ("prefix" if url.endswith("*") else "exact")
    if url.startswith("*."):
        kind, url = "domain", url[2:]
    key = surt(url.rstrip("*"))
    place = key.partition(")")[0]
    if kind == "prefix":
        bare = key if urlsplit(url if "://" in url else f"//{url}").path.strip("/*") else f"{place})/"
        return lambda row: row.startswith(bare)
    if kind == "host":
        return lambda row: row.startswith(f"{place})")
    if kind == "domain":
        return lambda row: row.startswith((f"{place})", f"{place},"))
    return lambda row: row == key


def _filtered(rows: Iterable[Kept], rule: str) -> list[Kept]:
    """Give the rows that a filter such as `statuscode:200` or `!mimetype:image/.*` lets through."""
    negative = rule.startswith("!")
    name, colon, expression = rule.removeprefix("!").partition(":")
    if not colon or name not in FIELDS:
        raise BadQueryError(f"no such filter: {rule}")
    try:
        pattern = re.compile(expression)
    except re.error as error:
        raise BadQueryError(f"no regular expression: {expression}") from error
    return [one for one in rows if (pattern.fullmatch(_cell(one.columns, name)) is None) == negative]


def _collapsed(rows: list[Kept], rule: str | None) -> list[Kept]:
    """Give the rows without those whose field begins as in the row before."""
    if rule is None:
        return rows
    name, _, length = rule.partition(":")
    keys = [_cell(one.columns, name)[: int(length) if length else None] for one in rows]
    return [one for number, one in enumerate(rows) if number == 0 or keys[number] != keys[number - 1]]


def _as_json(rows: list[list[str]], fields: list[str], key: str | None) -> str:
    """Give rows as JSON: an array of arrays whose first row is the header, or an empty array."""
    if not rows:
        return "[]\n"
    table = [fields, *rows, *([[], [key]] if key else [])]
    return "[" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table) + "]\n"


def _cell(row: tuple[str, ...], name: str) -> str:
    """Give a field of a row; rows may have fewer columns than there are names."""
    place = FIELDS.index(name) if name in FIELDS else len(row)
    return row[place] if place < len(row) else "-"


def _one(options: Options, name: str) -> str | None:
    """Give the first value of an option."""
    values = options.get(name)
    return values[0] if values else None


def _number(options: Options, name: str) -> int:
    """Give an option as a number; 0 when it is left out."""
    told = _one(options, name) or "0"
    try:
        return int(told)
    except ValueError as error:
        raise BadQueryError(f"{name} is no number: {told}") from error
