"""Counts and bibliographic fields are said in one way everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from citecheck.model import Claim, ClaimCitation, Counts, Coverage, Span
from citecheck.reports.wording import authors, counted, footnotes, issued, summary


def test_one_thing_has_no_plural() -> None:
    """One is one."""
    assert ("1 claim", "0 claims", "2 claims") == (counted(1, "claim"), counted(0, "claim"), counted(2, "claim"))


def test_the_summary_is_one_line() -> None:
    """The line that a run ends with."""
    counts = Counts(1, 15, 15, 63, 30, 3, {"error": 3, "warning": 12, "note": 15})

    assert "3 errors, 12 warnings, 15 notes in 1 document (15 references, 15 citations, 63 claims)" == summary(counts)


@pytest.mark.parametrize(
    ("expected", "csl"),
    [
        ("", {}),
        ("Kim", {"author": [{"family": "Kim", "given": "Yong Mok"}]}),
        ("van der Berg", {"author": [{"family": "Berg", "non-dropping-particle": "van der"}]}),
        ("A; B et al.", {"author": [{"family": "A"}, {"literal": "B"}, {"family": "C"}]}),
        ("E", {"editor": [{"family": "E"}]}),
        ("", {"author": "Kim"}),
        ("", {"author": [5, None]}),
        ("?", {"author": [{"family": 5}]}),
    ],
)
def test_authors(expected: str, csl: dict[str, Any]) -> None:
    """Family names, two at most; a CSL item of any shape is survived."""
    assert expected == authors(csl)


@pytest.mark.parametrize(
    ("expected", "date"),
    [
        ("2007-06-07", {"date-parts": [[2007, 6, 7]]}),
        ("2007", {"date-parts": [[2007]]}),
        ("1997/1999-02", {"date-parts": [[1997], [1999, 2]]}),
        ("2007-06", {"date-parts": [["2007", "6"]]}),
        ("circa 1900", {"literal": "circa 1900"}),
        ("", {"date-parts": [["x" * 9]]}),
        ("", {"date-parts": [["9" * 5000]]}),
        ("", {"date-parts": 5}),
        ("", {}),
        ("", None),
    ],
)
def test_dates(expected: str, date: object) -> None:
    """A CSL date is said as ISO 8601; nonsense is nothing."""
    assert expected == issued({"issued": date})


def claim(place: int, coverage: Coverage, *citations: ClaimCitation) -> Claim:
    """Give a claim of ten code points."""
    return Claim(f"claim-{place}", "words", "", 1, (Span(place * 10, place * 10 + 9),), coverage, citations)


def test_footnotes_reach_back() -> None:
    """A later footnote stands in parentheses beside the claims that it reaches, and nowhere else."""
    reaching = ClaimCitation("ref-1", "[1]", (Span(20, 29),), (Span(10, 29),))
    alone = ClaimCitation("ref-2", "[2]", (Span(40, 49),), (Span(40, 49),))
    claims = (
        claim(0, "none"),
        claim(1, "inherited"),
        claim(2, "direct", reaching, reaching),
        claim(3, "none"),
        claim(4, "direct", alone),
    )

    assert ("", "([1])", "[1]", "", "[2]") == footnotes(claims)
