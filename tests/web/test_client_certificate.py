"""Certificates of the client, and files of certificates that are none."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from citecheck.errors import UsageError
from citecheck.web import Address, ClientCertificate, Request, Session, Settings

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Asking:
    """A server that asks everybody for a certificate, and what it was shown; its files lie in a directory."""

    port: int
    files: Path
    shown: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
        """Lead every name here."""
        del host, port, timeout
        return (Address("127.0.0.1", self.port),)

    def settings(self, *hosts: str, key: str | None = "key.pem") -> Settings:
        """Give settings whose certificate is for some hosts."""
        client = ClientCertificate(str(self.files / "cert.pem"), None if key is None else str(self.files / key), hosts)
        return Settings(resolver=self, ca_file=str(self.files / "ca.pem"), allow_private=True, client=client)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """Give that server."""
    files = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(files / "ca.pem"))
    mine = authority.issue_cert("auditor@a.example", common_name="The auditor")
    mine.cert_chain_pems[0].write_to_path(str(files / "cert.pem"))
    mine.private_key_pem.write_to_path(str(files / "key.pem"))
    mine.private_key_and_cert_chain_pem.write_to_path(str(files / "both.pem"))
    key = serialization.load_pem_private_key(mine.private_key_pem.bytes(), None)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"open-sesame"),
    )
    (files / "locked.pem").write_bytes(locked)
    (files / "none.pem").write_text("no certificate", encoding="ascii")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("a.example", "b.example").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_OPTIONAL
    started = Asking(0, files)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown = self.connection.getpeercert()
            started.shown.append(str(dict(part[0] for part in shown["subject"])["commonName"]) if shown else "")
            self.wfile.write(PAGE)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        started.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield started
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("hosts", "url", "shown"),
    [
        (("a.example",), "https://a.example/", "The auditor"),
        (("a.example",), "https://b.example/", ""),
        (("a.example",), "https://a.example:8443/", ""),
        (("b.example", "a.example:8443"), "https://a.example:8443/", "The auditor"),
    ],
)
def test_a_certificate_is_shown_to_its_hosts_only(asking: Asking, hosts: tuple[str, ...], url: str, shown: str) -> None:
    """All others ask in vain, and answer all the same."""
    asking.shown.clear()
    with Session(asking.settings(*hosts)) as session:
        exchange = session.fetch(Request(url))

    assert (200, [shown]) == (exchange.status, asking.shown), exchange.error


def test_certificate_and_key_may_be_one_file(asking: Asking) -> None:
    """As many programs keep them."""
    asking.shown.clear()
    client = ClientCertificate(str(asking.files / "both.pem"), None, ("a.example",))
    settings = Settings(resolver=asking, ca_file=str(asking.files / "ca.pem"), allow_private=True, client=client)
    with Session(settings) as session:
        session.fetch(Request("https://a.example/"))

    assert ["The auditor"] == asking.shown


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("missing.pem", "there is no such file"),
        ("none.pem", "no certificate (PEM) is in it"),
        ("locked.pem", "or has a password"),
        (None, "no certificate (PEM) is in it, its key is not the certificate's"),
    ],
)
def test_a_key_that_cannot_be_used_is_told_at_once(asking: Asking, key: str | None, said: str) -> None:
    """Before anybody is asked, and without a question for a password."""
    with pytest.raises(UsageError, match="client_cert: ") as told:
        Session(asking.settings("a.example", key=key))

    assert said in str(told.value)


@pytest.mark.parametrize(("file", "said"), [("none.pem", "no certificate (PEM)"), ("missing.pem", "no such file")])
def test_authorities_that_cannot_be_used_are_told_at_once(asking: Asking, file: str, said: str) -> None:
    """A misspelt file is no reason to call every link unreachable."""
    with pytest.raises(UsageError, match="ca_file: ") as told:
        Session(Settings(ca_file=str(asking.files / file)))

    assert said in str(told.value)


def test_the_own_authority_is_the_only_one(asking: Asking) -> None:
    """Who vouches for this server is trusted because the user says so; otherwise the handshake fails."""
    trusted = Settings(resolver=asking, ca_file=str(asking.files / "ca.pem"), allow_private=True)
    with Session(trusted) as with_it, Session(Settings(resolver=asking, allow_private=True)) as without:
        found = [session.fetch(Request("https://a.example/")) for session in (with_it, without)]

    assert 200 == found[0].status
    assert "tls" == (found[1].error.kind if found[1].error else "")
