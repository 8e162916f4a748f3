"""The stand-in web, and sessions that ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from citecheck.web import Limits, Session, Settings
from tests.standin import TORTURE, StandInWeb

QUICK = Limits(total=0.7, connect=0.5, read=5)
"""For servers that never end; all others answer within milliseconds."""


@pytest.fixture(scope="session")
def web() -> Iterator[StandInWeb]:
    """Give a web that does everything that a web can do to a client."""
    with StandInWeb(TORTURE) as started:
        yield started


@pytest.fixture
def settings(web: StandInWeb) -> Settings:
    """Give settings with which that web is reached, private addresses refused."""
    return Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=QUICK)


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """Give a session that asks that web."""
    with Session(settings) as made:
        yield made
