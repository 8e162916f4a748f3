"""CSL-JSON items give CSL variables, whatever stands in them; what we export reads back the same."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.model import FieldValue, PartialDate, Reference
from citecheck.references.csl import to_csl
from citecheck.references.csl_items import csl_items
from citecheck.references.from_csl import csl_record

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "from_csl_cases.toml").read_text(encoding="utf-8"))["case"]
EXPORTED: list[dict[str, Any]] = tomllib.loads((HERE / "csl_cases.toml").read_text(encoding="utf-8"))["case"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "literal", "date-parts", "season", "citecheck", "author-native", "a"]), inner
        )
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "type", "title", "author", "issued", "page", "custom", "note", "language", "DOI", "x"])


def shown(value: FieldValue) -> str:
    """Give a value as the cases write it."""
    if isinstance(value, PartialDate):
        return value.iso()
    return value if isinstance(value, str) else " + ".join(name.display() for name in value)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_an_item_gives_its_fields(case: dict[str, Any]) -> None:
    """Each item gives these variables and no other, and names those that cannot be read."""
    (item,) = csl_items(f"[{case['item']}]")
    record = csl_record(item.value or {})

    assert case["fields"] == {variable: shown(value) for variable, value in record.fields.items()}
    assert case.get("unread", []) == list(record.unread)
    assert case["kind"] == record.kind


@pytest.mark.parametrize("case", EXPORTED, ids=[case["says"] for case in EXPORTED])
def test_what_we_export_reads_back(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the export's own table is the same again, a value that says nothing left out."""
    reference = make_reference(case["fields"], case["kind"])
    record = csl_record(to_csl(reference, "key"))

    said = {field.variable: shown(field.value) for field in reference.fields if field.value}
    assert (
        said | {"language": "ko"}
        if "language" in said
        else said
        == {
            variable: shown(value).replace("et al.", "[et al.]") if "[et al.]" in str(said) else shown(value)
            for variable, value in record.fields.items()
        }
    )
    assert "key" == record.key


def test_what_yaml_makes_of_an_item() -> None:
    """A date is a date, a name of a value may be a number."""
    item = {"issued": dt.date(2004, 11, 8), 7: "x", "custom": {"citecheck": {3: "y"}}, "title": 1984}
    record = csl_record(item)  # type: ignore[arg-type] # YAML gives what JSON has not

    assert {"issued": PartialDate(2004, 11, 8), "title": "1984"} == record.fields


@given(st.dictionaries(NAMES, VALUES, max_size=6))
@settings(max_examples=30)
def test_any_item_is_read(item: dict[str, Any]) -> None:
    """Wrong types are no error."""
    assert isinstance(csl_record(item).unread, tuple)


@given(st.text(alphabet=st.sampled_from('[]{},:"\\ae1 \n'), max_size=60))
@settings(max_examples=50)
def test_any_text_has_items_in_it(text: str) -> None:
    """Every item stands where it says, in order, and those of whole JSON are those that a parser finds."""
    items = list(csl_items(text))

    assert all(one.span.end <= other.span.start for one, other in pairwise(items))
    assert all(item.span.of(text).strip() == item.span.of(text) != "" for item in items)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('\ufeff [{"id": "a"}, {"id": "b"}]', ['{"id": "a"}', '{"id": "b"}']),
        ('{"id": "a, [b]"}', ['{"id": "a, [b]"}']),
        ('{"config": {"items": 1}, "items": [{"a": "}\\""},\n{"b": 2}]}', ['{"a": "}\\""}', '{"b": 2}']),
        ("[]", []),
        ("", []),
        ("words", []),
    ],
)
def test_items_stand_in_their_places(text: str, expected: list[str]) -> None:
    """An array of items, one alone, and the `items` of an export."""
    assert expected == [item.span.of(text) for item in csl_items(text)]
    assert [json.loads(one) for one in expected] == [item.value for item in csl_items(text)]


@pytest.mark.parametrize("sign", ["[", '{"a":', '"', '\\"', '["', "{", "1", "1,", '"a",', "\\"])
def test_an_item_that_is_none_costs_itself_alone(sign: str) -> None:
    """Neither depth nor length nor numbers without an end stop the reading; what stands before is read."""
    items = list(csl_items(f'[{{"id": "a"}}, {sign * 20_000}'))

    assert {"id": "a"} == items[0].value
    assert all(item.value is None for item in items[1:])
