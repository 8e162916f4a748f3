"""Every exception that requests, urllib3, http.client, idna, ssl and the sockets let out, told as a `WebError`."""

from __future__ import annotations

import errno
import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Final

import requests
import urllib3.exceptions as u3

from citecheck.web.exchange import ErrorKind, WebError, Witness

_MOST_LINKS: Final = 64
"""Exceptions of one chain that are looked at; real chains have four to eight."""


class Fault(requests.RequestException):
    """
    A `WebError` on its way up through requests.

    A subclass for each kind also is what requests itself would raise, so that other users of our adapters need not
    know us.
    """

    def __init__(self, error: WebError, witness: Witness | None = None) -> None:
        super().__init__(error.message)
        self.error = error
        self.witness = witness


class _Timeout(Fault, requests.Timeout):
    """No answer in time."""


class _Connection(Fault, requests.ConnectionError):
    """No connection, or a broken one."""


class _Tls(Fault, requests.exceptions.SSLError):
    """No secure connection."""


class _Proxy(Fault, requests.exceptions.ProxyError):
    """The proxy failed."""


class _Content(Fault, requests.exceptions.ChunkedEncodingError):
    """The body broke off."""


class _InvalidUrl(Fault, requests.exceptions.InvalidURL):
    """The address cannot be asked."""


_CLASSES: Final[dict[ErrorKind, type[Fault]]] = {
    "timeout": _Timeout,
    "tls": _Tls,
    "proxy": _Proxy,
    "truncated": _Content,
    "invalid-url": _InvalidUrl,
}


def fault(error: WebError, witness: Witness | None = None) -> Fault:
    """Give the exception that carries *error*: the same class on a replay as when it happened."""
    return _CLASSES.get(error.kind, _Connection)(error, witness)


def explain(problem: BaseException, *, host: str = "the server") -> WebError:
    """
    Tell what an exception means.

    Args:
        problem: Whatever was raised between preparing a request and reading its body.
        host: The name that was asked, for the message.
    """
    chain = tuple(_chain(problem))
    for one in chain:
        if isinstance(one, Fault):
            return one.error
    for explainer in (_proxy, _tls, _dns, _timeout, _system, _limits, _broken, _address):
        for one in chain:
            error = explainer(one, host)
            if error is not None:
                return error
    return WebError("failed", f"The request to {host} failed: {type(problem).__name__}.")


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """Give an exception and all that it came from: causes, contexts, and those that requests and urllib3 wrap."""
    seen: set[int] = set()
    queue: list[BaseException] = [problem]
    while queue and len(seen) < _MOST_LINKS:
        one = queue.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        wrapped = [one.__cause__, one.__context__, getattr(one, "reason", None), getattr(one, "original_error", None)]
        queue += [other for other in (*wrapped, *one.args) if isinstance(other, BaseException)]


def _proxy(one: BaseException, host: str) -> WebError | None:
    """Tell a proxy that cannot be reached or that refuses."""
    if isinstance(one, u3.ProxySchemeUnknown | u3.ProxySchemeUnsupported | requests.exceptions.InvalidProxyURL):
        return WebError("proxy", "The address of the proxy cannot be used: give it as http://host:port.", "address")
    if isinstance(one, requests.exceptions.InvalidSchema) and "SOCKS" in str(one):
        return WebError("proxy", "SOCKS proxies need the package PySocks: install it, or give an HTTP proxy.", "socks")
    if isinstance(one, OSError) and (refusal := re.search(r"Tunnel connection failed: (\d{1,3})", str(one))):
        return WebError("proxy", f"The proxy answered {refusal[1]} when asked for {host}.", "refused")
    if isinstance(one, u3.ProxyError):
        return WebError("proxy", f"The proxy did not lead to {host}.", "unreachable")
    return None


# X509_V_ERR_* of OpenSSL's x509_vfy.h.
_VERIFY_CAUSES: Final = {
    9: ("not-yet-valid", "its certificate is not valid yet"),
    10: ("expired", "its certificate has expired"),
    18: ("self-signed", "its certificate is signed by itself"),
    19: ("unknown-authority", "its chain of certificates ends in one that is not trusted"),
    20: ("unknown-authority", "its certificate comes from an authority that is not trusted, or its chain has a gap"),
    21: ("unknown-authority", "its certificate comes without its chain"),
    62: ("wrong-host", "its certificate is for other names"),
    64: ("wrong-host", "its certificate is for other addresses"),
}


def _tls(one: BaseException, host: str) -> WebError | None:
    """Tell a handshake that failed, and why the certificate was not taken."""
    if isinstance(one, ssl.SSLCertVerificationError):
        cause, words = _VERIFY_CAUSES.get(one.verify_code or 0, ("not-accepted", "its certificate was not accepted"))
        return WebError("tls", f"No secure connection to {host}: {words}.", cause)
    if isinstance(one, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return WebError("reset", f"{host} broke the secure connection off.", "eof")
    if isinstance(one, ssl.SSLError) and not isinstance(one, TimeoutError):
        if "timed out" in str(one):
            return None
        return WebError("tls", f"No secure connection to {host}: {_reason(one)}.", "protocol")
    return None


def _reason(one: ssl.SSLError) -> str:
    """Give OpenSSL's own word for a failed handshake: `wrong version number`."""
    return (getattr(one, "reason", None) or "the handshake failed").replace("_", " ").lower()


def _dns(one: BaseException, host: str) -> WebError | None:
    """Tell a name without an address from a resolver that does not answer."""
    if isinstance(one, socket.gaierror):
        if one.errno == socket.EAI_AGAIN:
            return WebError("dns", f"The name server gave no answer for {host}.", "try-again")
        return WebError("dns", f"There is no address for the name {host}.", "no-such-name")
    if isinstance(one, u3.NameResolutionError):
        return WebError("dns", f"There is no address for the name {host}.", "no-such-name")
    return None


def _timeout(one: BaseException, host: str) -> WebError | None:
    """Tell that a wait ended."""
    if isinstance(one, u3.ConnectTimeoutError | requests.ConnectTimeout):
        return WebError("timeout", f"No connection to {host} in time.", "connect")
    if isinstance(one, TimeoutError | u3.TimeoutError | requests.Timeout):
        return WebError("timeout", f"{host} did not answer in time.", "read")
    if isinstance(one, ssl.SSLError) and "timed out" in str(one):
        return WebError("timeout", f"{host} did not answer in time.", "read")
    return None


_UNREACHABLE: Final = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
_EXHAUSTED: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


def _system(one: BaseException, host: str) -> WebError | None:
    """Tell what the operating system says of the connection."""
    if isinstance(one, ConnectionRefusedError):
        return WebError("refused", f"{host} refused the connection.")
    if isinstance(one, OSError) and one.errno in _UNREACHABLE:
        return WebError("unreachable", f"There is no way to {host} from this network.")
    if isinstance(one, OSError) and one.errno in _EXHAUSTED:
        return WebError("failed", "This machine has no connections left: run with fewer jobs.", "exhausted")
    if isinstance(one, http.client.RemoteDisconnected):
        return WebError("reset", f"{host} closed the connection without an answer.", "closed")
    if isinstance(one, ConnectionError):
        return WebError("reset", f"{host} broke the connection off.", "reset")
    return None


def _limits(one: BaseException, host: str) -> WebError | None:
    """Tell headers without measure."""
    if isinstance(one, http.client.LineTooLong):
        return WebError("too-large", f"{host} sent a header of over 64 KiB.", "header")
    if isinstance(one, http.client.HTTPException) and "headers" in str(one) and "more than" in str(one):
        return WebError("too-large", f"{host} sent over 100 headers.", "headers")
    return None


def _broken(one: BaseException, host: str) -> WebError | None:
    """Tell an answer that is none, or that broke off."""
    if isinstance(one, http.client.IncompleteRead | u3.IncompleteRead):
        return WebError("truncated", f"{host} broke off within its answer.")
    if isinstance(one, u3.InvalidChunkLength | u3.DecodeError | http.client.HTTPException):
        return WebError("bad-answer", f"What {host} sent is not HTTP.", type(one).__name__)
    if isinstance(one, requests.exceptions.InvalidHeader | u3.InvalidHeader | u3.HeaderParsingError):
        return WebError("bad-answer", f"The headers that {host} sent contradict each other.", "headers")
    if isinstance(one, u3.ProtocolError) and not any(isinstance(arg, BaseException) for arg in one.args):
        return WebError("bad-answer", f"What {host} sent is not HTTP.", "protocol")
    return None


def _address(one: BaseException, host: str) -> WebError | None:
    """Tell an address that cannot be asked."""
    del host
    if isinstance(one, u3.LocationValueError | requests.exceptions.InvalidSchema | requests.exceptions.MissingSchema):
        return WebError("invalid-url", "The address cannot be read as one of the web.")
    if isinstance(one, UnicodeError | ValueError):  # InvalidURL of requests is a ValueError
        return WebError("invalid-url", "The address cannot be read as one of the web.")
    return None
