"""
One request under way: its deadline, its socket, the address that it reached.

The timeouts of requests are per read, so a server that drips a byte now and then holds a thread for ever. Here a
watchdog shuts the socket at the deadline: whatever is being read ends there.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Final

from citecheck.web.exchange import Limits, WebError
from citecheck.web.faults import fault
from citecheck.web.guard import Guard, Resolver

_PROXY_PATIENCE: Final = 2.0
"""Seconds for a name behind a proxy: where the name server of this machine does not answer, the proxy has its own."""
_UNRESOLVED: Final = (
    "The name server of this machine does not know {}, so nobody can say whether the proxy would be led into a private "
    "network. If yours leads to the open web only, set CITECHECK_PROXY_RESOLVES=1."
)
_SHORTEST_WAIT: Final = 0.05
"""Seconds that one address of several gets at least, so that a long list still ends by the deadline."""

_MOST_FINISHED: Final = 200
"""Attempts that have ended and are still known to the watchdog."""

_CURRENT: Final[ContextVar[Attempt | None]] = ContextVar("citecheck_attempt", default=None)


class Attempt:
    """A request under way in one thread; what its connection asks of the network goes through here."""

    def __init__(  # noqa: PLR0913 - what a session knows of it, each with a name
        self,
        guard: Guard,
        resolver: Resolver,
        limits: Limits,
        seconds: float,
        *,
        target: str = "",
        asked_for: str = "",
        proxy_resolves: bool = False,
    ) -> None:
        self.limits = limits
        self.target = target
        """What the host is asked for; urllib3 would quote it in its own way."""
        self.asked_for = asked_for
        """The address whose fetch this request is of; another than its own behind a redirect."""
        self.deadline = time.monotonic() + seconds
        self.address: str | None = None
        """The IP address that was connected to, once it was."""
        self.fresh = False
        """Whether a connection was opened for this request; else one of the pool was used."""
        self.expired = False
        """Whether the watchdog ended it."""
        self._guard = guard
        self._resolver = resolver
        self._proxy_resolves = proxy_resolves
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._done = False

    @property
    def is_done(self) -> bool:
        """Whether it has ended by itself."""
        return self._done

    def remaining(self) -> float:
        """Give the seconds left, never below a millisecond: 0 would mean "do not wait" to a socket."""
        return max(self.deadline - time.monotonic(), 0.001)

    def hold(self, sock: socket.socket) -> None:
        """Name the socket that the watchdog is to shut; where the time is over already it is shut at once."""
        with self._lock:
            self._socket = sock
            if self.expired:
                _shut(sock)

    def hurry(self, seconds: float) -> None:
        """Bear so many seconds of silence at most from now on, within this request."""
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.settimeout(seconds)

    def expire(self) -> None:
        """End this attempt: called by the watchdog from its own thread."""
        with self._lock:
            if self._done:
                return
            self.expired = True
            if self._socket is not None:
                _shut(self._socket)

    def finish(self) -> None:
        """Let go of the socket: from now on it may serve another request."""
        with self._lock:
            self._done = True
            self._socket = None

    def judge_behind_proxy(self, host: str, port: int) -> None:
        """
        Judge a host to which a proxy will connect, by what the name server of this machine says of it.

        A network with a proxy often has a name server that knows inner names alone. These are refused; and so is a name that
        it does not know, unless the user says that the proxy may be trusted with it: it might be led anywhere.

        Raises:
            Fault: The guard refuses, or nobody here knows the name.
        """
        if self._guard.allow_private:
            return
        try:
            found = self._resolver.resolve(host, port, min(_PROXY_PATIENCE, self.limits.connect))
        except OSError:
            if self._proxy_resolves:
                return
            raise fault(WebError("proxy", _UNRESOLVED.format(host), "unresolved")) from None
        self._guard.judge(host, found)

    def connect(self, host: str, port: int, *, trusted: bool) -> socket.socket:
        """
        Open a connection to an address of *host* that the guard lets through.

        Args:
            host: The name, as the URL has it in its ASCII form.
            port: The port.
            trusted: Whether the user himself gave this host (his proxy), so that the guard has no say.

        Raises:
            Fault: The guard refuses, there is no address, or the time was over.
            OSError: No address could be connected to; that of the last one tried.
        """
        until = min(self.deadline, time.monotonic() + self.limits.connect)
        try:
            found = self._resolver.resolve(host, port, until - time.monotonic())
        except TimeoutError:
            raise fault(WebError("timeout", f"The name server gave no answer for {host} in time.", "resolve")) from None
        addresses = Guard(allow_private=True).judge(host, found) if trusted else self._guard.judge(host, found)
        problem: OSError = TimeoutError("the time was over before a connection was tried")
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            patience = (until - time.monotonic()) / left
            try:
                sock = _open(address.via or (address.ip, address.port), max(patience, _SHORTEST_WAIT))
            except OSError as other:
                problem = other
                continue
            self.hold(sock)
            self.fresh = True
            self.address = None if trusted else address.ip
            return sock
        if isinstance(problem, TimeoutError):
            raise fault(WebError("timeout", f"No connection to {host} in time.", "connect")) from None
        raise problem


def _open(target: tuple[str, int], timeout: float) -> socket.socket:
    """Connect to an IP address; nothing is resolved here."""
    family = socket.AF_INET6 if ":" in target[0] else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(timeout)
        sock.connect(target)
    except BaseException:
        sock.close()
        raise
    sys.audit("http.client.connect", None, *target)
    return sock


def _shut(sock: socket.socket) -> None:
    """
    Shut a connection down below TLS: `SSLSocket.shutdown` would take the TLS state from a thread that is reading.

    The file descriptor stays open until its owner closes it, so no other connection can come by its number.
    """
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def current() -> Attempt:
    """
    Give the attempt under way in this thread.

    Raises:
        Fault: There is none: the adapters of this room are driven by its session.
    """
    attempt = _CURRENT.get()
    if attempt is None:
        raise fault(WebError("failed", "A connection was asked for outside of a session.", "no-attempt"))
    return attempt


def asked_for() -> str:
    """Give the address whose fetch is under way in this thread, "" where none is."""
    attempt = _CURRENT.get()
    return "" if attempt is None else attempt.asked_for


class Watchdog:
    """A thread that ends attempts at their deadline; it starts with the first one."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Attempt]] = []
        self._finished = 0
        """How many of the heap have ended by themselves, at least."""
        self._count = itertools.count()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextlib.contextmanager
    def watching(self, attempt: Attempt) -> Iterator[Attempt]:
        """Make *attempt* the one under way in this thread, and end it at its deadline."""
        with self._wake:
            heapq.heappush(self._heap, (attempt.deadline, next(self._count), attempt))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="citecheck watchdog", daemon=True)
                self._thread.start()
            elif self._heap[0][2] is attempt:
                self._wake.notify()
        token = _CURRENT.set(attempt)
        try:
            yield attempt
        finally:
            attempt.finish()
            _CURRENT.reset(token)
            self._sweep()

    def _sweep(self) -> None:
        """Forget what has ended by itself, now and then: it would be kept until its deadline, thousands of them."""
        with self._wake:
            self._finished += 1
            if self._finished > _MOST_FINISHED and 2 * self._finished > len(self._heap):
                self._heap = [entry for entry in self._heap if not entry[2].is_done]
                heapq.heapify(self._heap)
                self._finished = 0

    def close(self) -> None:
        """End the thread."""
        with self._wake:
            self._closed = True
            self._wake.notify()
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        """Wait for the next deadline, end what is due, until closed."""
        while True:
            with self._wake:
                if self._closed:
                    return
                now = time.monotonic()
                due = []
                while self._heap and self._heap[0][0] <= now:
                    due.append(heapq.heappop(self._heap)[2])
                if not due:
                    self._wake.wait(self._heap[0][0] - now if self._heap else None)
            for attempt in due:
                attempt.expire()
