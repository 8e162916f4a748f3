"""Pages that say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages import Glimpse, alike, read

GONE = "<title>{0}</title><h1>Sorry</h1><p>There is nothing at /news/{0}.html on this site of ours, as of {0}."


def test_addresses_and_numbers_are_no_difference() -> None:
    """A page that echoes the number that was asked for says the same as before."""
    assert alike(read(GONE.format(12).encode()), read(GONE.format(1967423).encode()))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<p>Nothing is here.", "<p>Nothing is here.", True),
        ("<p>ページがありません", "<p>ページがありません", True),
        ("<p>Nothing is here.", "<p>The ferry leaves at nine.", False),
        ("<div id=app>Loading</div>", "<div id=app>Loading</div>", False),
        ("", "", False),
        ("<nav>News Weather Contact Imprint</nav>", "<nav>News Weather Contact Imprint</nav>", False),
        ("<p>The same words here.<nav>News</nav>", "<p>The same words here.<nav>Weather</nav>", True),
    ],
)
def test_what_is_compared(one: str, other: str, same: bool) -> None:
    """What the pages themselves say, not the site around them; a shell without words is like no other."""
    assert same == alike(
        read(one.encode(), "text/html; charset=utf-8"), read(other.encode(), "text/html; charset=utf-8")
    )


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    """And nothing is raised."""
    first, second = Glimpse("a title", own=one), Glimpse("a title", own=other)

    assert alike(first, second) == alike(second, first)
