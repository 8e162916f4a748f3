"""Ctrl-C, once: end after the document at hand and report what there is; twice: end at once."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Interrupt:
    """Whether somebody asked the run to end."""

    asked: bool = False


@contextlib.contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Give an `Interrupt` that the first Ctrl-C or SIGTERM sets; the second raises KeyboardInterrupt."""
    interrupt = Interrupt()

    def handle(_: int, __: FrameType | None) -> None:
        if interrupt.asked:
            raise KeyboardInterrupt
        interrupt.asked = True

    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
