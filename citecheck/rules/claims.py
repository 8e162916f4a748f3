"""How well the claims of a document are covered by its footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.model import Claim, Dossier, Finding, Reference
from citecheck.rules.anachronism import claim_anachronism
from citecheck.rules.check import Check, check
from citecheck.rules.overkill import citation_overkill
from citecheck.rules.passages import needs_none, passages
from citecheck.rules.place import at_claim, named, quoted
from citecheck.rules.uncited import claim_trailing, claim_uncited

FAR: Final = 8
"""Sentences from which one footnote closes a long run."""
_RANGE: Final = re.compile(
    r"(?:\bpp\.|\bp\.|\bS\.|\bpages?|:) ?[0-9]{1,5}(?: ?[-–—] ?| ff?\b)|\b[Cc]h(?:apter|ap?\.|\.)|\bKapitel\b"
)
"""What an entry says of a whole stretch of a book, which may well stand behind a whole paragraph."""

_SHORT_FORM: Final = re.compile(r".{2,40}?\(?(?:1[5-9]|20)[0-9]{2}[a-z]?\)?[,:] ?(?:pp?|S|c)\. ?[0-9]{1,5}\W{0,3}\Z")
"""`Smith (1998), p. 142`: an entry of a handbook, mostly."""


@check("citation-far")
def citation_far(dossier: Dossier) -> Iterator[Finding]:
    """Find footnotes that close a long run of sentences."""
    references = {reference.id: reference for reference in dossier.references}
    for passage in passages(dossier):
        if not passage.cited or needs_none(passage):
            continue
        first = 0
        for number, claim in enumerate(passage.claims):
            if not claim.citations:
                continue
            run = passage.claims[first : number + 1]
            first = number + 1
            reference = references.get(claim.citations[0].reference or "")
            sentences = _outside_of_quotations(run)
            if sentences >= FAR and reference is not None and not _spans_much(dossier, reference):
                yield at_claim(
                    dossier,
                    "citation-far",
                    claim,
                    f"{named(reference)} is the only footnote of {sentences} sentences: nobody can tell which of them "
                    f"it supports, from {quoted(run[0].text, 50)} on. Repeat it where it is needed.",
                    reference=reference.id,
                )


def _spans_much(dossier: Dossier, reference: Reference) -> bool:
    """Tell whether an entry names many pages or a chapter of its source, or a place in a book that is listed apart."""
    raw = reference.raw.strip()
    return bool(_RANGE.search(raw) or _SHORT_FORM.match(raw) or dossier.document.entries[reference.entry].works)


def _outside_of_quotations(run: Sequence[Claim]) -> int:
    """Count the claims of a run; those that go on with a quotation begun before are one with it."""
    count, inside = 0, False
    for claim in run:
        count += not inside
        straight = claim.text.count('"') % 2 == 1
        curly = claim.text.count("“") - claim.text.count("”")
        inside = (not inside) if straight else (curly > 0 or (inside and curly == 0))
    return count


RULES: Final[tuple[Check, ...]] = (claim_anachronism, claim_uncited, claim_trailing, citation_far, citation_overkill)
