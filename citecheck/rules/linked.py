"""Links at the places that name them: where a finding points, and which snapshot belongs to which reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citecheck.model import (
    Dossier,
    Finding,
    Link,
    LinkCheck,
    LinkVerdict,
    Place,
    Reference,
    Severity,
    Snapshot,
    Span,
    Suggestion,
)
from citecheck.rules.catalogue import catalogue
from citecheck.rules.dates import sure_date
from citecheck.rules.place import at_reference, named


@dataclass(frozen=True, slots=True)
class Linked:
    """One place of a link, with what is known of it there."""

    dossier: Dossier
    check: LinkCheck
    place: Place
    reference: Reference | None
    """None for a link of the body."""
    role: str
    """What the link is to its reference: `original`, `archive`, `identifier`."""
    has_copy: bool
    """Whether the reference links a copy in an archive."""
    snapshot: Snapshot | None
    """What an archive said of the original; None where none was asked."""

    @property
    def name(self) -> str:
        """The link as a message names it: `[3], http://…`, or the address alone."""
        return self.check.url if self.reference is None else f"{named(self.reference)}, {self.check.url}"

    @property
    def copy(self) -> str | None:
        """The memento that a reader can be sent to, None where there is none."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.status != "archived" or snapshot.playback == "broken":
            return None
        return snapshot.memento

    def finding(
        self, rule: str, message: str, *, severity: Severity | None = None, suggestion: Suggestion | None = None
    ) -> Finding:
        """Give a finding about this place."""
        url = self.check.url
        if self.reference is not None:
            return at_reference(
                self.dossier, rule, self.reference, message, severity=severity, url=url, suggestion=suggestion
            )
        return Finding(
            rule=rule,
            severity=severity or catalogue()[rule].severity,
            message=message,
            line=self.place.line,
            span=self.place.span,
            url=url,
            suggestion=suggestion,
        )


def linked(dossier: Dossier, *verdicts: LinkVerdict) -> Iterator[Linked]:
    """Give each place of each link that has one of *verdicts*, in the order of the document."""
    wanted = [check for check in dossier.links if check.verdict in verdicts]
    if not wanted:
        return
    references = {reference.id: reference for reference in dossier.references}
    unnumbered = (link for entry in dossier.document.entries if not entry.numbered for link in entry.links)
    elsewhere = _roles((*dossier.document.links, *unnumbered))
    snapshots: dict[str, list[Snapshot]] = {}
    for snapshot in dossier.snapshots:
        snapshots.setdefault(snapshot.original, []).append(snapshot)
    for check in wanted:
        for place in check.places:
            reference = references.get(place.reference or "")
            entry = None if reference is None else dossier.document.entries[reference.entry]
            roles = elsewhere if entry is None else _roles(entry.links)
            role = roles.get(check.url) or roles.get(place.span) or "original"
            has_copy = entry is not None and "archive" in roles.values()
            found = snapshots.get(check.url, []) if role == "original" else []
            yield Linked(dossier, check, place, reference, role, has_copy, _for(found, reference))


def _roles(links: Iterable[Link]) -> dict[str | Span | None, str]:
    """Give what each link is, by its spelling and by its place: one check may stand for several spellings."""
    found: dict[str | Span | None, str] = {link.span: str(link.role) for link in links if link.span is not None}
    return found | {link.url: str(link.role) for link in links}


def _for(snapshots: list[Snapshot], reference: Reference | None) -> Snapshot | None:
    """
    Give the snapshot of a link that belongs to a reference.

    Two references that read one page on different days have a snapshot each; its anchor tells whose is whose.
    """
    days = {
        (kind, date.iso())
        for kind in ("accessed", "issued")
        if reference is not None and (date := sure_date(reference, kind)) is not None
    }
    mine = (one for one in snapshots if one.anchor is not None and (one.anchor.kind, one.anchor.date) in days)
    return next(mine, snapshots[0] if snapshots else None)
