"""Quotes and brackets are paired by what stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.references.enclosures import enclosures


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"Plain". Rest', ['"Plain"']),
        ('"北 "inner"". Rest', ['"北 "inner""']),
        ('""Inner" first". Rest', ['""Inner" first"']),
        ('"The "what-if" index". Rest', ['"The "what-if" index"']),
        ('"The 12" Album". Rest', ['"The 12" Album"']),
        ('"An "unclosed inner". Rest', ['"An "unclosed inner"']),
        ('"One". Two "three".', ['"One"', '"three"']),
        ("“Curly “inner” end”. Rest", ["“Curly “inner” end”"]),
        ("«Guillemets». „Low“.", ["«Guillemets»", "„Low“"]),
        ('12" record', []),
        ('"never closed', []),
    ],
)
def test_outermost_quotes(text: str, quoted: list[str]) -> None:
    """Each outermost quotation is found whole."""
    assert quoted == [span.of(text) for span in enclosures(text).quotes]


@given(st.text(alphabet='ab "“”()[].,', max_size=60))
def test_quotes_do_not_overlap(text: str) -> None:
    """Outermost quotations stand in order beside each other, and every bracket ends behind its start."""
    found = enclosures(text)

    assert all(first.end <= second.start for first, second in zip(found.quotes, found.quotes[1:], strict=False))
    assert all(start < end <= len(text) for start, end in found.ends.items())
