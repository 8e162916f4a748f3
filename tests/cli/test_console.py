"""Where words go, what may be coloured, and streams that are closed, broken or poor in letters."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

import pytest

from citecheck.cli.console import Console, painted, uses_color
from citecheck.errors import UsageError


class Terminal(io.TextIOWrapper):
    """A stream that calls itself a terminal, and keeps what is written."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        """It does."""
        return True

    @property
    def told(self) -> str:
        """What was written."""
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """Give the function that puts a terminal in the place of standard error; the environment says nothing of colours."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)

    def put() -> Terminal:
        stream = Terminal()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return put


def say_everything(console: Console) -> None:
    """Say one thing of each kind."""
    console.note("a note")
    console.detail("a detail")
    console.warning("a warning")
    console.problem("a problem")


@pytest.mark.parametrize(
    ("console", "expected"),
    [
        (Console(color="never"), "a note\nwarning: a warning\nerror: a problem\n"),
        (Console(color="never", verbose=True), "a note\na detail\nwarning: a warning\nerror: a problem\n"),
        (Console(color="never", quiet=True), "error: a problem\n"),
        (
            Console(),
            "a note\n\x1b[33m\x1b[1mwarning: \x1b[0ma warning\n\x1b[31m\x1b[1merror: \x1b[0ma problem\n",
        ),
    ],
    ids=["plain", "verbose", "quiet", "on a terminal"],
)
def test_how_much_is_said(terminal: Callable[[], Terminal], console: Console, expected: str) -> None:
    """`-q` leaves errors alone, `-v` adds details; labels are coloured on a terminal unless somebody minds."""
    stream = terminal()
    say_everything(console)

    assert expected == stream.told


def test_a_strangers_words_order_nothing(terminal: Callable[[], Terminal]) -> None:
    """A file name with an escape in it is spelled out."""
    stream = terminal()
    Console(color="never").note("a\x1b[31mb\u202ec")

    assert "a\\u001b[31mb\\u202ec\n" == stream.told


def test_what_the_encoding_lacks_is_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of letters from A to Z is told of others by their numbers."""
    stream = Terminal("ascii")
    monkeypatch.setattr(sys, "stderr", stream)
    Console(color="never").note("Käthe")

    assert "K\\xe4the\n" == stream.told


@pytest.mark.parametrize(
    ("wish", "environ", "terminal", "expected"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        (None, {}, True, True),
        (None, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (None, {"NO_COLOR": ""}, True, True),
        (None, {"FORCE_COLOR": "1"}, False, True),
        (None, {"TERM": "dumb"}, True, False),
        (None, {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_who_decides_about_colour(wish: str | None, environ: dict[str, str], terminal: bool, expected: bool) -> None:
    """A flag first, then NO_COLOR, FORCE_COLOR and TERM, then whether it is a terminal."""
    assert expected == uses_color(wish, Terminal() if terminal else io.StringIO(), environ)


def test_headings_are_painted_and_nothing_else() -> None:
    """A line that is a heading, whole; a sentence that contains the words stays as it is."""
    report = "Title\n2 ERRORS\n  the 2 ERRORS of the page\n1 WARNING\n13 NOTES\nERRORS"

    assert (
        "Title\n\x1b[31m\x1b[1m2 ERRORS\x1b[0m\n  the 2 ERRORS of the page\n\x1b[33m\x1b[1m1 WARNING\x1b[0m\n"
        "\x1b[36m\x1b[1m13 NOTES\x1b[0m\nERRORS"
    ) == painted(report)


@pytest.mark.parametrize(("color", "expected"), [("always", "\x1b[31m\x1b[1m1 ERROR\x1b[0m\n"), ("never", "1 ERROR\n")])
def test_a_report_is_painted_on_request(color: str, expected: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Only the format that has such headings asks for it, and only where colours are wanted."""
    Console(color=color).report("1 ERROR\n", paint=True)
    Console(color=color).report("1 ERROR\n")

    assert expected + "1 ERROR\n" == capfdbinary.readouterr().out.decode()


def test_a_report_is_utf_8_whatever_the_locale_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lone surrogate, which no encoding has, becomes a question mark."""
    stream = Terminal("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    Console().report("서울 \ud800\n")
    buffer = stream.buffer

    assert isinstance(buffer, io.BytesIO)
    assert "서울 ?\n".encode() == buffer.getvalue()


def test_closed_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without standard error nothing can be said, and nothing breaks; without standard output there is no report."""
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    say_everything(Console(verbose=True))
    with pytest.raises(UsageError, match="Open it, or write to files"):
        Console().report("text")


def broken_pipe() -> io.TextIOWrapper:
    """Give a stream to a reader that has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return os.fdopen(writer, "w", encoding="utf-8")


def test_a_reader_that_has_seen_enough_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes after `| head` has gone goes nowhere, on both streams, and closing them complains of nothing."""
    with broken_pipe() as out, broken_pipe() as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        for _ in range(2):
            Console().report("text " * 100_000)
            Console().note("a note")
        monkeypatch.undo()
