"""Completion of commands, options, their values and files, by a real shell where there is one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli.completion import SHELLS

PROGRAM = f"""#!/bin/sh
exec {sys.executable} -m citecheck "$@"
"""


def completed(words: str, environment: dict[str, str] | None = None) -> list[str]:
    """Give what bash is told for a line whose last word is to be completed."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "citecheck"],
        env={
            **os.environ,
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
            "_CITECHECK_COMPLETE": "bash_complete",
            **(environment or {}),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert not [
        name for name in ("lxml", "bs4", "requests", "citecheck.api") if f"|{name}\n" in done.stderr.replace(" ", "")
    ]
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("citecheck a", ["plain,audit", "plain,archive"]),
        ("citecheck comp", ["plain,completion"]),
        ("citecheck audit --pass", ["plain,--pass-over"]),
        ("citecheck links --fail-on ", ["plain,error", "plain,warning", "plain,never"]),
        ("citecheck completion ", ["plain,bash", "plain,zsh", "plain,fish"]),
        ("citecheck audit no", ["file,no"]),
        ("citecheck report no", ["file,no"]),
        ("citecheck audit --output no", ["dir,no"]),
    ],
)
def test_what_is_offered(words: str, expected: list[str]) -> None:
    """Commands with these letters, options, the values of an option, files; nothing heavy is imported for it."""
    assert expected == completed(words)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str, cli: Callable[..., Any]) -> None:
    """It names the program and the variable by which the program is asked."""
    ran = cli("completion", shell)

    assert (0, "") == (ran.code, ran.err)
    assert b"_CITECHECK_COMPLETE" in ran.out
    assert f"{shell}_complete".encode() in ran.out


def test_an_unknown_shell(cli: Callable[..., Any]) -> None:
    """It is told which there are."""
    ran = cli("completion", "tcsh")

    assert 2 == ran.code
    assert "'bash', 'zsh', 'fish'" in ran.err


def test_bash_completes(tmp_path: Path, require_program: Callable[[str], str], cli: Callable[..., Any]) -> None:
    """The script, loaded by bash as a user would, offers what begins so."""
    program = tmp_path / "citecheck"
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    loaded = tmp_path / "completion.bash"
    loaded.write_bytes(cli("completion", "bash").out)
    script = f"source {loaded}; COMP_WORDS=(citecheck ex); COMP_CWORD=1; _citecheck_completion citecheck; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(
        [require_program("bash"), "--noprofile", "--norc", "-c", script],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("export\n", "") == (done.stdout, done.stderr)
