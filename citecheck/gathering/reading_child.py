"""
What a child of the reader runs: it reads a page, answers with what it says, and reads the next, until nobody asks.

Memory is bounded, so that a page which wants all of it ends this process and not another one.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import msgspec

from citecheck.gathering.reader import Job, receive, send
from citecheck.model import Page

_MEMORY: Final = 2 << 30
"""Bytes of address space; libraries map much of which they use little, and the worst page that was found takes 0.6 GB."""
_SECONDS: Final = 120
"""Seconds of CPU time for one page: the end of a child whose parent died and cannot kill it any more."""


def main(extractor: str) -> None:
    """
    Read pages from standard input until it ends.

    Args:
        extractor: `module:function`, as `Reader` has it.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    _bound()
    module, _, name = extractor.partition(":")
    read: Callable[..., Page] = getattr(importlib.import_module(module), name)
    while True:
        try:
            job = msgspec.msgpack.decode(receive(sys.stdin.buffer), type=Job)
        except EOFError:
            return
        _bound_time()
        send(answers, msgspec.msgpack.encode(_read(read, job)))


def _read(read: Callable[..., Page], job: Job) -> Page:
    """Give the page of a job; what goes wrong in our code is its reason."""
    try:
        return _scalar(read(job.body, job.content_type, job.url, whole=job.whole))
    except MemoryError:
        return Page(job.url, "none", whole=False, reason="The page could not be read: it takes too much memory.")
    except Exception as problem:  # noqa: BLE001 - whatever a page makes of our code is told of that page alone
        why = f"{type(problem).__name__}: {problem}"[:200]
        return Page(job.url, "none", whole=False, reason=f"The page could not be read: {why}")


def _scalar(page: Page) -> Page:
    """Give a page without halves of characters, which no message can hold."""
    return replace(
        page,
        title=_whole(page.title),
        issued=_whole(page.issued),
        authors=tuple(map(_whole, page.authors)),
        site=_whole(page.site),
        language=_whole(page.language),
        text=_whole(page.text),
        reason=_whole(page.reason),
    )


def _whole(text: str) -> str:
    """Give a text with marks in place of halves of characters."""
    return text.encode("utf-8", "replace").decode()


def _bound() -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time() -> None:
    """Bound the time that the next page may take, where the system can."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time()) + _SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


if __name__ == "__main__":
    main(sys.argv[1])
