"""The Wayback Machine stand-in: availability, index, playback and TimeMaps behind one door, with its throttle."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import parse_qs

from tests.standin import cdx
from tests.standin.captures import DIGITS, Captures, nearest, surt
from tests.standin.message import Request, Writer, host_of
from tests.standin.moves import Reply, Reset, Send
from tests.standin.pages import Pages
from tests.standin.playback import TIMEMAP, Playback, whole
from tests.standin.table import Service, Table, Throttle

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
NOW = "99991231235959"


class Wayback:
    """Answers for the hosts of the archive."""

    def __init__(self, table: Table, pages: Pages, writer: Writer, clock: Callable[[], float]) -> None:
        self.settings = table.wayback
        self.captures = Captures(table, pages)
        self.playback = Playback(self.captures, writer)
        self.writer = writer
        self._clock = clock
        self._gates = {row.service: Gate(row) for row in table.wayback.throttle}
        self._blocked_until = 0.0
        self._hiccups: Counter[str] = Counter()
        self._excluded = {row.host: row.why for row in table.wayback.excluded}

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
            return (Reset(),)
        gate = self._gates.get(service)
        if gate is not None and not gate.admits(self._clock()):
            if gate.row.block_after is not None and gate.refused >= gate.row.block_after:
                self._blocked_until = self._clock() + gate.row.block_seconds
            return self._too_many(request, gate.row)
        if service == "availability":
            return self._available(request)
        if service == "cdx":
            return self._index(request)
        return self._play(request)

    def _too_many(self, request: Request, row: Throttle) -> Reply:
        """Give the 429 of a service that is asked too often."""
        more = [("Retry-After", row.retry_after)] if row.retry_after is not None else []
        return self.playback.speak(request, 429, "Too Many Requests", "Please ask less often.", more)

    def _available(self, request: Request) -> Reply:
        """Give the capture nearest to a time as the availability API tells of it."""
        options = parse_qs(request.query)
        url, stamp = options.get("url", [""])[0], options.get("timestamp", [None])[0]
        told: dict[str, object] = {"url": url, "archived_snapshots": {}}
        if stamp is not None:
            told["timestamp"] = stamp
        fine = [
            one
            for one in self.captures.of(whole(url))
            if one.capture.row is None
            and one.capture.available
            and not one.capture.revisit
            and one.capture.status < 300
        ]
        closest = nearest(fine, (stamp or NOW)[:DIGITS])
        if closest is not None and not self._hiccup(url) and self._exclusion(url) is None:
            told["archived_snapshots"] = {
                "closest": {
                    "status": str(closest.capture.status),
                    "available": True,
                    "url": f"http://{self._door(request)}/web/{closest.at}/{closest.capture.url}",
                    "timestamp": closest.at,
                }
            }
        body = json.dumps(told).encode()
        marks = self.playback.marks(200)
        return (Send(self.writer.response(request, 200, body, marks, content_type="application/json")),)

    @staticmethod
    def _door(request: Request) -> str:
        """Give the authority at which captures are played back."""
        return "web.archive.org" if request.host.endswith("archive.org") else request.authority

    def _index(self, request: Request) -> Reply:
        """Give the index's answer, or its refusal."""
        url = parse_qs(request.query).get("url", [""])[0]
        kind = "text/plain;charset=UTF-8"
        why = self._exclusion(url)
        if why is not None:
            said = f"org.archive.util.io.RuntimeIOException: {BLOCKED[why]}"
            status = 403 if why == "administrator" else 200
            error = [("X-Archive-Wayback-Runtime-Error", said)] if status == 403 else []
            rows = (*self.playback.marks(status), *error)
            data = self.writer.response(request, status, f"{said}\n".encode(), rows, content_type=kind)
            return (Send(data),)
        try:
            body, kind = cdx.answer(self.captures, request.query)
            status = 200
        except cdx.BadQueryError as error:
            body, status = f"{error}\n", 400
        marks = self.playback.marks(status)
        return (Send(self.writer.response(request, status, body.encode(), marks, content_type=kind)),)

    def _play(self, request: Request) -> Reply:
        """Give a capture or TimeMap, unless its host is not shown."""
        asked = TIMEMAP.fullmatch(request.target)
        url = asked["url"] if asked else request.target.removeprefix("/web/")
        url = url if asked else url.partition("/")[2] if url[:1].isdigit() else url
        if self._exclusion(url) is not None:
            text = "This URL has been excluded from the Wayback Machine."
            return self.playback.speak(request, 200, "Wayback Machine", text)
        return self.playback.reply(request)

    def _exclusion(self, url: str) -> str | None:
        """Give why an address is not shown; None when it is."""
        return self._excluded.get(host_of(whole(url).partition("://")[2].partition("/")[0])) if url else None

    def _hiccup(self, url: str) -> bool:
        """Say whether the availability API has one of its moments."""
        key = surt(whole(url))
        self._hiccups[key] += 1
        return self._hiccups[key] <= self.settings.hiccups


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
