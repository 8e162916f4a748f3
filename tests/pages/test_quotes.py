"""Words that an address quotes of its page."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from citecheck.pages.quotes import Quote, folded, quotes, stands_in

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("quotes.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["quote"])
def test_words_stand_in_a_text(case: dict[str, Any]) -> None:
    """By their letters, as words, between what goes before and after; one quote of several is enough."""
    text = folded(TABLE["text"])

    assert case["found"] == any(stands_in(quote, text) for quote in quotes(case["quote"]))


def test_a_quote_has_four_parts() -> None:
    """What goes before, the first words, the last ones, what comes after."""
    assert (Quote("the start", "the end", "before", "after"),) == quotes(
        "text=before-,The%20start,The%20end,-after&text=a,b,c"
    )


def test_no_text_takes_long() -> None:
    """A text of one letter, a quote of the same: ten times the length, not a hundred times the time."""
    took = []
    for size in (40_000, 400_000):
        text = "a" * size + " b " + "a b " * (size // 4)
        start = time.process_time()
        assert not stands_in(Quote("a" * 300, "b" * 300), text)
        assert not stands_in(Quote("a", "c"), text)
        took.append(time.process_time() - start)

    assert took[1] < 100 * max(took[0], 0.001)
