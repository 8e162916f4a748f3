"""Addresses as browsers read them: what is asked is what was judged."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web import Address, Request, Session, Settings
from citecheck.web.spelling import is_readable, spelled
from tests.standin import StandInWeb


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://good.example\\@other.example/", "http://good.example/@other.example/"),
        ("http:\\\\a.example\\b?c\\d#e\\f", "http://a.example/b?c\\d#e\\f"),
        ("http:/a.example", "http://a.example/"),
        ("HTTP:a.example", "http://a.example/"),
        ("http://https://a.example/", "http://https//a.example/"),
        ("\x01 http://a.exa\tmple/b\nc \x1f", "http://a.example/bc"),
        ("http://a.example/\x01b", "http://a.example/%01b"),
        ("http://ａ．example/", "http://a.example/"),
        ("http://exa%6Dple.org/", "http://example.org/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://a.example/%2525/%zz/%20", "http://a.example/%2525/%zz/%20"),
        ("http://a.example/\ud800", "http://a.example/%EF%BF%BD"),
        ("http://a.ex ample/", "http://a.ex ample/"),
        ("http://a%00b.example/", "http://a%00b.example/"),
        ("ftp://A.example\\b", "ftp://A.example\\b"),
        ("", ""),
    ],
)
def test_one_spelling(url: str, expected: str) -> None:
    """As the URL Standard has it; what is no address of the web stays what it is."""
    assert expected == spelled(url)


@given(st.text(max_size=100) | st.text(max_size=100).map("http://{}".format))
def test_any_text_has_a_spelling(url: str) -> None:
    """It is spelled once and for all."""
    found = spelled(url)

    assert found == spelled(found)
    assert isinstance(is_readable(url), bool)


@given(st.text(alphabet="ab.:/\\@?#[]%01 ;", max_size=40))
def test_whoever_reads_a_spelling_reads_the_same_host(tail: str) -> None:
    """What the guard sees in an address is where requests would go."""
    url = spelled(f"http://{tail}")
    if not is_readable(url):
        return
    prepared = requests.PreparedRequest()
    try:
        prepared.prepare(method="GET", url=url)
    except (requests.RequestException, UnicodeError):
        return

    assert urlsplit(url).hostname == urlsplit(prepared.url or "").hostname


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/a b", "/a%20b"),
        ("/a%20b%u2019c", "/a%20b%u2019c"),
        ("/100%/a%20b", "/100%/a%20b"),
        ("/%2525?x=%2526", "/%2525?x=%2526"),
        ("/é?é", "/%C3%A9?%C3%A9"),
        ("\\x\\y", "/x/y"),
        ("/http://b.example/", "/http://b.example/"),
    ],
)
def test_what_goes_over_the_wire(web: StandInWeb, settings: Settings, path: str, sent: str) -> None:
    """Escapes stay what they are, and so does what is none."""
    with Session(settings) as session:
        session.fetch(Request(f"http://good.example{path}"))

    assert sent == web.log.requests[-1].target


@pytest.mark.parametrize("path", ["/?", "/%zz%41", "//x?", "/a|b[c]", "/x?y=%"])
def test_a_proxy_is_told_the_same(web: StandInWeb, settings: Settings, path: str) -> None:
    """Behind a proxy the target is, after the host, what it would be without one."""
    behind = replace(settings, proxy=f"http://127.0.0.1:{web.http_port}", proxy_resolves=True)
    with Session(behind) as session:
        session.fetch(Request(f"http://good.example{path}"))

    assert (True, path) == (web.log.requests[-1].via_proxy, web.log.requests[-1].target)


def test_user_and_password_are_never_sent(web: StandInWeb, settings: Settings) -> None:
    """An address with `good@` before the host asks the host, and tells it nothing."""
    with Session(settings) as session:
        exchange = session.fetch(Request("http://good:secret@status.example/404"))

    assert (404, "status.example") == (exchange.status, web.log.requests[-1].host)
    assert "http://status.example/404" == exchange.url


def test_an_address_without_end_is_not_asked() -> None:
    """No server reads a megabyte."""

    class _Nobody:
        def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
            raise AssertionError((host, port, timeout))

    with Session(Settings(resolver=_Nobody())) as session:
        exchange = session.fetch(Request(f"http://a.example/{'x' * 1_000_000}"))

    assert exchange.error is not None
    assert ("invalid-url", "too-long") == (exchange.error.kind, exchange.error.cause)
