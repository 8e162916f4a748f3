"""What a project does not want to be told of fails no run, and every report says what that is and why."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WIKITEXT = """The bridge opened in 1932.<ref>{{cite web |title=Bridges |url=http://a.example/b |date=1931-05-02}}</ref>

<!-- citecheck: ignore[claim-anachronism]: the announcement names the day -->
The tunnel opened in 1950.<ref>{{cite web |title=Tunnels |url=http://a.example/t |date=1948-05-02}}</ref>

== References ==
{{reflist}}
"""
TABLE = '[[ignores]]\nrule = "claim-anachronism"\npath = "*.wiki"\nuntil = 2026-06-30\nreason = "We know."\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with an article in which two claims are later than their sources, one of them ignored."""
    (tmp_path / "a.wiki").write_text(WIKITEXT, encoding="utf-8")
    return tmp_path


def audit(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Audit the article offline."""
    call = [
        sys.executable,
        "-m",
        "citecheck",
        "audit",
        "a.wiki",
        "--offline",
        "--select",
        "claim-*,ignore-*",
        "--fail-on",
        "warning",
        *flags,
    ]
    return subprocess.run(call, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def document(folder: Path, *flags: str) -> dict[str, Any]:
    """Give what the JSON report says of the article."""
    report: dict[str, Any] = json.loads(audit(folder, "--format", "json", *flags).stdout)
    told: dict[str, Any] = report["documents"][0]
    assert report["counts"]["ignored"] == len(told["ignored"])
    return told


def test_a_comment_is_heeded_and_shown(folder: Path) -> None:
    """One claim is told, the other is kept with its reason, in no count but its own."""
    told = document(folder)

    assert [("claim-anachronism", 1)] == [(one["rule"], one["line"]) for one in told["findings"]]
    assert [("claim-anachronism", 4, "the announcement names the day", None, "line 3")] == [
        (one["finding"]["rule"], one["finding"]["line"], one["reason"], one["until"], one["place"])
        for one in told["ignored"]
    ]


def test_a_table_is_heeded_to_its_day(folder: Path) -> None:
    """The run is clean until then; after it the finding fails the run, and standard error says why."""
    (folder / "citecheck.toml").write_text(TABLE, encoding="utf-8")

    before, after = audit(folder, "--as-of", "2026-06-30"), audit(folder, "--as-of", "2026-07-01")

    assert (0, 1) == (before.returncode, after.returncode)
    assert "2 FINDINGS IGNORED" in before.stdout
    assert "We know. (until 2026-06-30; citecheck.toml:1)" in before.stdout
    assert "(2 ignored)" in before.stderr
    assert "citecheck.toml:1: this ignore ended on 2026-06-30" in after.stderr


def test_every_format_for_people_says_what_is_ignored(folder: Path) -> None:
    """Text and HTML with the reason, Markdown with the number."""
    audit(folder, "--format", "html", "--format", "text", "--format", "markdown", "--output", "out")

    assert "the announcement names the day" in (folder / "out/audit.txt").read_text(encoding="utf-8")
    assert "the announcement names the day" in (folder / "out/audit.html").read_text(encoding="utf-8")
    assert "(1 ignored)" in (folder / "out/audit.md").read_text(encoding="utf-8")


def test_what_is_ignored_is_not_known(folder: Path) -> None:
    """A baseline that is written while an ignore counts does not hold what it hides: when it ends, that is new."""
    (folder / "citecheck.toml").write_text(TABLE, encoding="utf-8")
    audit(folder, "--as-of", "2026-06-01", "--update-baseline")

    assert json.loads((folder / "citecheck-baseline.json").read_text(encoding="utf-8"))["findings"] == []
    assert audit(folder, "--as-of", "2026-06-02", "--baseline", "citecheck-baseline.json").returncode == 0
    assert audit(folder, "--as-of", "2026-07-02", "--baseline", "citecheck-baseline.json").returncode == 1


def test_what_was_known_and_is_ignored_is_not_fixed(folder: Path) -> None:
    """It is still there."""
    audit(folder, "--update-baseline")
    (folder / "citecheck.toml").write_text(TABLE, encoding="utf-8")

    run = audit(folder, "--as-of", "2026-06-01", "--baseline", "citecheck-baseline.json", "--format", "json")

    assert json.loads(run.stdout)["fixed"] == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[ignores]]\nrule = "link-dead"\n', "citecheck.toml:1: a reason is wanted"),
        ('[[ignores]]\nreason = "why"\n', "citecheck.toml:1: this would ignore everything"),
        (f'{TABLE}\n[[ignores]]\nurl = "a"\nreason = "b"\nuntli = 2026-01-01\n', "citecheck.toml:7: unknown key 'untli'; did you mean 'until'"),
        ('[[ignores]]\nurl = "a"\nreason = "b"\nuntil = "soon"\n', "until is a day as 2026-12-31, not 'soon'"),
        ('[[ignores]]\nrule = "link-daed"\nreason = "b"\n', "citecheck.toml:1: there is no rule `link-daed`"),
        ('ignores = "link-dead"\n', "citecheck.toml:1: ignores are tables"),
        ('ignores = ["link-dead"]\n', "citecheck.toml:1: a table is wanted"),
        (TABLE * 1001, "at most 1,000 ignores"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_told(folder: Path, table: str, said: str) -> None:
    """With its file and line; exit code 2."""
    (folder / "citecheck.toml").write_text(table, encoding="utf-8")

    run = audit(folder)

    assert run.returncode == 2
    assert said in run.stderr


def test_tables_of_pyproject_and_arrays(folder: Path) -> None:
    """Both spellings, each with its line."""
    (folder / "pyproject.toml").write_text(
        '[tool.citecheck]\nstrict = false\nignores = [{rule = ["claim-*", "bare-url"], reason = "x"}]\n',
        encoding="utf-8",
    )
    assert "pyproject.toml:3" in audit(folder).stdout
    (folder / "pyproject.toml").write_text(
        f"[tool.citecheck]\nstrict = false\n\n{TABLE.replace('[[ignores', '[[tool.citecheck.ignores')}",
        encoding="utf-8",
    )
    assert "pyproject.toml:4" in audit(folder, "--as-of", "2026-01-01").stdout


def test_only_a_file_has_tables(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment cannot hold them, and says so."""
    monkeypatch.setenv("CITECHECK_IGNORES", "link-dead")

    run = audit(folder)

    assert (2, True) == (run.returncode, "CITECHECK_IGNORES: ignores are tables of a file" in run.stderr)


def test_a_rule_that_does_not_exist_is_told_before_anybody_is_asked(folder: Path) -> None:
    """Also where the table is for another document, or its day is over: what was found would be lost."""
    table = '[[ignores]]\nrule = "link-daed"\npath = "other/*"\nuntil = 2020-01-01\nreason = "b"\n'
    (folder / "citecheck.toml").write_text(table, encoding="utf-8")

    run = audit(folder)

    assert (2, "") == (run.returncode, run.stdout)
    assert "citecheck.toml:1: there is no rule `link-daed`" in run.stderr
