"""The pages of the manual that a release carries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from citecheck.cli.group import COMMANDS
from tests.ci.runner import ROOT


def test_every_command_has_a_page_that_formats(tmp_path: Path, require_program: Callable[[str], str]) -> None:
    """Groff has no warning; the page of the program lists the commands; the same source gives the same bytes."""
    groff = require_program("groff")
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        subprocess.run(
            [sys.executable, "tests/man.py", str(folder)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True
        )
        made.append({file.name: file.read_bytes() for file in folder.iterdir()})
    pages = sorted((tmp_path / "one").iterdir())
    formatted = subprocess.run(
        [groff, "-man", "-ww", "-z", "-K", "utf8", *pages], capture_output=True, text=True, check=True
    )

    assert "" == formatted.stderr
    assert made[0] == made[1]
    assert {"citecheck.1", *(f"citecheck-{name}.1" for name in COMMANDS)} == made[0].keys()
    assert all(name.encode() in made[0]["citecheck.1"] for name in COMMANDS)
