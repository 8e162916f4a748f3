"""The Wayback Machine stand-in: availability, index, playback and TimeMaps behind one door, with its throttle."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from tests.standin import cdx
from tests.standin.availability import HEADER, Availability
from tests.standin.captures import Captures
from tests.standin.faults import Faults, asked_about
from tests.standin.log import Log
from tests.standin.message import Request, Writer, host_of
from tests.standin.moves import Reply, Reset, Send, Wait
from tests.standin.pages import Pages
from tests.standin.playback import Playback, whole
from tests.standin.table import Exclusion, Service, Table, Throttle

PREFIXES: tuple[tuple[str, Service], ...] = (
    ("/wayback/available", "availability"),
    ("/cdx/search/cdx", "cdx"),
    ("/web/timemap/", "timemap"),
    ("/web/", "playback"),
)
BLOCKED = {
    "administrator": "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error",
    "robots": "org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots",
}


class Wayback:
    """Answers for the hosts of the archive."""

    def __init__(self, table: Table, pages: Pages, writer: Writer, clock: Callable[[], float], log: Log) -> None:
        self.settings = table.wayback
        self.captures = Captures(table, pages)
        self.playback = Playback(self.captures, writer)
        self.writer = writer
        self.log = log
        self._nothing = Captures(Table(), pages)
        self._clock = clock
        self._gates = {row.service: Gate(row) for row in table.wayback.throttle}
        self._blocked_until = float("inf") if table.wayback.blocked else 0.0
        self._excluded = {row.host: row for row in table.wayback.excluded}
        self._faults = Faults(table.wayback.fault, writer)
        self._availability = Availability(self.captures, table.wayback, self._faults, self._exclusion)

    def answers_for(self, host: str) -> bool:
        """Say whether a host is the archive's."""
        return host in self.settings.hosts

    @property
    def blocked(self) -> bool:
        """Whether the archive is not to be reached now, because somebody asked too much."""
        return self._clock() < self._blocked_until

    def reply(self, request: Request) -> Reply:
        """Give the archive's reply to a request."""
        service = next((name for prefix, name in PREFIXES if request.path.startswith(prefix)), None)
        if service is None:
            return self.playback.speak(request, 404, "Not found", "The archive has no such service.")
        if self.blocked:
            self.log.locked_out += 1
            return (Reset(),)
        self.log.services[service] += 1
        gate = self._gates.get(service)
        if gate is not None and not gate.admits(self._clock()):
            self.log.refused[service] += 1
            if gate.row.block_after is not None and gate.refused >= gate.row.block_after:
                self.log.blocks += 1
                self._blocked_until = self._clock() + gate.row.block_seconds
            return self._too_many(request, gate.row)
        reply = self._served(service, request)
        wait = self.settings.wait.get(service, 0.0)
        return (Wait(wait), *reply) if wait else reply

    def _served(self, service: Service, request: Request) -> Reply:
        """Give a service's answer, or what it does in its place."""
        if service == "availability" and request.method == "POST":
            is_second = request.header(HEADER) == "2"
            return self._json(request, self._availability.many(request) if is_second else {"results": []})
        fault = self._faults.of(service, asked_about(service, request.target))
        if fault is None:
            return self._answer(service, request, self.captures)
        answer, nothing = (partial(self._answer, service, request, held) for held in (self.captures, self._nothing))
        return self._faults.reply(fault, request, answer, nothing)

    def _answer(self, service: Service, request: Request, captures: Captures) -> Reply:
        """Give a service's true answer, were this all that the archive holds."""
        if service == "availability":
            return self._json(request, self._availability.one(request, captures))
        if service == "cdx":
            return self._index(request, captures)
        return self._play(request, captures)

    def _too_many(self, request: Request, row: Throttle) -> Reply:
        """Give the 429 of a service that is asked too often."""
        more = [("Retry-After", row.retry_after)] if row.retry_after is not None else []
        return self.playback.speak(request, 429, "Too Many Requests", "Please ask less often.", more)

    def _json(self, request: Request, told: dict[str, Any]) -> Reply:
        """Give an answer of the availability API."""
        marks = self.playback.marks(200)
        body = json.dumps(told).encode()
        return (Send(self.writer.response(request, 200, body, marks, content_type="application/json")),)

    def _index(self, request: Request, captures: Captures) -> Reply:
        """Give the index's answer, or its refusal."""
        url = parse_qs(request.query).get("url", [""])[0]
        kind = "text/plain;charset=UTF-8"
        wish = self._exclusion(url)
        if wish is not None and not wish.listed:
            said = f"org.archive.util.io.RuntimeIOException: {BLOCKED[wish.why]}"
            status = 403 if wish.why == "administrator" else 200
            error = [("X-Archive-Wayback-Runtime-Error", said)] if status == 403 else []
            rows = (*self.playback.marks(status), *error)
            data = self.writer.response(request, status, f"{said}\n".encode(), rows, content_type=kind)
            return (Send(data),)
        try:
            body, kind = cdx.answer(captures, request.query)
            status = 200
        except cdx.BadQueryError as error:
            body, status = f"{error}\n", 400
        marks = self.playback.marks(status)
        return (Send(self.writer.response(request, status, body.encode(), marks, content_type=kind)),)

    def _play(self, request: Request, captures: Captures) -> Reply:
        """Give a capture or TimeMap, unless its host is not shown."""
        if self._exclusion(asked_about("playback", request.target)) is not None:
            text = "This URL has been excluded from the Wayback Machine."
            return self.playback.speak(request, 200, "Wayback Machine", text)
        return (
            self.playback.reply(request)
            if captures is self.captures
            else Playback(captures, self.writer).reply(request)
        )

    def _exclusion(self, url: str) -> Exclusion | None:
        """Give why an address is not shown; None when it is."""
        return self._excluded.get(host_of(whole(url).partition("://")[2].partition("/")[0])) if url else None


class Gate:
    """
    The throttle of one service: so many requests in a sliding window, then 429.

    Attributes:
        refused: How many requests in a row were turned away.
    """

    def __init__(self, row: Throttle) -> None:
        self.row = row
        self.refused = 0
        self._passed: deque[float] = deque()

    def admits(self, now: float) -> bool:
        """Say whether a request may pass at this time, and count it."""
        while self._passed and self._passed[0] <= now - self.row.seconds:
            self._passed.popleft()
        if len(self._passed) >= self.row.requests:
            self.refused += 1
            return False
        self.refused = 0
        self._passed.append(now)
        return True
