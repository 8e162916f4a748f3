"""The files that a document may include: those below its directory, all links resolved, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from citecheck.documents.beside import DEEPEST, MISSING, MOST, REFUSED, Beside, Included, Refused


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Give a paper in a folder of its own, beside one that is none of its business."""
    for name, text in {
        "paper/main.tex": "main",
        "paper/a.tex": "a",
        "paper/parts/b.tex": "b",
        "paper/.hidden/c.tex": "c",
        "paper/.netrc": "password",
        "secret/d.tex": "secret",
        "paper/empty.tex": "",
        "paper/broken.tex": "\0\1\2",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "paper/out.tex").symlink_to(tmp_path / "secret/d.tex")
    (tmp_path / "paper/folder").symlink_to(tmp_path / "secret")
    (tmp_path / "paper/in.tex").symlink_to("parts/b.tex")
    (tmp_path / "paper/circle.tex").symlink_to("circle.tex")
    os.mkfifo(tmp_path / "paper/pipe.tex")
    return tmp_path / "paper/main.tex"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", "a"),
        ("a.tex", "a"),
        ("parts/b", "b"),
        ("./parts/../a", "a"),
        ("in", "b"),
        ("out", REFUSED),
        ("folder/d", REFUSED),
        ("../secret/d", REFUSED),
        ("/etc/passwd", REFUSED),
        ("/etc/no-such-file", REFUSED),
        (".hidden/c", REFUSED),
        (".netrc", REFUSED),
        ("broken", REFUSED),
        ("empty", REFUSED),
        ("|ls", MISSING),
        ("no", MISSING),
        ("parts", MISSING),
        ("circle", MISSING),
        ("pipe", MISSING),
        ("a\0b", MISSING),
        ("\ud800", MISSING),
        ("x" * 5_000, MISSING),
        ("~/a", MISSING),
    ],
)
def test_what_lies_below_is_given_and_nothing_else(paper: Path, name: str, expected: str) -> None:
    """Also not what links lead to, what is hidden, what is no file: with a reason, never an exception."""
    got = Beside(paper).open(name, ("", ".tex"))

    assert expected == (got.text if isinstance(got, Included) else got.rule)
    assert len(got.path if isinstance(got, Included) else got.message) < 1_000


@pytest.mark.parametrize("path", ["-", "https://example.org/main.tex"])
def test_what_is_no_file_includes_none(paper: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Neither what was piped in nor an address, wherever the run is made, whatever the root."""
    monkeypatch.chdir(paper.parent)

    got = Beside(path, root=str(paper.parent)).open("a.tex")

    assert isinstance(got, Refused)
    assert REFUSED == got.rule


def test_a_root_that_the_user_names_holds_more(paper: Path) -> None:
    """What lies below it is given, by names relative to the document."""
    got = Beside(paper, root=str(paper.parent.parent)).open("../secret/d.tex")

    assert isinstance(got, Included)
    assert "secret" == got.text


def test_files_are_named_as_the_document_is(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative to the working directory where the document was."""
    monkeypatch.chdir(paper.parent.parent)

    got = Beside("paper/main.tex").open("parts/b.tex")

    assert isinstance(got, Included)
    assert str(Path("paper/parts/b.tex")) == got.path


def test_a_circle_ends(paper: Path) -> None:
    """A file that includes itself, or the document, or one that includes it."""
    beside = Beside(paper)
    one = beside.open("a.tex")
    assert isinstance(one, Included)
    two = beside.open("parts/b.tex", inside=one)
    assert isinstance(two, Included)

    for name in ("a.tex", "main.tex", "in.tex"):
        again = beside.open(name, inside=two)
        assert isinstance(again, Refused)
        assert "includes itself" in again.message
    assert isinstance(beside.open("a.tex"), Included)


def test_depth_number_and_size_are_bounded(paper: Path) -> None:
    """Each with a reason of its own."""
    inside = Included("x", "", tuple(map(str, range(DEEPEST + 1))))
    deep = Beside(paper).open("a.tex", inside=inside)
    beside = Beside(paper)
    many = [beside.open("a.tex") for _ in range(MOST + 1)]
    large = Beside(paper, max_bytes=0).open("a.tex")

    assert [True] * MOST + [False] == [isinstance(one, Included) for one in many]
    reasons = [one.message for one in (deep, many[-1], large) if isinstance(one, Refused)]
    assert [True, True, True] == [
        part in reason for part, reason in zip(("include each other", "over 200 files", "larger"), reasons, strict=True)
    ]
