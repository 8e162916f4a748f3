"""Every rule has its page, which says the same as the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.model import SEVERITIES
from citecheck.rules import catalogue

PAGES = Path(__file__).parents[2] / "docs" / "rules"
SECTIONS = ("## What it finds", "## Why it matters", "## What to do", "## When it is silent")


@pytest.mark.parametrize("id_", catalogue())
def test_a_rule_has_its_page(id_: str) -> None:
    """The page names title, severity and precision as the catalogue does, and has every section."""
    rule = catalogue()[id_]
    page = (PAGES / f"{id_}.md").read_text(encoding="utf-8")
    lines = page.splitlines()

    strict = " · only with `--strict`" if rule.strict else ""
    assert f"# {id_}" == lines[0]
    assert f"{rule.title}." == lines[2]
    assert f"Severity: {rule.severity} · precision: {rule.precision}{strict}" == lines[4]
    assert list(SECTIONS) == [line for line in lines if line.startswith("## ")]


def test_a_page_has_its_rule() -> None:
    """No page is left of a rule that is gone."""
    assert sorted(catalogue()) == sorted(path.stem for path in PAGES.glob("*.md"))


@pytest.mark.parametrize("id_", catalogue())
def test_texts_are_for_people(id_: str) -> None:
    """A title is a phrase, the help a sentence or two that end."""
    rule = catalogue()[id_]

    assert rule.severity in SEVERITIES
    assert rule.precision in {"very-high", "high", "medium", "low"}
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.help.endswith(".")
