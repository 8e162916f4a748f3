"""What is asked for a document: each address once, with the dates for which a snapshot of it is wanted."""

from __future__ import annotations

import datetime as dt

import pytest

from citecheck import api
from citecheck.archives import Anchor, Wanted
from citecheck.composition import examine
from citecheck.config import Settings
from citecheck.gathering import Question, questions
from citecheck.model import Dossier, Link, LinkCheck, PartialDate, Place, Span

TODAY = dt.date(2024, 1, 1)


def dossier(*lines: str) -> Dossier:
    """Give the dossier of a list of references."""
    document = api.read("\n".join(lines).encode(), settings=Settings(from_="references"))
    return examine(document, TODAY)


def accessed(year: int, month: int, day: int, title: str, issued: PartialDate | None = None) -> Wanted:
    """Give what is wanted for a page of a title that was read on a day."""
    return Wanted(Anchor(PartialDate(year, month, day), "accessed"), title, issued)


def test_the_day_of_reading_comes_before_that_of_publication() -> None:
    """A snapshot is wanted for when the author saw the page; without that day, for when the page came out."""
    found = questions(
        dossier(
            'Kim, Yong (3 May 2005). "A Page." http://a.example/x. Retrieved 2007-03-16.',
            'Lee, B. (12 June 2008). "Other." The Paper. http://b.example/y.',
            'Park, C. "No Date." http://c.example/z.',
        )
    )

    assert [
        Question("http://a.example/x", (accessed(2007, 3, 16, "A Page", PartialDate(2005, 5, 3)),)),
        Question("http://b.example/y", (Wanted(Anchor(out := PartialDate(2008, 6, 12), "issued"), "Other", out),)),
        Question("http://c.example/z", (Wanted(title="No Date"),)),
    ] == list(found)


def test_an_address_that_two_references_name_is_one_question() -> None:
    """It is asked once, and a snapshot is wanted for each date and title, the same ones once."""
    found = questions(
        dossier(
            'Kim, Y. "One." http://a.example/x. Retrieved 2007-03-16.',
            'Lee, B. "Two." http://a.example/x. Retrieved 2009-01-02.',
            'Kim, Y. "One." http://a.example/x. Retrieved 2007-03-16.',
        )
    )

    wanted = (accessed(2007, 3, 16, "One"), accessed(2009, 1, 2, "Two"))
    assert (Question("http://a.example/x", wanted),) == found


def test_no_archive_is_asked_for_a_copy_or_an_identifier() -> None:
    """A link to an archive is checked as a link; a snapshot of a snapshot is nobody's wish."""
    found = questions(
        dossier(
            'Kim, Y. "One." http://a.example/x. Archived from the original at '
            "https://web.archive.org/web/20070309101522/http://a.example/x. Retrieved 2007-03-16."
        )
    )
    wanted = {question.url: question.wanted for question in found}

    assert (accessed(2007, 3, 16, "One"),) == wanted["http://a.example/x"]
    assert () == wanted["https://web.archive.org/web/20070309101522/http://a.example/x"]


def test_a_link_of_the_body_has_no_date() -> None:
    """An original that stands in the text alone gets the last snapshot; a link that is none gets no snapshot."""
    plain = dossier("Nothing to link.")
    body = (Link("http://a.example/x", "original", Span(0, 1)), Link("http://b.example/y", "archive", Span(1, 2)))
    checks = tuple(LinkCheck(link.url, places=(Place(1, link.span, None),)) for link in body)
    import dataclasses  # noqa: PLC0415 - for this dossier alone

    with_body = dataclasses.replace(plain, document=dataclasses.replace(plain.document, links=body), links=checks)

    assert (Question("http://a.example/x", (Wanted(),)), Question("http://b.example/y")) == questions(with_body)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example", "HTTP://A.example:80/"),
        ("http://a.example/x#part", "http://a.example/x"),
        ("https://a.example:443/x", "https://a.example/x"),
    ],
)
def test_spellings_of_one_address_are_asked_as_one(one: str, other: str) -> None:
    """A question keeps the spelling of its document, and knows what is asked for it."""
    assert Question(one) != Question(other)
    assert Question(one).address == Question(other).address
