"""Several spellings of one address: it is asked about once, for all who name it."""

from __future__ import annotations

import datetime as dt

from citecheck.archives import Anchor, Wanted
from citecheck.composition import survey
from citecheck.gathering import questions
from citecheck.links import normalised
from citecheck.model import Document, Link, PartialDate, ReferenceEntry, Span

TEXT = "HTTP://A.example/x\nKim (1997). One. Quay. http://a.example:80/x. Retrieved 2007-03-16.\n"


def document() -> Document:
    """Give a document whose body and whose reference name one page, each in its own way."""
    start, end = TEXT.index("Kim"), len(TEXT) - 1
    at = TEXT.index("http://a")
    link = Link("http://a.example:80/x", "original", Span(at, at + 21))
    entry = ReferenceEntry("1", TEXT[start:end], Span(start, end), (link,))
    return Document(
        "a.txt", "by-hand", TEXT, entries=(entry,), links=(Link("HTTP://A.example/x", "original", Span(0, 18)),)
    )


def test_one_question_has_the_dates_of_all_spellings() -> None:
    """The reference wants the copy of the day on which it was read, the body any."""
    (question,) = questions(survey(document(), dt.date(2026, 1, 31), normalised))

    assert ("HTTP://A.example/x", "http://a.example/x") == (question.url, question.address)
    read = Wanted(Anchor(PartialDate(2007, 3, 16), "accessed"), "One", PartialDate(1997))
    assert {Wanted(), read} == set(question.wanted)
