"""The name under which citecheck asks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.agent import clean, user_agent


def test_it_says_what_it_is_and_whom_to_write_to() -> None:
    """Name, version and a page, and the user's contact in its place where he gives one."""
    assert re.fullmatch(r"citecheck/\d[\w.+]* \(\+https://\S+\)", user_agent())
    assert user_agent("mailto:me@good.example").endswith(" (+mailto:me@good.example)")


@pytest.mark.parametrize(
    ("text", "expected"), [("a\r\nX-Evil: 1", "a X-Evil: 1"), ("a (b) c", "a b c"), ("ä", ""), ("", "")]
)
def test_a_contact_cannot_break_out_of_its_header(text: str, expected: str) -> None:
    """Line ends, parentheses and what is not ASCII are left out."""
    assert expected == clean(text)


@given(st.text(max_size=2000))
def test_any_contact_makes_a_header(text: str) -> None:
    """Whatever the user configures, the header is printable ASCII of bounded length."""
    assert re.fullmatch(r"[ -~]{10,260}", user_agent(text))
