"""Proxies: given by hand, and as likely to fail as anything else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from citecheck.web import Address, Request, Session, Settings
from tests.standin import StandInWeb


class _Inner:
    """The name server of a network with a proxy: it knows the proxy and what is inside, and nothing of the world."""

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
        """Give an address of the inside."""
        del timeout
        if host == "127.0.0.1":
            return (Address(host, port),)
        if host.startswith("inside"):
            return (Address("10.0.0.7", port),)
        if host.startswith("slow"):
            raise TimeoutError(host)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")


@pytest.fixture
def behind(web: StandInWeb, settings: Settings) -> Iterator[Session]:
    """Give a session whose proxy is the stand-in web."""
    proxy = f"http://someone:hunter2@127.0.0.1:{web.http_port}"
    with Session(replace(settings, proxy=proxy, proxy_resolves=True, resolver=_Inner())) as made:
        yield made


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_used_for_all_schemes(web: StandInWeb, behind: Session, scheme: str) -> None:
    """Plain requests go to the proxy whole, secure ones through a tunnel of its making."""
    exchange = behind.fetch(Request(f"{scheme}://good.example/article"))

    assert (200, None) == (exchange.status, exchange.hops[0].address)
    assert web.log.requests[-1].via_proxy or scheme == "https"


def test_a_proxy_that_is_private_is_still_used(behind: Session) -> None:
    """The user named the proxy himself, so the guard has no say about it; about targets it has."""
    allowed = behind.fetch(Request("http://good.example/article"))
    refused = [behind.fetch(Request(url)) for url in ("http://10.0.0.7/", "http://127.1/", "http://printer.local/")]

    assert 200 == allowed.status
    assert ["guarded"] * 3 == [exchange.error.kind if exchange.error else "" for exchange in refused]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_of_the_inside_is_refused_behind_a_proxy(web: StandInWeb, behind: Session, scheme: str) -> None:
    """The proxy would connect there; it is not told of it, at the first hop or at a later one."""
    found = behind.fetch(Request(f"{scheme}://inside.good.example/article"))

    assert "guarded" == (found.error.kind if found.error else "")
    assert not any("inside" in url for url in web.log.urls())


def test_names_that_only_the_proxy_knows_are_its_to_resolve(behind: Session) -> None:
    """Where the user trusts it, neither "no such name" nor silence of the name server here says anything of a name."""
    assert [200, 200] == [
        behind.fetch(Request(f"http://{host}/article")).status for host in ("good.example", "slow.example")
    ]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_nobody_here_knows_is_not_the_proxys(web: StandInWeb, settings: Settings, scheme: str) -> None:
    """It might be led anywhere, so it is not told of the name; and the user is told what to do."""
    proxy = f"http://127.0.0.1:{web.http_port}"
    before = web.log.urls()
    with Session(replace(settings, proxy=proxy, resolver=_Inner())) as session:
        found = session.fetch(Request(f"{scheme}://good.example/article")).error

    assert found is not None
    assert ("proxy", "unresolved") == (found.kind, found.cause)
    assert found.message.endswith("set CITECHECK_PROXY_RESOLVES=1.")
    assert before == web.log.urls()


def test_a_proxy_that_refuses_is_told(settings: Settings) -> None:
    """A proxy that lets nothing through is no dead link: the answer names the proxy."""
    with StandInWeb("proxy-status = 403") as web:
        proxy = f"http://127.0.0.1:{web.http_port}"
        with Session(replace(settings, proxy=proxy, proxy_resolves=True, resolver=_Inner())) as session:
            exchange = session.fetch(Request("https://good.example/"))

    assert ("proxy", "refused") == (
        (exchange.error.kind, exchange.error.cause) if exchange.error else ("", exchange.status)
    )
    assert "403" in (exchange.error.message if exchange.error else "")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_there_is_told(web: StandInWeb, settings: Settings, scheme: str) -> None:
    """Nobody listens where the proxy should be."""
    proxy = f"http://127.0.0.1:{web.ports.refused}"
    with Session(replace(settings, proxy=proxy, proxy_resolves=True, resolver=_Inner())) as session:
        exchange = session.fetch(Request(f"{scheme}://good.example/"))

    assert "proxy" == (exchange.error.kind if exchange.error else "")


@pytest.mark.parametrize("proxy", ["ftp://127.0.0.1:1", "http://", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_told(settings: Settings, proxy: str) -> None:
    """A proxy's address that makes no sense fails as a proxy, not as a link."""
    with Session(replace(settings, proxy=proxy, proxy_resolves=True, resolver=_Inner())) as session:
        exchange = session.fetch(Request("http://good.example/"))

    assert "proxy" == (exchange.error.kind if exchange.error else "")
