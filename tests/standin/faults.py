"""Faults: what a service of the archive does, in place of its answer, when it is asked about the addresses of a host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs

from tests.standin.message import Request, Writer, host_of
from tests.standin.moves import Close, Hang, Reply, Reset, Send, Wait
from tests.standin.pages import FOOT
from tests.standin.playback import ASKED, TIMEMAP, whole
from tests.standin.script import patterns
from tests.standin.table import Fault

LENGTH: Final = re.compile(rb"(?<=\r\nContent-Length: )\d+")


class Faults:
    """The faults of a table, and how often each was met."""

    def __init__(self, rows: tuple[Fault, ...], writer: Writer) -> None:
        self._rows = rows
        self._writer = writer
        self._met: Counter[int] = Counter()

    def of(self, service: str, url: str) -> Fault | None:
        """Give the fault whose turn it is when a service is asked about an address, and count it."""
        hosts = tuple(patterns(host_of(whole(url).partition("://")[2].partition("/")[0])))
        scheme = url.partition("://")[0].lower() if "://" in url else None
        for row in self._rows:
            if row.service != service or row.host not in hosts or row.scheme not in (None, scheme):
                continue
            self._met[id(row)] += 1
            if not row.times or self._met[id(row)] <= row.times:
                return row
        return None

    def reply(self, fault: Fault, request: Request, answer: Callable[[], Reply], nothing: Callable[[], Reply]) -> Reply:
        """
        Give what comes of a fault.

        Args:
            fault: The fault.
            request: What is asked.
            answer: Gives the true answer.
            nothing: Gives the answer that there is nothing.
        """
        reply = self._reply(fault, request, answer, nothing)
        return (Wait(fault.wait), *reply) if fault.wait else reply

    def _reply(  # noqa: PLR0911 - one return for each fault
        self, fault: Fault, request: Request, answer: Callable[[], Reply], nothing: Callable[[], Reply]
    ) -> Reply:
        """Give what comes of a fault, at once."""
        match fault.does:
            case "answer":
                return answer()
            case "nothing":
                return nothing()
            case "reset":
                return (Reset(),)
            case "hang":
                return (Hang(),)
            case "empty":
                return self._own(request, 200, b"")
            case "page":
                return self._own(request, 200, _PAGE)
            case "cut":
                return tuple(Send(_half(move.data, is_whole=True)) for move in answer() if isinstance(move, Send))
            case "truncated":
                halves = (Send(_half(move.data, is_whole=False)) for move in answer() if isinstance(move, Send))
                return (*halves, Close())
        return self._own(request, fault.status, _PAGE)

    def _own(self, request: Request, status: int, body: bytes) -> Reply:
        """Give an answer of the archive's own."""
        return (Send(self._writer.response(request, status, body, (("Server", "nginx"),))),)


_PAGE: Final = (
    "<!doctype html><html><head><title>Internet Archive: Temporarily Offline</title></head><body>"
    f"<h1>Temporarily Offline</h1><p>Please come back later.</p><p><small>{FOOT}</small></p></body></html>"
).encode()


def asked_about(service: str, target: str) -> str:
    """Give the address that a request to a service asks about, as it is written in path and query."""
    if service in {"availability", "cdx"}:
        return parse_qs(target.partition("?")[2]).get("url", [""])[0]
    found = TIMEMAP.fullmatch(target) or ASKED.fullmatch(target)
    return found["url"] if found else ""


def _half(data: bytes, *, is_whole: bool) -> bytes:
    """Give a response with half of its body; the length is that of the half where it is to look whole."""
    head, end, body = data.partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    if is_whole:
        head = LENGTH.sub(str(len(half)).encode(), head, count=1)
    return head + end + half
