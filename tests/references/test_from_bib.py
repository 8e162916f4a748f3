"""Entries of .bib files give CSL variables, whatever stands in them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import FieldValue, PartialDate
from citecheck.references.bib_reading import read_bib
from citecheck.references.from_bib import given_in, plain

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("from_bib_cases.toml").read_text(encoding="utf-8")
)["case"]


def shown(value: FieldValue) -> str:
    """Give a value as the cases write it."""
    if isinstance(value, PartialDate):
        return value.iso()
    return value if isinstance(value, str) else " + ".join(name.display() for name in value)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_an_entry_gives_its_fields(case: dict[str, Any]) -> None:
    """The first entry of each case gives these variables and no other."""
    first = given_in(read_bib(case["bib"]))[0]

    expected = {name: value for name, value in case.items() if name not in {"about", "bib", "kind"}}
    assert expected == {variable: shown(value) for variable, value in first.fields.items()}
    assert case["kind"] == first.kind


@pytest.mark.parametrize("sign", ["{", "$", "[", r"\begin{a}", r"\frac", r"\emph{", "}", "~", "%", "\\"])
def test_deep_values_have_an_end(sign: str) -> None:
    """A decoder that goes down a step for each bracket is not sent down thousands."""
    assert isinstance(plain(sign * 4000), str)
    assert isinstance(plain("\\'e" + sign * 4000), str)


@given(st.text(alphabet=st.sampled_from("\\{}$%~&#_^[]'\"-abc é\n"), max_size=200))
def test_any_value_is_read(value: str) -> None:
    """LaTeX that is none is no error."""
    assert isinstance(plain(value), str)


@given(st.text(max_size=300))
def test_any_text_is_a_bib_file(text: str) -> None:
    """What is no entry gives none."""
    assert isinstance(given_in(read_bib(f"@misc{{a, title={{{text}}}}}\n{text}")), tuple)
