"""Citation keys are short, plain, all different, and say what they name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Field, Name, PartialDate, Reference
from citecheck.references.keys import citation_keys

CASES = tomllib.loads((Path(__file__).parent / "keys_cases.toml").read_text(encoding="utf-8"))["case"]

texts = st.text(max_size=30) | st.sampled_from(["The", "The Wives", "北", "Ж", "\ud800", "", "a" * 5000])
references = st.builds(
    lambda label, title, name, year: Reference(
        "ref-1",
        label,
        "",
        "book",
        (Field("title", title), Field("author", (name,)), *([Field("issued", PartialDate(year))] if year else [])),
    ),
    texts,
    texts,
    st.builds(Name, family=texts) | st.builds(Name, literal=texts),
    st.integers(0, 9999),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_keys_say_what_they_name(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each list of references gets the keys of the table."""
    labels = case.get("labels", [str(n) for n in range(1, len(case["references"]) + 1)])
    made = [make_reference(fields, label=label) for fields, label in zip(case["references"], labels, strict=True)]

    assert case["keys"] == list(citation_keys(made))


@given(st.lists(references, max_size=8))
def test_keys_are_plain_and_all_different(made: list[Reference]) -> None:
    """Whatever the references, each has a key of `a`-`z` and digits that no other has, and gets it again."""
    keys = citation_keys(made)

    assert len(made) == len({key.casefold() for key in keys})
    assert all(re.fullmatch("[a-z0-9]{1,100}", key) for key in keys)
    assert keys == citation_keys(made)


def test_many_references_of_one_name_get_different_keys(make_reference: Callable[..., Reference]) -> None:
    """The letters go on after z: 3,000 references that would share a key have 3,000 keys."""
    reference = make_reference({"author": ["Kim, A"], "issued": "1997", "title": "Wives"})

    keys = citation_keys([reference] * 3000)

    assert 3000 == len(set(keys))
    assert ("kim1997wivesa", "kim1997wivesz", "kim1997wivesaa") == (keys[0], keys[25], keys[26])
