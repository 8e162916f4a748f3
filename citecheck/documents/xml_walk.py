"""
A walk through the elements of an XML document that fills a draft: which words are one block, and what comes after it.

* `Vocabulary`: what a reader makes of the elements of JATS or TEI, by their names.
* `Place`: what the words at a point of the document are: a paragraph, a cell of a row, a heading.
* `Walk`: takes words and citations line by line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from citecheck.documents.cited_line import Line, Order, Target
from citecheck.documents.draft import Draft
from citecheck.documents.xml_tokens import Words, seen
from citecheck.documents.xml_tree import Element, Tree
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


class Vocabulary:
    """The names of elements, by what a reader makes of them; of a kind that a vocabulary does not have there are none."""

    def __init__(self, name: str) -> None:
        table = tomllib.loads(files("citecheck.documents").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        self._kinds = {kind: frozenset(names) for kind, names in table.items() if isinstance(names, list)}

    def __getitem__(self, kind: str) -> frozenset[str]:
        """Give the names of a kind."""
        return self._kinds.get(kind, frozenset())

    def within(self, element: Element, place: Place) -> Place:
        """Give what the words in an element are, which itself stands at a place."""
        name, inside = element.name, place
        if name in self["rows"]:
            inside = replace(place, row=element.start)
        elif name in self["cells"]:
            inside = replace(place, kind="table-cell", where="table", inline=True)
        elif name in self["items"] and place.where == "body":
            inside = replace(place, kind="list-item", inline=place.inline or name in self["whole-items"])
        elif name in self["table-notes"]:
            inside = Place("paragraph", "table")
        elif name in self["captioned"]:
            inside = Place("caption", "caption", level=place.level)
        elif name in self["sections"]:
            inside = Place("paragraph", "body", level=place.level + 1)
        return inside


@cache
def vocabulary(name: str) -> Vocabulary:
    """Give the vocabulary of that name: `jats`, `tei`."""
    return Vocabulary(name)


class Walk:
    """What the walks through documents of all vocabularies have."""

    def __init__(self, text: str, tree: Tree, names: Vocabulary, order: Order) -> None:
        self.text = text
        self.tree = tree
        self.names = names
        self.order = order
        self.draft = Draft()
        self.line = Line()
        self._place = Place()
        self._later: list[Callable[[], None]] = []

    def element(self, child: Element, parent: Element, place: Place) -> None:
        """Read an element, by what it is: what a vocabulary adds."""
        raise NotImplementedError

    def children(self, element: Element, place: Place) -> None:
        """Read what is in an element."""
        for child in element.children:
            if isinstance(child, Words):
                self.say(child)
            else:
                self.element(child, element, place)

    def block(self, element: Element, place: Place) -> None:
        """Read an element that begins on a line of its own."""
        self.set_off(element, place, self.names.within(element, place))

    def set_off(self, element: Element, outside: Place, inside: Place) -> None:
        """Read an element on a line of its own, or in a cell set off by spaces."""
        if outside.inline:
            self.line.pad()
            self.children(element, inside)
            self.line.pad()
            return
        self.begin(inside)
        self.children(element, inside)
        self.begin(outside)

    def heading(self, title: Element, parent: Element, place: Place) -> None:
        """Read a title: the heading of a section, or the first words of a caption."""
        heads = parent.name in self.names["sections"] and not place.inline and place.where == "body"
        level = min(max(place.level, 1), 6)
        self.set_off(title, place, replace(place, kind="heading", level=level) if heads else place)

    def note(self, note: Element, target: Target, group: str) -> None:
        """Read a note as an entry when the line that it stands in has ended."""

        def read() -> None:
            self.draft.open_entry(target.key, target.label, note.start, group=group)
            self.children(note, Place())
            self.flush()
            self.draft.close_entry(note.end)

        self.later(read)
        if not self.line:
            self.flush()

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
