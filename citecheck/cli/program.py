"""Runs a command and turns every way it can end into a sentence and an exit code."""

from __future__ import annotations

import contextlib
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence

import click

from citecheck.cli.console import Console, silence
from citecheck.cli.exits import CLEAN, INCOMPLETE, UNUSABLE
from citecheck.cli.group import citecheck
from citecheck.errors import CitecheckError, SourceUnreachable


def run(arguments: Sequence[str] | None = None) -> int:
    """Give the exit code of `citecheck` with these arguments; no error leaves as a traceback."""
    console = Console()
    try:
        with _plain_warnings(console):
            code = citecheck.main(
                args=None if arguments is None else list(arguments),
                prog_name="citecheck",
                standalone_mode=False,
                obj=console,
            )
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last door: nobody meets a traceback unasked
        return _ended(error, console)
    return code if isinstance(code, int) else CLEAN


def _ended(error: BaseException, console: Console) -> int:
    """Say why a run ended, and give its exit code."""
    code = UNUSABLE
    match error:
        case click.ClickException():
            error.show()
        case SourceUnreachable():
            console.problem(str(error))
            code = INCOMPLETE
        case CitecheckError():
            console.problem(str(error))
        case click.Abort() | KeyboardInterrupt():
            console.problem("interrupted.")
            code = INCOMPLETE
        case BrokenPipeError():
            silence(sys.stdout)
            code = CLEAN
        case OSError():
            silence(sys.stdout)
            console.problem(f"{error.filename or 'standard output'}: {error.strerror or error}.")
        case _:
            console.problem(_internal(error, console))
            code = INCOMPLETE
    return code


def _internal(error: BaseException, console: Console) -> str:
    """Give the sentence for an error that is this program's fault; `-v` prints where it arose."""
    console.detail("".join(traceback.format_exception(error)).rstrip())
    said = " ".join(f"{type(error).__name__}: {error}".split())[:500]
    hint = "" if console.verbose else " (-v shows where it arose)"
    return f"internal error: {said}{hint}. Please report it, with the document that caused it."


@contextlib.contextmanager
def _plain_warnings(console: Console) -> Iterator[None]:
    """Show warnings as one line each."""

    def show(message: Warning | str, *_: object, **__: object) -> None:
        console.warning(" ".join(str(message).split()))

    with warnings.catch_warnings():
        warnings.showwarning = show
        yield
