"""Whole files or none: what is written appears at once, and what was there stays until then."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from citecheck.cli.places import check_written
from citecheck.errors import UsageError


def write(file: Path, text: str | Iterable[str], *, named: bool = True) -> None:
    """
    Write *text* as UTF-8 to *file*, through a temporary file beside it.

    Args:
        file: Where it goes.
        text: All of it, or piece by piece.
        named: Whether a user named the file: then something that is no regular file (`/dev/stdout`, a pipe) is written to as
            it is, and a link is followed as far as it stays inside. In a directory that a user named, the file takes the
            place of a link or pipe, which a stranger may have laid there.

    Raises:
        UsageError: It cannot be written.
    """
    data = (piece.encode("utf-8", "replace") for piece in ((text,) if isinstance(text, str) else text))
    try:
        if not named:
            _replace(file, data)
            return
        check_written(str(file))
        if file.exists() and not file.is_file():
            with file.open("wb") as opened:
                opened.writelines(data)
            return
        _replace(Path(os.path.realpath(file)), data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"{file}: it cannot be written: {reason}. Name another place.") from error


def _replace(file: Path, data: Iterable[bytes]) -> None:
    """Put *data* in the place of *file*, with the mode that a new file would have."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name[:50]}.", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.writelines(data)
        temporary.chmod(_mode(file))
        temporary.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _mode(file: Path) -> int:
    """Give the mode of the file that is there, or that of a new one."""
    with contextlib.suppress(OSError):
        mode = file.lstat().st_mode
        if stat.S_ISREG(mode):
            return mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
