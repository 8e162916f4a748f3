"""
What a reader of a document format is: it recognises its format, and reads it.

* `Reader`: of text.
* `WithFiles`: a reader of text to which other files belong: a chapter, a bibliography.
* `FileReader`: of files that are no text: an office document, a PDF.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias, runtime_checkable

from citecheck.documents.beside import Beside
from citecheck.model import Document


class Named(Protocol):
    """What every reader has; all are registered under the entry-point group `citecheck.readers`."""

    name: str
    """What `--from` calls it: `wikipedia-text`."""
    title: str
    """What people call it: `plain text of a Wikipedia article`."""


@runtime_checkable
class Reader(Named, Protocol):
    """One format that is text."""

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text*, found at *path* (`-` where it came from a pipe), is of this format."""
        ...

    def read(self, path: str, text: str) -> Document:
        """
        Give the document that *text* is, with its blocks, markers and entries.

        Any text is read: what a reader cannot make sense of becomes a notice of the document, never an exception.
        """
        ...


@runtime_checkable
class WithFiles(Reader, Protocol):
    """One format that is text, to which other files belong."""

    def read_with(self, path: str, text: str, beside: Beside) -> Document:
        """Give the document as `read` does, with the files that it includes: those that *beside* gives."""
        ...


@runtime_checkable
class FileReader(Named, Protocol):
    """One format that is no text."""

    def recognises_bytes(self, path: str, data: bytes) -> bool:
        """Tell whether *data*, found at *path*, is of this format."""
        ...

    def read_bytes(self, path: str, data: bytes) -> Document:
        """
        Give the document that *data* is; its text is extracted.

        Raises:
            NotText: It is damaged so that nothing can be read. What is lost of a document that can be read is a notice.
        """
        ...


AnyReader: TypeAlias = Reader | FileReader
"""A reader, of whatever."""
