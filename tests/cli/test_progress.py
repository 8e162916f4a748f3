"""How far the asking has come: one line of a terminal, and never a trace of it in a log."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import socket
import struct
import subprocess
import sys
import termios
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
    with shown(Console()) as line:
        assert line is not None
        for done in range(1, 4):
            line.show(Progress(done, 3, Counter({"slow.example": 2, "b.example": 1} if done < 3 else {})))
            clock[0] += 0.06

    assert ["1/3 answers, waiting for slow.example (2), b.example", "3/3 answers"] == pictures(stream)
    assert stream.getvalue().endswith(ERASED)


@pytest.mark.parametrize(
    ("seconds", "done", "total", "says"),
    [
        (0.5, 9, 99, "10/99 answers"),
        (2.0, 100, 4101, "101/4,101 answers, 50/s, 80 s left"),
        (2.0, 3, 1000, "4/1,000 answers, 1.5/s, 11 min left"),
        (10.0, 1, 2000, "2/2,000 answers, 0.1/s, 6 h left"),
        (5.0, 0, 9, "1/9 answers"),
        (5.0, 8, 9, "9/9 answers, 1.6/s, 0 s left"),
    ],
)
def test_the_line_says_how_fast_it_goes_and_how_long_yet(  # noqa: PLR0917 - a row of the table
    monkeypatch: pytest.MonkeyPatch, clock: list[float], seconds: float, done: int, total: int, says: str
) -> None:
    """Once there is something to reckon with; nothing where nothing comes."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console()) as line:
        assert line is not None
        line.show(Progress(1, total, Counter()))
        clock[0] += seconds
        line.show(Progress(1 + done, total, Counter()))

    assert says == pictures(stream)[-1]


def test_how_fast_it_goes_is_told_by_the_last_while(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """A run that began fast and now waits for one slow host does not promise to be done soon."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console()) as line:
        assert line is not None
        for done in (*range(0, 5000, 100), *range(5000, 5400)):
            line.show(Progress(done, 6000, Counter()))
            clock[0] += 0.125

    assert "5,399/6,000 answers, 8.0/s, 76 s left" == pictures(stream)[-1]


def test_the_line_says_for_how_long_a_host_wants_to_be_left_alone(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    """A `Retry-After` is seen; the usual distance between two requests is not worth a word."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    pauses = {"held.example": 42.3, "b.example": 0.05}
    with shown(Console()) as line:
        assert line is not None
        line.show(Progress(1, 9, Counter({"held.example": 3, "b.example": 2}), pauses.__getitem__))
        clock[0] += 1
        line.show(Progress(1, 9, Counter({"held.example": 1}), pauses.__getitem__))

    assert [
        "1/9 answers, waiting for held.example (3, in 43 s), b.example (2)",
        "1/9 answers, waiting for held.example (in 43 s)",
    ] == pictures(stream)


def test_the_line_is_one_line(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """Hosts come from documents: however long and whatever they hold, the line keeps its width and obeys nothing."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console()) as line:
        assert line is not None
        for host in ("x" * 500, "müller.example", "a\u202eb.example"):
            clock[0] += 1
            line.show(Progress(1, 2, Counter({host: 1})))
    long, letters, order = pictures(stream)

    assert WIDTH == len(long)
    assert "waiting for m\\xfcller.example" in letters
    assert "waiting for a\\u202eb.example" in order


def test_an_archive_takes_as_long_as_it_bears(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """Where archives will take longer than the answers so far make one think, that is what is left."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console()) as line:
        assert line is not None
        line.show(Progress(1, 101, Counter(), archive_left=95.0))
        clock[0] += 10.0
        line.show(Progress(91, 101, Counter(), archive_left=180.0))

    assert ["1/101 answers, 95 s left", "91/101 answers, 9.0/s, 3 min left"] == pictures(stream)


@pytest.mark.parametrize("case", ["a log", "quiet", "closed"])
def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """A log, a user who wants silence, a job without standard error: there is no listener."""
    stream = None if case == "closed" else Terminal() if case == "quiet" else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown(Console(quiet=case == "quiet")) as line:
        assert line is None

    assert stream is None or "" == stream.getvalue()


def test_a_terminal_that_is_gone_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever closes the window gets no error for the last line."""

    class Gone(Terminal):
        def write(self, _: str) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Gone())
    with shown(Console()) as line:
        assert line is not None
        line.show(Progress(1, 2, Counter()))


@pytest.mark.parametrize(("columns", "width"), [(40, 39), (0, 78), (500, 160)])
def test_the_line_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, width: int) -> None:
    """It never breaks into two, for what is broken is not erased; nor does it fill a wall."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(theirs, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with shown(Console()) as line:
            assert line is not None
            line.show(Progress(1, 2, Counter({"x" * 500: 1})))
        seen = os.read(ours, 1 << 16).decode()
    os.close(ours)

    assert {width} == {len(part) for part in seen.split("\r") if part}


def test_who_presses_ctrl_c_at_a_terminal_gets_the_report(tmp_path: Path) -> None:
    """The line is alive while nobody answers; the key ends the run, erases the line and leaves the report whole."""
    urls, report = tmp_path / "urls.txt", tmp_path / "out.json"
    owner = "import fcntl, sys, termios; fcntl.ioctl(2, termios.TIOCSCTTY, 0); from citecheck.cli import main"
    with socket.create_server(("127.0.0.1", 0)) as silent, report.open("wb") as out:
        urls.write_text(f"http://127.0.0.1:{silent.getsockname()[1]}/never\nftp://a.example/\n", encoding="utf-8")
        ours, theirs = pty.openpty()
        child = subprocess.Popen(
            [
                sys.executable, "-c", f"{owner}; sys.exit(main(sys.argv[1:]))", "links", "--urls", str(urls),
                "--allow-private", "--no-archives", "--no-cache", "--format", "json", "--timeout", "300",
            ],
            stdin=theirs,
            stdout=out,
            stderr=theirs,
            start_new_session=True,
        )  # fmt: skip
        seen = b""
        while seen.count(b"waiting for 127.0.0.1") < 2:
            seen += os.read(ours, 4096)
        os.write(ours, b"\x03")
        code = child.wait(timeout=60)
        seen += os.read(ours, 1 << 16)
        os.close(ours)
        os.close(theirs)
    links = json.loads(report.read_bytes())["documents"][0]["links"]

    assert ["unchecked", "invalid"] == [link["verdict"] for link in links]
    assert "interrupted" in links[0]["reason"]
    assert 3 == code
    assert b"1/2 answers, waiting for 127.0.0.1" in seen
    assert b"interrupted; what was done until then is reported." in seen.rpartition(b" \r")[2]


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
