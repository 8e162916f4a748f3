"""The archives that are known by name, and those that a configuration describes."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from citecheck.archives.archive import Archive, Terms
from citecheck.archives.common_crawl import CommonCrawl
from citecheck.archives.memento import MementoArchive
from citecheck.archives.services import Services
from citecheck.archives.untrusted import untrusted
from citecheck.archives.wayback import Wayback
from citecheck.errors import ConfigError

WAYBACK: Final = "wayback"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MODIFIERS: Final = ("", "id_", "mp_", "if_", "im_")
_MOST: Final = 20
"""Bases of an archive, and words of its query."""
_MOST_AT_ONCE: Final = 16
_SLOWEST: Final = 3600.0

Row: TypeAlias = Mapping[str, Any]


def known(*, off: bool = False) -> tuple[str, ...]:
    """
    Give the names of the archives that are known, in the order in which it makes sense to ask them.

    Args:
        off: Whether those are among them that are asked only on request.
    """
    return (WAYBACK, *(name for name, row in _table().items() if off or "off" not in row))


def archive_named(name: str, terms: Terms | None = None, services: Services | None = None) -> Archive:
    """
    Give an archive by its name.

    Args:
        name: One of `known(off=True)`.
        terms: How it is asked.
        services: Where the Wayback Machine is; the Internet Archive's where None.

    Raises:
        ConfigError: There is none of that name.
    """
    if name == WAYBACK:
        return Wayback(services or Services(), terms or Terms())
    row = _table().get(name)
    if row is None:
        names = known(off=True)
        close = difflib.get_close_matches(name[:100], names, 1)
        meant = f" Is {close[0]} meant?" if close else ""
        raise ConfigError(f"archives: there is no archive {name[:100]!r}.{meant} Known are {', '.join(names)}.")
    return archive_from(name, row, terms)


def archive_from(name: str, row: Row, terms: Terms | None = None) -> Archive:
    """
    Give the archive that a row describes: of `known.toml`, or of a configuration.

    Args:
        name: What reports call it.
        row: As in `known.toml`; `title` and `off` are for people.
        terms: How it is asked.

    Raises:
        ConfigError: The row says something that cannot be; the message names the key.
    """
    if not _NAME.fullmatch(name):
        raise ConfigError(f"archives: {name[:100]!r} is no name. Use small letters, digits and hyphens.")
    written = {str(key).replace("-", "_"): value for key, value in row.items()}
    if "collections" in written:
        kinds = {key: _KEYS[key] for key in ("collections", "at_once", "interval")}
        return CommonCrawl(name=name, terms=terms or Terms(), **_checked(name, written, kinds))
    read = _checked(name, written, {key: kind for key, kind in _KEYS.items() if key != "collections"})
    if not read.get("timegate") and not read.get("timemap"):
        raise ConfigError(f"archives.{name}: it has neither a timegate nor a timemap. Give one of them at least.")
    if read.get("timegate") and not read.get("bases"):
        raise ConfigError(f"archives.{name}: bases says how the addresses of its copies begin. Give one at least.")
    _check_ends(name, read)
    return MementoArchive(name=name, terms=terms or Terms(), **read)


def _check_ends(name: str, read: Row) -> None:
    """See that the original's address can follow the services'."""
    for key in ("timegate", "timemap"):
        if read.get(key) and not (key == "timemap" and read.get("query")) and not read[key].endswith("/"):
            raise ConfigError(f"archives.{name}: {key} ends with a slash: the address that is asked for follows it.")


def _checked(name: str, row: Row, kinds: Mapping[str, Callable[[str, Any], Any]]) -> dict[str, Any]:
    """Give the values of a row, checked; `title` and `off` are left out."""
    read = {}
    for key, value in row.items():
        if key in ("title", "off"):
            continue
        if key not in kinds:
            close = difflib.get_close_matches(key[:100], kinds, 1)
            meant = f" Is {close[0]} meant?" if close else f" Known are {', '.join(kinds)}."
            raise ConfigError(f"archives.{name}: unknown key {key[:100]!r}.{meant}")
        read[key] = kinds[key](f"archives.{name}: {key}", value)
    return read


def _address(place: str, value: object) -> str:
    """Give the address of a service."""
    if not isinstance(value, str) or not value.isprintable() or " " in value or not _is_of_the_web(value):
        raise ConfigError(f"{place} is an http(s) address without a query, not {str(value)[:100]!r}.")
    if why := untrusted(value):
        raise ConfigError(f"{place}: {why}")
    return value


def _is_of_the_web(value: str) -> bool:
    """Tell whether a text is an address of the web, without a user, a query or a fragment."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return is_whole and "@" not in parts.netloc and not {"?", "#"} & set(value)


def _bases(place: str, value: object) -> tuple[str, ...]:
    """Give the beginnings of addresses, without the slash at their end."""
    if not isinstance(value, list | tuple) or not 0 < len(value) <= _MOST:
        raise ConfigError(f"{place} is a list of addresses, not {str(value)[:100]!r}.")
    return tuple(_address(place, one).rstrip("/") for one in value)


def _query(place: str, value: object) -> tuple[tuple[str, str], ...]:
    """Give the words of a query."""
    words = tuple(value.items()) if isinstance(value, Mapping) else ()
    if not words or len(words) > _MOST or not all(isinstance(text, str) for pair in words for text in pair):
        raise ConfigError(f"{place} is a table of texts, not {str(value)[:100]!r}.")
    if any(key == "url" for key, _ in words):
        raise ConfigError(f"{place}: url is the address that is asked for. Leave it out.")
    return words


def _modifier(place: str, value: object) -> str:
    """Give the modifier."""
    if not isinstance(value, str) or value not in _MODIFIERS:
        raise ConfigError(f"{place} is one of {', '.join(filter(None, _MODIFIERS))}, not {str(value)[:100]!r}.")
    return value


def _flag(place: str, value: object) -> bool:
    """Give a yes or no."""
    if not isinstance(value, bool):
        raise ConfigError(f"{place} is true or false, not {str(value)[:100]!r}.")
    return value


def _at_once(place: str, value: object) -> int:
    """Give a number of requests under way."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _MOST_AT_ONCE:
        raise ConfigError(f"{place} is a whole number from 1 to {_MOST_AT_ONCE}, not {str(value)[:100]!r}.")
    return value


def _interval(place: str, value: object) -> float:
    """Give seconds."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not 0 <= value <= _SLOWEST:  # type: ignore[operator,arg-type]
        raise ConfigError(f"{place} is a number of seconds up to {_SLOWEST:,.0f}, not {str(value)[:100]!r}.")
    return float(value)  # type: ignore[arg-type]


_KEYS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "timegate": _address,
    "timemap": _address,
    "query": _query,
    "bases": _bases,
    "modifier": _modifier,
    "follow": _flag,
    "framed": _flag,
    "at_once": _at_once,
    "interval": _interval,
    "collections": _address,
}
"""What a row may say of how an archive is asked."""


@cache
def _table() -> Mapping[str, Row]:
    """Give `known.toml`."""
    return tomllib.loads(files("citecheck.archives").joinpath("known.toml").read_text(encoding="utf-8"))
