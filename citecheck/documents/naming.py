"""What documents are called: by users, in messages, and in the repository that they lie in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

NO_NAME: Final = "-"
"""What a document is called that came as bytes."""
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_HIGHEST: Final = 64
"""How many directories upwards a repository is looked for."""


def is_address(name: str | bytes) -> bool:
    """Tell whether what a user names is an address of the web."""
    return isinstance(name, str) and _ADDRESS.match(name) is not None


def shown(path: str) -> str:
    r"""Give a path as text that every encoding has: bytes that are no UTF-8 are spelled `\xe9`."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that no file system made
        data = path.encode("utf-8", "surrogatepass")
    return data.decode("utf-8", "backslashreplace")


def in_repository(path: str) -> str | None:
    """Give a path relative to the repository it lies in, None where it lies in none or is no path."""
    if path == NO_NAME:
        return None
    if is_address(path):
        return path
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the repository
    home = repository_of(absolute.parent)
    return None if home is None else absolute.relative_to(home).as_posix()


def repository_of(folder: Path) -> Path | None:
    """Give the root of the repository that a folder lies in, or is; None where there is none."""
    return next((one for one in (folder, *folder.parents)[:_HIGHEST] if (one / ".git").exists()), None)


def beneath(path: str) -> str | None:
    """
    Give where a file lies, with slashes: relative to its repository, or else to the working directory.

    None for an address, for bytes, and for a file that lies in neither: nothing of a project names it.
    """
    if is_address(path):
        return None
    within = in_repository(path)
    if within is not None or path == NO_NAME:
        return within
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()  # noqa: PTH100 - as above
    except (ValueError, OSError):
        return None
