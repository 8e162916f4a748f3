"""Where a path leads that lies in a repository: its links may be a stranger's, and lead anywhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from citecheck.documents.naming import repository_of
from citecheck.errors import UsageError

_GIT: Final = ".git"


def led_out(path: str, *, of_repository: bool = False) -> str | None:
    """
    Give where links take a path out of the repository, or of the working directory, that it lies in by its words.

    Nor may they lead into what git keeps for itself: the token with which a job fetched the repository lies there.

    Args:
        path: What a user named.
        of_repository: Whether a working directory that is in no repository may be left.

    Returns:
        The place; None where the path stays inside, or lies in neither.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the very links that are looked for
    home = _home(absolute, of_repository=of_repository)
    if home is None:
        return None
    try:
        target, home_itself = Path(os.path.realpath(absolute)), Path(os.path.realpath(home))
    except (OSError, ValueError):  # whoever opens it says what is wrong with it
        return None
    if not target.is_relative_to(home_itself):
        return str(target)
    hidden = _GIT in target.relative_to(home_itself).parts and _GIT not in absolute.relative_to(home).parts
    return str(target) if hidden else None


def check_written(path: str) -> None:
    """
    Raise where something would be written through a link to another place than its path says.

    Raises:
        UsageError: The message names the place.
    """
    target = led_out(path)
    if target is not None:
        raise UsageError(
            f"{path} would be written to {target}: a link leads there, and it may be a stranger's. Name that place itself, "
            "if you mean it."
        )


def _home(absolute: Path, *, of_repository: bool) -> Path | None:
    """Give the directory that a path may not leave: found from the working directory, to which no link leads."""
    here = Path(os.path.realpath(os.curdir))
    root = repository_of(here)
    if root is not None and absolute.is_relative_to(root):
        return root
    if absolute.is_relative_to(here):
        return None if of_repository else here
    return repository_of(absolute.parent)
