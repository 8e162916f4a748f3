"""A process that reads PDFs within tighter bounds than the usual one, and does what some that are no PDFs say."""

from __future__ import annotations

import time

from citecheck.confined.inside import serve
from citecheck.documents.pdf_child import answer


def behave(body: bytes) -> bytes:
    """Read a PDF, or hang, or answer what is none."""
    if body == b"%PDF-hang":
        time.sleep(600)
    return b"\xc1nonsense" if body == b"%PDF-nonsense" else answer(body)


if __name__ == "__main__":
    serve(behave, 700 << 20, 1)
