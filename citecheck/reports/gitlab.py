"""
The report as GitLab's code quality: a JSON array of issues, for the widget of a merge request.

After GitLab's documentation, "Code Quality", "Code Quality report format": `description`, `check_name`, `fingerprint`,
`severity`, `location.path` (relative to the repository, without `./`) and `location.lines.begin`; no byte order mark.
Of issues with one fingerprint GitLab keeps one (`codequality_reports.rb`). The format has no head, and GitLab's own
schema of an issue (`codeclimate.json`) allows further keys, so each says itself where its answers are from.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from citecheck.model import AuditReport
from citecheck.reports.placed import placed, spelled, told
from citecheck.reports.severities import levels
from citecheck.reports.visible import brief

_LONGEST: Final = 1_000
_LONGEST_NAME: Final = 200


class GitlabFormat:
    """The findings of the files of a repository, worst first; GitLab cannot show those of other documents."""

    name = "gitlab"
    extension = "gitlab.json"

    def render(self, report: AuditReport) -> str:
        """Give the report as JSON."""
        provenance = _provenance(report)
        issues: list[dict[str, Any]] = [
            {
                "description": told(one.finding, _LONGEST),
                "check_name": brief(one.finding.rule, _LONGEST_NAME) or "citecheck",
                "fingerprint": one.fingerprint,
                "severity": levels()[one.finding.severity].gitlab,
                "location": {"path": spelled(one.path), "lines": {"begin": one.place.line}},
                "provenance": provenance,
            }
            for one in placed(report)
            if one.path is not None
        ]
        return f"{msgspec.json.format(msgspec.json.encode(issues), indent=2).decode()}\n"


def _provenance(report: AuditReport) -> str:
    """Give in a line where the answers are from."""
    run = report.run
    label, recorded = brief(run.provenance.label, _LONGEST), brief(run.provenance.recorded or "", _LONGEST_NAME)
    parts = (
        f"{label}." if label and label[-1] not in ".!?…" else label,
        f"Recorded {recorded}." if recorded else "",
        f"As of {brief(run.as_of, _LONGEST_NAME)}, by {brief(run.tool, _LONGEST_NAME)}.",
    )
    return " ".join(part for part in parts if part)
