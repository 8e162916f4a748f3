"""Places on pages in a run: asked for with their page, once, and answered for each spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from citecheck.gathering import Policy, Question, ask
from citecheck.model import LinkCheck
from tests.standin import StandInWeb

TABLE = f"""
[[answer]]
host = "a.example"
path = "/page"
type = "text/html"
body = "<title>T</title><h1 id=part>Part</h1><p>Once upon a time."
[[answer]]
host = "a.example"
path = "/moved"
does = "redirect"
status = 301
to = "/page"
[[answer]]
host = "a.example"
path = "/to-a-place"
does = "redirect"
to = "/page#elsewhere"
[[answer]]
host = "a.example"
path = "/scripted"
type = "text/html"
body = "<script src=a.js></script><div id=root></div>"
[[answer]]
host = "a.example"
path = "/long"
type = "text/html"
body = "<title>T</title><p>{"words " * 120_000}</p><p id=late>Late"
[[answer]]
host = "a.example"
path = "/truncated"
does = "truncated"
[[answer]]
host = "a.example"
path = "/paper.pdf"
type = "application/pdf"
body = "%PDF-1.7"
"""


@pytest.fixture(scope="module")
def paged() -> Iterator[StandInWeb]:
    """Give a web with places."""
    with StandInWeb(TABLE) as started:
        yield started


@pytest.fixture
def checks(paged: StandInWeb, policy_for: Callable[..., Policy]) -> Callable[..., dict[str, LinkCheck]]:
    """Give the function that asks addresses in that web."""

    def run(*urls: str, **changes: Any) -> dict[str, LinkCheck]:  # noqa: ANN401 - the fields of a policy
        paged.log.clear()
        return dict(ask([Question(url) for url in urls], policy_for(paged, archives=False, **changes)).links)

    return run


def test_a_page_is_asked_once_for_all_its_places(
    checks: Callable[..., dict[str, LinkCheck]], paged: StandInWeb
) -> None:
    """Each link has what is known of its own; one without a fragment has nothing."""
    page = "http://a.example/page"
    found = checks(page, f"{page}#part", f"{page}#none", f"{page}#:~:text=once%20upon", fragments=True)

    assert (page,) == paged.log.urls()
    assert [None, "found", "missing", "found"] == [one.fragment for one in found.values()]
    assert "It answers (200)." == found[f"{page}#part"].reason
    assert (
        "It answers (200). But its fragment leads nowhere: the page has no such anchor." == found[f"{page}#none"].reason
    )
    assert {"live"} == {one.verdict for one in found.values()}


@pytest.mark.parametrize(
    ("url", "verdict", "fragment", "says"),
    [
        ("http://a.example/moved#none", "moved", "missing", "leads nowhere"),
        ("http://a.example/to-a-place#none", "live", None, "after a redirect."),
        ("http://a.example/scripted#none", "live", "unverifiable", "cannot be told: scripts make the page."),
        ("http://a.example/paper.pdf#page=4", "live", "unverifiable", "it is a PDF"),
        ("http://a.example/truncated#none", "live", "unverifiable", "it was not read to its end"),
        ("http://a.example/gone#none", "dead", None, "(404)"),
        ("http://a.example/long#late", "live", "found", "It answers (200)."),
    ],
)
def test_the_verdict_is_that_of_the_page(
    checks: Callable[..., dict[str, LinkCheck]], url: str, verdict: str, fragment: str | None, says: str
) -> None:
    """A place that is not there kills no link, and of what cannot be seen nothing is said."""
    found = checks(url, fragments=True)[url]

    assert (verdict, fragment) == (found.verdict, found.fragment)
    assert says in found.reason


def test_nobody_looks_unless_it_is_wanted(checks: Callable[..., dict[str, LinkCheck]]) -> None:
    """By default the fragment is the reader's own affair."""
    assert None is checks("http://a.example/page#none")["http://a.example/page#none"].fragment
