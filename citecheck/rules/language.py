"""The language that a document is judged in: what it says of itself, else what its small words tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

from citecheck.model import Dossier

SHARE: Final = 0.15
"""Of the words, how many must be small ones of a language; running text has a quarter, names and code next to none."""
LONGEST: Final = 20_000
"""Code points that are read; the rest of a document is in the same language."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _small_words() -> dict[str, frozenset[str]]:
    """Give the words of `language.toml`, by language."""
    table = tomllib.loads(files("citecheck.rules").joinpath("language.toml").read_text(encoding="utf-8"))
    return {tag: frozenset(listed) for tag, listed in table.items()}


def language_of(dossier: Dossier) -> str | None:
    """
    Give the primary BCP 47 tag of a document's language; None where nothing tells it.

    Rules that rest on words speak only where they know the words: of a language that is not known they say nothing.
    """
    if dossier.document.language:
        return dossier.document.language.partition("-")[0].casefold()
    parts: list[str] = []
    length = 0
    for claim in dossier.claims:
        parts.append(claim.text[:LONGEST])
        length += len(claim.text)
        if length > LONGEST:
            break
    return told_by_words(" ".join(parts)[:LONGEST])


def told_by_words(text: str) -> str | None:
    """Give the language whose small words *text* has most of, None where they are too few or two languages tie."""
    seen = Counter(word.casefold() for word in _WORD.findall(text))
    total = sum(seen.values())
    hits = sorted(((sum(seen[word] for word in small), tag) for tag, small in _small_words().items()), reverse=True)
    (most, tag), (second, _) = hits[0], hits[1]
    return tag if total and most >= SHARE * total and most > second else None
