"""Audits of any size in which everything that a report can say is said, in the proportions of real ones."""

from __future__ import annotations

from citecheck.composition import count
from citecheck.model import (
    SCHEMA_VERSION,
    SEVERITIES,
    AuditReport,
    Candidate,
    Citation,
    Claim,
    ClaimCitation,
    DocumentReport,
    Evidence,
    Finding,
    Hop,
    Link,
    LinkCheck,
    LinkVerdict,
    Place,
    Provenance,
    ReferenceReport,
    Rule,
    Run,
    Snapshot,
    SnapshotAnchor,
    Span,
    Suggestion,
    Verdict,
    VerdictStatus,
)

HOSTS = ("news.example", "journal.example", "museum.example.org", "archive-of-records.example", "blog.example")
RULES = (
    Rule("link-dead", "error", "A link is dead", "The page is gone. Link a copy in an archive.", "very-high"),
    Rule("claim-unsupported", "warning", "A source does not bear a claim out", "Read the source again.", "medium"),
    Rule("reference-incomplete", "warning", "A reference names too little", "Add what is missing.", "high"),
    Rule("link-moved", "note", "A link has moved", "Link where it leads.", "very-high"),
    Rule("snapshot-unlinked", "note", "A copy exists that is not linked", "Link it.", "high"),
)
_VERDICTS: tuple[LinkVerdict, ...] = ("live", "live", "live", "moved", "dead", "live", "blocked", "live")
_STATUSES: tuple[VerdictStatus, ...] = (
    "supported", "partly", "not-found", "supported", "unchecked", "unchecked", "unverifiable"
)  # fmt: skip
_WORDS = "the bridge over the river was opened to traffic after two years of work and a fire in the old toll house"


def large_report(references: int, documents: int = 1) -> AuditReport:
    """Give an audit of so many documents with so many references each: 3 of 4 with a link, 1.7 claims to each."""
    several = tuple(_document(number, references) for number in range(1, documents + 1))
    run = Run(
        "citecheck-audit 0.1.0", {}, "2026-11-28", Provenance("live", "Answers are from the web, asked in this run.")
    )
    return AuditReport(SCHEMA_VERSION, run, several, RULES, count(several))


def _document(number: int, references: int) -> DocumentReport:
    """Give a document; its text is its claims, ten to a paragraph, forty to a section."""
    claims: list[Claim] = []
    text = ""
    for index in range(references * 17 // 10):
        sentence = f"In {1900 + index % 120} {_WORDS}, said report number {index}."
        span = Span(len(text), len(text) + len(sentence))
        text += sentence + ("\n\n" if index % 10 == 9 else "[0] ")
        claims.append(_claim(index, sentence, span, references))
    checks, snapshots, findings = [], [], []
    for index in range(references):
        if _is_linked(index):
            checks.append(_check(index))
            snapshots.append(_snapshot(index))
        findings += _findings(index, number)
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return DocumentReport(
        source=f"articles/bridge-{number}.md",
        format="wikitext",
        title=f"The bridge number {number}",
        language="en",
        sha256="ab" * 32,
        text=text,
        text_of="source",
        references=tuple(_reference(index) for index in range(references)),
        citations=tuple(Citation(f"[{i + 1}]", str(i + 1), f"ref-{i + 1}", None, "body", i + 1, Span(i, i + 1))
                        for i in range(references)),
        claims=tuple(claims),
        links=tuple(checks),
        snapshots=tuple(snapshots),
        findings=tuple(findings),
        path=f"articles/bridge-{number}.md",
    )  # fmt: skip


def _is_linked(index: int) -> bool:
    """Tell whether a reference has a link; the others are of books."""
    return index % 4 != 3


def _url(index: int) -> str:
    """Give the address of a reference."""
    return f"https://{HOSTS[index % len(HOSTS)]}/{2000 + index % 25}/reports/bridge-{index}.html"


def _memento(index: int, day: int) -> str:
    """Give the address of a copy."""
    return f"https://web.archive.example/web/200703{day:02}000000/{_url(index)}"


def _claim(index: int, sentence: str, span: Span, references: int) -> Claim:
    """Give a claim; seven of ten have a footnote, and most of these a verdict."""
    kind = index % 10
    if kind >= 7:
        return Claim(f"claim-{index + 1}", sentence, f"Section {index // 40}", index // 10 + 1, (span,),
                     "inherited" if kind == 7 else "none")  # fmt: skip
    number = index * 10 // 17 % references + 1
    if not _is_linked(number - 1):
        kind = 6
    citation = ClaimCitation(f"ref-{number}", f"[{number}]", (span,), (span,))
    quote = f"The report says that {_WORDS} in the year {1900 + index % 120}."
    evidence = (Evidence(quote, Span(0, len(quote)), f"{_url(number - 1)}#:~:text=The%20report%20says"),)
    status = _STATUSES[kind]
    missing = (str(1900 + index % 120),) if kind == 1 else ()
    verdict = Verdict(
        f"ref-{number}", status, 0.7, evidence if kind in {0, 1, 3} else (), missing, source=_url(number - 1)
    )
    return Claim(f"claim-{index + 1}", sentence, f"Section {index // 40}", index // 10 + 1, (span,), "direct",
                 (citation,), (verdict,))  # fmt: skip


def _reference(index: int) -> ReferenceReport:
    """Give a reference as a newspaper article."""
    author, title, site, date = (
        f"Miller, Anna {index}",
        f"The bridge and its fire, part {index}",
        "Daily Examiner",
        "2007-03-16",
    )
    raw = f'{author} ({date}). "{title}". {site}. Retrieved 2008-06-07.'
    spans = {}
    for variable, words in (
        ("author", author),
        ("title", title),
        ("container-title", site),
        ("issued", date),
        ("accessed", "2008-06-07"),
    ):
        start = raw.index(words)
        spans[variable] = Span(start, start + len(words))
    key = f"miller2007bridge{index}"
    return ReferenceReport(
        id=f"ref-{index + 1}",
        label=str(index + 1),
        key=key,
        raw=raw,
        kind="article-newspaper",
        csl={
            "id": key,
            "type": "article-newspaper",
            "title": title,
            "author": [{"family": "Miller", "given": f"Anna {index}"}],
            "container-title": site,
            "issued": {"date-parts": [[2007, 3, 16]]},
            "accessed": {"date-parts": [[2008, 6, 7]]},
            "URL": _url(index),
        },
        spans=spans,
        confidence=dict.fromkeys(spans, 0.98) | {"URL": 1.0},
        residue=(),
        bibtex=f"@article{{{key},\n  author       = {{Miller, Anna {index}}},\n  title        = {{{title}}},\n"
               f"  journaltitle = {{{site}}},\n  date         = {{{date}}},\n"
               + (f"  url          = {{{_url(index)}}},\n  urldate      = {{2008-06-07}},\n" if _is_linked(index) else "") + "}",
        links=(Link(_url(index)),) if _is_linked(index) else (),
        cited=1,
        line=1000 + index,
        span=Span(0, 1),
    )  # fmt: skip


def _check(index: int) -> LinkCheck:
    """Give what a host says."""
    url, verdict = _url(index), _VERDICTS[index % len(_VERDICTS)]
    status = {"live": 200, "moved": 200, "dead": 404, "blocked": 403}[verdict]
    hops: tuple[Hop, ...] = (Hop(url, status),)
    if verdict == "moved":
        hops = (Hop(url, 301, f"{url}?now"), Hop(f"{url}?now", 200))
    reason = {"live": "", "moved": "It leads elsewhere for good.", "dead": "The host says that it is not there.",
              "blocked": "The host answers people only."}[verdict]  # fmt: skip
    place = Place(1000 + index, Span(0, 1), f"ref-{index + 1}")
    return LinkCheck(url, verdict, status, hops[-1].url, hops, reason, "2026-11-28T10:00:00Z", (place,))


def _snapshot(index: int) -> Snapshot:
    """Give the copies that an archive holds."""
    anchor = SnapshotAnchor("2008-06-07", "accessed")
    if index % 5 == 4:
        return Snapshot(_url(index), "not-archived", "wayback", reason="The archive holds no copy.", anchor=anchor,
                        checked_at="2026-11-28T10:00:00Z")  # fmt: skip
    candidates = (
        Candidate(_memento(index, 20), "2007-03-20T00:00:00Z", 200),
        Candidate(_memento(index, 2), "2006-01-01T00:00:00Z", 302, "It is farther from the day of access."),
        Candidate(_memento(index, 9), "2012-05-09T00:00:00Z", 200, "It is farther from the day of access."),
    )
    return Snapshot(_url(index), "archived", "wayback", candidates[0].memento, candidates[0].captured_at, "verified", -445,
                    "The last one before it was read.", candidates, anchor, "near", checked_at="2026-11-28T10:00:00Z")  # fmt: skip


def _findings(index: int, number: int) -> list[Finding]:
    """Give what is found at a reference: 1.2 things of five."""
    found = []
    for place, rule in enumerate(RULES):
        if (index + place) % 4 == place % 2 and (index + place) % 5 < 3 and (_is_linked(index) or place in {1, 2}):
            found.append(
                Finding(
                    rule.id,
                    rule.severity,
                    f"{rule.title}: {_url(index)} (HTTP 404).",
                    1000 + index,
                    Span(0, 1),
                    f"ref-{index + 1}",
                    f"claim-{index + 1}" if rule.id.startswith("claim") else None,
                    _url(index) if rule.id.startswith("link") else None,
                    fingerprint=f"{number:04x}{index:012x}{place:08x}",
                    suggestion=Suggestion("Link the copy of 2007-03-20.") if place == 0 else None,
                )
            )
    return found
