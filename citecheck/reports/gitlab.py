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
from citecheck.reports.provenance import provenance_line
from citecheck.reports.severities import levels
from citecheck.reports.visible import brief, unordered

_LONGEST: Final = 1_000
_LONGEST_NAME: Final = 200


class GitlabFormat:
    """The findings of the files of a repository, worst first; GitLab cannot show those of other documents."""

    name = "gitlab"
    extension = "gitlab.json"

    def render(self, report: AuditReport) -> str:
        """Give the report as JSON."""
        provenance = provenance_line(report.run)
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
        return f"{unordered(msgspec.json.format(msgspec.json.encode(issues), indent=2).decode())}\n"
