"""From flags, environment and file to the configuration of a run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from citecheck.cli.console import Console
from citecheck.cli.places import check_written
from citecheck.config import Config, load
from citecheck.config.settings import item
from citecheck.reports.visible import brief

_KEYS = {"from_": "from", "formats": "format"}
"""Parameters whose name is not their key."""
_LONGEST: Final = 300
"""Code points of the policy that are told."""


def configured(console: Console, **flags: object) -> Config:
    """
    Give the configuration; flags that were not given are None or empty.

    Raises:
        ConfigError: Something in it is wrong; the message names the place.
        UsageError: Something would be written where links lead that may be a stranger's.
    """
    given = {_KEYS.get(name, name): value for name, value in flags.items() if value is not None and value != ()}
    if console.color is not None:
        given["color"] = console.color
    config = load(given, os.environ, _here(), console.config, trusted=console.trust_config)
    console.color = config.settings.color
    settings = config.settings
    for path in (settings.output, settings.record, settings.history, settings.update_baseline and settings.baseline):
        if path:
            check_written(path)
    for note in config.notes:
        console.warning(note)
    policy = ", ".join(f"{key} = {value}" for key, value, origin in config.rows() if _shapes(key) and ":" in origin)
    if policy:  # whoever audits what a stranger wrote knows whose policy the exit code follows
        console.note(brief(f"The configuration file sets {policy} (citecheck config --show).", _LONGEST))
    return config


def _shapes(key: str) -> bool:
    """Tell whether a setting shapes what a report says."""
    return bool(item(key).metadata["shapes"])


def _here() -> Path:
    """Give the working directory, or the root when it has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")
