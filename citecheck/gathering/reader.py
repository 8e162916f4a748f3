"""
The reader: pages are read in a process of their own, which a hostile page may crash or hang and nobody else.

One thread for each child hands it a page, waits for what it made of it until a deadline, and starts a new child when there
is no answer. What a page did to its reader becomes the reason why it has no text.
"""

from __future__ import annotations

import contextlib
import hashlib
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from citecheck.confined import Confined, Late
from citecheck.model import Page

DEADLINE: Final = 20.0
"""Seconds for one page."""
EXTRACTOR: Final = "citecheck.pages.source:source_of"
_START: Final = 30.0
"""Seconds more for the first page of a child, which has to load its libraries; a busy machine takes some."""
_NO_CHILD: Final = "The page could not be read: no process could be started for it."
_CHILD: Final = "citecheck.gathering.reading_child"


class Job(msgspec.Struct, array_like=True):
    """A page to be read, as a child is told of it."""

    body: bytes
    content_type: str
    url: str
    whole: bool


@dataclass(frozen=True, slots=True)
class _Wish:
    """A page to be read, and who waits for it."""

    job: Job
    future: Future[Page]


class Reader:
    """Children that read pages; nothing is started before the first one is submitted."""

    def __init__(self, children: int = 1, deadline: float = DEADLINE, extractor: str = EXTRACTOR) -> None:
        """
        Make one.

        Args:
            children: Processes that read at the same time.
            deadline: Seconds for one page.
            extractor: `module:function` that gives the page of a body, a content type, an address and `whole`.
        """
        self._count = children
        self._deadline = deadline
        self._extractor = extractor
        self._wishes: queue.SimpleQueue[_Wish | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._children: set[Confined] = set()
        self._starting = threading.Lock()
        """Held while a child is started or all are killed, so that none is started unseen."""
        self._closed = False

    def submit(self, body: bytes, content_type: str, url: str, whole: bool) -> Future[Page]:
        """
        Have a page read.

        Args:
            body: With its content coding undone.
            content_type: The header of that name.
            url: Where it came from.
            whole: Whether the body is all there is.

        Returns:
            Its page; whatever happens to its reader, there is one, unless this was closed before: then it is cancelled.
        """
        future: Future[Page] = Future()
        if self._closed:
            future.cancel()
            return future
        if len(self._threads) < self._count and not self._closed:
            thread = threading.Thread(target=self._serve, name="citecheck reader", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._wishes.put(_Wish(Job(body, content_type, url, whole), future))
        return future

    def close(self) -> None:
        """Kill the children, and let go of what waits."""
        with self._starting:
            self._closed = True
            for child in self._children:
                child.kill()
        with contextlib.suppress(queue.Empty):
            while True:
                wish = self._wishes.get_nowait()
                if wish is not None:
                    wish.future.cancel()
        for _ in self._threads:
            self._wishes.put(None)
        for thread in self._threads:
            thread.join(self._deadline)

    def _serve(self) -> None:
        """Hand pages to a child until there are no more."""
        child: Confined | None = None
        while (wish := self._wishes.get()) is not None:
            if self._closed or not wish.future.set_running_or_notify_cancel():
                wish.future.cancel()
                continue
            fresh = child is None
            child = child or self._start()
            found: Page | str = _NO_CHILD
            if child is not None:
                found = self._asked(child, wish.job, self._deadline + (_START if fresh else 0.0))
            if isinstance(found, str):
                self._end(child)
                child = None
                found = Page(wish.job.url, "none", whole=False, reason=found)
            wish.future.set_result(replace(found, sha256=hashlib.sha256(wish.job.body).hexdigest()))
        self._end(child)

    def _start(self) -> Confined | None:
        """Start a child, None where that cannot be done or is not wanted any more."""
        with self._starting, contextlib.suppress(OSError):
            if not self._closed:
                child = Confined(_CHILD, self._extractor)
                self._children.add(child)
                return child
        return None

    def _end(self, child: Confined | None) -> None:
        """Kill a child and let go of all that it holds."""
        if child is None:
            return
        with self._starting:
            self._children.discard(child)
        child.end()

    def _asked(self, child: Confined, job: Job, deadline: float) -> Page | str:
        """Give the page that a child made, or why there is none."""
        try:
            return msgspec.msgpack.decode(child.ask(msgspec.msgpack.encode(job), deadline), type=Page)
        except Late:
            return f"The page could not be read: that took longer than {self._deadline:g} seconds."
        except (OSError, EOFError, ValueError, msgspec.MsgspecError):
            return "The page could not be read: its reader crashed."
