"""Archives that are never asked: those of which it is known that their copies cannot be relied upon."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from citecheck.web.hosts import host_name


def untrusted(url: str) -> str:
    """Give why an address is not asked, as a sentence; "" for all that may be."""
    table = _table()
    name = table["hosts"].get(host_name(url))
    return table["reasons"][name] if name else ""


@cache
def _table() -> dict[str, dict[str, str]]:
    """Give `untrusted.toml`."""
    return tomllib.loads(files("citecheck.archives").joinpath("untrusted.toml").read_text(encoding="utf-8"))
