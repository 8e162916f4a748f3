"""The process that reads PDFs: started for the first one, kept for the next, ended where one does something to it."""

from __future__ import annotations

import threading
import weakref
from typing import Final

import msgspec

from citecheck.confined import Confined, Late
from citecheck.documents.pdf_sheets import Copy

DEADLINE: Final = 90.0
"""Seconds for one PDF; the process itself begins no page after `MOST_SECONDS`."""
_CHILD: Final = "citecheck.documents.pdf_child"


class PdfProcess:
    """Reads PDFs, one at a time, in a process of its own."""

    def __init__(self, deadline: float = DEADLINE, module: str = _CHILD) -> None:
        """
        Make one; nothing is started before it is needed.

        Args:
            deadline: Seconds for one PDF.
            module: What the process runs.
        """
        self.deadline = deadline
        self._module = module
        self._turn = threading.Lock()
        self.process: Confined | None = None
        """What is asked; None before the first PDF, and after one that did something to it."""
        self._at_end: weakref.finalize[[], PdfProcess] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, None where there is none."""
        return self.process.pid if self.process is not None else None

    def copy(self, body: bytes) -> Copy:
        """Give what stands in a PDF; whatever it does to its reader, there is an answer, which may be a reason."""
        with self._turn:
            try:
                process = self._ready()
            except OSError:
                return Copy("no process could be started for it")
            try:
                return msgspec.msgpack.decode(process.ask(body, self.deadline), type=Copy)
            except Late:
                why = f"that took longer than {self.deadline:g} seconds"
            except (OSError, EOFError, ValueError, msgspec.MsgspecError):
                why = "the process that read it crashed or was killed"
            self._end()
            return Copy(why)

    def close(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            self._end()

    def _ready(self) -> Confined:
        """Give the process, started where there is none or somebody killed it while it had nothing to do."""
        if self.process is not None and self.process.ended:
            self._end()
        if self.process is None:
            self.process = Confined(self._module)
            self._at_end = weakref.finalize(self, self.process.end)
        return self.process

    def _end(self) -> None:
        if self._at_end is not None:
            self._at_end()
        self.process = self._at_end = None
