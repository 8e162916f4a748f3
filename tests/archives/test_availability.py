"""The availability API: a hint is read where there is one, and silence is never more than silence."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.availability import Hint, both_sides_question, hint_question, read_hint
from tests.archives.conftest import made

API = "https://archive.org/wayback/available"
BASE = "https://web.archive.org"
ANSWERS = tomllib.loads(Path(__file__).with_name("hints.toml").read_text(encoding="utf-8"))["answer"]


def read(body: bytes) -> Hint:
    """Give what an answer with a body tells."""
    return read_hint(made([{"url": API, "status": 200}], body=body), BASE)


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["why"])
def test_an_answer_is_read(case: dict[str, Any]) -> None:
    """A copy is named only by an answer that is whole; everything else names none."""
    hint = read(case["text"].encode())
    said = [f"{found.timestamp} {found.status or '-'} {found.original}" for found in hint.captures]

    assert ([case["is"]] if isinstance(case.get("is"), str) else case.get("is", [])) == said
    assert bool(hint.failure) == case.get("fails", False), hint.failure
    assert [f"{BASE}/web/{one.timestamp}/{one.original}" for one in hint.captures] == [one.uri for one in hint.captures]


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.booleans() | st.text(max_size=9), st.lists).map(repr).map(str.encode)
)
def test_any_bytes_are_a_hint_or_none(data: bytes) -> None:
    """No answer makes an error."""
    assert () == read(data).captures


def test_a_deep_answer_is_none() -> None:
    """What nests deeper than a parser goes names no copy."""
    assert read(b"[" * 500_000).failure
    assert read(b'{"archived_snapshots":' * 100_000).failure


@pytest.mark.parametrize("timestamp", [None, "20070309235959"])
def test_a_question_holds_the_address_as_it_stands(timestamp: str | None) -> None:
    """An ampersand in the address is not the end of it; without a time the last copy is asked for."""
    url = "http://old.example/?a=b&c=d#e"
    query = parse_qs(urlsplit(hint_question(API, url, timestamp).url).query)

    assert {"url": [url]} | ({} if timestamp is None else {"timestamp": [timestamp]}) == query


def test_one_question_asks_for_both_sides() -> None:
    """A line for the last good copy before a time, one for the first after it, the address encoded in each."""
    request = both_sides_question(API, "http://old.example/?a=b&c=d", "20070309235959")
    lines = [parse_qs(line) for line in (request.body or b"").decode().split("\n")]

    assert ("POST", "2") == (request.method, request.headers.get("Wayback-Api-Version"))
    assert [["before"], ["after"]] == [line["closest"] for line in lines]
    assert [["http://old.example/?a=b&c=d"]] * 2 == [line["url"] for line in lines]
    assert [["200", "203", "206"]] * 2 == [line["statuscodes"] for line in lines]
