"""
What a child of the reader runs: it reads a page, answers with what it says, and reads the next, until nobody asks.

Memory is bounded, so that a page which wants all of it ends this process and not another one.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

import msgspec

from citecheck.confined.inside import serve, whole
from citecheck.gathering.reader import Job
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
    module, _, name = extractor.partition(":")

    def answer(message: bytes) -> bytes:
        job = msgspec.msgpack.decode(message, type=Job)
        return msgspec.msgpack.encode(_read(_function(module, name), job))

    serve(answer, _MEMORY, _SECONDS)


@cache
def _function(module: str, name: str) -> Callable[..., Page]:
    """Give the extractor, whose libraries are loaded within the bounds of this process."""
    read: Callable[..., Page] = getattr(importlib.import_module(module), name)
    return read


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
        title=whole(page.title),
        issued=whole(page.issued),
        authors=tuple(map(whole, page.authors)),
        site=whole(page.site),
        language=whole(page.language),
        text=whole(page.text),
        reason=whole(page.reason),
    )


if __name__ == "__main__":
    main(sys.argv[1])
