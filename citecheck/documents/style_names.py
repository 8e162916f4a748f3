"""What the name of a paragraph's style tells of it, in the languages that office programs write."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

Role: TypeAlias = Literal["heading", "title", "caption", "contents", "bibliography", "code", ""]

_LEVEL: Final = re.compile(r"(?P<word>[^\W\d_]{1,40})[ _]?(?P<level>[1-9])\b")
_ENDS: Final = re.compile(r"[ _]?\d{1,2}$")


@lru_cache(1024)
def role_of(name: str) -> tuple[Role, int]:
    """Give what paragraphs of a style are, and the level of a heading."""
    folded = " ".join(name[:100].casefold().replace("_20_", " ").split())
    numbered = _LEVEL.match(folded)
    if numbered is not None and numbered["word"] in style_words("heading"):
        return "heading", min(int(numbered["level"]), 6)
    bare = _ENDS.sub("", folded)
    if bare in style_words("title") and bare == folded:
        return "title", 1
    listed: tuple[Role, ...] = ("caption", "bibliography", "code")
    for role in listed:
        if bare in style_words(role):
            return role, 0
    if bare in style_words("contents") or (numbered is not None and numbered["word"] in style_words("contents")):
        return "contents", 0
    return "", 0


@cache
def style_words(role: str) -> frozenset[str]:
    """Give the names of styles of a role."""
    return frozenset(office_table("styles")[role])


@cache
def office_table(name: str) -> dict[str, list[str]]:
    """Give a table of `office.toml`."""
    table = tomllib.loads(files("citecheck.documents").joinpath("office.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = table[name]
    return found
