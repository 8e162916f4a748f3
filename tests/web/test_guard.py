"""The address guard: nobody goes where a document of a stranger must not send us."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.faults import Fault
from citecheck.web.guard import Address, Guard, SystemResolver

TABLE = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["url"], ids=lambda case: case["ask"])
def test_private_addresses_are_known_by_their_words(case: dict[str, str]) -> None:
    """Names and numbers of private networks are refused in every spelling, all others pass."""
    if "why" not in case:
        assert Guard().check_url(case["ask"]).hostname
        return
    with pytest.raises(Fault) as caught:
        Guard().check_url(case["ask"])

    assert "guarded" == caught.value.error.kind
    assert case["why"] in caught.value.error.message


@pytest.mark.parametrize("case", TABLE["resolved"], ids=lambda case: case["ip"][0])
def test_private_addresses_are_known_after_the_name_was_resolved(case: dict[str, Any]) -> None:
    """Of what a name resolves to, only what is public may be connected to."""
    addresses = [Address(ip, 80) for ip in case["ip"]]
    if case["kept"]:
        assert case["kept"] == [address.ip for address in Guard().judge("name.example", addresses)]
        return
    for address in addresses:
        with pytest.raises(Fault) as caught:
            Guard().judge("name.example", [address])
        assert "guarded" == caught.value.error.kind


def test_a_name_without_address_is_no_matter_of_the_guard() -> None:
    """An empty answer of the name server is told as such."""
    with pytest.raises(Fault) as caught:
        Guard(allow_private=True).judge("name.example", [])
    assert "dns" == caught.value.error.kind


def test_only_some_of_many_addresses_are_tried() -> None:
    """A name with a hundred addresses costs no hundred connections."""
    assert 4 == len(Guard().judge("name.example", [Address(f"93.184.216.{n}", 80) for n in range(100)]))


@pytest.mark.parametrize("port", [0, 1, 22, 25, 6667])
def test_ports_of_other_services_are_refused_even_where_private_addresses_are_not(port: int) -> None:
    """A request to a mail or chat server speaks to it."""
    with pytest.raises(Fault):
        Guard(allow_private=True).check_url(f"http://example.org:{port}/")


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    """Whatever stands where an address should, the guard lets it pass or raises a fault."""
    for url in (text, f"http://{text}/", f"http://example.org:{text}/"):
        assert kind(url) in ("", "invalid-url", "guarded")


def kind(url: str) -> str:
    """Give the kind of fault that the guard raises for an address, "" where it lets it pass."""
    try:
        Guard().check_url(url)
    except Fault as problem:
        return problem.error.kind
    return ""


def test_the_resolver_of_the_system_leaves_numbers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is a number is not asked of the name server."""
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert (Address("127.0.0.1", 80),) == SystemResolver().resolve("127.0.0.1", 80, 1)
    assert (Address("::1", 443),) == SystemResolver().resolve("::1", 443, 1)


def test_the_resolver_of_the_system_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is asked for once in five minutes, and each address given once."""
    asked = []

    def answer(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34", port)), (0, 0, 0, "", ("93.184.216.34", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    resolver = SystemResolver()
    assert [(Address("93.184.216.34", 80),)] * 2 == [resolver.resolve("name.example", 80, 1) for _ in range(2)]
    assert ["name.example"] == asked


@pytest.mark.parametrize(("code", "times"), [(socket.EAI_NONAME, 1), (socket.EAI_AGAIN, 2)])
def test_the_resolver_of_the_system_remembers_that_there_is_no_name(
    monkeypatch: pytest.MonkeyPatch, code: int, times: int
) -> None:
    """Hundreds of links to a host that is gone ask for it once; a name server in trouble is asked again."""
    asked = []

    def fail(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    resolver = SystemResolver()
    for port in (80, 443):
        with pytest.raises(socket.gaierror):
            resolver.resolve("name.example", port, 1)
    assert ["name.example"] * times == asked


@pytest.mark.parametrize("raised", [socket.gaierror(socket.EAI_NONAME, "no"), UnicodeError("label too long")])
def test_the_resolver_of_the_system_tells_failures(monkeypatch: pytest.MonkeyPatch, raised: Exception) -> None:
    """Whatever getaddrinfo raises arrives in the thread that waits, as the socket module's error."""

    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(socket.gaierror):
        SystemResolver().resolve("name.example", 80, 1)
