"""The words of citations by author and year, read from `author_date.toml`, and how names are compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from citecheck.references.wording import exact

_DASHES: Final = re.compile(r"[-\u2010-\u2015\u2212/_]")
_SIGNS: Final = re.compile(r"[^\w\s&]")
_SPELLED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d"}
)
_UNPARTED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]")
_TITLED: Final = re.compile(
    r"[^\W_][^\d.;]{1,60},\s[“\"‘«„]?[^\d;]{2,80}(?:,|[”\"’»“])\s{0,2}(?:[^\W\d]{1,4}\.?\s{0,2})?\d{1,4}(?:[-–]\d{1,4})?\.?\s{0,3}$"
)
"""A name, a short title, a page, and nothing else."""
_DATED: Final = re.compile(r"\D{2,60}(?:1[4-9]|20)\d\d[a-z]?\)?(?:[,:].{0,40})?\.?\s{0,3}$")
LONGEST_SHORT: Final = 600
"""Code points of a note that may be a short form."""
LONGEST_NAME: Final = 120
"""Code points of a name that is compared."""


@cache
def listed(kind: str) -> frozenset[str]:
    """Give a list of `author_date.toml`, casefolded."""
    return frozenset(word.casefold() for word in _table()[kind])


def may_be_short(raw: str) -> bool:
    """Tell whether a note may be a short form: it says "ibid." or the like, or is hardly more than a name and a page."""
    if len(raw) > LONGEST_SHORT:
        return False
    return _short().search(raw) is not None or (
        len(raw) <= LONGEST_NAME and bool(_TITLED.match(raw) or _DATED.match(raw))
    )


@cache
def _short() -> re.Pattern[str]:
    """Give the pattern of what short forms say."""
    kinds = "|".join(either(kind) for kind in ("same-note", "same-work", "note-before"))
    return re.compile(rf"(?<!\w)(?:{kinds})(?!\w)", re.IGNORECASE)


@cache
def either(kind: str) -> str:
    """Give a pattern for the words of a list, the longest first; a space in one is any space."""
    return either_of(_table()[kind])


def either_of(words: Iterable[str]) -> str:
    """Give a pattern for some words, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s{1,2}") for word in ordered)


def is_unparted(text: str) -> bool:
    """Tell whether a text has letters of a script in which names are not parted by spaces."""
    return _UNPARTED.search(text) is not None


def is_particle(word: str) -> bool:
    """Tell whether a word stands before a family name: `van`."""
    return word in exact("particles")


@lru_cache(maxsize=16384)
def name_keys(name: str) -> tuple[str, ...]:
    """
    Give what a name is compared by: without case, accents, signs and initials; and as it is spelled without umlauts.

    Args:
        name: `Müller`, `van der Berg`, `J. Smith`, `World Health Organization`.
    """
    bare = folded(name[:LONGEST_NAME])
    spelled = folded(name[:LONGEST_NAME].casefold().translate(_SPELLED))
    return (bare,) if spelled == bare else tuple(key for key in (bare, spelled) if key)


def folded(name: str) -> str:
    """Give words in small letters without accents, signs and initials."""
    name = name.casefold()
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name)
        name = unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))
    words = _SIGNS.sub("", _DASHES.sub(" ", name).replace(".", " ")).split()
    long = [word for word in words if len(word) > 1 or is_unparted(word)]
    long = long or words
    return " ".join(long[1:] if len(long) > 1 and long[0] == "the" else long)


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("author_date.toml").read_text(encoding="utf-8"))
