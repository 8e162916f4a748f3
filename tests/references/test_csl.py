"""A reference becomes the CSL-JSON item that says the same, and nothing more."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from citecheck.model import Field, Name, PartialDate, Reference
from citecheck.references.csl import csl_date, to_csl

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "csl_cases.toml").read_text(encoding="utf-8"))["case"]
SCHEMA = Draft7Validator(json.loads((HERE / "csl_item_schema.json").read_text(encoding="utf-8")))

names = st.builds(Name, family=st.text(min_size=1), given=st.text(), native=st.text()) | st.builds(
    Name, literal=st.text(min_size=1)
)
fields = (
    st.builds(Field, variable=st.sampled_from(["title", "DOI", "language", "locator", "OCLC", "x"]), value=st.text())
    | st.builds(Field, variable=st.sampled_from(["author", "editor"]), value=st.lists(names, max_size=3).map(tuple))
    | st.builds(
        Field,
        variable=st.sampled_from(["issued", "accessed", "archived"]),
        value=st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 24), st.none()),
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_items(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the table gives the item that it shows, and the item is CSL-JSON."""
    item = to_csl(make_reference(case["fields"], case["kind"]), "key")

    assert json.loads(case["item"]) == item
    assert [] == [error.message for error in SCHEMA.iter_errors(item)]


@given(st.lists(fields, max_size=8), st.text(), st.sampled_from(["book", "webpage", ""]))
def test_any_reference_gives_csl_json(made: list[Field], label: str, kind: str) -> None:
    """Whatever the fields, the item is CSL-JSON and can be written as UTF-8."""
    item = to_csl(Reference("ref-1", label, "", kind, tuple(made)), "key")

    assert [] == [error.message for error in SCHEMA.iter_errors(item)]
    json.dumps(item, ensure_ascii=False).encode("utf-8")


def test_the_first_of_two_values_counts(make_reference: Callable[..., Reference]) -> None:
    """A variable that was found twice has its first value, as `Reference.field` gives it."""
    once = make_reference({"title": "One"})
    twice = Reference("ref-1", "1", "", "document", (*once.fields, Field("title", "Two")))

    assert to_csl(once, "key") == to_csl(twice, "key")


def test_no_label_no_footnote(make_reference: Callable[..., Reference]) -> None:
    """An entry without a number has no `custom` at all when there is nothing to say there."""
    assert {"id": "key", "type": "document", "title": "X"} == to_csl(make_reference({"title": "X"}, label=""), "key")


def test_a_circa_end_makes_a_circa_range() -> None:
    """CSL has one `circa` for a whole date."""
    assert {"date-parts": [[1980], [1989]], "circa": True} == csl_date(
        PartialDate(1980, end=PartialDate(1989, circa=True))
    )
