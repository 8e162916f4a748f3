"""What the name of a file says of its format, read from `suffixes.toml`."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

ANY: Final = "*"


def formats_of(path: str) -> tuple[str, ...] | None:
    """Give the formats that a file of that name may be, in order; None where its name says nothing."""
    formats = _by_end().get(os.path.splitext(path)[1].casefold())  # noqa: PTH122 - the name may hold what no path does
    return None if formats is None or ANY in formats else formats


@cache
def in_folders() -> frozenset[str]:
    """Give the ends of the names of files that are documents where a directory is named."""
    return frozenset(end for row in _table() if row["folder"] for end in row["ends"])


@cache
def named_formats() -> frozenset[str]:
    """Give all formats of the table; readers of others, those of plug-ins, are asked whatever the name."""
    return frozenset(name for row in _table() for name in row["formats"]) - {ANY}


@cache
def _by_end() -> dict[str, tuple[str, ...]]:
    """Give the formats by the end of a name."""
    return {end: tuple(row["formats"]) for row in _table() for end in row["ends"]}


@cache
def _table() -> tuple[dict[str, Any], ...]:
    """Give the rows."""
    text = files("citecheck.documents").joinpath("suffixes.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["suffix"])
