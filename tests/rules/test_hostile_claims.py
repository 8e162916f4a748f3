"""No text, however it is made, keeps the rules about claims busy for long."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from citecheck.model import Dossier
from citecheck.rules import claims, judge

UNITS = (
    "(Aa " * 8 + "1990 ",
    "(Smith and others who wrote of it in a year that nobody knows any more " + "x" * 50,
    "“" + "quoted words " * 12,
    '" 12 May 1990 " ',
    "[a][b][c]",
    "5 5 5 5 ",
    "announced in in in 2010 ",
    "x ^ y = z − 1 , ) ",
    "born (born 1990 ",
    "12 % of US$ 5 million ",
)
LENGTHS = (6_000, 24_000)
"""The second is four times the first: a linear rule takes four times as long, a quadratic one sixteen."""


@pytest.mark.parametrize("unit", UNITS)
def test_the_time_grows_with_the_text(unit: str, make_dossier: Callable[[Mapping[str, Any]], Dossier]) -> None:
    """Four times the text takes about four times as long, and never much more."""
    spent = []
    for length in LENGTHS:
        line = (unit * (length // len(unit))).strip()
        case = {"text": f"## History\n{line}\n{line}[1]\nAfter it.", "references": [{"raw": "One. 1980."}]}
        dossier = make_dossier(case)
        times = []
        for _ in range(3):  # the least of three: what else the machine does is no matter of the rules
            start = time.process_time()
            judge(dossier, claims.RULES, strict=True)
            times.append(time.process_time() - start)
        spent.append(min(times))

    assert spent[1] <= 9 * spent[0] + 0.25


def test_many_paragraphs_give_few_findings(make_dossier: Callable[[Mapping[str, Any]], Dossier]) -> None:
    """A document of 2,000 paragraphs without footnotes has ten findings and one that counts the rest."""
    text = "\n".join(f"There were {n} ships in the old harbour." for n in range(100, 2100))

    found = judge(make_dossier({"text": f"## History\n{text}"}), claims.RULES, strict=True)

    assert 11 == len(found)
    assert "1990 more paragraphs" in next(finding.message for finding in found if finding.claim is None)
