"""Small words of languages: which language a text is in, and which of its words say nothing of what it is about."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

SHARE: Final = 0.15
"""Of the words, how many must be small ones of a language; running text has a third, names and code next to none."""
LONGEST: Final = 20_000
"""Code points that are read; the rest of a text is in the same language."""
_FEWEST: Final = 4
"""Small words from which a language is told."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("th", re.compile("[\u0e01-\u0e3a]")),
)
"""Languages that have a script to themselves; Japanese first, which borrows Chinese characters."""
_OF_SCRIPT: Final = 0.2
"""Share of the letters of a text from which it is in the language of that script."""
_MOST: Final = re.compile(r"[^\W\d_]")


@cache
def _table() -> dict[str, frozenset[str]]:
    """Give the words by language."""
    table = tomllib.loads((files("citecheck.lexicon") / "small_words.toml").read_text(encoding="utf-8"))
    return {tag: frozenset(listed) for tag, listed in table.items()}


def small_words(tag: str) -> frozenset[str]:
    """Give the small words of a language by its primary tag, in lower case; none of one that is not known."""
    return _table().get(tag, frozenset())


def told_by_words(text: str) -> str | None:
    """
    Give the primary tag of the language in which a text is, None where its words do not tell.

    A script that one language has to itself tells it; else the small words do, where they are many and of one language.
    """
    text = text[:LONGEST]
    if not text.isascii():
        letters = len(_MOST.findall(text))
        for tag, script in _SCRIPTS:
            if letters and len(script.findall(text)) >= _OF_SCRIPT * letters:
                return tag
    seen = Counter(word.casefold() for word in _WORD.findall(text))
    total = sum(seen.values())
    there = seen.keys()
    hits = sorted(((sum(seen[word] for word in small & there), tag) for tag, small in _table().items()), reverse=True)
    (most, tag), (second, _) = hits[0], hits[1]
    return tag if most >= max(_FEWEST, SHARE * total) and most > second else None
