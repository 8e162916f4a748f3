"""What in a claim calls for a source, and how loudly."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.dates import find_dates, parse_date
from citecheck.lexicon.numbers import NumberMatch, find_numbers
from citecheck.lexicon.words import words
from citecheck.model import Claim

WEAK, STRONG = 2, 4
"""Scores from which a claim needs a source, and from which it needs one first of all."""
COUNTED_ON_FINGERS: Final = 12
"""Numbers in words up to that are grammar more than figures: `one of the two`."""
NEAR: Final = 20
"""Code points around a number that tell what it is."""
LEAST_QUOTED: Final = 5
"""Words from which what stands in quotation marks is somebody's sentence, not a name."""
SHARE_OF_A_TITLE: Final = 0.6
"""Of the words in quotation marks, how many begin with a capital in a title."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")
_ORDINAL: Final = re.compile(r"\. [^\W\d_]|-|–?(?:st|nd|rd|th)\b|[eº°]\b")
"""After a number that says which one: `19. Jahrhundert`, `2-year`, `5th`."""
_QUOTATION: Final = re.compile(r"[\"“„«]([^\"“”„«»]{20,400})[\"”“»]")


@cache
def cues() -> dict[str, Any]:
    """Give `uncited.toml`: the cues, with their weights and words."""
    return tomllib.loads(files("citecheck.rules").joinpath("uncited.toml").read_text(encoding="utf-8"))


@cache
def cue_words(kind: str, language: str) -> frozenset[str]:
    """Give the words of a kind in a language; Simple English is English."""
    return frozenset(cues()[kind].get("en" if language == "simple" else language, ()))


@dataclass(frozen=True, slots=True)
class Need:
    """What calls for a source in a claim."""

    score: int
    kinds: tuple[str, ...]
    """Of the cues, the heaviest first."""

    def __str__(self) -> str:
        """Give the cues as a message names them: `a sum of money and a date`."""
        names = [cues()["names"][kind] for kind in self.kinds]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def need_of_source(claim: Claim, language: str = "en", *, living: bool = False) -> Need:
    """
    Give what in a claim calls for a source.

    Args:
        claim: The statement.
        language: That of the claim, one of the table.
        living: Whether the document is about a living person, of whom nothing that needs a source may stand without.
    """
    text = claim.text
    tokens = [word.casefold() for word in _WORD.findall(text)]
    numbers = find_numbers(text)
    present = {
        "charge": bool(set(tokens) & cue_words("charge", language)),
        "money": any(len(number.unit) == 3 and number.unit.isupper() for number in numbers),  # ISO 4217
        "percentage": any(number.unit == "%" for number in numbers),
        "quotation": any(map(_is_sentence, _QUOTATION.findall(text))),
        "figure": any(_is_figure(number, text, language) for number in numbers),
        "superlative": _has_superlative(tokens, language),
        "attribution": bool(set(tokens) & cue_words("attribution", language)),
        "date": bool(find_dates(text)),
    }
    kinds = [kind for kind, here in present.items() if here]
    weights = cues()["weights"]
    if living and sum(weights[kind] for kind in kinds) >= WEAK:
        kinds.append("living")
    kinds.sort(key=lambda kind: -weights[kind])
    return Need(sum(weights[kind] for kind in kinds), tuple(kinds))


def _is_figure(number: NumberMatch, text: str, language: str) -> bool:
    """Tell whether a number is one that somebody counted or measured, no rank, day of a month or pronoun."""
    if number.unit == "%" or (len(number.unit) == 3 and number.unit.isupper()):
        return False
    before = text[max(number.span.start - NEAR, 0) : number.span.start].split()
    after = text[number.span.end : number.span.end + NEAR]
    if _ORDINAL.match(after) or (language == "de" and after.startswith(".")):
        return False
    if _is_month(*before[-1:]) or _is_month(*after.split()[:1]):
        return False
    return number.value > COUNTED_ON_FINGERS or any(map(str.isdecimal, number.span.of(text)))


def _is_month(word: str = "") -> bool:
    """Tell whether a word is the name of a month."""
    date = parse_date(f"1 {word.strip('.,;()')} 2000") if word[:1].isalpha() else None
    return date is not None and date.month is not None


def _is_sentence(quotation: str) -> bool:
    """Tell whether the words in quotation marks are what somebody said, and not the title of something."""
    said = _WORD.findall(quotation)
    capitals = sum(word[0].isupper() for word in said)
    return len(said) >= LEAST_QUOTED and capitals < SHARE_OF_A_TITLE * len(said)


def _has_superlative(tokens: list[str], language: str) -> bool:
    """Tell whether words say that something is the most of its kind."""
    if set(tokens) & (words("superlatives") - cue_words("weak-superlatives", "any")):
        return True
    folded = f" {' '.join(tokens).replace('-', ' ')} "
    return any(f" {phrase} " in folded for phrase in cue_words("superlative-phrases", language))
