"""HTTP/1.1 messages as bytes: reading the head of a request, writing a response."""

from __future__ import annotations

import gzip as gzip_format
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

Headers = tuple[tuple[str, str], ...]

UNUSUAL = {999: "Request denied", 520: "Web server returned an unknown error", 530: "Origin DNS error"}
NO_BODY = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Request:
    """
    One request as it came.

    Args:
        scheme: `http` or `https`.
        host: The host name asked for, lower case, without port.
        authority: The Host header as it stands; `host` when there was none.
        method: As it stands.
        target: Path and query, as they stand.
        headers: Names in lower case, in order.
        body: What came with it.
        via_proxy: It came as to a proxy.
    """

    scheme: str
    host: str
    authority: str
    method: str
    target: str
    headers: Headers
    body: bytes = b""
    via_proxy: bool = False

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query without its question mark."""
        return self.target.partition("?")[2]

    @property
    def url(self) -> str:
        """The address that was asked for."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def header(self, name: str) -> str | None:
        """Give the first header of a lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


class BadRequestError(ValueError):
    """These bytes are no HTTP request."""


def read_head(head: bytes, scheme: str, sni: str | None) -> Request:
    """
    Give the request that a head describes, without its body.

    Args:
        head: Everything before the empty line.
        scheme: How it came.
        sni: The name that TLS was asked for, for requests without a Host header.
    """
    line, *rest = head.decode("latin-1").split("\r\n")
    words = line.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/"):
        raise BadRequestError(line[:80])
    method, target, _ = words
    pairs = [row.partition(":") for row in rest]
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
    authority = next((value for name, value in headers if name == "host"), sni or "")
    via_proxy = not target.startswith("/") and target != "*"
    if method == "CONNECT":
        authority = target
    elif via_proxy:
        parts = urlsplit(target)
        scheme, authority = parts.scheme, parts.netloc.rpartition("@")[2]
        after = target[len(f"{parts.scheme}://{parts.netloc}") :]
        target = after if after.startswith("/") else f"/{after}"
    return Request(scheme, host_of(authority), authority, method, target, headers, via_proxy=via_proxy)


def host_of(authority: str) -> str:
    """Give the host of an authority, in lower case, without port, brackets or final dot."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0].lower()
    return authority.partition(":")[0].lower().rstrip(".")


def reason_phrase(status: int) -> str:
    """Give the usual reason phrase of a status."""
    if status in UNUSUAL:
        return UNUSUAL[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes responses; it knows the one time that they all carry."""

    date: str

    @classmethod
    def at(cls, clock: datetime) -> Writer:
        """Give the writer whose Date is this time."""
        return cls(format_datetime(clock, usegmt=True))

    def response(
        self,
        request: Request,
        status: int,
        body: bytes = b"",
        headers: Iterable[tuple[str, str]] = (),
        *,
        content_type: str | None = "text/html; charset=utf-8",
        reason: str | None = None,
        length: int | None = None,
    ) -> bytes:
        """
        Give a whole response; to HEAD without its body.

        Args:
            request: What is answered.
            status: The status.
            body: The body, encoded.
            headers: More headers; a Server header among them replaces ours.
            content_type: Left out when None.
            reason: The usual reason phrase when None.
            length: A Content-Length that is not the body's.
        """
        more = tuple(headers)
        names = {name.lower() for name, _ in more}
        rows = [("Date", self.date)]
        if "server" not in names:
            rows.append(("Server", "stand-in"))
        if content_type is not None and "content-type" not in names:
            rows.append(("Content-Type", content_type))
        if "transfer-encoding" not in names and status not in NO_BODY:
            rows.append(("Content-Length", str(len(body) if length is None else length)))
        head = head_bytes(status, (*rows, *more), reason)
        return head if request.method == "HEAD" or status in NO_BODY else head + body


def head_bytes(status: int, headers: Sequence[tuple[str, str]], reason: str | None = None) -> bytes:
    """Give a status line and headers, with the empty line that ends them."""
    line = f"HTTP/1.1 {status:03} {reason_phrase(status) if reason is None else reason}"
    return "\r\n".join([line, *(f"{name}: {value}" for name, value in headers), "", ""]).encode("latin-1", "replace")


def chunked(body: bytes, size: int = 1024) -> bytes:
    """Give a body in the chunked coding."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def gzipped(body: bytes) -> bytes:
    """Give a body compressed, without the time of day in it."""
    return gzip_format.compress(body, 6, mtime=0)
