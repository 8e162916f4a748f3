"""Statements that no footnote reaches: whole paragraphs, and what stands after the last footnote of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from citecheck.model import Claim, Dossier, Finding, Severity, Span
from citecheck.rules.check import check
from citecheck.rules.language import language_of
from citecheck.rules.need import STRONG, WEAK, Need, cues, need_of_source
from citecheck.rules.passages import (
    OUT_OF_LIFE,
    Passage,
    body,
    is_about_a_living_person,
    is_mathematics,
    needs_none,
    needs_none_itself,
    passages,
)
from citecheck.rules.place import at_claim, at_document, line_of, quoted

SHORTEST: Final = 6
"""Words below which a claim is a label, not a statement."""
LONG: Final = 25
"""Words from which a paragraph without any cue is worth a footnote."""
MOST: Final = 25
"""Findings of one rule in one document, the worst; what is left out is counted in one more."""
MOST_WITHOUT_HABIT: Final = 10
"""The same in a document that hardly has footnotes at all: there the habit is missing, not the one footnote."""
HABIT: Final = 0.1
"""Share of paragraphs with a footnote from which a document has the habit."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Claims of one passage that no footnote reaches."""

    claims: tuple[Claim, ...]
    worst: Claim
    need: Need

    @property
    def others(self) -> tuple[str, ...]:
        """Give the ids of the claims beside the worst."""
        return tuple(claim.id for claim in self.claims if claim.id != self.worst.id)


@check("claim-uncited")
def claim_uncited(dossier: Dossier) -> Iterator[Finding]:
    """Find paragraphs without a footnote, those that need one most first."""
    language = language_of(dossier) or ""
    found = _body(dossier, language)
    habit, mathematics = _has_habit(found), is_mathematics(found)
    living = is_about_a_living_person(dossier)
    gaps = []
    for passage in found:
        if passage.cited or passage.block.kind not in {"paragraph", "list-item"} or (passage.quoted and not habit):
            continue
        if not needs_none(passage):
            gap = _gap(passage.claims, language, living=living)
            if gap is not None and _is_worth_it(gap, passage, habit=habit) and (not mathematics or _is_of_life(gap)):
                gaps.append(gap)
    yield from _ranked(dossier, "claim-uncited", gaps, MOST if habit else MOST_WITHOUT_HABIT)


@check("claim-trailing")
def claim_trailing(dossier: Dossier) -> Iterator[Finding]:
    """Find what stands after the last footnote of its paragraph."""
    language = language_of(dossier) or ""
    living = is_about_a_living_person(dossier)
    found = _body(dossier, language)
    mathematics = is_mathematics(found)
    gaps = []
    for passage in found:
        if passage.cited and passage.block.kind == "paragraph" and not needs_none(passage):
            last = max((n for n, claim in enumerate(passage.claims) if claim.coverage != "none"), default=None)
            gap = None if last is None else _gap(passage.claims[last + 1 :], language, living=living)
            if gap is not None and gap.need.score >= WEAK and (not mathematics or _is_of_life(gap)):
                gaps.append(gap)
    yield from _ranked(dossier, "claim-trailing", gaps, MOST)


def _body(dossier: Dossier, language: str) -> tuple[Passage, ...]:
    """Give the passages that may need footnotes; none in a language whose words are not known."""
    if language not in cues()["languages"]:
        return ()
    has_sections = any(claim.section for claim in dossier.claims)
    return tuple(body(passages(dossier), has_sections=has_sections))


def _has_habit(found: Sequence[Passage]) -> bool:
    """Tell whether a document has footnotes in more than a few of its paragraphs."""
    paragraphs = [passage for passage in found if passage.block.kind == "paragraph"]
    return sum(passage.cited for passage in paragraphs) >= HABIT * len(paragraphs)


def _gap(claims: Sequence[Claim], language: str, *, living: bool) -> _Gap | None:
    """Give the statements among *claims* that no footnote reaches, None where there are none."""
    bare = tuple(
        claim
        for claim in claims
        if claim.coverage == "none" and len(claim.text.split()) >= SHORTEST and not needs_none_itself(claim)
    )
    if not bare:
        return None
    needs = [need_of_source(claim, language, living=living) for claim in bare]
    worst = max(range(len(bare)), key=lambda n: (needs[n].score, -n))
    return _Gap(bare, bare[worst], needs[worst])


def _is_worth_it(gap: _Gap, passage: Passage, *, habit: bool) -> bool:
    """Tell whether a paragraph without a footnote is worth a finding; an item of a list only with much in it."""
    if passage.block.kind == "list-item":
        return gap.need.score >= STRONG and gap.worst.text.rstrip().endswith((".", "!", "”", '"'))
    words = sum(len(claim.text.split()) for claim in gap.claims)
    return gap.need.score >= WEAK or (habit and words >= LONG)


def _is_of_life(gap: _Gap) -> bool:
    """Tell whether a gap in a document of mathematics is no step of it."""
    return bool(OUT_OF_LIFE & set(gap.need.kinds))


def _ranked(dossier: Dossier, rule: str, gaps: Sequence[_Gap], most: int) -> Iterator[Finding]:
    """Give the findings of the *most* pressing gaps, and one that counts the others."""
    ranked = sorted(gaps, key=lambda gap: -gap.need.score)
    for gap in ranked[:most]:
        yield _finding(dossier, rule, gap)
    left = ranked[most:]
    if left:
        sections = list(dict.fromkeys(gap.worst.section for gap in left if gap.worst.section))
        places = f", in {', '.join(map(quoted, sections[:5]))}{' …' if len(sections) > 5 else ''}" if sections else ""
        yield at_document(
            rule,
            f"{len(left)} more paragraphs have statements that no footnote reaches{places}. Those that need one most "
            "are told one by one.",
            related=tuple(gap.worst.id for gap in left),
        )


def _finding(dossier: Dossier, rule: str, gap: _Gap) -> Finding:
    """Give the finding of a gap; its span is all of it, its claim the one that needs a source most."""
    severity: Severity = "warning" if gap.need.score >= STRONG else "note"
    found = at_claim(dossier, rule, gap.worst, _message(rule, gap), severity=severity)
    span = Span(gap.claims[0].spans[0].start, gap.claims[-1].spans[-1].end)
    return replace(found, span=span, line=line_of(dossier.document, span), related=gap.others)


def _message(rule: str, gap: _Gap) -> str:
    """Give what a finding says: which words, why they need a source, and what to do."""
    others = len(gap.others)
    if rule == "claim-trailing":
        also = f", with {_sentences(others)}" if others else ""
        return (
            f"The last footnote of its paragraph stands before {quoted(gap.worst.text)}{also}. It has {gap.need}: add "
            "a source, or move the footnote to the end if it supports that too."
        )
    also = f", nor behind {_sentences(others)} of its paragraph" if others else ""
    why = f"It has {gap.need}" if gap.need.kinds else "It is a whole paragraph"
    return f"No footnote stands behind {quoted(gap.worst.text)}{also}. {why}: add a source, or say less."


def _sentences(number: int) -> str:
    """Give how many sentences there are beside the one that is quoted: `one more sentence`, `3 more sentences`."""
    return "one more sentence" if number == 1 else f"{number} more sentences"
