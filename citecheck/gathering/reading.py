"""
Reading: which pages are read as sources of claims, and what was found in them, by the digest of the bytes that came.

The bytes go to a process of their own as soon as they have come, and are let go; a run asks on meanwhile. As many as wait
for their turn are bounded: a run begins no further link while there is no room.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Final

from citecheck.gathering.reader import Reader
from citecheck.gathering.shelf import Shelf
from citecheck.model import Page
from citecheck.web import Exchange

_MOST_WAITING: Final = 64 << 20
"""Bytes that wait to be read, above which nothing more is begun."""
_TICK: Final = 0.2
"""Seconds after which a wish to stop is looked at."""
_MOST_KEPT: Final = 512 << 20
"""Characters of all pages of a run together; what comes after is not kept in memory."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came from an address: the bytes of a page."""

    body: bytes
    content_type: str
    url: str
    """Where it came from."""
    whole: bool
    sha256: str
    public: bool = True
    """Whether it may be kept for another run."""

    @classmethod
    def of(cls, exchange: Exchange, *, public: bool = True) -> Sent | None:
        """Give what an answer sent, None where it sent no page."""
        if exchange.error is not None or not 200 <= (exchange.status or 0) < 300 or not exchange.body:
            return None
        whole = not exchange.truncated and exchange.body_error is None
        kind = exchange.headers.get("content-type")[:200]
        return cls(exchange.body, kind, exchange.url, whole, exchange.sha256, public)


class Reading:
    """The pages of one run; only the thread of the run calls it."""

    def __init__(self, wanted: Iterable[str], shelf: Shelf) -> None:
        """
        Begin; nothing is started before there is something to read.

        Args:
            wanted: The addresses whose pages are read.
            shelf: Where pages of earlier runs are.
        """
        self._wanted = frozenset(wanted)
        self._shelf = shelf
        self._reader: Reader | None = None
        self._open: dict[Future[Page], tuple[str, int, bool]] = {}
        """What is being read, with its digest, its size, and whether it may be kept."""
        self._under_way: set[str] = set()
        self._waiting = 0
        self._pages: dict[str, Page] = {}
        self._held = 0

    def wants(self, address: str) -> bool:
        """Tell whether the page of an address is read."""
        return address in self._wanted

    @property
    def is_full(self) -> bool:
        """Whether there is no room for more before some was read."""
        if self._waiting > _MOST_WAITING:
            self._collect()
        return self._waiting > _MOST_WAITING

    def has(self, digest: str) -> bool:
        """Tell whether what these bytes say is known without reading them."""
        return digest in self._pages or digest in self._under_way or self._shelf.has(digest)

    def recall(self, digest: str) -> None:
        """Take the page of these bytes from the shelf, where it is there."""
        if digest and digest not in self._pages and digest not in self._under_way:
            page = self._shelf.take(digest)
            if page is not None:
                self._hold(digest, page)

    def read(self, sent: Sent) -> None:
        """Have a page read, once for the same bytes."""
        if sent.sha256 in self._pages or sent.sha256 in self._under_way:
            return
        if sent.public:
            self.recall(sent.sha256)
            if sent.sha256 in self._pages:
                return
        self._reader = self._reader or Reader()
        future = self._reader.submit(sent.body, sent.content_type, sent.url, sent.whole)
        self._open[future] = (sent.sha256, len(sent.body), sent.public)
        self._under_way.add(sent.sha256)
        self._waiting += len(sent.body)

    def finish(self, stop: Callable[[], bool]) -> None:
        """Wait until all is read, or somebody wants it to end."""
        while self._open and not stop():
            wait(tuple(self._open), timeout=_TICK, return_when="FIRST_COMPLETED")
            self._collect()

    def pages(self) -> dict[str, Page]:
        """Give the pages that were read so far, by the digest of their bytes."""
        self._collect()
        return dict(self._pages)

    def close(self) -> None:
        """End it; what is being read is let go."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
            self._shelf.prune()

    def _collect(self) -> None:
        """Take what was read."""
        for future in [one for one in self._open if one.done()]:
            digest, size, public = self._open.pop(future)
            self._waiting -= size
            self._under_way.discard(digest)
            if future.cancelled():
                continue
            page = future.result()
            self._hold(digest, page)
            if public and page.text:
                self._shelf.put(page)

    def _hold(self, digest: str, page: Page) -> None:
        """Hold a page, as long as there is room for its text."""
        self._held += len(page.text)
        self._pages[digest] = (
            page
            if self._held <= _MOST_KEPT
            else Page(
                page.url,
                reason="The pages of this run are too much to be held at once: audit fewer documents at a time.",
                whole=False,
                sha256=digest,
            )
        )


def until(at: float | None, stop: Callable[[], bool] | None) -> Callable[[], bool]:
    """Give what tells whether a time is over, or somebody wants an end."""

    def is_over() -> bool:
        return (at is not None and time.monotonic() >= at) or (stop is not None and stop())

    return is_over
