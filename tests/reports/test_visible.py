"""A stranger's words on one line: seen as they are, cut where they are long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.reports.visible import brief, shortened, visible

LONG = 400_000


@given(
    st.text(alphabet=st.sampled_from("ab \n\t\u202e\x1b\ud800\u3000é"), max_size=80) | st.text(max_size=80),
    st.integers(1, 30),
)
def test_brief_is_visible_shortened(text: str, limit: int) -> None:
    """However little of a text it looks at, it gives what looking at all of it would have given."""
    assert shortened(visible(text), limit) == brief(text, limit)


@pytest.mark.parametrize(
    "text", ["x" * LONG, "word " * (LONG // 5), "\x1b" * LONG], ids=["letters", "words", "controls"]
)
def test_a_long_text_costs_what_is_shown_of_it(text: str) -> None:
    """A thousand looks at 400,000 code points take less than one at all of them would a hundred times."""
    start = time.process_time()
    visible(text)
    whole = time.process_time() - start
    start = time.process_time()
    shown = {brief(text, 500) for _ in range(1000)}

    assert time.process_time() - start < 100 * whole
    assert [500] == [len(each) for each in shown]


def test_a_text_of_nothing_but_space_is_nothing() -> None:
    """Space at the beginning is looked past, however long it is."""
    assert ("", "end") == (brief(" " * LONG, 10), brief(" " * LONG + "end", 10))
