"""Every rule has its page, which says the same as the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.model import SEVERITIES
from citecheck.rules import catalogue
from docs import rule_pages

PAGES = Path(__file__).parents[2] / "docs" / "rules"
SECTIONS = ["## What it finds", "## Why it matters", "## What to do", "## When it is silent"]
MEASURED = rule_pages.measured()


@pytest.mark.parametrize("id_", catalogue())
def test_a_rule_has_its_page(id_: str) -> None:
    """Its head is the catalogue's, with the precision that was measured (`make pages`), and it has every section."""
    page = (PAGES / f"{id_}.md").read_text(encoding="utf-8")

    assert rule_pages.page(catalogue()[id_], MEASURED) == page
    assert SECTIONS == [line for line in page.splitlines() if line.startswith("## ")]


def test_a_page_has_its_rule() -> None:
    """No page is left of a rule that is gone."""
    assert sorted([*catalogue(), "index"]) == sorted(path.stem for path in PAGES.glob("*.md"))


def test_the_index_is_that_of_the_catalogue() -> None:
    """Every rule once, as `make pages` writes it."""
    assert rule_pages.index(MEASURED) == (PAGES / "index.md").read_text(encoding="utf-8")


def test_what_was_measured_is_found() -> None:
    """The tables are read: rows without a judged finding say nothing."""
    assert MEASURED["claim-trailing"] == "[right in 26 of 31](../precision.md)"
    assert "date-future" not in MEASURED


@pytest.mark.parametrize("id_", catalogue())
def test_texts_are_for_people(id_: str) -> None:
    """A title is a phrase, the help a sentence or two that end."""
    rule = catalogue()[id_]

    assert rule.severity in SEVERITIES
    assert rule.precision in {"very-high", "high", "medium", "low"}
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.help.endswith(".")
