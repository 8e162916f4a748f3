"""How well the claims of a document are covered by its footnotes."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.dates import find_dates
from citecheck.lexicon.numbers import find_numbers
from citecheck.lexicon.words import words
from citecheck.model import Claim, Dossier, Finding
from citecheck.rules.anachronism import claim_anachronism
from citecheck.rules.check import Check, check
from citecheck.rules.place import at_claim, named, quoted

FAR: Final = 8
"""Sentences from which one footnote closes a long run."""
SHORTEST: Final = 6
"""Words below which a claim is a label, not a statement."""
WEAK, STRONG = 2, 4
"""Scores from which an uncited claim is a note, and a warning."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")
_QUOTATION: Final = re.compile(r"[\"“„«][^\"“”„«»]{20,400}[\"”“»]")


@cache
def _cues() -> dict[str, Any]:
    """Give `uncited.toml`: the cues that make a claim need a source, with their weights and words."""
    return tomllib.loads(files("citecheck.rules").joinpath("uncited.toml").read_text(encoding="utf-8"))


@check("citation-far")
def citation_far(dossier: Dossier) -> Iterator[Finding]:
    """Find footnotes that close a long run of sentences."""
    starts = [claim.spans[0].start for claim in dossier.claims]
    references = {reference.id: reference for reference in dossier.references}
    if starts != sorted(starts):
        return
    for claim in dossier.claims:
        for citation in claim.citations[:1]:
            first = bisect_left(starts, citation.reach[0].start) if citation.reach else 0
            sentences = _outside_of_quotations(dossier.claims[first : bisect_right(starts, claim.spans[0].start)])
            reference = references.get(citation.reference or "")
            if sentences >= FAR and reference is not None:
                yield at_claim(
                    dossier,
                    "citation-far",
                    claim,
                    f"{named(reference)} is the only footnote of {sentences} sentences: nobody can tell which of them "
                    f"it supports, from {quoted(dossier.claims[first].text, 50)} on. Repeat it where it is needed.",
                    reference=reference.id,
                )


def _outside_of_quotations(run: Sequence[Claim]) -> int:
    """Count the claims of a run; those that go on with a quotation begun before are one with it."""
    count, inside = 0, False
    for claim in run:
        count += not inside
        straight = claim.text.count('"') % 2 == 1
        curly = claim.text.count("“") - claim.text.count("”")
        inside = (not inside) if straight else (curly > 0 or (inside and curly == 0))
    return count


@check("claim-uncited")
def claim_uncited(dossier: Dossier) -> Iterator[Finding]:
    """Find statements without a footnote, those that need one most as warnings."""
    has_sections = any(claim.section for claim in dossier.claims)
    for claim in dossier.claims:
        is_lead = has_sections and not claim.section
        if claim.coverage != "none" or is_lead or len(claim.text.split()) < SHORTEST:
            continue
        found = need_of_source(claim)
        score = sum(weight for weight, _ in found)
        if score >= WEAK:
            yield at_claim(
                dossier,
                "claim-uncited",
                claim,
                f"No footnote stands behind {quoted(claim.text)} It has {_listed([cue for _, cue in found])}: add a "
                "source, or say less.",
                severity="warning" if score >= STRONG else "note",
            )


def need_of_source(claim: Claim) -> list[tuple[int, str]]:
    """Give what in a claim calls for a source: for each cue its weight and what it is called, the heaviest first."""
    cues = _cues()
    text = claim.text
    tokens = {word.casefold() for word in _WORD.findall(text)}
    numbers = find_numbers(text)
    present = {
        "money": any(len(number.unit) == 3 and number.unit.isupper() for number in numbers),  # ISO 4217
        "percentage": any(number.unit == "%" for number in numbers),
        "figure": any(number.unit != "%" and not number.unit.isupper() for number in numbers),
        "quotation": _QUOTATION.search(text) is not None,
        "superlative": bool(tokens & words("superlatives")),
        "date": bool(find_dates(text)),
        "attribution": bool(tokens & set(cues["words"]["attribution"])),
        "charge": bool(tokens & set(cues["words"]["charge"])),
    }
    found = [(cues["weights"][kind], cues["names"][kind]) for kind, here in present.items() if here]
    return sorted(found, key=lambda cue: -cue[0])


def _listed(parts: list[str]) -> str:
    """Give words as a list in a sentence: `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


RULES: Final[tuple[Check, ...]] = (claim_anachronism, claim_uncited, citation_far)
