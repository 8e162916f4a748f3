"""What stands at the head of a Markdown file about it: YAML between dashes, TOML between plus signs, Pandoc's `%` lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

_LARGEST: Final = 200_000
"""Code points of metadata that are read; bibliographies are written into them."""
_YAML: Final = re.compile(r"\ufeff?---[ \t]{0,20}\r?\n")
_YAML_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]{0,20}\r?$", re.MULTILINE)
_TOML: Final = re.compile(r"\ufeff?\+\+\+[ \t]{0,20}\r?\n")
_TOML_END: Final = re.compile(r"^\+\+\+[ \t]{0,20}\r?$", re.MULTILINE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_MOST_FILES: Final = 50
_UNREADABLE: Final = (
    yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError
)  # fmt: skip
"""What PyYAML and tomllib raise; of `!!timestamp x`, `!!bool x` and `!!int ""` it is what PyYAML does not expect itself."""
_HALVES: Final = re.compile("[\ud800-\udfff]")
"""Halves of pairs, which YAML's escapes can write and no text can hold."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a head says that matters here."""

    end: int = 0
    """Where the text begins, behind the head."""
    title: str | None = None
    language: str | None = None
    bibliographies: tuple[str, ...] = ()
    """Names of files."""
    references: tuple[Mapping[str, Any], ...] = ()
    """CSL items that stand in the head itself."""
    broken: bool = False
    """Whether there is a head that cannot be read."""


class _NoAliases(yaml.SafeLoader):
    """Reads YAML in which nothing stands for something else: a few lines of aliases can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - yaml's nodes
        """Give a node that is written out."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError
        return super().compose_node(parent, index)


def metadata(text: str) -> Metadata:
    """Give what the head of a file says; a head that cannot be read says nothing, and is no text all the same."""
    for opening, closing, read in ((_YAML, _YAML_END, _yaml), (_TOML, _TOML_END, tomllib.loads)):
        begun = opening.match(text)
        end = closing.search(text, begun.end(), begun.end() + _LARGEST) if begun else None
        if begun and end:
            try:
                return _said(read(text[begun.end() : end.start()]), end.end())
            except _UNREADABLE:
                return Metadata(end.end(), broken=True)
    return Metadata()


def _yaml(text: str) -> object:
    """Give the values of YAML."""
    return yaml.load(text, _NoAliases)  # noqa: S506 - a safe loader


def _said(values: object, end: int) -> Metadata:
    """Give what some values say."""
    if not isinstance(values, dict):
        return Metadata(end)
    said: dict[str, Any] = plain(values)
    title, language = said.get("title"), said.get("lang") or said.get("language")
    files = said.get("bibliography") or ()
    items = said.get("references") or ()
    return Metadata(
        end,
        " ".join(title.split())[:1_000] or None if isinstance(title, str) else None,
        language.replace("_", "-") if isinstance(language, str) and _LANGUAGE.fullmatch(language) else None,
        tuple(name for name in ([files] if isinstance(files, str) else files) if isinstance(name, str))[:_MOST_FILES]
        if isinstance(files, str | list)
        else (),
        tuple(item for item in items if isinstance(item, dict)) if isinstance(items, list) else (),
    )


def plain(value: Any) -> Any:  # noqa: ANN401 - YAML's values
    """Give YAML's values as JSON has them: dates are text, and text can be written."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, int | float):
        return value
    return _HALVES.sub("\ufffd", str(value))
