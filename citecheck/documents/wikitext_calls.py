"""A template call in its parameters: the name, and what stands before and after each equals sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from citecheck.documents.wikitext_scan import Braced, Node, Plain
from citecheck.documents.wordings import fold

_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a call gives."""

    name: str
    """As typed; for a value without a name its number."""
    nodes: Sequence[Node]
    start: int
    end: int

    @property
    def positional(self) -> bool:
        """Whether it is known by its place or number."""
        return self.name.isdecimal()


def call_name(text: str, node: Braced) -> str:
    """Give the name of the template that is called, folded; "" where nothing readable stands there."""
    words = "".join(text[one.start : one.end] for one in node.parts[0].nodes if isinstance(one, Plain))
    return folded_name(words) if len(words) <= 10 * _LONGEST_NAME else ""


@lru_cache(maxsize=4096)
def folded_name(words: str) -> str:
    """Give a template's name as tables have it: without namespace, `subst:`, case and accents."""
    name = fold(words.replace("_", " ").strip().removeprefix(":"))
    if name.startswith("#"):
        return name[:_LONGEST_NAME]
    head, colon, rest = name.partition(":")
    if colon and head.strip() in _NAMESPACES:
        name = rest.strip()
    return name[:_LONGEST_NAME]


_NAMESPACES: Final = frozenset(
    {
        "template",
        "vorlage",
        "modele",
        "plantilla",
        "szablon",
        "шаблон",
        "subst",
        "safesubst",
        "sjabloon",
        "predefinicao",
        "mall",
        "mal",
    }
)


def parameters(text: str, node: Braced) -> Iterator[Parameter]:
    """Give the parameters of a call in order; those of a parser function begin after its colon."""
    number = 0
    for place, part in enumerate(node.parts):
        if not place:
            if (first := _after_colon(text, part.nodes)) and not call_name(text, node).startswith("#tag:"):
                number += 1
                yield Parameter(str(number), first, first[0].start, part.end)
            continue
        found = _equals(text, part.nodes)
        if found is None:
            number += 1
            yield Parameter(str(number), part.nodes, part.start, part.end)
            continue
        index, at = found
        name = "".join(text[one.start : one.end] for one in part.nodes[:index]) + text[part.nodes[index].start : at]
        last = part.nodes[index]
        rest = [Plain(at + 1, last.end)] if at + 1 < last.end else []
        yield Parameter(name.strip()[:_LONGEST_NAME], [*rest, *part.nodes[index + 1 :]], at + 1, part.end)


def _after_colon(text: str, nodes: Sequence[Node]) -> list[Node]:
    """Give what follows the colon of `{{#tag:ref` or `{{#if:`."""
    if not nodes or not isinstance(nodes[0], Plain):
        return []
    words = text[nodes[0].start : min(nodes[0].end, nodes[0].start + _LONGEST_NAME)]
    colon = words.find(":")
    if colon < 0 or not words.lstrip().startswith("#"):
        return []
    at = nodes[0].start + colon + 1
    rest: list[Node] = [Plain(at, nodes[0].end)] if at < nodes[0].end else []
    return [*rest, *nodes[1:]]


def _equals(text: str, nodes: Sequence[Node]) -> tuple[int, int] | None:
    """Give the first equals sign that only text stands before."""
    for index, node in enumerate(nodes):
        if not isinstance(node, Plain):
            return None
        at = text.find("=", node.start, node.end)
        if at >= 0:
            return index, at
    return None


_NUMBERS: Final = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def parameter_key(name: str) -> tuple[str, int]:
    """Give a parameter's name as tables have it, and the number in it: `author2-last` -> `authorlast`, 2."""
    plain = fold(name)
    found = _NUMBERS.search(plain)
    bare = "".join(c for c in _NUMBERS.sub("", plain) if c not in " -_.'’").strip()
    return bare or plain, int(found.group()[:4]) if found else 1
