"""A citation template says in CSL variables what its parameters say, whatever the wiki's language."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from citecheck.documents.wikitext import WikitextReader
from citecheck.model import Field, PartialDate

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cite_cases.toml").read_text(encoding="utf-8"))[
    "cite"
]


def shown(field: Field) -> str:
    """Give a field's value as the table has it."""
    if isinstance(field.value, PartialDate):
        return field.value.iso()
    if isinstance(field.value, str):
        return field.value
    return "; ".join(name.display() for name in field.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_template_is_read(case: dict[str, Any]) -> None:
    """Fields, addresses with their roles, and the printed line."""
    document = WikitextReader().read("page.wiki", f"Claim.<ref>{case['wikitext']}</ref>")
    (entry,) = document.entries
    assert case["fields"] == {field.variable: shown(field) for field in entry.given}
    assert sorted(case["links"]) == sorted(f"{link.role} {link.url}" for link in entry.links)
    if "raw" in case:
        assert case["raw"] == entry.raw


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_field_lies_where_it_is_printed(case: dict[str, Any]) -> None:
    """The span of a text field holds the value in the entry's words."""
    document = WikitextReader().read("page.wiki", f"Claim.<ref>See {case['wikitext']}</ref>")
    (entry,) = document.entries
    for field in entry.given:
        if field.span is not None and isinstance(field.value, str):
            assert field.value.removesuffix(".") == field.span.of(entry.raw).removesuffix(".")
