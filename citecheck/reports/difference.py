"""What changed from one audit to the next: what is new, what is fixed, what stayed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from citecheck.model import SCHEMA_VERSION, AuditReport, DocumentReport, Finding
from citecheck.reports.text import fixed_lines
from citecheck.reports.visible import brief
from citecheck.reports.wording import changed, labels, line_in, rule_named, severities, since_baseline, tally
from citecheck.reports.wrap import wrap

WIDTH: Final = 80
_LONGEST: Final = 1_000


def difference_text(old: AuditReport, new: AuditReport) -> str:
    """
    Give what changed, for a terminal.

    Args:
        old: The earlier audit.
        new: The later one, compared with it.
    """
    return "".join(f"{line}\n" for line in _lines(old, new))


def difference_json(old: AuditReport, new: AuditReport) -> str:
    """Give what changed as JSON: `new` and `known` findings as in an audit, each with its `source`, and `fixed` ones."""
    told = {
        "schema_version": SCHEMA_VERSION,
        "old": msgspec.to_builtins(old.run),
        "run": msgspec.to_builtins(new.run),
        "counts": since_baseline(new.counts),
        "new": [_finding(document, finding) for document, finding in _in_state(new, "new")],
        "known": [_finding(document, finding) for document, finding in _in_state(new, "known")],
        "fixed": [msgspec.to_builtins(one) for one in new.fixed],
    }
    return json.dumps(told, indent=2) + "\n"


def _lines(old: AuditReport, new: AuditReport) -> Iterator[str]:
    """Give the lines."""
    for word, run in (("from", old.run), ("to", new.run)):
        yield from wrap(brief(f"{word:4} {run.as_of} · {run.provenance.label}", _LONGEST), WIDTH)
    yield changed(new.counts)
    found = [finding for _, finding in _in_state(new, "new")]
    if found:
        yield ""
        yield f"NEW: {severities(tally(found))}"
        precisions = {rule.id: rule.precision for rule in new.rules}
        for document in new.documents:
            known = labels(document)
            for finding in document.findings:
                if finding.state == "new":
                    yield from _told(document, finding, known, precisions)
    yield from fixed_lines(new.fixed, WIDTH)


def _told(
    document: DocumentReport, finding: Finding, known: dict[str, str], precisions: Mapping[str, str]
) -> Iterator[str]:
    """Give the lines of a finding."""
    place = [document.known_as]
    if finding.line is not None:
        place.append(line_in(finding))
    if finding.reference is not None:
        place.append(f"[{known.get(finding.reference, finding.reference)}]")
    place += [finding.severity, rule_named(finding.rule, precisions)]
    yield from (f"  {line}" for line in wrap(brief(" · ".join(place), _LONGEST), WIDTH - 2))
    yield from (f"    {line}" for line in wrap(brief(finding.message, _LONGEST), WIDTH - 4))


def _in_state(report: AuditReport, state: str) -> Iterator[tuple[DocumentReport, Finding]]:
    """Give the findings in a state, each with its document."""
    for document in report.documents:
        for finding in document.findings:
            if finding.state == state:
                yield document, finding


def _finding(document: DocumentReport, finding: Finding) -> dict[str, object]:
    """Give a finding as JSON, with where its document came from."""
    return {"source": document.source, "path": document.path, **msgspec.to_builtins(finding)}
