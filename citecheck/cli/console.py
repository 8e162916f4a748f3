"""Where words go: the report to standard output, everything about the run to standard error."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import click

from citecheck.errors import UsageError
from citecheck.reports.visible import harmless

_HEADING = re.compile(r"\d+ (?P<word>ERROR|WARNING|NOTE)S?")
_COLORS: Final = {"ERROR": "red", "WARNING": "yellow", "NOTE": "cyan"}
_NARROWEST: Final = 40
_WIDEST: Final = 160
"""Lines that are longer lose the eye."""
_AT_ONCE: Final = 65_536
"""Characters that are written at once."""


@dataclass(slots=True)
class Console:
    """The two streams of a run, and how a user wants them."""

    quiet: bool = False
    verbose: bool = False
    color: str | None = None
    """`auto`, `always`, `never`, or None while nobody said."""
    config: Path | None = None
    """The configuration file that a flag names."""
    trust_config: bool = False
    """Whether the configuration file may set what is kept from a stranger's."""

    def note(self, text: str) -> None:
        """Say something about the run, unless `-q`."""
        if not self.quiet:
            self._say(text)

    def detail(self, text: str) -> None:
        """Say something that only `-v` wants to know."""
        if self.verbose:
            self._say(text)

    def warning(self, text: str) -> None:
        """Say that something is not as one would think, unless `-q`."""
        if not self.quiet:
            self._say(text, "warning: ", "yellow")

    def problem(self, text: str) -> None:
        """Say what went wrong, always."""
        self._say(text, "error: ", "red")

    def report(self, text: str | Iterable[str], *, paint: bool = False) -> None:
        """
        Write what the command is for to standard output, as UTF-8 whatever the locale says.

        A reader that has seen enough (`| head`) ends nothing: the rest goes nowhere, quietly.

        Args:
            text: All of it, or piece by piece.
            paint: Whether the words of a report for terminals get their colours.

        Raises:
            UsageError: There is no standard output.
        """
        if sys.stdout is None:
            raise UsageError("Standard output is closed. Open it, or write to files.")
        pieces = (text,) if isinstance(text, str) else text
        if paint and uses_color(self.color, sys.stdout, os.environ):
            pieces = (painted("".join(pieces)),)
        try:
            sys.stdout.flush()
            for piece in _gathered(pieces):
                sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            silence(sys.stdout)

    def _say(self, text: str, label: str = "", color: str = "") -> None:
        """Write to standard error; file names are a stranger's too, and what the encoding lacks is spelled out."""
        if sys.stderr is None:
            return
        if label and uses_color(self.color, sys.stderr, os.environ):
            label = click.style(label, fg=color, bold=True)
        encoding = sys.stderr.encoding or "utf-8"
        try:
            sys.stderr.write(f"{label}{harmless(text).encode(encoding, 'backslashreplace').decode(encoding)}\n")
            sys.stderr.flush()
        except BrokenPipeError:
            silence(sys.stderr)


def uses_color(wish: str | None, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether a stream gets colours: the wish, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal."""
    if wish in {"always", "never"}:
        return wish == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


def terminal_width() -> int | None:
    """Give the columns of standard output where that is a terminal, within what is fit to read; else None."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def painted(text: str) -> str:
    """Give a text report with its severity headings coloured; other formats have no such lines."""
    return "\n".join(_painted_line(line) for line in text.split("\n"))


def silence(stream: TextIO | None) -> None:
    """Send whatever a broken stream still holds nowhere, so that the interpreter ends without complaint."""
    if stream is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _painted_line(line: str) -> str:
    """Give one line coloured if it is a heading."""
    heading = _HEADING.fullmatch(line)
    return line if heading is None else click.style(line, fg=_COLORS[heading["word"]], bold=True)


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Give pieces a few thousand characters at a time: with PYTHONUNBUFFERED each would be a call of the system."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _AT_ONCE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)
