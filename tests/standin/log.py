"""Who asked what, when, over how many connections: what tests read after the fact."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.standin.message import Headers


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One request that reached the stand-in web.

    Args:
        connection: The number of its connection, from 1.
        when: Seconds since the web began.
        scheme: `http` or `https`.
        host: The host name asked for.
        method: The method.
        target: Path and query.
        headers: Names in lower case, in order.
        body: What came with it.
        via_proxy: It came as to a proxy.
    """

    connection: int
    when: float
    scheme: str
    host: str
    method: str
    target: str
    headers: Headers
    body: bytes
    via_proxy: bool

    @property
    def url(self) -> str:
        """The address that was asked for."""
        return f"{self.scheme}://{self.host}{self.target}"

    def header(self, name: str) -> str | None:
        """Give the first header of a lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


class Log:
    """
    What has reached the stand-in web. Only the web writes to it; any thread may read.

    Attributes:
        requests: Every request, in the order in which they came.
        connections: How many connections were made (over TLS: that came through the handshake).
        handshakes: How many TLS handshakes named a host.
        open: How many connections are open now.
        most_open: How many were open at the same time.
        most_at_once: For each host, how many of its requests were being answered at the same time.
        services: How many requests each service of the archive had.
        refused: How many of them it answered with a 429 because they came too fast.
        blocks: How often the archive locked somebody out.
        locked_out: How many requests it had while it did, over connections that were open or as a proxy.
    """

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.connections = 0
        self.handshakes = 0
        self.open = 0
        self.most_open = 0
        self.most_at_once: Counter[str] = Counter()
        self.services: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.blocks = 0
        self.locked_out = 0
        self._at_once: Counter[str] = Counter()
        self._serial = 0

    def connected(self) -> int:
        """Note a new connection and give its number."""
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        self._serial += 1
        return self._serial

    def disconnected(self) -> None:
        """Note that a connection is gone."""
        self.open -= 1

    def asked(self, asked: Asked) -> None:
        """Note a request that is now being answered."""
        self.requests.append(asked)
        now = self._at_once[asked.host] = self._at_once[asked.host] + 1
        self.most_at_once[asked.host] = max(self.most_at_once[asked.host], now)

    def answered(self, host: str) -> None:
        """Note that a request of this host is done with."""
        self._at_once[host] -= 1

    def urls(self, host: str | None = None) -> tuple[str, ...]:
        """Give the addresses that were asked for, of one host or of all, in order."""
        return tuple(asked.url for asked in tuple(self.requests) if host in (None, asked.host))

    def count(self, host: str | None = None) -> int:
        """Give how many requests came, for one host or for all."""
        return len(self.urls(host))

    def connections_of(self, host: str) -> int:
        """Give how many connections the requests of a host came over."""
        return len({asked.connection for asked in tuple(self.requests) if asked.host == host})

    def clear(self) -> None:
        """Forget the requests and peaks so far; connections that are open stay counted as open."""
        self.requests.clear()
        self.most_at_once.clear()
        self.services.clear()
        self.refused.clear()
        self.blocks = self.locked_out = 0
        self.connections, self.handshakes, self.most_open = 0, 0, self.open
