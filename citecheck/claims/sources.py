"""Which pages stand behind each reference, and why there are none: what joins link, snapshot and page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from citecheck.model import Dossier, LinkCheck, LinkRole, Page, Snapshot

_WHY_NOT: Final = {
    "dead": "its page is gone",
    "soft-404": "its page is gone",
    "blocked": "its page is not shown to programs",
    "unreachable": "its page could not be reached",
    "invalid": "its address is none",
    "skipped": "its address was left out",
    "unchecked": "its address was not asked",
}
"""Why the page behind a link was not read, by the link's verdict."""


@dataclass(frozen=True, slots=True)
class Source:
    """One page that stands behind a reference, live or as a snapshot."""

    page: Page
    url: str
    """Where a person reads it."""
    link: LinkCheck
    role: LinkRole
    snapshot: Snapshot | None = None
    """None for what the link itself gave."""

    @property
    def captured_at(self) -> str | None:
        """When the snapshot was made, None for the live page."""
        if self.snapshot is not None:
            return self.snapshot.captured_at
        return None if self.link.copy is None else self.link.copy.captured_at

    @property
    def is_live(self) -> bool:
        """Whether it is the page of today."""
        return self.captured_at is None


@dataclass(frozen=True, slots=True)
class Behind:
    """All that stands behind one reference."""

    sources: tuple[Source, ...] = ()
    """Live pages first, then copies that the reference names, then snapshots that were found."""
    unread: str = ""
    """Why there is none, the end of a sentence; "" where there is."""


def behind(dossier: Dossier) -> dict[str, Behind]:
    """
    Give what stands behind each reference of a dossier, by its id.

    A page with no text in it counts as read: it says itself why there is none.
    """
    pages = {page.sha256: page for page in dossier.pages}
    roles = _roles(dossier)
    snapshots: dict[str, list[Snapshot]] = {}
    for snapshot in dossier.snapshots:
        snapshots.setdefault(snapshot.original, []).append(snapshot)
    links: dict[str, list[LinkCheck]] = {reference.id: [] for reference in dossier.references}
    for check in dossier.links:
        for place in dict.fromkeys(place.reference for place in check.places):
            if place is not None and place in links:
                links[place].append(check)
    return {one: _behind(one, checks, snapshots, pages, roles) for one, checks in links.items()}


def _roles(dossier: Dossier) -> dict[tuple[str, str], LinkRole]:
    """Give the role of each link of a reference, those of the works that it stands for included."""
    entries = dossier.document.entries
    return {
        (reference.id, link.url): link.role
        for reference in dossier.references
        for entry in (reference.entry, *entries[reference.entry].works)
        for link in entries[entry].links
    }


def _behind(
    reference: str,
    checks: Iterable[LinkCheck],
    snapshots: Mapping[str, list[Snapshot]],
    pages: Mapping[str, Page],
    roles: Mapping[tuple[str, str], LinkRole],
) -> Behind:
    """Give what stands behind a reference."""
    live: list[Source] = []
    later: list[Source] = []
    why: list[str] = []
    for check in checks:
        role = roles.get((reference, check.url), "original")
        page = pages.get(check.content.sha256) if check.content is not None else None
        if page is not None and check.verdict in {"live", "moved"}:
            (live if check.copy is None else later).append(Source(page, check.final_url or check.url, check, role))
        elif check.verdict in _WHY_NOT:
            why.append(_WHY_NOT[check.verdict])
        for snapshot in snapshots.get(check.url, ()):
            page = pages.get(snapshot.content.sha256) if snapshot.content is not None else None
            if page is not None and snapshot.memento is not None and snapshot.playback == "verified":
                later.append(Source(page, snapshot.memento, check, role, snapshot))
    sources = (*live, *later)
    if sources:
        return Behind(sources)
    return Behind(unread=f"{why[0]}, and no snapshot of it was read" if why else "it names no page")
