"""The report for a terminal: what it is, a summary at a glance, the findings worst first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding, KnownFinding
from citecheck.reports.visible import brief
from citecheck.reports.wording import (
    changed,
    counted,
    extent,
    ignored_because,
    labels,
    line_in,
    rule_named,
    severities,
    summary,
    tally,
)
from citecheck.reports.wrap import columns, wrap

WIDTH: Final = 80
"""So that a report does not depend on the window it was made in, where nobody says otherwise."""
NARROWEST: Final = 20
"""Columns that a line has at the least: its indentation and a few letters."""
WIDE: Final = 120
"""Columns from which on there is room for what was found beside where."""

_LONGEST: Final = 1_000
"""The most code points of one text that are shown."""
_GAP: Final = 2
"""Columns between where and what."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """The report as plain text, without colour; `cli/` paints it."""

    name = "text"
    extension = "txt"

    width: int = WIDTH
    """Columns that no line exceeds."""

    def fitted(self, width: int) -> TextFormat:
        """Give the format for a terminal of so many columns."""
        return TextFormat(max(width, NARROWEST))

    def render(self, report: AuditReport) -> str:
        """Give the report as text."""
        return "".join(f"{line}\n" for line in _lines(report, self.width))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the findings of a document are laid out."""

    width: int
    left: int
    """Columns for where and which rule, with the gap after them; 0 where what was found stands below."""
    labels: dict[str, str]
    """Of its references, by id."""
    precisions: Mapping[str, str]
    """Of the rules, by id."""

    def lead(self, finding: Finding) -> str:
        """Give where a finding is, which rule found it and, where that judges a claim, how often it is right."""
        place = [] if finding.line is None else [line_in(finding)]
        if finding.reference is not None:
            place.append(f"[{self.labels.get(finding.reference, finding.reference)}]")
        if finding.state == "known":
            place.append("known")
        return brief(" · ".join((*place, rule_named(finding.rule, self.precisions))), _LONGEST)


def _lines(report: AuditReport, width: int) -> Iterator[str]:
    """Give the lines of the report."""
    run = report.run
    precisions = {rule.id: rule.precision for rule in report.rules}
    yield from wrap(brief(f"{run.tool} · {run.provenance.label}", _LONGEST), width)
    recorded = f" · recorded {run.provenance.recorded}" if run.provenance.recorded else ""
    yield from wrap(brief(f"as of {run.as_of}{recorded}", _LONGEST), width)
    for document in report.documents:
        yield ""
        yield from _document(document, _layout(document, precisions, width))
    if len(report.documents) != 1:
        yield ""
        yield from wrap(f"In all: {summary(report.counts)}.", width)
    elif report.counts.known:
        yield ""
        yield from wrap(f"Since the baseline: {changed(report.counts)}.", width)
    yield from fixed_lines(report.fixed, width)


def fixed_lines(fixed: Sequence[KnownFinding], width: int) -> Iterator[str]:
    """Give the lines of what a baseline knows and is no more there."""
    if fixed:
        yield ""
        yield f"{counted(len(fixed), 'finding')} fixed".upper()
    for one in fixed:
        yield from _indented("  ", brief(f"{one.path} · {one.rule}", _LONGEST), width)
        yield from _indented("    ", brief(one.message, _LONGEST), width)


def _layout(document: DocumentReport, precisions: Mapping[str, str], width: int) -> _Layout:
    """Give the layout for a width: where there is room, a left column as wide as what stands in it, within bounds."""
    below = _Layout(width, 0, labels(document), precisions)
    if width < WIDE or not document.findings:
        return below
    widest = max(columns(below.lead(finding)) for finding in document.findings)
    return _Layout(width, min(2 + widest + _GAP, width * 2 // 5), below.labels, precisions)


def _document(document: DocumentReport, layout: _Layout) -> Iterator[str]:
    """Give the lines of one document."""
    width = layout.width
    name = brief(document.source, _LONGEST)
    yield from wrap(name, width)
    yield "=" * min(width, max(columns(name), 3))
    title = f"{document.title} · " if document.title else ""
    language = f", {document.language}" if document.language else ""
    yield from wrap(brief(f"{title}{document.format}{language}", _LONGEST), width)
    yield from wrap(extent(document), width)
    tallied = tally(document.findings)
    yield from wrap(severities(tallied) if document.findings else "No findings.", width)
    for severity in SEVERITIES:
        if tallied[severity]:
            yield ""
            yield f"{counted(tallied[severity], severity)}".upper()
            for finding in document.findings:
                if finding.severity == severity:
                    yield from _finding(finding, layout)
    if document.ignored:
        yield ""
        yield f"{counted(len(document.ignored), 'finding')} ignored".upper()
    for one in document.ignored:
        yield from _indented("  ", layout.lead(one.finding), width)
        yield from _indented("    ", brief(ignored_because(one), _LONGEST), width)


def _finding(finding: Finding, layout: _Layout) -> Iterator[str]:
    """Give the lines of one finding: where and which rule, then what, then what would resolve it."""
    lead = f"  {layout.lead(finding)}"
    if not layout.left:
        yield from _indented("  ", lead[2:], layout.width)
        yield from _found(finding, 4, layout.width)
        return
    found = _found(finding, layout.left, layout.width)
    used = columns(lead)
    if used + _GAP <= layout.left:
        yield f"{lead}{' ' * (layout.left - used)}{next(found).lstrip(' ')}".rstrip()
    else:
        yield from _indented("  ", lead[2:], layout.width)
    yield from found


def _found(finding: Finding, left: int, width: int) -> Iterator[str]:
    """Give the lines of what was found, and of what would resolve it, each *left* columns from the left."""
    blank = " " * left
    yield from _indented(blank, brief(finding.message, _LONGEST), width)
    if finding.url and finding.url not in finding.message:
        yield from _indented(blank, brief(finding.url, _LONGEST), width)
    if finding.suggestion is not None:
        yield from _indented(f"{blank}→ ", brief(finding.suggestion.text, _LONGEST), width)


def _indented(lead: str, text: str, width: int) -> Iterator[str]:
    """Give *text* wrapped, the first line after *lead*, the others under it."""
    blank = " " * len(lead)
    for number, line in enumerate(wrap(text, width - len(lead))):
        yield f"{blank if number else lead}{line}".rstrip()
