"""The availability API: a hint is read where there is one, and silence is never more than silence."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.availability import hint_question, read_hint

API = "https://archive.org/wayback/available"
ANSWERS = tomllib.loads(Path(__file__).with_name("hints.toml").read_text(encoding="utf-8"))["answer"]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["why"])
def test_an_answer_is_read(case: dict[str, Any]) -> None:
    """A copy is named only by an answer that is whole; everything else names none."""
    found = read_hint(case["text"].encode())
    said = None if found is None else f"{found.timestamp} {found.status or '-'} {found.original}"

    assert case.get("is") == said


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.booleans() | st.text(max_size=9), st.lists).map(repr).map(str.encode)
)
def test_any_bytes_are_a_hint_or_none(data: bytes) -> None:
    """No answer makes an error."""
    assert read_hint(data) is None


def test_a_deep_answer_is_none() -> None:
    """What nests deeper than a parser goes names no copy."""
    assert read_hint(b"[" * 500_000) is None
    assert read_hint(b'{"archived_snapshots":' * 100_000) is None


@pytest.mark.parametrize("timestamp", [None, "20070309235959"])
def test_a_question_holds_the_address_as_it_stands(timestamp: str | None) -> None:
    """An ampersand in the address is not the end of it; without a time the last copy is asked for."""
    url = "http://old.example/?a=b&c=d#e"
    query = parse_qs(urlsplit(hint_question(API, url, timestamp)).query)

    assert {"url": [url]} | ({} if timestamp is None else {"timestamp": [timestamp]}) == query
