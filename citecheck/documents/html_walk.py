"""The elements of a page that are open at a point, and what each makes of the text in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from citecheck.documents.html_tokens import Tag
from citecheck.model import BlockKind, Where

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements without an end tag (WHATWG HTML 13.1.2)."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin on a new line."""

_DISPLAY_NONE = re.compile(r"(?:^|[;\s])display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_KINDS: dict[str, BlockKind] = {
    "caption": "caption", "figcaption": "caption", "td": "table-cell", "th": "table-cell", "li": "list-item",
    "dd": "list-item", "dt": "list-item",
}  # fmt: skip

# An end tag may be left out: what a start tag closes, and what stops the search for it (WHATWG HTML 13.1.2.4).
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "table"})),
    "dd": (frozenset({"dd", "dt"}), frozenset({"dl", "table"})),
    "dt": (frozenset({"dd", "dt"}), frozenset({"dl", "table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
}
_CLOSES_P = (frozenset({"p"}), BLOCKS - {"p"})
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
_REACH = 12
_DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class State:
    """What is true of the text at a point of the page, by the elements that are open."""

    silent: bool = False
    """In a part that is not of the article."""
    hidden: bool = False
    """In a part that no reader sees."""
    where: Where = "body"
    kind: BlockKind = "paragraph"
    level: int = 0
    """Of the heading, 1 to 6."""
    entry: int | None = None
    """Which reference entry it belongs to."""
    marker: int | None = None
    """Which footnote marker it belongs to."""
    row: int | None = None
    """Where the row of a table that it stands in begins."""


@dataclass(slots=True)
class Element:
    """An open element."""

    name: str
    state: State
    start: int
    items: int = 0
    """How many list items it has had so far."""
    group: str = ""
    """Of a list of notes, the group that it prints."""
    sublist: bool = False
    """Whether it is a list of sub-references."""
    opens_marker: bool = False
    opens_entry: bool = False


class Stack:
    """The open elements, outermost first; closing one costs no more than opening it did."""

    def __init__(self) -> None:
        self._open = [Element("", State(), 0)]
        self._count: dict[str, int] = {}
        self._lost: dict[str, int] = {}

    @property
    def state(self) -> State:
        """What is true at this point."""
        return self._open[-1].state

    def loses(self, name: str) -> bool:
        """Tell whether so many elements are open that one more is not; browsers stop at 512 (Chromium, WebKit)."""
        if len(self._open) <= _DEEPEST:
            return False
        self._lost[name] = self._lost.get(name, 0) + 1
        return True

    def push(self, element: Element) -> None:
        """Open an element."""
        self._open.append(element)
        self._count[element.name] = self._count.get(element.name, 0) + 1

    def closed_by_start(self, name: str) -> list[Element]:
        """Close what the start tag *name* closes, and give it, innermost first."""
        ends, stops = closes(name)
        for depth, element in enumerate(reversed(self._open[-_REACH:]), start=1):
            if element.name in ends:
                return [self._pop() for _ in range(depth)]
            if element.name in stops:
                break
        return []

    def closed_by_end(self, name: str) -> list[Element]:
        """Close the innermost *name* and what is open in it, and give them, innermost first; an odd end tag closes none."""
        if self._lost.get(name):
            self._lost[name] -= 1
            return []
        if not self._count.get(name):
            return []
        closed = [self._pop()]
        while closed[-1].name != name:
            closed.append(self._pop())
        return closed

    def close_all(self) -> list[Element]:
        """Close everything at the end of the page, innermost first."""
        return [self._pop() for _ in range(len(self._open) - 1)]

    def enclosing_list(self) -> Element | None:
        """Give the list that a list item here belongs to."""
        for element in reversed(self._open[-_REACH:]):
            if element.name in {"ol", "ul"}:
                return element
        return None

    def _pop(self) -> Element:
        element = self._open.pop()
        self._count[element.name] -= 1
        return element


def closes(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the elements that a start tag *name* closes, whose end tags were left out, and those it does not look beyond."""
    return _CLOSES.get(name, _CLOSES_P if name in BLOCKS else _NOTHING)


def entered(state: State, tag: Tag, classes: frozenset[str]) -> State:
    """Give the state inside an element that *tag* opens, references and markers left aside."""
    name = tag.name
    silent = name in names("silent_elements") or not classes.isdisjoint(names("silent_classes"))
    silent = silent or tag.get("id") in names("silent_ids")
    hidden = not classes.isdisjoint(names("hidden_classes"))
    if not hidden and ("hidden" in tag.attributes or _DISPLAY_NONE.search(tag.get("style"))):
        hidden = name != "section" and classes.isdisjoint(names("opened_classes"))
    if silent or hidden:
        state = replace(state, silent=state.silent or silent, hidden=state.hidden or hidden)
    if name in {"table", "tr"}:
        state = replace(state, row=tag.span.start if name == "tr" else None)
    if not classes.isdisjoint(names("infobox_classes")):
        return replace(state, where="infobox", kind="infobox")
    if name == "table" and state.where != "infobox":
        return replace(state, where="table")
    if name in {"caption", "figcaption"} or not classes.isdisjoint(names("caption_classes")):
        return replace(state, where="caption", kind="caption")
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":
        return replace(state, kind="heading", level=int(name[1]))
    kind = _KINDS.get(name)
    if kind and state.where != "infobox":
        return replace(state, kind=kind)
    return state


@cache
def names(kind: str) -> frozenset[str]:
    """Give the class names, ids or elements of `mediawiki.toml` that are called *kind*."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("mediawiki.toml").read_text(encoding="utf-8"))
