"""The tables of `ignores`: what a project does not want to be told of, each with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from citecheck.config.values import quoted, suggestion, words
from citecheck.errors import ConfigError
from citecheck.model import Ignore

MOST: Final = 1000
"""Tables: more of them are a baseline's work, and each is held against every finding."""
_TEXTS: Final = ("url", "path", "fingerprint", "reason")
_KEYS: Final = ("rule", *_TEXTS, "until")


def ignores(value: object, file: Path, lines: Sequence[int]) -> tuple[Ignore, ...]:
    """
    Give the ignores that a list of tables makes.

    Args:
        value: What a file has: `[{rule = "link-dead", url = "a.example/*", reason = "…", until = 2026-12-31}]`.
        file: Where it stands, for messages; the place of each ignore has its name alone, for reports are shown to others.
        lines: The line of each table, or of the list.

    Raises:
        ConfigError: A table has an unknown key, no reason, or names nothing; the message says which.
    """
    first = f"{file}:{lines[0]}"
    if not isinstance(value, list):
        raise ConfigError(f"{first}: ignores are tables: [[tool.citecheck.ignores]], each with a reason.")
    if len(value) > MOST:
        raise ConfigError(f"{first}: there are at most {MOST:,} ignores. Use patterns, or a baseline.")
    return tuple(_ignore(table, file, line) for table, line in zip(value, _each(lines, len(value)), strict=True))


def _each(lines: Sequence[int], number: int) -> Sequence[int]:
    """Give a line for each table; all stand on the first where they are an array on its own."""
    return lines if len(lines) == number else [lines[0]] * number


def _ignore(table: object, file: Path, line: int) -> Ignore:
    """Give the ignore of one table."""
    place = f"{file}:{line}"
    if not isinstance(table, dict):
        raise ConfigError(f"{place}: a table is wanted, not {quoted(table)}.")
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{place}: unknown key {quoted(key)}{suggestion(key, _KEYS)}")
    for key in _TEXTS:
        if key in table and not (isinstance(table[key], str) and table[key].strip()):
            raise ConfigError(f"{place}: {key} is a text, not {quoted(table[key])}.")
    if "reason" not in table:
        raise ConfigError(f'{place}: a reason is wanted: who reads the report must know why. Add reason = "…".')
    if not _names_something(table):
        raise ConfigError(f"{place}: this would ignore everything. Name a rule, a url, a path or a fingerprint.")
    return Ignore(
        reason=" ".join(table["reason"].split()),
        rules=words(table.get("rule", ()), place),
        url=table.get("url"),
        path=table.get("path"),
        fingerprint=table.get("fingerprint"),
        until=_day(table.get("until"), place),
        place=f"{file.name}:{line}",
    )


def _names_something(keys: Iterable[str]) -> bool:
    """Tell whether a table says what it is about."""
    return not {"rule", "url", "path", "fingerprint"}.isdisjoint(keys)


def _day(value: object, place: str) -> dt.date | None:
    """Give a day that TOML holds as a date or as text."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise ConfigError(f"{place}: until is a day as 2026-12-31, not {quoted(value)}.") from error
