"""What fails, throttles or excludes says so in a sentence, and is no answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from citecheck.archives.failure import EXCLUDED, failure, is_excluded, is_worth_a_second
from citecheck.web import Exchange
from citecheck.web.exchange import ErrorKind

CDX = "https://web.archive.org/cdx/search/cdx"
BLOCKED = "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
ROBOTS = "org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots"
HEADER = "X-Archive-Wayback-Runtime-Error"


@pytest.mark.parametrize(
    ("hop", "expected", "again"),
    [
        ({"status": 200}, "", False),
        ({"status": 200, "body": "[]"}, "", False),
        ({"status": 403, "headers": {HEADER: BLOCKED}}, EXCLUDED, False),
        ({"status": 403, "body": BLOCKED}, EXCLUDED, False),
        ({"status": 200, "body": ROBOTS}, EXCLUDED, False),
        ({"status": 503, "body": ROBOTS}, EXCLUDED, False),
        ({"status": 403}, "The archive answered 403.", False),
        ({"status": 404}, "The archive answered 404.", False),
        ({"status": 204}, "The archive answered 204.", False),
        ({"status": 400, "body": "the url parameter is missing"}, "The archive answered 400.", False),
        ({"status": 429}, "The archive was asked too often and asks for a pause (429).", True),
        ({"status": 500}, "The archive answered 500.", True),
        ({"status": 502}, "The archive answered 502.", True),
        ({"status": 503}, "The archive answered 503.", True),
        ({"status": 504}, "The archive answered 504.", True),
    ],
)
def test_a_status_that_is_no_answer_says_so(
    hop: dict[str, Any], expected: str, again: bool, exchange: Callable[..., Exchange]
) -> None:
    """Only a plain 200 is an answer; what a moment may mend is asked once more, an exclusion never."""
    asked = exchange([{"url": CDX} | hop])

    assert (expected, again) == (failure(asked), is_worth_a_second(asked))
    assert (expected == EXCLUDED) == is_excluded(asked)


@pytest.mark.parametrize("kind", get_args(ErrorKind))
def test_every_kind_of_error_is_a_failure(kind: ErrorKind, exchange: Callable[..., Exchange]) -> None:
    """Whatever kept the archive from answering, its message is told, and is no answer."""
    asked = exchange((), error={"kind": kind, "message": "It failed."})

    assert "The archive was not heard: It failed." == failure(asked)
    assert is_worth_a_second(asked) == (kind in {"timeout", "reset", "truncated", "refused"})


def test_an_answer_that_is_not_whole_is_none(exchange: Callable[..., Exchange]) -> None:
    """Rows that broke off or were cut could hide the one that is wanted."""
    hop = {"url": CDX, "status": 200, "body": "example,old)/ 2005"}

    broken = exchange([hop], **{"body-error": {"kind": "truncated", "message": "It broke off."}})
    assert "The archive's answer broke off: It broke off." == failure(broken)
    assert "The archive's answer is too long to be read to its end." == failure(exchange([hop], truncated=True))


def test_words_deep_in_a_page_exclude_nothing(exchange: Callable[..., Exchange]) -> None:
    """An exclusion stands at the beginning of an answer; a row with such words in its address is a row."""
    assert "" == failure(exchange([{"url": CDX, "status": 200, "body": "x" * 1000 + BLOCKED}]))
