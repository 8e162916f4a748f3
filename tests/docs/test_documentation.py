"""The documentation is true: its commands run, its links lead somewhere, every rule has its page."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "references").glob("*.md"))]
COMMAND = re.compile(r"^\$ (citecheck .+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]{1,200}\]\(([^)\s]{1,300})\)")
COMMANDS = sorted({line for page in PAGES for line in COMMAND.findall(page.read_text(encoding="utf-8"))})


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory with the sample in it, in which commands may write."""
    directory = tmp_path_factory.mktemp("checkout")
    (directory / "references").symlink_to(ROOT / "references")
    (directory / "reports/runs").mkdir(parents=True)
    (directory / "docs").symlink_to(ROOT / "docs")
    return directory


@pytest.mark.parametrize("command", COMMANDS)
def test_documented_commands_run(command: str, checkout: Path) -> None:
    """Every `$ citecheck ...` of the documentation does its work; a clean run or findings, never an error."""
    arguments = shlex.split(command)[1:]
    if arguments[:1] == ["report"] and not (checkout / arguments[1]).exists():
        audit = ["audit", "references", "--offline", "--format", "json", "--output", str(Path(arguments[1]).parent)]
        subprocess.run([sys.executable, "-m", "citecheck", *audit], cwd=checkout, capture_output=True, check=False)

    run = subprocess.run(
        [sys.executable, "-m", "citecheck", *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode in {0, 1}, run.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of the documentation names a file that exists."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            path = page.parent / target.split("#")[0]
            assert path.exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_there_are_commands_to_run() -> None:
    """The pattern that finds commands finds them: an empty table would pass in silence."""
    assert len(COMMANDS) >= 6
