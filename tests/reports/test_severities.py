"""One table says what each severity is called, for every format that is read by a program."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import get_args

import pytest

from citecheck.model import SEVERITIES, AuditReport, Severity
from citecheck.reports.severities import fails, levels


def test_the_table_has_a_row_for_each_severity_worst_first() -> None:
    """No severity is without words, and none is there that the model does not know."""
    assert list(SEVERITIES) == list(levels())
    assert set(get_args(Severity)) == set(levels())


def test_the_words_are_those_of_their_readers() -> None:
    """SARIF 2.1.0 section 3.27.10, GitHub's workflow commands and problem severities, GitLab's code quality."""
    assert ["error", "warning", "note"] == [level.sarif for level in levels().values()]
    assert ["error", "warning", "notice"] == [level.command for level in levels().values()]
    assert ["error", "warning", "recommendation"] == [level.problem for level in levels().values()]
    assert ["major", "minor", "info"] == [level.gitlab for level in levels().values()]


@pytest.mark.parametrize(
    ("failing", "config"),
    [
        (["error"], {}),
        (["error"], {"fail_on": "error"}),
        (["error", "warning"], {"fail_on": "warning"}),
        ([], {"fail_on": "never"}),
        ([], {"fail_on": "what nobody knows"}),
    ],
)
def test_the_settings_of_a_run_say_what_fails_it(
    failing: list[Severity], config: dict[str, str], report_saying: Callable[[str], AuditReport]
) -> None:
    """A stored report fails for what the run that made it failed for."""
    report = report_saying("words")
    report = dataclasses.replace(report, run=dataclasses.replace(report.run, config=config))

    assert failing == [severity for severity in SEVERITIES if fails(severity, report)]
