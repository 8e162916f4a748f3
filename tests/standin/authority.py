"""
A throw-away certificate authority: a certificate for whatever name is asked for, sound or with a fault.

The authority lives as long as the web; no key is kept on disk.
"""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.standin.table import Host

LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)
LONG_AHEAD = datetime(2090, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
OTHER_NAME = "somebody-else.example"
PLAIN_NAMES = ("localhost", "127.0.0.1")


class Authority:
    """Makes a server-side TLS context for each name, once."""

    def __init__(self, faults: Callable[[str], Host | None]) -> None:
        """
        Make the authority.

        Args:
            faults: What the table says of a host.
        """
        self._faults = faults
        self._trusted = trustme.CA()
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def pem(self) -> bytes:
        """The authority's certificate, for those who shall trust it."""
        return self._trusted.cert_pem.bytes()

    def context(self, on_name: Callable[[str], None]) -> ssl.SSLContext:
        """
        Give the context of the server, which turns into that of the name that a client asks for.

        Args:
            on_name: Told the name of every handshake.
        """
        first = self._make(PLAIN_NAMES, "ok")

        def choose(sock: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> int | None:
            """Put the context of the name in place; an alert refuses the handshake."""
            if name is None:
                return None
            on_name(name)
            host = self._faults(name)
            if host is not None and host.tls == "refused":
                return int(ssl.AlertDescription.ALERT_DESCRIPTION_HANDSHAKE_FAILURE)
            sock.context = self.of(name)
            return None

        first.sni_callback = choose
        return first

    def of(self, name: str) -> ssl.SSLContext:
        """Give the context that serves one name, with the fault that the table wants."""
        if name not in self._contexts:
            host = self._faults(name)
            self._contexts[name] = self._make((name,), host.tls if host is not None else "ok")
        return self._contexts[name]

    def _make(self, names: tuple[str, ...], fault: str) -> ssl.SSLContext:
        """Give a context whose certificate has a fault."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if fault == "self-signed":
            _load(context, *_self_signed(names[0]))
            return context
        issuer = trustme.CA() if fault == "untrusted" else self._trusted
        start = LONG_AHEAD - DAY if fault == "not-yet-valid" else LONG_AGO
        end = LONG_AGO + DAY if fault == "expired" else LONG_AHEAD
        named = (OTHER_NAME,) if fault == "wrong-name" else names
        leaf = issuer.issue_cert(*named, not_before=start, not_after=end)
        leaf.configure_cert(context)
        return context


def _self_signed(name: str) -> tuple[bytes, bytes]:
    """Give a certificate that vouches for itself, and its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "stand-in web")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(LONG_AGO)
        .not_valid_after(LONG_AHEAD)
        .add_extension(x509.SubjectAlternativeName([_general_name(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    no_password = serialization.NoEncryption()
    form = serialization.PrivateFormat.TraditionalOpenSSL
    pem = serialization.Encoding.PEM
    return certificate.public_bytes(pem), key.private_bytes(pem, form, no_password)


def _general_name(name: str) -> x509.GeneralName:
    """Give a name as certificates hold it."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _load(context: ssl.SSLContext, certificate: bytes, key: bytes) -> None:
    """Load a certificate and key, which `ssl` reads only from a file."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "leaf.pem"
        path.write_bytes(key + certificate)
        context.load_cert_chain(path)
