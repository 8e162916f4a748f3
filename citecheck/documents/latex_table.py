"""What the reader of LaTeX knows of commands and environments, read from `latex.toml`, and what signs look like."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias

Form: TypeAlias = Literal["keys", "several", "volume", "silent"]
"""How a command that cites is followed by its keys."""
_FORMS: Final[tuple[Form, ...]] = ("keys", "several", "volume", "silent")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("citecheck.documents").joinpath("latex.toml").read_text(encoding="utf-8"))


@cache
def texts(section: str) -> Mapping[str, str]:
    """Give a section of the table that maps names to words."""
    found: dict[str, str] = _table()[section]
    return found


@cache
def names(section: str, key: str = "names") -> frozenset[str]:
    """Give the names of a list of the table."""
    return frozenset(_table()[section][key])


@cache
def levels() -> Mapping[str, int]:
    """Give the level of each command that writes a heading."""
    found: dict[str, int] = _table()["headings"]
    return found


@cache
def citing() -> Mapping[str, Form]:
    """Give the form of each command that cites."""
    return {name: form for form in _FORMS for name in _table()["cites"][form]}


def form_of(name: str) -> Form | None:
    """
    Give the form of a command that cites, None for others.

    A name that no package here knows, and that has “cite” in it, is taken for one: styles and documents have their own.
    """
    known = citing().get(name) or citing().get(name[:1].lower() + name[1:])
    if known or "cite" not in name.casefold() or name in names("cites", "none") or name.startswith("if"):
        return known
    return "several" if name.endswith("cites") else "keys"


@cache
def _signs() -> Mapping[str, str]:
    """Give what is seen of the commands without arguments that pylatexenc knows."""
    from pylatexenc.latex2text import get_default_latex_context_db  # noqa: PLC0415 - needed for LaTeX alone

    known = get_default_latex_context_db()
    found = {
        name: spec.simplify_repl
        for category in known.categories()
        for name, spec in known.d[category]["macros"].items()
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl and "<" not in spec.simplify_repl
    }
    return found | dict(texts("signs"))


def sign(name: str) -> str | None:
    """Give what is seen of a command without arguments, None where it is not known."""
    return _signs().get(name)


def accented(name: str, letter: str) -> str:
    """Give a letter with the accent of a command; the dotless i and j are those with a dot under an accent."""
    base = {"ı": "i", "ȷ": "j"}.get(letter[:1], letter[:1])
    mark = texts("accents")[name]
    return unicodedata.normalize("NFC", base + mark) + letter[1:] if base.strip() else letter
