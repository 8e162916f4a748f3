"""PDFs: text with its lines joined, footnotes and reference lists with the markers that name them: the format `pdf`."""

from __future__ import annotations

from citecheck.documents.pdf_process import PdfProcess
from citecheck.errors import NotText
from citecheck.model import Document

_HEAD = 1024
"""Bytes within which the mark of the format begins (ISO 32000-1, annex H.3.4.1)."""


class PdfReader:
    """Reads PDFs that have a text layer."""

    name = "pdf"
    title = "PDF with a text layer"

    def __init__(self, process: PdfProcess | None = None) -> None:
        self.process = process or PdfProcess()

    def recognises_bytes(self, path: str, data: bytes) -> bool:  # noqa: ARG002 - a name says nothing
        """Tell whether *data* is a PDF, by how it begins."""
        return b"%PDF-" in data[:_HEAD]

    def read_bytes(self, path: str, data: bytes) -> Document:
        """
        Give the document.

        Raises:
            NotText: It is encrypted, broken, made of pictures, or reading it was too much.
        """
        from citecheck.documents.pdf_telling import told  # noqa: PLC0415 - much to load, and only where there is a PDF

        copy = self.process.copy(data)
        if copy.reason:
            raise NotText(f"{path} cannot be read: {copy.reason}. {_advice(copy.reason)}")
        return told(path, copy)


def _advice(reason: str) -> str:
    if "encrypted" in reason:
        return "Save a copy without a password, or name its source."
    return "Print it to a new PDF, or name the file that it was made from."
