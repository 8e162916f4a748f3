"""The bibliography marks of an ODT file: what LibreOffice itself knows of a work (OASIS ODF 1.3 part 3, 7.8)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from citecheck.documents.package_xml import attribute
from citecheck.references.from_csl import csl_record
from citecheck.references.records import Record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PEOPLE: Final = frozenset({"author", "editor"})
_APART: Final = re.compile(r"\s{0,5};\s{0,5}|\s{1,5}(?:and|und|et|y|&)\s{1,5}")
_LONGEST: Final = 2_000


def bibliography_mark(element: Element) -> tuple[Hashable, Record]:
    """Give the key of a mark's work, and what the mark says of it."""
    table = _table()
    item: dict[str, Any] = {"id": attribute(element, "text:identifier")}
    item["type"] = table["types"].get(attribute(element, "text:bibliography-type"), "document")
    for name, variable in table["fields"].items():
        value = attribute(element, f"text:{name}").strip()[:_LONGEST]
        if not value or variable in item:
            continue
        item[variable] = list(filter(None, _APART.split(value))) if variable in _PEOPLE else value
    return ("mark", item["id"] or item.get("title")), csl_record(item)


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("odt_marks.toml").read_text(encoding="utf-8"))
