"""How counts, places and bibliographic fields are said in every format for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from citecheck.model import (
    SEVERITIES,
    AuditReport,
    Claim,
    Counts,
    DocumentReport,
    Finding,
    IgnoredFinding,
    LinkCheck,
    LinkVerdict,
    Severity,
    VerdictStatus,
)
from citecheck.reports.visible import brief

_WORST_FIRST: Final[tuple[LinkVerdict, ...]] = (
    "dead",
    "soft-404",
    "invalid",
    "unreachable",
    "blocked",
    "skipped",
    "moved",
    "unchecked",
    "live",
)
_BORNE_OUT: Final[dict[VerdictStatus, str]] = {
    "supported": "consistent",
    "partly": "in part",
    "contradicted": "contradicted",
    "not-found": "not found",
}
"""How it is said what the source of a claim that bears it out best makes of it."""
_JUDGING: Final = ("claim-", "source-")
_JUDGING_PAGES: Final = frozenset({"title-mismatch", "date-mismatch", "author-mismatch"})
_DATE_PARTS: Final = 3
"""A CSL date has at most a year, a month and a day."""
_YEAR_DIGITS: Final = 4
_FARTHEST: Final = 60
_LONGEST_FILE: Final = 200
"""How many claims back a footnote is followed; a reach is shorter than that."""


def counted(number: int, word: str, separator: str = "") -> str:
    """Give a number with its word: `1 claim`, `2 claims`, with a separator of thousands `1,204 notes`."""
    return f"{number} {word}" if number == 1 else f"{number:{separator}} {word}s"


def severities(findings: Mapping[Severity, int]) -> str:
    """Give `3 errors, 12 warnings, 15 notes`."""
    return ", ".join(counted(findings.get(severity, 0), severity) for severity in SEVERITIES)


def _held(claims: Iterable[Claim]) -> str:
    """Give what came of holding claims against their sources: `; 3 held against sources: 2 consistent, 1 in part`."""
    best: Counter[str] = Counter()
    for claim in claims:
        said = {verdict.status for verdict in claim.verdicts}
        found = next((word for status, word in _BORNE_OUT.items() if status in said), None)
        if found is not None:
            best[found] += 1
    told = ", ".join(f"{best[word]} {word}" for word in _BORNE_OUT.values() if best[word])
    return f"; {best.total()} held against sources: {told}" if told else ""


def extent(document: DocumentReport) -> str:
    """
    Give how much there is in a document: `15 references, 15 citations, 63 claims (30 with a citation)`.

    Where only its links were looked at: `15 references, 40 links: 3 dead, 37 live`.
    """
    links = (counted(len(document.links), "link"),) if document.links else ()
    if links and not document.claims:
        references = (counted(len(document.references), "reference"),) if document.references else ()
        return f"{', '.join((*references, *links))}: {verdicts(document.links)}"
    cited = sum(claim.coverage != "none" for claim in document.claims)
    parts = [
        counted(len(document.references), "reference"),
        counted(len(document.citations), "citation"),
        f"{counted(len(document.claims), 'claim')} ({cited} with a citation{_held(document.claims)})",
    ]
    return ", ".join((*parts, *links))


def verdicts(links: Iterable[LinkCheck]) -> str:
    """Give how many links have which verdict, worst first: `3 dead, 1 moved, 37 live`."""
    found = Counter(link.verdict for link in links)
    return ", ".join(f"{found[verdict]:,} {verdict}" for verdict in _WORST_FIRST if found[verdict])


def links_summary(report: AuditReport) -> str:
    """Give a check of links in one line."""
    links = [link for document in report.documents for link in document.links]
    of = f"{counted(len(links), 'link')} in {counted(len(report.documents), 'document')}"
    return f"{of}: {verdicts(links)}{since(report.counts)}" if links else of


def summary(counts: Counts) -> str:
    """Give the audit in one line."""
    of = ", ".join(
        (
            counted(counts.references, "reference"),
            counted(counts.citations, "citation"),
            counted(counts.claims, "claim"),
        )
    )
    return f"{severities(counts.findings)}{since(counts)} in {counted(counts.documents, 'document')} ({of})"


def since_baseline(counts: Counts) -> dict[str, int]:
    """Give how many findings are new, known and fixed."""
    known = sum(counts.known.values())
    return {"new": sum(counts.findings.values()) - known, "known": known, "fixed": counts.fixed}


def changed(counts: Counts) -> str:
    """Give the same in words: `1 new, 50 known, 1 fixed`."""
    return ", ".join(f"{number} {word}" for word, number in since_baseline(counts).items())


def since(counts: Counts) -> str:
    """Give what a baseline and ignores say, ` (50 known; 1 fixed; 2 ignored)`; "" without either."""
    known = (f"{sum(counts.known.values())} known",) if counts.known else ()
    rest = (f"{number} {word}" for number, word in ((counts.fixed, "fixed"), (counts.ignored, "ignored")) if number)
    told = "; ".join((*known, *rest))
    return f" ({told})" if told else ""


def ignored_because(one: IgnoredFinding) -> str:
    """Give why a finding is not told: `The museum moves its pages (until 2026-12-31; citecheck.toml:12)`."""
    place = "; ".join(part for part in (one.until and f"until {one.until}", one.place) if part)
    return f"{one.reason} ({place})" if place else one.reason


def tally(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Give how many findings there are of each severity, worst first."""
    severities_found = [finding.severity for finding in findings]
    return {severity: severities_found.count(severity) for severity in SEVERITIES}


def of_severity(document: DocumentReport, severity: Severity) -> list[Finding]:
    """Give the findings of one severity, in their order."""
    return [finding for finding in document.findings if finding.severity == severity]


def rule_named(rule: str, precisions: Mapping[str, str]) -> str:
    """
    Give a rule by its id: `claim-unsupported (precision medium)`.

    How often it is right is said of those that weigh words against a source: there a reader must know.
    """
    return f"{rule} (precision {precisions[rule]})" if judges(rule) and rule in precisions else rule


def judges(rule: str) -> bool:
    """Tell whether a rule weighs words against a source."""
    return rule.startswith(_JUDGING) or rule in _JUDGING_PAGES


def labels(document: DocumentReport) -> dict[str, str]:
    """Give the label of each reference by its id: `{"ref-3": "3"}`."""
    return {reference.id: reference.label for reference in document.references}


def footnotes(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Give the markers of each claim: `[7] [8]`, in parentheses `([9])` where a later footnote reaches back to it."""
    inherited: list[dict[str, None]] = [{} for _ in claims]
    for place, claim in enumerate(claims):
        for citation in claim.citations:
            for earlier in range(place - 1, max(place - _FARTHEST, 0) - 1, -1):
                spans = claims[earlier].spans
                if not any(reach.overlaps(span) for span in spans[:1] for reach in citation.reach):
                    break
                if claims[earlier].coverage == "inherited":
                    inherited[earlier][citation.marker] = None
    own = (" ".join(dict.fromkeys(citation.marker for citation in claim.citations)) for claim in claims)
    return tuple(
        markers or (f"({' '.join(later)})" if later else "") for markers, later in zip(own, inherited, strict=True)
    )


def authors(csl: Mapping[str, Any]) -> str:
    """Give the authors of a CSL item, or its editors: `Kim; Hagström et al.`; "" where it has none."""
    for variable in ("author", "editor"):
        names = csl.get(variable)
        shown = [_name(name) for name in names if isinstance(name, dict)] if isinstance(names, list) else []
        if shown:
            return "; ".join(shown[:2]) + (" et al." if len(shown) > 2 else "")
    return ""


def text_of(csl: Mapping[str, Any], variable: str) -> str:
    """Give a text variable of a CSL item, "" where it is absent or no text."""
    value = csl.get(variable)
    return value if isinstance(value, str) else ""


def issued(csl: Mapping[str, Any]) -> str:
    """Give the date of a CSL item as ISO 8601, a range as `1997/1999`; "" where there is none."""
    date = csl.get("issued")
    if not isinstance(date, dict):
        return ""
    parts = date.get("date-parts")
    if not isinstance(parts, list):
        raw = date.get("literal") or date.get("raw")
        return raw if isinstance(raw, str) else ""
    days = [_day(day) for day in parts[:2] if isinstance(day, list)]
    return "/".join(day for day in days if day)


def _name(name: Mapping[str, Any]) -> str:
    """Give a CSL name as one string, the family name alone."""
    literal = text_of(name, "literal")
    family = f"{text_of(name, 'non-dropping-particle')} {text_of(name, 'family')}".strip()
    return literal or family or text_of(name, "given") or "?"


def _day(parts: list[Any]) -> str:
    """Give one CSL date-part list as ISO 8601; parts that are no small number are left out."""
    shown = (str(part) for part in parts[:_DATE_PARTS])
    return "-".join(part.zfill(2) for part in shown if part.isdecimal() and len(part) <= _YEAR_DIGITS)


def line_in(finding: Finding) -> str:
    """Give the line of a finding that has one: `line 12`, or `line 12 of chapters/cats.tex` where it is of another file."""
    return (
        f"line {finding.line}"
        if finding.file is None
        else f"line {finding.line} of {brief(finding.file, _LONGEST_FILE)}"
    )
