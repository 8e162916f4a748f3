"""Footnote markers: those that name nothing, stand badly, or are defined twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.model import Dossier, Finding, Suggestion
from citecheck.rules.check import Check, check
from citecheck.rules.place import ClaimsByPlace, at_claim, at_reference, at_span, line_of, named, quoted

_NEVER_DEFINED: Final = re.compile(
    r"Cite error: The named reference \"?([^\"]{1,200}?)\"? was invoked but never defined"
)
"""What MediaWiki's Cite prints in place of an entry (message cite_error_references_no_text)."""
NUMBERED_BY_PLACE: Final = ("wikipedia", "wikitext", "html", "references")
"""Beginnings of format names whose lists are numbered by position: there two lists may both have a 1."""


@check("marker-orphan")
def marker_orphan(dossier: Dossier) -> Iterator[Finding]:
    """Find markers that no entry answers to; where there is no list at all, the reader has said so."""
    if not any(entry.numbered for entry in dossier.document.entries):
        return
    claims = ClaimsByPlace(dossier.claims)
    ambiguous = {notice.span for notice in dossier.document.notices if notice.rule == "citation-ambiguous"}
    for marker in dossier.document.markers:
        if marker.entry is None and marker.where != "hidden" and marker.span not in ambiguous:
            claim = claims.at(marker.span.start)
            yield at_span(
                dossier,
                "marker-orphan",
                marker.span,
                f"The marker {quoted(marker.text)} names no entry of the reference list. "
                "Add the entry, or correct the marker.",
                claim=None if claim is None else claim.id,
            )
    for reference in dossier.references:
        never = _NEVER_DEFINED.search(reference.raw)
        if never is not None:
            yield at_reference(
                dossier,
                "marker-orphan",
                reference,
                f"The footnote {quoted(never[1])} of {named(reference)} is used and never defined. Define it, or correct "
                "its name.",
            )


@check("marker-punctuation")
def marker_punctuation(dossier: Dossier) -> Iterator[Finding]:
    """Find sentences that end at their marker without a full stop."""
    for claim in dossier.claims:
        if claim.missing_stop:
            last = claim.text.split()[-1]
            marker = claim.citations[-1].marker if claim.citations else ""
            yield at_claim(
                dossier,
                "marker-punctuation",
                claim,
                f"The sentence that ends with {quoted(last + marker)} has no full stop, so that the next one seems to "
                "belong to it.",
                suggestion=Suggestion(f"Write {quoted(f'{last}.{marker}')}."),
            )


@check("footnote-redefined")
def footnote_redefined(dossier: Dossier) -> Iterator[Finding]:
    """Find labels that two entries of one list claim, and names that the reader saw defined twice."""
    document = dossier.document
    for notice in document.notices:
        if notice.rule == "footnote-redefined" and notice.span is not None:
            yield at_span(dossier, notice.rule, notice.span, notice.message)
    if document.format.startswith(NUMBERED_BY_PLACE):
        return
    first: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(document.entries):
        if not entry.numbered or not entry.label:
            continue
        before = first.setdefault((entry.group, entry.label), index)
        if before != index:
            other = line_of(document, document.entries[before].span)
            place = "" if other is None else f" in line {other}"
            yield at_span(
                dossier,
                "footnote-redefined",
                entry.span,
                f"The footnote {quoted(entry.label)} is defined again; the first definition{place} wins and this one "
                "is lost. Give one of them another label.",
            )


RULES: Final[tuple[Check, ...]] = (marker_orphan, marker_punctuation, footnote_redefined)
