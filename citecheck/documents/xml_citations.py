"""What the tags of a citation in XML say, and what a reader sees of it, whatever the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from citecheck.documents.addresses import addresses, role
from citecheck.documents.record_entries import record_links
from citecheck.documents.weaving import Thread, origin
from citecheck.documents.xml_tokens import Words, seen
from citecheck.documents.xml_tree import Element, words
from citecheck.model import Field, FieldValue, Link, ReferenceEntry, Span
from citecheck.references.latex import printable

LONGEST: Final = 4_000
"""Code points of a value that are read."""
_STYLES: Final = frozenset({
    "italic", "bold", "sup", "sub", "sc", "styled-content", "named-content", "monospace", "underline", "hi", "emph",
})  # fmt: skip
_UNSEEN: Final = frozenset({"object-id", "alt-text", "tex-math"})


@dataclass(slots=True)
class Typed:
    """The values that tags give, by variable."""

    fields: dict[str, FieldValue] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Element]] = field(default_factory=dict)
    """The elements that hold each variable."""

    def put(self, variable: str, value: FieldValue | None, shown: str, element: Element | None) -> None:
        """Take a value that is one, with its words and where they stand."""
        if not value or not variable or variable in self.fields:
            return
        self.fields[variable], self.texts[variable] = value, shown
        if element is not None:
            self.places[variable] = [element]


def seen_entry(  # noqa: PLR0913, PLR0917 - what is known of a citation
    text: str, citation: Element, typed: Typed, kind: str, label: str, span: Span, links: tuple[Link, ...]
) -> ReferenceEntry:
    """Give the entry of a citation that reads as a sentence: its words, and where in them the values of its tags stand."""
    raw, spans, written = woven(text, citation, typed)
    links = merged((*links, *written), record_links(typed.fields))
    return ReferenceEntry(label, raw, span, links, fields(typed, kind, spans))


def fields(typed: Typed, kind: str, spans: Mapping[str, Span]) -> tuple[Field, ...]:
    """Give the values as fields, with their places and the type of the work."""
    given = tuple(Field(variable, value, spans.get(variable)) for variable, value in typed.fields.items())
    return given if kind == "document" else (*given, Field("type", kind))


def merged(first: tuple[Link, ...], second: tuple[Link, ...]) -> tuple[Link, ...]:
    """Give links, each address once."""
    found = {link.url: link for link in (*second, *first)}
    order = dict.fromkeys(link.url for link in (*first, *second))
    return tuple(found[url] for url in order)


def plain(text: str, element: Element | None) -> str:
    """Give the words of an element as a value."""
    return printable(words(text, element)[:LONGEST])


def woven(text: str, citation: Element, typed: Typed) -> tuple[str, Mapping[str, Span], tuple[Link, ...]]:
    """Give the words of a citation, the place of each variable in them, and the addresses that stand in them."""
    thread = Thread()
    at: dict[int, Span] = {}
    previous: Element | None = None
    stack: list[tuple[Iterator[Element | Words], int, int]] = [(iter(citation.children), 0, 0)]
    while stack:
        children, key, start = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            at[key] = Span(start, thread.length)
        elif isinstance(child, Words):
            for run, span in seen(text, child):
                if len(run) == span.end - span.start:
                    thread.weave(run, span.start)
                else:
                    thread.replace(run, span)
        elif child.name not in _UNSEEN and not (child.name == "label" and len(stack) == 1):
            if previous is not None and _abuts(previous, child):
                thread.pad()  # names and pages are set apart by style
            previous = child
            stack.append((iter(child.children), id(child), thread.length))
    raw, pieces = thread.finish()
    spans: dict[str, Span] = {}
    for variable, elements in typed.places.items():
        places = [at[id(element)] for element in elements if id(element) in at]
        if places:
            whole = raw[places[0].start : places[-1].end]
            start = places[0].start + len(whole) - len(whole.lstrip())
            if whole.strip():
                spans[variable] = Span(start, start + len(whole.strip()))
    written = tuple(Link(url, role(url), origin(pieces, *place)) for place, url in addresses(raw))
    return raw, spans, written


def _abuts(before: Element, after: Element) -> bool:
    """Tell whether two parts of a citation stand next to each other with nothing between them."""
    return before.end == after.start and after.name not in _STYLES and before.name not in _STYLES
