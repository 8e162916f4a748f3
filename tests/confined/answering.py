"""A module that a confined process runs in tests: it does what it is told."""

from __future__ import annotations

import os
import sys
import time

from citecheck.confined.inside import serve, whole


def behave(message: bytes) -> bytes:
    """Do what a message says."""
    if message == b"hang":
        time.sleep(600)
    if message == b"exit":
        os._exit(3)
    if message == b"print":
        os.write(1, b"words")
    return f"{sys.argv[1]} {message.decode()}".encode()


if __name__ == "__main__":
    assert whole("\ud800") == "?"
    serve(behave, 1 << 30, 60)
