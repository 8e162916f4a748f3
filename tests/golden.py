"""Writes the golden files anew: `make golden`. Look at the difference before you commit it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AUDIT = ("audit", "references/sample.html", "--replay", "cassettes/sample.yaml", "--fail-on", "never")

GOLDEN: dict[str, tuple[str, ...]] = {
    "reports/sample.txt": (*AUDIT, "--format", "text"),
    "reports/sample.md": (*AUDIT, "--format", "markdown"),
    "reports/sample.html": (*AUDIT, "--format", "html"),
    "reports/sample.csv": (*AUDIT, "--format", "csv"),
    "reports/sample.junit.xml": (*AUDIT, "--format", "junit"),
    "reports/sample.json": (*AUDIT, "--format", "json"),
    "reports/sample.sarif": (*AUDIT, "--format", "sarif"),
    "reports/sample.gitlab.json": (*AUDIT, "--format", "gitlab"),
    "reports/sample.github.txt": (*AUDIT, "--format", "github"),
    "references/sample.bib": ("export", "references/sample.html", "--to", "biblatex"),
    "references/sample.csl.json": ("export", "references/sample.html", "--to", "csl-json"),
}
"""Each golden file and the arguments of `citecheck` that write it."""


def produce(arguments: tuple[str, ...]) -> bytes:
    """Give what `citecheck` writes to standard output for these arguments, run at the top of the repository."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CITECHECK_")}
    run = subprocess.run(
        [sys.executable, "-m", "citecheck", *arguments], cwd=ROOT, env=plain, capture_output=True, check=True
    )
    return run.stdout


if __name__ == "__main__":
    for name, arguments in GOLDEN.items():
        (ROOT / name).write_bytes(produce(arguments))
        sys.stdout.write(f"{name}\n")
