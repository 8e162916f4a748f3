"""
Copies in web archives: what their addresses say of archive, original and time, without asking anybody.

The archives and the shapes of their addresses stand in `copies.toml`. An address on an archive's host that is no copy's,
such as its home page, is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, cast

from citecheck.lexicon.copy_shapes import Reading, Shape, shape
from citecheck.lexicon.copy_times import day_of, shifted
from citecheck.model import PartialDate

LONGEST: Final = 8192
"""Characters: a longer address is none of a copy."""

Trust = Literal["kept", "untrusted", "defunct"]

_KEPT: Final = 4096
_HEAD: Final = re.compile(
    r"\s{0,8}(?:https?:/{1,3}|//)?(?:[^\s/?#@]{0,100}@)?([^\s/?#:@]{1,255})(?::[0-9]{0,5})?(?=[/?#]|\Z)", re.IGNORECASE
)
"""Scheme, user and port, each of which may be missing, and the host: one slash or the scheme get lost where copies are copied."""
_DEEPEST: Final = 8
"""Copies of copies: what is wrapped deeper stays as it is."""
_NO_ID: Final = r"(?!)"


@dataclass(frozen=True, slots=True)
class WebArchive:
    """A row of the table: one archive."""

    id: str
    name: str
    """As it stands in a sentence: `the Wayback Machine`."""
    trust: Trust
    """Whether its copies can be relied upon; `defunct` where it serves them no longer, or not reliably."""
    reason: str
    """Why it is not asked and what to do, a sentence; "" where it is kept."""
    zone: int
    """Hours that its timestamps are ahead of UTC."""
    pages: frozenset[str]
    """First segments of the paths of its own pages."""
    fragments: tuple[str, ...]
    """Beginnings of fragments that are its own."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What the address of a copy in an archive says of itself."""

    archive: str
    """The archive's id in the table: `wayback`, `archive-today`."""
    trust: Trust
    original: str | None
    """The address of the original resource, that of the innermost for a copy of a copy; None where nothing tells it."""
    timestamp: str | None
    """Four to fourteen digits, in UTC where the archive's clock is known; None where nothing tells it."""
    modifier: str = ""
    """What of the copy is wanted, as in Wayback and pywb: `id_`, `if_`, `im_`."""
    inner: Copy | None = None
    """The copy that this is a copy of."""

    @property
    def date(self) -> PartialDate | None:
        """Give the day of the timestamp, with as much as is right of it."""
        return day_of(self.timestamp)


def copy_of(url: str) -> Copy | None:
    """Give what an address says of the copy that it is the address of; None where it is no copy's."""
    return _read(url, 0) if len(url) <= LONGEST else None


def archive_of(url: str) -> WebArchive | None:
    """Give the archive that an address belongs to, a copy or a page of the archive's own; None for no archive's."""
    url = url[:LONGEST]
    found = _HEAD.match(url)
    owner = _owner(found[1]) if found else None
    copy = None if owner else copy_of(url)
    return archive_named(copy.archive) if copy else owner


def archive_named(name: str) -> WebArchive:
    """
    Give an archive of the table.

    Raises:
        KeyError: there is none of that id.
    """
    return _table().archives[name]


def archives() -> tuple[WebArchive, ...]:
    """Give all archives of the table."""
    return tuple(_table().archives.values())


def _read(url: str, depth: int) -> Copy | None:
    """Give what an address says, itself the original of *depth* copies."""
    found = _HEAD.match(url)
    shapes = _shapes(found[1]) if found else ()
    if not found or not shapes:
        return None
    tail = url[found.end() :].strip().lstrip("/")
    first = tail.partition("/")[0].partition("?")[0].partition("#")[0].casefold()
    for archive, one in shapes:
        if one.first in {"", first} and first not in archive.pages and (reading := one.read(tail)):
            return _copy(archive, reading, depth)
    return None


def _copy(archive: WebArchive, reading: Reading, depth: int) -> Copy:
    """Give the copy that a reading tells of."""
    original = reading.original
    if original and archive.fragments:
        address, _, fragment = original.partition("#")
        original = address if fragment.startswith(archive.fragments) else original
    inner = _read(original, depth + 1) if original and depth < _DEEPEST else None
    return Copy(
        archive.id,
        archive.trust,
        inner.original if inner else original,
        shifted(reading.digits, archive.zone),
        reading.modifier,
        inner,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The table, ready for use."""

    archives: Mapping[str, WebArchive]
    shapes: Mapping[str, tuple[tuple[WebArchive, Shape], ...]]
    """By host; a host's own stand before those of the domains above it."""
    owners: Mapping[str, WebArchive]
    labels: Mapping[str, tuple[tuple[WebArchive, Shape], ...]]
    """By the first label of a host that is not in the table."""


@lru_cache(_KEPT)
def _shapes(host: str) -> tuple[tuple[WebArchive, Shape], ...]:
    """Give the shapes that addresses of a host can have."""
    table = _table()
    found: tuple[tuple[WebArchive, Shape], ...] = ()
    for domain in _domains(host):
        found += table.shapes.get(domain, ())
    return found or table.labels.get(host.casefold().removeprefix("www.").partition(".")[0], ())


@lru_cache(_KEPT)
def _owner(host: str) -> WebArchive | None:
    """Give the archive that a host is all of."""
    owners = _table().owners
    return next((owners[domain] for domain in _domains(host) if domain in owners), None)


def _domains(host: str) -> list[str]:
    """Give a host and the domains above it in lower case, six labels at most."""
    labels = host.casefold().rstrip(".").split(".")[-6:]
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


@cache
def _table() -> _Table:
    """Read `copies.toml`."""
    rows = tomllib.loads((files("citecheck.lexicon") / "copies.toml").read_text(encoding="utf-8"))
    archives: dict[str, WebArchive] = {}
    shapes: dict[str, tuple[tuple[WebArchive, Shape], ...]] = {}
    owners: dict[str, WebArchive] = {}
    labels: dict[str, tuple[tuple[WebArchive, Shape], ...]] = {}
    for name, row in rows.items():
        archive = archives[name] = _archive(name, row)
        words = frozenset(text.split("/")[1].casefold() for text in row["shapes"])
        for text in row["shapes"]:
            host, _, path = text.partition("/")
            one = (archive, shape(path, row.get("id", _NO_ID), words))
            for owned in [host] if host else row["hosts"]:
                shapes[owned] = (*shapes.get(owned, ()), one)
            for label in row.get("labels", ()):
                labels[label] = (*labels.get(label, ()), one)
        owners |= dict.fromkeys(row["hosts"], archive)
    return _Table(archives, shapes, owners, labels)


def _archive(name: str, row: Mapping[str, Any]) -> WebArchive:
    """Give a row of the table."""
    return WebArchive(
        name,
        row["name"],
        cast("Trust", row["trust"]),
        row.get("reason", ""),
        row.get("zone", 0),
        frozenset(row.get("pages", ())),
        tuple(row.get("fragments", ())),
    )
