"""What is to be asked for a document: each address once, and the dates for which a snapshot is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from citecheck.archives import Anchor, Wanted
from citecheck.links import asked_as
from citecheck.model import Dossier, PartialDate, Reference

SURE: Final = 0.5
"""Confidence of a date below which nothing is built on it, as in the rules."""


@dataclass(frozen=True, slots=True)
class Question:
    """An address to ask about."""

    url: str
    """As the document spells it."""
    wanted: tuple[Wanted, ...] = ()
    """The snapshots that are wanted, for a day and a title each. Empty for copies and identifiers."""
    read: bool = False
    """Whether its page is a source of claims, and to be read."""
    address: str = field(init=False, compare=False)
    """What is asked: the same for spellings that mean the same."""

    def __post_init__(self) -> None:
        """Give the address its spelling, once."""
        object.__setattr__(self, "address", asked_as(self.url))


def questions(dossier: Dossier) -> tuple[Question, ...]:
    """Give the questions about the links of a dossier, in its order."""
    references = {reference.id: reference for reference in dossier.references}
    document = dossier.document
    spelled = _Spelled()
    originals = {
        (reference.id, spelled[link.url])
        for reference in dossier.references
        for entry in (reference.entry, *document.entries[reference.entry].works)
        for link in document.entries[entry].links
        if link.role == "original"
    }
    unnumbered = (link for entry in document.entries if not entry.numbered for link in entry.links)
    elsewhere = {spelled[link.url] for link in (*document.links, *unnumbered) if link.role == "original"}
    cited = {citation.reference for claim in dossier.claims for citation in claim.citations}
    found = []
    for check in dossier.links:
        wanted: dict[Wanted, None] = {}
        address = spelled[check.url]
        for place in check.places:
            if place.reference is None:
                wanted |= {Wanted(): None} if address in elsewhere else {}
            elif (place.reference, address) in originals:
                wanted[wanted_by(references[place.reference])] = None
        read = any(place.reference in cited for place in check.places if place.reference is not None)
        found.append(Question(check.url, tuple(wanted), read))
    return tuple(found)


class _Spelled(dict[str, str]):
    """The address that is asked for each spelling, made once."""

    def __missing__(self, url: str) -> str:
        """Make one."""
        self[url] = found = asked_as(url)
        return found


def wanted_by(reference: Reference) -> Wanted:
    """Give what a reference wants of a snapshot: the date of access, or else that of publication, and its title."""
    accessed, issued = _sure(reference, "accessed"), _sure(reference, "issued")
    title = reference.field("title")
    cited = reference.text("title") if title is not None and title.confidence >= SURE else ""
    if accessed is not None:
        return Wanted(Anchor(accessed, "accessed"), cited, issued)
    return Wanted(None if issued is None else Anchor(issued, "issued"), cited, issued)


def _sure(reference: Reference, variable: str) -> PartialDate | None:
    """Give a date that the parser is sure enough of, or None."""
    found = reference.field(variable)
    return reference.date(variable) if found is not None and found.confidence >= SURE else None
