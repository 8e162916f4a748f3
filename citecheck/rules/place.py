"""Where a finding points, and how its message names the things it speaks of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from citecheck.model import Claim, Document, Dossier, Finding, Reference, Severity, Span, Suggestion
from citecheck.rules.catalogue import catalogue

LONGEST_QUOTE: Final = 90
"""Code points of a quotation in a message; a report shows the place in full."""


def quoted(text: str, limit: int = LONGEST_QUOTE) -> str:
    """Give *text* in quotation marks on one line, shortened at a word."""
    words = " ".join(text[: 4 * limit].split())
    if len(words) > limit:
        words = f"{words[:limit].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"
    return f"“{words}”"


def named(reference: Reference) -> str:
    """Give a reference as the text cites it: `[15]`."""
    return f"[{reference.label}]"


def line_of(document: Document, span: Span | None) -> int | None:
    """Give the line of a span's beginning; None where the text has no lines of its own."""
    return None if span is None else document.line_in_file(span.start)


def at_document(rule: str, message: str, *, related: tuple[str, ...] = ()) -> Finding:
    """Give a finding about the document as a whole."""
    return Finding(rule=rule, severity=catalogue()[rule].severity, message=message, related=related)


def at_reference(  # noqa: PLR0913 - what a finding may say, each by name
    dossier: Dossier,
    rule: str,
    reference: Reference,
    message: str,
    *,
    severity: Severity | None = None,
    url: str | None = None,
    related: tuple[str, ...] = (),
    suggestion: Suggestion | None = None,
) -> Finding:
    """Give a finding about an entry of the reference list."""
    span = dossier.document.entries[reference.entry].span
    return Finding(
        rule=rule,
        severity=severity or catalogue()[rule].severity,
        message=message,
        line=line_of(dossier.document, span),
        span=span,
        reference=reference.id,
        url=url,
        related=related,
        suggestion=suggestion,
    )


def at_claim(  # noqa: PLR0913 - what a finding may say, each by name
    dossier: Dossier,
    rule: str,
    claim: Claim,
    message: str,
    *,
    severity: Severity | None = None,
    reference: str | None = None,
    suggestion: Suggestion | None = None,
) -> Finding:
    """Give a finding about a claim, or about what one reference does for it."""
    span = Span(claim.spans[0].start, claim.spans[-1].end)
    return Finding(
        rule=rule,
        severity=severity or catalogue()[rule].severity,
        message=message,
        line=line_of(dossier.document, span),
        span=span,
        reference=reference,
        claim=claim.id,
        suggestion=suggestion,
    )


def at_span(dossier: Dossier, rule: str, span: Span, message: str, *, claim: str | None = None) -> Finding:
    """Give a finding about some words of the document's text."""
    return Finding(
        rule=rule,
        severity=catalogue()[rule].severity,
        message=message,
        line=line_of(dossier.document, span),
        span=span,
        claim=claim,
    )


class ClaimsByPlace:
    """Finds the claim that a place of the document's text belongs to."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = sorted(claims, key=lambda claim: claim.spans[0])
        self._starts = [claim.spans[0].start for claim in self._claims]

    def at(self, offset: int) -> Claim | None:
        """Give the claim that the code point at *offset* stands in, or None."""
        index = bisect_right(self._starts, offset) - 1
        claim = self._claims[index] if index >= 0 else None
        return claim if claim is not None and offset < claim.spans[-1].end else None
