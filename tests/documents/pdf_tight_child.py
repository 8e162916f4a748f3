"""A process that reads PDFs within tighter bounds than the usual one, and does what some that are no PDFs say."""

from __future__ import annotations

import time

from citecheck.confined.inside import serve


def behave(body: bytes) -> bytes:
    """Read a PDF, or answer at once, hang, or answer what is none."""
    if body == b"%PDF-quick":
        return b"\x92\xa0\x01"  # no reason, one page
    if body == b"%PDF-hang":
        time.sleep(600)
    if body == b"%PDF-nonsense":
        return b"\xc1nonsense"
    from citecheck.documents.pdf_child import answer  # noqa: PLC0415 - some tests read no PDF

    return answer(body)


if __name__ == "__main__":
    serve(behave, 450 << 20, 1)
