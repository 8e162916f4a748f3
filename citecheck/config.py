"""
The settings of a run, and where each came from.

Defaults, then `[tool.citecheck]` of the nearest `pyproject.toml` or the nearest `citecheck.toml`, then `CITECHECK_*`
of the environment, then flags: a later one wins. A key is written the same way everywhere: `fail_on` (or `fail-on`) in
a file, `CITECHECK_FAIL_ON`, `--fail-on`.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast

from citecheck.errors import ConfigError

FILES: Final = ("pyproject.toml", "citecheck.toml")
"""The names looked for, in each directory upwards."""
PREFIX: Final = "CITECHECK_"

_LARGEST_FILE: Final = 1 << 20
_HIGHEST: Final = 64
"""How many directories upwards are looked at."""
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off", ""})

_AGE: Final = re.compile(r"(\d{1,9})[ ]?([smhdw]?)", re.ASCII)
_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}

_Kind: TypeAlias = Literal["words", "flag", "text", "size", "count", "seconds", "age", "choice"]


def _setting(
    default: object, kind: _Kind, choices: tuple[str, ...] = (), *, shapes: bool = True, guarded: bool = False
) -> Any:  # noqa: ANN401 - as dataclasses.field
    """
    Give a field of `Settings`.

    Args:
        default: Its value when nobody sets it.
        kind: How it is read.
        choices: The values it can have, for `choice`.
        shapes: Whether it shapes what a report says.
        guarded: Whether a configuration file may set it only when it is trusted: the audited repository may be a
            stranger's, and this setting decides whom the run talks to or where it writes.
    """
    return field(default=default, metadata={"kind": kind, "choices": choices, "shapes": shapes, "guarded": guarded})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. A name that Python reserves has an underscore at its end: `from_`."""

    select: tuple[str, ...] = _setting((), "words")
    """Only these rules run; empty for all."""
    ignore: tuple[str, ...] = _setting((), "words")
    """These rules do not run."""
    strict: bool = _setting(False, "flag")
    """Whether the rules that are often wrong run too."""
    offline: bool = _setting(False, "flag", shapes=False)
    """Whether the network is left alone."""
    from_: str | None = _setting(None, "text")
    """The reader to use, or None to let the readers look."""
    links_from: str | None = _setting(None, "text", guarded=True)
    """Another copy of the document (a file or an address) that gives references their links back."""
    max_bytes: int = _setting(25_000_000, "size")
    """The largest document that is read, in bytes."""
    include: tuple[str, ...] = _setting((), "words")
    """In a directory: only files that match one of these patterns (gitignore's syntax); empty for all."""
    exclude: tuple[str, ...] = _setting((), "words")
    """In a directory: no files that match one of these patterns."""
    include_url: tuple[str, ...] = _setting((), "words")
    """Only addresses that one of these patterns fits are asked (`*` for any run of characters); empty for all."""
    exclude_url: tuple[str, ...] = _setting((), "words")
    """No addresses that one of these patterns fits are asked."""
    fragments: bool = _setting(False, "flag")
    """Whether pages are searched for the places that fragments name."""
    format: tuple[str, ...] = _setting(("text",), "words", shapes=False)
    """The report formats."""
    output: str | None = _setting(None, "text", shapes=False)
    """The directory that reports are written to, or None for standard output."""
    fail_on: Literal["error", "warning", "never"] = _setting("error", "choice", ("error", "warning", "never"))
    """The least severity for which the command ends with 1."""
    baseline: str | None = _setting(None, "text", guarded=True)
    """The file of findings that are known: only others fail a run."""
    update_baseline: bool = _setting(False, "flag", shapes=False, guarded=True)
    """Whether that file is written anew, with all that this run finds."""
    history: str | None = _setting(None, "text", guarded=True)
    """The file of what several runs say of links: with it, only what failed repeatedly is dead."""
    dead_after: int = _setting(3, "size")
    """Failures in a row after which a link is dead, where there is a history."""
    dead_days: int = _setting(2, "count")
    """Days that lie between two failures which both count, at the least."""
    read_sources: bool = _setting(True, "flag")
    """Whether the pages behind claims are read."""
    judge: str | None = _setting(None, "text", guarded=True)
    """Who gives a second opinion on claims: the address of a service, or the name of a plug-in; nobody where None."""
    judge_model: str | None = _setting(None, "text", guarded=True)
    """The model that the service of `judge` is to use; the one that it has where None."""
    archives: bool = _setting(True, "flag")
    """Whether archives are asked for snapshots."""
    archive: tuple[str, ...] = _setting(("wayback",), "words")
    """The archives that are asked, the first one first; the next one where that has no copy that serves."""
    archives_file: str | None = _setting(None, "text", guarded=True)
    """A TOML file that describes further archives, as `citecheck/archives/known.toml` does."""
    max_drift: int = _setting(90, "count")
    """Days from the date of a reference up to which a snapshot is near it; beyond them it is weak evidence."""
    archive_speed: float = _setting(1.0, "seconds", shapes=False, guarded=True)
    """How many times as often as the public archives bear they are asked: for a mirror of one's own."""
    jobs: int = _setting(32, "size", shapes=False)
    """Requests under way at the same time."""
    timeout: float = _setting(30.0, "seconds", shapes=False)
    """For one address with all its redirects."""
    max_time: float | None = _setting(None, "seconds", shapes=False)
    """For asking as a whole; what was not answered by then is unchecked."""
    cache: bool = _setting(True, "flag", shapes=False)
    """Whether answers are kept from one run to the next, and used while they are valid."""
    max_age: float | None = _setting(None, "age", shapes=False)
    """Seconds after which an answer that was kept is asked anew, if it is not by its verdict; 0 for always."""
    cache_dir: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The folder of the answers that are kept; the one for caches of this machine where None."""
    per_host: int = _setting(4, "size", shapes=False)
    """Requests under way at the same time at one host."""
    interval: float = _setting(0.05, "seconds", shapes=False)
    """Between the starts of two requests to one host, at least; what a host asks for counts where it is longer."""
    crawl_delay: bool = _setting(True, "flag", shapes=False)
    """Whether the robots.txt of a host with many links is asked for the delay that it wants."""
    retries: int = _setting(1, "count", shapes=False)
    """Times that a link which failed for the moment is asked again, late in the run."""
    record: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The cassette that answers are written to."""
    replay: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The cassette that answers in place of the network."""
    allow_private: bool = _setting(False, "flag", shapes=False, guarded=True)
    """Whether this machine and private networks may be asked."""
    user_agent: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The whole User-Agent header, or None for citecheck's own."""
    proxy: str | None = _setting(None, "text", shapes=False, guarded=True)
    """`http://[user:password@]host:port` for all requests."""
    proxy_resolves: bool = _setting(False, "flag", shapes=False, guarded=True)
    """Whether the proxy may be asked for names that the name server of this machine does not know."""
    ca_file: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Authorities (PEM) in place of those that come with certifi."""
    client_cert: str | None = _setting(None, "text", shapes=False, guarded=True)
    """A certificate (PEM) that says who we are, for the hosts of `client_hosts`."""
    client_key: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Its key (PEM), where that is in another file."""
    client_hosts: tuple[str, ...] = _setting((), "words", shapes=False, guarded=True)
    """The hosts to which it is shown."""
    headers: tuple[str, ...] = _setting((), "words", shapes=False, guarded=True)
    """Headers for single hosts: `api.github.com Authorization: Bearer $GITHUB_TOKEN`."""
    wiki_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The base of a MediaWiki (`https://host/w`) that stands in for the wiki of every article that is fetched."""
    wayback_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """The base of a Wayback Machine that stands in for the Internet Archive's."""
    cdx_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Its index, when that is elsewhere."""
    availability_url: str | None = _setting(None, "text", shapes=False, guarded=True)
    """Its availability API, when that is elsewhere."""
    secrets: tuple[str, ...] = _setting((), "words", shapes=False, guarded=True)
    """What must not be written into recordings, logs and answers, beside what is known for a secret by its name."""
    color: Literal["auto", "always", "never"] = _setting("auto", "choice", ("auto", "always", "never"), shapes=False)
    """Whether the terminal's colours are used."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings with the origin of each."""

    settings: Settings
    origins: Mapping[str, str]
    """By key: `default`, a file with its line, the name of a variable, a flag."""
    notes: tuple[str, ...] = ()
    """What a person may want to know: a variable that is almost a setting."""

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Give key, value as text and origin of every setting; passwords and secrets are not shown."""
        for key, value in _values(self.settings):
            shown = said(value)
            if key == "secrets":
                shown = f"{len(value)}, not shown" if value else ""
            elif key == "headers":
                shown = ", ".join(line.partition(":")[0] for line in value)
            elif key == "proxy" and "@" in shown:
                shown = f"(not shown)@{shown.rpartition('@')[2]}"
            yield key, shown, self.origins[key]


class _Given(NamedTuple):
    """A value as one layer gives it, and where."""

    value: object
    place: str


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
        {key: _Given(environ[_variable(key)], _variable(key)) for key in _keys() if _variable(key) in environ},
        {key: _Given(value, f"--{key.replace('_', '-')}") for key, value in flags.items() if value is not None},
    )
    values: dict[str, Any] = {}
    origins = dict.fromkeys(_keys(), "default")
    for layer in layers:
        for key, given in layer.items():
            values[_attribute(key)] = _checked(key, given)
            origins[key] = given.place
    settings = Settings(**values)
    return Config(settings, origins, (*_almost(environ), *_unset(settings, environ)))


def differing(settings: Settings) -> dict[str, str]:
    """Give the settings that shape a report and differ from their defaults, as text."""
    shaping = {_key(item.name) for item in fields(Settings) if item.metadata["shapes"]}
    defaults = dict(_values(Settings()))
    return {key: said(value) for key, value in _values(settings) if key in shaping and value != defaults[key]}


def age(text: str) -> float | None:
    """Give the seconds of `0`, `90`, `45m`, `12h`, `7d`, `2w`; None where a text is no such age."""
    found = _AGE.fullmatch(text.strip())
    return float(int(found[1]) * _UNITS[found[2]]) if found else None


def said(value: object) -> str:
    """Give a value as text: `true`, `a, b`, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give `; did you mean 'strict'?`, or `.` when nothing is near: the end of a sentence either way."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else "."


def _keys() -> tuple[str, ...]:
    """Give the keys in the order of `Settings`."""
    return tuple(_key(item.name) for item in fields(Settings))


def _key(attribute: str) -> str:
    """Give the key of an attribute: `from` of `from_`."""
    return attribute.rstrip("_")


def _attribute(key: str) -> str:
    """Give the attribute of a key: `from_` of `from`."""
    return "from_" if key == "from" else key


def _variable(key: str) -> str:
    """Give the environment variable of a key."""
    return f"{PREFIX}{key.upper()}"


def _values(settings: Settings) -> Iterator[tuple[str, Any]]:
    """Give key and value of every setting."""
    for item in fields(settings):
        yield _key(item.name), getattr(settings, item.name)


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
        return data.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: the configuration cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: a TOML file is UTF-8, and byte {error.start} is not. Save it as UTF-8.") from error


def _from_file(file: Path | None, *, trusted: bool) -> dict[str, _Given]:
    """Give what a configuration file sets."""
    if file is None:
        return {}
    table = _table(file)
    if table is None:
        raise ConfigError(f"{file}: there is no [tool.citecheck] in it.")
    text = _text(file)
    found: dict[str, _Given] = {}
    for written, value in table.items():
        key = written.replace("-", "_")
        place = f"{file}:{_line(text, written)}"
        if key not in _keys():
            raise ConfigError(f"{place}: unknown key {written!r}{suggestion(key, _keys())}")
        if key in found:
            raise ConfigError(f"{place}: {written!r} is given twice.")
        if not trusted and _item(key).metadata["guarded"]:
            raise ConfigError(
                f"{place}: {written!r} decides whom a run talks to or where it writes, and this file may be a "
                f"stranger's. Set {_variable(key)}, or trust the file with --trust-config."
            )
        found[key] = _Given(_inside(file, value, place) if key == "output" else value, place)
    return found


def _inside(file: Path, value: object, place: str) -> object:
    """Give a directory of a configuration file, which may be a stranger's: it stays below that file."""
    if not isinstance(value, str):
        return value
    home = file.parent.resolve()
    directory = (home / value).resolve()
    if not directory.is_relative_to(home):
        raise ConfigError(f"{place}: output must lie below {home}. Use --output for another place.")
    return str(directory)


def _line(text: str, key: str) -> int:
    """Give the line on which a key is most likely written: the first in or after `[tool.citecheck]`."""
    start = max(text.find("[tool.citecheck"), 0)
    found = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]", re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.start() if found else start) + 1


def _checked(key: str, given: _Given) -> object:
    """Give a value as its setting holds it, or raise ConfigError with the place."""
    item = _item(key)
    kind = cast("_Kind", item.metadata["kind"])
    value, place = given
    from_text = place.startswith(PREFIX)
    if kind == "words":
        return _words(value, place)
    if kind == "flag":
        if from_text and str(value).lower() in _TRUE | _FALSE:
            return str(value).lower() in _TRUE
        if isinstance(value, bool):
            return value
        raise ConfigError(f"{place}: {key} is true or false, not {value!r}.")
    if kind in {"size", "count"}:
        if from_text and str(value).isdecimal():
            value = int(str(value)[:18])
        if isinstance(value, int) and not isinstance(value, bool) and value >= (kind == "size"):
            return value
        raise ConfigError(f"{place}: {key} is a whole number{' above 0' if kind == 'size' else ''}, not {value!r}.")
    if kind in {"seconds", "age"}:
        return _age(key, value, place) if kind == "age" else _seconds(key, value, place, from_text=from_text)
    if not isinstance(value, str):
        raise ConfigError(f"{place}: {key} is a text, not {value!r}.")
    choices: tuple[str, ...] = item.metadata["choices"]
    if choices and value not in choices:
        raise ConfigError(f"{place}: {key} is one of {', '.join(choices)}, not {value!r}{suggestion(value, choices)}")
    return value


def _seconds(key: str, value: object, place: str, *, from_text: bool) -> float:
    """Give a time above 0."""
    if from_text and re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", str(value), re.ASCII):
        value = float(str(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise ConfigError(f"{place}: {key} is a number of seconds above 0, not {value!r}.")


def _age(key: str, value: object, place: str) -> float:
    """Give an age in seconds."""
    found = age(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if found is None:
        raise ConfigError(f"{place}: {key} is an age as 0, 45m, 12h or 7d, not {value!r}.")
    return found


def _item(key: str) -> Field[Any]:
    """Give the field of a key."""
    return next(item for item in fields(Settings) if _key(item.name) == key)


def _words(value: object, place: str) -> tuple[str, ...]:
    """Give a list of words; text is split at its commas."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise ConfigError(f"{place}: a list of texts is wanted, not {value!r}.")
    words: list[str] = []
    for part in parts:
        if not isinstance(part, str):
            raise ConfigError(f"{place}: a list of texts is wanted, and {part!r} is none.")
        words += [word.strip() for word in part.split(",")]
    return tuple(word for word in words if word)


def _unset(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    """Give a note for each variable that a header wants and that has no value: a fork's run has no secrets."""
    for line in settings.headers:
        head, _, text = line.partition(":")
        for name in re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]{0,99})", text):
            if not environ.get(name, "").strip():
                yield f"{name} is not set, so the header `{head}` is not sent."


def _almost(environ: Mapping[str, str]) -> Iterator[str]:
    """Give a note for each `CITECHECK_*` variable that is no setting but looks like a misspelt one."""
    known = [_variable(key) for key in _keys()]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
            if near:
                yield f"{name} is no setting; did you mean {near[0]}?"
