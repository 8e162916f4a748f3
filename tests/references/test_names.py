"""People are split into the parts that CSL names, bodies stay whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Name
from citecheck.references.names import MOST_NAMES, is_name_list, read_names

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("names_cases.toml").read_text(encoding="utf-8"),
)["case"]


def parts(name: Name) -> list[str]:
    """Give a name's parts in the order of the cases."""
    return [name.particle, name.family, name.given, name.suffix, name.literal, name.native]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["raw"])
def test_a_list_of_names(case: dict[str, Any]) -> None:
    """Each list gives its names in order, and is known to be people or not."""
    assert case["names"] == [parts(name) for name in read_names(case["raw"])]
    assert case["people"] == is_name_list(case["raw"])


@given(st.text(max_size=80))
def test_a_name_is_either_literal_or_split(text: str) -> None:
    """Whatever the text, a name has a family name or is literal, never both and never neither."""
    for name in read_names(text):
        assert bool(name.family) != bool(name.literal)


def test_a_list_of_thousands_is_read_to_a_bound() -> None:
    """The authors of a large collaboration do not all have to be read."""
    assert len(read_names("; ".join(f"Smith, A{'b' * (n % 9)}" for n in range(3000)))) <= MOST_NAMES + 1
