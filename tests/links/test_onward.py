"""Pages that send their readers on by their own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.links import check, joined, refresh_of
from citecheck.web import Exchange, Headers, Request, Session, WebError
from citecheck.web.exchange import Hop as Step

HERE = "http://a.example/x/y?q=1"


def page(body: str, status: int = 200, url: str = HERE) -> Exchange:
    """Give the exchange of a page."""
    headers = Headers((("Content-Type", "text/html"),))
    step = Step(url, "GET", "2024-02-01T12:00:00.000Z", status, headers=headers)
    return Exchange(Request(url), (step,), body=body.encode())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url=/z", "http://a.example/z"),
        ("10; url=http://b.example/", "http://b.example/"),
        ("11; url=http://b.example/", ""),
        ("0; url=ß", "http://a.example/x/%C3%9F"),
        ("0; url=?q=1", ""),
        ("0; url=#part", ""),
        ("0; url=javascript:alert(1)", ""),
        ("0; url=http://[", ""),
        ("60", ""),
    ],
)
def test_where_a_page_sends_on(content: str, expected: str) -> None:
    """Elsewhere, soon, and to the web: all else is no redirect."""
    assert expected == refresh_of(page(f'<meta http-equiv="refresh" content="{content}">'))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("0; url=/z", "http://a.example/z"),
        ("0;/z", "http://a.example/z"),
        ("3; URL='/\xc3\x9f'", "http://a.example/%C3%9F"),
        ("30; url=/z", ""),
        ("0", ""),
        ("0; url=http://[", ""),
        ("soon; url=/z", ""),
    ],
)
def test_where_a_header_sends_on(told: str, expected: str) -> None:
    """`Refresh` is read as a page's own is, its bytes as they came; it comes first."""
    sent = page('<meta http-equiv="refresh" content="0; url=/other">' if expected else "")
    step = replace(sent.hops[0], headers=Headers((*sent.headers, ("Refresh", told))))

    assert expected == refresh_of(replace(sent, hops=(step,)))


def test_only_a_page_sends_on() -> None:
    """An error page that leads home is an error page."""
    body = '<meta http-equiv="refresh" content="0; url=/">'

    assert "" == refresh_of(page(body, status=404))
    assert "" == refresh_of(Exchange(Request(HERE), (), error=WebError("timeout", "Late.")))


def test_what_follows_counts(session: Session) -> None:
    """The second answer is the verdict, and the chain holds both."""
    first = session.fetch(Request("http://moved.example/meta"))
    found = check(joined(first, session.fetch(Request(refresh_of(first)))), "http://moved.example/meta")

    assert ("dead", 404) == (found.verdict, found.http_status)
    assert [
        ("http://moved.example/meta", 200, "http://status.example/404"),
        ("http://status.example/404", 404, None),
    ] == [(hop.url, hop.status, hop.location) for hop in found.chain]


def test_a_refresh_to_another_page_is_no_move_for_good() -> None:
    """Nobody said for how long."""
    found = check(joined(page("", url="http://a.example/old"), page("", url="http://a.example/new")))

    assert ("live", "http://a.example/new") == (found.verdict, found.final_url)


def test_a_refresh_into_a_private_network_is_not_followed(session: Session) -> None:
    """The guard has its say about every hop."""
    second = session.fetch(Request("http://10.0.0.7/"))

    assert "skipped" == check(joined(page(""), second)).verdict
