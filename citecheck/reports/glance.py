"""An audit at a glance: a few lines a document, for a terminal whose reports went to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding
from citecheck.reports.visible import brief, no_order, visible
from citecheck.reports.wording import extent, labels, line_in, severities, tally

MOST_DOCUMENTS: Final = 20
"""Documents of which the rules are told, too; of the others there is only the line of counts."""
_MOST_PLACES: Final = 8
_LONGEST_NAME: Final = 200


def glance(report: AuditReport) -> str:
    """Give where the answers came from, and for each document its counts and what was found how often."""
    return "".join(f"{no_order(line)}\n" for line in _lines(report))


def _lines(report: AuditReport) -> Iterator[str]:
    """Give the lines."""
    yield brief(report.run.provenance.label, _LONGEST_NAME)
    for number, document in enumerate(report.documents):
        yield ""
        yield brief(document.source, _LONGEST_NAME)
        yield f"  {extent(document)}"
        yield f"  {severities(tally(document.findings))}"
        if document.findings and number < MOST_DOCUMENTS:
            yield ""
            yield from _by_rule(document)


def _by_rule(document: DocumentReport) -> Iterator[str]:
    """Give one line a rule, worst first: severity, rule, how often, where."""
    found: dict[tuple[int, str], list[Finding]] = {}
    for finding in document.findings:
        found.setdefault((SEVERITIES.index(finding.severity), finding.rule), []).append(finding)
    known = labels(document)
    width = max(len(rule) for _, rule in found)
    for (severity, rule), findings in sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        places = _places(findings, known)
        yield f"  {SEVERITIES[severity]:8} {visible(rule):{width}} {len(findings):4}   {places}".rstrip()


def _places(findings: Iterable[Finding], known: dict[str, str]) -> str:
    """Give the labels of the references, or else the lines, that findings are about."""
    places = [
        f"[{known.get(finding.reference, finding.reference)}]"
        if finding.reference is not None
        else line_in(finding)
        if finding.line is not None
        else ""
        for finding in findings
    ]
    distinct = [place for place in dict.fromkeys(places) if place]
    more = f" and {len(distinct) - _MOST_PLACES} more" if len(distinct) > _MOST_PLACES else ""
    return visible(" ".join(distinct[:_MOST_PLACES]) + more)
