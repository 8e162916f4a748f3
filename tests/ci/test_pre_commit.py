"""The hooks of `.pre-commit-hooks.yaml`, run by pre-commit in a scratch repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from citecheck.documents import in_folders
from tests.ci.conftest import git
from tests.ci.runner import ROOT, Runner

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BAD = "@book{a, title = {A}, isbn = {9780306406158}, year = {2001}, author = {B, C}, publisher = {D}}\n"
PLAIN = "Nothing is cited here.\n"


@pytest.fixture
def hooks(runner: Runner, program: Callable[[str], str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """
    Give the function that runs pre-commit.

    The hooks are those of the file, but that they take the `citecheck` of the PATH: pre-commit would install one from
    the package index, and no test has a network.
    """
    local = [{**hook, "language": "system"} for hook in HOOKS]
    (runner.workspace / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}), encoding="utf-8"
    )
    path = f"{runner.temp}/citecheck-venv/bin:{os.environ['PATH']}"
    environment = runner.environment | {"PATH": path, "PRE_COMMIT_HOME": str(runner.temp / "pre-commit")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        git(runner.workspace, "add", "--all")
        return subprocess.run(
            [program("pre-commit"), "run", *arguments],
            cwd=runner.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_commit_fails_for_what_is_found(
    hooks: Callable[..., subprocess.CompletedProcess[str]], repository: Path
) -> None:
    """In a document, and in a .bib file; a name that looks like an option is a name."""
    (repository / "--help.bib").write_text(BAD, encoding="utf-8")
    (repository / "sample.html").write_text(
        (repository / "sample.html").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    ran = hooks()

    assert 1 == ran.returncode
    assert "claim-anachronism" in ran.stdout
    assert "isbn-invalid" in ran.stdout
    assert "citecheck links" not in ran.stdout


def test_a_commit_does_not_fail_for_what_is_no_document(
    hooks: Callable[..., subprocess.CompletedProcess[str]], repository: Path
) -> None:
    """Data in a .txt file, a list of packages, a page without references; other files are not looked at."""
    (repository / "sample.html").unlink()
    for name, text in (
        ("data.txt", '{"a": 1}\n'),
        ("requirements.txt", "click==8.2\n"),
        ("page.html", "<html><p>Hi"),
        ("x.py", "1\n"),
    ):
        (repository / name).write_text(text, encoding="utf-8")
    ran = hooks()

    assert 0 == ran.returncode, ran.stdout
    assert "citecheck (.bib)" in ran.stdout


def test_links_are_checked_by_hand_only(
    hooks: Callable[..., subprocess.CompletedProcess[str]], repository: Path
) -> None:
    """A commit asks nobody; that hook runs when its stage does."""
    (repository / "sample.html").unlink()
    (repository / "page.txt").write_text(PLAIN, encoding="utf-8")
    ran = hooks("--hook-stage", "manual", "citecheck-links")

    assert (0, True) == (ran.returncode, "citecheck links" in ran.stdout), ran.stdout


def test_the_files_are_what_pre_commit_reads(program: Callable[[str], str]) -> None:
    """The manifest, and the example; the example names hooks that are there."""
    example = ROOT / "docs/ci/pre-commit-config.yaml"
    named = [
        hook["id"] for repo in yaml.safe_load(example.read_text(encoding="utf-8"))["repos"] for hook in repo["hooks"]
    ]
    for command, file in (("validate-manifest", ROOT / ".pre-commit-hooks.yaml"), ("validate-config", example)):
        subprocess.run([program("pre-commit"), command, str(file)], check=True, capture_output=True)

    assert {hook["id"] for hook in HOOKS} == set(named)


def test_hooks_look_at_what_citecheck_reads() -> None:
    """The ends of names are those that a folder's documents have, and those of .bib files; offline unless named for links."""
    named = {
        hook["id"]: set(
            hook["files"]
            .replace("html?", "html|htm")
            .replace("mkdn?", "mkd|mkdn")
            .replace("rstx?", "rst|rstx")[len(r"(?i)\.(") : -2]
            .split("|")
        )
        for hook in HOOKS
    }

    assert {
        "citecheck": {one[1:] for one in in_folders()},
        "citecheck-bib": {"bib", "bibtex", "biblatex"},
        "citecheck-links": {one[1:] for one in in_folders()} | {"bib", "bibtex", "biblatex"},
    } == named
    assert all(hook["files"].startswith(r"(?i)\.(") for hook in HOOKS)
    assert ["--offline" in hook["entry"] for hook in HOOKS] == [hook["id"] != "citecheck-links" for hook in HOOKS]
    assert [True] * len(HOOKS) == [hook["entry"].endswith(" --") for hook in HOOKS]
