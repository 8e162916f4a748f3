"""Every exception that our libraries let out is told as a kind of error."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl

import pytest
import requests
import urllib3.exceptions as u3

from citecheck.web.exchange import WebError
from citecheck.web.faults import Fault, explain, fault


def caused(problem: Exception, cause: BaseException) -> Exception:
    """Give an exception that came from another."""
    problem.__cause__ = cause
    return problem


def certificate(code: int) -> ssl.SSLCertVerificationError:
    """Give the error of a certificate that was not taken."""
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("problem", "kind", "cause"),
    [
        (TimeoutError("timed out"), "timeout", "read"),
        (requests.ReadTimeout(), "timeout", "read"),
        (requests.ConnectTimeout(), "timeout", "connect"),
        (ssl.SSLError("The read operation timed out"), "timeout", "read"),
        (socket.gaierror(socket.EAI_NONAME, "no"), "dns", "no-such-name"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "dns", "try-again"),
        (ConnectionRefusedError(), "refused", ""),
        (OSError(errno.ENETUNREACH, "no network"), "unreachable", ""),
        (OSError(errno.EHOSTUNREACH, "no route"), "unreachable", ""),
        (OSError(errno.EMFILE, "too many open files"), "failed", "exhausted"),
        (certificate(10), "tls", "expired"),
        (certificate(9), "tls", "not-yet-valid"),
        (certificate(18), "tls", "self-signed"),
        (certificate(20), "tls", "unknown-authority"),
        (certificate(62), "tls", "wrong-host"),
        (certificate(23), "tls", "not-accepted"),
        (ssl.SSLError(1, "wrong version"), "tls", "protocol"),
        (ssl.SSLZeroReturnError(), "reset", "eof"),
        (ConnectionResetError(), "reset", "reset"),
        (BrokenPipeError(), "reset", "reset"),
        (http.client.RemoteDisconnected("gone"), "reset", "closed"),
        (http.client.IncompleteRead(b"x", 9), "truncated", ""),
        (http.client.BadStatusLine("?"), "bad-answer", "BadStatusLine"),
        (http.client.LineTooLong("header"), "too-large", "header"),
        (http.client.HTTPException("got more than 100 headers"), "too-large", "headers"),
        (requests.exceptions.InvalidHeader("two lengths"), "bad-answer", "headers"),
        (u3.ProtocolError("what?"), "bad-answer", "protocol"),
        (u3.ProxySchemeUnknown("ftp"), "proxy", "address"),
        (OSError("Tunnel connection failed: 407 Proxy Authentication Required"), "proxy", "refused"),
        (requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support."), "proxy", "socks"),
        (requests.exceptions.InvalidURL("?"), "invalid-url", ""),
        (requests.exceptions.MissingSchema("?"), "invalid-url", ""),
        (u3.LocationParseError("?"), "invalid-url", ""),
        (UnicodeError("label too long"), "invalid-url", ""),
        (ValueError("Invalid IPv6 URL"), "invalid-url", ""),
        (RecursionError(), "failed", ""),
        (KeyError("?"), "failed", ""),
    ],
)
def test_what_an_exception_means(problem: Exception, kind: str, cause: str) -> None:
    """Alone, as a cause, as an argument or as a reason of what was raised in its place, it means the same."""
    wrapped = requests.ConnectionError(u3.ProtocolError("Connection aborted.", problem))
    for one in (problem, caused(requests.ConnectionError("?"), problem), wrapped):
        found = explain(one, host="name.example")
        if kind not in ("failed", "invalid-url") or one is problem:
            assert (kind, cause) == (found.kind, found.cause)
        assert found.message.endswith(".")


def test_a_fault_means_what_it_carries() -> None:
    """However deep a fault is wrapped, its error is the one that is told."""
    error = WebError("guarded", "No.", "private")
    wrapped = requests.ConnectionError(u3.ProtocolError("Connection aborted.", fault(error)))

    assert error is explain(caused(RuntimeError("?"), wrapped))


def test_exceptions_in_a_circle_come_to_an_end() -> None:
    """Exceptions that name each other as their cause are looked at once."""
    one, other = RuntimeError("one"), RuntimeError("other")
    one.__cause__, other.__cause__ = other, one

    assert "failed" == explain(one).kind


@pytest.mark.parametrize(
    ("kind", "also"),
    [
        ("timeout", requests.Timeout),
        ("dns", requests.ConnectionError),
        ("tls", requests.exceptions.SSLError),
        ("proxy", requests.exceptions.ProxyError),
        ("truncated", requests.exceptions.ChunkedEncodingError),
        ("invalid-url", requests.exceptions.InvalidURL),
    ],
)
def test_a_fault_is_an_exception_of_requests_as_well(kind: str, also: type[Exception]) -> None:
    """Who mounts our adapters in a session of requests catches what requests would have raised."""
    raised = fault(WebError(kind, "Why."))  # type: ignore[arg-type]

    assert isinstance(raised, Fault)
    assert isinstance(raised, also)
    assert "Why." == str(raised)
