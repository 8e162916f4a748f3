"""Which addresses a user wants asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.lexicon.patterns import fits
from citecheck.model import LEFT_OUT


@dataclass(frozen=True, slots=True)
class Scope:
    """The addresses that are asked."""

    include: tuple[str, ...] = ()
    """Only those that one of these fits; empty for all."""
    exclude: tuple[str, ...] = ()
    """And none that one of these fits."""

    def why_not(self, spellings: Iterable[str]) -> str:
        """Give why an address is not asked, as a sentence, "" for one that is; it is told by any of its spellings."""
        if not self.include and not self.exclude:
            return ""
        several = tuple(spellings)
        if self.include and not any(fits(pattern, url) for pattern in self.include for url in several):
            return f"{LEFT_OUT}: no pattern of --include-url fits it."
        for pattern in self.exclude:
            if any(fits(pattern, url) for url in several):
                return f"{LEFT_OUT}: --exclude-url {pattern}."
        return ""
