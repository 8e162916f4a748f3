"""Readers of pages for tests: one that reads, and some that a page has got the better of."""

from __future__ import annotations

import ctypes
import os
import sys
import time

from citecheck.model import Page


def behave(body: bytes, content_type: str = "", url: str = "", *, whole: bool = True) -> Page:
    """Do what the body says."""
    wish = body.decode("ascii", "replace")[:20]
    if wish == "hang":
        time.sleep(600)
    if wish == "exit":
        os._exit(3)
    if wish == "segfault":
        ctypes.string_at(0)
    if wish == "memory":
        return Page(text=str(bytearray(1 << 40)))
    if wish == "fill":
        held: list[bytearray] = []
        while True:
            held.append(bytearray(64 << 20))
    if wish == "raise":
        raise RuntimeError("a page of evil")
    if wish == "nonsense":
        return {"no": "page"}  # type: ignore[return-value]
    if wish == "print":
        sys.stdout.write("words on standard output")
        os.write(1, b"and more of them")
    if wish == "half":
        return Page(url, "html", text="half \ud800 a character")
    return Page(url, "html", title=content_type, text=f"{len(body)} bytes", whole=whole)
