"""
What is installed: readers, rules, formats and judges, found through entry points.

The built-ins are registered in `pyproject.toml` in the same groups as a plug-in's would be; there is no built-in judge. A plug-in that does
not load is told of and left out; it never stops an audit.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Final

GROUPS: Final = ("citecheck.readers", "citecheck.rules", "citecheck.formats", "citecheck.judges")
OWN_DISTRIBUTION: Final = "citecheck-audit"

_MEMBERS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "citecheck.readers": (
        ("name", "title", "recognises", "read"),
        ("name", "title", "recognises_bytes", "read_bytes"),
    ),
    "citecheck.rules": (("rule", "__call__"),),
    "citecheck.formats": (("name", "extension", "render"),),
    "citecheck.judges": (("name", "judge"),),
}
"""What an object of each group must have, all of one of the rows; see `documents/reader.py`, `rules/check.py`, `reports/format.py`, `claims/judge.py`."""


class PluginWarning(UserWarning):
    """A plug-in was left out; the message names its distribution and what went wrong."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point, loaded or not."""

    group: str
    name: str
    distribution: str
    version: str
    objects: tuple[Any, ...]
    """What it gives: one reader, one format, or several checks; empty when it did not load."""
    error: str = ""
    """Why it did not load."""

    @property
    def builtin(self) -> bool:
        """Tell whether citecheck itself brings it."""
        return self.distribution == OWN_DISTRIBUTION


def tool() -> str:
    """Give the distribution and its version: `citecheck-audit 0.1.0`."""
    try:
        return f"{OWN_DISTRIBUTION} {metadata.version(OWN_DISTRIBUTION)}"
    except metadata.PackageNotFoundError:
        return f"{OWN_DISTRIBUTION} (not installed)"


def installed(group: str, name: str | None = None) -> tuple[Plugin, ...]:
    """
    Give the plug-ins of a group, built-ins first, then by distribution and name; broken ones with their error.

    Args:
        group: One of `GROUPS`.
        name: That of the entry points to be loaded, and of no others; None for all.
    """
    entries = metadata.entry_points(group=group)
    loaded = [_load(entry) for entry in (entries if name is None else entries.select(name=name))]
    loaded.sort(key=lambda plugin: (not plugin.builtin, plugin.distribution, plugin.name))
    return tuple(_without_doubles(loaded))


def objects(group: str, name: str | None = None) -> tuple[Any, ...]:
    """Give what the plug-ins of a group, or those of a name in it, give; each broken one is a `PluginWarning`."""
    found: list[Any] = []
    for plugin in installed(group, name):
        if plugin.error:
            warnings.warn(
                f"plug-in {plugin.name!r} of {plugin.distribution} {plugin.version} was left out: {plugin.error}",
                PluginWarning,
                stacklevel=2,
            )
        found += plugin.objects
    return tuple(found)


def _load(entry: metadata.EntryPoint) -> Plugin:
    """Give the plug-in behind an entry point; whatever goes wrong in its code is its error."""
    distribution, version = ("unknown", "") if entry.dist is None else (entry.dist.name, entry.dist.version)

    def plugin(found: tuple[Any, ...], error: str = "") -> Plugin:
        return Plugin(entry.group, entry.name, distribution, version, found, error)

    try:
        found = _made(entry.load(), several=entry.group == "citecheck.rules")
        missing = _missing(found, _MEMBERS.get(entry.group, ((),)))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's code may raise anything, and must not stop us
        return plugin((), " ".join(f"{type(error).__name__}: {error}".split()))
    return plugin((), missing) if missing else plugin(found)


def _made(target: object, *, several: bool) -> tuple[Any, ...]:
    """Give the objects that an entry point names: a class is called, rules are a sequence of checks."""
    if several:
        if not isinstance(target, Iterable):
            raise TypeError(f"{target!r} is no sequence of checks")
        return tuple(target)
    maker: Callable[[], object] | None = target if isinstance(target, type) else None
    return (target if maker is None else maker(),)


def _missing(found: Iterable[object], rows: Sequence[Sequence[str]]) -> str:
    """Give what an object lacks of the row of members that it has most of, as a sentence, or ""."""
    for item in found:
        lacking = min(([member for member in row if not hasattr(item, member)] for row in rows), key=len)
        if lacking:
            return f"{item!r} has no {', '.join(f'`{member}`' for member in lacking)}"
    return ""


def _without_doubles(plugins: Iterable[Plugin]) -> Iterator[Plugin]:
    """Give the plug-ins; a later one that takes a name already taken is left out, with that as its error."""
    owners: dict[str, str] = {}
    for plugin in plugins:
        owner = owners.setdefault(plugin.name, plugin.distribution)
        if owner == plugin.distribution:
            yield plugin
        else:
            error = f"the name is already taken by {owner}"
            yield Plugin(plugin.group, plugin.name, plugin.distribution, plugin.version, (), error)
