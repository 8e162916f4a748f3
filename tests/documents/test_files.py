"""Files and directories, and what is said when one cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from citecheck.documents.files import expand, load
from citecheck.errors import SourceError, SourceMissing, SourceTooLarge


def lay(root: Path, *names: str) -> None:
    """Make files of that name, each with its name as content."""
    for name in names:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(name, encoding="utf-8")


def names(root: Path, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> list[str]:
    """Give what `expand` finds, relative to the directory."""
    return [Path(found).relative_to(root).as_posix() for found in expand(str(root), include, exclude)]


def test_a_file_gives_its_bytes(tmp_path: Path) -> None:
    """Nothing is decoded or changed."""
    (tmp_path / "a.txt").write_bytes(b"a\r\n\xff")

    assert b"a\r\n\xff" == load(str(tmp_path / "a.txt"))


def test_a_missing_file_is_guessed(tmp_path: Path) -> None:
    """The message names files with a name like it."""
    lay(tmp_path, "article.txt", "other.html")

    with pytest.raises(SourceMissing, match=r"Did you mean .*article\.txt\?"):
        load(str(tmp_path / "artcle.txt"))


@pytest.mark.parametrize("name", ["zzz", "no/such/dir/a.txt", "a.txt/b"])
def test_a_missing_file_without_a_neighbour(tmp_path: Path, name: str) -> None:
    """There is a message even where nothing can be guessed."""
    lay(tmp_path, "a.txt")

    with pytest.raises(SourceMissing, match="there is no"):
        load(str(tmp_path / name))


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """The message says which option raises the limit."""
    lay(tmp_path, "a.txt")

    with pytest.raises(SourceTooLarge, match="--max-bytes"):
        load(str(tmp_path / "a.txt"), max_bytes=4)
    assert b"a.txt" == load(str(tmp_path / "a.txt"), max_bytes=5)


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """A directory is told from a file."""
    with pytest.raises(SourceError, match="is a directory"):
        load(str(tmp_path))


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe that nobody writes to does not hold the program up."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(SourceError, match="pipe or a device"):
        load(str(tmp_path / "pipe"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_said_to_be(tmp_path: Path) -> None:
    """Permission is named as the reason."""
    lay(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)

    with pytest.raises(SourceError, match="permission"):
        load(str(tmp_path / "a.txt"))


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    """Odd names end in our own error."""
    with pytest.raises(SourceError):
        load(name)


def test_a_directory_gives_its_documents(tmp_path: Path) -> None:
    """Documents come by suffix in the order of their names; hidden ones stay out."""
    lay(tmp_path, "b.txt", "a.HTML", "sub/c.htm", "sub/.hidden.txt", ".git/d.txt", "code.py")

    assert ["a.HTML", "b.txt", "sub/c.htm"] == names(tmp_path)


def test_gitignore_is_honoured(tmp_path: Path) -> None:
    """An inner file overrules an outer one, as git does it."""
    lay(tmp_path, "a.txt", "b.txt", "build/c.txt", "sub/b.txt", "sub/d.txt", "z/a.txt")
    (tmp_path / ".gitignore").write_text("b.txt\nbuild/\n", encoding="utf-8")
    (tmp_path / "sub/.gitignore").write_text("!b.txt\nd.txt\n", encoding="utf-8")

    assert ["a.txt", "sub/b.txt", "z/a.txt"] == names(tmp_path)


def test_include_and_exclude(tmp_path: Path) -> None:
    """Included patterns replace the suffixes, excluded ones leave files and directories out."""
    lay(tmp_path, "a.txt", "b.py", "old/c.py", "d.html")

    assert ["b.py", "old/c.py"] == names(tmp_path, ("*.py",))
    assert ["b.py"] == names(tmp_path, ("*.py",), ("old/",))
    assert ["a.txt"] == names(tmp_path, (), ("*.html",))


def test_links_out_of_the_directory_are_left(tmp_path: Path) -> None:
    """A link inside is followed to a file, never to a directory, and never outside."""
    lay(tmp_path, "in/a.txt", "out/secret.txt")
    (tmp_path / "in/same.txt").symlink_to(tmp_path / "in/a.txt")
    (tmp_path / "in/leak.txt").symlink_to(tmp_path / "out/secret.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")

    assert ["a.txt", "same.txt"] == names(tmp_path / "in")
