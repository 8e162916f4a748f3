"""Reads a body: no more of it than a limit, on the wire and with its content coding undone."""

from __future__ import annotations

import contextlib
import math
import time
import zlib
from dataclasses import dataclass
from typing import Final

import requests
import urllib3

from citecheck.web.attempt import Attempt
from citecheck.web.exchange import Headers, WebError
from citecheck.web.redirects import REDIRECTS
from citecheck.web.transport import told

_CHUNK: Final = 64 * 1024
_MOST_CODINGS: Final = 3
"""Content codings on top of each other; more than one is an error of the server already."""
_REDIRECT_BYTES: Final = 64 * 1024
"""Of a redirect's body, which nobody reads: enough to keep the connection."""
_REDIRECT_SECONDS: Final = 1.0
"""For which such a body is waited for, or a quarter of what is left; browsers do not wait for it at all."""
_PACKED: Final = frozenset({"br", "compress", "dcb", "dcz", "x-compress", "zstd"})
"""Content codings of the registry that are neither asked for nor undone; what is in no registry packs nothing."""
_MARKUP: Final = b"<"
_PIECE: Final = 8 * 1024
"""Bytes that are unpacked at once."""
_STEP: Final = 4
"""The same where they are damaged: no more than the sum at the end of a member."""
_GZIP: Final = b"\x1f\x8b"
"""How gzip data begin (RFC 1952)."""
ACCEPT_ENCODING: Final = "gzip, deflate"
"""What is asked for: just what the standard library undoes within bounds."""


@dataclass(frozen=True, slots=True)
class Wire:
    """A body as it came."""

    raw: bytes
    truncated: bool = False
    """Whether the limit cut it."""
    error: WebError | None = None
    """Why it ended early."""


def read(response: requests.Response, attempt: Attempt) -> Wire:
    """
    Give the body of a response as it comes over the wire, and let the connection go.

    A body read to its end gives the connection back to the pool; any other closes it.
    """
    raw: urllib3.HTTPResponse = response.raw
    limit, until = attempt.limits.wire_bytes, math.inf
    if response.status_code in REDIRECTS and "location" in response.headers:
        limit = min(limit, _REDIRECT_BYTES)
        patience = min(_REDIRECT_SECONDS, attempt.remaining() / 4)
        attempt.hurry(patience)
        until = time.monotonic() + patience
    parts: list[bytes] = []
    size = 0
    truncated, error = False, None
    try:
        while chunk := raw.read1(min(_CHUNK, limit + 1 - size), decode_content=False):
            parts.append(chunk)
            size += len(chunk)
            if size > limit or time.monotonic() > until:
                truncated = True
                break
    except Exception as problem:  # noqa: BLE001 - whatever they leak is told as data
        error = told(problem, attempt, response.url)
    if attempt.expired and not truncated and error is None and not _framed(raw):
        error = told(TimeoutError(), attempt, response.url)
    if truncated or error is not None:
        response.close()
    else:
        raw.release_conn()
    return Wire(b"".join(parts)[:limit], truncated, error)


def _framed(raw: urllib3.BaseHTTPResponse) -> bool:
    """Tell whether the end of a body is known, so that a connection that was shut cannot be taken for it."""
    return bool(getattr(raw, "chunked", False)) or raw.headers.get("Content-Length") is not None


@dataclass(frozen=True, slots=True)
class Plain:
    """A body with its content coding undone."""

    body: bytes
    truncated: bool = False
    error: WebError | None = None


def decode(wire: Wire, headers: Headers, limit: int) -> Plain:
    """
    Undo the content codings of a body, of which at most *limit* bytes are made.

    A body that says it is packed and is not (a server's mistake that browsers forgive; vcrpy's cassettes with decoded
    bodies) is taken as it stands.
    """
    listed = ",".join(headers.all("content-encoding")).lower().split(",")
    codings = [coding for part in listed if (coding := part.strip()) not in ("", "identity", "none")]
    if len(codings) > _MOST_CODINGS:
        return Plain(b"", error=WebError("bad-answer", "The body is packed many times over.", "content-encoding"))
    body, truncated = wire.raw, wire.truncated
    for coding in reversed(codings):
        plain = _undo(coding, body, limit, cut=truncated or wire.error is not None)
        if plain.error is not None:
            return plain
        body, truncated = plain.body, truncated or plain.truncated
    return Plain(body[:limit], truncated or len(body) > limit)


def _undo(coding: str, body: bytes, limit: int, *, cut: bool) -> Plain:
    """
    Undo one content coding; *cut* says that the body is known not to be whole.

    What no registry knows (`utf-8`, `8bit`) is a mistake, and nothing is packed: browsers show such pages.
    """
    if coding in _PACKED:
        return Plain(b"", error=WebError("bad-answer", f"The body is packed as {coding!r}.", "content-encoding"))
    if coding not in ("gzip", "x-gzip", "deflate"):
        return Plain(body)
    if body.startswith(_GZIP):
        return _inflate(body, 16 + zlib.MAX_WBITS, limit, cut=cut)
    if coding != "deflate":
        return Plain(body)
    # RFC 9110, 8.4.1.2 means zlib's format; some servers send the bare one.
    zlib_format = len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    plain = _inflate(body, zlib.MAX_WBITS if zlib_format else -zlib.MAX_WBITS, limit, cut=cut)
    return Plain(body) if plain.error is not None and body.lstrip().startswith(_MARKUP) else plain


def _inflate(body: bytes, bits: int, limit: int, *, cut: bool) -> Plain:
    """
    Unpack what zlib can, the members of a gzip file one after the other.

    It is given in pieces: what is left of a piece is copied for each member, and a body can hold a member in 20 bytes.
    """
    view, unpacked, at = memoryview(body), bytearray(), 0
    unpacker, ended = zlib.decompressobj(bits), not body
    member = (0, 0)
    while at < len(body) and not ended and len(unpacked) <= limit:
        piece = view[at : at + _PIECE]
        try:
            unpacked += unpacker.decompress(piece, limit + 1 - len(unpacked))
        except zlib.error:
            unpacked[member[1] :] = _before_damage(view[member[0] :], bits, limit + 1 - member[1])
            if not unpacked and not cut:
                return Plain(b"", error=WebError("bad-answer", "The packed body is damaged.", "content-encoding"))
            break
        at += len(piece) - len(unpacker.unused_data)
        if unpacker.eof and bits > zlib.MAX_WBITS and body.startswith(_GZIP, at):
            unpacker, member = zlib.decompressobj(bits), (at, len(unpacked))
        else:
            ended = unpacker.eof
    return Plain(bytes(unpacked[:limit]), truncated=not ended or len(unpacked) > limit)


def _before_damage(body: memoryview, bits: int, limit: int) -> bytes:
    """Give what a damaged member holds before its damage, which zlib keeps to itself; often that is in its sum alone."""
    unpacked, unpacker = bytearray(), zlib.decompressobj(bits)
    with contextlib.suppress(zlib.error):
        for at in range(0, len(body), _STEP):
            unpacked += unpacker.decompress(body[at : at + _STEP], max(limit - len(unpacked), 1))
            if len(unpacked) >= limit:
                break
    return bytes(unpacked)
