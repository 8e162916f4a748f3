"""Who asks an archive on after it said "too often" is locked out for an hour: after a few refusals nobody does."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Final

from citecheck.gathering.budget import MOST

MEMENTO: Final = "memento-datetime"
"""The header of a snapshot: its status is what the original answered, and no refusal (RFC 7089, 2.1.1)."""


class Breaker:
    """Counts refusals by service, for all threads."""

    def __init__(self, recorded: Mapping[str, int] | None = None) -> None:
        """
        Make one.

        Args:
            recorded: In a replay, the refusals of the whole recording. What it does not hold after so many was not
                asked, and whatever the order of asking, nothing of what it holds is refused.
        """
        self._counts: Counter[str] = Counter()
        self._recorded = recorded
        self._lock = threading.Lock()

    def count(self, service: str) -> None:
        """Note a refusal."""
        with self._lock:
            self._counts[service] += 1

    def open(self, service: str) -> None:
        """Note that a service is not to be asked any more."""
        with self._lock:
            self._counts[service] = max(self._counts[service], MOST)

    def is_open(self, service: str) -> bool:
        """Tell whether a service is not to be asked any more; in a replay all may be."""
        return self._recorded is None and self._counts[service] >= MOST

    def was_open(self, service: str) -> bool:
        """Tell whether a service was not asked any more when the recording was made."""
        return self._recorded is not None and self._recorded.get(service, 0) >= MOST
