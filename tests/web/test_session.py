"""The session: one request in, one exchange out, whatever the network does."""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citecheck.web import Address, Exchange, Headers, Limits, Request, Session, Settings
from citecheck.web.transport import LiveAdapter
from tests.standin import StandInWeb

CASES = tomllib.loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))["case"]
GOOD = "http://good.example/article"


def asked(settings: Settings, case: dict[str, Any]) -> Exchange:
    """Give what comes of a case's request; only where the deadline is expected is it near, however busy the machine."""
    runs_out = "timeout" in (case.get("error"), case.get("body_error"))
    with Session(settings if runs_out else replace(settings, limits=Limits(total=30))) as session:
        return session.fetch(Request(case["ask"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"] or "nothing")
def test_every_answer_and_every_failure_is_told_as_data(settings: Settings, case: dict[str, Any]) -> None:
    """Whatever a server does, the exchange says what it was, and how far the chain came."""
    exchange = asked(settings, case)

    told = {
        "status": exchange.status,
        "hops": len(exchange.hops),
        "error": exchange.error.kind if exchange.error else None,
        "body_error": exchange.body_error.kind if exchange.body_error else None,
        "truncated": exchange.truncated,
    }
    expected = {"status": None, "hops": 1, "error": None, "body_error": None, "truncated": False}
    assert expected | {key: value for key, value in case.items() if key not in ("ask", "cause")} == told
    if "cause" in case:
        assert exchange.error is not None
        assert case["cause"] == exchange.error.cause


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"] or "nothing")
def test_a_failure_reads_the_same_on_every_run(web: StandInWeb, settings: Settings, case: dict[str, Any]) -> None:
    """Messages hold no object addresses and no ports of the machine that ran."""
    exchange = asked(settings, case)

    for error in (exchange.error, exchange.body_error):
        if error is not None:
            assert error.message.endswith(".")
            assert "0x" not in error.message
            assert not {str(web.http_port), str(web.https_port)} & set(error.message.replace(":", " ").split())


def test_no_more_of_a_body_is_taken_than_the_limits_let_through(settings: Settings) -> None:
    """An endless body ends at the limit of the wire, a bomb at that of what is unpacked."""
    with Session(replace(settings, limits=Limits(wire_bytes=100_000, body_bytes=300_000))) as session:
        endless = session.fetch(Request("http://huge.example/endless-body"))
        bomb = session.fetch(Request("https://huge.example/gzip-bomb"))

    assert (100_000, True) == (len(endless.body), endless.truncated)
    assert (300_000, True) == (len(bomb.body), bomb.truncated)


def test_a_drip_leaves_what_had_come_by_the_deadline(session: Session) -> None:
    """A body that drips is cut at the deadline; its status and its first bytes stand."""
    exchange = session.fetch(Request("http://slow.example/drip-body"))

    assert b"<!" == exchange.body[:2]
    assert "timeout" == (exchange.body_error.kind if exchange.body_error else "")


def test_a_handshake_that_drips_ends_at_the_deadline(settings: Settings) -> None:
    """A server that speaks TLS a byte at a time, each in good time, is left at the deadline."""
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        sock, _ = listener.accept()
        with sock, contextlib.suppress(OSError):
            sock.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb\x03\x03")
            while not over.wait(0.05):
                sock.sendall(b"\0")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        with Session(replace(settings, resolver=_At(listener.getsockname()[1]))) as session:
            exchange = session.fetch(Request("https://drip.example/"))
        over.set()
        thread.join()

    assert "timeout" == (exchange.error.kind if exchange.error else "")


class _At:
    """Leads every name to one port of loopback."""

    def __init__(self, port: int) -> None:
        self.port = port

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
        """Give that port."""
        del host, timeout
        return (Address("93.184.216.34", port, via=("127.0.0.1", self.port)),)


def test_the_next_address_of_a_name_is_tried(web: StandInWeb, settings: Settings) -> None:
    """A name with a dead address and a live one is answered by the live one."""

    class Two:
        """Leads to a port that refuses, then to one that answers."""

        def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
            """Give both."""
            del host, timeout
            return tuple(
                Address(ip, port, via=("127.0.0.1", to))
                for ip, to in (("93.184.216.34", web.ports.refused), ("93.184.216.35", web.http_port))
            )

    with Session(replace(settings, resolver=Two())) as session:
        exchange = session.fetch(Request(GOOD))

    assert (200, "93.184.216.35") == (exchange.status, exchange.hops[0].address)


def test_user_and_password_of_an_address_are_never_sent(web: StandInWeb, session: Session) -> None:
    """An address with a password is asked without it, in any hop."""
    before = len(web.log.requests)
    exchange = session.fetch(Request("http://someone:hunter2@good.example/echo"))

    assert 200 == exchange.status
    assert [] == [
        (name, value) for one in web.log.requests[before:] for name, value in one.headers if name == "authorization"
    ]
    assert "http://good.example/echo" == exchange.url


def test_secrets_stay_with_their_origin(web: StandInWeb, session: Session) -> None:
    """An Authorization header goes to the host it was meant for, and not to where that one redirects."""
    before = len(web.log.requests)
    session.fetch(Request("http://moved.example/301", headers=Headers((("Authorization", "Bearer sesame"),))))

    assert ["Bearer sesame", None] == [one.header("authorization") for one in web.log.requests[before:]]


def test_a_post_turns_into_a_get_where_redirects_say_so(web: StandInWeb, session: Session) -> None:
    """301, 302 and 303 drop the method and the body, 307 and 308 keep both."""
    for path, expected in (("/301", ("GET", b"")), ("/303", ("GET", b"")), ("/307", ("POST", b"a=1"))):
        before = len(web.log.requests)
        session.fetch(Request(f"http://moved.example{path}", "POST", body=b"a=1"))
        last = web.log.requests[-1]

        assert len(web.log.requests) == before + 2
        assert expected == (last.method, last.body)


def test_cookies_live_as_long_as_one_fetch(web: StandInWeb, session: Session) -> None:
    """A gate that wants a cookie opens, and the next fetch stands before it again."""
    first = session.fetch(Request("http://good.example/cookie-gate"))
    before = len(web.log.requests)
    second = session.fetch(Request("http://good.example/cookie-gate"))

    assert [2, 2] == [len(first.hops), len(second.hops)]
    assert [None, "gate=open"] == [one.header("cookie") for one in web.log.requests[before:]]


def test_redirects_are_left_alone_when_they_are_not_to_be_followed(session: Session) -> None:
    """A request that does not follow gives the redirect itself."""
    exchange = session.fetch(Request("http://moved.example/301", follow=False))

    assert (301, None) == (exchange.status, exchange.error)
    assert "https://good.example/article" == exchange.headers.get("location")


def test_a_head_request_has_no_body_to_miss(session: Session) -> None:
    """HEAD gives the head, also where its Content-Length and coding speak of a body."""
    exchange = session.fetch(Request("http://good.example/gzip", "HEAD"))

    assert (200, b"", False, None) == (exchange.status, exchange.body, exchange.truncated, exchange.body_error)


def test_connections_are_kept_and_used_again(settings: Settings) -> None:
    """Twenty pages of one host come over one connection, TLS or not."""
    with StandInWeb('[[answer]]\nhost = "one.example"\npage = "article"\n') as web:
        mine = replace(settings, resolver=web.resolver, ca_file=str(web.ca_pem))
        with Session(mine) as session:
            for scheme in ("http", "https"):
                assert [200] * 20 == [session.fetch(Request(f"{scheme}://one.example/{n}")).status for n in range(20)]
        assert 2 == web.log.connections


def test_an_idle_connection_that_died_is_replaced(settings: Settings) -> None:
    """A server that hangs up on a kept connection has not refused the request: it is asked again over a new one."""
    table = (
        '[[answer]]\nhost = "tired.example"\ntimes = 1\npage = "article"\n'
        '[[answer]]\nhost = "tired.example"\ntimes = 1\ndoes = "close"\n'
        '[[answer]]\nhost = "tired.example"\npage = "article"\n'
    )
    with StandInWeb(table) as web, Session(replace(settings, resolver=web.resolver)) as session:
        assert [200, 200] == [session.fetch(Request("http://tired.example/")).status for _ in range(2)]
        assert 3 == len(web.log.requests)


class _Rebinding:
    """A name server that gives a public address first and a private one ever after."""

    def __init__(self, web: StandInWeb) -> None:
        self.web = web
        self.asked = 0

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
        """Give one address, another each time."""
        del host, timeout
        self.asked += 1
        ip = "93.184.216.34" if self.asked == 1 else "10.0.0.7"
        return (Address(ip, port, via=("127.0.0.1", self.web.http_port)),)


def test_a_name_is_resolved_once_for_a_connection(web: StandInWeb, settings: Settings) -> None:
    """The address that was judged is the one that is connected to: a second answer is never asked for."""
    resolver = _Rebinding(web)
    with Session(replace(settings, resolver=resolver)) as session:
        first = session.fetch(Request(GOOD))
        session._adapter.close()  # noqa: SLF001 - the idle connection is dropped, so that the next fetch resolves anew
        second = session.fetch(Request(GOOD))

    assert (200, "93.184.216.34") == (first.status, first.hops[0].address)
    assert "guarded" == (second.error.kind if second.error else "")
    assert 2 == resolver.asked


def test_private_addresses_are_asked_where_that_is_allowed(settings: Settings) -> None:
    """With `allow_private` the guard holds ports and schemes, and nothing else."""
    with Session(replace(settings, allow_private=True)) as session:
        private = session.fetch(Request("http://private.example/"))
        mail = session.fetch(Request("http://private.example:25/"))

    assert 200 == private.status
    assert "guarded" == (mail.error.kind if mail.error else "")


def test_nothing_is_read_from_the_environment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Proxies, certificates and passwords of the environment have no say."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine good.example login someone password hunter2\n", encoding="utf-8")
    netrc.chmod(0o600)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(netrc))
    monkeypatch.setenv("SSL_CERT_FILE", str(netrc))
    monkeypatch.setenv("NETRC", str(netrc))
    with Session(settings) as session:
        plain = session.fetch(Request("http://good.example/echo"))
        secure = session.fetch(Request("https://good.example/echo"))

    assert (200, 200) == (plain.status, secure.status)
    assert b"authorization" not in plain.body.lower() + secure.body.lower()


def test_the_certificates_are_read_once(web: StandInWeb, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many hosts are asked over TLS, the file of authorities is opened for the first alone."""
    reads: list[str | None] = []
    adapter = LiveAdapter(str(web.ca_pem))
    original = type(adapter.tls).load_verify_locations

    def counted(context: ssl.SSLContext, cafile: str | None = None) -> None:
        reads.append(cafile)
        original(context, cafile)

    monkeypatch.setattr(type(adapter.tls), "load_verify_locations", counted)
    with Session(settings, adapter) as session:
        assert [200] * 5 == [session.fetch(Request(f"https://host-{n}.example/")).status for n in range(5)]
    assert [] == reads


def test_many_threads_share_a_session(settings: Settings) -> None:
    """Thirty-two threads that ask forty hosts each get the page that they asked for."""
    urls = [f"http{'s' * (n % 2)}://host-{n % 40}.example/page-{n}" for n in range(400)]
    with Session(replace(settings, limits=Limits(total=20))) as session, ThreadPoolExecutor(32) as pool:
        exchanges = list(pool.map(lambda url: session.fetch(Request(url)), urls))

    assert [200] * 400 == [exchange.status for exchange in exchanges]
    assert [] == [url for url, exchange in zip(urls, exchanges, strict=True) if url.encode() not in exchange.body]


def test_a_closed_session_leaves_no_thread(settings: Settings) -> None:
    """The watchdog of a session starts with its first request and ends with the session, whoever else has one."""
    before = set(threading.enumerate())

    def watchdogs() -> list[str]:
        return [one.name for one in threading.enumerate() if one not in before and one.name == "citecheck watchdog"]

    with Session(settings) as session:
        session.fetch(Request(GOOD))
        assert ["citecheck watchdog"] == watchdogs()
    assert [] == watchdogs()


def test_what_our_libraries_log_holds_no_secret(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """urllib3 logs each address that it asks for; the session keeps its secrets out."""
    with caplog.at_level(logging.DEBUG, logger="urllib3"), Session(settings) as session:
        session.fetch(Request("http://good.example/article?access_token=open-sesame-17"))

    assert "/article?access_token=REDACTED" in caplog.text
    assert "open-sesame-17" not in caplog.text


def test_the_user_agent_is_the_one_of_the_settings(web: StandInWeb, settings: Settings) -> None:
    """One name for every request, and a header of the request's own beats it."""
    with Session(replace(settings, user_agent="citecheck/0 (+mailto:me@good.example)")) as session:
        session.fetch(Request(GOOD))
        session.fetch(Request(GOOD, headers=Headers((("user-agent", "other"),))))

    assert ["citecheck/0 (+mailto:me@good.example)", "other"] == [
        one.header("user-agent") for one in web.log.requests[-2:]
    ]


@pytest.mark.parametrize("url", ["http://\ud800/", "http://good.example/\ud800", "http://\x00/", "h" * 100_000])
def test_any_text_can_be_asked_for(session: Session, url: str) -> None:
    """Lone surrogates, control characters, endless words: an exchange comes back."""
    exchange = session.fetch(Request(url))

    assert exchange.error is not None or exchange.status is not None
