"""
Servers that say whatever bytes a table gives them: one host and one listening socket for each case.

What a stand-in web writes is HTTP, with a fault here and there; here nothing is taken for granted, not even that the
request is read before it is answered. A character of the table is a byte (latin-1).

An answer is a list of moves: a text is sent as it stands, with `«lost»` and `«page»` in it replaced by a page of 171
bytes (AB in hexadecimal) that says that it is missing, or has something to say; `{ of = "…", times = 3 }` is sent again and
again, `{ packed = "gzip", of = "…" }` compressed, less the last `cut` bytes; `{ coded = "utf-16-le", of = "…" }` in another
encoding; `{ drip = "…", every = 0.1 }` byte by byte; `{ forever = "…" }` without end; `{ wait = 0.1 }` is a pause.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

from citecheck.web.guard import Address
from tests.standin.connection import RESET_ON_CLOSE
from tests.standin.resolver import LOOPBACK

DOMAIN: Final = ".example"
LENGTH: Final = 171
LOST: Final = b"<!doctype html><title>Page not found</title><h1>Page not found</h1><p>No such page.".ljust(LENGTH)
PAGE: Final = (
    b"<!doctype html><title>Harbour reopens</title><h1>Harbour reopens</h1>"
    b"<p>The harbour opened again in May, after two years of works on its northern quay.".ljust(LENGTH)
)
_PATIENCE: Final = 10.0
_BUFFER: Final = 64 * 1024
"""Bytes that wait to be read by the other side: what is sent beyond them was taken, or is on its way."""


class RawWeb:
    """A web of such servers, from `with` to the end of its block; it is its own resolver."""

    def __init__(self, cases: Sequence[Mapping[str, Any]]) -> None:
        """
        Make a web.

        Args:
            cases: Tables with the `name` of a host, without its domain, and what it does: `send`, the answer; `end`, what
                follows it: `close`, `reset`, `keep` (the next request) or `hang`; `then` and `then_end`, the same for the
                second request and all that follow; `early`, whether the request is not waited for.
        """
        self.asked: Counter[str] = Counter()
        """How often each host was asked; connections where it does not wait for requests."""
        self.sent: Counter[str] = Counter()
        """How many bytes of each answer went out."""
        self._cases = {f"{case['name']}{DOMAIN}": case for case in cases}
        moves = [move for case in cases for move in (*case["send"], *case.get("then", ())) if _is_data(move)]
        self._made = {id(move): _data(move) for move in moves}
        """What is sent at once, made before anybody measures what it costs to take it."""
        self._ports: dict[str, int] = {}
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)  # whoever hangs up early is no news
        self._thread = threading.Thread(target=self._loop.run_forever, name="raw web", daemon=True)

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(_PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(_PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def resolve(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:  # noqa: ARG002 - a stand-in never waits
        """
        Give a public address for a host of the table, answered for on loopback.

        Raises:
            socket.gaierror: The table has no such host.
        """
        if host not in self._ports:
            raise socket.gaierror(socket.EAI_NONAME, f"raw web: no such host: {host}")
        return (Address("93.184.216.34", port, via=(LOOPBACK, self._ports[host])),)

    async def _listen(self) -> None:
        """Open the socket of each case."""
        for host in self._cases:
            server = await asyncio.start_server(self._serving(host), LOOPBACK, 0)
            self._ports[host] = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    async def _stop(self) -> None:
        """Close them, and end what still goes on."""
        for server in self._servers:
            server.close()
        for writer in self._open:
            writer.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # the turn in which aborted connections let go of their sockets

    def _serving(self, host: str) -> Any:  # noqa: ANN401 - asyncio's callback
        """Give what serves the connections of a host."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._open.add(writer)
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                while await self._answer(host, reader, writer):
                    pass
            writer.close()

        return serve

    async def _answer(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request, and tell whether another one may follow."""
        case = self._cases[host]
        if not case.get("early"):
            await reader.readuntil(b"\r\n\r\n" if case.get("scheme") != "https" else b"\x03")
        again = self.asked[host] > 0 and "then" in case
        self.asked[host] += 1
        writer.transport.set_write_buffer_limits(_BUFFER)
        for move in case["then" if again else "send"]:
            await self._move(host, move, writer)
        end = case.get("then_end" if again else "end", "close")
        if end == "hang":
            await asyncio.Event().wait()
        if end == "reset":
            await asyncio.sleep(0.02)  # a reset overtakes what was sent, so that has to be read first
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            writer.transport.abort()
        return bool(end == "keep")

    async def _move(self, host: str, move: str | Mapping[str, Any], writer: asyncio.StreamWriter) -> None:
        """Play one move."""
        if isinstance(move, Mapping) and "wait" in move:
            await asyncio.sleep(move["wait"])
        elif isinstance(move, Mapping) and "drip" in move:
            for byte in filled(move["drip"]):
                await self._write(host, bytes((byte,)), writer)
                await asyncio.sleep(move["every"])
        elif isinstance(move, Mapping) and "forever" in move:
            data = filled(move["forever"])
            while True:
                await self._write(host, data, writer)
        else:
            await self._write(host, self._made[id(move)], writer)

    async def _write(self, host: str, data: bytes, writer: asyncio.StreamWriter) -> None:
        """Send bytes, no faster than they are taken."""
        if writer.transport.is_closing():
            raise ConnectionResetError
        writer.write(data)
        self.sent[host] += len(data)
        await writer.drain()
        await asyncio.sleep(0)


def filled(text: str) -> bytes:
    """Give the bytes of a text, its pages filled in."""
    return text.encode("latin-1").replace("«lost»".encode("latin-1"), LOST).replace("«page»".encode("latin-1"), PAGE)


def _is_data(move: str | Mapping[str, Any]) -> bool:
    """Tell whether a move just sends bytes."""
    return isinstance(move, str) or "of" in move


def _data(move: str | Mapping[str, Any]) -> bytes:
    """Give the bytes of a move that sends some."""
    if isinstance(move, str):
        return filled(move)
    if "coded" in move:
        coded: bytes = move["of"].encode(move["coded"])
        return coded
    data: bytes = filled(move["of"]) * move.get("times", 1)
    for coding in move.get("packed", "").split():
        data = _PACKERS[coding](data)
    return data[: len(data) - move.get("cut", 0)]


def _bare(data: bytes) -> bytes:
    """Give data in deflate's format without a frame."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


_PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zlib": lambda data: zlib.compress(data, 6),
    "deflate": _bare,
}
