"""Names of languages, their BCP 47 tags, and the names that biblatex knows them by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class _Language:
    """One row of the table."""

    tag: str
    names: tuple[str, ...]
    langid: str | None


@cache
def _by_tag() -> dict[str, _Language]:
    """Give the table, by tag in lower case."""
    table = tomllib.loads((files("citecheck.lexicon") / "languages.toml").read_text(encoding="utf-8"))
    return {tag.casefold(): _Language(tag, tuple(row["names"]), row.get("langid")) for tag, row in table.items()}


@cache
def _by_name() -> dict[str, _Language]:
    """Give the table, by every name that a language goes by, in lower case."""
    return {name.casefold(): language for language in _by_tag().values() for name in language.names}


def _find(word: str) -> _Language | None:
    """Give the language of that name or tag; an unknown region or script falls back to the language alone."""
    key = " ".join(word.split()).casefold()
    if len(key) > 64:
        return None
    found = _by_name().get(key) or _by_tag().get(key.replace("_", "-"))
    if found is None and "-" in key:
        found = _by_tag().get(key.split("-", 1)[0]) if key.split("-", 1)[0].isascii() else None
    return found


def language_tag(name: str) -> str | None:
    """Give the BCP 47 tag of a language's name or tag (`Korean`, `Deutsch`, `ko`), or None for no known language."""
    found = _find(name)
    return None if found is None else found.tag


def language_name(tag: str) -> str:
    """Give a language's English name; the tag itself where the table has none."""
    found = _find(tag)
    return tag if found is None else found.names[0]


def langid(tag: str) -> str | None:
    """Give biblatex's name of a language (`ko` -> `korean`), or None where biblatex and babel have none."""
    found = _find(tag)
    return None if found is None else found.langid
