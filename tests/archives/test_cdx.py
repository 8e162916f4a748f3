"""The capture index: every shape of its answers is read, every dirty row survived, and questions say what they mean."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.archives.capture import Capture
from citecheck.archives.cdx import ROWS, NotAnIndexError, first_after, last_before, nearest_to, newest, read_rows

BASE = "https://web.archive.org"
CDX = f"{BASE}/cdx/search/cdx"
ANSWERS = tomllib.loads(Path(__file__).with_name("rows.toml").read_text(encoding="utf-8"))["answer"]


def said(capture: Capture) -> str:
    """Give a capture as the table writes it."""
    return f"{capture.timestamp} {capture.status or '-'} {capture.original}"


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["why"])
def test_an_answer_is_read(case: dict[str, Any]) -> None:
    """Rows that can be used are captures, each once; what is no answer is told from an empty one."""
    if "not" in case:
        with pytest.raises(NotAnIndexError, match=case["not"]):
            read_rows(case["text"].encode(), BASE)
        return
    count, captures = read_rows(case["text"].encode(), BASE)

    assert (case["rows"], case["captures"]) == (count, [said(capture) for capture in captures])


@given(st.binary(max_size=300) | st.text(alphabet='[]{}",: \n2050http-/.', max_size=300).map(str.encode))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    """Whatever comes in the place of an answer, it is captures or no index."""
    try:
        count, captures = read_rows(data, BASE)
    except NotAnIndexError:
        return
    assert len(captures) <= count


@pytest.mark.parametrize(
    "unit",
    ["[", '["a",', "x ", "\n", "example,old)/ 20050102030405 http://old.example/ text/html 200 AAAA 1\n", '{"a":'],
)
def test_a_long_answer_ends_in_time(unit: str) -> None:
    """Two megabytes, as much as a session takes, are read or refused in linear time, however deep they nest."""
    start = time.process_time()
    try:
        read_rows((unit * (2_000_000 // len(unit))).encode(), BASE)
    except NotAnIndexError as error:
        assert str(error)  # noqa: PT017 - that it ends is the point, whichever way
    assert time.process_time() - start < 5


URL = "http://old.example/a*b?c=d&e=f#g"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (nearest_to(CDX, URL, "20070309"), {"closest": "20070309", "sort": "closest", "limit": str(ROWS)}),
        (last_before(CDX, URL, "20070309"), {"to": "20070309", "filter": "!statuscode:[345]..", "limit": f"-{ROWS}"}),
        (last_before(CDX, URL, None), {"filter": "!statuscode:[345]..", "limit": f"-{ROWS}"}),
        (first_after(CDX, URL, "20070309"), {"from": "20070309", "filter": "!statuscode:[345]..", "limit": str(ROWS)}),
        (newest(CDX, URL), {"limit": f"-{ROWS}"}),
    ],
)
def test_a_question_asks_for_one_address(question: str, expected: dict[str, str]) -> None:
    """An address with wildcards, ampersands and a fragment is asked for as it stands, exactly."""
    query = {name: values[-1] for name, values in parse_qs(urlsplit(question).query).items()}
    always = {
        "url": URL,
        "matchType": "exact",
        "output": "json",
        "fl": "urlkey,timestamp,original,mimetype,statuscode,digest,length",
    }

    assert question.startswith(f"{CDX}?")
    assert always | expected == query
