"""
The address guard: which addresses may be asked, and the only place where a name becomes an address.

A name is resolved once, every address of it is judged, and the connection is opened to an address that was judged: a
second, other answer of the name server (DNS rebinding) is never asked for. `Resolver` is the seam at which tests and
mirrors stand in for the name server.
"""

from __future__ import annotations

import functools
import ipaddress
import queue
import socket
import threading
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final, NamedTuple, Protocol, TypeAlias
from urllib.parse import SplitResult, urlsplit

from citecheck.web.exchange import WebError
from citecheck.web.faults import fault
from citecheck.web.spelling import is_readable

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address, which is judged in its place (DNS64 networks live by it)."""
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All of IPv6 that IANA has given out for the open network; the rest is refused."""
_MOST_ADDRESSES: Final = 4
"""Addresses of one name that are tried."""
_LONGEST: Final = 65_536
"""Characters of an address; RFC 9110, 4.1 asks for 8,000 at least, and servers take little more."""
_MEMORY: Final = 300.0
"""Seconds for which an answer of the name server is kept."""


class Address(NamedTuple):
    """An address of a host, and where to open the connection."""

    ip: str
    """What the name resolves to: the guard judges it, reports show it."""
    port: int
    via: tuple[str, int] | None = None
    """Where the socket is opened instead; only a stand-in sets it (`("127.0.0.1", 40123)`)."""


class Resolver(Protocol):
    """Turns a name into addresses."""

    def resolve(self, host: str, port: int, timeout: float) -> Sequence[Address]:
        """
        Give the addresses of *host*, the preferred first.

        Args:
            host: A name in its ASCII form, or an IP address without brackets.
            port: As the URL has it, or 80 and 443.
            timeout: Seconds that may be waited.

        Raises:
            socket.gaierror: There is no address.
            TimeoutError: There was no answer in time.
        """
        ...


class SystemResolver:
    """
    The name server of the operating system, its answers kept for five minutes, that there is no such name among them.

    `getaddrinfo` knows no timeout, so it runs in a thread of its own that may be left behind.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[float, tuple[Address, ...]]] = {}
        self._unknown: dict[str, float] = {}

    def resolve(self, host: str, port: int, timeout: float) -> Sequence[Address]:
        """Give the addresses of *host*, as the protocol says."""
        if _literal(host) is not None:
            return (Address(host, port),)
        until, known = self._known.get((host, port), (0.0, ()))
        if time.monotonic() < until:
            return known
        if time.monotonic() < self._unknown.get(host, 0.0):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        answers: queue.SimpleQueue[tuple[Address, ...] | OSError] = queue.SimpleQueue()
        threading.Thread(target=_look_up, args=(host, port, answers), name=f"resolve {host}", daemon=True).start()
        try:
            answer = answers.get(timeout=max(timeout, 0.001))
        except queue.Empty:
            raise TimeoutError(f"no answer for {host}") from None
        if isinstance(answer, OSError):
            if answer.errno == socket.EAI_NONAME:
                self._unknown[host] = time.monotonic() + _MEMORY
            raise answer
        self._known[host, port] = (time.monotonic() + _MEMORY, answer)
        return answer


def _look_up(host: str, port: int, answers: queue.SimpleQueue[tuple[Address, ...] | OSError]) -> None:
    """Ask the operating system and put the answer, or what was raised, into the queue."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put(tuple(dict.fromkeys(Address(str(entry[4][0]), port) for entry in found)))
    except OSError as problem:
        answers.put(problem)
    except UnicodeError:  # a label of over 63 letters
        answers.put(socket.gaierror(socket.EAI_NONAME, "no such name"))


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges addresses before anything is sent to them."""

    allow_private: bool = False
    """Whether this machine and private networks may be asked; the ports and schemes hold all the same."""

    def check_url(self, url: str) -> SplitResult:
        """
        Give the parts of an address that may be asked, as far as its words tell.

        Raises:
            Fault: `invalid-url` or `guarded`.
        """
        if len(url) > _LONGEST:
            raise fault(WebError("invalid-url", f"The address is over {_LONGEST:,} characters long.", "too-long"))
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise fault(WebError("invalid-url", "The address cannot be read as one of the web.")) from None
        if parts.scheme.lower() not in ("http", "https"):
            raise fault(WebError("invalid-url", "Only http and https are asked.", "scheme"))
        if not host:
            raise fault(WebError("invalid-url", "The address names no host.", "host"))
        if host.startswith((".", "*")):
            raise fault(
                WebError("invalid-url", "The address cannot be read as one of the web: no host is named so.", "host")
            )
        if port in _bad_ports():
            raise fault(WebError("guarded", f"Port {port} is never that of a web server.", "port"))
        if not self.allow_private and (why := _private_name(host) or _private_address(_literal(host))):
            raise _refused(host, why)
        if not is_readable(url):
            raise fault(WebError("invalid-url", "The address cannot be read as one of the web."))
        return parts

    def judge(self, host: str, addresses: Sequence[Address]) -> tuple[Address, ...]:
        """
        Give those addresses of *host* that may be connected to.

        Raises:
            Fault: `dns` where there is none, `guarded` where none is left.
        """
        if not addresses:
            raise fault(WebError("dns", f"There is no address for the name {host}.", "no-such-name"))
        if self.allow_private:
            return tuple(addresses[:_MOST_ADDRESSES])
        why = ""
        allowed = []
        for address in addresses:
            found = _literal(address.ip)
            reason = "no address" if found is None else _private_address(found)
            why = why or reason
            if not reason:
                allowed.append(address)
        if not allowed:
            raise _refused(host, why)
        return tuple(allowed[:_MOST_ADDRESSES])


def _refused(host: str, why: str) -> Exception:
    """Give the exception for a host of a private network."""
    return fault(
        WebError("guarded", f"{host} is not asked: {why}. Allow it with --allow-private.", "private"),
    )


def _literal(host: str) -> IPAddress | None:
    """
    Give the IP address that *host* is, None for a name.

    Forms that only `inet_aton` reads (`127.1`, `0x7f000001`, `2130706433`) are addresses too.
    """
    host = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if host[:1].isdigit() and host.isascii():
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return None


def _private_name(host: str) -> str:
    """Say why a name is private, "" when it is not known to be."""
    labels = host.rstrip(".").lower().split(".")
    names = _table()["names"]
    return next((names[tail] for tail in (labels[-1], ".".join(labels[-2:])) if tail in names), "")


def _private_address(address: IPAddress | None) -> str:
    """Say why an address is private, "" when it is public or no address."""
    if address is None:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped
        if embedded is None and address in _NAT64:
            embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if embedded is not None:
            return _private_address(embedded)
        if address not in _GLOBAL_UNICAST:
            return "the address is not of the open network"
    return next((why for network, why in _networks() if address in network), "")


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    """Give the data file of this room."""
    text = resources.files(__package__).joinpath("addresses.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _networks() -> tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...]:
    """Give the networks that are refused, with the reason."""
    return tuple((ipaddress.ip_network(name), why) for name, why in _table()["networks"].items())


@functools.cache
def _bad_ports() -> frozenset[int]:
    """Give the ports that are never asked."""
    return frozenset(int(port) for port in _table()["ports"]["bad"])
