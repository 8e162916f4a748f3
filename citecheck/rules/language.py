"""The language that a document is judged in: what it says of itself, else what its small words tell."""

from __future__ import annotations

from citecheck.lexicon.small_words import LONGEST, told_by_words
from citecheck.model import Dossier


def language_of(dossier: Dossier) -> str | None:
    """
    Give the primary BCP 47 tag of a document's language; None where nothing tells it.

    Rules that rest on words speak only where they know the words: of a language that is not known they say nothing.
    """
    if dossier.document.language:
        return dossier.document.language.partition("-")[0].casefold()
    parts: list[str] = []
    length = 0
    for claim in dossier.claims:
        parts.append(claim.text[:LONGEST])
        length += len(claim.text)
        if length > LONGEST:
            break
    return told_by_words(" ".join(parts)[:LONGEST])
