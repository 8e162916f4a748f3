"""What is asked of the web and what came back, as data: a failure is an answer too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

ErrorKind: TypeAlias = Literal[
    "timeout",
    "dns",
    "refused",
    "unreachable",
    "tls",
    "reset",
    "truncated",
    "too-large",
    "bad-answer",
    "invalid-url",
    "guarded",
    "proxy",
    "bad-redirect",
    "redirect-loop",
    "too-many-redirects",
    "not-recorded",
    "failed",
]


@dataclass(frozen=True, slots=True)
class WebError:
    """
    Why there is no answer, or no whole one.

    The kinds: no answer in time (`timeout`), no address for the name (`dns`), nobody listens (`refused`), no way to the
    network (`unreachable`), the secure connection failed (`tls`), the connection broke before an answer (`reset`) or
    within it (`truncated`), a limit was hit (`too-large`), what came is not HTTP (`bad-answer`), the address cannot be
    asked (`invalid-url`) or must not (`guarded`), the proxy failed (`proxy`), a redirect leads nowhere
    (`bad-redirect`), in a circle (`redirect-loop`) or on and on (`too-many-redirects`), the recording that is replayed
    does not hold the request (`not-recorded`), anything else (`failed`).
    """

    kind: ErrorKind
    message: str
    """One sentence for people, the same on every run: no object addresses, no ports of our own."""
    cause: str = ""
    """
    A finer word where one is known.

    For `tls`: expired, not-yet-valid, self-signed, unknown-authority, wrong-host, not-accepted (all of the certificate),
    protocol. For `dns`: no-such-name, try-again. For `timeout`: resolve, connect, read, total.
    """


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a message in their order, repeated ones kept; names compare without case (RFC 9110, 5.1)."""

    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Give the value of a header, several joined by commas as RFC 9110, 5.3 has it."""
        found = self.all(name)
        return ", ".join(found) if found else default

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a header, in order."""
        wanted = name.lower()
        return tuple([value for key, value in self.pairs if key.lower() == wanted])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def __contains__(self, name: str) -> bool:
        wanted = name.lower()
        return any(key.lower() == wanted for key, _ in self.pairs)

    def without(self, names: Iterable[str]) -> Headers:
        """Give these headers, those of *names* left out."""
        unwanted = {name.lower() for name in names}
        return Headers(tuple(pair for pair in self.pairs if pair[0].lower() not in unwanted))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait and how much to take, for one request with all its redirects."""

    total: float = 30.0
    """Seconds from the first byte sent to the last one read; what is not there by then is not waited for."""
    connect: float = 10.0
    """Seconds for the name, the connection and the TLS handshake of one hop."""
    read: float = 20.0
    """Seconds of silence that are borne."""
    wire_bytes: int = 2 * 1024 * 1024
    """Of a body as it is sent."""
    body_bytes: int = 4 * 1024 * 1024
    """Of a body with its content coding undone: a bomb is cut here."""
    redirects: int = 20
    """Followed ones, as in browsers (Fetch standard, 4.4); lychee follows 10, curl 50."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask."""

    url: str
    method: str = "GET"
    headers: Headers = Headers()
    body: bytes | None = None
    follow: bool = True
    """Whether redirects are followed."""
    limits: Limits | None = None
    """Those of the session where None."""
    led_to: bool = False
    """Whether a page and not the user named the address: then it gets none of the headers that are kept for its host."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of an answer, or of a failure, beyond what HTTP says."""

    asked_at: str
    """RFC 3339, UTC, milliseconds; on replay that of the recording."""
    elapsed: float = 0.0
    """Seconds until the head of the answer was there, or the failure was known."""
    address: str | None = None
    """The IP address that was asked; None behind a proxy or where none was reached."""
    truncated: bool = False
    """Whether a recording holds less of the body than came, because of the limit of that run."""
    recorded: bool = False
    """Whether a cassette gave it."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a chain and the head of its answer, without the secrets of either."""

    url: str
    method: str
    asked_at: str
    """RFC 3339, UTC, milliseconds; on replay that of the recording."""
    status: int | None = None
    """None where no answer came."""
    reason: str = ""
    headers: Headers = Headers()
    elapsed: float = 0.0
    """Seconds until the head of the answer was there."""
    address: str | None = None
    """The IP address that was asked; None behind a proxy or where none was reached."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    A request and all that came of it.

    `error` says why there is no final answer. Where a status came and only the body did not, the status stands and
    `body_error` tells: such a page is there, but cannot be read.
    """

    request: Request
    hops: tuple[Hop, ...]
    """Each request that was made, in order; empty where none could be."""
    body: bytes = b""
    """Of the last hop, its content coding undone."""
    truncated: bool = False
    """Whether there is more of the body than a limit let through."""
    sha256: str = ""
    """Of `body`, in hexadecimal; "" where nothing came."""
    error: WebError | None = None
    body_error: WebError | None = None
    from_recording: bool = field(default=False, compare=False)
    """Whether a cassette gave the answers."""

    @property
    def status(self) -> int | None:
        """The status of the final answer, None without one."""
        return self.hops[-1].status if self.hops else None

    @property
    def answered(self) -> bool:
        """Whether any answer came, be it from the first hop only; a host refused by its address is a hop without one."""
        return any(hop.status is not None for hop in self.hops)

    @property
    def url(self) -> str:
        """The address that gave the final answer, or was asked last."""
        return self.hops[-1].url if self.hops else self.request.url

    @property
    def headers(self) -> Headers:
        """The headers of the final answer."""
        return self.hops[-1].headers if self.hops else Headers()

    @property
    def asked_at(self) -> str:
        """When the first request was made: RFC 3339, UTC; "" where none was."""
        return self.hops[0].asked_at if self.hops else ""
