"""
A document of an office program, before it is known which of its paragraphs are references.

* `Manuscript`: paragraphs, notes, and the works that a reference manager cites.
* inline: what a paragraph is made of: words, the mark of a note, a citation that a reference manager put there.
* listed: in the part of a document that its program says is the bibliography.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeAlias

from citecheck.model import BlockKind, Where
from citecheck.references.records import Record


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text."""

    text: str
    raised: bool = False
    """Whether it is a superscript."""
    url: str = ""
    """Where it leads to."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a note is called."""

    key: Hashable
    label: str
    """As the page prints it."""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work in a citation."""

    key: Hashable
    """Into `Manuscript.works`."""
    page: str | None = None


@dataclass(slots=True)
class Citation:
    """A citation that a reference manager put there: the works, and the words that it prints for them."""

    works: tuple[CitedWork, ...]
    words: list[Words] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it prints."""
        return "".join(one.text for one in self.words)


Inline: TypeAlias = Words | NoteMark | Citation


@dataclass(slots=True)
class Paragraph:
    """Text without a break, in the body, a cell, a text box or a note."""

    kind: BlockKind = "paragraph"
    level: int = 0
    where: Where = "body"
    row: int | None = None
    """The number of its row among all rows of the document."""
    number: str = ""
    """What the program prints before it, as an item of a numbered list: `[1]`."""
    listed: bool = False
    code: bool = False
    """Whether it is set as a program's source, which states nothing."""
    inlines: list[Inline] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words, marks of notes left out."""
        return "".join(one.text for one in self.inlines if not isinstance(one, NoteMark))

    def citations(self) -> tuple[Citation, ...]:
        """Give the citations in it."""
        return tuple(one for one in self.inlines if isinstance(one, Citation))


@dataclass(slots=True)
class PlacedNote:
    """A footnote or endnote."""

    label: str
    group: str
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Manuscript:
    """What an office program's file says."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[Hashable, PlacedNote] = field(default_factory=dict)
    """By what their marks name them by, in the order in which they are printed."""
    works: dict[Hashable, Record] = field(default_factory=dict)
    """What reference managers cite, in the order of the first citation."""
    title: str | None = None
    language: str | None = None
    losses: list[str] = field(default_factory=list)
    """What of the file could not be read, each a clause."""
