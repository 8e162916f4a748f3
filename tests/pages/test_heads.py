"""What a page says of itself."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages.glimpse import tree
from citecheck.pages.metadata import Metadata, iso_date, metadata

HEADS = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))["head"]


def said(page: str) -> Metadata:
    """Give what a page says."""
    root = tree(f"<!doctype html>{page}")
    assert root is not None
    return metadata(root)


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["why"])
def test_a_page_says_of_itself(case: dict[str, Any]) -> None:
    """By one vocabulary or another, of which the one that is written to be cited by wins."""
    found = said(case["page"])
    values = {
        key: list(value) if isinstance(value := getattr(found, key), tuple) else value
        for key in case.keys() - {"why", "page"}
    }

    assert {key: case[key] for key in values} == values


@given(st.text(max_size=60), st.text(alphabet='{}[]",:@typeArticlheadn ', max_size=80))
def test_whatever_is_said_there_is_an_answer(title: str, block: str) -> None:
    """Of any title and any block of data; a date is one, or nothing."""
    found = said(
        f'<title>{title}</title><script type="application/ld+json">{block}</script><meta name="date" content="{title}">'
    )

    assert found.title.isprintable()
    assert found.issued in {"", iso_date(found.issued)}


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">' + "[" * 400_000 + "</script>",
        '<script type="application/ld+json">' + '{"@graph":' * 40_000 + "</script>",
        '<script type="application/ld+json">{"@type":"Article","headline":"x"}</script>' * 5_000,
        '<meta name="author" content="' + "Ida Brandt and " * 30_000 + '">',
        '<meta name="date" content="' + "1 May " * 50_000 + '">',
        "<title>" + " | x" * 100_000 + "</title><h1>x</h1>",
        "<p class='byline'>" * 3_000 + "By x",
        '<time datetime="2001">x</time>' * 20_000,
        '<meta name="author" content="Some Name">' * 20_000,
        '<script type="application/ld+json">' + "," * 450_000 + "</script>",
        '<script type="application/ld+json">' + " " * 450_000 + ";x</script>",
    ],
    ids=lambda page: page[:50],
)
def test_no_head_takes_long(page: str) -> None:
    """What is looked at of each value, and how many values, is bounded."""
    root = tree(page)
    assert root is not None
    began = time.process_time()
    metadata(root)

    assert time.process_time() - began < 2.0
