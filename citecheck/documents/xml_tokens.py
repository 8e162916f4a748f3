"""
XML cut into tags and text, each with its place in the source.

A parser of XML gives a tree but not where things stood, stops at the first fault, and may expand entities or load what a
document names. Here nothing is expanded that a document declares, nothing is loaded, and what is no XML is passed over.
The cuts follow XML 1.0 (fifth edition) as far as finding tags needs it; every step is linear.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from citecheck.documents.html_tokens import Attribute
from citecheck.model import Span

_NAME: Final = re.compile(r"[^\W\d][\w.:-]{0,200}+")
_ATTRIBUTE: Final = re.compile(
    r"[\s/]*+(?P<name>[^\s/>=<\"']++)(?:\s*+=\s*+(?:\"(?P<double>[^\"<]*+)\"|'(?P<single>[^'<]*+)'|(?P<bare>[^\s>\"'<]++)))?"
)
_TAG_END: Final = re.compile(r"\s*+(/?)>")
_REST: Final = re.compile(r"[^<>]*+>?")
"""What of a tag is no attribute."""
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,8}|#x[0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_SUBSET: Final = re.compile(r"[\[\]<>\"']")
_CDATA: Final = "<![CDATA["


class Tag(NamedTuple):
    """A start tag, an end tag where `closing`, or both where `empty`."""

    name: str
    """Without its prefix."""
    span: Span
    attributes: dict[str, Attribute]
    """By their names without prefix; of a repeated one the first."""
    closing: bool = False
    empty: bool = False
    broken: bool = False
    """Whether something in it is no attribute, or another tag begins before it ends."""


class Words(NamedTuple):
    """Text between tags, as written."""

    span: Span
    literal: bool = False
    """Whether references in it are none: a CDATA section."""


class Fault(NamedTuple):
    """A place where the text is no XML."""

    at: int
    what: str


def xml_tokens(text: str) -> Iterator[Tag | Words | Fault]:
    """Give the tags and words of *text* in order; comments, instructions and the document type are left out."""
    at = 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            start = len(text)
        if start > at:
            yield Words(Span(at, start))
        if start == len(text):
            return
        if text.startswith(("<!", "<?"), start):
            words, at, fault = _declaration(text, start)
            if words is not None:
                yield words
            if fault is not None:
                yield fault
            continue
        closing = text.startswith("/", start + 1)
        name = _NAME.match(text, start + 1 + closing)
        if not name:
            at = start + 1
            yield Fault(start, "has a “<” that begins no tag")
            yield Words(Span(start, at))
            continue
        tag = _tag(text, start, name, closing=closing)
        at = tag.span.end
        yield tag


def seen(text: str, words: Words) -> Iterator[tuple[str, Span]]:
    """
    Give the runs of words as a reader sees them: as written, and each reference resolved.

    Those of characters, XML's five and HTML's names are known; any other stays as it is written.
    """
    at, end = words.span
    if not words.literal and text.find("&", at, end) >= 0:
        for entity in _ENTITY.finditer(text, at, end):
            value = html.unescape(entity[0])
            if value == entity[0]:
                continue
            if entity.start() > at:
                yield text[at : entity.start()], Span(at, entity.start())
            yield value, Span(*entity.span())
            at = entity.end()
    if at < end:
        yield text[at:end], Span(at, end)


def resolved(value: str) -> str:
    """Give a value with its references resolved."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), value) if "&" in value else value


def _tag(text: str, start: int, name: re.Match[str], *, closing: bool) -> Tag:
    """Give the tag whose name was found; one that never ends does so where the next begins."""
    found: dict[str, Attribute] = {}
    at = name.end()
    while not (end := _TAG_END.match(text, at)):
        one = _ATTRIBUTE.match(text, at)
        if not one:
            rest = _REST.match(text, at)
            at = rest.end() if rest else len(text)
            return Tag(_local(name[0]), Span(start, at), found, closing, broken=True)
        at = one.end()
        local = _local(one["name"])
        group = one.lastgroup if one.lastgroup != "name" else None
        if group and local not in found:
            found[local] = Attribute(resolved(one[group]), Span(*one.span(group)))
    return Tag(_local(name[0]), Span(start, end.end()), found, closing, empty=bool(end[1]))


def _local(name: str) -> str:
    """Give a name without its prefix."""
    return name.rpartition(":")[2]


def _declaration(text: str, start: int) -> tuple[Words | None, int, Fault | None]:
    """Give the words of what begins with `<!` or `<?`, where it ends, and what is wrong with it."""
    if text.startswith(_CDATA, start):
        begin = start + len(_CDATA)
        end = text.find("]]>", begin)
        stop = len(text) if end < 0 else end
        fault = Fault(start, "has a CDATA section that is not closed") if end < 0 else None
        return Words(Span(begin, stop), literal=True) if stop > begin else None, min(stop + 3, len(text)), fault
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            if end < 0:
                return None, len(text), Fault(start, "has a comment or instruction that is not closed")
            return None, end + len(closing), None
    after = _after_type(text, start + 2)
    if after is None:
        return None, len(text), Fault(start, "has a declaration that is not closed")
    return None, after, None


def _after_type(text: str, at: int) -> int | None:
    """Give where a document type ends, its own declarations passed over by brackets, quotes and comments; None for nowhere."""
    depth, nested = 0, 0
    while sign := _SUBSET.search(text, at):
        at = sign.end()
        match sign[0]:
            case "[":
                depth += 1
            case "]":
                depth -= 1
            case "<":
                nested += 1
                if text.startswith("!--", at) or text.startswith("?", at):
                    nested -= 1
                    closing = "-->" if text[at] == "!" else "?>"
                    end = text.find(closing, at)
                    if end < 0:
                        return None
                    at = end + len(closing)
                elif depth <= 0:  # a tag: the type was not closed
                    return sign.start()
            case ">":
                if depth <= 0 and nested <= 0:
                    return at
                nested -= 1
            case quote:
                end = text.find(quote, at)
                if end < 0:
                    return None
                at = end + 1
    return None
