"""What came in place of a page, and doubts about what came."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from citecheck.pages import Came, doubt, instead, read
from citecheck.pages.instead import Kind
from tests.standin.pages import Pages
from tests.standin.table import Table

CAME = tomllib.loads(Path(__file__).with_name("instead.toml").read_text(encoding="utf-8"))["came"]


def came(case: dict[str, Any]) -> Came:
    """Give what came in a case."""
    asked = case["asked"]
    final = case.get("final", asked)
    body = case["html"].encode() if "html" in case else Pages(Table()).draw(case["page"], final)
    return Came(asked, final, final != asked, read(body, "text/html; charset=utf-8"))


@pytest.mark.parametrize("case", CAME, ids=lambda case: case["why"])
def test_what_came(case: dict[str, Any]) -> None:
    """Plainly something else, or something doubtful, or the page."""
    one = came(case)
    found = instead(one)

    assert case.get("kind") == (found and found.kind)
    assert found is None or case.get("told", "") in found.told
    assert found is not None or case.get("doubt", "") == doubt(one)


def test_every_kind_has_its_case() -> None:
    """And doubts as well as pages that are what was asked for."""
    assert set(get_args(Kind)) == {case["kind"] for case in CAME if "kind" in case}
    assert 6 <= sum("doubt" in case for case in CAME)
