"""How a claim stands, in one word: what its sources make of it, or else whether a footnote is there at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from citecheck.model import Claim, Verdict
from citecheck.reports.html_text import shown

Standing: TypeAlias = Literal["contradicted", "not-found", "partly", "supported", "cited", "inherited", "none"]
_BY_SOURCE: Final = ("supported", "partly", "contradicted", "not-found")
"""What a source can say; of several sources the one counts that bears a claim out best, as in `wording.extent`."""
_MOST_WORDS: Final = 20
_LONGEST_WORD: Final = 80


def standing(claim: Claim) -> Standing:
    """Give how a claim stands; `cited` where a footnote closes it and its source was not read, or says nothing."""
    said = {verdict.status for verdict in claim.verdicts}
    for status in _BY_SOURCE:
        if status in said:
            return status
    return "cited" if claim.coverage == "direct" else claim.coverage


def tells(verdict: Verdict) -> bool:
    """Tell whether a verdict says more than that nothing was asked."""
    return verdict.status != "unchecked"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of a claim's words."""

    text: str
    missing: bool
    """Whether the source lacks them."""


def words_of(claim: Claim, verdict: Verdict, limit: int = 600) -> tuple[Words, ...]:
    """Give the words of a claim, those that its source lacks told apart."""
    text = shown(claim.text, limit)
    lacking = [shown(word, _LONGEST_WORD) for word in verdict.missing[:_MOST_WORDS]]
    if not any(lacking):
        return (Words(text, missing=False),)
    pattern = "|".join(re.escape(word) for word in sorted(lacking, key=len, reverse=True) if word)
    found: list[Words] = []
    at = 0
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
        if match.start() > at:
            found.append(Words(text[at : match.start()], missing=False))
        found.append(Words(match[0], missing=True))
        at = match.end()
    if at < len(text):
        found.append(Words(text[at:], missing=False))
    return tuple(found)
