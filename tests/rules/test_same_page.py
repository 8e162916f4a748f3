"""Two addresses: of one page, perhaps of one, of two."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.rules.same_page import Likeness, likeness, page_key

PAIRS = tomllib.loads(Path(__file__).with_name("same_page.toml").read_text(encoding="utf-8"))
CASES = [(kind, *pair) for kind, pairs in PAIRS.items() for pair in pairs]
ADDRESSES = st.text("ab1/.:?=&%#;()", max_size=40).map("http://".__add__) | st.text(max_size=60)


@pytest.mark.parametrize(("kind", "one", "other"), CASES)
def test_how_two_addresses_stand_to_each_other(kind: Likeness, one: str, other: str) -> None:
    """Only what plainly are two pages is called so, and the order does not matter."""
    assert (kind, kind) == (likeness(one, other), likeness(other, one))


def test_the_table_has_every_answer() -> None:
    """There are pairs for each."""
    assert set(get_args(Likeness)) == set(PAIRS)


@given(ADDRESSES, ADDRESSES)
def test_any_text_is_borne(one: str, other: str) -> None:
    """No text is too strange; what is the same has one key, and the order does not matter."""
    found = likeness(one, other)

    assert found == likeness(other, one)
    assert found in get_args(Likeness)
    if page_key(one) == page_key(other) and one != other:
        assert found in {"same", "maybe"}


@given(ADDRESSES)
def test_an_address_is_never_another_page_than_its_own(url: str) -> None:
    """Compared with itself it is the same, or cannot be read."""
    assert likeness(url, url) in {"same", "maybe"}


@pytest.mark.parametrize("part", ["/", "1", "(s(", ";", "%3F", "a=1&", "1a", "a.", "?"])
def test_long_addresses_cost_little(part: str) -> None:
    """However long an address is, it is read up to a bound, in a moment."""
    url, twin = f"http://old.example/{part * 100_000}", f"http://old.example/x{part * 100_000}"
    began = time.process_time()
    likeness(url, twin)

    assert time.process_time() - began < 1.0
