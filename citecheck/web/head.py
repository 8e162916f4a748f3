"""
The head of an answer, read as browsers read it: bounded, and with what servers get wrong.

http.client hands headers to the parser of e-mail, to which the first line without a colon ends them: a length, a coding or
a `Location` below it is lost. It knows no version but 1.x, takes a list of lengths or codings for none, and `103 Early
Hints` for the final answer (cpython#42550). Its reading of bodies is kept.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Sequence
from typing import Any, Final

from citecheck.web.attempt import current
from citecheck.web.exchange import WebError
from citecheck.web.faults import fault
from citecheck.web.redirects import REDIRECTS

_MOST_BYTES: Final = 256 * 1024
"""Of one answer's head, its interim answers included: what Chrome takes; servers themselves take 8 to 64 KiB of a request."""
_MOST_INTERIM: Final = 20
"""Answers 1xx before the final one."""
_MOST_BLANK: Final = 4
"""Empty lines before the first one."""
_LONGEST_CHUNK_LINE: Final = 16 * 1024
"""Bytes of the line before a chunk, as in Chrome."""
_USUAL_CHUNK_LINE: Final = 20
"""Bytes of such a line that are its size and its end."""
_MOST_EXTENSIONS: Final = 64 * 1024
"""Bytes of all lines before chunks beyond that, and of trailers: nobody reads them."""
_NO_BODY: Final = frozenset({204, 304})

_STATUS: Final = re.compile(
    rb"[ \t]{0,20}(?:HTTP(?:/([0-9]{1,3})(?:\.([0-9]{1,3}))?)?|ICY)[ \t]{1,20}([0-9]{3})(?![0-9])([^\r\n]*)",
    re.IGNORECASE,
)
"""A status line: in any case and version, also that of Shoutcast, its reason with or without a space before it."""
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header (RFC 9110, 5.6.2)."""
_FORBIDDEN: Final = bytes.maketrans(b"\0\r\n", b"   ")
"""Characters that become a space in a value (RFC 9110, 5.5)."""
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_SIZE: Final = re.compile(rb"[ \t]{0,20}([0-9A-Fa-f]{1,20})[ \t]{0,20}(?:;|\r?\n)")
"""What a line before a chunk begins with (RFC 9112, 7.1)."""


class _Lines:
    """The lines of a head: no more of them than so many bytes."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - whatever a socket makes
        self._file = file
        self._left = _MOST_BYTES

    def next(self) -> bytes:
        """Give the next line with its end, b"" where there is none."""
        line: bytes = self._file.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            raise fault(WebError("too-large", "The server sent headers without end.", "headers"))
        if not line.endswith(b"\n") and current().expired:
            raise TimeoutError("the watchdog ended it, not the server")
        return line


class Head(http.client.HTTPResponse):
    """An answer of http.client whose head, and whose chunks' lines, are read here."""

    _extensions: int = _MOST_EXTENSIONS
    """Bytes that may still come of what nobody reads."""

    def begin(self) -> None:
        """Read the head of the final answer."""
        major, status, reason, pairs = self._final(_Lines(self.fp))
        self.code = self.status = status
        self.reason = reason
        self.version = major
        self.chunked = self.chunk_left = None  # type: ignore[assignment]
        self.chunked = _is_chunked(pairs) and status not in _NO_BODY
        length = _length(pairs) if not self.chunked else None
        self.headers = self.msg = _message(pairs, length)
        is_bare = status in _NO_BODY or status < 200 or self._method == "HEAD"  # type: ignore[attr-defined]
        self.length = 0 if is_bare else length
        self.will_close = self._check_close() or (not self.chunked and self.length is None)  # type: ignore[attr-defined]

    def _final(self, lines: _Lines) -> tuple[int, int, str, list[tuple[str, str]]]:
        """
        Give version (10 or 11), status, reason and headers of the final answer, interim ones passed over; 101 ends HTTP.

        Raises:
            Fault: There is none, or too much of it.
            HTTPException: What came is not HTTP, or nothing came.
        """
        for _ in range(_MOST_INTERIM):
            version, status, reason = _status(lines)
            pairs, is_whole = _headers(lines)
            if 100 <= status < 200 and status != http.HTTPStatus.SWITCHING_PROTOCOLS:
                continue
            if not is_whole and status in REDIRECTS:  # half an address leads anywhere
                raise fault(WebError("truncated", "The server broke off within the head of its answer.", "head"))
            return version, status, reason, pairs
        raise fault(WebError("bad-answer", "The server sent interim answers without end.", "interim"))

    def _read_next_chunk_size(self) -> int:
        """
        Give the size of the next chunk; `int(…, 16)` would take a sign, a prefix and underscores, too.

        Raises:
            ValueError: There is none.
        """
        line: bytes = self.fp.readline(_LONGEST_CHUNK_LINE + 1)
        self._extensions -= max(len(line) - _USUAL_CHUNK_LINE, 0)
        found = _SIZE.match(line)
        if found is None or len(line) > _LONGEST_CHUNK_LINE or self._extensions < 0:
            self._close_conn()  # type: ignore[attr-defined]
            raise ValueError("this is no size of a chunk")
        return int(found[1], 16)

    def _read_and_discard_trailer(self) -> None:
        """Pass over what follows the last chunk."""
        while (line := self.fp.readline(_LONGEST_CHUNK_LINE)).strip(b"\r\n"):
            self._extensions -= len(line)
            if self._extensions < 0:
                self._close_conn()  # type: ignore[attr-defined]
                raise http.client.IncompleteRead(b"")


def _status(lines: _Lines) -> tuple[int, int, str]:
    """
    Give version, status and reason.

    Raises:
        Fault: The line broke off.
        HTTPException: It is no status line, or nothing came.
    """
    line = lines.next()
    for _ in range(_MOST_BLANK):
        if line and not line.strip(b"\r\n"):
            line = lines.next()
    if not line:
        raise http.client.RemoteDisconnected("the other side closed the connection without a response")
    found = _STATUS.match(line)
    if found is not None and int(found[3]) >= 100:
        is_old = found[1] in (None, b"0") or (found[1], found[2] or b"0") == (b"1", b"0")
        return 10 if is_old else 11, int(found[3]), found[4].strip().decode("latin-1")
    begun = line.upper()
    if not line.endswith(b"\n") and (begun.startswith(b"HTTP/") or b"HTTP/".startswith(begun)):
        raise fault(WebError("truncated", "The server broke off within the head of its answer.", "head"))
    raise http.client.BadStatusLine(line[:80].decode("latin-1"))


def _headers(lines: _Lines) -> tuple[list[tuple[str, str]], bool]:
    """
    Give the headers, and whether they came to their end.

    A line that is no header is passed over, and so is a last line that broke off; a folded one is joined to the one
    before (RFC 9112, 5.2), and white space before a colon is none of the name.
    """
    pairs: list[tuple[bytes, list[bytes]]] = []
    target: list[bytes] | None = None
    while True:
        line = lines.next()
        bare = line.rstrip(b"\r\n")
        if not bare or not line.endswith(b"\n"):
            return [(name.decode("ascii"), _value(parts)) for name, parts in pairs], bool(line) and not bare
        if bare[:1] in (b" ", b"\t"):
            if target is not None:
                target.append(bare)
            continue
        name, colon, value = bare.partition(b":")
        name = name.rstrip(b" \t")
        target = None
        if colon and _NAME.fullmatch(name):
            target = [value]
            pairs.append((name, target))


def _value(parts: Sequence[bytes]) -> str:
    """Give the value of a header from the lines that it is spread over."""
    return b" ".join(part.strip(b" \t") for part in parts).translate(_FORBIDDEN).strip(b" ").decode("latin-1")


def _listed(pairs: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    """Give the members of a header that is a list, in lower case."""
    values = ",".join(value for name, value in pairs if name.lower() == wanted)
    return [part.strip().lower() for part in values.split(",")] if values else []


def _is_chunked(pairs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a body comes in chunks, be it packed before or named twice (RFC 9112, 6.3)."""
    return "chunked" in _listed(pairs, "transfer-encoding")[-1:]


def _length(pairs: Sequence[tuple[str, str]]) -> int | None:
    """
    Give the length of a body, None where none is told that can be read (RFC 9112, 6.3).

    Raises:
        Fault: There are several, which differ.
    """
    told = set(_listed(pairs, "content-length"))
    if not told or not all(map(_LENGTH.fullmatch, told)):
        return None
    lengths = {int(one) for one in told}
    if len(lengths) > 1:
        raise fault(WebError("bad-answer", "The headers that the server sent contradict each other.", "headers"))
    return lengths.pop()


def _message(pairs: Sequence[tuple[str, str]], length: int | None) -> http.client.HTTPMessage:
    """Give headers as http.client has them; of lengths just the one that counts, since urllib3 reads them once more."""
    message = http.client.HTTPMessage()
    for name, value in pairs:
        if name.lower() != "content-length":
            message[name] = value
    if length is not None:
        message["Content-Length"] = str(length)
    return message
