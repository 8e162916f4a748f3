"""
Several archives as one: they are asked in order, until one of them holds a copy that is good enough.

Good enough is a copy that is not broken, and not weak: near the day that is wanted. Else all are asked, and the best is
taken. That none holds a copy is true only where each of them says so.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from citecheck.archives.archive import Archive, Inquiry, Question, Wanted
from citecheck.model import Candidate, Snapshot, Strength
from citecheck.model.link import SnapshotStatus
from citecheck.web.hosts import Manners

_MOST_CANDIDATES: Final = 12
_STRENGTHS: Final[dict[Strength | None, int]] = {"exact": 0, None: 0, "near": 1, "weak": 2}
_PLAYBACKS: Final = {"verified": 0, "unverified": 1, "broken": 2}
_SAID: Final[dict[SnapshotStatus, str]] = {
    "archived": "a copy that serves less",
    "not-archived": "no copy",
    "unknown": "not known",
}


@dataclass(frozen=True, slots=True)
class Several:
    """Archives that are asked one after the other."""

    archives: tuple[Archive, ...]
    """The first one first; at least one."""

    @property
    def name(self) -> str:
        """All their names; a snapshot that is found bears that of the archive that holds it."""
        return ", ".join(archive.name for archive in self.archives)

    @property
    def manners(self) -> Mapping[str, Manners]:
        """How each of their services wants to be asked; of a service that several name, as the first has it."""
        return {name: one for archive in reversed(self.archives) for name, one in archive.manners.items()}

    @property
    def places(self) -> Mapping[str, str]:
        """How the addresses of each service begin."""
        found: dict[str, str] = {}
        for archive in reversed(self.archives):
            found |= archive.places
        return found

    def service(self, url: str) -> str | None:
        """Give the service that an address asks, None where it is none of these."""
        return next((found for archive in self.archives if (found := archive.service(url)) is not None), None)

    def find(self, original: str, wanted: Wanted) -> Inquiry:
        """Give the inquiry for the snapshot that serves a reference best, in whichever archive."""
        return self._steps(original, wanted)

    def _steps(self, original: str, wanted: Wanted) -> Generator[Question[Any], Any, Snapshot]:
        """Ask one archive after the other."""
        found: list[Snapshot] = []
        for archive in self.archives:
            snapshot: Snapshot = yield from archive.find(original, wanted)
            found.append(replace(snapshot, archive=archive.name))
            if is_enough(snapshot):
                break
        return joined(found)


def is_enough(snapshot: Snapshot) -> bool:
    """Tell whether no other archive need be asked."""
    return snapshot.status == "archived" and snapshot.playback != "broken" and snapshot.strength != "weak"


def joined(found: Sequence[Snapshot]) -> Snapshot:
    """Give one answer of those of several archives, each with its name, in the order in which they were asked."""
    copies = sorted((one for one in found if one.status == "archived"), key=_worth)
    unknown = [one for one in found if one.status == "unknown"]
    checked = next((one.checked_at for one in found if one.checked_at), None)
    if len(found) == 1:
        return found[0]
    if copies:
        best = copies[0]
        reason = " ".join(filter(None, (best.reason, _others(found, best))))
        return replace(best, reason=reason, candidates=_candidates(found, best), checked_at=checked)
    candidates = _candidates(found, None)
    if unknown:
        first = unknown[0]
        told = " ".join(f"{one.archive}: {one.reason}" for one in unknown)
        reason = " ".join(filter(None, (told, _others([one for one in found if one not in unknown], None))))
        return replace(first, reason=reason, candidates=candidates, checked_at=checked)
    told = " ".join(f"{one.archive}: {one.reason}" for one in found)
    return replace(
        found[0], reason=f"No archive that was asked holds a copy. {told}", candidates=candidates, checked_at=checked
    )


def _worth(snapshot: Snapshot) -> tuple[bool, int, int, bool, int]:
    """Give the key by which copies are ordered: one to be seen, near the day, looked at, on the right side of it."""
    drift = snapshot.drift_days or 0
    read = snapshot.anchor is not None and snapshot.anchor.kind == "accessed"
    return (
        snapshot.playback == "broken" or snapshot.memento is None,
        _STRENGTHS[snapshot.strength],
        _PLAYBACKS[snapshot.playback],
        read and drift > 0,
        abs(drift),
    )


def _others(found: Sequence[Snapshot], best: Snapshot | None) -> str:
    """Give what the other archives said, as a sentence; "" where there are none."""
    said = [f"{one.archive} ({_SAID[one.status]})" for one in found if one is not best]
    return f"Also asked: {', '.join(said)}." if said else ""


def _candidates(found: Sequence[Snapshot], best: Snapshot | None) -> tuple[Candidate, ...]:
    """Give what was considered in all archives, that of the best first, each once."""
    ordered = [*(one for one in found if one is best), *(one for one in found if one is not best)]
    kept: dict[str, Candidate] = {}
    for snapshot in ordered:
        for one in snapshot.candidates:
            why = one.rejected or ("" if snapshot is best or best is None else f"A copy in {best.archive} was taken.")
            kept.setdefault(one.memento, replace(one, rejected=why))
    return tuple(kept.values())[:_MOST_CANDIDATES]
