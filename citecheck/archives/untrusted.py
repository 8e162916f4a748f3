"""Archives that are never asked: those of which it is known that they, or their copies, cannot be relied upon."""

from __future__ import annotations

from citecheck.lexicon.copies import archive_of


def untrusted(url: str) -> str:
    """Give why an address is not asked, as a sentence; "" for all that may be."""
    archive = archive_of(url)
    return archive.reason if archive else ""
