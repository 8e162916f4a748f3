"""What can go wrong on a web goes wrong on the stand-in web, over real sockets."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
import requests

from tests.standin import TORTURE, StandInWeb
from tests.standin.ask import ask, connect, raw, read_to_end

SHORT = 0.2
"""Seconds after which a client of these tests gives up on an answer that will not come."""


@pytest.fixture(scope="module")
def web() -> Iterator[StandInWeb]:
    """A web that does everything."""
    with StandInWeb(TORTURE) as made:
        yield made


# --- Late or never


@pytest.mark.parametrize("path", ["hour", "hang", "drip-headers", "drip-body"])
def test_an_answer_can_outlast_patience(web: StandInWeb, path: str) -> None:
    """What is slow or never comes runs into the client's timeout."""
    with pytest.raises(TimeoutError):
        ask(web, f"http://slow.example/{path}", patience=SHORT)


def test_a_late_answer_is_whole(web: StandInWeb) -> None:
    """Waiting changes nothing in the answer."""
    assert ask(web, "http://good.example/article").body == ask(web, "http://slow.example/wait").body


@pytest.mark.parametrize(("path", "whole"), [("headers", b"\r\n\r\n"), ("body", b"</html>")])
def test_a_drip_comes_in_drops(path: str, whole: bytes) -> None:
    """A drip goes on past the timeout between bytes, a few at a time, and is far from its end."""
    rows = f'[[answer]]\nhost = "a.example"\ndoes = "drip-{path}"\npage = "article"\nevery = 0.002'
    with StandInWeb(rows) as web, connect(web, urlsplit("http://a.example/"), 10) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        drops = [sock.recv(1024) for _ in range(20)]

    assert all(drops)
    assert 40 > sum(map(len, drops[1:]))
    assert whole not in b"".join(drops[1:])


# --- Broken off, too much, not quite HTTP


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("close", http.client.RemoteDisconnected),
        ("truncated", http.client.IncompleteRead),
        ("bad-chunk", http.client.IncompleteRead),
        ("garbage", http.client.BadStatusLine),
        ("http09", http.client.BadStatusLine),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_can_break(web: StandInWeb, scheme: str, path: str, error: type[Exception]) -> None:
    """Each way to break an answer is the error that it is, in plain text and in TLS."""
    with pytest.raises(error):
        ask(web, f"{scheme}://broken.example/{path}", patience=1)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("path", ["reset", "reset-in-body"])
def test_a_reset_is_a_reset(web: StandInWeb, scheme: str, path: str) -> None:
    """TCP itself is reset; read below TLS, because Python's ssl may take a reset for an end."""
    with connect(web, urlsplit(f"{scheme}://broken.example/"), 10) as sock:
        sock.sendall(f"GET /{path} HTTP/1.1\r\nHost: broken.example\r\n\r\n".encode())
        with socket.socket(fileno=os.dup(sock.fileno())) as below:
            below.settimeout(10)
            with pytest.raises(ConnectionResetError):
                read_to_end(below)


def test_an_answer_can_be_not_quite_http(web: StandInWeb) -> None:
    """Bodies that are not packed, junk among the headers, two lengths, odd statuses."""
    unpacked = ask(web, "http://broken.example/bad-gzip")

    assert ("gzip", b"not compressed") == (unpacked.headers["Content-Encoding"], unpacked.body)
    assert b"\r\nthis line is no header\r\n" in raw(web, "http://broken.example/junk-header")
    assert 2 == raw(web, "http://broken.example/two-lengths").count(b"Content-Length")
    assert raw(web, "http://status.example/042", patience=SHORT).startswith(b"HTTP/1.1 042 ")
    assert raw(web, "http://status.example/101", patience=SHORT).startswith(b"HTTP/1.1 101 ")


def test_hints_come_before_the_answer(web: StandInWeb) -> None:
    """103 is followed by the answer proper."""
    told = raw(web, "http://status.example/103", patience=SHORT)

    assert told.startswith(b"HTTP/1.1 103 Early Hints\r\n")
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in told


@pytest.mark.parametrize("path", ["endless-body", "endless-headers"])
def test_an_answer_can_have_no_end(web: StandInWeb, path: str) -> None:
    """However much is read, there is more."""
    assert 4 << 20 <= len(raw(web, f"http://huge.example/{path}", most=4 << 20))


def test_headers_can_be_huge_or_many(web: StandInWeb) -> None:
    """A megabyte in one header, twenty thousand headers: more than a client takes."""
    for path in ("header", "many-headers"):
        with pytest.raises(http.client.HTTPException):
            ask(web, f"http://huge.example/{path}")


def test_a_small_body_can_unpack_to_a_huge_one(web: StandInWeb) -> None:
    """The bomb is 64 megabytes in less than a hundred kilobytes."""
    told = ask(web, "http://huge.example/gzip-bomb")

    assert 100_000 > len(told.body)
    assert bytes(64 << 20) == gzip.decompress(told.body)


# --- Names, connections, certificates


def test_names_may_not_resolve(web: StandInWeb) -> None:
    """Unknown names, failing and silent name servers are the errors that a real look-up gives."""
    for host, number in (("unknown.example", socket.EAI_NONAME), ("try-again.example", socket.EAI_AGAIN)):
        with pytest.raises(socket.gaierror) as caught:
            web.resolver(host, 80)
        assert number == caught.value.errno
    with pytest.raises(TimeoutError):
        web.resolver("silent-dns.example", 80)
    with pytest.raises(socket.gaierror):
        web.resolver("no-such-table-row.test", 80)


def test_connections_may_be_refused_or_never_answered(web: StandInWeb) -> None:
    """The resolver leads to ports that do just that."""
    with pytest.raises(ConnectionRefusedError):
        ask(web, "http://refused.example/", patience=SHORT)
    with pytest.raises(TimeoutError):
        ask(web, "http://silent.example/", patience=SHORT)


def test_the_resolver_tells_port_and_pretended_address(web: StandInWeb) -> None:
    """The session's seam gets an address that a guard can judge, and where the socket is opened instead."""
    (public,) = web.resolver.resolve("good.example", 443, 1.0)
    (private,) = web.resolver.resolve("private.example", 80, 1.0)
    (literal,) = web.resolver.resolve("10.1.2.3", 8080, 1.0)

    assert ip_address(public.ip).is_global
    assert (443, ("127.0.0.1", web.https_port)) == (public.port, public.via)
    assert ("10.0.0.7", ("127.0.0.1", web.http_port)) == (private.ip, private.via)
    assert "10.1.2.3" == literal.ip


VERIFY_CODES = {"expired": 10, "not-yet-valid": 9, "wrong-name": 62, "self-signed": 18, "untrusted": 20}
"""OpenSSL's X509_V_ERR_* numbers."""


@pytest.mark.parametrize("fault", VERIFY_CODES)
def test_certificates_have_the_fault_that_was_asked_for(web: StandInWeb, fault: str) -> None:
    """Each fault is the verification error that it is on the real web."""
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        ask(web, f"https://{fault}.example/")

    assert VERIFY_CODES[fault] == caught.value.verify_code


def test_a_handshake_can_be_refused(web: StandInWeb) -> None:
    """The handshake is broken off before there is a certificate to complain of."""
    with pytest.raises(ssl.SSLError) as caught:
        ask(web, "https://tls-refused.example/")

    assert not isinstance(caught.value, ssl.SSLCertVerificationError)


def test_the_authority_is_a_file_too(web: StandInWeb) -> None:
    """A client that takes only a path verifies with it."""
    context = ssl.create_default_context(cafile=str(web.ca_pem))
    with (
        socket.create_connection(("127.0.0.1", web.https_port), 10) as sock,
        context.wrap_socket(sock, server_hostname="good.example") as tls,
    ):
        assert {("DNS", "good.example")} == set(tls.getpeercert()["subjectAltName"])  # type: ignore[index]


# --- As a proxy


@pytest.mark.parametrize("url", ["http://good.example/article", "https://good.example/article"])
def test_programs_without_a_resolver_come_by_proxy(web: StandInWeb, url: str) -> None:
    """Either kind of address is reached through the HTTP port as a proxy, with the host's own certificate."""
    place = f"http://127.0.0.1:{web.http_port}"
    told = requests.get(url, proxies={"http": place, "https": place}, verify=str(web.ca_pem), timeout=10)

    assert 200 == told.status_code
    assert url == web.log.requests[-1].url


def test_a_proxy_tells_of_hosts_that_it_cannot_reach(web: StandInWeb) -> None:
    """Names that do not resolve and refused connections are a 502 of the proxy."""
    place = {"http": f"http://127.0.0.1:{web.http_port}"}

    for host in ("unknown.example", "refused.example"):
        assert 502 == requests.get(f"http://{host}/", proxies=place, timeout=10).status_code


def test_a_proxy_can_refuse() -> None:
    """The table can make the proxy turn everybody away."""
    with StandInWeb("proxy-status = 407", TORTURE) as web:
        place = {"http": f"http://127.0.0.1:{web.http_port}"}
        assert 407 == requests.get("http://good.example/", proxies=place, timeout=10).status_code
        assert 200 == ask(web, "http://good.example/short").status
