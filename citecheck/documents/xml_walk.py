"""
A walk through the elements of an XML document that fills a draft: which words are one block, and what comes after it.

* `Place`: what the words at a point of the document are: a paragraph, a cell of a row, a heading.
* `Walk`: takes words and citations line by line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from citecheck.documents.cited_line import Line, Order
from citecheck.documents.draft import Draft
from citecheck.documents.xml_tokens import Words, seen
from citecheck.model import BlockKind, Document, Marker, Span, Where


@dataclass(frozen=True, slots=True)
class Place:
    """What words at a point of the document are."""

    kind: BlockKind = "paragraph"
    where: Where = "body"
    row: int | None = None
    level: int = 0
    """How many sections it is in."""
    inline: bool = False
    """Whether blocks in it are none: in a cell."""


class Walk:
    """What the walks through documents of all vocabularies have."""

    def __init__(self, text: str, order: Order) -> None:
        self.text = text
        self.order = order
        self.draft = Draft()
        self.line = Line()
        self._place = Place()
        self._later: list[Callable[[], None]] = []

    def say(self, words: Words) -> None:
        """Add words to the line."""
        for run, span in seen(self.text, words):
            self.line.say(run, span)

    def begin(self, place: Place) -> None:
        """End the line, and begin one at a place."""
        self.flush()
        self._place = place

    def flush(self) -> None:
        """Give the line to the draft as a block, and then do what waits for its end."""
        line, self.line = self.line, Line()
        place = self._place
        if line:
            self.draft.open(
                place.kind, level=place.level if place.kind == "heading" else 0, where=place.where, row=place.row
            )
            line.emit(self.draft, self.order)
            self.draft.links_in_words()
            self.draft.close()
        later, self._later = self._later, []
        for todo in later:
            todo()
        if later:
            self.flush()
            self._place = place

    def later(self, todo: Callable[[], None]) -> None:
        """Do something when the line has ended: a note or a figure in the middle of a sentence."""
        self._later.append(todo)

    def finished(self, path: str, name: str, *, title: str | None, language: str | None) -> Document:
        """Give the document; a marker of which nothing is seen is called by its label."""
        self.flush()
        document = self.draft.document(path, name, self.text, title=title, language=language)
        return replace(document, markers=tuple(_told(one, document) for one in document.markers))


def _told(marker: Marker, document: Document) -> Marker:
    """Give a marker with a text; one of which nothing is seen may stand behind white space that its block does not keep."""
    end = marker.at.end if marker.block is None else len(document.blocks[marker.block].text)
    at = Span(min(marker.at.start, end), min(marker.at.end, end))
    return replace(marker, text=marker.text or marker.label, at=at)
