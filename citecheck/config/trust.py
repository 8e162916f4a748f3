"""What a configuration file may set that nobody said to trust: the audited repository may be a stranger's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from citecheck.config.settings import item, variable
from citecheck.config.values import Given, quoted
from citecheck.errors import ConfigError

MOST_WORDS: Final = 1_000
"""Entries of a list: each pattern is held against every file or address."""
WITHIN: Final[dict[str, tuple[float, float]]] = {
    "max_bytes": (1, 100_000_000),
    "jobs": (1, 256),
    "timeout": (0.1, 300),
    "per_host": (1, 16),
    "interval": (0.05, 60),
}
"""Between what a number lies: a run ends, has room in memory, and is polite to hosts."""


def check(key: str, given: Given) -> None:
    """
    Raise where a file sets what is not a stranger's to set, or more than a run should take on.

    Raises:
        ConfigError: The message names the place, and what sets it all the same.
    """
    value, place = given
    all_the_same = f"Set {variable(key)}, or trust the file with --trust-config."
    if item(key).metadata["guarded"]:
        raise ConfigError(
            f"{place}: {key!r} decides whom a run talks to or where it writes, and this file may be a stranger's. "
            f"{all_the_same}"
        )
    least, most = WITHIN.get(key, (0, 0))
    number = value if key in WITHIN and isinstance(value, int | float) else least
    if 0 < number < float("inf") and not least <= number <= most:  # what is no number of its kind is told elsewhere
        raise ConfigError(
            f"{place}: {key} lies between {least:,} and {most:,} in a file that may be a stranger's. {all_the_same}"
        )
    entries = value.count(",") + 1 if isinstance(value, str) else len(value) if isinstance(value, list) else 0
    if entries > MOST_WORDS and item(key).metadata["kind"] == "words":
        raise ConfigError(f"{place}: {key} has at most {MOST_WORDS:,} entries, not {entries:,}. Use patterns.")


def inside(file: Path, value: object, place: str) -> object:
    """
    Give the directory for reports that a file names: it stays below that file, and out of what git keeps for itself.

    Raises:
        ConfigError: It does not, or is no directory.
    """
    if not isinstance(value, str):
        return value
    home = file.parent.resolve()
    try:
        directory = (home / value).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # a NUL; links in a circle
        raise ConfigError(f"{place}: output is no directory: {quoted(value)}. Name one below {home}.") from error
    if not directory.is_relative_to(home) or ".git" in map(str.casefold, directory.relative_to(home).parts):
        raise ConfigError(f"{place}: output must lie below {home}. Use --output for another place.")
    return str(directory)
