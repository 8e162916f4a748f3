"""The files for CI pass what lints them, and keep the rules that no linter knows."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.runner import ROOT, load, steps_of

Program = Callable[[str], str]
WORKFLOWS = (
    "docs/ci/pull-request.yml",
    "docs/ci/scheduled.yml",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
)
SCRIPTS = (".ci/run", ".github/action/audit.sh", ".github/action/install.sh")
PINNED = re.compile(r"^\s+(?:- )?uses: (?:[\w-]+/[\w./-]+@[0-9a-f]{40} # v[\w.]+|\./ # .*)$")


def complaints(*command: str) -> str:
    """Give what a program says, without the colours that some of them use wherever they see a runner."""
    plain = {**os.environ, "NO_COLOR": "1"}
    for name in ("CI", "GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE"):
        plain.pop(name, None)
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    return done.stdout + (done.stderr if done.returncode else "")


def test_zizmor_finds_nothing(program: Program) -> None:
    """In the action, the workflows, the examples and dependabot's file, with the rules for pedants."""
    files = ("action.yml", *WORKFLOWS, ".github/dependabot.yml")

    said = complaints(program("zizmor"), "--offline", "--no-progress", "--quiet", "--persona=pedantic", *files)

    assert said.startswith("No findings to report.")


def test_actionlint_finds_nothing(actionlint: list[str]) -> None:
    """In the workflows."""
    assert "" == complaints(*actionlint, *WORKFLOWS)


def test_actionlint_would_find_something(actionlint: list[str], tmp_path: Path) -> None:
    """It is asked in a way in which it answers."""
    file = tmp_path / "bad.yml"
    file.write_text(
        "on: push\njobs: {a: {runs-on: x, steps: [{run: 'echo ${{ github.event.issue.title }}'}]}}\n", encoding="utf-8"
    )

    assert "potentially untrusted" in complaints(*actionlint, str(file))


def test_shellcheck_finds_nothing(program: Program, tmp_path: Path) -> None:
    """In the scripts, nor in those that stand in YAML, which a runner gives to bash."""
    files = [*SCRIPTS]
    for name in ("action.yml", *WORKFLOWS):
        for number, step in enumerate(step for step in steps_of(load(name)) if "run" in step):
            file = tmp_path / f"{Path(name).stem}-{number}.sh"
            file.write_text(f"#!/usr/bin/env bash\nset -eo pipefail\n{step['run']}", encoding="utf-8")
            files.append(str(file))

    assert len(files) > 10
    assert "" == complaints(program("shellcheck"), *files)


def test_hadolint_finds_nothing(program: Program) -> None:
    """In the Dockerfile."""
    assert "" == complaints(program("hadolint"), "Dockerfile")


@pytest.mark.parametrize("name", ["action.yml", *WORKFLOWS])
def test_actions_are_pinned_and_scripts_are_the_same_whatever_is_said(name: str) -> None:
    """Every `uses` names a commit and its version; no expression stands in a script."""
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "uses: " in line]

    assert [] == [line for line in lines if not PINNED.match(line)]
    assert [] == [step["run"] for step in steps_of(load(name)) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nobody_has_more_than_is_needed(name: str) -> None:
    """A workflow has no permission, each job names its own, none runs a stranger's code with secrets."""
    file = load(name)
    text = (ROOT / name).read_text(encoding="utf-8")

    assert {} == file["permissions"]
    assert all(job["permissions"] for job in file["jobs"].values())
    assert "pull_request_target" not in text
    assert "secrets." not in text


def test_what_publishes_is_not_what_builds() -> None:
    """The proof of the trusted publisher is in one job, which is guarded by an environment and runs no script of ours."""
    jobs: dict[str, Any] = load(".github/workflows/release.yml")["jobs"]

    assert ["publish"] == [name for name, job in jobs.items() if "id-token" in job["permissions"]]
    assert ("release", "build") == (jobs["publish"]["environment"], jobs["publish"]["needs"])
    assert [] == [step for step in jobs["publish"]["steps"] if "run" in step]
    assert {"contents": "read"} == jobs["build"]["permissions"]


def test_an_update_waits_a_week() -> None:
    """Most releases that are bad are found by then."""
    updates = load(".github/dependabot.yml")["updates"]

    assert [7, 7, 7] == [one["cooldown"]["default-days"] for one in updates]
    assert {"github-actions", "pip", "docker"} == {one["package-ecosystem"] for one in updates}


def test_the_image_is_built_from_what_the_package_is_built_from() -> None:
    """What the Dockerfile copies is let in by .dockerignore; it runs as nobody special."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    }
    let_in = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }

    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)
    assert ["USER 10001"] == [line for line in lines if line.startswith("USER")]
    assert 'ENTRYPOINT ["citecheck"]' in lines


def test_gitlab_reads_the_template() -> None:
    """It is YAML whose jobs extend what is there."""
    file = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))

    assert {".citecheck"} == {job["extends"] for name, job in file.items() if name in {"citations", "links"}}
