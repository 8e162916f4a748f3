"""
A reference as a CSL-JSON item, the shape that Zotero, pandoc and every citation processor read.

What CSL has no variable for (a pinpoint, an archived copy, other identifiers, names in their own script) stands under
`custom`, as the CSL-JSON schema provides: the pinpoint as `custom.locator`, the rest in `custom.citecheck`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from citecheck.lexicon.languages import language_tag
from citecheck.model import Field, Name, PartialDate, Reference
from citecheck.references.latex import clean
from citecheck.references.spelling import means_others

_FIRST_SEASON = 21
"""EDTF numbers the seasons 21 to 24 where months stand; CSL has `season` 1 to 4."""


def to_csl(reference: Reference, key: str) -> dict[str, Any]:
    """
    Give a reference as a CSL-JSON item with the id *key*.

    Nothing is filled in: a variable that the reference does not have is not there, and a date has the parts it has.
    """
    variables = _variables()
    item: dict[str, Any] = {"id": key, "type": reference.kind if reference.kind in variables["types"] else "document"}
    own: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for field in reference.fields:
        variable = field.variable
        value = _value(field)
        own.update(_aside(field))
        if not value:
            continue
        if variable == "locator":
            custom.setdefault("locator", value)
        elif variable in variables[_sort(field)]:
            item.setdefault(variable, value)
        else:
            own.setdefault(variable, field.value.iso() if isinstance(field.value, PartialDate) else value)
    if reference.label:
        own["footnote"] = clean(reference.label)
    if own:
        custom["citecheck"] = own
    if custom:
        item["custom"] = custom
    return item


def _sort(field: Field) -> str:
    """Give which list of variables a field's value belongs to."""
    if isinstance(field.value, str):
        return "texts"
    return "dates" if isinstance(field.value, PartialDate) else "names"


def _value(field: Field) -> Any:  # noqa: ANN401 - a JSON value: string, array or object
    """Give a field's value as CSL-JSON."""
    value = field.value
    if isinstance(value, PartialDate):
        return csl_date(value)
    if isinstance(value, str):
        return (language_tag(value) or clean(value)) if field.variable == "language" else clean(value)
    return [csl_name(name) for name in value if not means_others(name)]


def _aside(field: Field) -> dict[str, Any]:
    """Give what a CSL variable cannot say of a field's value: native script, "et al.", the season of a range."""
    value = field.value
    if isinstance(value, PartialDate):
        seasonal = value.end is not None and max(value.month or 0, value.end.month or 0) >= _FIRST_SEASON
        return {f"{field.variable}-edtf": value.iso()} if seasonal else {}
    if isinstance(value, str):
        return {}
    aside: dict[str, Any] = {}
    if any(name.native for name in value):
        aside[f"{field.variable}-native"] = [clean(name.native) or None for name in value if not means_others(name)]
    if any(means_others(name) for name in value):
        aside[f"{field.variable}-others"] = True
    return aside


def csl_name(name: Name) -> dict[str, str]:
    """Give a name as a CSL name variable's item; empty parts are left out."""
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: clean(text) for part, text in parts.items() if text}


def csl_date(date: PartialDate) -> dict[str, Any]:
    """Give a date as a CSL date variable: one or two date-parts, `season` and `circa` where the date says so."""
    dates = [date] if date.end is None else [date, date.end]
    value: dict[str, Any] = {"date-parts": [_parts(one) for one in dates]}
    if date.end is None and date.month is not None and date.month >= _FIRST_SEASON:
        value["season"] = date.month - _FIRST_SEASON + 1
    if any(one.circa for one in dates):
        value["circa"] = True
    return value


def _parts(date: PartialDate) -> list[int]:
    """Give year, month and day, as far as they are known; a season is no month."""
    if date.month is None or date.month >= _FIRST_SEASON:
        return [date.year]
    return [date.year, date.month] if date.day is None else [date.year, date.month, date.day]


@cache
def _variables() -> dict[str, frozenset[str]]:
    """Read `csl.toml`: the types, and the variables by what they hold."""
    table = tomllib.loads(files("citecheck.references").joinpath("csl.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(names) for kind, names in table.items()}
