"""The elements of an XML text as a tree, each with its place; what is no XML is read as far as it makes sense, and told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from citecheck.documents.html_tokens import Attribute
from citecheck.documents.xml_tokens import Fault, Tag, Words, seen, xml_tokens
from citecheck.model import Notice, Span

DEEPEST: Final = 100
"""Elements inside each other beyond which tags are passed over; what they hold belongs to the innermost that is kept."""
_INCOMPLETE: Final = "document-incomplete"


@dataclass(slots=True, eq=False)
class Element:
    """An element: its tag, its place from start tag to end tag, what is in it."""

    name: str
    start: int
    end: int
    attributes: dict[str, Attribute]
    children: list[Element | Words] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def get(self, name: str) -> str:
        """Give an attribute's value, "" where it is absent."""
        found = self.attributes.get(name)
        return found.value if found else ""

    def elements(self) -> Iterator[Element]:
        """Give the elements right below."""
        return (child for child in self.children if isinstance(child, Element))

    def child(self, *names: str) -> Element | None:
        """Give the first element right below that has one of some names."""
        return next((child for child in self.elements() if child.name in names), None)

    def within(self) -> Iterator[Element]:
        """Give all elements below, in order."""
        stack = [self.elements()]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
            else:
                yield child
                stack.append(child.elements())

    def find(self, *names: str) -> Element | None:
        """Give the first element below, however deep, that has one of some names."""
        return next((element for element in self.within() if element.name in names), None)


@dataclass(frozen=True, slots=True)
class Tree:
    """What an XML text holds."""

    root: Element
    """Stands for the text as a whole: the outermost element is below it."""
    fault: Fault | None
    """The first place where it is no XML."""
    deep: int | None
    """Where the first element stands that is in too many others."""

    def notices(self, text: str) -> Iterator[Notice]:
        """Say what is wrong with it."""
        if self.fault is not None:
            told = f"The XML {self.fault.what}: what follows is read as far as it makes sense. Check the file here."
            yield Notice(_INCOMPLETE, told, _around(text, self.fault.at))
        if self.deep is not None:
            told = f"More than {DEEPEST} elements lie in each other here: their words are read, their markup is not."
            yield Notice(_INCOMPLETE, f"{told} Check the file.", _around(text, self.deep))


def parse(text: str) -> Tree:
    """Give the tree of any text."""
    root = Element("", 0, len(text), {})
    stack = [root]
    count: dict[str, int] = {}
    lost = 0
    fault: Fault | None = None
    deep: int | None = None
    for token in xml_tokens(text):
        if isinstance(token, Words):
            stack[-1].children.append(token)
        elif isinstance(token, Fault):
            fault = fault or token
        elif token.closing:
            if lost:
                lost -= 1
            else:
                wrong = _close(stack, count, token)
                fault = fault or wrong
        else:
            if token.broken:
                fault = fault or Fault(token.span.start, f"has a tag “<{token.name[:40]}” that is not whole")
            if len(stack) > DEEPEST:
                deep = token.span.start if deep is None else deep
                lost += not token.empty
                continue
            element = Element(token.name, token.span.start, token.span.end, token.attributes)
            stack[-1].children.append(element)
            if not token.empty:
                stack.append(element)
                count[token.name] = count.get(token.name, 0) + 1
    for element in stack[1:]:
        element.end = len(text)
    if len(stack) > 1 and fault is None:
        fault = Fault(max(len(text) - 1, 0), f"ends before its element “{stack[-1].name[:40]}” does")
    return Tree(root, fault, deep)


def _close(stack: list[Element], count: dict[str, int], tag: Tag) -> Fault | None:
    """Close the innermost element of a name and what is open in it; an end tag of none that is open closes none."""
    if not count.get(tag.name):
        return Fault(tag.span.start, f"closes an element “{tag.name[:40]}” that is not open")
    fault = None
    while True:
        element = stack.pop()
        count[element.name] -= 1
        if element.name == tag.name:
            element.end = tag.span.end
            return fault
        element.end = tag.span.start
        fault = Fault(tag.span.start, f"closes “{tag.name[:40]}” while “{element.name[:40]}” in it is open")


def runs(text: str, element: Element) -> Iterator[tuple[str, Span]]:
    """Give all that a reader sees of an element's words, in order, each run with its place."""
    stack = [iter(element.children)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child, Element):
            stack.append(iter(child.children))
        else:
            yield from seen(text, child)


def words(text: str, element: Element | None) -> str:
    """Give the words of an element on one line, "" for None."""
    return " ".join("".join(run for run, _ in runs(text, element)).split()) if element is not None else ""


def _around(text: str, at: int) -> Span:
    """Give a place for a message: to the end of its line, some words at most."""
    return Span(at, at + len(text[at : at + 80].partition("\n")[0]))
