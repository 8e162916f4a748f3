"""`citecheck export --check`: messages on standard output, the counts on standard error, the exit code says whether one is an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran

CLEAN = b"@book{berg, author = {Berg, Anna}, title = {The long way home}, date = {2001}}\n"
BROKEN = b"\n@book{berg, author = {Berg, Anna}, title = {Bread & butter}, date = {2001}, pages = {pp. 7}}\n"
SAMPLE = Path(__file__).parents[2] / "references" / "sample.txt"
Run = Callable[..., Ran]


def test_a_clean_file(cli: Run, tmp_path: Path) -> None:
    """Nothing is written, and the exit code is 0."""
    (tmp_path / "a.bib").write_bytes(CLEAN)

    ran = cli("export", "a.bib", "--check")

    assert (0, b"", "0 errors, 0 warnings, 0 notes in a.bib for biblatex\n") == (ran.code, ran.out, ran.err)


def test_a_file_with_an_error(cli: Run, tmp_path: Path) -> None:
    """A line for each message, with file and line, and the exit code is 1."""
    (tmp_path / "a.bib").write_bytes(BROKEN)

    ran = cli("export", "a.bib", "--check")

    assert [
        "a.bib:2: warning: berg: `pages` is “pp. 7”; styles write `pp.` before it again. Write figures. [pages]",
        "a.bib:2: error: berg: `title` holds an unescaped `&`: LaTeX stops at it. Write `\\&`. [special-unescaped]",
    ] == ran.out.decode().splitlines()
    assert (1, "1 error, 1 warning, 0 notes in a.bib for biblatex\n") == (ran.code, ran.err)


def test_warnings_alone_are_no_failure(cli: Run) -> None:
    """The exit code is 0 as long as nothing is an error; what is piped in is recognised."""
    ran = cli("export", "-", "--check", stdin=CLEAN.replace(b"date", b"pages = {pp. 7}, date"))

    assert (0, b"-:1: warning") == (ran.code, ran.out[:12])


def test_the_dialect_decides(cli: Run) -> None:
    """For classic BibTeX other fields are needed."""
    ran = cli("export", "-", "--check", "--to", "bibtex", stdin=CLEAN)

    assert "`@book` needs `publisher` and `year` in BibTeX" in ran.out.decode()


@pytest.mark.parametrize("target", ["biblatex", "bibtex"])
def test_a_document_is_checked_as_it_would_be_exported(cli: Run, target: str) -> None:
    """The messages speak of the export, which has no error of citecheck's own making."""
    ran = cli("export", SAMPLE, "--check", "--to", target)

    assert 0 == ran.code
    assert ran.err.startswith("0 errors")


@pytest.mark.parametrize(
    ("data", "arguments", "says"),
    [
        (b"", (), "empty"),
        (b"\x00\x01@misc", (), "binary"),
        (CLEAN, ("--to", "csl-json"), "Only BibTeX can be checked"),
        (CLEAN, ("-o", "b.bib"), "--check writes no file"),
        (CLEAN, ("--max-bytes", "20"), "20"),
        (b"Only words.", ("--from", "nothing"), "there is no format"),
    ],
)
def test_what_cannot_be_checked(cli: Run, tmp_path: Path, data: bytes, arguments: tuple[str, ...], says: str) -> None:
    """An unusable file or call ends with 2 and a sentence, and writes nothing."""
    (tmp_path / "a.bib").write_bytes(data)

    ran = cli("export", "a.bib", "--check", *arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_another_encoding_is_told_of(cli: Run, tmp_path: Path) -> None:
    """Latin-1 is read, and a warning says so."""
    (tmp_path / "a.bib").write_bytes(CLEAN.replace(b"long", "längste Ümweg".encode("latin-1")))

    ran = cli("export", "a.bib", "--check")

    assert (0, b"a.bib: warning: a.bib is not UTF-8") == (ran.code, ran.out[:34])


def test_controls_of_a_file_do_not_reach_the_terminal(cli: Run, tmp_path: Path) -> None:
    """What a stranger's file holds is spelled out."""
    (tmp_path / "a.bib").write_bytes(b"@misc{k, date = {\x1b[31m2001\x1b}, title = {T}}")

    assert b"\x1b" not in cli("export", "a.bib", "--check").out
