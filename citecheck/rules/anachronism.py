"""
Claims of what happened after their source was published.

Only what is written out counts: an explicit date in the words that the footnote closes, its earliest reading after
the latest reading of the source's date. Plans are no events, names of events ("the 2018 World Cup") no dates, and in
tables and boxes no verb tells the two apart, so all of these are left alone.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from citecheck.claims import ShownText
from citecheck.lexicon.dates import DateMatch, find_dates
from citecheck.lexicon.words import words
from citecheck.model import Claim, ClaimCitation, Dossier, Finding, PartialDate, Reference, Severity, Suggestion
from citecheck.rules.check import check
from citecheck.rules.dates import ONE_DAY, sure_date
from citecheck.rules.language import language_of
from citecheck.rules.place import ClaimsByPlace, at_claim, named, quoted

SHORTEST: Final = 5
"""Words from which a core is read as a sentence."""
MOST_QUOTED: Final = 3
ONE_YEAR: Final = dt.timedelta(days=366)
"""Ahead of that hardly anything is announced: what is later is an error of somebody."""
LONGEST_NOTICE: Final = 3 * ONE_YEAR
"""Ahead of that a title that speaks of the future is no excuse."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _cues() -> dict[str, frozenset[str]]:
    """Give the words of `anachronism.toml` by kind, casefolded."""
    table = tomllib.loads(files("citecheck.rules").joinpath("anachronism.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(word.casefold() for word in listed) for kind, listed in table.items()}


@check("claim-anachronism")
def claim_anachronism(dossier: Dossier) -> Iterator[Finding]:
    """Find claims whose event is later than the source that they name."""
    if language_of(dossier) not in _cues()["languages"]:
        return
    references = {reference.id: reference for reference in dossier.references}
    by_place = ClaimsByPlace(dossier.claims)
    in_prose = {
        claim.id
        for citation in dossier.citations
        if citation.where == "body" and (claim := by_place.at(citation.span.start)) is not None
    }
    shown = ShownText(dossier.document)
    for claim in dossier.claims:
        if claim.id not in in_prose or _speaks_of_plans(claim.text):
            continue
        for citation in claim.citations:
            reference = references.get(citation.reference or "")
            issued = None if reference is None else sure_date(reference, "issued")
            if reference is not None and issued is not None:
                core = claim.text if citation.core == claim.spans else shown.text(citation.core)
                late = [
                    match
                    for match in _later(core, issued.latest() + ONE_DAY)
                    if not _known_to_another(match.span.of(core), match.date, citation, claim, references, shown)
                ]
                if late:
                    yield _finding(dossier, claim, reference, issued, core, late)


def _known_to_another(  # noqa: PLR0913, PLR0917 - what is asked, of whom, and where to look it up
    words_of_date: str,
    date: PartialDate,
    citation: ClaimCitation,
    claim: Claim,
    references: Mapping[str, Reference],
    shown: ShownText,
) -> bool:
    """
    Tell whether another source of the same words may know of the event.

    That is one with the same core, of a later date or of none, or one of a later date whose own core names the date.
    """
    for other in claim.citations:
        reference = references.get(other.reference or "")
        if other.reference == citation.reference or reference is None:
            continue
        issued = sure_date(reference, "issued")
        if issued is not None and issued.latest() + ONE_DAY < date.earliest():
            continue
        if other.core == citation.core or (issued is not None and words_of_date in shown.text(other.core)):
            return True
    return False


def _speaks_of_plans(text: str) -> bool:
    """Tell whether a claim speaks of what had not happened yet."""
    plans = words("plans") | _cues()["plans"]
    return any(word.casefold() in plans for word in _WORD.findall(text))


def _later(core: str, bound: dt.date) -> list[DateMatch]:
    """Give the dates of events in *core* that are certainly after *bound*."""
    if len(core.split()) < SHORTEST:
        return []
    return [match for match in find_dates(core) if match.date.earliest() > bound and _is_event(core, match)]


def _is_event(core: str, match: DateMatch) -> bool:
    """Tell whether a date says when something happened, and is no decade, no deadline and no part of a name."""
    date = match.date
    if date.circa or (date.end is not None and date.end.circa):
        return False
    before = [word.casefold() for word in _WORD.findall(core[max(match.span.start - 300, 0) : match.span.start])]
    if set(before[:-2]) & _cues()["reporting"]:
        return False
    if set(before[-1:]) & _cues()["deadlines"] or set(before[-3:]) & _cues()["far-deadlines"]:
        return False
    if date.month is not None:
        return True
    following = core[match.span.end : match.span.end + 2]
    part_of_a_name = following[:1] in {"-", "–", "/"} or (following[:1] == " " and following[1:].isupper())
    return bool(set(before[-1:]) & _cues()["year-leads"]) and not part_of_a_name


def _finding(  # noqa: PLR0913, PLR0917 - what the message says, each by name
    dossier: Dossier, claim: Claim, reference: Reference, issued: PartialDate, core: str, late: Sequence[DateMatch]
) -> Finding:
    """Give the finding, with the date that would make sense where the access date tells it."""
    dates = " and ".join(dict.fromkeys(quoted(match.span.of(core)) for match in late[:MOST_QUOTED]))
    said = f"The claim speaks of {dates}, but its source {named(reference)} is dated {issued.iso()}"
    gap = max(match.date.earliest() for match in late) - issued.latest()
    accessed = sure_date(reference, "accessed")
    if accessed is not None and _same_day_of_another_year(issued, accessed, late):
        suggestion = Suggestion(
            f"{named(reference)} was read on {accessed.iso()}, the same day of another year: most likely it was "
            f"published on {accessed.iso()} too.",
            variable="issued",
            value=accessed.iso(),
        )
    else:
        suggestion = None
    severity: Severity = "error" if suggestion is not None or gap > ONE_YEAR else "warning"
    advice = "and cannot know of it. Correct the date of the source, or cite a later one."
    if suggestion is None and gap <= LONGEST_NOTICE and _announces(reference, late):
        severity = "note"
        advice = "and can only announce it. Cite a report of what happened."
    return at_claim(
        dossier,
        "claim-anachronism",
        claim,
        f"{said} {advice}",
        severity=severity,
        reference=reference.id,
        suggestion=suggestion,
    )


def _announces(reference: Reference, late: Sequence[DateMatch]) -> bool:
    """Tell whether the title of a source says that it looks ahead: `Band to Reunite`, `List of shows in 2011`."""
    title = {word.casefold() for word in re.findall(r"\w+", reference.text("title"))}
    return bool(title & (words("plans") | _cues()["plans"] | _cues()["announcing"])) or any(
        str(match.date.year) in title for match in late
    )


def _same_day_of_another_year(issued: PartialDate, accessed: PartialDate, late: Sequence[DateMatch]) -> bool:
    """Tell whether the year alone parts publication and access, and the claim fits the year of access."""
    same_day = (issued.month, issued.day) == (accessed.month, accessed.day)
    fits = all(match.date.earliest() <= accessed.latest() + ONE_DAY for match in late)
    return issued.is_exact() and accessed.is_exact() and same_day and issued.year < accessed.year and fits
