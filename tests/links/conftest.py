"""A web that does everything that a web can do to a link, and a session that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.web import Limits, Session, Settings
from tests.standin import TORTURE, StandInWeb

REDIRECTS = Path(__file__).with_name("redirects.toml")
QUICK = Limits(total=0.7, connect=0.5, read=5)
"""For servers that never end; all others answer within milliseconds."""


@pytest.fixture(scope="session")
def session() -> Iterator[Session]:
    """Give the session; private addresses are refused."""
    with (
        StandInWeb(REDIRECTS, TORTURE) as web,
        Session(Settings(resolver=web.resolver, ca_file=str(web.ca_pem), limits=QUICK)) as made,
    ):
        yield made
