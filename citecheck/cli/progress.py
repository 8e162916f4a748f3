"""How far the asking has come, on a terminal only: how much, how fast, how long yet, and for whom it waits."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TextIO

from citecheck.cli.console import Console

if TYPE_CHECKING:
    from citecheck.gathering import Progress

_INTERVAL: Final = 0.1
"""Seconds between two pictures."""
_NARROW, _WIDE = 78, 160
"""Columns of the line where the terminal tells none, and at most."""
_PICTURES: Final = 200
"""So many of the last ones tell how fast it goes: hosts that are slow or hold us off make it go by fits and starts."""
_SURE: Final = 1.0
"""Seconds after which that is worth saying."""
_MINUTE: Final = 60


@contextlib.contextmanager
def shown(console: Console) -> Iterator[Line | None]:
    """Give a line of standard error that is kept current; None in a log, or when nothing is to be said."""
    stream = sys.stderr
    if console.quiet or stream is None or not stream.isatty():
        yield None
        return
    line = Line(stream)
    try:
        yield line
    finally:
        with contextlib.suppress(OSError):
            line.erase()


class Line:
    """The line, and what of the past it needs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = _columns(stream)
        self._due = 0.0
        self._past: deque[tuple[float, int]] = deque(maxlen=_PICTURES)

    def show(self, progress: Progress) -> None:
        """Draw it anew, when it is time; a terminal that is gone sees nothing."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _INTERVAL
        self._past.append((now, progress.done))
        with contextlib.suppress(OSError):
            self.erase()
            self._stream.write(self._text(progress).encode("ascii", "backslashreplace").decode()[: self._width])
            self._stream.flush()

    def erase(self) -> None:
        """Leave the line empty."""
        self._stream.write(f"\r{' ' * self._width}\r")
        self._stream.flush()

    def _text(self, progress: Progress) -> str:
        """Give what it says."""
        parts = [f"{progress.done:,}/{progress.total:,} answers"]
        (start, before), (now, done) = self._past[0], self._past[-1]
        rate = (done - before) / (now - start) if now - start >= _SURE else 0.0
        if rate > 0:
            parts.append(f"{rate:.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        left = max((progress.total - done) / rate if rate > 0 else 0.0, progress.archive_left)
        if rate > 0 or left > 0:
            parts.append(f"{_spoken(left)} left")
        waiting = ", ".join(_of(name, progress) for name in progress.waiting())
        if waiting:
            parts.append(f"waiting for {waiting}")
        return ", ".join(parts)


def _of(name: str, progress: Progress) -> str:
    """Give a host, how much is open for it, and for how long it wants to be left alone."""
    count, pause = progress.open[name], progress.pause(name)
    told = [f"{count:,}"] if count > 1 else []
    told += [f"in {_spoken(pause)}"] if pause >= _SURE else []
    return f"{name} ({', '.join(told)})" if told else name


def _spoken(seconds: float) -> str:
    """Give a time as people say it: `40 s`, `3 min`, `2 h`."""
    seconds = math.ceil(seconds)
    if seconds < 2 * _MINUTE:
        return f"{seconds} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < 2 * _MINUTE else f"{round(minutes / _MINUTE)} h"


def _columns(stream: TextIO) -> int:
    """Give how long the line may be, so that it never breaks."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns - 1
    except (OSError, ValueError):
        return _NARROW
    return min(columns, _WIDE) if columns > 0 else _NARROW
