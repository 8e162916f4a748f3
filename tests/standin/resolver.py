"""
What stands in for DNS and routing: a host and port in, the loopback address and port that answer for it out.

Ports that end in 443 lead to the HTTPS server and all others to the HTTP server, so that an address with an odd port
works too.
"""

from __future__ import annotations

import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from citecheck.web.guard import Address
from tests.standin.script import Script
from tests.standin.table import Table

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """
    Where the parts of a stand-in web listen on loopback.

    Args:
        http: The HTTP server.
        https: The HTTPS server.
        refused: A port that refuses every connection.
        silent: A port that never answers a connection.
    """

    http: int
    https: int
    refused: int
    silent: int


class Resolver:
    """Leads every host name of a table to loopback; calling it is a look-up, `resolve` the same for the session's seam."""

    def __init__(self, table: Table, ports: Ports, blocked: Callable[[], bool] = bool) -> None:
        """
        Make the resolver.

        Args:
            table: Which hosts there are.
            ports: Where to lead.
            blocked: Says whether the archive refuses connections now.
        """
        self._script = Script(table)
        self._archive = frozenset(table.wayback.hosts)
        self._ports = ports
        self._blocked = blocked

    def __call__(self, host: str, port: int) -> tuple[str, int]:
        """
        Give the loopback address and port that stand in for a host and port.

        Raises:
            socket.gaierror: The table says that the name does not resolve, or says nothing of it.
            TimeoutError: The table says that the name server is silent.
        """
        name = host.strip("[]").lower().rstrip(".")
        row = self._script.host(name)
        if row is None and name not in self._archive and not _is_address(name):
            raise socket.gaierror(socket.EAI_NONAME, f"stand-in web: no such host: {host}")
        if row is not None and row.dns == "unknown":
            raise socket.gaierror(socket.EAI_NONAME, f"stand-in web: no such host: {host}")
        if row is not None and row.dns == "silent":
            raise TimeoutError(f"stand-in web: the name server does not answer: {host}")
        if row is not None and row.dns == "try-again":
            raise socket.gaierror(socket.EAI_AGAIN, f"stand-in web: the name server failed: {host}")
        if name in self._archive and self._blocked():
            return LOOPBACK, self._ports.refused
        if row is not None and row.connect != "ok":
            return LOOPBACK, self._ports.refused if row.connect == "refused" else self._ports.silent
        return LOOPBACK, self._ports.https if is_tls(port) else self._ports.http

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:  # noqa: ARG002 - a stand-in never waits
        """
        Give the one address that a host pretends to have and, as its `via`, where it is answered for.

        Raises:
            socket.gaierror: As for a look-up.
            TimeoutError: The table says that the name server is silent.
        """
        return (Address(self.address(host), port, via=self(host, port)),)

    def address(self, host: str) -> str:
        """
        Give the address that a host pretends to have: its own in the table, or a public one made from its name.

        Raises:
            socket.gaierror: As for a look-up.
        """
        self(host, 80)
        name = host.strip("[]").lower().rstrip(".")
        if _is_address(name):
            return name
        row = self._script.host(name)
        if row is not None and row.address is not None:
            return row.address
        return f"93.184.{zlib.crc32(name.encode()) % 200 + 20}.{zlib.crc32(name.encode()) // 200 % 250 + 1}"


def is_tls(port: int) -> bool:
    """Say whether a port is one that speaks TLS from the first byte."""
    return str(port).endswith("443")


def _is_address(name: str) -> bool:
    """Say whether a name is an IP address."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
