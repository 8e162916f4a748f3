"""Documents in, documents with the world's answers out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from citecheck import api
from citecheck.composition import examine
from citecheck.config import Settings
from citecheck.gathering import Policy, gather
from citecheck.model import Dossier
from tests.standin import StandInWeb

TEXTS = (
    b'Kim, Y. "One." http://kept.example/gone. Retrieved 2007-03-16.\nLee, B. "Two." http://kept.example/page.\n',
    b'Park, C. "Three." http://kept.example/gone. Retrieved 2013-01-01.\nCho, D. "No link at all."\n',
    b'Cho, D. "No link at all."\n',
)


def dossier(text: bytes) -> Dossier:
    """Give the dossier of a list of references."""
    return examine(api.read(text, settings=Settings(from_="references")), dt.date(2024, 1, 1))


def test_documents_share_their_answers(policy: Callable[..., Policy], web: StandInWeb) -> None:
    """An address that two documents name is asked once; each gets the snapshot for its own date, in its own place."""
    dossiers = list(map(dossier, TEXTS))
    gathered = gather(iter(dossiers), policy())
    first, second, third = gathered.dossiers

    assert [one.document for one in dossiers] == [one.document for one in gathered.dossiers]
    assert ["dead", "live"] == [check.verdict for check in first.links]
    assert ["2007-03-09", "2007-03-09"] == [(one.captured_at or "")[:10] for one in first.snapshots]
    assert ["2012-03-09"] == [(one.captured_at or "")[:10] for one in second.snapshots]
    assert ((), ()) == (third.links, third.snapshots)
    assert [check.places for one in dossiers for check in one.links] == [
        check.places for one in gathered.dossiers for check in one.links
    ]
    assert 2 == web.log.count("kept.example")
