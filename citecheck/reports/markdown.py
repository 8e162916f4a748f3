"""The report as GitHub-flavoured Markdown: for a job summary, an issue, a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, Claim, DocumentReport, Finding, ReferenceReport, Rule
from citecheck.reports.markdown_escape import escaped, linked, quoted
from citecheck.reports.wording import authors, counted, footnotes, issued, labels, severities, tally, text_of

_ICONS: Final = {"error": "❌", "warning": "⚠️", "note": "💡"}
"""Beside the word, never instead of it."""


class MarkdownFormat:
    """The report as GitHub-flavoured Markdown; its links to rules lead to their description at its own end."""

    name = "markdown"
    extension = "md"

    def render(self, report: AuditReport) -> str:
        """Give the report as Markdown."""
        return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: AuditReport) -> Iterator[str]:
    """Give the lines of the report."""
    yield "# Citation audit"
    yield ""
    yield from _head(report)
    for document in report.documents:
        yield ""
        yield f"## {escaped(document.source)}"
        yield ""
        yield _document_line(document)
        yield from _findings(document, {rule.id for rule in report.rules})
        yield from _references(document)
        yield from _claims(document)
    found = {finding.rule for document in report.documents for finding in document.findings}
    yield from _rules(rule for rule in report.rules if rule.id in found)


def _head(report: AuditReport) -> Iterator[str]:
    """Give the provenance and the figures of the whole audit."""
    run, counts = report.run, report.counts
    recorded = f" Recorded {escaped(run.provenance.recorded)}." if run.provenance.recorded else ""
    yield f"> {escaped(run.provenance.label)}{recorded}"
    yield f"> As of {escaped(run.as_of)}, by {escaped(run.tool)}."
    yield ""
    yield f"**{severities(counts.findings)}**"
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


def _findings(document: DocumentReport, catalogue: set[str]) -> Iterator[str]:
    """Give the findings, a list for each severity."""
    known = labels(document)
    for severity in SEVERITIES:
        found = [finding for finding in document.findings if finding.severity == severity]
        if found:
            yield ""
            yield f"### {_ICONS[severity]} {counted(len(found), severity).capitalize()}"
            yield ""
            for finding in found:
                yield f"- {_finding(finding, known, catalogue)}"


def _finding(finding: Finding, known: dict[str, str], catalogue: set[str]) -> str:
    """Give a finding as one list item."""
    place = [f"line {finding.line}"] if finding.line is not None else []
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


def _references(document: DocumentReport) -> Iterator[str]:
    """Give the table of references."""
    if document.references:
        yield ""
        yield f"### {counted(len(document.references), 'reference').capitalize()}"
        yield ""
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


def _claims(document: DocumentReport) -> Iterator[str]:
    """Give the map of claims to footnotes."""
    if document.claims:
        yield ""
        yield f"### {counted(len(document.claims), 'claim').capitalize()}"
        yield ""
        head = ("Line", "Section", "Claim", "Footnotes")
        yield from _table(head, "rlll", map(_claim, document.claims, footnotes(document.claims)))


def _claim(claim: Claim, markers: str) -> tuple[str, ...]:
    """Give the cells of a claim."""
    return (str(claim.line), escaped(claim.section), escaped(claim.text), escaped(markers))


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    """Give what the catalogue says of the rules that found something; each heading is the anchor that findings link to."""
    for number, rule in enumerate(rules):
        if number == 0:
            yield ""
            yield "## Rules"
        yield ""
        yield f"### {quoted(rule.id)}"
        yield ""
        yield f"{_ICONS[rule.severity]} {rule.severity} · {escaped(rule.title)}. {escaped(rule.help)}"


def _table(head: tuple[str, ...], alignment: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Give a table; *alignment* has `l` or `r` for each column."""
    yield _row(head)
    yield _row(tuple("--:" if side == "r" else ":--" for side in alignment))
    for row in rows:
        yield _row(row)


def _row(cells: tuple[str, ...]) -> str:
    """Give one row of a table."""
    return f"| {' | '.join(cells)} |"
