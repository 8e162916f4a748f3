"""What was lost of a PDF, as notices: pages that were not read, pages without text, characters that nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from citecheck.documents.pdf_sheets import MOST_CHARACTERS, MOST_PAGES, MOST_SECONDS, Copy
from citecheck.model import Document, Notice

INCOMPLETE: Final = "document-incomplete"
_UNTOLD: Final = "\ufffd"
_MANY: Final = 0.01
"""Share of characters that nobody can tell."""
_LISTED: Final = 12
"""Pages that are named one by one."""


def losses(copy: Copy, document: Document) -> tuple[Notice, ...]:
    """Give what was lost of a PDF."""
    said = list(_unread(copy))
    if copy.broken:
        said.append(
            f"{_pages(copy.broken)} could not be read: the file is damaged there. Look at what they say yourself."
        )
    empty = [sheet.number for sheet in copy.sheets if sheet.pictured and not sheet.runs]
    if empty:
        shown = (
            "show pictures and have no text. Have them"
            if len(empty) > 1
            else "shows a picture and has no text. Have it"
        )
        said.append(f"{_pages(empty)} {shown} recognised (OCR), or check what they say yourself.")
    untold = document.text.count(_UNTOLD)
    if untold > _MANY * max(len(document.text), 1):
        said.append(
            f"{untold} characters of the PDF have no meaning that a program could read. "
            "Make it anew with fonts that have a table of characters."
        )
    return tuple(Notice(INCOMPLETE, one) for one in said)


def _unread(copy: Copy) -> Sequence[str]:
    """Tell which pages were left at the end."""
    if not copy.ended:
        return ()
    last = max([sheet.number for sheet in copy.sheets] + copy.broken, default=0)
    why = {
        "pages": f"the PDF says it has more than {MOST_PAGES:,} pages",
        "characters": f"the PDF has more than {MOST_CHARACTERS:,} characters",
        "seconds": f"reading it took longer than {MOST_SECONDS:g} seconds",
    }[copy.ended]
    return (f"The pages from {last + 1:,} to {copy.count:,} were not read: {why}. Audit them as a file of their own.",)


def _pages(numbers: Sequence[int]) -> str:
    """Give pages as people name them: `The pages 1, 3-5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_LISTED]]
    more = f" and {len(runs) - _LISTED} more" if len(runs) > _LISTED else ""
    return f"The page{'s' if len(numbers) > 1 else ''} {', '.join(named)}{more}"
