"""How long something takes, as far as a machine that others use can tell: the least of some times, of the processor."""

from __future__ import annotations

import time
from collections.abc import Callable


def least_seconds(act: Callable[[], object], times: int = 3) -> float:
    """Give the processor time of the quickest of some runs."""
    least = float("inf")
    for _ in range(times):
        begun = time.process_time()
        act()
        least = min(least, time.process_time() - begun)
    return least
