"""Redirects: where an answer sends us, and what goes along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.exchange import Headers
from citecheck.web.faults import Fault
from citecheck.web.redirects import Cookies, next_headers, next_method, next_url

HERE = "http://a.example/x/y?q=1#part"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/z", "http://a.example/z#part"),
        ("z", "http://a.example/x/z#part"),
        ("?r=2", "http://a.example/x/y?r=2#part"),
        ("//b.example/", "http://b.example/#part"),
        ("https://b.example/#other", "https://b.example/#other"),
        ("  https://b.example/ \r\n", "https://b.example/#part"),
        ("https://b.exa\tmple/", "https://b.example/#part"),
        ("/a b", "http://a.example/a%20b#part"),
        ("/\xc3\xa9", "http://a.example/%C3%A9#part"),
        ("/\xe9", "http://a.example/%E9#part"),
        ("/%C3%A9", "http://a.example/%C3%A9#part"),
        ("HTTPS://B.example/", "https://b.example/#part"),
        ("\\\\b.example\\x", "http://b.example/x#part"),
        ("http://good.example\\@b.example/", "http://good.example/@b.example/#part"),
        ("/a%20b%u2019", "http://a.example/a%20b%u2019#part"),
    ],
)
def test_a_location_is_read_as_browsers_read_it(location: str, expected: str) -> None:
    """Relative, without a scheme, with spaces or raw bytes: there is an address to ask."""
    assert expected == next_url(HERE, location)


@pytest.mark.parametrize(
    ("location", "cause"),
    [
        ("", "no-location"),
        (" \t\r\n", "no-location"),
        ("ftp://b.example/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("http://:80/", "unreadable"),
        ("http://[::1/", "unreadable"),
        ("http://b.example:99999/", "unreadable"),
        ("http://b.example:0/", "unreadable"),
        ("http://b.example:x/", "unreadable"),
        ("/" + "a" * 9000, "too-long"),
    ],
)
def test_a_location_that_leads_nowhere_is_told(location: str, cause: str) -> None:
    """What cannot be followed says why."""
    with pytest.raises(Fault) as caught:
        next_url(HERE, location)
    assert ("bad-redirect", cause) == (caught.value.error.kind, caught.value.error.cause)


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=300))
def test_any_location_is_followed_or_told(location: str) -> None:
    """A header is any bytes at all."""
    assert followed(location).startswith(("http://", "https://", "bad-redirect"))


def followed(location: str) -> str:
    """Give the address that a location leads to, or the kind of fault."""
    try:
        return next_url(HERE, location).lower()
    except Fault as problem:
        return problem.error.kind


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        ("GET", 301, "GET"),
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("PUT", 303, "GET"),
        ("PUT", 302, "PUT"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("HEAD", 303, "HEAD"),
    ],
)
def test_the_next_method(before: str, status: int, after: str) -> None:
    """Methods change as RFC 9110, 15.4 and all browsers have it."""
    assert after == next_method(before, status)


def test_secrets_and_bodies_headers_are_left_behind() -> None:
    """Another origin, also another port or scheme of the same host, gets no secrets; a GET no headers of a body."""
    headers = Headers((("Authorization", "s"), ("Cookie", "s"), ("Content-Type", "x"), ("Accept", "y")))

    same = next_headers(headers, "http://a.example/", "http://a.example:80/z", same_method=True)
    port = next_headers(headers, "http://a.example/", "http://a.example:81/z", same_method=True)
    scheme = next_headers(headers, "https://a.example/", "http://a.example/", same_method=False)

    assert headers == same
    assert Headers((("Content-Type", "x"), ("Accept", "y"))) == port
    assert Headers((("Accept", "y"),)) == scheme


def test_cookies_go_back_to_where_they_came_from() -> None:
    """A cookie is sent to its host and path, and to no other."""
    jar = Cookies()

    assert jar.take("http://a.example/x", Headers((("Set-Cookie", "k=v; Path=/x"), ("set-cookie", "l=w; Path=/"))))
    assert {"k=v", "l=w"} == set(jar.header("http://a.example/x/y").split("; "))
    assert "l=w" == jar.header("http://a.example/z")
    assert "" == jar.header("http://b.example/x")
    assert not jar.take("http://a.example/x", Headers())


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=300))
def test_any_cookie_is_borne(value: str) -> None:
    """A cookie of any bytes at all does no harm."""
    jar = Cookies()
    assert jar.take("http://a.example/", Headers((("Set-Cookie", value),)))
    assert isinstance(jar.header("http://a.example/"), str)
