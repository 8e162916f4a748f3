"""Where the reports of a run go: each format has a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from citecheck import api
from citecheck.cli.delivery import Delivery
from citecheck.config import Settings
from citecheck.model import AuditReport
from citecheck.reports.format import Format
from citecheck.reports.github import GithubFormat
from citecheck.reports.gitlab import GitlabFormat
from citecheck.reports.json_report import JsonFormat
from citecheck.reports.sarif import SarifFormat
from citecheck.reports.text import TextFormat


@dataclass(frozen=True, slots=True)
class Named:
    """A format of somebody else's, with the same words in every report."""

    name: str
    extension: str

    def render(self, report: AuditReport) -> str:
        """Give its name."""
        del report
        return f"{self.name}\n"


def files_of(formats: list[Format], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the files that these formats are written to."""
    named = {one.name: one for one in formats}
    monkeypatch.setattr(api, "format_named", named.__getitem__)
    delivery = Delivery.wanted(Settings(format=tuple(named), output=str(folder)))
    return [file.name for file in delivery._files(folder)]  # noqa: SLF001 - no other way in without an audit


def test_each_built_in_format_has_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitLab's JSON is not taken for the audit's, nor GitHub's lines for its text."""
    formats: list[Format] = [JsonFormat(), GitlabFormat(), TextFormat(), GithubFormat(), SarifFormat()]

    assert ["audit.json", "audit.gitlab.json", "audit.txt", "audit.github.txt", "audit.sarif"] == files_of(
        formats, tmp_path, monkeypatch
    )


@pytest.mark.parametrize(
    ("expected", "formats"),
    [
        (["audit.json", "audit.b.json"], [("a", "json"), ("b", "json")]),
        (["audit.json", "audit.b.json", "audit.c.b.json"], [("a", "json"), ("b", "json"), ("c", "b.json")]),
        (["audit.b.json", "audit.json", "audit.b.b.json"], [("c", "b.json"), ("a", "json"), ("b", "json")]),
    ],
)
def test_no_two_formats_share_a_file(
    expected: list[str], formats: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever extensions plug-ins choose, none writes over another."""
    assert expected == files_of([Named(name, extension) for name, extension in formats], tmp_path, monkeypatch)
