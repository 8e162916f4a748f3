"""
A host's clock: how many requests at once, how far apart, not before when; and the threads that keep to it.

A thread never sleeps for one host while another has work: of the hosts that are due it takes the one with most to do,
because that one ends last; only when none is due does it wait, for the one that will be first.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final, Generic, Protocol, Self, TypeAlias, TypeVar

from citecheck.web.hosts import Manners, host_name, service_of

T = TypeVar("T")
Work: TypeAlias = "Callable[[], T | Later[T]]"

LONGEST_HOLD: Final = 60.0
"""Seconds for which a `Retry-After` is heeded, as in lychee; servers send 86400, too."""
_DUE: Final = float("-inf")
"""In place of a time: the host stands among those that are due."""


@dataclass(frozen=True, slots=True)
class Later(Generic[T]):
    """What work gives when it is not done: go on with *work* in the turn of *key*, after *seconds* at the earliest."""

    key: str
    work: Work[T]
    seconds: float = 0.0


def host_key(url: str) -> str:
    """Give the name under which a host's clock runs; the hosts of one service share one (`services.toml`)."""
    return service_of(host_name(url))


class Clock(Protocol):
    """A clock that others move, too: those of other processes."""

    def take(self, service: str, interval: float) -> float:
        """Take the turn of a service, 0.0; or give the seconds after which to try again, and take nothing."""
        ...


@dataclass(slots=True)
class _Job(Generic[T]):
    """Work that waits, and who waits for it."""

    work: Work[T]
    future: Future[T]


@dataclass(slots=True)
class _Host:
    """The clock of one host and the work that waits for it."""

    manners: Manners
    queue: list[tuple[float, int, _Job[Any]]] = field(default_factory=list)
    """A heap: not before when, in which order, what."""
    running: int = 0
    due: float = 0.0
    """When the next may start."""
    coming: int = 0
    """How much more is to be submitted for it, as far as anybody said."""
    listed: float | None = None
    """The time under which it stands in the crew's list of hosts with work; an older, later entry does no harm."""

    def ready_at(self) -> float:
        """Give when its first work may start; only for a host with work and a free place."""
        return max(self.due, self.queue[0][0])


class Crew:
    """
    Threads that do work for many hosts, each host in its own pace.

    Close it, or use it in a `with`; on an exception in the `with` the work that waits is cancelled.
    """

    def __init__(
        self,
        threads: int,
        manners: Manners | None = None,
        special: Mapping[str, Manners] | None = None,
        *,
        paced: bool = True,
        shared: tuple[Clock, frozenset[str]] | None = None,
    ) -> None:
        """
        Make a crew.

        Args:
            threads: The most that run; they start as they are needed.
            manners: For a host that is not in *special*.
            special: By the key that work is submitted under.
            paced: False for a replay, in which nobody is asked and so nobody has to be waited for.
            shared: A clock that others move, too, and the keys whose turns it gives.
        """
        self._clock: Clock | None = None
        self._clocked: frozenset[str] = frozenset()
        if shared is not None:
            self._clock, self._clocked = shared
        self._most = max(threads, 1)
        self._manners = manners or Manners()
        self._special = dict(special or {})
        self._paced = paced
        self._hosts: dict[str, _Host] = {}
        self._ready: list[tuple[float, int, str]] = []
        """Hosts with work and a free place, by the time when they are due."""
        self._due: list[tuple[int, int, str]] = []
        """Those of them that are due, by how much they have to do."""
        self._order = itertools.count()
        self._wake = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._queued = 0
        self._running = 0
        self._lead: float | None = None
        """Until when the one thread that watches the clock sleeps; all others wait to be woken."""
        self._cancelled = False
        self._closed = False

    def submit(self, key: str, work: Work[T], seconds: float = 0.0) -> Future[T]:
        """
        Queue work in the turn of *key*, and give its future.

        Args:
            key: A host, or any name with a clock of its own.
            work: What to do; the future gets what it gives or raises.
            seconds: Not before these are over.
        """
        future: Future[T] = Future()
        with self._wake:
            if self._closed:
                raise RuntimeError("the crew has been sent home")
            self._enqueue(key, _Job(work, future), seconds)
        return future

    def hold(self, key: str, seconds: float) -> None:
        """Let nothing start for *key* before *seconds* are over: what a `Retry-After` asks for."""
        if not self._paced:
            return
        with self._wake:
            host = self._host(key)
            host.due = max(host.due, time.monotonic() + min(max(seconds, 0.0), LONGEST_HOLD))

    def pause(self, key: str) -> float:
        """Give the seconds before anything may start for *key*; a guess, for its clock may move meanwhile."""
        host = self._hosts.get(key)
        return 0.0 if host is None else max(host.due - time.monotonic(), 0.0)

    def expect(self, key: str, count: int) -> None:
        """Say how much more will be submitted for *key*: of the hosts that are due, the one with most goes first."""
        with self._wake:
            self._host(key).coming = count

    def slow(self, key: str, interval: float) -> None:
        """Start nothing of *key* less than *interval* seconds after the one before, from now on: what a site asks for."""
        with self._wake:
            host = self._host(key)
            host.manners = replace(host.manners, interval=max(interval, host.manners.interval))

    def free(self, key: str) -> None:
        """Let nothing of *key* wait any more: it will not be asked again, and what is queued ends at once."""
        with self._wake:
            host = self._host(key)
            host.manners = replace(host.manners, interval=0.0)
            host.due = 0.0
            self._clocked -= {key}
            self._list(key, host)
            self._wake.notify()

    def cancel(self) -> None:
        """Cancel what waits; what runs ends by its own deadline, and nothing follows it."""
        with self._wake:
            self._cancelled = True
            for host in self._hosts.values():
                for _, _, job in host.queue:
                    _give_up(job)
                host.queue.clear()
            self._queued = 0
            self._wake.notify_all()

    def close(self) -> None:
        """Wait for all work, then end the threads."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if problem is not None:
            self.cancel()
        self.close()

    def _host(self, key: str) -> _Host:
        """Give the clock of a host."""
        if key not in self._hosts:
            self._hosts[key] = _Host(self._special.get(key, self._manners))
        return self._hosts[key]

    def _enqueue(self, key: str, job: _Job[T], seconds: float) -> None:
        """Put a job into its host's queue and see that somebody notices."""
        if self._cancelled:
            _give_up(job)
            return
        not_before = time.monotonic() + seconds if seconds > 0 and self._paced else 0.0
        host = self._host(key)
        heapq.heappush(host.queue, (not_before, next(self._order), job))
        self._queued += 1
        sooner = self._list(key, host)
        if self._queued > self._idle and len(self._threads) < self._most:
            thread = threading.Thread(target=self._run, name=f"citecheck crew {len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        elif sooner:
            self._wake.notify()

    def _is_free(self, host: _Host) -> bool:
        """Tell whether a host bears one more request."""
        return host.running < host.manners.at_once or not self._paced

    def _list(self, key: str, host: _Host) -> bool:
        """Put a host that has work and a free place into the list of hosts; tell whether somebody waits too long now."""
        if not host.queue or not self._is_free(host):
            return False
        at = host.ready_at()
        if host.listed is not None and at >= host.listed:
            return False
        host.listed = at
        heapq.heappush(self._ready, (at, next(self._order), key))
        return self._lead is None or at < self._lead

    def _run(self) -> None:
        """Do work until there is no more to come."""
        while (taken := self._take()) is not None:
            key, job = taken
            outcome: Any = None
            problem: BaseException | None = None
            try:
                outcome = job.work()
            except BaseException as raised:  # noqa: BLE001 - it belongs to who waits for the future
                problem = raised
            with self._wake:
                host = self._hosts[key]
                host.running -= 1
                self._running -= 1
                if isinstance(outcome, Later):
                    job.work = outcome.work
                    self._enqueue(outcome.key, job, outcome.seconds)
                self._list(key, host)  # and nobody is woken: this thread takes what is due
            if problem is not None:
                job.future.set_exception(problem)
            elif not isinstance(outcome, Later):
                job.future.set_result(outcome)

    def _take(self) -> tuple[str, _Job[Any]] | None:
        """Give the next job that is due, waiting for it; None when all is done."""
        with self._wake:
            while True:
                now = time.monotonic()
                self._sort_out(now)
                if self._due:
                    taken = self._start(now)
                    if taken is None:
                        continue
                    if self._due or (self._ready and self._lead is None):
                        self._wake.notify()  # somebody has to do the rest, or to keep an eye on the clock
                    return taken
                until = self._ready[0][0] if self._ready else None
                if self._closed and not self._queued and not self._running:
                    self._wake.notify_all()
                    return None
                self._wait(until, now)

    def _wait(self, until: float | None, now: float) -> None:
        """Wait: one thread with an eye on the clock, the others until they are woken."""
        self._idle += 1
        if until is None or (self._lead is not None and self._lead <= until):
            self._wake.wait()
        else:
            self._lead = until
            self._wake.wait(until - now)
            if self._lead == until:
                self._lead = None
        self._idle -= 1

    def _sort_out(self, now: float) -> None:
        """Put the hosts that are due by now among those that are; clocks move while a host stands in the list."""
        while self._ready and self._ready[0][0] <= now:
            _, _, key = heapq.heappop(self._ready)
            host = self._hosts[key]
            if host.listed == _DUE:
                continue
            host.listed = None
            if not host.queue or not self._is_free(host):
                continue
            if host.ready_at() > now:
                self._list(key, host)
                continue
            host.listed = _DUE
            heapq.heappush(self._due, (-len(host.queue) - host.coming, next(self._order), key))

    def _start(self, now: float) -> tuple[str, _Job[Any]] | None:
        """Take the first job of the host with most; None where it has none for now, or who wanted it has cancelled."""
        _, _, key = heapq.heappop(self._due)
        host = self._hosts[key]
        host.listed = None
        if not host.queue or not self._is_free(host) or host.ready_at() > now:  # it was held, or all was cancelled
            self._list(key, host)
            return None
        if key in self._clocked and self._clock is not None and self._paced:
            wait = self._clock.take(key, host.manners.interval)
            if wait > 0:
                host.due = now + wait
                self._list(key, host)
                return None
        _, _, job = heapq.heappop(host.queue)
        self._queued -= 1
        if not job.future.running() and not job.future.set_running_or_notify_cancel():
            self._list(key, host)
            return None
        host.running += 1
        self._running += 1
        host.due = now + host.manners.interval if self._paced else 0.0
        self._list(key, host)
        return key, job


def _give_up(job: _Job[T]) -> None:
    """Cancel a job, also one that has begun and was to go on later."""
    if not job.future.cancel():
        job.future.set_exception(CancelledError())
