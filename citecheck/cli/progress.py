"""How far the asking has come, on a terminal only."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from citecheck.cli.console import Console

if TYPE_CHECKING:
    from citecheck.gathering import Progress

_INTERVAL: Final = 0.1
"""Seconds between two pictures."""
_WIDTH: Final = 78
_ERASE: Final = f"\r{' ' * _WIDTH}\r"


@contextlib.contextmanager
def shown(console: Console) -> Iterator[Callable[[Progress], None] | None]:
    """Give a listener that keeps one line of standard error current; None in a log, or when nothing is to be said."""
    stream = sys.stderr
    if console.quiet or stream is None or not stream.isatty():
        yield None
        return
    due = 0.0

    def show(progress: Progress) -> None:
        nonlocal due
        now = time.monotonic()
        if now >= due:
            due = now + _INTERVAL
            waiting = ", ".join(progress.waiting())
            line = f"{progress.done}/{progress.total} answers{f', waiting for {waiting}' if waiting else ''}"
            stream.write(_ERASE + line.encode("ascii", "backslashreplace").decode()[:_WIDTH])
            stream.flush()

    try:
        yield show
    finally:
        with contextlib.suppress(OSError):
            stream.write(_ERASE)
            stream.flush()
