"""What the tests of references share: references written as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from citecheck.model import Field, FieldValue, Name, PartialDate, Reference

NAMES = {"author", "editor", "translator"}
DATES = {"issued", "accessed", "archived"}


def name_of(value: str | Mapping[str, str]) -> Name:
    """Give a name from `Family, Given`, from `[Body]`, or from a table of its parts."""
    if not isinstance(value, str):
        return Name(**value)
    if value.startswith("["):
        return Name(literal=value[1:-1])
    family, _, given = value.partition(", ")
    return Name(family=family, given=given)


def date_of(value: str) -> PartialDate:
    """Give a date from `2007-06-07`, `2006-23`, `1900~`, `1997/1999`."""
    first, _, last = value.partition("/")
    year, month, day, *_ = *(int(part) for part in first.rstrip("~").split("-")), None, None
    return PartialDate(year or 0, month, day, date_of(last) if last else None, first.endswith("~"))


def value_of(variable: str, value: Any) -> FieldValue:  # noqa: ANN401 - whatever a TOML table holds
    """Give a field's value from the shape in which the tables write it."""
    if variable in NAMES:
        return tuple(name_of(one) for one in value)
    return date_of(value) if variable in DATES else str(value)


@pytest.fixture(scope="session")
def make_reference() -> Callable[..., Reference]:
    """Give a function from a table of variables to the reference that has them, and no others."""

    def make(fields: Mapping[str, Any], kind: str = "document", label: str = "1", id_: str = "ref-1") -> Reference:
        made = tuple(Field(variable, value_of(variable, value)) for variable, value in fields.items())
        return Reference(id_, label, "", kind, made)

    return make
