"""
The braces, brackets and tags of wikitext, found in one pass: what MediaWiki calls preprocessing.

The rules are those of its preprocessor, because they decide what a reader of the page sees: a comment wins over
everything; an extension tag takes all up to its first end tag and nothing is nested in it; `{{` and `[[` close only what
was opened last; what is never closed is text. Every character is passed a fixed number of times, whatever the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from citecheck.documents.wikitext_words import names
from citecheck.model import Span

DEEPEST: Final = 40
"""Levels of braces that are followed, as many as MediaWiki expands; what is deeper is text."""

BracedKind: TypeAlias = Literal["template", "argument", "link", "variant"]

_OUTSIDE: Final = re.compile(r"<!--|</?[a-zA-Z][a-zA-Z0-9]*|\{{2,8}|\[{2,8}|-\{(?!\{)")
_INSIDE: Final = re.compile(r"<!--|</?[a-zA-Z][a-zA-Z0-9]*|\{{2,8}|\[{2,8}|-\{(?!\{)|\}{2,8}|\]{2,8}|\}-|\|")
_CLOSER: Final = {"{": "}", "[": "]"}


@dataclass(slots=True, eq=False)
class Plain:
    """Text without braces; HTML tags, quotes and addresses may stand in it."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Tag:
    """An extension tag with all that it holds, unread."""

    name: str
    attributes: Span
    start: int
    end: int
    inner: Span | None
    """What stands between start and end tag; None for `<ref />`."""


@dataclass(slots=True, eq=False)
class Part:
    """What stands between two pipes."""

    start: int
    end: int
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Braced:
    """A template call, a template's argument, a link or words in variants, in its parts."""

    kind: BracedKind
    start: int
    end: int
    parts: list[Part]


Node: TypeAlias = Plain | Tag | Braced


@dataclass(slots=True, eq=False)
class _Open:
    """Braces that are not closed yet."""

    sign: str
    """`{`, `[` or `-`."""
    start: int
    count: int
    parts: list[Part]


def scan(text: str, start: int, end: int, unclosed: list[int] | None = None) -> Iterator[Node]:
    """
    Give the nodes of a part of *text* in order.

    Args:
        text: The source.
        start: Where the part begins.
        end: Where it ends; nothing beyond is looked at.
        unclosed: Takes the places of `<ref>` tags without an end tag, which are text.

    """
    return _Scanner(text, start, end, unclosed if unclosed is not None else []).nodes()


class _Scanner:
    def __init__(self, text: str, start: int, end: int, unclosed: list[int]) -> None:
        self._text = text
        self._end = end
        self._at = start
        """All before this is in a node."""
        self._next = start
        """Where to look on."""
        self._unclosed = unclosed
        self._ready: list[Node] = []
        self._stack: list[_Open] = []
        self._endless: set[str] = set()
        """Tags that have no end tag from here on."""
        self._variants = text.find("}-", start, end) >= 0

    def nodes(self) -> Iterator[Node]:
        while True:
            found = (_INSIDE if self._stack else _OUTSIDE).search(self._text, self._next, self._end)
            if found is None:
                break
            self._take(found.group(), found.start(), found.end())
            if not self._stack and self._ready:
                yield from self._ready
                self._ready.clear()
        self._plain_to(self._end)
        self._give_up()
        yield from self._ready

    def _take(self, sign: str, start: int, end: int) -> None:
        self._next = end
        if sign[0] == "<":
            self._angle(sign, start, end)
        elif sign[0] in "{[":
            self._open(sign[0], start, end)
        elif sign == "-{":
            if self._variants:
                self._open("-", start, end)
        elif sign == "|":
            self._plain_to(start)
            self._stack[-1].parts[-1].end = start
            self._stack[-1].parts.append(Part(end, end))
            self._at = end
        else:
            self._close(sign, start)

    def _target(self) -> list[Node]:
        return self._stack[-1].parts[-1].nodes if self._stack else self._ready

    def _plain_to(self, end: int) -> None:
        if end > self._at:
            self._target().append(Plain(self._at, end))
        self._at = max(end, self._at)

    def _angle(self, sign: str, start: int, end: int) -> None:
        if sign == "<!--":
            self._comment(start)
            return
        name = sign.strip("</").lower()
        if sign[1] == "/" or name not in names("extension-tags") or self._text[end : end + 1] not in _AFTER_NAME:
            return
        head = self._text.find(">", end, self._end) if ">" not in self._endless else -1
        if head < 0:
            self._endless.add(">")
            return
        self._tag(name, start, end, head)

    def _comment(self, start: int) -> None:
        """Leave out a comment, and the whole line where it stands alone on one."""
        found = self._text.find("-->", start + 4, self._end)
        end = found + 3 if found >= 0 else self._end
        line = start
        while line > self._at and self._text[line - 1] in " \t":
            line -= 1
        if line and self._text[line - 1] == "\n" and (rest := _BLANK_LINE.match(self._text, end, self._end)):
            start, end = line, rest.end()
        self._plain_to(start)
        self._at = self._next = end

    def _tag(self, name: str, start: int, end: int, head: int) -> None:
        """Take an extension tag that begins at *start* and whose start tag ends at *head*."""
        inner: Span | None = None
        attributes, close = Span(end, head), head + 1
        if self._text[head - 1] == "/":
            attributes = Span(end, head - 1)
        elif name in self._endless or not (found := _end_tag(name).search(self._text, head + 1, self._end)):
            self._endless.add(name)
            if name == "ref":
                self._unclosed.append(start)
            if name not in names("open-tags"):
                self._next = head + 1
                return
            inner, close = Span(head + 1, self._end), self._end
        else:
            inner, close = Span(head + 1, found.start()), found.end()
        self._plain_to(start)
        self._target().append(Tag(name, attributes, start, close, inner))
        self._at = self._next = close

    def _open(self, sign: str, start: int, end: int) -> None:
        if len(self._stack) >= DEEPEST:
            return
        self._plain_to(start)
        self._stack.append(_Open(sign, start, end - start, [Part(end, end)]))
        self._at = end

    def _close(self, sign: str, start: int) -> None:
        """Close what the run of closing braces at *start* closes; the rest of the run is looked at again."""
        top = self._stack[-1]
        if sign == "}-":
            if top.sign == "-":
                self._end_braces(top, "variant", start, 2)
            return
        if _CLOSER.get(top.sign) != sign[0]:
            if sign[0] == "}" and top.sign == "-" and self._text.startswith("-", start + len(sign)):
                self._end_braces(top, "variant", start + len(sign) - 1, 2)
            return
        most = min(len(sign), top.count, 3 if top.sign == "{" else 2)
        kind: BracedKind = "link" if top.sign == "[" else "argument" if most == 3 else "template"
        self._end_braces(top, kind, start, most)

    def _end_braces(self, top: _Open, kind: BracedKind, start: int, length: int) -> None:
        self._plain_to(start)
        top.parts[-1].end = start
        node = Braced(kind, top.start + top.count - length, start + length, top.parts)
        self._at = self._next = start + length
        left = top.count - length
        if left >= 2:
            top.count, top.parts = left, [Part(top.start + left, 0, [node])]
            return
        self._stack.pop()
        if left:
            self._target().append(Plain(top.start, top.start + left))
        self._target().append(node)

    def _give_up(self) -> None:
        """Make text of what was never closed."""
        for top in self._stack:
            self._ready.append(Plain(top.start, top.start + top.count))
            for number, part in enumerate(top.parts):
                if number:
                    self._ready.append(Plain(part.start - 1, part.start))
                self._ready += part.nodes
        self._stack.clear()


_AFTER_NAME: Final = frozenset(" \t\n\r/>\f")
_BLANK_LINE: Final = re.compile(r"[ \t]{0,1000}\n")


@lru_cache(maxsize=128)
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s{{0,100}}>", re.IGNORECASE)
