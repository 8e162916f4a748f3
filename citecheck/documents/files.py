"""Files: the bytes of one, and the documents in a directory."""

from __future__ import annotations

import difflib
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from citecheck.documents.ignoring import Patterns
from citecheck.documents.suffixes import in_folders
from citecheck.errors import SourceError, SourceMissing, SourceTooLarge

MAX_BYTES = 25_000_000
"""What is read of one document unless `--max-bytes` says otherwise."""

_MAX_FILES = 10_000
_MAX_DEPTH = 40
_MAX_IGNORE_FILE = 1_000_000
_MAX_PATTERNS = 10_000
"""Lines of one `.gitignore` that are read."""
_MAX_SECONDS = 60.0
"""Processor time for one directory: a million files take some 20 seconds, patterns that a stranger made any number."""
_MAX_TOGETHER = 1 << 30
"""Bytes of all documents of a directory: a repository of a few kilobytes may unpack to ten thousand large ones."""
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
    path: str,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
    suffixes: frozenset[str] | None = None,
) -> tuple[str, ...]:
    """
    Give the documents in the directory *path* and below, in the order of their names.

    Hidden files, files that a `.gitignore` names and links that lead out of the directory, or to a hidden file in it, are
    left out.

    Args:
        path: A directory.
        include: Patterns as in `.gitignore`, relative to *path*: take only files that one of them names, whatever
            their suffix. Without any, files with one of *suffixes* are taken.
        exclude: Patterns of files and directories to leave out.
        max_bytes: The largest document that will be read; larger ones are given all the same, and refused then.
        suffixes: In lower case, with the dot; those of the formats that are read where None.

    Raises:
        SourceError: There are more than 10,000 documents, they are too large together, or finding them takes too long.

    """
    suffixes = in_folders() if suffixes is None else suffixes
    wanted = Patterns(include) if include else None
    found: list[str] = []
    together = 0
    for file, relative in _walk(Path(path), Patterns(exclude)):
        if wanted.match(relative) if wanted else file.suffix.casefold() in suffixes:
            found.append(str(file))
            size = _size(file)
            together += size if size <= max_bytes else 0
            if len(found) > _MAX_FILES:
                raise SourceError(f"{path} holds more than {_MAX_FILES:,} documents. Narrow it with --include.")
            if together > _MAX_TOGETHER:
                raise SourceError(
                    f"{path} holds more than {_MAX_TOGETHER >> 20:,} MiB of documents. Narrow it with --include."
                )
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


def _walk(root: Path, unwanted: Patterns) -> Iterator[tuple[Path, str]]:
    """Give each file below *root* that nothing excludes, and its path from there with `/`."""
    home = os.path.realpath(root)
    until = time.thread_time() + _MAX_SECONDS
    ignored: list[tuple[str, Patterns]] = []
    pending: list[tuple[Path, str, int, int]] = [(root, "", 0, 0)]
    while pending:
        folder, prefix, depth, rules = pending.pop()
        del ignored[rules:]
        names = _names(folder)
        if ".gitignore" in names:
            ignored.append((prefix, _ignore_file(folder / ".gitignore")))
        folders: list[tuple[Path, str, int, int]] = []
        for name in names:
            if time.thread_time() > until:
                raise SourceError(f"{root} takes over {_MAX_SECONDS:.0f} seconds to look through. Name a part of it.")
            place, relative = folder / name, f"{prefix}{name}"
            is_folder = place.is_dir()
            asked = f"{relative}/" if is_folder else relative
            if name.startswith(".") or unwanted.match(asked) or _ignored(ignored, asked):
                continue
            if place.is_symlink() and (is_folder or not _is_open_in(home, place)):
                continue
            if is_folder and depth < _MAX_DEPTH:
                folders.append((place, f"{relative}/", depth + 1, len(ignored)))
            elif place.is_file():
                yield place, relative
        pending += reversed(folders)


def _is_open_in(home: str, link: Path) -> bool:
    """
    Tell whether a link leads to a file below *home* that is not hidden.

    `notes.txt -> .git/config` leads to the token with which a job fetched the repository, and would put it into a report.
    """
    target = os.path.realpath(link)
    within = target.startswith(home.rstrip(os.sep) + os.sep)
    return within and not any(name.startswith(".") for name in Path(target).relative_to(home).parts)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return []


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _ignored(rules: Sequence[tuple[str, Patterns]], relative: str) -> bool:
    """Tell whether the innermost `.gitignore` that says anything of the path leaves it out."""
    for prefix, patterns in reversed(rules):
        said = patterns.said(relative.removeprefix(prefix))
        if said is not None:
            return said
    return False


def _ignore_file(path: Path) -> Patterns:
    """Give the patterns of a `.gitignore`; as for git, one that is a link holds none."""
    if path.is_symlink():
        return Patterns(())
    try:
        data = load(str(path), _MAX_IGNORE_FILE)
    except SourceError:
        return Patterns(())
    return Patterns(data.decode("utf-8", "replace").splitlines()[:_MAX_PATTERNS])
