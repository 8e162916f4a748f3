"""What the HTML report says only where there is something to say: it loses nothing that an editor would act on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.composition import count
from citecheck.model import CopyCheck, DocumentReport, LinkCheck, Origin, Snapshot, Span, Work
from citecheck.reports.html_report import HtmlFormat
from tests.reports.large import large_report

LARGE = large_report(5)
IT = LARGE.documents[0]
URL = IT.links[0].url
COPY = CopyCheck("wayback", URL, "2009-01-02T00:00:00Z", "broken", "Its pictures are missing.")
SNAPSHOT = Snapshot(URL, "archived", memento="https://web.archive.example/1", captured_at="2009-01-02T00:00:00Z")
ORIGIN = Origin("https://wiki.example/?oldid=7", "2026-02-03T00:00:00Z", 7, "2026-01-02T00:00:00Z")
WORK = Work("bib-1", "Smith, Jane (2010). The bridge.", (), 90, Span(0, 1))


def rendered(document: DocumentReport) -> str:
    """Give the page of a report on one document."""
    return HtmlFormat().render(replace(LARGE, documents=(document,), counts=count((document,))))


def checked(check: LinkCheck) -> DocumentReport:
    """Give a document of which the first link has an answer."""
    return replace(IT, links=(check, *IT.links[1:]))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (replace(IT, origin=ORIGIN), '">revision 7</a> of 2026-01-02, fetched on 2026-02-03'),
        (checked(replace(IT.links[0], fragment="missing")), "has not the place that the address names after “#”"),
        (
            checked(replace(IT.links[0], copy=COPY)),
            "A copy of 2009-01-02, does not play back: Its pictures are missing.",
        ),
        (replace(IT, snapshots=(replace(SNAPSHOT, bears_title=False),)), "without the title"),
        (replace(IT, snapshots=(replace(SNAPSHOT, bears_claim=False),)), "bears out no claim"),
        (replace(IT, references=(replace(IT.references[0], works=(WORK,)), *IT.references[1:])), WORK.raw),
        (
            replace(
                IT,
                claims=(
                    replace(IT.claims[0], verdicts=(replace(IT.claims[0].verdicts[0], live="not-found"),)),
                    *IT.claims[1:],
                ),
            ),
            "By a snapshot; the live page alone: not found in the source.",
        ),
        (
            replace(
                IT,
                claims=(
                    replace(IT.claims[0], citations=(replace(IT.claims[0].citations[0], page="12–14"),)),
                    *IT.claims[1:],
                ),
            ),
            ": 12–14</a>",
        ),
    ],
    ids=["origin", "fragment", "copy", "title", "claim", "works", "live", "page"],
)
def test_what_there_is_to_say_is_said(document: DocumentReport, words: str) -> None:
    """And nothing of it where there is nothing to say."""
    assert (False, True) == (words in rendered(IT), words in rendered(document))
