"""
Where settings come from: files, the environment, flags.

Defaults, then `[tool.citecheck]` of the nearest `pyproject.toml` or the nearest `citecheck.toml`, then `CITECHECK_*`
of the environment, then flags: a later one wins.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from citecheck.config.ignores import ignores
from citecheck.config.settings import PREFIX, Config, Settings, attribute, keys, variable
from citecheck.config.trust import check, inside
from citecheck.config.values import Given, checked, quoted, suggestion
from citecheck.errors import ConfigError

FILES: Final = ("pyproject.toml", "citecheck.toml")
"""The names looked for, in each directory upwards."""

_LARGEST_FILE: Final = 1 << 20
_MOST_DOTS: Final = 5_000_000
"""For each line the square of its dots: so long takes Python's reader of TOML for a key of many parts."""
_HIGHEST: Final = 64
"""How many directories upwards are looked at."""


def load(
    flags: Mapping[str, object],
    environ: Mapping[str, str],
    directory: Path,
    file: Path | None = None,
    *,
    trusted: bool = False,
) -> Config:
    """
    Give the configuration of a run.

    Args:
        flags: What the command line gives, by key; None for what it does not.
        environ: The environment.
        directory: Where the search for a configuration file begins.
        file: The configuration file to use instead of searching.
        trusted: Whether the file may set what decides whom the run talks to and where it writes.

    Raises:
        ConfigError: A key is unknown or a value does not fit; the message names the place.
    """
    layers = (
        _from_file(file or _nearest(directory, environ.get("HOME", "")), trusted=trusted),
        {key: Given(environ[variable(key)], variable(key)) for key in keys() if variable(key) in environ},
        {key: Given(value, f"--{key.replace('_', '-')}") for key, value in flags.items() if value is not None},
    )
    values: dict[str, Any] = {}
    origins = dict.fromkeys(keys(), "default")
    for layer in layers:
        for key, given in layer.items():
            values[attribute(key)] = checked(key, given)
            origins[key] = given.place
    settings = Settings(**values)
    return Config(settings, origins, (*_almost(environ), *_unset(settings, environ)))


def _nearest(directory: Path, home: str) -> Path | None:
    """Give the nearest file that configures citecheck, up to the root of the repository or the home directory."""
    for here in (directory, *directory.parents)[:_HIGHEST]:
        for name in FILES:
            if _configures(here / name):
                return here / name
        if (here / ".git").exists() or str(here) == home:
            break
    return None


def _configures(file: Path) -> bool:
    """Tell whether a file configures citecheck; a `pyproject.toml` without a word of it is not even parsed."""
    if not file.is_file():
        return False
    return file.name != "pyproject.toml" or ("citecheck" in _text(file) and _table(file) is not None)


def _table(file: Path) -> dict[str, Any] | None:
    """Give the keys that a file sets: those of `[tool.citecheck]`, or all of a file that has no `[tool]`."""
    try:
        text = _text(file)
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: this is not TOML: {error}. Correct the line, or name another --config.") from error
    except RecursionError as error:
        raise ConfigError(f"{file}: nested too deeply. Name another --config.") from error
    except ValueError as error:  # a whole number of over 4,300 digits
        raise ConfigError(f"{file}: a number in it is too long. Correct it, or name another --config.") from error
    tool = data.get("tool")
    if not isinstance(tool, dict):
        return None if file.name == "pyproject.toml" else data
    table = tool.get("citecheck")
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file}: [tool.citecheck] must be a table.")
    return table


def _text(file: Path) -> str:
    """Give the text of a configuration file."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise ConfigError(f"{file}: a configuration file has at most {_LARGEST_FILE:,} bytes.")
        text = data.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: the configuration cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: a TOML file is UTF-8, and byte {error.start} is not. Save it as UTF-8.") from error
    if sum(line.count(".") ** 2 for line in text.split("\n")) > _MOST_DOTS:
        raise ConfigError(f"{file}: a line in it has too many dots to be read. Break it, or name another --config.")
    return text


def _from_file(file: Path | None, *, trusted: bool) -> dict[str, Given]:
    """Give what a configuration file sets."""
    if file is None:
        return {}
    table = _table(file)
    if table is None:
        raise ConfigError(f"{file}: there is no [tool.citecheck] in it.")
    text = _text(file)
    found: dict[str, Given] = {}
    for written, value in table.items():
        key = written.replace("-", "_")
        place = f"{file}:{_line(text, written)}"
        if key not in keys():
            raise ConfigError(f"{place}: unknown key {quoted(written)}{suggestion(key, keys())}")
        if key in found:
            raise ConfigError(f"{place}: {written!r} is given twice.")
        if not trusted:
            check(key, Given(value, place))
        found[key] = Given(_placed(file, key, value, text), place)
    return found


def _placed(file: Path, key: str, value: object, text: str) -> object:
    """Give a value of a file for which it matters where that lies, or where in it."""
    if key == "output":
        return inside(file, value, f"{file}:{_line(text, key)}")
    if key == "ignores":
        return ignores(value, file, _headers(text, key) or [_line(text, key)])
    return value


def _line(text: str, key: str) -> int:
    """Give the line on which a key is most likely written: the first in or after `[tool.citecheck]`."""
    start = max(text.find("[tool.citecheck"), 0)
    found = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]", re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.start() if found else start) + 1


def _headers(text: str, key: str) -> list[int]:
    """Give the lines with the headers of a list of tables: `[[tool.citecheck.ignores]]`."""
    header = re.compile(rf"[ \t]{{0,80}}\[\[[^\]]{{0,80}}\b{re.escape(key)}[ \t]{{0,80}}\]\]")
    return [number for number, line in enumerate(text.split("\n"), 1) if header.match(line)]


def _unset(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    """Give a note for each variable that a header wants and that has no value: a fork's run has no secrets."""
    for line in settings.headers:
        head, _, text = line.partition(":")
        for name in re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]{0,99})", text):
            if not environ.get(name, "").strip():
                yield f"{name} is not set, so the header `{head}` is not sent."


def _almost(environ: Mapping[str, str]) -> Iterator[str]:
    """Give a note for each `CITECHECK_*` variable that is no setting but looks like a misspelt one."""
    known = [variable(key) for key in keys()]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
            if near:
                yield f"{name} is no setting; did you mean {near[0]}?"
