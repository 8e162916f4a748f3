"""Lists of words by kind, read from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, frozenset[str]]:
    """Give every kind's words, casefolded."""
    table = tomllib.loads((files("citecheck.lexicon") / "words.toml").read_text(encoding="utf-8"))
    return {
        kind: frozenset(word.casefold() for listed in by_language.values() for word in listed)
        for kind, by_language in table.items()
    }


def words(kind: str) -> frozenset[str]:
    """
    Give the words of a kind in all languages, casefolded: `words("retrieved")`.

    Raises:
        KeyError: `words.toml` has no such kind; it lists them all.
    """
    return _table()[kind]


def kinds() -> tuple[str, ...]:
    """Give the names of all kinds, sorted."""
    return tuple(sorted(_table()))
