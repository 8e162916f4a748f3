"""
Which address is next: of each host a few at a time, the hosts with most of them first.

A link under way costs some kilobytes, one that waits here only its address; so a list of 100,000 takes no more memory
while it is asked than one of a few thousand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from citecheck.web.pace import host_key

_MOST_OPEN: Final = 4_000
"""Addresses that are open at once in all: many more than threads, so that hosts which want a pause hold up no others."""


class Feed:
    """The addresses of a run that were not yet asked."""

    def __init__(self, addresses: Iterable[str], ahead: int, most: int = _MOST_OPEN) -> None:
        """
        Make one.

        Args:
            addresses: In the order of the document.
            ahead: How many of one host are open at once: as many as it bears, and some that wait for their turn.
            most: How many are of all.
        """
        self._ahead = ahead
        self._most = most
        self._left: dict[str, deque[str]] = {}
        self._open: dict[str, int] = {}
        self._all_open = 0
        for address in addresses:
            self._left.setdefault(host_key(address), deque()).append(address)
        self.hosts = {host: len(waiting) for host, waiting in self._left.items()}
        """How many addresses each host has in all."""
        self._ready = deque(sorted(self._left, key=lambda host: -len(self._left[host])))
        """Hosts of which one more may be asked, each once."""

    def __bool__(self) -> bool:
        return bool(self._left)

    def left(self, host: str) -> int:
        """Give how many addresses of a host wait here."""
        return len(self._left.get(host, ()))

    def due(self) -> Iterator[tuple[str, str]]:
        """Give those that may be asked now, each with its host; one address of each host in turn."""
        while self._ready and self._all_open < self._most:
            host = self._ready.popleft()
            waiting = self._left[host]
            address = waiting.popleft()
            self._open[host] = self._open.get(host, 0) + 1
            self._all_open += 1
            if not waiting:
                del self._left[host]
            elif self._open[host] < self._ahead:
                self._ready.append(host)
            yield host, address

    def answered(self, host: str) -> None:
        """Note that an address of a host was asked: there is room for the next."""
        self._all_open -= 1
        self._open[host] -= 1
        if host in self._left and self._open[host] == self._ahead - 1:
            self._ready.append(host)
        elif not self._open[host]:
            del self._open[host]
