"""The stand-in web itself: two servers on free loopback ports, in a thread of their own."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.standin.authority import Authority
from tests.standin.behaviours import Behaviours
from tests.standin.connection import Connection
from tests.standin.log import Log
from tests.standin.memento import Memento
from tests.standin.message import Request, Writer, host_of
from tests.standin.moves import Close, Hang, Reply, Send, Tunnel, Wait
from tests.standin.pages import Pages
from tests.standin.process import CONTROL
from tests.standin.resolver import LOOPBACK, Ports, Resolver
from tests.standin.script import Script
from tests.standin.table import Source, load_table
from tests.standin.wayback import Wayback

BACKLOG = 2048
PATIENCE = 10.0


class StandInWeb:
    """
    A web on loopback, from `with` to the end of its block.

    ```python
    with StandInWeb(table) as web:
        session = Session(resolver=web.resolver, ca=web.ca_pem)
        ...
        assert ("http://news.example/",) == web.log.urls()
    ```

    Attributes:
        table: What it was told, all sources joined.
        log: Who asked what.
        http_port, https_port: Where it listens on 127.0.0.1; the first also serves as an HTTP proxy.
        ca_pem: A file with the certificate of the authority that vouches for every host.
        resolver: Leads host names here.
    """

    def __init__(
        self,
        *sources: Source,
        http_port: int = 0,
        https_port: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Make a web; it starts with `with`.

        Args:
            sources: Tables, paths of TOML files, or TOML texts, joined in order.
            http_port: Where to listen for HTTP; 0 takes a free port.
            https_port: The same for HTTPS.
            clock: Seconds, for the throttle of the archive and nothing else.
        """
        self.table = load_table(*sources)
        self.log = Log()
        self.started = time.monotonic()
        self.open: set[Connection] = set()
        pages = Pages(self.table)
        writer = Writer.at(self.table.clock)
        self._script = Script(self.table)
        self._behaviours = Behaviours(pages, writer)
        self._wayback = Wayback(self.table, pages, writer, clock, self.log)
        self._others = {row.host: Memento(row, self.table, pages, writer, self.log) for row in self.table.other}
        self._authority = Authority(self._script.host)
        self._wanted = (http_port, https_port)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._holders: list[socket.socket] = []
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._tls: ssl.SSLContext | None = None
        self.ports = Ports(0, 0, 0, 0)

    @property
    def http_port(self) -> int:
        """Where the HTTP server listens."""
        return self.ports.http

    @property
    def https_port(self) -> int:
        """Where the HTTPS server listens."""
        return self.ports.https

    def __enter__(self) -> Self:
        """Start listening."""
        listeners = [_listen(port) for port in self._wanted]
        self._holders = [_refusing(), *_silent()]
        refused, silent = (sock.getsockname()[1] for sock in self._holders[:2])
        http, https = (sock.getsockname()[1] for sock in listeners)
        self.ports = Ports(http, https, refused, silent)
        self.resolver = Resolver(self.table, self.ports, lambda: self._wayback.blocked)
        self._place = tempfile.TemporaryDirectory(prefix="stand-in-")
        self.ca_pem = Path(self._place.name) / "ca.pem"
        self.ca_pem.write_bytes(self._authority.pem)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)  # a failed handshake is what was scripted
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listeners, ready), name="stand-in web", daemon=True)
        self._thread.start()
        if not ready.wait(PATIENCE):
            raise TimeoutError("the stand-in web did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening and drop what is open."""
        self.stop()

    def stop(self) -> None:
        """Stop listening and drop what is open; nothing answers any more. Calling it again does nothing."""
        if self._loop is None or self._thread is None or self._place is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        for sock in self._holders:
            sock.close()
        self._place.cleanup()
        self._loop = None

    def client_context(self) -> ssl.SSLContext:
        """Give a client's TLS context that trusts the authority of this web and no other."""
        return ssl.create_default_context(cadata=self._authority.pem.decode("ascii"))

    def reply(self, request: Request) -> Reply:
        """Give the reply to a request; the archive answers where no row of the table does."""
        if request.method == "CONNECT" or request.via_proxy:
            refusal = self._proxied(request)
            if refusal is not None:
                return refusal
        if request.host == CONTROL:
            return self._figures(request)
        answer = self._script.answer(request)
        if answer is None:
            return self._later(self._unscripted(request), 0.0)
        return self._later(self._behaviours.reply(answer, request), answer.wait)

    def _unscripted(self, request: Request) -> Reply:
        """Give the reply to a request of which no row of the table speaks."""
        if self._wayback.answers_for(request.host):
            return self._wayback.reply(request)
        other = self._others.get(request.host)
        return self._behaviours.not_found(request) if other is None else other.reply(request)

    def _figures(self, request: Request) -> Reply:
        """Give the counts of the log, for those who run the web in another process."""
        asked = [one for one in self.log.requests if one.host != CONTROL]
        told = {
            "requests": len(asked),
            "connections": self.log.connections,
            "handshakes": self.log.handshakes,
            "most_open": self.log.most_open,
            "most_at_once": max((n for host, n in self.log.most_at_once.items() if host != CONTROL), default=0),
            "methods": dict(Counter(one.method for one in asked)),
            "services": dict(self.log.services),
            "refused": dict(self.log.refused),
            "blocks": self.log.blocks,
            "locked_out": self.log.locked_out,
        }
        body = json.dumps(told).encode()
        return (Send(self._behaviours.writer.response(request, 200, body, content_type="application/json")),)

    def tls(self) -> ssl.SSLContext:
        """Give the context of the HTTPS server."""
        if self._tls is None:
            self._tls = self._authority.context(self._named)
        return self._tls

    def _named(self, _name: str) -> None:
        """Note that a handshake named a host."""
        self.log.handshakes += 1

    def _later(self, reply: Reply, wait: float) -> Reply:
        """Give a reply that waits first, where the answer or the table wants it."""
        seconds = wait or self.table.wait
        return (Wait(seconds), *reply) if seconds else reply

    def _proxied(self, request: Request) -> Reply | None:
        """Give what a proxy says before a host is reached: a refusal, the tunnel, or nothing."""
        writer = self._behaviours.writer
        if self.table.proxy_status is not None:
            return (Send(writer.response(request, self.table.proxy_status)),)
        port = int(request.authority.rpartition(":")[2] or 443) if request.method == "CONNECT" else 80
        host = host_of(request.authority)
        try:
            _, target = self.resolver(host, port)
        except OSError as error:
            return (Send(writer.response(request, 502, f"{error}\n".encode(), content_type="text/plain")), Close())
        if target == self.ports.refused:
            self.log.locked_out += self._wayback.answers_for(host) and self._wayback.blocked
            return (Send(writer.response(request, 502, b"Connection refused\n", content_type="text/plain")), Close())
        if target == self.ports.silent:
            return (Hang(),)
        return (Tunnel(port),) if request.method == "CONNECT" else None

    def _run(self, listeners: list[socket.socket], ready: threading.Event) -> None:
        """Serve until the loop is stopped; the body of the thread."""
        loop = self._loop
        if loop is None:
            return
        asyncio.set_event_loop(loop)
        http, https = listeners
        servers = [
            loop.run_until_complete(loop.create_server(lambda: Connection(self, "http"), sock=http, backlog=BACKLOG)),
            loop.run_until_complete(
                loop.create_server(lambda: Connection(self, "https"), sock=https, backlog=BACKLOG, ssl=self.tls())
            ),
        ]
        loop.call_soon(ready.set)
        loop.run_forever()
        for server in servers:
            server.close()
        for connection in tuple(self.open):
            connection.abort()
        for transport in tuple(getattr(loop, "_transports", {}).values()):
            transport.abort()  # those that were still shaking hands: no protocol of ours knows of them
        loop.run_until_complete(_wind_up())
        loop.close()


async def _wind_up() -> None:
    """Let connections notice that they are gone, and end every task."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for _ in range(3):
        await asyncio.sleep(0)


def _listen(port: int) -> socket.socket:
    """Give a socket bound to a loopback port."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((LOOPBACK, port))
    sock.setblocking(False)
    return sock


def _refusing() -> socket.socket:
    """Give a socket that holds a port on which nothing listens: connections to it are refused."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.bind((LOOPBACK, 0))
    return sock


def _silent() -> tuple[socket.socket, ...]:
    """Give a listening socket whose queue is full, so that no further connection is answered, and what fills it."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.bind((LOOPBACK, 0))
    sock.listen(0)
    filler = socket.create_connection(sock.getsockname())
    return sock, filler
