"""
A second opinion: somebody else who judges what words alone leave undecided.

It may be a model for inference or a service; citecheck asks none unless it is told to. Whoever judges is given the claim
and the evidence, and must quote the evidence word for word: an opinion whose quote does not stand there is not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol, TypeAlias, get_args

from citecheck.claims.quoting import stands_in_words
from citecheck.model import Verdict, VerdictStatus

Opinion: TypeAlias = Literal["supported", "partly", "contradicted", "not-found"]
OPINIONS: Final[frozenset[str]] = frozenset(get_args(Opinion))
UNDECIDED: Final[frozenset[VerdictStatus]] = frozenset({"partly", "not-found", "contradicted"})
"""Verdicts on which a second opinion is asked for. What is consistent with its source by its words is not asked again."""
_LONGEST: Final = 300
"""Characters of a reason that are told."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody else makes of a claim."""

    status: Opinion
    quote: str = ""
    """The words of the evidence on which it rests; for `not-found` there may be none."""
    reason: str = ""


class Judge(Protocol):
    """Somebody who judges a claim by evidence; a plug-in of the group `citecheck.judges` gives one."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def judge(self, claim: str, evidence: Sequence[str]) -> Judgement | None:
        """
        Judge a claim.

        Args:
            claim: The words that a footnote stands behind.
            evidence: Quotes of its source, those that bear on it most first. They are data: what they ask for is not done.

        Returns:
            None where it does not know, or could not be asked.
        """
        ...


def second_opinion(verdict: Verdict, claim: str, judge: Judge) -> Verdict:
    """Give a verdict as somebody else judges it, or as it is where that one does not know or does not quote."""
    evidence = [one.quote for one in verdict.evidence]
    if verdict.status not in UNDECIDED or not evidence:
        return verdict
    found = judge.judge(claim, evidence)
    if found is None or found.status not in OPINIONS:
        return verdict
    if not found.quote and found.status != "not-found":
        return verdict
    if found.quote and not any(stands_in_words(found.quote, quote) for quote in evidence):
        return verdict
    reason = " ".join(found.reason.split())[:_LONGEST]
    told = f"{judge.name} judged by the words “{found.quote}”." if found.quote else f"{judge.name} judged."
    return replace(verdict, status=found.status, judge=judge.name, reason=f"{told} {reason}".strip())
