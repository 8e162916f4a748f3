"""
Evidence: each claim held against the pages behind its references; what joins claim, page and snapshot.

The live page is asked first. Where it does not bear a claim out, the snapshot from when the author read it may: then the
page has changed since, and not the claim is at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from citecheck.claims import Behind, ShownText, Source, SourceText, assess, behind
from citecheck.model import Claim, ClaimCitation, Dossier, Evidence, Page, Snapshot, Verdict, VerdictStatus
from citecheck.pages import text_fragment

_RANK: Final[dict[VerdictStatus, int]] = {
    "supported": 5,
    "partly": 4,
    "contradicted": 3,
    "not-found": 2,
    "unverifiable": 1,
    "unchecked": 0,
}
"""Which of several pages speaks for a reference: the one that bears the claim out best."""
_MOST_SOURCES: Final = 4
"""Pages of one reference that are held against a claim: a link, a copy that is named, a snapshot of each."""
_MOST_LINKED: Final = 3
"""Pieces of evidence for which an address with a text fragment is made."""


def borne_out(dossier: Dossier, pages: Mapping[str, Page]) -> Dossier:
    """
    Give a dossier with the pages behind its links, and a verdict for each claim and each reference that closes it.

    Args:
        dossier: With the world's answers about its links.
        pages: Those that were read, by the digest of their bytes.
    """
    if not pages:
        return dossier
    dossier = replace(dossier, pages=tuple(_of_links(dossier, pages)))
    reader = _Reader(dossier, behind(dossier))
    claims = tuple(map(reader.judged, dossier.claims))
    return replace(dossier, claims=claims, snapshots=tuple(map(reader.held_against, dossier.snapshots)))


def _of_links(dossier: Dossier, pages: Mapping[str, Page]) -> Iterable[Page]:
    """Give the pages behind the links of a dossier, each once, in their order."""
    contents = (answer.content for answers in (dossier.links, dossier.snapshots) for answer in answers)
    digests = dict.fromkeys(content.sha256 for content in contents if content is not None)
    return (pages[digest] for digest in digests if digest in pages)


class _Reader:
    """Reads the sources of one document; each page is prepared once for all claims that rest on it."""

    def __init__(self, dossier: Dossier, sources: Mapping[str, Behind]) -> None:
        self._title = dossier.document.title
        self._language = dossier.document.language
        self._shown = ShownText(dossier.document)
        self._sources = sources
        self._prepared: dict[str, SourceText] = {}
        self._said: dict[str, set[VerdictStatus]] = {}
        """What each memento says of the claims that rest on it."""

    def judged(self, claim: Claim) -> Claim:
        """Give a claim with a verdict for each reference that closes it."""
        by_reference: dict[str, ClaimCitation] = {}
        for citation in claim.citations:
            if citation.reference is not None:
                by_reference.setdefault(citation.reference, citation)
        verdicts = tuple(self._verdict(claim, one, citation) for one, citation in by_reference.items())
        return replace(claim, verdicts=verdicts) if verdicts else claim

    def _verdict(self, claim: Claim, reference: str, citation: ClaimCitation) -> Verdict:
        """Judge what a citation closes by the pages behind its reference."""
        found = self._sources.get(reference, Behind(unread="it names no page"))
        if not found.sources:
            return Verdict(reference, "unverifiable", reason=f"The source was not read: {found.unread}.")
        words = claim.text if citation.core == claim.spans else self._shown.text(citation.core)
        judged = [(_careful(self._assess(words, one.page), one), one) for one in found.sources[:_MOST_SOURCES]]
        for verdict, source in judged:
            if source.snapshot is not None:
                self._said.setdefault(source.url, set()).add(verdict.status)
        verdict, source = max(judged, key=_key)  # of equals the first: the live page
        live = None if source.is_live else next((one for one, where in judged if where.is_live), None)
        return replace(
            verdict,
            reference=reference,
            reason=_drifted(verdict, live, source) or verdict.reason,
            live=None if live is None else live.status,
            evidence=tuple(self._linked(verdict.evidence, source, found.sources)),
            source=source.url,
        )

    def held_against(self, snapshot: Snapshot) -> Snapshot:
        """Give a snapshot with what it says of the claims that rest on it, once all were judged."""
        said = self._said.get(snapshot.memento or "", set()) - {"unverifiable"}
        bears = None if not said or said == {"partly"} else bool(said & {"supported", "partly"})
        return snapshot if bears is None else replace(snapshot, bears_claim=bears)

    def _assess(self, words: str, page: Page) -> Verdict:
        """Hold words against a page."""
        if not page.text.strip():
            return Verdict("", "unverifiable", reason=page.reason or "The page has no text.")
        if page.sha256 not in self._prepared:
            self._prepared[page.sha256] = SourceText.of(page.text, language=page.language or None)
        return assess(words, self._prepared[page.sha256], self._title, language=self._language)

    def _linked(self, evidence: Iterable[Evidence], source: Source, sources: Iterable[Source]) -> Iterable[Evidence]:
        """Give evidence with addresses that show it on the live page and in the snapshot, where each is unique."""
        others = [one for one in sources if one is not source]
        for number, one in enumerate(evidence):
            if one.span is None or number >= _MOST_LINKED:
                yield one
                continue
            here = _address(source, one.quote, one.span.start)
            other = next(
                filter(None, (_address(twin, one.quote) for twin in others if twin.is_live != source.is_live)), None
            )
            live, memento = (here, other) if source.is_live else (other, here)
            yield replace(one, link=live, memento=memento)


def _key(judged: tuple[Verdict, Source]) -> tuple[int, float]:
    """Give what verdicts on several pages are compared by."""
    return _RANK[judged[0].status], judged[0].score or 0.0


def _careful(verdict: Verdict, source: Source) -> Verdict:
    """Give a verdict as far as its page can tell: words that are not in a part of a work may stand in the rest."""
    if verdict.status not in {"not-found", "contradicted", "partly"}:
        return verdict
    if not source.page.whole:
        why = source.page.reason or "only a part of the page was read"
        return replace(verdict, status="unverifiable", reason=f"It is not in what was read, but {_lower(why)}")
    if source.role == "identifier" and verdict.status != "partly":
        return replace(
            verdict,
            status="unverifiable",
            reason="It is not on the page to which the identifier leads, which need not hold the work itself.",
        )
    return verdict


def _lower(sentence: str) -> str:
    """Give a sentence as the second half of one."""
    return sentence[:1].lower() + sentence[1:]


def _drifted(verdict: Verdict, live: Verdict | None, source: Source) -> str:
    """Say that a snapshot bears out what the live page does not, "" where that is not so."""
    if live is None or verdict.status != "supported" or live.status == "unverifiable":
        return ""
    day = (source.captured_at or "")[:10]
    return f"The snapshot of {day} is consistent with the claim; the live page does not say so any more."


def _address(source: Source, quote: str, start: int | None = None) -> str | None:
    """Give the address that shows a quote on a page, None where it does not stand there once."""
    text = source.page.text
    at = text.find(quote) if start is None else start
    if at < 0:
        return None
    fragment = text_fragment(text, (at, at + len(quote)))
    return None if fragment is None else f"{source.url.partition('#')[0]}#{fragment}"
