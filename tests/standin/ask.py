"""Asking a stand-in web with nothing between: one request over the standard library, no redirect followed."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, urlsplit

from tests.standin.server import StandInWeb

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Told:
    """
    What came back.

    Args:
        status: The status.
        reason: The reason phrase.
        headers: The headers; names in any case.
        body: The body as it was sent, not unpacked.
    """

    status: int
    reason: str
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()


def ask(  # noqa: PLR0917 - what a request is made of, in its own order
    web: StandInWeb,
    url: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
    body: bytes | None = None,
) -> Told:
    """
    Give what one address answers.

    Args:
        web: The web that is asked.
        url: An address of http or https.
        method: The method.
        headers: More headers.
        patience: Seconds that may pass without a byte.
        body: What goes with it.

    Raises:
        OSError, http.client.HTTPException: What the web did to the request.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
    connection.sock = connect(web, parts, patience)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers or {}))
        response = connection.getresponse()
        return Told(response.status, response.reason, response.msg, response.read())
    finally:
        connection.close()


def raw(web: StandInWeb, url: str, most: int = 1 << 16, patience: float = PATIENCE) -> bytes:
    """Give the bytes that a plain request is answered with: up to so many, until the end or the patience is over."""
    parts = urlsplit(url)
    told = b""
    with connect(web, parts, patience) as sock:
        sock.sendall(f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode("latin-1"))
        while len(told) < most:
            try:
                data = sock.recv(1 << 16)
            except TimeoutError:
                break
            if not data:
                break
            told += data
    return told


def read_to_end(sock: socket.socket) -> bytes:
    """Give everything that still comes over a connection."""
    told = b""
    while data := sock.recv(1 << 16):
        told += data
    return told


def connect(web: StandInWeb, parts: SplitResult, patience: float) -> socket.socket:
    """Give a connection to the host of an address, in TLS for https."""
    host = parts.hostname or ""
    place = web.resolver(host, parts.port or (443 if parts.scheme == "https" else 80))
    sock = socket.create_connection(place, timeout=patience)
    if parts.scheme != "https":
        return sock
    try:
        return web.client_context().wrap_socket(sock, server_hostname=host)
    except OSError:
        sock.close()
        raise
