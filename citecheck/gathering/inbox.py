"""
What the threads of a crew hand to the one that files; whoever is far ahead of it waits.

Threads that ask are faster than the one that judges where machines are busy and pages large. Without a bound, answers
pile up with the pages in them: memory that nobody needs, and work that is lost when the run is killed.
"""

from __future__ import annotations

import queue
import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """A queue into which any thread puts, and from which the one that made it takes."""

    def __init__(self, most: int) -> None:
        """
        Make an empty one.

        Args:
            most: Things that may lie in it before who brings another has to wait until it is looked at.
        """
        self._items: queue.SimpleQueue[T] = queue.SimpleQueue()
        self._most = most
        self._owner = threading.get_ident()
        self._gate = threading.Condition()
        self._waiting = 0
        self._is_open = False

    def put(self, item: T) -> None:
        """Put something in; it is there at once, and its bringer waits where there is too much. The owner never waits."""
        self._items.put(item)
        if self._items.qsize() > self._most and threading.get_ident() != self._owner:
            with self._gate:
                self._waiting += 1
                self._gate.wait_for(self._has_room)
                self._waiting -= 1

    def get(self, timeout: float) -> T:
        """
        Take what came first.

        Raises:
            queue.Empty: There is nothing, and nothing came in so many seconds.
        """
        item = self._items.get(timeout=timeout)
        if self._waiting and self._has_room():
            with self._gate:  # one place is free, so one goes on: all who wait would only take the interpreter from us
                self._gate.notify(self._waiting if self._items.empty() else 1)
        return item

    def __bool__(self) -> bool:
        return not self._items.empty()

    def open(self) -> None:
        """Let nobody wait any more: nothing will be taken out."""
        with self._gate:
            self._is_open = True
            self._gate.notify_all()

    def _has_room(self) -> bool:
        return self._is_open or self._items.qsize() <= self._most
