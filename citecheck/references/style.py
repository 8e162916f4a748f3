"""
How the references of one list are written: what separates their parts, and which age of CS1 printed them.

A single reference often does not tell; its neighbours do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Separator: TypeAlias = Literal[".", ","]

_STOPS: Final = re.compile(r"(?:[\"”»)])\.\s|\.\s(?:Retrieved|Archived|ISBN|doi:|pp?\.\s|OCLC|PMID)")
_COMMAS: Final = re.compile(
    r"(?:[\"”»)]|ed\.|[0-9]),\s(?:[^\W\d_a-z]|retrieved|archived|ISBN|doi:|pp?\.|OCLC|PMID)|,\s(?:retrieved|archived|ISBN|doi:|pp?\.\s?[0-9])"
)
_COMMA_LEAD: Final = re.compile(r"\([^()]{0,12}[12][0-9]{3}[^()]{0,12}\)(?:\s\[[^\]]{4,12}\])?,\s")
_STOP_LEAD: Final = re.compile(r"\([^()]{0,16}[12][0-9]{3}[^()]{0,12}\)(?:\s\[[^\]]{4,12}\])?\.\s")
_COMMA_QUOTE: Final = re.compile(r"[\"”»](?:\s[(\[][^()\[\]]{1,60}[)\]]){0,3},\s")
_STOP_QUOTE: Final = re.compile(r"[\"”»](?:\s[(\[][^()\[\]]{1,60}[)\]]){0,3}\.\s")
_TIGHT_VOLUME: Final = re.compile(
    r"[^\s.,:)][”\"]?\s(?:[0-9]{1,4}|[IVXLC]{1,7})\s\([^()]{1,16}\)(?::\s[0-9A-Za-z]|[.,](?:\s|\Z))"
)
_STOPPED_VOLUME: Final = re.compile(r"\.\s[0-9]{1,4}\s\([^()]{1,16}\)(?::\s[0-9A-Za-z]|\.)")
_PRINTED_IN: Final = re.compile(r"[^.,:]\s\([^():]{2,40}:\s[^()]{2,60}\)[.:,]|[^.,:\"]\s\([A-Z][^():]{2,40}\):\s[0-9]")


@dataclass(frozen=True, slots=True)
class Style:
    """What a list of references agrees on."""

    separator: Separator = "."
    tight_volume: bool = False
    """Whether a volume follows its journal without a stop (`Critique 4 (10)`), as CS1 printed until about 2017."""
    printer_in_brackets: bool = False
    """Whether place and publisher of a periodical stand in brackets behind it, as CS1 printed until about 2017."""
    language: str | None = None
    """The document's, as a BCP 47 tag."""


def separator(raw: str) -> Separator | None:
    """Give what separates the parts of one reference, or None where it does not tell."""
    stops = 2 * bool(_STOP_LEAD.search(raw)) + 2 * bool(_STOP_QUOTE.search(raw)) + bool(_STOPS.search(raw))
    commas = 2 * bool(_COMMA_LEAD.search(raw)) + 2 * bool(_COMMA_QUOTE.search(raw)) + bool(_COMMAS.search(raw))
    if stops == commas:
        return None
    return "." if stops > commas else ","


def shared_style(raws: Sequence[str], separators: Sequence[Separator | None], language: str | None = None) -> Style:
    """
    Give the style that most references of a list follow.

    Args:
        raws: The references.
        separators: What separates the parts of each, None where it does not tell.
        language: The document's as a BCP 47 tag.
    """
    commas = tight = stopped = brackets = 0
    for raw, own in zip(raws, separators, strict=True):
        commas += 1 if own == "," else -1
        if "(" in raw:
            tight += _TIGHT_VOLUME.search(raw) is not None
            stopped += _STOPPED_VOLUME.search(raw) is not None
            brackets += _PRINTED_IN.search(raw) is not None
    return Style(
        separator="," if commas > 0 else ".",
        tight_volume=tight > stopped,
        printer_in_brackets=brackets > 0 and tight > stopped,
        language=language,
    )
