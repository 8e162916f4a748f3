"""The report as GitHub-flavoured Markdown: for a job summary, an issue, a mail."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, Claim, DocumentReport, Finding, ReferenceReport, Rule
from citecheck.reports.markdown_budget import Plan, Sizes, choose, size, within
from citecheck.reports.markdown_escape import escaped, linked, quoted
from citecheck.reports.wording import (
    authors,
    counted,
    footnotes,
    issued,
    labels,
    line_in,
    of_severity,
    severities,
    since,
    tally,
    text_of,
)

_ICONS: Final = {"error": "❌", "warning": "⚠️", "note": "💡"}
"""Beside the word, never instead of it."""


BUDGET: Final = 1_000_000
"""Bytes of UTF-8. GitHub Actions takes 1 MiB of summary from a step and refuses all of it above that ("Workflow commands
for GitHub Actions", step isolation and limits); the rest is for what else a step writes."""


@dataclass(frozen=True, slots=True)
class MarkdownFormat:
    """
    The report as GitHub-flavoured Markdown; its links to rules lead to their description at its own end.

    It stays within its budget, whatever the report: the tables of claims go first, then those of references, then
    findings, the least severe first. Each place says what is not there.
    """

    name = "markdown"
    extension = "md"

    budget: int = BUDGET
    """Bytes of UTF-8 that the whole takes at the most, for which the head of a report (20,000 at the most) must fit."""

    def render(self, report: AuditReport) -> str:
        """Give the report as Markdown."""
        for plan in (Plan(), Plan(claims=False), Plan(claims=False, references=False)):
            lines = within(_lines(report, plan), self.budget)
            if lines is not None:
                break
        else:
            lines = list(_lines(report, _chosen(report, self.budget)))
        return "".join(f"{line}\n" for line in lines)


def _chosen(report: AuditReport, budget: int) -> Plan:
    """Give what there is room for when all tables are left out."""
    described: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in report.rules:
        described[rule.id].append(rule)
    known = [labels(document) for document in report.documents]
    bare = Plan(references=False, claims=False, findings={})
    nothing = Plan(documents=frozenset())
    fixed = size((*_head(report), *_documents_left_out(report, nothing), "", "## Rules"))
    sizes = Sizes(
        document=lambda place: size(_document(report.documents[place], place, bare, described)),
        finding=lambda place, finding: size(("", f"- {_finding(finding, known[place], described)}")),
        rule=lambda name: size(_rules(described.get(name, ()))),
    )
    return choose(report.documents, budget - fixed, sizes)


def _lines(report: AuditReport, plan: Plan) -> Iterator[str]:
    """Give the lines of the report, as far as the plan goes."""
    yield from _head(report)
    catalogue = {rule.id for rule in report.rules}
    found: set[str] = set()
    for place, document in enumerate(report.documents):
        if plan.has(place):
            yield from _document(document, place, plan, catalogue)
            for severity in SEVERITIES:
                found.update(finding.rule for finding in plan.shown(place, severity, of_severity(document, severity)))
    yield from _documents_left_out(report, plan)
    yield from _rules(rule for rule in report.rules if rule.id in found)


def _document(document: DocumentReport, place: int, plan: Plan, catalogue: Container[str]) -> Iterator[str]:
    """Give the lines of the document of a place."""
    yield ""
    yield f"## {escaped(document.source)}"
    yield ""
    yield _document_line(document)
    yield from _findings(document, place, plan, catalogue)
    yield from _references(document, shown=plan.references)
    yield from _claims(document, shown=plan.claims)


def _head(report: AuditReport) -> Iterator[str]:
    """Give the title, the provenance and the figures of the whole audit."""
    yield "# Citation audit"
    yield ""
    run, counts = report.run, report.counts
    recorded = f" Recorded {escaped(run.provenance.recorded)}." if run.provenance.recorded else ""
    yield f"> {escaped(run.provenance.label)}{recorded}"
    yield f"> As of {escaped(run.as_of)}, by {escaped(run.tool)}."
    yield ""
    yield f"**{severities(counts.findings)}{since(counts)}**"
    yield ""
    figures = {
        "Documents": counts.documents,
        "References": counts.references,
        "Citations": counts.citations,
        "Claims": counts.claims,
        "Claims with a citation": counts.claims_cited,
        "Links": counts.links,
        **{f"{_ICONS[severity]} {severity}": counts.findings.get(severity, 0) for severity in SEVERITIES},
    }
    yield from _table(tuple(figures), "r" * len(figures), [tuple(str(figure) for figure in figures.values())])


def _document_line(document: DocumentReport) -> str:
    """Give what a document is in one line; it begins with words of ours, so that it is a paragraph."""
    about = (document.title, document.format, document.language)
    return " · ".join((severities(tally(document.findings)), *(escaped(part) for part in about if part)))


def _findings(document: DocumentReport, place: int, plan: Plan, catalogue: Container[str]) -> Iterator[str]:
    """Give the findings of a document, a list for each severity."""
    known = labels(document)
    for severity in SEVERITIES:
        found = of_severity(document, severity)
        shown = plan.shown(place, severity, found)
        if found:
            yield ""
            yield f"### {_ICONS[severity]} {counted(len(found), severity).capitalize()}"
            yield ""
        for finding in shown:
            yield f"- {_finding(finding, known, catalogue)}"
        if shown and len(shown) < len(found):
            yield ""
        if len(shown) < len(found):
            yield _left_out(len(found) - len(shown), severity)


def _left_out(number: int, word: str) -> str:
    """Give the sentence that stands where something is left out."""
    are = "is" if number == 1 else "are"
    return f"{counted(number, word, ',')} {are} left out here; the report in JSON, `audit.json`, has everything."


def _documents_left_out(report: AuditReport, plan: Plan) -> Iterator[str]:
    """Give what is said of the documents that are left out: how many, and with what."""
    missing = [document for place, document in enumerate(report.documents) if not plan.has(place)]
    if missing:
        yield ""
        yield "## Further documents"
        yield ""
        tallied = Counter(finding.severity for document in missing for finding in document.findings)
        yield f"{severities(tallied)} · {_left_out(len(missing), 'document')}"


def _finding(finding: Finding, known: dict[str, str], catalogue: Container[str]) -> str:
    """Give a finding as one list item."""
    place = [] if finding.line is None else [escaped(line_in(finding))]
    if finding.reference is not None:
        place.append(f"reference {escaped(known.get(finding.reference, finding.reference))}")
    rule = quoted(finding.rule)
    if finding.rule in catalogue and rule.startswith("`"):
        rule = f"[{rule}](#{finding.rule})"
    where = f"**{', '.join(place)}** · " if place else ""
    state = " (known)" if finding.state == "known" else ""
    parts = [f"{where}{rule}{state}: {escaped(finding.message)}"]
    if finding.url and finding.url not in finding.message:
        parts.append(linked(finding.url))
    if finding.suggestion is not None:
        parts.append(f"→ {escaped(finding.suggestion.text)}")
    return " ".join(parts)


def _references(document: DocumentReport, *, shown: bool) -> Iterator[str]:
    """Give the table of references, or that it is not there."""
    if document.references:
        yield ""
        yield f"### {counted(len(document.references), 'reference').capitalize()}"
        yield ""
        if not shown:
            yield _left_out(len(document.references), "reference")
            return
        head = ("#", "Key", "Authors", "Title", "Date", "Link", "Cited")
        yield from _table(head, "llllllr", [_reference(reference) for reference in document.references])


def _reference(reference: ReferenceReport) -> tuple[str, ...]:
    """Give the cells of a reference."""
    links = [link.url for link in reference.links if link.role != "identifier"] or [
        link.url for link in reference.links
    ]
    return (
        escaped(reference.label),
        quoted(reference.key),
        escaped(authors(reference.csl)),
        escaped(text_of(reference.csl, "title") or reference.raw),
        escaped(issued(reference.csl)),
        linked(links[0]) if links else "",
        str(reference.cited),
    )


def _claims(document: DocumentReport, *, shown: bool) -> Iterator[str]:
    """Give the map of claims to footnotes, or that it is not there."""
    if document.claims:
        yield ""
        yield f"### {counted(len(document.claims), 'claim').capitalize()}"
        yield ""
        if not shown:
            yield _left_out(len(document.claims), "claim")
            return
        head = ("Line", "Section", "Claim", "Footnotes")
        yield from _table(head, "rlll", map(_claim, document.claims, footnotes(document.claims)))


def _claim(claim: Claim, markers: str) -> tuple[str, ...]:
    """Give the cells of a claim."""
    return (
        "" if claim.line is None else str(claim.line),
        escaped(claim.section),
        escaped(claim.text),
        escaped(markers),
    )


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    """Give what the catalogue says of the rules that found something; each heading is the anchor that findings link to."""
    for number, rule in enumerate(rules):
        if number == 0:
            yield ""
            yield "## Rules"
        yield ""
        yield f"### {quoted(rule.id)}"
        yield ""
        yield f"{_ICONS[rule.severity]} {rule.severity} · precision: {rule.precision} · {escaped(rule.title)}. {escaped(rule.help)}"


def _table(head: tuple[str, ...], alignment: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Give a table; *alignment* has `l` or `r` for each column."""
    yield _row(head)
    yield _row(tuple("--:" if side == "r" else ":--" for side in alignment))
    for row in rows:
        yield _row(row)


def _row(cells: tuple[str, ...]) -> str:
    """Give one row of a table."""
    return f"| {' | '.join(cells)} |"
