"""
The elements and runs of text of a page as a flat tree, each with its place in the source.

Nodes stand in the order in which they begin. A node's descendants are those that follow it up to `last`, so that a run of
nodes is a part of the page, and no walk needs a recursion.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from citecheck.documents.html_tokens import Attribute, Tag, Words, tokens
from citecheck.documents.html_walk import BLOCKS, VOID, closes
from citecheck.model import Span

TEXT: Final = ""
"""The name of a node that is a run of text."""
_REACH: Final = 12
_SCOPE: Final = 64
_DEEPEST: Final = 2_000
_WALLS: Final = frozenset({"td", "th", "caption", "table"})
_OF_TABLES: Final = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr", "caption", "body", "html"})
_WANTED: Final = frozenset({
    "alt", "class", "colspan", "display", "epub:type", "for", "hidden", "href", "id", "lang", "name", "role", "rel", "start",
    "style", "title", "value", "type", "aria-describedby", "aria-controls", "aria-hidden", "popovertarget", "xml:lang",
})  # fmt: skip
_NONE: Final[dict[str, Attribute]] = {}


class Node(NamedTuple):
    """What a start tag says."""

    name: str
    attributes: dict[str, Attribute]

    def get(self, name: str) -> str:
        """Give an attribute's value, "" where it is absent."""
        found = self.attributes.get(name)
        return found.value if found else ""


class Tree:
    """The nodes of a page; the first is its root."""

    def __init__(self, text: str, most: int) -> None:
        """
        Read a page.

        Args:
            text: The source.
            most: Tags and character references that are read.
        """
        self.text = text
        self.nodes: list[Node] = [Node("#root", _NONE)]
        self.start: list[int] = [0]
        self.stop: list[int] = [len(text)]
        """Where a node ends in the source, its end tag included."""
        self.parent: list[int] = [0]
        self.last: list[int] = [1]
        """The node after the last that a node contains."""
        self.cut: int | None = None
        """Where reading ended, when the page had too many tags."""
        self._open = [0]
        self._count: dict[str, int] = {}
        self._lost: dict[str, int] = {}
        self._closed = 0
        """The element that was closed last."""
        left = most
        for token in tokens(text, _wanted):
            left -= text.count("&", *token.span) if isinstance(token, Words) else 1
            if left < 0:
                self.cut = token.span.start
                break
            self._take(token)
        self._close(1, len(text) if self.cut is None else self.cut)
        self.last[0] = len(self.nodes)

    def name(self, node: int) -> str:
        """Give the name of an element, "" for a run of text."""
        return self.nodes[node].name

    def span(self, node: int) -> Span:
        """Give where a node stands in the source, tags included."""
        return Span(self.start[node], self.stop[node])

    def _take(self, token: Tag | Words) -> None:
        if isinstance(token, Words):
            self._add(TEXT, _NONE, token.span)
        elif token.closing:
            self._end(token)
        else:
            self._begin(token)

    def _add(self, name: str, attributes: dict[str, Attribute], span: Span) -> int:
        number = len(self.nodes)
        self.nodes.append(Node(name, attributes or _NONE))
        self.start.append(span.start)
        self.stop.append(span.end)
        self.parent.append(self._open[-1])
        self.last.append(number + 1)
        return number

    def _begin(self, tag: Tag) -> None:
        name = tag.name
        if name in VOID:
            self._add(name, tag.attributes, tag.span)
            return
        ends, stops = closes(name)
        if name == "a":
            ends, stops = frozenset({"a"}), BLOCKS
        for depth in range(1, min(_REACH, len(self._open) - 1) + 1):
            open_name = self.nodes[self._open[-depth]].name
            if open_name in ends:
                self._close(len(self._open) - depth, tag.span.start)
                break
            if open_name in stops:
                break
        if len(self._open) > _DEEPEST:
            self._lost[name] = self._lost.get(name, 0) + 1
            return
        self._open.append(self._add(name, tag.attributes, tag.span))
        self._count[name] = self._count.get(name, 0) + 1

    def _end(self, tag: Tag) -> None:
        name = tag.name
        if self._lost.get(name):
            self._lost[name] -= 1
            return
        if not self._count.get(name):
            return
        inline = name not in BLOCKS
        for depth in range(len(self._open) - 1, max(len(self._open) - 1 - _SCOPE, 0), -1):
            open_name = self.nodes[self._open[depth]].name
            if open_name == name:
                self._close(depth, tag.span.start)
                self.stop[self._closed] = tag.span.end
                return
            if (open_name in _WALLS and name not in _OF_TABLES) or (inline and open_name in BLOCKS):
                return

    def _close(self, depth: int, at: int) -> None:
        """Close the open elements from *depth* on; the source that they take ends at *at*."""
        while len(self._open) > depth:
            self._closed = self._open.pop()
            self.stop[self._closed] = at
            self.last[self._closed] = len(self.nodes)
            self._count[self.nodes[self._closed].name] -= 1


def _wanted(name: str) -> bool:
    return name in _WANTED or name.startswith("data-")
