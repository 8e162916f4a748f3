"""A confined process, as its parent has it: it is asked, and killed where there is no answer until a deadline."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
from typing import IO, Final

_LENGTH: Final = struct.Struct(">I")
_LARGEST: Final = 64 << 20
"""Bytes of a message that is taken."""


class Late(Exception):  # noqa: N818 - it is no error of ours: whoever asked says what it means
    """There was no answer until the deadline."""


class Confined:
    """A process that runs a module of ours, which answers messages by `inside.serve`."""

    def __init__(self, module: str, *arguments: str) -> None:
        """
        Start one; it finds its modules where this process does, and never in the folder that it is run in.

        Args:
            module: Dotted name.
            arguments: What it is run with.

        Raises:
            OSError: There is no room for another process.
        """
        paths = os.pathsep.join(filter(None, sys.path))
        self._child = subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # Ctrl-C is for the parent, which ends its children itself
        )

    @property
    def pid(self) -> int:
        """Its number."""
        return self._child.pid

    @property
    def ended(self) -> bool:
        """Whether it ended by itself, or somebody killed it."""
        return self._child.poll() is not None

    def ask(self, message: bytes, deadline: float) -> bytes:
        """
        Give the answer to a message; without one the process is of no more use, and only to be ended.

        Args:
            message: What it is to work on.
            deadline: Seconds.

        Raises:
            Late: There was none in time; the process is killed.
            EOFError: It ended.
            OSError: It had ended before.
            ValueError: The answer is longer than any of ours.
        """
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._child.kill()

        watch = threading.Timer(deadline, kill)
        watch.daemon = True
        watch.start()
        try:
            send(self._child.stdin, message)
            return receive(self._child.stdout)
        except (OSError, EOFError, ValueError):
            if late.is_set():
                raise Late from None
            raise
        finally:
            watch.cancel()

    def kill(self) -> None:
        """Kill it: whoever waits for an answer gets none."""
        self._child.kill()

    def end(self) -> None:
        """Kill it and let go of all that it holds."""
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._child.wait()


def send(pipe: IO[bytes] | None, data: bytes) -> None:
    """
    Write a message.

    Raises:
        OSError: Nobody reads it.
    """
    if pipe is None:
        raise EOFError
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes] | None) -> bytes:
    """
    Read a message.

    Raises:
        EOFError: There is none, or not all of it.
        ValueError: It is longer than any of ours.
    """
    head = pipe.read(_LENGTH.size) if pipe is not None else b""
    if len(head) < _LENGTH.size or pipe is None:
        raise EOFError
    (size,) = _LENGTH.unpack(head)
    if size > _LARGEST:
        raise ValueError(size)
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
