"""How far the asking has come: one line of a terminal, and never a trace of it in a log."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from citecheck.cli.console import Console
from citecheck.cli.progress import shown
from citecheck.gathering import Progress

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 78
ERASED = f"\r{' ' * WIDTH}\r"


class Terminal(io.StringIO):
    """A stream that calls itself a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give the time, to be set by a test."""
    now = [100.0]
    monkeypatch.setattr("citecheck.cli.progress.time.monotonic", lambda: now[0])
    return now


def pictures(stream: io.StringIO) -> list[str]:
    """Give what the line showed, one after the other."""
    return [part for part in stream.getvalue().split(ERASED) if part]


def test_the_line_says_how_much_is_done_and_for_whom_it_waits(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    """At most ten pictures a second; at the end the line is gone."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console()) as show:
        assert show is not None
        for done in range(1, 4):
            show(Progress(done, 3, Counter({"slow.example": 2, "b.example": 1} if done < 3 else {})))
            clock[0] += 0.06

    assert ["1/3 answers, waiting for slow.example, b.example", "3/3 answers"] == pictures(stream)
    assert stream.getvalue().endswith(ERASED)


def test_the_line_is_one_line(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """Hosts come from documents: however long and whatever they hold, the line keeps its width and obeys nothing."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console()) as show:
        assert show is not None
        for host in ("x" * 500, "müller.example", "a\u202eb.example"):
            clock[0] += 1
            show(Progress(1, 2, Counter({host: 1})))
    long, letters, order = pictures(stream)

    assert WIDTH == len(long)
    assert "waiting for m\\xfcller.example" in letters
    assert "waiting for a\\u202eb.example" in order


@pytest.mark.parametrize("case", ["a log", "quiet", "closed"])
def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """A log, a user who wants silence, a job without standard error: there is no listener."""
    stream = None if case == "closed" else Terminal() if case == "quiet" else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console(quiet=case == "quiet")) as show:
        assert show is None

    assert stream is None or "" == stream.getvalue()


def test_a_terminal_that_is_gone_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever closes the window gets no error for the last line."""

    class Gone(Terminal):
        def write(self, _: str) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Gone())
    with shown(Console()) as show:
        assert show is not None


def test_a_real_terminal_sees_it() -> None:
    """A replay at a pseudo-terminal shows the line, erases it, and then says its sentence; a pipe sees no line."""
    command = [
        sys.executable, "-m", "citecheck", "audit", "references/sample.html", "--replay", "cassettes/sample.yaml",
        "--fail-on", "never",
    ]  # fmt: skip
    ours, theirs = pty.openpty()
    try:
        run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, check=True)
        seen = os.read(ours, 1 << 16).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    piped = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)

    assert "answers" in seen
    assert f"{ERASED}" in seen
    assert " in 1 document" in seen.rpartition("\r" + " " * WIDTH)[2]
    assert (run.stdout, b"\r" in piped.stderr) == (piped.stdout, False)
