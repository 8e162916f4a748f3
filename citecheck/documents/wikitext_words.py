"""The names that wikitext is made of, in the languages of the larger wikis: tags, namespaces, templates."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from citecheck.documents.wordings import fold


@cache
def names(kind: str) -> frozenset[str]:
    """Give the list of `wikitext.toml` that is called *kind*, folded as `fold` does."""
    found = _table()[kind]
    listed = found if isinstance(found, list) else [name for names_ in found.values() for name in names_]
    return frozenset(map(fold, listed))


@cache
def template_roles() -> dict[str, str]:
    """Give for each template that a reader of the page sees something of what it does, by its folded name."""
    return {fold(name): role for role, listed in _table()["templates"].items() for name in listed}


@cache
def languages() -> dict[str, str]:
    """Give the language that the word for "category" tells, where it tells one."""
    return {fold(word): tag for word, tag in _table()["category-languages"].items()}


@cache
def groups() -> dict[str, str]:
    """Give the group of the templates that have one of their own."""
    return {fold(name): group for name, group in _table()["groups"].items()}


@cache
def signs() -> dict[str, str]:
    """Give the templates that stand for a sign."""
    return {fold(name): sign for name, sign in _table()["signs"].items()}


@cache
def before() -> dict[str, str]:
    """Give the templates that put words before what they show."""
    return {fold(name): words for name, words in _table()["before"].items()}


@cache
def beginnings(kind: str) -> tuple[str, ...]:
    """Give the first words of templates that are alike."""
    return tuple(map(fold, _table()[kind]))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.documents").joinpath("wikitext.toml").read_text(encoding="utf-8"))
