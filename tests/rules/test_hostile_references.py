"""Whatever a reference list holds, every rule comes to its end, in time that grows with the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecheck.model import Dossier, Field, PartialDate, Reference
from citecheck.references.malformed import arxiv_problem, doi_problem, isbn_problem, issn_problem
from citecheck.rules import claims, dates, document, identifiers, judge, markers, references

CHECKS = tuple(
    check for family in (claims, dates, document, identifiers, markers, references) for check in family.RULES
)
TEXTS = ("title", "container-title", "URL", "DOI", "ISBN", "ISSN", "arXiv", "page")
Make = Callable[[Mapping[str, Any]], Dossier]


def failures(dossier: Dossier) -> list[str]:
    """Give what the rules that stopped say."""
    found = judge(dossier, CHECKS, strict=True)
    return [finding.message for finding in found if finding.rule == "rule-failed"]


@given(raws=st.lists(st.text(max_size=60), min_size=1, max_size=6), value=st.text(max_size=30))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_judged(make_dossier: Make, raws: list[str], value: str) -> None:
    """No text of an entry or of a field stops a rule."""
    dossier = make_dossier({"text": "It was over.[1]", "references": [{"raw": raw} for raw in raws]})
    fields = tuple(Field(variable, value) for variable in TEXTS)

    assert [] == failures(dossier)
    assert [] == failures(
        replace(dossier, references=tuple(replace(reference, fields=fields) for reference in dossier.references))
    )


@pytest.mark.parametrize(
    "unit", ["[", '"', ",", " ", "1", "ISBN 1", "doi:1", "arXiv:1", "2007-02-30 ", "31 May 2", "a://"]
)
def test_a_long_entry_is_judged(unit: str, make_dossier: Make) -> None:
    """An entry of fifty thousand of anything takes no rule long."""
    dossier = make_dossier({"text": "It was over.[1]", "references": [{"raw": unit * (50_000 // len(unit))}]})

    assert [] == failures(dossier)


def test_a_long_list_is_judged(make_dossier: Make) -> None:
    """Five thousand entries that all share title, words and year are compared with a few each."""
    dossier = make_dossier({"text": "It was over.[1]", "references": [{"raw": "Report of the year, 1999."}]})
    fields = (Field("title", "Report of the year"), Field("issued", PartialDate(1999)))
    many = tuple(
        Reference(
            f"ref-{n}", str(n), f"Report of the year, 1999, {n}.", "book", (*fields, Field("page", str(n))), (), 0
        )
        for n in range(1, 5001)
    )

    assert [] == failures(replace(dossier, references=many))


@pytest.mark.parametrize("problem", [isbn_problem, issn_problem, doi_problem, arxiv_problem])
@given(text=st.text())
@settings(deadline=None)
def test_any_text_as_identifier(problem: Callable[[str], str], text: str) -> None:
    """What is wrong with an identifier is a phrase without a full stop, or nothing."""
    assert not problem(text).endswith(".")
