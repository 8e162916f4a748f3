"""The names of people in what a page says of its authors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from citecheck.lexicon.dates import month_number
from citecheck.pages.own_title import clean

_BY: Final = re.compile(
    r"^(?:(?:posted|written|published|reported|text|words|story)\s{1,3})?(?:by|von|par|por|di|door|av|af)\b[\s:]{1,3}",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s{0,3};\s{0,3}|\s{1,3}(?:and|und|et|y|e|&|og|och|en)\s{1,3}", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s{0,3},\s{0,3}")
_REST: Final = re.compile(r"\s[|•·–—]\s?|\s(?:on|in|for|at|am|le|el)\s|\s-\s|[\[(]|\d|@|\n", re.IGNORECASE)
"""What comes behind the names in a byline: a day, a place, an office."""
_LONGEST: Final = 80
"""Code points of a name."""
_NOBODY: Final = frozenset({
    "admin", "administrator", "author", "editor", "staff", "editorial staff", "staff writer", "webmaster", "guest", "unknown",
    "anonymous", "redaktion", "redacción", "rédaction", "newsroom", "n/a", "none", "null", "undefined", "user", "root",
})  # fmt: skip


def persons(texts: Iterable[str], *, split: bool = True) -> list[str]:
    """
    Give the names in some values, as they are written; nothing where one is an address or a sentence.

    Args:
        texts: Values.
        split: Whether one value may name several: `Ada Holm and Otto Lind`, not `Lund, Karin`, nor an organisation.
    """
    names: list[str] = []
    for text in texts:
        value = _BY.sub("", clean(text))
        parts = _AND.split(value) if split else [value]
        for part in parts:
            several = _COMMA.split(part)
            names += several if split and len(several) > 1 and all(" " in one for one in several) else [part]
    return [name for name in (name.strip(" ,;") for name in names) if _is_name(name)]


def from_byline(text: str) -> str:
    """Give the part of a byline that names people."""
    text = _BY.sub("", clean(text))
    found = _REST.search(text)
    words = (text[: found.start()] if found else text).split()
    while found and words and month_number(words[-1].strip(".,")):  # `Ida Brandt March 3, 2014`
        words.pop()
    return " ".join(words)


def _is_name(text: str) -> bool:
    """Tell whether a text may be a name: no address, no number, no sentence, nobody's office."""
    return (
        1 < len(text) <= _LONGEST
        and any(map(str.isalpha, text))
        and not any(mark.isdigit() or mark in "@/{}<>=?!" for mark in text)
        and text.casefold() not in _NOBODY
    )
