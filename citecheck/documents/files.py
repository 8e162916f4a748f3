"""Files: the bytes of one, and the documents in a directory."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.errors import SourceError, SourceMissing, SourceTooLarge

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MAX_BYTES = 25_000_000
"""What is read of one document unless `--max-bytes` says otherwise."""

SUFFIXES = frozenset({".txt", ".html", ".htm", ".wiki", ".wikitext", ".mediawiki"})
"""Files of a directory that are taken for documents."""

_MAX_FILES = 10_000
_MAX_DEPTH = 40
_MAX_IGNORE_FILE = 1_000_000
_CHUNK = 1 << 20


def load(path: str, max_bytes: int = MAX_BYTES) -> bytes:
    """
    Give the bytes of the file at *path*.

    Raises:
        SourceMissing: There is none; the message names files of that directory with a name like it.
        SourceTooLarge: It has more than *max_bytes* bytes.
        SourceError: It is a directory, a pipe or a device, or may not be read.

    """
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise SourceMissing(f"there is no file {path}{_near(path)}") from None
    except NotADirectoryError:
        raise SourceMissing(f"there is no file {path}: part of that path is a file, not a directory.") from None
    except IsADirectoryError:
        raise _directory(path) from None
    except PermissionError:
        if Path(path).is_dir():
            raise _directory(path) from None
        raise SourceError(f"{path} may not be read: permission denied. Change its mode or name a copy.") from None
    except (OSError, ValueError) as problem:  # ValueError: a NUL or a lone surrogate in the name
        raise SourceError(f"{path!r} cannot be opened ({problem}). Name a readable file.") from None
    try:
        return _read(path, descriptor, max_bytes)
    except OSError as problem:
        raise SourceError(f"{path} cannot be read: {problem.strerror}. Name a readable file.") from None
    finally:
        os.close(descriptor)


def expand(
    path: str, include: Sequence[str] = (), exclude: Sequence[str] = (), suffixes: frozenset[str] = SUFFIXES
) -> tuple[str, ...]:
    """
    Give the documents in the directory *path* and below, in the order of their names.

    Hidden files, files that a `.gitignore` names and links that lead out of the directory are left out.

    Args:
        path: A directory.
        include: Patterns as in `.gitignore`, relative to *path*: take only files that one of them names, whatever
            their suffix. Without any, files with one of *suffixes* are taken.
        exclude: Patterns of files and directories to leave out.
        suffixes: In lower case, with the dot.

    Raises:
        SourceError: There are more than 10,000 documents.

    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only directories need it

    wanted = GitIgnoreSpec.from_lines(include) if include else None
    unwanted = GitIgnoreSpec.from_lines(exclude)
    found: list[str] = []
    for file, relative in _walk(Path(path), unwanted):
        if wanted.match_file(relative) if wanted else file.suffix.casefold() in suffixes:
            found.append(str(file))
            if len(found) > _MAX_FILES:
                raise SourceError(f"{path} holds more than {_MAX_FILES:,} documents. Narrow it with --include.")
    return tuple(found)


def _read(path: str, descriptor: int, max_bytes: int) -> bytes:
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISDIR(mode):
        raise _directory(path)
    if not stat.S_ISREG(mode):
        raise SourceError(f"{path} is a pipe or a device, not a file. Pipe its content to `-` instead.")
    parts: list[bytes] = []
    size = 0
    while part := os.read(descriptor, _CHUNK):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise too_large(path, max_bytes)
    return b"".join(parts)


def too_large(path: str, max_bytes: int) -> SourceTooLarge:
    """Give the error for a document of more than *max_bytes* bytes."""
    return SourceTooLarge(
        f"{path} is larger than {max_bytes:,} bytes. Raise the limit with --max-bytes, or audit a part of it."
    )


def _directory(path: str) -> SourceError:
    return SourceError(f"{path} is a directory, not a file. Name a document in it.")


def _near(path: str) -> str:
    """Give the "did you mean" for a file that is not there."""
    wanted = Path(path)
    if not wanted.parent.is_dir():
        return f": there is no directory {wanted.parent} either. Check the path."
    try:
        with os.scandir(wanted.parent) as entries:
            names = [entry.name for _, entry in zip(range(_MAX_FILES), entries, strict=False)]
    except OSError:
        names = []
    close = difflib.get_close_matches(wanted.name, names, n=3, cutoff=0.6)
    if not close:
        return ". Check the path."
    return f". Did you mean {' or '.join(str(wanted.parent / name) for name in close)}?"


def _walk(root: Path, unwanted: GitIgnoreSpec) -> Iterator[tuple[Path, str]]:
    """Give each file below *root* that nothing excludes, and its path from there with `/`."""
    home = os.path.realpath(root)
    ignored: list[tuple[str, GitIgnoreSpec]] = []
    pending: list[tuple[Path, str, int, int]] = [(root, "", 0, 0)]
    while pending:
        folder, prefix, depth, rules = pending.pop()
        del ignored[rules:]
        names = _names(folder)
        if ".gitignore" in names:
            ignored.append((prefix, _ignore_file(folder / ".gitignore")))
        folders: list[tuple[Path, str, int, int]] = []
        for name in names:
            place, relative = folder / name, f"{prefix}{name}"
            is_folder = place.is_dir()
            asked = f"{relative}/" if is_folder else relative
            if name.startswith(".") or unwanted.match_file(asked) or _ignored(ignored, asked):
                continue
            if place.is_symlink() and (is_folder or not os.path.realpath(place).startswith(home + os.sep)):
                continue
            if is_folder and depth < _MAX_DEPTH:
                folders.append((place, f"{relative}/", depth + 1, len(ignored)))
            elif place.is_file():
                yield place, relative
        pending += reversed(folders)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return []


def _ignored(rules: Sequence[tuple[str, GitIgnoreSpec]], relative: str) -> bool:
    """Tell whether the innermost `.gitignore` that says anything of the path leaves it out."""
    for prefix, spec in reversed(rules):
        said = spec.check_file(relative.removeprefix(prefix)).include
        if said is not None:
            return said
    return False


def _ignore_file(path: Path) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only directories need it

    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return GitIgnoreSpec.from_lines(file.read(_MAX_IGNORE_FILE).splitlines())
    except OSError:
        return GitIgnoreSpec.from_lines(())
