"""Links at the places that name them."""

from __future__ import annotations

import datetime as dt

from citecheck.model import Document, Dossier, Link, LinkCheck, Place, ReferenceEntry, Span
from citecheck.rules.linked import linked

TEXT = "HTTP://A.example http://b.example"


def test_a_check_of_several_spellings_has_the_role_of_each_place() -> None:
    """What an address is to its place is told by the place where the spelling is another's."""
    first, second = Span(0, 16), Span(17, 33)
    document = Document(
        "a.txt",
        "by-hand",
        TEXT,
        entries=(
            ReferenceEntry("", TEXT, Span(0, 33), (Link("http://b.example", "archive", second),), numbered=False),
        ),
        links=(Link("HTTP://A.example", "identifier", first),),
    )
    check = LinkCheck("http://same.example/", "dead", places=(Place(1, first, None), Place(1, second, None)))
    dossier = Dossier(document, (), (), (), (check,), (), dt.date(2026, 1, 31))

    assert ["identifier", "archive"] == [one.role for one in linked(dossier, "dead")]
