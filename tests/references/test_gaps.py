"""What an entry lacks is said of it, in the words of biblatex's data model."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.model import Reference
from citecheck.references.gaps import gaps, told

CASES = tomllib.loads((Path(__file__).parent / "bibtex_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_gaps_are_those_that_biber_warns_of(case: dict[str, Any], make_reference: Callable[..., Reference]) -> None:
    """Each reference of the table lacks what the table says; a volume in letters is a fault and no gap."""
    expected = sorted(gap for gap in case.get("gaps", ()) if gap != "volume")

    assert expected == sorted(gaps(make_reference(case["fields"], case["kind"])))


def test_a_line_names_the_incomplete_references(make_reference: Callable[..., Reference]) -> None:
    """The summary counts all and names ten."""
    whole, bare = make_reference({"title": "T", "issued": "2001"}), make_reference({"title": "T"}, label="7")

    assert "" == told([whole])
    assert "1 reference is incomplete and was exported without filling anything in: 7 (no date)" == told([whole, bare])
    assert told([bare] * 12).startswith("12 references are incomplete and were exported")
    assert told([bare] * 12).endswith("7 (no date), and 2 more")
