"""
The live transport: requests' own adapter over connections that are guarded, watched and bounded.

Reading the authorities' certificates takes 16 ms and requests does it for every new connection (urllib3#3623,
requests#6667); here one TLS context serves them all.
"""
# ruff: noqa: ANN401 - requests and urllib3 leave these arguments open, and an override takes what they take

from __future__ import annotations

import datetime as dt
import functools
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast
from urllib.parse import urlsplit

import certifi
import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from citecheck.errors import UsageError
from citecheck.web.attempt import Attempt, current
from citecheck.web.exchange import WebError, Witness
from citecheck.web.faults import Fault, explain, fault
from citecheck.web.head import Head

_POOLS: Final = 256
"""Hosts whose idle connections are kept; an idle TLS connection costs about 30 KB."""


class Answer(requests.Response):
    """A response of requests with its witness."""

    witness: Witness


def answer(request: requests.PreparedRequest, raw: Any, witness: Witness) -> Answer:
    """
    Give urllib3's response as one of requests.

    `HTTPAdapter.build_response` also makes a jar of its cookies, whose parser does not bear every header.
    """
    made = Answer()
    made.status_code = raw.status
    made.headers = CaseInsensitiveDict(raw.headers)
    made.raw = raw
    made.reason = raw.reason
    made.url = request.url or ""
    made.request = request
    made.elapsed = dt.timedelta(seconds=witness.elapsed)
    made.witness = witness
    return made


def now() -> str:
    """Give the time as RFC 3339, UTC, with milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """Who we are, as TLS has it: shown to the hosts that are named here, so that no other learns it."""

    cert: str
    """A file (PEM) with the certificate and those that vouch for it."""
    key: str | None = None
    """A file with its key, where that is another; without a password, for nobody could be asked for it."""
    hosts: tuple[str, ...] = ()
    """`a.example`, or `a.example:8443` for another port than 443."""


class LiveAdapter(HTTPAdapter):
    """
    Asks the network.

    Whatever goes wrong leaves as a `Fault`; a request that an idle connection of the pool did not survive is made once
    more over a fresh one, as RFC 9112, 9.3.1 has it.
    """

    def __init__(self, ca_file: str | None = None, per_host: int = 8, client: ClientCertificate | None = None) -> None:
        """
        Make one.

        Raises:
            UsageError: A file of certificates that the user named cannot be used.
        """
        self._ca_file = ca_file
        self._client = client
        super().__init__(pool_connections=_POOLS, pool_maxsize=per_host)
        if ca_file is not None:
            _usable("ca_file", ca_file, lambda: self.tls)
        if client is not None:
            _usable("client_cert", client.cert, lambda: self.tls_with_certificate)

    @functools.cached_property
    def tls(self) -> ssl.SSLContext:
        """The TLS settings and trusted authorities that all connections share."""
        return self._context()

    @functools.cached_property
    def tls_with_certificate(self) -> ssl.SSLContext:
        """The same, with the certificate that says who we are."""
        context = self._context()
        if self._client is not None:
            context.load_cert_chain(self._client.cert, self._client.key, password=_no_password)
        return context

    def _context(self) -> ssl.SSLContext:
        """Make TLS settings."""
        watched = _WatchedContext(ssl.PROTOCOL_TLS_CLIENT)
        watched.options |= ssl.OP_NO_COMPRESSION
        watched.minimum_version = ssl.TLSVersion.TLSv1_2
        watched.load_verify_locations(self._ca_file or certifi.where())
        return watched

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        """Make the pools, of our own connections."""
        super().init_poolmanager(connections, maxsize, block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOL_CLASSES

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Give the pools behind a proxy, of our own connections."""
        if proxy not in self.proxy_manager and proxy.lower().startswith("https"):
            kwargs["proxy_ssl_context"] = self.tls
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOL_CLASSES
        return manager

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Give what tells one pool from another: never a path of certificates, always the shared context."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        tls: dict[str, Any] = {"cert_reqs": "CERT_REQUIRED"}
        if host["scheme"] == "https":
            tls["ssl_context"] = self.tls_with_certificate if self._is_shown_to(host) else self.tls
        return host, tls

    def _is_shown_to(self, host: Mapping[str, Any]) -> bool:
        """Tell whether a host may learn who we are."""
        if self._client is None:
            return False
        port = host["port"] or 443
        return (host["host"] if port == 443 else f"{host['host']}:{port}") in self._client.hosts

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Demand a certificate, and leave the authorities to the shared context."""
        del url, verify, cert
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> Answer:
        """Give urllib3's response as one of requests, its witness still to come."""
        return answer(req, resp, Witness(""))

    def send(  # noqa: PLR0913, PLR0917 - the signature of requests' adapters
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Answer:
        """
        Ask, and give the answer once its head is there.

        Raises:
            Fault: There is none.
        """
        del stream, timeout
        attempt = current()
        asked_at, start = now(), time.perf_counter()
        while True:
            attempt.fresh = False
            waits = (min(attempt.limits.connect, attempt.remaining()), min(attempt.limits.read, attempt.remaining()))
            try:
                if proxies:
                    parts = urlsplit(request.url or "")
                    port = parts.port or (443 if parts.scheme == "https" else 80)
                    attempt.judge_behind_proxy(parts.hostname or "", port)
                response = cast("Answer", super().send(request, True, waits, verify, cert, dict(proxies or {})))
                break
            except Exception as problem:  # noqa: BLE001 - whatever they leak is told as data
                error = told(problem, attempt, request.url or "")
            if error.kind != "reset" or attempt.fresh or attempt.expired or request.body:
                raise fault(error, Witness(asked_at, _since(start), attempt.address)) from None
        response.witness = Witness(asked_at, _since(start), attempt.address)
        return response


def _usable(setting: str, file: str, load: Callable[[], object]) -> None:
    """
    Load a file of certificates.

    Raises:
        UsageError: It cannot be used.
    """
    try:
        load()
    except (OSError, ValueError) as problem:  # SSLError is an OSError
        why = f"there is no such file: {problem.filename or file}" if isinstance(problem, FileNotFoundError) else ""
        why = why or "no certificate (PEM) is in it, its key is not the certificate's, or has a password"
        raise UsageError(f"{setting}: {file} cannot be used: {why}.") from problem


def _no_password() -> bytes:
    """Give no password for a key, instead of asking for one at the terminal."""
    return b""


def _since(start: float) -> float:
    """Give the seconds since *start*."""
    return round(time.perf_counter() - start, 6)


def told(problem: BaseException, attempt: Attempt, url: str) -> WebError:
    """Tell what an exception of an attempt means; after the deadline it means just that."""
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2] or "the server"
    if attempt.expired and not isinstance(problem, Fault):
        return WebError("timeout", f"{host} did not finish its answer in time.", "total")
    error = explain(problem, host=host)
    if error.kind in ("reset", "truncated") and attempt.expired:
        return WebError("timeout", f"{host} did not finish its answer in time.", "total")
    if error.kind == "failed" and isinstance(problem, requests.RequestException) and not error.cause:
        return replace(error, kind="bad-answer")
    return error


class _WatchedContext(ssl.SSLContext):
    """TLS settings whose handshakes the watchdog can end."""

    def wrap_socket(self, sock: socket.socket, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """Give the socket with TLS on it, the handshake done."""
        kwargs["do_handshake_on_connect"] = False
        wrapped = super().wrap_socket(sock, *args, **kwargs)
        current().hold(wrapped)
        try:
            wrapped.do_handshake()
        except ssl.SSLEOFError as problem:
            wrapped.close()
            host = kwargs.get("server_hostname") or "the server"
            raise fault(WebError("tls", f"{host} broke the handshake off.", "protocol")) from problem
        except BaseException:
            wrapped.close()
            raise
        return wrapped


class _Connection(urllib3.connection.HTTPConnection):
    """A plain connection, opened by the attempt under way."""

    response_class = Head
    peer: str | None = None

    def _new_conn(self) -> socket.socket:
        """Give a connection to an address that the guard lets through; where urllib3 would resolve and connect."""
        attempt = current()
        sock = attempt.connect(self._dns_host, self.port, trusted=self.proxy is not None)
        self.peer = attempt.address
        return sock

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        """Send a request, its socket in the watchdog's hands, with the target that the attempt has."""
        attempt = current()
        if self.sock is not None:
            attempt.hold(self.sock)
            attempt.address = self.peer
        if attempt.target:
            whole = "" if url.startswith("/") else url[: url.find("/", url.find("://") + 3)]  # to a proxy
            url = whole + attempt.target
        super().request(method, url, *args, **kwargs)


class _SecureConnection(_Connection, urllib3.connection.HTTPSConnection):
    """The same with TLS; name and certificate are checked as always."""


class _Pool(urllib3.HTTPConnectionPool):
    """Plain connections to one host."""

    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    """TLS connections to one host."""

    ConnectionCls = _SecureConnection


_POOL_CLASSES: Final[dict[str, Any]] = {"http": _Pool, "https": _SecurePool}
