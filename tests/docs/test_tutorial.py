"""The tutorial is true: its commands, one after the other, print what it shows and end as it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```console\n\$ (citecheck [^\n]+)\n```\n(?:\n```text\n(.*?)```)?", re.DOTALL)
DOTS = re.compile(r"^\.\.\.\n", re.MULTILINE)
CODES = {"--output": 1, "--select": 1}
"""How commands with these options end; all others with 0."""


def test_the_tutorial_shows_what_is_printed(tmp_path: Path) -> None:
    """Below each command stands what it prints, standard output and standard error; dots stand for what is left out."""
    for folder in ("references", "cassettes"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "reports/runs").mkdir(parents=True)
    steps = BLOCK.findall((ROOT / "docs/tutorial.md").read_text(encoding="utf-8"))
    assert [] == [command for command, shown in steps if not shown]
    assert len(steps) >= 8

    for command, shown in steps:
        run = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        printed = run.stdout + run.stderr

        assert next((code for option, code in CODES.items() if option in command), 0) == run.returncode, command
        assert shows(shown, printed), f"{command} prints\n{printed}"


def shows(shown: str, printed: str) -> bool:
    """Tell whether something shows what was printed: all of it, but for what dots stand for."""
    return re.fullmatch("(?:.*\n)*".join(map(re.escape, DOTS.split(shown))), printed) is not None


def test_dots_stand_for_any_lines() -> None:
    """What is shown must be there, in its order, and whole where there are no dots."""
    told = (
        "a\nb\nc\n",
        "a\n...\nc\n",
        "...\nc\n",
        "a\n...\n",
        "a\n...\nb\n...\n",
        "a\n",
        "...\nx\n",
        "b\n...\n",
        "...\nb\n",
    )

    assert [True] * 5 + [False] * 4 == [shows(one, "a\nb\nc\n") for one in told]
