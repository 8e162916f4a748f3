"""How long an answer stands, by its verdict; the table and its reasons are in `validity.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from citecheck.config import age
from citecheck.model import LinkCheck, Snapshot

_AHEAD: Final = 300.0
"""Seconds by which a time may be ahead of the clock, where several machines share a folder."""


def kind_of(answer: LinkCheck | Snapshot) -> tuple[str, str] | None:
    """Give the row of the table that an answer falls under, None where it is no answer at all."""
    if isinstance(answer, LinkCheck):
        return None if answer.verdict == "unchecked" else ("link", answer.verdict)
    if answer.status == "unknown":
        return None
    return ("snapshot", answer.playback if answer.status == "archived" else answer.status)


def stands(kind: tuple[str, str], elapsed: float, max_age: float | None) -> bool:
    """
    Tell whether an answer may stand for asking.

    Args:
        kind: Its row.
        elapsed: Seconds since it was given.
        max_age: Seconds after which nothing stands, None without such a wish.
    """
    longest = seconds(*kind)
    return -_AHEAD <= elapsed < (longest if max_age is None else min(longest, max_age))


def resumes(elapsed: float, max_age: float | None) -> bool:
    """Tell the same of an answer that this run was given before it was killed and begun again."""
    longest = seconds("resume", "run")
    return -_AHEAD <= elapsed < (longest if max_age is None else min(longest, max_age))


def seconds(part: str, row: str) -> float:
    """Give the age in a row of the table."""
    return _table()[part][row]


@cache
def _table() -> dict[str, dict[str, float]]:
    """Give the table in seconds."""
    text = files("citecheck.gathering").joinpath("validity.toml").read_text(encoding="utf-8")
    return {
        part: {row: age(told["age"]) or 0.0 for row, told in rows.items()} for part, rows in tomllib.loads(text).items()
    }
