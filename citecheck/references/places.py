"""Places of publication, told from publishers by their names and their shape (`Ames, IA`, `London; New York`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from citecheck.references.wording import has_word, phrases

_JOINS: Final = re.compile(r"\s?[;/&]\s?|\sand\s|\su\.\s?a\.")
_LONGEST: Final = 60
_ASIDE: Final = re.compile(r"\s\([^()]{2,30}\)\Z")
"""The name of today behind an old one: `Holmiæ (Stockholm)`."""


@cache
def _cities() -> frozenset[str]:
    """Give the known cities, casefolded."""
    return phrases("cities", "names", of="places")


@cache
def _regions() -> frozenset[str]:
    """Give states, provinces and countries, casefolded and without full stops: `ny` for `N.Y.`."""
    return frozenset(_undotted(name) for name in phrases("regions", "names", of="places"))


def _undotted(text: str) -> str:
    """Give a casefolded name without full stops and the spaces between initials."""
    return text.replace(". ", ".").replace(".", "").strip()


def _is_one_place(text: str) -> bool:
    """Tell whether a text names one place: a known city, or anything with a known region behind a comma."""
    text = text.strip(" .[]")
    folded = text.casefold()
    if folded in _cities() or _undotted(folded) in _regions():
        return True
    city, comma, region = (part.strip() for part in text.rpartition(","))
    if not comma:
        return False
    if city.casefold() in _cities() and region.casefold() in _cities():
        return True
    return (
        _undotted(region.casefold()) in _regions()
        and len(city.split()) <= 4
        and city[:1].isupper()
        and not set("[](){}") & set(city)
        and not has_word(city.casefold(), phrases("publishers"))
    )


def is_place(text: str) -> bool:
    """Tell whether a text names a place of publication, or several."""
    if not text or len(text) > _LONGEST:
        return False
    if _is_one_place(text):
        return True
    parts = [part for part in _JOINS.split(text) if part.strip()]
    return parts != [text] and all(_is_one_place(part) for part in parts)


def is_region(text: str) -> bool:
    """Tell whether a text names a state or a country alone, which in brackets tells two papers of a name apart."""
    folded = text.strip().casefold()
    return _undotted(folded) in _regions() and folded not in _cities()


def may_be_place(text: str) -> bool:
    """Tell whether a text before a colon and a publisher has the shape of a place: a few capitalised words."""
    text = _ASIDE.sub("", text)
    words = text.replace(",", " ").replace(";", " ").replace("/", " ").split()
    return (
        1 <= len(words) <= 5
        and len(text) <= _LONGEST
        and all(
            word[:1].isupper() or word in {"and", "am", "im", "upon", "on", "de", "der", "an", "i"} for word in words
        )
        and not any(character.isdigit() for character in text)
    )
