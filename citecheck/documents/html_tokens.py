"""
HTML cut into tags and text, each with its place in the source.

The usual parsers give a tree but lose where things stood, and offsets are what this room is for. The cuts follow the
tokenization of the HTML standard (WHATWG HTML 13.2.5) as far as finding tags needs it. Every step is linear: nothing
is searched again from the same place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Generator, Iterator
from typing import NamedTuple

from citecheck.model import Span

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>]+)))?"
)
_TAG_END = re.compile(r"[\s/]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
_WANTED = frozenset({"class", "data-mw", "data-mw-group", "hidden", "href", "id", "lang", "rel", "style", "title"})

# Elements whose content is no markup (WHATWG HTML 13.2.5.2 to 13.2.5.4).
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
}


class Attribute(NamedTuple):
    """An attribute's value, character references resolved, and where it stands as written."""

    value: str
    span: Span


class Tag(NamedTuple):
    """A start tag, or an end tag where `closing`."""

    name: str
    """In lower case."""
    span: Span
    attributes: dict[str, Attribute]
    """Those that a reader of documents looks at; of a repeated one the first."""
    closing: bool = False

    def get(self, name: str) -> str:
        """Give an attribute's value, "" where it is absent."""
        found = self.attributes.get(name)
        return found.value if found else ""


class Words(NamedTuple):
    """Text between tags, as written."""

    span: Span


def tokens(text: str, wanted: Callable[[str], bool] = _WANTED.__contains__) -> Iterator[Tag | Words]:
    """
    Give the tags and words of *text* in order; comments and the content of scripts are left out.

    Args:
        text: The source.
        wanted: Tells by its name, in lower case, whether an attribute is kept.
    """
    at = 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            start = len(text)
        if start > at:
            yield Words(Span(at, start))
        if start == len(text):
            return
        at = start
        if text.startswith(("<!", "<?"), start):
            at = _after_comment(text, start)
            continue
        closing = text.startswith("/", start + 1)
        name = _NAME.match(text, start + 1 + closing)
        if not name:
            at = start + 1
            yield Words(Span(start, at))
            continue
        attributes, at = _attributes(text, name.end(), wanted)
        tag = Tag(name.group().lower(), Span(start, at), attributes, closing)
        yield tag
        if not closing and tag.name in _RAW and not text.startswith("/>", at - 2):
            at = yield from _raw(text, at, tag.name)


def visible(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """Give the runs of `text[span]` as a reader sees them: words as written, and each character reference resolved."""
    at = span.start
    if text.find("&", at, span.end) >= 0:
        for entity in _ENTITY.finditer(text, at, span.end):
            seen = html.unescape(entity.group())
            if seen == entity.group():
                continue
            if entity.start() > at:
                yield text[at : entity.start()], Span(at, entity.start())
            yield seen, Span(*entity.span())
            at = entity.end()
    if at < span.end:
        yield text[at : span.end], Span(at, span.end)


def _after_comment(text: str, start: int) -> int:
    if not text.startswith("<!--", start):
        end = text.find(">", start)
        return len(text) if end < 0 else end + 1
    end = text.find("-->", start + 2)
    return len(text) if end < 0 else end + 3


def _attributes(text: str, at: int, wanted: Callable[[str], bool]) -> tuple[dict[str, Attribute], int]:
    """Give the attributes at *at* and where the tag ends, which is the end of the text when it is never closed."""
    found: dict[str, Attribute] = {}
    while not (end := _TAG_END.match(text, at)):
        one = _ATTRIBUTE.match(text, at)
        if not one:
            return found, len(text)
        at = one.end()
        name = one["name"].lower()
        if name not in found and wanted(name):
            group = one.lastgroup if one.lastgroup != "name" else None
            value = html.unescape(one[group]) if group else ""
            found[name] = Attribute(value, Span(*one.span(group)) if group else Span(at, at))
    return found, end.end()


def _raw(text: str, at: int, name: str) -> Generator[Words, None, int]:
    """Pass over what is no markup; only a title has words that are seen."""
    end = _RAW[name].search(text, at)
    stop = end.start() if end else len(text)
    if name == "title" and stop > at:
        yield Words(Span(at, stop))
    return stop
