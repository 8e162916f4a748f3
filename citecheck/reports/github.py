"""
The report as workflow commands of GitHub Actions: annotations at the lines of a pull request.

After GitHub's documentation, "Workflow commands for GitHub Actions" (`::error file=,line=,endLine=,col=,endColumn=,
title=::message`) and its problem-matcher limits: of each kind 10 annotations of a step are shown. The escapes are those
that the runner undoes (actions/runner, `ActionCommand.cs`); there a line is a command where it begins with `::`, and an
old-style one where `##[` stands anywhere in it. Columns count only within one line, or the runner drops them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.model import SEVERITIES, AuditReport
from citecheck.reports.placed import Placed, placed, spelled, told
from citecheck.reports.provenance import provenance_line
from citecheck.reports.severities import levels
from citecheck.reports.visible import brief
from citecheck.reports.wording import counted, summary

_SHOWN: Final = 10
"""How many annotations of one kind GitHub shows for a step."""
_LONGEST: Final = 1_000
_LONGEST_TITLE: Final = 200
_LONGEST_SOURCE: Final = 200
_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_DATA: Final = str.maketrans(_ESCAPES)
_IN_PROPERTY: Final = str.maketrans({**_ESCAPES, ":": "%3A", ",": "%2C"})


class GithubFormat:
    """The worst findings as annotations, at most 10 of each kind; the last of a kind says how many more there are."""

    name = "github"
    extension = "github.txt"

    def render(self, report: AuditReport) -> str:
        """Give the report as lines for the log of a workflow."""
        return "".join(f"{line.replace('##[', '## [')}\n" for line in _lines(report))


def _lines(report: AuditReport) -> Iterator[str]:
    """Give the lines; those that are no commands begin with words of ours."""
    yield f"Provenance: {provenance_line(report.run)}"
    yield f"Findings: {summary(report.counts)}"
    found = placed(report)
    for severity in SEVERITIES:
        yield from _kind(
            severity, levels()[severity].command, [one for one in found if one.finding.severity == severity]
        )


def _kind(severity: str, command: str, found: Sequence[Placed]) -> Iterator[str]:
    """Give the annotations of one kind, and in place of those that GitHub would not show their number."""
    shown = found if len(found) <= _SHOWN else found[: _SHOWN - 1]
    for one in shown:
        yield _annotation(command, one)
    more = len(found) - len(shown)
    if more:
        yield _command(
            command, {"title": "citecheck"}, f"{counted(more, f'more {severity}')}: see the summary or report."
        )


def _annotation(command: str, found: Placed) -> str:
    """Give a finding as a command; one of no file of the repository says what it is of."""
    finding, place = found.finding, found.place
    known = " (known)" if finding.state == "known" else ""
    title = {"title": f"citecheck {brief(finding.rule, _LONGEST_TITLE)}{known}"}
    message = told(finding, _LONGEST)
    if found.path is None:
        source = brief(found.document.source, _LONGEST_SOURCE)
        return _command(command, title, f"{source}: {message}" if source else message)
    where: dict[str, str | int] = {"file": spelled(found.path), "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line and place.column < place.end_column:
        # Like lines, columns are named first and last, so the last is one before the end.
        where |= {"col": place.column, "endColumn": place.end_column - 1}
    return _command(command, {**where, **title}, message)


def _command(name: str, properties: dict[str, str | int] | dict[str, str], message: str) -> str:
    """Give a workflow command, escaped."""
    named = ",".join(f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {named}::{message.translate(_IN_DATA)}"
