"""Footnotes in a heap: so many on one claim that nobody can tell which source says what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.claims.runs import find_runs
from citecheck.model import Claim, Dossier, Finding, Marker
from citecheck.rules.check import check
from citecheck.rules.place import ClaimsByPlace, at_span

MANY: Final = 3
"""Markers on one spot that are not yet too many."""
MOST_SHOWN: Final = 8
_PARTS: Final = re.compile(r"[,;،、，]")


@check("citation-overkill")
def citation_overkill(dossier: Dossier) -> Iterator[Finding]:
    """Find spots of running text with more markers than the claim has parts that each could stand behind."""
    claims = ClaimsByPlace(dossier.claims)
    by_block: dict[int, list[Marker]] = {}
    for marker in dossier.document.markers:
        if marker.block is not None and marker.where == "body":
            by_block.setdefault(marker.block, []).append(marker)
    for number, markers in by_block.items():
        for run in find_runs(dossier.document.blocks[number].text, markers):
            labels = dict.fromkeys(marker.text for marker in run.markers)
            if len(labels) <= MANY:
                continue
            first = run.markers[0]
            claim = claims.at(first.span.start)
            if not _is_enumeration(claim, len(labels)):
                yield at_span(
                    dossier,
                    "citation-overkill",
                    first.span,
                    f"{len(labels)} footnotes stand on one spot, {''.join(list(labels)[:MOST_SHOWN])}. Keep the best "
                    "two or three, or place each after the words that it supports.",
                    claim=None if claim is None else claim.id,
                )


def _is_enumeration(claim: Claim | None, footnotes: int) -> bool:
    """Tell whether a claim lists about as many things as it has footnotes: each may be of one of them."""
    return claim is not None and len(_PARTS.findall(claim.text)) >= footnotes - 1
