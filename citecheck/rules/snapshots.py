"""Snapshots of the originals that references name: those that are missing, and those that nobody linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from citecheck.model import Dossier, Finding, LinkVerdict, Severity, Snapshot, Suggestion
from citecheck.rules.check import Check, check
from citecheck.rules.linked import linked

_WANTED: Final[dict[LinkVerdict, tuple[str, Severity]]] = {
    "dead": ("is dead", "warning"),
    "soft-404": ("no longer leads to its page", "warning"),
    "moved": ("has moved", "warning"),
    "unreachable": ("did not answer", "note"),
}
"""Verdicts with which a reader may need the copy: how they are said, and how badly it is needed."""


@check("snapshot-missing")
def snapshot_missing(dossier: Dossier) -> Iterator[Finding]:
    """Find originals that somebody can still capture and nobody has."""
    for link in linked(dossier, "live", "moved", "blocked", "unreachable"):
        if link.snapshot is not None and link.snapshot.status == "not-archived" and not link.has_copy:
            yield link.finding(
                "snapshot-missing",
                f"No archive holds a copy of {link.name}. When the page goes, nobody can check what it said.",
                suggestion=Suggestion(f"Have it captured: https://web.archive.org/save/{link.check.url}"),
            )


@check("snapshot-unlinked")
def snapshot_unlinked(dossier: Dossier) -> Iterator[Finding]:
    """Find snapshots that a reference should link, because its original is not where it was."""
    for link in linked(dossier, *_WANTED):
        if link.copy is None or link.snapshot is None or link.has_copy:
            continue
        said, severity = _WANTED[link.check.verdict]
        yield link.finding(
            "snapshot-unlinked",
            f"The link of {link.name} {said}. An archive holds a copy{_when(link.snapshot)}, which the reference does "
            "not link.",
            severity=severity,
            suggestion=Suggestion(f"Link the copy {link.copy}", "archive-url", link.copy),
        )


@check("snapshot-drift")
def snapshot_drift(dossier: Dossier) -> Iterator[Finding]:
    """Find snapshots that are all there is of a page that is gone, and far from the day for which they stand."""
    for link in linked(dossier, "dead", "soft-404"):
        found = link.snapshot
        if found is None or link.copy is None or found.strength != "weak" or link.has_copy:
            continue
        yield link.finding(
            "snapshot-drift",
            f"The copy of {link.name} that is nearest to its date is{_when(found)}: it may not show what was cited.",
        )


def _when(snapshot: Snapshot) -> str:
    """Give when a snapshot was captured: ` of 2007-03-09, 7 days before the page was read`."""
    day = (snapshot.captured_at or "")[:10]
    drift, anchor = snapshot.drift_days, snapshot.anchor
    if not day or drift is None:
        return f" of {day}" if day else ""
    then = "it was published" if anchor is not None and anchor.kind == "issued" else "the page was read"
    if drift == 0:
        return f" of {day}, when {then}"
    days = "a day" if abs(drift) == 1 else f"{abs(drift):,} days"
    return f" of {day}, {days} {'before' if drift < 0 else 'after'} {then}"


RULES: Final[tuple[Check, ...]] = (snapshot_missing, snapshot_unlinked, snapshot_drift)
