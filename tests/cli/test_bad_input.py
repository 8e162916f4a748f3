"""Whatever one hands to the real command: a sentence, the right exit code, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

UNUSABLE = 2
PROSE = "The clock was ordered in 1911. It was shown to the public two years later.\n\n"


def written(directory: Path, data: bytes) -> Path:
    """Write a document and give its path."""
    path = directory / "document.txt"
    path.write_bytes(data)
    return path


def assert_says(ran: Any, code: int, said: str) -> None:  # noqa: ANN401 - a Ran, which a test cannot import
    """Hold that a run ended with this code, said this, and kept its traceback to itself."""
    assert "Traceback" not in ran.err
    assert said in ran.err, ran.err
    assert code == ran.code, ran.err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "is a PNG image, not text"),
        (os.urandom(16) + b"\0" * 50 + b"\x01" * 300, "is binary"),
        (b"%PDF-1.7\n", "is broken"),
    ],
    ids=["empty", "blank", "png", "binary", "pdf"],
)
@pytest.mark.parametrize("command", [("audit", "--offline"), ("claims",), ("export",)], ids=lambda each: each[0])
def test_what_is_no_text_is_refused(
    process: Command, tmp_path: Path, data: bytes, said: str, command: tuple[str, ...]
) -> None:
    """An empty or binary file ends every command with 2 and an advice; nothing is reported."""
    ran = process(*command, written(tmp_path, data))

    assert_says(ran, UNUSABLE, said)
    assert b"" == ran.out


@pytest.mark.parametrize(
    "command", [("audit", "--offline"), ("claims",), ("export",), ("report",)], ids=lambda each: each[0]
)
def test_a_path_that_does_not_exist(process: Command, command: tuple[str, ...]) -> None:
    """The message names it."""
    assert_says(process(*command, "none.txt"), UNUSABLE, "there is no file none.txt")


@pytest.mark.parametrize("command", [("claims",), ("export",), ("report",)], ids=lambda each: each[0])
def test_a_directory_is_no_document(process: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Only `audit` takes directories."""
    assert_says(process(*command, tmp_path), UNUSABLE, "is a directory")


def test_a_directory_without_documents(process: Command, tmp_path: Path) -> None:
    """An audit of nothing would be green for the wrong reason."""
    assert_says(process("audit", "--offline", tmp_path), UNUSABLE, "holds no document")


@pytest.mark.parametrize(
    "command", [("audit", "--offline"), ("claims",), ("export",), ("report",)], ids=lambda each: each[0]
)
def test_a_pipe_is_not_waited_for(process: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Opening a FIFO that nobody writes to would wait for ever."""
    os.mkfifo(tmp_path / "pipe")

    assert_says(process(*command, tmp_path / "pipe"), UNUSABLE, "is a pipe or a device")


@pytest.mark.parametrize(
    ("data", "noticed"),
    [
        ("Überall in Köln stehen Türme, größer als früher.".encode("cp1252"), "windows-1252"),
        ("Überall stehen Türme.".encode("utf-16"), ""),
        ("Überall stehen Türme, größer äöüß".encode() + b"\xff\n", "broken bytes"),
    ],
    ids=["cp1252", "utf-16", "broken utf-8"],
)
def test_other_encodings_are_read(process: Command, article: Path, tmp_path: Path, data: bytes, noticed: str) -> None:
    """The text is audited, and a guess is told of in the report."""
    encoding = "utf-16-le" if data.startswith(b"\xff\xfe") else "ascii"
    text = article.read_text(encoding="utf-8").replace("–", "-").encode(encoding)
    ran = process("audit", "--offline", "--fail-on", "never", written(tmp_path, data + text), "--format", "json")

    assert_says(ran, 0, "5 references, 6 citations")
    assert noticed in ran.out.decode()


def test_text_without_references(process: Command, tmp_path: Path) -> None:
    """It is audited; that nothing could be matched is a finding."""
    ran = process("audit", "--offline", "--fail-on", "warning", written(tmp_path, (PROSE * 3).encode()))

    assert_says(ran, 1, "0 references, 0 citations")
    assert "document-no-references" in ran.out.decode()


def test_references_without_markers(process: Command, article: Path, tmp_path: Path) -> None:
    """A list that nothing points to is read, and that is said."""
    text = article.read_text(encoding="utf-8")
    for label in range(1, 6):
        text = text.replace(f"[{label}]", "")
    ran = process("audit", "--offline", "--fail-on", "warning", written(tmp_path, text.encode()))

    assert_says(ran, 1, "5 references, 0 citations")
    assert "document-no-markers" in ran.out.decode()


def test_markers_without_references(process: Command, article: Path, tmp_path: Path) -> None:
    """A document whose list was cut off is audited, and that is said."""
    text = article.read_text(encoding="utf-8").split("References[edit]")[0]
    ran = process("audit", "--offline", "--fail-on", "warning", written(tmp_path, text.encode()))

    assert_says(ran, 1, "0 references, 6 citations")
    assert "document-no-references" in ran.out.decode()


def test_fifty_megabytes(process: Command, tmp_path: Path) -> None:
    """More than the limit is refused at once, with the option that raises it."""
    path = written(tmp_path, (PROSE * 700_000)[:50_000_000].encode())

    for source, stdin in ((path, b""), ("-", path.read_bytes())):
        ran = process("audit", "--offline", source, stdin=stdin)
        assert_says(ran, UNUSABLE, "is larger than 25,000,000 bytes. Raise the limit with --max-bytes")


def test_the_others_are_audited_all_the_same(process: Command, article: Path) -> None:
    """One document that cannot be read costs nobody the report on the others, and the code still tells."""
    ran = process("audit", "--offline", "none.txt", article, "neither.txt")

    assert_says(ran, UNUSABLE, "there is no file neither.txt")
    assert "The Harbour Clock" in ran.out.decode()
    assert "in 1 document" in ran.err


@pytest.mark.parametrize("command", [("audit", "--offline"), ("claims",), ("export",)])
def test_an_address_is_no_file(process: Command, command: tuple[str, ...]) -> None:
    """It says what to do instead."""
    ran = process(*command, "https://en.wikipedia.org/wiki/Clock")

    assert_says(ran, UNUSABLE, "is an address")
    assert_says(ran, UNUSABLE, "save the page as a file")
    if command[0] != "audit":
        assert_says(ran, UNUSABLE, "citecheck audit URL")


def test_names_that_are_no_text(process: Command, article: Path, tmp_path: Path) -> None:
    """A file name of any bytes is audited, and spelled out in the report."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_bytes(article.read_bytes())

    for shape in ("json", "markdown", "text"):
        ran = process("audit", "--offline", "--fail-on", "never", path, "--format", shape)
        assert_says(ran, 0, "in 1 document")
        assert "caf" in ran.out.decode("utf-8")
    assert_says(process("audit", "--offline", b"missing-\xe9.txt"), UNUSABLE, "missing-")
    assert_says(process(b"comm\xe9and"), UNUSABLE, "No such command")


def test_a_file_name_gives_the_terminal_no_orders(process: Command, article: Path, tmp_path: Path) -> None:
    """Names in a stranger's directory are hostile too, in reports, messages and settings."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a\x1b[31m\u202e.txt").write_bytes(article.read_bytes())
    (tmp_path / "docs/empty\x1b[2J.txt").touch()
    (tmp_path / "citecheck.toml").write_text('exclude = ["x\\u001b[2J\\ny"]', encoding="utf-8")

    for arguments in (("audit", "--offline", "-v", "docs"), ("audit", "--offline", "no\x1b[2J.txt"), ("config",)):
        ran = process(*arguments)
        said = ran.err + ran.out.decode()
        assert "\\u001b[" in said
        assert set() == {"\x1b", "\u202e"} & set(said)


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_a_terminal_without_utf8(process: Command, article: Path, environment: dict[str, str]) -> None:
    """The report is UTF-8 whatever the locale says; what the error stream cannot show is spelled out."""
    ran = process("-v", "audit", "--offline", "--fail-on", "never", article, "nöne.txt", **environment)

    assert_says(ran, UNUSABLE, "there is no file n")
    assert "101–109" in ran.out.decode("utf-8") or "·" in ran.out.decode("utf-8")
