"""The claims of each document and the footnotes they rest on, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.model import AuditReport, Claim, DocumentReport
from citecheck.reports.visible import brief
from citecheck.reports.wording import extent, footnotes
from citecheck.reports.wrap import wrap

WIDTH: Final = 80
_LONGEST: Final = 1_000
_SIGNS: Final = {"direct": "●", "inherited": "○", "none": "·"}
_KEY: Final = "● a footnote closes it  ○ a later footnote reaches back to it  · no footnote"


def render_claims(report: AuditReport) -> str:
    """Give the claim map: each claim with its line, its coverage as a sign, its markers."""
    return "".join(f"{line}\n" for document in report.documents for line in _document(document))


def _document(document: DocumentReport) -> Iterator[str]:
    """Give the lines of one document."""
    yield from wrap(brief(document.source, _LONGEST), WIDTH)
    yield from wrap(extent(document), WIDTH)
    yield _KEY
    section = ""
    for claim, markers in zip(document.claims, footnotes(document.claims), strict=True):
        if claim.section != section:
            section = claim.section
            yield ""
            yield from wrap(brief(section, _LONGEST), WIDTH)
        yield from _claim(claim, markers)
    yield ""
    yield from wrap("References", WIDTH)
    for reference in document.references:
        lead = f"  [{brief(reference.label, _LONGEST)}] "
        yield from _hung(lead, brief(reference.raw, _LONGEST))


def _claim(claim: Claim, markers: str) -> Iterator[str]:
    """Give the lines of one claim."""
    lead = f"{'' if claim.line is None else claim.line:>5} {_SIGNS[claim.coverage]} "
    yield from _hung(lead, f"{brief(claim.text, _LONGEST)} {brief(markers, _LONGEST)}")


def _hung(lead: str, text: str) -> Iterator[str]:
    """Give *text* wrapped under its *lead*; a lead that leaves no room stands on its own line."""
    room = WIDTH - len(lead)
    if room < WIDTH // 2:
        yield from wrap(lead, WIDTH)
        lead, room = "  ", WIDTH - 2
    for number, line in enumerate(wrap(text, room)):
        yield f"{' ' * len(lead) if number else lead}{line}".rstrip()
