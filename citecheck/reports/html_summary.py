"""Several documents at a glance, and where on the page the first of each kind is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citecheck.model import SEVERITIES
from citecheck.reports.html_charts import GONE
from citecheck.reports.html_document import DocumentView


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A document in the table of documents."""

    anchor: str
    name: str
    findings: tuple[int, ...]
    """How many of each severity, worst first."""
    references: int
    claims: int
    cited: int
    """Claims with a footnote of their own or one that reaches back."""
    links: int
    gone: int
    archived: int
    """Links of which an archive has a copy."""


def summary(documents: Iterable[DocumentView]) -> tuple[SummaryRow, ...]:
    """Give the rows of the table, those with the most of the worst findings first."""
    rows = [_row(view) for view in documents]
    return tuple(sorted(rows, key=lambda row: [-number for number in row.findings]))


def first_of(documents: Iterable[DocumentView]) -> dict[str, str]:
    """Give the anchor of the first thing of each kind: `severity=error`, `rule=link-dead`, `link=dead`, `state=new`."""
    first: dict[str, str] = {}
    for view in documents:
        for kind, anchor in _kinds(view):
            first.setdefault(kind, anchor)
    return first


def _row(view: DocumentView) -> SummaryRow:
    """Give the row of a document."""
    found = {severity: len(views) for severity, views in view.groups}
    it = view.document
    return SummaryRow(
        anchor=view.anchor,
        name=view.name,
        findings=tuple(found.get(severity, 0) for severity in SEVERITIES),
        references=len(it.references),
        claims=len(it.claims),
        cited=sum(claim.coverage != "none" for claim in it.claims),
        links=len(it.links),
        gone=sum(check.verdict in GONE for check in it.links),
        archived=len({one.original for one in it.snapshots if one.status == "archived"}),
    )


def _kinds(view: DocumentView) -> Iterator[tuple[str, str]]:
    """Give every kind of thing of a document with its anchor, in the order of the page."""
    for severity, findings in view.groups:
        for finding in findings:
            yield f"severity={severity}", finding.anchor
            yield f"rule={finding.finding.rule}", finding.anchor
            yield f"state={finding.finding.state}", finding.anchor
    for section in view.sections:
        for paragraph in section.paragraphs:
            for claim in paragraph:
                yield f"claim={claim.standing}", claim.anchor
    named = [(reference.anchor, reference.links) for reference in view.references]
    for anchor, links in (*named, (f"{view.anchor}-links", view.links)):
        for link in links:
            if link.check is not None:
                yield f"link={link.check.verdict}", link.anchor or anchor
            for snapshot in link.snapshots:
                yield f"snapshot={snapshot.status}", link.anchor or anchor
