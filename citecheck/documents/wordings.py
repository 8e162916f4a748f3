"""The fixed wording around footnotes, read from `wikipedia.toml`, and how headings are compared."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from citecheck.lexicon.words import words

SectionKind: TypeAlias = Literal["body", "references", "bibliography", "see-also"]

_KINDS: tuple[tuple[SectionKind, str], ...] = (
    ("references", "reference-headings"),
    ("bibliography", "bibliography-headings"),
    ("see-also", "see-also-headings"),
)


@cache
def wording(kind: str) -> tuple[str, ...]:
    """Give the table of `wikipedia.toml` that is called *kind*."""
    return tuple(_table()[kind])


def fold(text: str) -> str:
    """Give *text* as headings are compared: without case, accents, white space around it and a final colon."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split()).rstrip(":").rstrip()


def section_kind(heading: str) -> SectionKind:
    """Tell what a section of that heading holds."""
    if len(heading) > 80:
        return "body"
    return _headings().get(fold(heading), "body")


@cache
def folded(kind: str) -> frozenset[str]:
    """Give the lexicon's words of a kind as `fold` gives a text."""
    return frozenset(map(fold, words(kind)))


@cache
def _headings() -> dict[str, SectionKind]:
    found: dict[str, SectionKind] = {}
    for kind, listed in reversed(_KINDS):
        found |= dict.fromkeys(folded(listed), kind)
    return found


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("wikipedia.toml").read_text(encoding="utf-8"))
