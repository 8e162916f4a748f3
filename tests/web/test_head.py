"""The head of an answer: read as browsers read it, and never more of it than a limit."""

from __future__ import annotations

import http.client
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.web.attempt import Attempt, Watchdog
from citecheck.web.exchange import Limits
from citecheck.web.faults import Fault
from citecheck.web.guard import Guard, SystemResolver
from citecheck.web.head import Head

ENDS = b"\r\n\r\n"


class _Socket:
    """Bytes as http.client takes them from a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> io.BufferedReader:
        """Give a file of them."""
        assert "rb" == mode
        return io.BufferedReader(io.BytesIO(self._data))


def head(data: bytes) -> Head:
    """Give the answer whose bytes these are."""
    made = Head(_Socket(data), method="GET")  # type: ignore[arg-type]
    watchdog = Watchdog()
    try:
        with watchdog.watching(Attempt(Guard(), SystemResolver(), Limits(), 30.0)):
            made.begin()
    finally:
        watchdog.close()
    return made


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"HTTP/1.1 200 OK", (11, 200, "OK")),
        (b"HTTP/1.0 200 OK", (10, 200, "OK")),
        (b"HTTP/1.1 200", (11, 200, "")),
        (b"http/1.1 200OK", (11, 200, "OK")),
        (b"HTTP/2 200", (11, 200, "")),
        (b"HTTP/3.0 200", (11, 200, "")),
        (b"HTTP/1 200", (10, 200, "")),
        (b"HTTP/0.9 200", (10, 200, "")),
        (b"HTTP 200 OK", (10, 200, "OK")),
        (b"ICY 200 OK", (10, 200, "OK")),
        (b"\r\n\r\nHTTP/1.1\t404  Not   Found ", (11, 404, "Not   Found")),
        (b"HTTP/1.1 999 \xe9", (11, 999, "\xe9")),
    ],
)
def test_a_status_line_is_read_however_it_is_spelt(line: bytes, expected: tuple[int, int, str]) -> None:
    """Version, status and reason; what is no HTTP/1.1 and later closes its connection."""
    found = head(line + ENDS)

    assert expected == (found.version, found.status, found.reason)


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 20", b"HTTP/1.1 2000", b"HTTP/1.1 +200", b"HTTP/1.1 2_0", b"220 ready", b"x"]
)
def test_what_is_no_status_line_is_no_answer(line: bytes) -> None:
    """A number of three digits, and nothing that Python alone takes for one."""
    with pytest.raises(http.client.BadStatusLine):
        head(line + ENDS)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"A: 1\r\nB:2", [("A", "1"), ("B", "2")]),
        (b"A: 1\nB: 2", [("A", "1"), ("B", "2")]),
        (b"A : 1\r\nno colon\r\n: nameless\r\nB C: no token\r\nD: 2", [("A", "1"), ("D", "2")]),
        (b" folded\r\nA: 1\r\n\t2\r\nno colon\r\n 3\r\nB: 4", [("A", "1 2"), ("B", "4")]),
        (b"A: 1\rB: 2\0\r\nC: \xe9", [("A", "1 B: 2"), ("C", "\xe9")]),
        (b"A: 1\r\nA: 2", [("A", "1"), ("A", "2")]),
    ],
)
def test_headers_are_those_that_are_headers(lines: bytes, expected: list[tuple[str, str]]) -> None:
    """What is none is passed over, and all that follows it counts; no line begins within a value."""
    assert expected == head(b"HTTP/1.1 200 OK\r\n" + lines + ENDS).headers.items()


@pytest.mark.parametrize(
    ("lines", "chunked", "length"),
    [
        (b"Content-Length: 5", False, 5),
        (b"Content-Length: 5, 5\r\nContent-Length: 05", False, 5),
        (b"Content-Length: +5", False, None),
        (b"Content-Length: 5\r\nTransfer-Encoding: gzip, Chunked", True, None),
        (b"Content-Length: 5\r\nContent-Length: 6\r\nTransfer-Encoding: chunked", True, None),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked, x", False, 5),
    ],
)
def test_how_long_a_body_is(lines: bytes, chunked: bool, length: int | None) -> None:
    """One length, or chunks, or to the end; urllib3 is told the same."""
    found = head(b"HTTP/1.1 200 OK\r\n" + lines + ENDS)

    assert (chunked, length) == (found.chunked, found.length)
    assert (None if length is None else str(length)) == found.headers["Content-Length"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6" + ENDS, "bad-answer"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 300_000 + ENDS, "too-large"),
        ((b"HTTP/1.1 103 Early Hints" + ENDS) * 30 + b"HTTP/1.1 200 OK" + ENDS, "bad-answer"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://a.exa", "truncated"),
        (b"HTTP/1.1 302 Found\r\nServer: a\r\n", "truncated"),
        (b"HTTP/1.1 40", "truncated"),
    ],
)
def test_a_head_that_cannot_be_taken_is_told(data: bytes, kind: str) -> None:
    """It contradicts itself, has no end, or broke off where that matters."""
    with pytest.raises(Fault) as caught:
        head(data)

    assert kind == caught.value.error.kind


@given(st.binary(max_size=200))
def test_any_head_is_read_or_told(data: bytes) -> None:
    """Whatever follows a status line, there is an answer or a reason that is known."""
    try:
        found = head(b"HTTP/1.1 200 OK\r\n" + data)
    except Fault as problem:
        told = problem.error.message
    else:
        told = "".join(found.headers.values())

    assert not any(sign in told for sign in "\r\n\0")
