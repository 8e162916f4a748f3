"""One connection: reads requests, asks for the reply, plays its moves."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import time
from typing import Protocol, cast

from tests.standin.log import Asked, Log
from tests.standin.message import BadRequestError, Request, read_head
from tests.standin.moves import Close, Drip, Hang, Move, Repeat, Reply, Reset, Send, Tunnel, Wait
from tests.standin.resolver import is_tls

LONGEST_HEAD = 1 << 20
LONGEST_BODY = 16 << 20
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds


class World(Protocol):
    """What a connection needs of the web that it belongs to."""

    log: Log
    started: float
    open: set[Connection]

    def reply(self, request: Request) -> Reply:
        """Give the reply to a request."""
        ...

    def tls(self) -> ssl.SSLContext:
        """Give the context for connections that begin TLS half-way."""
        ...


class Connection(asyncio.Protocol):
    """The server's side of one connection."""

    def __init__(self, world: World, scheme: str) -> None:
        self.world = world
        self.scheme = scheme
        self.number = 0
        self.transport: asyncio.Transport | None = None
        self.buffer = b""
        self.request: Request | None = None
        self.task: asyncio.Task[None] | None = None
        self.writable: asyncio.Event | None = None
        self.keep = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection; a tunnel that has begun TLS is no new one."""
        self.transport = cast("asyncio.Transport", transport)
        if not self.number:
            self.number = self.world.log.connected()
            self.world.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Stop whatever is still going on."""
        self.transport = None
        self.world.open.discard(self)
        self.world.log.disconnected()
        if self.request is not None:
            self.world.log.answered(self.request.host)
            self.request = None
        if self.task is not None:
            self.task.cancel()

    def pause_writing(self) -> None:
        """Note that the other side does not keep up."""
        self.writable = asyncio.Event()

    def resume_writing(self) -> None:
        """Note that the other side has caught up."""
        if self.writable is not None:
            self.writable.set()
        self.writable = None

    def data_received(self, data: bytes) -> None:
        """Take in bytes; a request that is whole is answered."""
        self.buffer += data
        self._next()

    def abort(self) -> None:
        """Drop the connection."""
        if self.transport is not None:
            self.transport.abort()

    def _next(self) -> None:
        """Answer the next request of the buffer, if it is whole and none is being answered."""
        while self.request is None and self.transport is not None:
            try:
                request = self._read()
            except (BadRequestError, ValueError):
                self.transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                self.transport.close()
                return
            if request is None:
                return
            self._begin(request)

    def _read(self) -> Request | None:
        """Take a whole request out of the buffer; None when it is not whole yet."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self.buffer) > LONGEST_HEAD:
                raise BadRequestError("the head is too long")
            return None
        request = read_head(self.buffer[:end], self.scheme, None)
        length = int(request.header("content-length") or 0)
        if not 0 <= length <= LONGEST_BODY:
            raise BadRequestError("the body is too long")
        start = end + 4
        if len(self.buffer) < start + length:
            return None
        body, self.buffer = self.buffer[start : start + length], self.buffer[start + length :]
        if not body:
            return request
        told = {name: getattr(request, name) for name in ("scheme", "host", "authority", "method", "target")}
        return Request(**told, headers=request.headers, body=body, via_proxy=request.via_proxy)

    def _begin(self, request: Request) -> None:
        """Note a request and start its reply; what needs no time is done at once."""
        self.request = request
        self.keep = "close" not in (request.header("connection") or "").lower()
        told = (request.scheme, request.host, request.method, request.target, request.headers, request.body)
        self.world.log.asked(Asked(self.number, time.monotonic() - self.world.started, *told, request.via_proxy))
        reply = self.world.reply(request)
        if len(reply) == 1 and isinstance(reply[0], Send) and self.transport is not None:
            self.transport.write(reply[0].data)
            self._done()
        else:
            self.task = asyncio.get_running_loop().create_task(self._play(reply))

    def _done(self) -> None:
        """Note that the request is answered."""
        if self.request is not None:
            self.world.log.answered(self.request.host)
        self.request = None
        if self.transport is not None and not self.keep:
            self.transport.close()

    async def _play(self, reply: Reply) -> None:
        """Play the moves of a reply that takes time."""
        for move in reply:
            if self.transport is None:
                return
            await self._move(move)
        self.task = None
        self._done()
        self._next()

    async def _move(self, move: Move) -> None:
        """Play one move."""
        match move:
            case Send(data):
                self._write(data)
            case Wait(seconds):
                await asyncio.sleep(seconds)
            case Drip(data, every):
                for start in range(len(data)):
                    self._write(data[start : start + 1])
                    await asyncio.sleep(every)
            case Repeat(data):
                await self._repeat(data)
            case Hang():
                await asyncio.Event().wait()
            case Close():
                self.keep = False
            case Reset():
                self._reset()
            case Tunnel(port):
                await self._tunnel(port)

    def _write(self, data: bytes) -> None:
        """Send bytes if there is still somebody."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)

    async def _repeat(self, data: bytes) -> None:
        """Send the same bytes until the other side is gone, no faster than it reads."""
        while self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)
            if self.writable is not None:
                await self.writable.wait()
            await asyncio.sleep(0)

    def _reset(self) -> None:
        """Tear the connection down with a TCP reset."""
        if self.transport is not None:
            sock = self.transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            self.transport.abort()

    async def _tunnel(self, port: int) -> None:
        """Go on as whatever host is asked for next, in TLS where the port says so."""
        self._write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.buffer, self.keep = b"", True
        if self.transport is None or not is_tls(port):
            return
        self.scheme = "https"
        loop = asyncio.get_running_loop()
        try:
            made = await loop.start_tls(self.transport, self, self.world.tls(), server_side=True)
        except (ssl.SSLError, OSError):
            self.abort()
            return
        self.transport = made
