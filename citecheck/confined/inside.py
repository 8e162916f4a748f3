"""
What a confined process runs: it answers a message, and the next, until nobody asks.

Memory is bounded, so that what wants all of it ends this process and not another one.
"""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable

from citecheck.confined.process import receive, send


def serve(answer: Callable[[bytes], bytes], memory: int, seconds: int) -> None:
    """
    Answer messages from standard input until it ends.

    Args:
        answer: From a message to its answer.
        memory: Bytes of address space that this process may take.
        seconds: CPU time for one message: the end of a child whose parent died and cannot kill it any more.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    _bound(memory)
    while True:
        try:
            message = receive(sys.stdin.buffer)
        except EOFError:
            return
        _bound_time(seconds)
        send(answers, answer(message))


def whole(text: str) -> str:
    """Give a text with marks in place of halves of characters, which no message can hold."""
    return text.encode("utf-8", "replace").decode()


def _bound(memory: int) -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time(seconds: int) -> None:
    """Bound the time that the next message may take, where the system can."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
