"""How wide a report is: as the terminal that it is written to, and always the same in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli.console import terminal_width
from citecheck.reports.wrap import columns

AUDIT = (sys.executable, "-m", "citecheck", "audit", "--offline", "--color", "never", "--fail-on", "never")


@pytest.fixture
def on_terminal() -> Callable[..., list[str]]:
    """Give a function that runs a command on a terminal of so many columns, and gives the lines that it showed."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")

    def run(width: int, *command: Any) -> list[str]:  # noqa: ANN401 - str or Path
        ours, its = pty.openpty()
        termios.tcsetwinsize(its, (24, width))
        plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        with subprocess.Popen(command, stdin=its, stdout=its, stderr=subprocess.DEVNULL, env=plain) as process:
            os.close(its)
            shown = bytearray()
            try:
                while data := os.read(ours, 65_536):
                    shown += data
            except OSError:  # how Linux says that nobody writes to a terminal any more
                pass
            os.close(ours)
        assert 0 == process.returncode
        return shown.decode().split("\r\n")

    return run


@pytest.mark.parametrize(("expected", "width"), [(40, 20), (40, 40), (100, 100), (160, 160), (160, 300)])
def test_a_report_is_as_wide_as_its_terminal(
    on_terminal: Callable[..., list[str]], article: Path, expected: int, width: int
) -> None:
    """No line is wider, and the widest uses the room; below 40 and above 160 columns nobody can read."""
    widest = max(columns(line) for line in on_terminal(width, *AUDIT, article))

    assert expected - 15 < widest <= expected


def test_a_pipe_and_a_file_have_80_columns(
    cli: Callable[..., Any], on_terminal: Callable[..., list[str]], article: Path, tmp_path: Path
) -> None:
    """A report does not depend on the window that it was made in, unless it is shown there."""
    piped = cli("audit", "--offline", "--fail-on", "never", article).out
    on_terminal(160, *AUDIT, article, "--output", tmp_path / "reports")

    assert piped == (tmp_path / "reports/audit.txt").read_bytes()
    assert 60 < max(columns(line) for line in piped.decode().splitlines()) <= 80


def test_without_standard_output_there_is_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed stream is no terminal."""
    monkeypatch.setattr(sys, "stdout", None)

    assert terminal_width() is None
