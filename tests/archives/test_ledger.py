"""The ledger of a search: what is said of a copy beside that it is there."""

from __future__ import annotations

import pytest

from citecheck.archives.archive import Anchor, Wanted
from citecheck.archives.capture import capture_at
from citecheck.archives.ledger import Ledger
from citecheck.archives.playback import Played
from citecheck.model import Content, PartialDate

URI = "https://web.archive.org/web/20070309101522/http://old.example/page"
READ = Anchor(PartialDate(2007, 3, 16), "accessed")


@pytest.mark.parametrize(
    ("cited", "printed", "says"),
    [
        (PartialDate(2007, 3, 1), "2007-03-01", ""),
        (PartialDate(2007, 3, 1), "2007-03-02", ""),
        (PartialDate(2007, 3), "2007-03-31", ""),
        (PartialDate(2007), "2007-12-31", ""),
        (PartialDate(2007, 3, 1), "", ""),
        (None, "2012-05-01", ""),
        (PartialDate(2007, 3, 1), "2012-05-01", "published on 2012-05-01, the reference has 2007-03-01."),
        (PartialDate(2006), "2007-03-01", "published on 2007-03-01, the reference has 2006."),
    ],
)
def test_another_day_of_publication_is_told(cited: PartialDate | None, printed: str, says: str) -> None:
    """A day beside the one of the reference may be a time zone's; another one may be another page's."""
    capture = capture_at(URI)
    assert capture is not None
    played = Played(outcome="verified", content=Content(issued=printed))
    ledger = Ledger("http://old.example/page", Wanted(READ, issued=cited), "wayback", 90)
    ledger.note(played, capture)
    reason = ledger.archived(capture, played, "verified").reason

    assert says in reason
    assert bool(says) == ("published on" in reason)
