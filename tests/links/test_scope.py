"""Which addresses are asked: patterns with stars, and nothing else that could mean something."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from citecheck.lexicon.patterns import fits
from citecheck.links import Scope

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("scope.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['pattern']} {case['url']}")
def test_a_pattern_fits(case: dict[str, Any]) -> None:
    """A host, a host with a path, a whole address; case aside."""
    assert case["fits"] == fits(case["pattern"], case["url"])


def test_only_what_is_included_and_not_excluded_is_asked() -> None:
    """The reason names the option, and the pattern where there is one."""
    scope = Scope(("*.example",), ("b.example", "*/x/*"))

    assert [
        "",
        "It is left out: no pattern of --include-url fits it.",
        "It is left out: --exclude-url b.example.",
        "It is left out: --exclude-url */x/*.",
    ] == [
        scope.why_not([url])
        for url in ("http://a.example/", "http://a.test/", "http://b.example/", "http://a.example/x/y")
    ]
    assert "" == Scope().why_not(["http://a.example/"])


def test_any_spelling_tells() -> None:
    """That of the document and the one that is asked: letters beyond ASCII look different in them."""
    spellings = ("https://xn--mller-kva.example/", "https://müller.example/")

    assert "" == Scope(("müller.example",)).why_not(spellings)
    assert "" != Scope((), ("müller.example",)).why_not(spellings)


def test_a_pattern_cannot_run_away() -> None:
    """A megabyte under fifty stars takes no time to speak of: ten times the length, not a hundred times the time."""
    pattern = "https://" + "*ab" * 50 + "c"
    took = []
    for size in (50_000, 500_000):
        url = "https://" + "ab" * size
        start = time.process_time()
        assert not fits(pattern, url)
        took.append(time.process_time() - start)

    assert took[1] < 100 * max(took[0], 0.001)
