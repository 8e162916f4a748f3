"""
Claims against what their sources say, as far as these were read.

A claim has one finding at most: the first of these that is true of it. There is none where a source of it could not be
read, or was only read in part: what one source lacks another may say. How sure a finding is tells the catalogue; what is
missing is quoted, and the best that the source has stands beside it, so that a person can judge in a glance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.model import Claim, Dossier, Finding, Reference, Severity, Verdict
from citecheck.rules.check import Check, check
from citecheck.rules.place import at_claim, named, quoted

_MOST_LISTED: Final = 4
"""Missing words that a message names."""
_FEWEST_NAMES: Final = 2
"""Missing names from which a claim is told of: one may be spelled otherwise."""
_QUOTES: Final = "\"“”„«»‘’'「『"
_DIGIT: Final = re.compile(r"\d")
_GONE: Final = frozenset({"contradicted", "not-found"})
_WRONG: Final = frozenset({"partly", "contradicted", "not-found"})


@dataclass(frozen=True, slots=True)
class _Lack:
    """A claim and what none of its sources has."""

    claim: Claim
    verdicts: tuple[Verdict, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    quotations: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The rule that speaks of it, "" where none does."""
        if self.quotations:
            return "claim-quote-missing"
        if self.numbers:
            return "claim-number-missing"
        if len(self.names) >= _FEWEST_NAMES:
            return "claim-name-missing"
        return "claim-unsupported" if all(one.status == "not-found" for one in self.verdicts) else ""

    @property
    def best(self) -> Verdict:
        """What the source says that comes nearest."""
        return max(self.verdicts, key=lambda verdict: verdict.score or 0.0)


@check("claim-number-missing")
def claim_number_missing(dossier: Dossier) -> Iterator[Finding]:
    """Find claims with a number or date that their sources do not have, or have otherwise."""
    for lack in _lacks(dossier, "claim-number-missing"):
        contradicted = any(verdict.status == "contradicted" for verdict in lack.verdicts)
        said = ("has another", "have another") if contradicted else ("does not have it", "do not have it")
        yield _finding(
            dossier,
            "claim-number-missing",
            lack,
            f"The claim says {_listed(lack.numbers)}; {_sources(dossier, lack, *said)}.",
            "warning" if contradicted else None,
        )


@check("claim-quote-missing")
def claim_quote_missing(dossier: Dossier) -> Iterator[Finding]:
    """Find quotations that do not stand in their sources word for word."""
    for lack in _lacks(dossier, "claim-quote-missing"):
        yield _finding(
            dossier,
            "claim-quote-missing",
            lack,
            f"The claim quotes {_listed(lack.quotations)}, which {_sources(dossier, lack, 'does', 'do')} not have word "
            "for word.",
        )


@check("claim-name-missing")
def claim_name_missing(dossier: Dossier) -> Iterator[Finding]:
    """Find claims with names that their sources do not know."""
    for lack in _lacks(dossier, "claim-name-missing"):
        yield _finding(
            dossier,
            "claim-name-missing",
            lack,
            f"The claim names {_listed(lack.names)}; {_sources(dossier, lack, 'does', 'do')} not.",
        )


@check("claim-unsupported")
def claim_unsupported(dossier: Dossier) -> Iterator[Finding]:
    """Find claims whose sources speak of something else."""
    for lack in _lacks(dossier, "claim-unsupported"):
        yield _finding(
            dossier,
            "claim-unsupported",
            lack,
            f"Of {quoted(lack.claim.text)} {_sources(dossier, lack, 'says', 'say')} little or nothing.",
        )


@check("source-changed")
def source_changed(dossier: Dossier) -> Iterator[Finding]:
    """Find claims that the snapshot of their source bears out, and the live page does not any more."""
    references = {reference.id: reference for reference in dossier.references}
    captured = {snapshot.memento: snapshot for snapshot in dossier.snapshots}
    for claim in dossier.claims:
        for verdict in claim.verdicts:
            snapshot = captured.get(verdict.source)
            gone = verdict.status == "supported" and verdict.live in _GONE
            if not gone or snapshot is None or verdict.reference not in references:
                continue
            day = (snapshot.captured_at or "")[:10]
            yield at_claim(
                dossier,
                "source-changed",
                claim,
                f"The live page of {named(references[verdict.reference])} does not bear the claim out any more; its "
                f"snapshot of {day} does: {verdict.source}. Link the snapshot, or cite what the page says today.",
                reference=verdict.reference,
            )


def _lacks(dossier: Dossier, rule: str) -> Iterator[_Lack]:
    """Give the claims of which a rule speaks, those whose score is lowest first."""
    found = (lack for claim in dossier.claims if (lack := _lack(claim)) is not None and lack.kind == rule)
    yield from sorted(found, key=lambda lack: lack.best.score or 0.0)


def _lack(claim: Claim) -> _Lack | None:
    """Give what none of the sources of a claim has, None where one has all of it or could not be read."""
    cited = {citation.reference for citation in claim.citations}
    if not claim.verdicts or None in cited or any(verdict.status not in _WRONG for verdict in claim.verdicts):
        return None
    if len(claim.verdicts) < len(cited):
        return None
    lacking = [set(verdict.missing) for verdict in claim.verdicts]
    common = [word for word in claim.verdicts[0].missing if all(word in words for words in lacking)]
    quotations = tuple(word for word in common if word[:1] in _QUOTES and " " in word)
    numbers = tuple(word for word in common if word not in quotations and _DIGIT.search(word))
    names = tuple(word for word in common if word[:1].isupper() and word not in numbers)
    return _Lack(claim, claim.verdicts, numbers, names, quotations)


def _finding(dossier: Dossier, rule: str, lack: _Lack, message: str, severity: Severity | None = None) -> Finding:
    """Give a finding, with the best that the sources have."""
    best = lack.best
    nearest = f" Nearest there: {quoted(best.evidence[0].quote)}" if best.evidence else ""
    where = f" ({best.source})" if best.source else ""
    return at_claim(
        dossier,
        rule,
        lack.claim,
        f"{message}{nearest}{where} Read it there, then correct the claim or cite what supports it.",
        severity=severity,
        reference=best.reference,
    )


def _sources(dossier: Dossier, lack: _Lack, one: str, several: str) -> str:
    """Give the sources of a claim as the subject of a sentence, with its verb for one of them and for several."""
    references: dict[str, Reference] = {reference.id: reference for reference in dossier.references}
    names = [named(references[verdict.reference]) for verdict in lack.verdicts if verdict.reference in references]
    return f"its source {names[0]} {one}" if len(names) == 1 else f"its sources {''.join(names)} {several}"


def _listed(words: Sequence[str] | Iterable[str]) -> str:
    """Give some of the missing words."""
    shown = [word if word[:1] in _QUOTES else quoted(word) for word in words]
    more = f" and {len(shown) - _MOST_LISTED} more" if len(shown) > _MOST_LISTED else ""
    return f"{', '.join(shown[:_MOST_LISTED])}{more}"


RULES: Final[tuple[Check, ...]] = (
    claim_quote_missing,
    claim_number_missing,
    claim_name_missing,
    claim_unsupported,
    source_changed,
)
