"""What is to be asked for a document: each address once, and the dates for which a snapshot is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from citecheck.archives import Anchor
from citecheck.links import asked_as
from citecheck.model import Dossier, PartialDate, Reference

SURE: Final = 0.5
"""Confidence of a date below which nothing is built on it, as in the rules."""


@dataclass(frozen=True, slots=True)
class Question:
    """An address to ask about."""

    url: str
    """As the document spells it."""
    anchors: tuple[Anchor | None, ...] = ()
    """A snapshot is wanted for each; None where a reference has no date. Empty for copies and identifiers."""
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
    found = []
    for check in dossier.links:
        anchors: dict[Anchor | None, None] = {}
        address = spelled[check.url]
        for place in check.places:
            if place.reference is None:
                anchors |= {None: None} if address in elsewhere else {}
            elif (place.reference, address) in originals:
                anchors[anchor(references[place.reference])] = None
        found.append(Question(check.url, tuple(anchors)))
    return tuple(found)


class _Spelled(dict[str, str]):
    """The address that is asked for each spelling, made once."""

    def __missing__(self, url: str) -> str:
        """Make one."""
        self[url] = found = asked_as(url)
        return found


def anchor(reference: Reference) -> Anchor | None:
    """Give the date for which a snapshot serves a reference: that of access, or else that of publication."""
    accessed, issued = _sure(reference, "accessed"), _sure(reference, "issued")
    if accessed is not None:
        return Anchor(accessed, "accessed")
    return Anchor(issued, "issued") if issued is not None else None


def _sure(reference: Reference, variable: str) -> PartialDate | None:
    """Give a date that the parser is sure enough of, or None."""
    found = reference.field(variable)
    return reference.date(variable) if found is not None and found.confidence >= SURE else None
