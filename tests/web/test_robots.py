"""The delay that a site asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.robots import LONGEST, crawl_delay

AGENT = "citecheck/1.0 (+https://example.org)"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 2", 2.0),
        ("user-agent:*\r\ncrawl-DELAY :0.5 # please\r\n", 0.5),
        ("\ufeffUser-agent: *\nDisallow: /\nCrawl-delay: 3\n", 3.0),
        ("User-agent: bingbot\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 1", 1.0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: CiteCheck\nCrawl-delay: 1", 1.0),
        ("User-agent: a\nUser-agent: *\nUser-agent: b\nCrawl-delay: 4", 4.0),
        ("User-agent: *\nDisallow:\nUser-agent: b\nCrawl-delay: 4", 0.0),
        ("User-agent: *\nCrawl-delay: 3600", LONGEST),
        ("User-agent: *\nCrawl-delay: -1", 0.0),
        ("User-agent: *\nCrawl-delay: 1e9", 0.0),
        ("User-agent: *\nCrawl-delay: ²", 0.0),
        ("Crawl-delay: 5", 0.0),
        ("<!doctype html><title>Not found</title>", 0.0),
        ("", 0.0),
    ],
)
def test_the_delay_is_that_of_the_group_which_means_us(text: str, seconds: float) -> None:
    """The group with our name, or else the one for all; cut to ten seconds; 0 where nothing readable is said."""
    assert seconds == crawl_delay(text.encode(), AGENT)


@given(st.binary(max_size=2000), st.text(max_size=20))
def test_any_file_gives_a_delay_within_bounds(body: bytes, agent: str) -> None:
    """Whatever a server sends."""
    assert 0.0 <= crawl_delay(b"User-agent: *\n" + body, agent) <= LONGEST
