"""The report for a terminal: what it is, a summary at a glance, the findings worst first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding
from citecheck.reports.visible import brief
from citecheck.reports.wording import counted, extent, labels, severities, summary, tally
from citecheck.reports.wrap import columns, wrap

WIDTH: Final = 80
"""Fixed, so that a report does not depend on the window it was made in."""

_LONGEST: Final = 1_000
"""The most code points of one text that are shown."""


class TextFormat:
    """The report as plain text of 80 columns, without colour; `cli/` paints it."""

    name = "text"
    extension = "txt"

    def render(self, report: AuditReport) -> str:
        """Give the report as text."""
        return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: AuditReport) -> Iterator[str]:
    """Give the lines of the report."""
    run = report.run
    yield from wrap(brief(f"{run.tool} · {run.provenance.label}", _LONGEST), WIDTH)
    recorded = f" · recorded {run.provenance.recorded}" if run.provenance.recorded else ""
    yield from wrap(brief(f"as of {run.as_of}{recorded}", _LONGEST), WIDTH)
    for document in report.documents:
        yield ""
        yield from _document(document)
    if len(report.documents) != 1:
        yield ""
        yield from wrap(f"In all: {summary(report.counts)}.", WIDTH)


def _document(document: DocumentReport) -> Iterator[str]:
    """Give the lines of one document."""
    name = brief(document.source, _LONGEST)
    yield from wrap(name, WIDTH)
    yield "=" * min(WIDTH, max(columns(name), 3))
    title = f"{document.title} · " if document.title else ""
    language = f", {document.language}" if document.language else ""
    yield from wrap(brief(f"{title}{document.format}{language}", _LONGEST), WIDTH)
    yield from wrap(extent(document), WIDTH)
    tallied = tally(document.findings)
    yield from wrap(severities(tallied) if document.findings else "No findings.", WIDTH)
    known = labels(document)
    for severity in SEVERITIES:
        if tallied[severity]:
            yield ""
            yield f"{counted(tallied[severity], severity)}".upper()
            for finding in document.findings:
                if finding.severity == severity:
                    yield from _finding(finding, known)


def _finding(finding: Finding, known: dict[str, str]) -> Iterator[str]:
    """Give the lines of one finding: where and which rule, then what, then what would resolve it."""
    place = [f"line {finding.line}"] if finding.line is not None else []
    if finding.reference is not None:
        place.append(f"[{known.get(finding.reference, finding.reference)}]")
    if finding.state == "known":
        place.append("known")
    yield from _indented("  ", brief(" · ".join((*place, finding.rule)), _LONGEST))
    yield from _indented("    ", brief(finding.message, _LONGEST))
    if finding.url and finding.url not in finding.message:
        yield from _indented("    ", brief(finding.url, _LONGEST))
    if finding.suggestion is not None:
        yield from _indented("    → ", brief(finding.suggestion.text, _LONGEST))


def _indented(lead: str, text: str) -> Iterator[str]:
    """Give *text* wrapped, the first line after *lead*, the others under it."""
    blank = " " * len(lead)
    for number, line in enumerate(wrap(text, WIDTH - len(lead))):
        yield f"{blank if number else lead}{line}".rstrip()
