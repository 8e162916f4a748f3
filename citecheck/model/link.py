"""What the web and the archives say of a link, or why they were not asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from citecheck.model.span import Span

LinkVerdict: TypeAlias = Literal[
    "live", "moved", "dead", "soft-404", "blocked", "unreachable", "invalid", "skipped", "unchecked"
]
SnapshotStatus: TypeAlias = Literal["archived", "not-archived", "unknown"]
Playback: TypeAlias = Literal["verified", "broken", "unverified"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a document that names a link."""

    line: int | None
    span: Span | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """This run's answer about one address, and every place that names it."""

    url: str
    verdict: LinkVerdict = "unchecked"
    http_status: int | None = None
    final_url: str | None = None
    reason: str = ""
    """Why the verdict is what it is; for `unchecked`, why nobody was asked."""
    checked_at: str | None = None
    """RFC 3339, UTC."""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The memento that an archive holds of an original resource, or why that is not known."""

    original: str
    status: SnapshotStatus = "unknown"
    archive: str | None = None
    memento: str | None = None
    captured_at: str | None = None
    playback: Playback = "unverified"
    drift_days: int | None = None
    reason: str = ""
