"""What a reader of a document format is: it recognises its format, and reads it."""

from __future__ import annotations

from typing import Protocol

from citecheck.model import Document


class Reader(Protocol):
    """
    One document format.

    Built-in readers and those of plug-ins are registered under the entry-point group `citecheck.readers`.
    """

    name: str
    """What `--from` calls it: `wikipedia-text`."""
    title: str
    """What people call it: `plain text of a Wikipedia article`."""

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text*, found at *path* (`-` where it came from a pipe), is of this format."""
        ...

    def read(self, path: str, text: str) -> Document:
        """
        Give the document that *text* is, with its blocks, markers and entries.

        Any text is read: what a reader cannot make sense of becomes a notice of the document, never an exception.
        """
        ...
