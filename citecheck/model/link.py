"""What the web and the archives say of a link, or why they were not asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from citecheck.model.span import Span

LinkVerdict: TypeAlias = Literal[
    "live", "moved", "dead", "soft-404", "blocked", "unreachable", "invalid", "skipped", "unchecked"
]
SnapshotStatus: TypeAlias = Literal["archived", "not-archived", "unknown"]
FragmentVerdict: TypeAlias = Literal["found", "missing", "unverifiable"]
Playback: TypeAlias = Literal["verified", "broken", "unverified"]

LEFT_OUT: Final = "It is left out"
"""How the reason of a link begins that was skipped because the user wants it so."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a document that names a link."""

    line: int | None
    span: Span | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way from an address to where it ends."""

    url: str
    """As it was asked."""
    status: int | None
    """The HTTP status, None where no answer came."""
    location: str | None = None
    """Where a redirect points, made absolute."""


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """This run's answer about one address, and every place that names it."""

    url: str
    verdict: LinkVerdict = "unchecked"
    http_status: int | None = None
    final_url: str | None = None
    chain: tuple[Hop, ...] = ()
    """Every answer in order, the last one included; empty while unchecked."""
    reason: str = ""
    """Why the verdict is what it is; for `unchecked`, why nobody was asked."""
    checked_at: str | None = None
    """RFC 3339, UTC."""
    places: tuple[Place, ...] = ()
    fragment: FragmentVerdict | None = None
    """Whether the page has the place that the address's fragment names; None where that was not looked for."""

    @property
    def is_left_out(self) -> bool:
        """Whether it was skipped because the user wants it so, and not for what it is."""
        return self.verdict == "skipped" and self.reason.startswith(LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A capture that was considered."""

    memento: str
    captured_at: str
    """RFC 3339, UTC."""
    http_status: int | None = None
    """What the original answered when it was captured."""
    rejected: str = ""
    """Why it was not taken; "" for the one that was."""


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
    """Days from the access date to the capture, negative before it; None where the reference has no access date."""
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()
