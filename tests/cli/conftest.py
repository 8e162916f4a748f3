"""The command, run inside the test and as a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: bytes
    err: str


@pytest.fixture(autouse=True)
def _nobody_elses_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty directory, without the settings of whoever runs the tests."""
    for name in os.environ:
        if (name.startswith("CITECHECK_") and name != "CITECHECK_CACHE_DIR") or name in {"NO_COLOR", "FORCE_COLOR"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv(
        "CITECHECK_PROXY_RESOLVES", "1"
    )  # the stand-in web is the proxy, and no name server knows its names
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Give a function that runs the command in this process: arguments, and what is piped in."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        capfdbinary.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in arguments])
        written = capfdbinary.readouterr()
        return Ran(code, written.out, written.err.decode())

    return run


@pytest.fixture
def process() -> Callable[..., Ran]:
    """Give a function that runs the command as a process: arguments as text or bytes, stdin, environment."""

    def run(*arguments: Any, stdin: bytes = b"", **environment: str) -> Ran:  # noqa: ANN401 - str, bytes or Path
        done = subprocess.run(
            [sys.executable, "-m", "citecheck", *arguments],
            input=stdin,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode(errors="backslashreplace"))

    return run
