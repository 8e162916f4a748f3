"""What biblatex and the classic program know: entry types, their fields, the fields they need, and other names of both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.references.latex import Dialect

Needs = Sequence[Sequence[str]]
"""One field of each list is needed."""

_PART: Final = re.compile(
    r"(event|orig|url)?(?:end)?(?:year|month|day|hour|minute|second|timezone|yeardivision|season)"
)
"""A part of a date: `year`, `urlendmonth`."""


@dataclass(frozen=True, slots=True)
class DataModel:
    """The types and fields that one program knows."""

    fields: Mapping[str, frozenset[str]]
    """Of each type, those it knows; of a type that is not here nothing is known."""
    types: frozenset[str]
    known: frozenset[str]
    """Fields of any type."""
    needs: Mapping[str, Needs]
    type_aliases: Mapping[str, str]
    field_aliases: Mapping[str, str]

    def takes(self, kind: str, field: str) -> bool:
        """Tell whether a type has a field, as far as is known."""
        return kind not in self.fields or _whole(field) in self.fields[kind]

    def knows(self, field: str) -> bool:
        """Tell whether any type has a field."""
        return field in self.known or _whole(field) in self.known


@cache
def data_model(dialect: Dialect) -> DataModel:
    """Give the data model of biblatex, or of the standard styles of the classic program."""
    table = _table()
    if dialect == "bibtex":
        classic = table["classic"]
        fields = frozenset((*classic["fields"], *classic["also"]))
        return DataModel({}, frozenset(classic["needs"]), fields, classic["needs"], {}, {})
    everywhere = frozenset(table["everywhere"])
    groups = {kind: everywhere.union(group["has"]) for group in table["fields"] for kind in group["types"]}
    needs = {kind: group["of"] for group in table["needs"] for kind in group["types"]}
    known = everywhere.union(*groups.values())
    aliases = table["aliases"]
    return DataModel(groups, frozenset(table["types"]), known, needs, aliases["types"], aliases["fields"])


@cache
def fields_of(sort: str) -> frozenset[str]:
    """Give the fields of a sort: `names`, `verbatim`, `dates`, `integers`, `keys` (of other entries), `words`."""
    return frozenset(_table()[sort])


@cache
def languages() -> frozenset[str]:
    """Give the names of languages that `langid` can have."""
    return frozenset(_table()["languages"]["known"])


def _whole(field: str) -> str:
    """Give the date that a field is a part of (`urlyear` of `urldate`), or the field itself."""
    part = _PART.fullmatch(field)
    return field if part is None else f"{part[1] or ''}date"


@cache
def _table() -> dict[str, Any]:
    """Read `datamodel.toml`."""
    return tomllib.loads(files("citecheck.bibliography").joinpath("datamodel.toml").read_text(encoding="utf-8"))
