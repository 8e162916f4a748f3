"""A web with an archive, and policies that ask it without waiting for anybody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck.gathering import Policy, Question
from citecheck.web.hosts import Manners
from tests.standin import TORTURE, StandInWeb

HERE = Path(__file__).parent
AT_ONCE = Manners(at_once=32, interval=0.0)
PATIENCE = 15.0
"""Seconds for requests that a run left to themselves; more than any of them may take."""


@pytest.fixture(scope="session")
def standing() -> Iterator[StandInWeb]:
    """Give the web of `web.toml`, which does all that a web can do, and its archive."""
    with StandInWeb(TORTURE, HERE / "web.toml") as started:
        yield started


@pytest.fixture(autouse=True)
def _nobody_asks_on() -> Iterator[None]:
    """Let requests that an interrupted run left behind end before the next test counts its own."""
    yield
    for thread in threading.enumerate():
        if thread.name == "citecheck farewell":
            thread.join(PATIENCE)


@pytest.fixture
def web(standing: StandInWeb) -> StandInWeb:
    """Give that web with its log empty."""
    standing.log.clear()
    return standing


@pytest.fixture
def policy_for() -> Callable[..., Policy]:
    """Give the function that makes a policy which asks a web at once, and what differs from that."""

    def make(web: StandInWeb, **changes: Any) -> Policy:  # noqa: ANN401 - the fields of a policy
        fields: dict[str, Any] = {
            "resolver": web.resolver,
            "ca_file": str(web.ca_pem),
            "label": web.table.label,
            "manners": AT_ONCE,
            "archive_manners": AT_ONCE,
            "patience": 0.0,
            "pause": 0.0,
            "timeout": 10.0,
        }
        return Policy(**(fields | changes))

    return make


@pytest.fixture
def policy(web: StandInWeb, policy_for: Callable[..., Policy]) -> Callable[..., Policy]:
    """Give the same for that one web."""

    def make(**changes: Any) -> Policy:  # noqa: ANN401 - the fields of a policy
        return policy_for(web, **changes)

    return make


@pytest.fixture
def links() -> Callable[..., list[Question]]:
    """Give the function that makes questions about links alone."""

    def make(*urls: str) -> list[Question]:
        return [Question(url) for url in urls]

    return make
