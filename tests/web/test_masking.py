"""A report repeats its document without the secrets of it, and no character loses its place."""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web import Redactor
from citecheck.web.masking import masked

TABLE = tomllib.loads(Path(__file__).with_name("masked.toml").read_text(encoding="utf-8"))
REDACTOR = Redactor(("open-sesame-77",))
HASH = re.compile("REDACTED-[0-9a-f]{1,4}")


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a report holds."""

    text: str
    more: tuple[object, ...] = ()


@pytest.mark.parametrize("case", TABLE["covered"], ids=lambda case: case["why"])
def test_a_secret_is_covered_where_it_stands(case: dict[str, str]) -> None:
    """By a mark of the same length, and nothing around it."""
    found = masked(case["of"], REDACTOR)

    assert len(case["of"]) == len(found)
    assert HASH.sub("REDACTED-", case["is"].replace("REDACTED-xxxx", "REDACTED-0000")) == HASH.sub("REDACTED-", found)
    assert found == masked(found, REDACTOR)


@pytest.mark.parametrize("text", TABLE["same"])
def test_what_is_no_secret_stays(text: str) -> None:
    """A plain word, a short value, an address of a person: the report says what the document says."""
    assert text == masked(text, REDACTOR)


@given(st.text(alphabet="ht:/p?&=@#.ab1 token%3D|", max_size=120))
def test_no_character_loses_its_place(text: str) -> None:
    """Whatever stands around what looks like a secret."""
    assert len(text) == len(masked(text, REDACTOR))


def test_every_text_of_a_report_is_covered_and_nothing_else_is_made_anew() -> None:
    """Texts in tuples, lists, mappings and dataclasses; what has no secret is the very same object."""
    url = "http://a.example/?token=abcdef0123456789"
    clean = Told("clean", ([1, 2.0, None, True], {"a": "b"}))
    found = masked(Told(url, (clean, [url], {"u": url}, 7)), REDACTOR)
    covered = masked(url, REDACTOR)

    assert Told(covered, (clean, [covered], {"u": covered}, 7)) == found
    assert clean is found.more[0]
    assert clean is masked(clean, REDACTOR)


@pytest.mark.parametrize("unit", ["://", "://a", "?a=", "?token=", "@", "%3ftoken%3d", "a=b&", "?a?a"])
def test_a_long_text_is_covered_in_time(unit: str) -> None:
    """A megabyte of what looks like addresses takes no more than a few seconds."""
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()

    assert len(text) == len(masked(text, REDACTOR))
    assert time.process_time() - start < 10
