"""The fixed wording of references and the words of names and places, read once from their tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Give one of the room's tables: `wording`, `names` or `places`."""
    return tomllib.loads((files("citecheck.references") / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def phrases(section: str, key: str = "words", *, of: str = "wording") -> frozenset[str]:
    """Give the entries of a list in a table, casefolded."""
    return frozenset(word.casefold() for word in table(of)[section][key])


@cache
def exact(section: str, key: str = "words", *, of: str = "names") -> frozenset[str]:
    """Give the entries of a list in a table as they are spelled."""
    return frozenset(table(of)[section][key])


@cache
def genres() -> dict[str, str]:
    """Give the kinds of work that are printed in brackets, casefolded, with the CSL type that each speaks for."""
    return dict(table("wording")["genres"])


@cache
def roles() -> dict[str, str]:
    """Give the phrases before a contributor's name, casefolded, with the CSL variable of each."""
    return dict(table("wording")["roles"])


def alternatives(words: Iterable[str]) -> str:
    """Give words as a pattern, the longest first so that none hides behind its own beginning."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_WORDS = re.compile(r"[^\W_]+(?:[.&'’-][^\W_]+)*\.?")


def has_word(text: str, words: frozenset[str]) -> bool:
    """Tell whether a casefolded text holds one of the words, or one of those that are several words long."""
    if any(word in words or word.rstrip(".") in words for word in _WORDS.findall(text)):
        return True
    return any(" " in word and word in text for word in words)
