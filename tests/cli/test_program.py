"""The program as a whole: help, version, streams, and every way to end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from citecheck import api
from citecheck.cli.console import painted, uses_color
from citecheck.cli.group import COMMANDS, citecheck

Command = Callable[..., Any]
HEAVY = {"msgspec", "bs4", "lxml", "jinja2", "sentencex", "bibtexparser", "requests", "vcr", "rapidfuzz", "tomllib"}


def test_help_imports_nothing_heavy() -> None:
    """Help and completion answer at once: what they do not need is not imported."""
    code = (
        "import sys\nfrom citecheck.cli import main\n"
        f"main(['--help'])\nprint(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]\n" == done.stderr
    assert "Commands:" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(cli: Command, name: str) -> None:
    """Each has help, a module of its name, and says in its help what the table of commands says shorter."""
    ran = cli(name, "--help")

    assert 0 == ran.code
    assert f"Usage: citecheck {name}" in ran.out.decode()
    assert name in citecheck.list_commands(click.Context(citecheck))


@pytest.mark.parametrize("arguments", [("--version",), ("audit", "--version"), ("--version", "--help")])
def test_the_version_names_the_distribution(cli: Command, arguments: tuple[str, ...]) -> None:
    """The distribution is not called as the command is."""
    ran = cli(*arguments)

    assert 0 == ran.code
    assert ran.out.decode().startswith("citecheck-audit 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("audit",),
        ("audit", "--nonsense", "x"),
        ("audit", "x", "--fail-on", "sometimes"),
        ("audit", "x", "--as-of", "yesterday"),
        ("audit", "x", "--max-bytes", "0"),
        ("audit", "x", "--offline", "--format", "markdwn"),
        ("audit", "x", "--offline", "--format", "text", "--format", "json"),
        ("audit", "x", "--offline", "--config", "none.toml"),
        ("claims", "x", "--format", "markdown"),
        ("export", "x", "--to", "word"),
        ("rules", "claim-anachronsm"),
        ("report",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(cli: Command, arguments: tuple[str, ...]) -> None:
    """A call that makes no sense ends with 2 and words on standard error alone."""
    ran = cli(*arguments)

    assert 2 == ran.code
    assert b"" == ran.out
    assert ran.err
    assert "Traceback" not in ran.err


def test_common_options_stand_before_or_after_the_command(cli: Command, tmp_path: Path) -> None:
    """Nobody should have to remember where `--config` goes."""
    file = tmp_path / "other.toml"
    file.write_text("strict = true\n", encoding="utf-8")

    for arguments in (("--config", file, "config", "--show"), ("config", "--show", "--config", file)):
        assert f"{file}:1" in cli(*arguments).out.decode()


def test_an_internal_error_is_a_sentence(cli: Command, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of this program is called one, asks for a report, and shows where it arose only when asked."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("deep\ninside")

    monkeypatch.setattr(api, "investigate", broken)
    ran, loud = cli("audit", "--offline", article), cli("audit", "--offline", article, "-v")

    assert 3 == ran.code == loud.code
    assert ran.err.startswith("error: internal error: ZeroDivisionError: deep inside (-v shows where it arose).")
    assert 1 == ran.err.count("\n")
    assert "Traceback" in loud.err


def test_a_closed_pipe_is_no_error(article: Path) -> None:
    """`citecheck audit ... | head -c 1` says nothing."""
    command = [sys.executable, "-m", "citecheck", "audit", "--offline", "-q", "--fail-on", "never", str(article)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()

        assert 0 == running.wait(60)
    assert b"" == said


@pytest.mark.parametrize(("code", "closed"), [(1, "<&-"), (2, ">&-"), (1, "2>&-")])
def test_closed_streams_are_survived(
    require_program: Callable[[str], str], article: Path, code: int, closed: str
) -> None:
    """A job without standard streams ends with a code, not with a traceback."""
    line = f'"{sys.executable}" -m citecheck audit --offline "{article}" -q {closed}'
    done = subprocess.run([require_program("sh"), "-c", line], capture_output=True, text=True, check=False)

    assert code == done.returncode
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_told_of(require_program: Callable[[str], str], article: Path) -> None:
    """A report that could not be written is not a success."""
    if not Path("/dev/full").exists():
        pytest.skip("skipped: there is no /dev/full")
    line = f'"{sys.executable}" -m citecheck audit --offline "{article}" -q > /dev/full'
    done = subprocess.run([require_program("sh"), "-c", line], capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert "error: standard output: No space left on device.\n" == done.stderr


def test_an_interrupted_run_reports_what_it_has(article: Path, tmp_path: Path) -> None:
    """After Ctrl-C the documents audited until then are reported, and the code is 3."""
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number:03}.txt").write_bytes(article.read_bytes())
    command = [sys.executable, "-m", "citecheck", "audit", "-v", "--offline", "--format", "json", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        assert running.stdout is not None
        for line in running.stderr:
            if b"001.txt" in line:
                break
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)

    assert 3 == running.returncode
    assert b"interrupted" in err
    assert out.startswith(b'{\n  "schema_version": 1')


class Stream:
    """Something that may be a terminal."""

    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        """Tell what was said."""
        return self.terminal


@pytest.mark.parametrize(
    ("expected", "wish", "terminal", "environment"),
    [
        (True, None, True, {}),
        (False, "auto", False, {}),
        (True, "always", False, {"NO_COLOR": "1", "TERM": "dumb"}),
        (False, "never", True, {"FORCE_COLOR": "1"}),
        (False, "auto", True, {"NO_COLOR": "1"}),
        (True, "auto", True, {"NO_COLOR": ""}),
        (True, "auto", False, {"FORCE_COLOR": "1", "TERM": "dumb"}),
        (False, "auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
        (False, "auto", True, {"TERM": "dumb"}),
    ],
)
def test_colour(expected: bool, wish: str | None, terminal: bool, environment: dict[str, str]) -> None:
    """A flag beats the environment, NO_COLOR beats FORCE_COLOR, and a terminal is asked last."""
    stream: Any = Stream(terminal)

    assert expected == uses_color(wish, stream, environment)


def test_only_headings_are_painted() -> None:
    """Colour stands beside the words and changes none of them."""
    text = "3 ERRORS\n  line 1\n3 ERRORS in a sentence\n"

    assert text == click.unstyle(painted(text))
    assert "\x1b[31m" in painted(text).split("\n")[0]
    assert text.split("\n")[1:] == painted(text).split("\n")[1:]


def test_colour_reaches_the_text_report_and_no_other(cli: Command, article: Path) -> None:
    """JSON and Markdown are for programs."""
    for shape, expected in (("text", True), ("markdown", False), ("json", False)):
        ran = cli("audit", "--offline", article, "--color", "always", "--format", shape)
        assert expected == (b"\x1b[" in ran.out)
        assert b"\x1b[" not in cli("audit", "--offline", article, "--format", shape).out


def test_only_a_process_of_its_own_is_settled() -> None:
    """Whoever calls `main` with arguments keeps the collector and the turns of threads as they were."""
    script = (
        "import gc, sys; from citecheck.cli import main; sys.argv = ['citecheck', '--version'];"
        "before = gc.get_threshold(), sys.getswitchinterval(), gc.get_freeze_count();"
        "main(['--version']); assert before == (gc.get_threshold(), sys.getswitchinterval(), gc.get_freeze_count());"
        "main(); assert gc.get_threshold()[0] > before[0][0]; assert sys.getswitchinterval() < before[1];"
        "assert gc.get_freeze_count() > before[2]"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
