"""Values as a file, a variable or a flag gives them, and as a setting holds them."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterable
from typing import Final, NamedTuple, cast

from citecheck.config.settings import PREFIX, Kind, item
from citecheck.errors import ConfigError

_SHOWN: Final = 100
"""Characters of a value that a message repeats."""
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off", ""})

_AGE: Final = re.compile(r"(\d{1,9})[ ]?([smhdw]?)", re.ASCII)
_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


class Given(NamedTuple):
    """A value as one layer gives it, and where."""

    value: object
    place: str


def age(text: str) -> float | None:
    """Give the seconds of `0`, `90`, `45m`, `12h`, `7d`, `2w`; None where a text is no such age."""
    found = _AGE.fullmatch(text.strip())
    return float(int(found[1]) * _UNITS[found[2]]) if found else None


def quoted(value: object) -> str:
    """Give a value as a message repeats it: on one line, and no more of it than anybody reads."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of over 4,300 digits, which a file can have in hexadecimal
        return "a number of thousands of digits"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give `; did you mean 'strict'?`, or `.` when nothing is near: the end of a sentence either way."""
    near = difflib.get_close_matches(word[:_SHOWN], list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else "."


def checked(key: str, given: Given) -> object:
    """Give a value as its setting holds it, or raise ConfigError with the place."""
    setting = item(key)
    kind = cast("Kind", setting.metadata["kind"])
    value, place = given
    from_text = place.startswith(PREFIX)
    if kind in {"words", "ignores"}:
        return words(value, place) if kind == "words" else _tables(value, place)
    if kind == "flag":
        if from_text and str(value).lower() in _TRUE | _FALSE:
            return str(value).lower() in _TRUE
        if isinstance(value, bool):
            return value
        raise ConfigError(f"{place}: {key} is true or false, not {quoted(value)}.")
    if kind in {"size", "count"}:
        return _number(key, value, place, least=int(kind == "size"), from_text=from_text)
    if kind in {"seconds", "age"}:
        return _age(key, value, place) if kind == "age" else _seconds(key, value, place, from_text=from_text)
    if not isinstance(value, str):
        raise ConfigError(f"{place}: {key} is a text, not {quoted(value)}.")
    choices: tuple[str, ...] = setting.metadata["choices"]
    if choices and value not in choices:
        raise ConfigError(
            f"{place}: {key} is one of {', '.join(choices)}, not {quoted(value)}{suggestion(value, choices)}"
        )
    return value


def _tables(value: object, place: str) -> object:
    """Give ignores, of which only a file can have tables."""
    if isinstance(value, tuple):
        return value
    raise ConfigError(f"{place}: ignores are tables of a file, [[tool.citecheck.ignores]], each with a reason.")


def _number(key: str, value: object, place: str, *, least: int, from_text: bool) -> int:
    """Give a whole number."""
    if from_text and str(value).isdecimal():
        value = int(str(value)[:18])
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    raise ConfigError(f"{place}: {key} is a whole number{' above 0' if least else ''}, not {quoted(value)}.")


def _seconds(key: str, value: object, place: str, *, from_text: bool) -> float:
    """Give a time above 0."""
    if from_text and re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", str(value), re.ASCII):
        value = float(str(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        with contextlib.suppress(OverflowError):
            return float(value)
    raise ConfigError(f"{place}: {key} is a number of seconds above 0, not {quoted(value)}.")


def _age(key: str, value: object, place: str) -> float:
    """Give an age in seconds."""
    found = None
    if isinstance(value, str | int) and not isinstance(value, bool):
        found = age(quoted(value) if isinstance(value, int) else value)
    if found is None:
        raise ConfigError(f"{place}: {key} is an age as 0, 45m, 12h or 7d, not {quoted(value)}.")
    return found


def words(value: object, place: str) -> tuple[str, ...]:
    """Give a list of words; text is split at its commas."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise ConfigError(f"{place}: a list of texts is wanted, not {quoted(value)}.")
    found: list[str] = []
    for part in parts:
        if not isinstance(part, str):
            raise ConfigError(f"{place}: a list of texts is wanted, and {quoted(part)} is none.")
        found += [word.strip() for word in part.split(",")]
    return tuple(word for word in found if word)
