"""What came of asking, filed by question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from citecheck.archives import Wanted
from citecheck.gathering.questions import questions
from citecheck.model import Dossier, LinkCheck, Page, Provenance, Snapshot

Stopped: TypeAlias = Literal["", "time", "interrupted"]


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that the world said in one run."""

    provenance: Provenance
    links: Mapping[str, LinkCheck]
    """By the address as a document spells it; without places, which belong to the document."""
    snapshots: Mapping[tuple[str, Wanted], Snapshot]
    """By address and what was wanted; empty where no archive was to be asked."""
    asked: int = 0
    """Addresses to which a request was made."""
    answered: int = 0
    """Those of them that sent any answer, be it 404."""
    questions: int = 0
    """Requests to archives."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """Those that were read as sources of claims, by the digest of their bytes: the `content.sha256` of what led there."""
    stopped: Stopped = ""
    """Why the run ended before all was asked."""
    notices: tuple[str, ...] = ()
    """What a person should know of the recording: that it breaks off, what it does not hold."""

    @property
    def silent(self) -> bool:
        """Whether the network was wanted and no link got an answer: most likely there is no network."""
        return self.asked > 0 and self.answered == 0

    def of(self, dossier: Dossier) -> Dossier:
        """Give a dossier with the answers to its questions, in its order."""
        links = tuple(
            replace(self.links[check.url], places=check.places) if check.url in self.links else check
            for check in dossier.links
        )
        wanted = ((question.url, one) for question in questions(dossier) for one in question.wanted)
        found = (self.snapshots.get(key) for key in wanted)
        return replace(dossier, links=links, snapshots=tuple(one for one in found if one is not None))
