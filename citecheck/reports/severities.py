"""What each severity is called by those who read a report: `severities.toml`, one table for every format."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from citecheck.config import Settings
from citecheck.model import SEVERITIES, AuditReport, Severity


@dataclass(frozen=True, slots=True)
class Level:
    """The words for one severity."""

    sarif: str
    """The level of a SARIF result."""
    problem: str
    """What GitHub calls it in a list of alerts."""
    command: str
    """The workflow command of GitHub Actions that prints it."""
    gitlab: str
    fails_on: tuple[str, ...]
    """The values of `--fail-on` under which it fails a run."""


@cache
def levels() -> dict[Severity, Level]:
    """Give the table, worst first."""
    table = tomllib.loads(files("citecheck.reports").joinpath("severities.toml").read_text(encoding="utf-8"))
    return {name: Level(**{**table[name], "fails_on": tuple(table[name]["fails_on"])}) for name in SEVERITIES}


def fails(severity: Severity, report: AuditReport) -> bool:
    """Tell whether findings of a severity fail the run that a report is of, by its own settings."""
    return report.run.config.get("fail_on", Settings().fail_on) in levels()[severity].fails_on
