"""References become RIS records that rispy reads with the same values."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING

from citecheck.model import Field, Name, PartialDate, Reference
from citecheck.references.ris import record, ris_date, to_ris

CASES = tomllib.loads((Path(__file__).parent / "ris_cases.toml").read_text(encoding="utf-8"))["case"]
HOSTILE = [
    "ER  - ",
    "\nER  - \nTY  - BOOK\n",
    "TY  - ",
    "\r",
    "\u2028",
    "\x00",
    "\u202e",
    "\ud800",
    "}}",
    "|",
    ";",
    "%",
    "&",
    " ",
    "",
]

texts = st.sampled_from(HOSTILE) | st.text(max_size=20) | st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join)
names = st.builds(Name, family=texts, given=texts, native=texts) | st.builds(Name, literal=texts)
fields = (
    st.builds(
        Field, variable=st.sampled_from(["title", "URL", "ISBN", "ISSN", "page", "note", "x", "PMID"]), value=texts
    )
    | st.builds(Field, variable=st.sampled_from(["author", "editor"]), value=st.lists(names, max_size=3).map(tuple))
    | st.builds(
        Field, variable=st.sampled_from(["issued", "accessed"]), value=st.builds(PartialDate, st.integers(1, 9999))
    )
)
references = st.builds(
    Reference,
    st.just("ref-1"),
    texts,
    texts,
    st.sampled_from(["book", "report", "x"]),
    st.lists(fields, max_size=8).map(tuple),
)


def as_read(lines: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Give what rispy should make of the lines of a record; it takes the semicolon for the end of an address."""
    several: dict[str, list[str]] = defaultdict(list)
    once: dict[str, str] = {}
    for tag, value in lines:
        name = TAG_KEY_MAPPING[tag]
        if tag in LIST_TYPE_TAGS:
            several[name] += [part.strip() for part in value.split(";")] if tag == "UR" else [value]
        elif tag != "ER":
            once.setdefault(name, value)
    return {**once, **several}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_records(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the table gives the record that it shows, and rispy reads its values."""
    text = to_ris([make_reference(case["fields"], case["kind"])], ["key"])

    assert case["ris"].strip() == text.strip()
    assert [as_read([(line[:2], line[6:]) for line in text.splitlines()])] == rispy.loads(text)


@given(st.lists(references, max_size=4))
def test_hostile_references_read_back(made: list[Reference]) -> None:
    """Whatever the words, rispy finds as many records, and in each exactly the values that were written."""
    keys = [f"key{place}" for place in range(len(made))]

    text = to_ris(made, keys)

    text.encode("utf-8")
    assert [as_read(record(one, key)) for one, key in zip(made, keys, strict=True)] == rispy.loads(text)


def test_a_megabyte_of_title_reads_back(make_reference: Callable[..., Reference]) -> None:
    """A title of a million letters is one line and comes back whole."""
    title = "ER - }{|" * 125_000

    assert title == rispy.loads(to_ris([make_reference({"title": title})], ["key"]))[0]["title"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (PartialDate(2004), "2004///"),
        (PartialDate(2004, 11), "2004/11//"),
        (PartialDate(2004, 11, 8), "2004/11/08/"),
        (PartialDate(2004, 21), "2004///Spring 2004"),
        (PartialDate(1900, circa=True), "1900///c. 1900"),
        (PartialDate(2006, 9, end=PartialDate(2006, 10)), "2006/09//September–October 2006"),
    ],
)
def test_dates(date: PartialDate, expected: str) -> None:
    """A date has the parts that are known; what is more than a day is said in words."""
    assert expected == ris_date(date)
