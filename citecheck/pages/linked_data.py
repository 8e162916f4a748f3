"""
The works that a page describes in JSON-LD, in the words of schema.org.

It is written by programs of many makers, and much of it is a little broken: commas too many, marks of comments and CDATA
around it, entities in it. What cannot be mended is left out; all of it is bounded.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from lxml import etree

Node: TypeAlias = Mapping[str, Any]

_LONGEST: Final = 500_000
"""Characters of a block that are read."""
_MOST_BLOCKS: Final = 50
_MOST_NODES: Final = 500
_DEEPEST: Final = 20
_ARTICLES: Final = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "blogposting", "scholarlyarticle", "medicalscholarlyarticle", "techarticle", "report", "review",
    "book", "chapter", "dataset", "thesis", "liveblogposting", "socialmediaposting", "discussionforumposting", "legislation",
    "videoobject", "podcastepisode", "recipe", "publicationissue", "qapage",
})  # fmt: skip
"""Types that are works of their own."""
_PAGES: Final = frozenset({"webpage", "creativework", "itempage", "aboutpage", "faqpage", "collectionpage"})
"""Types that are the page, and the least that is said of it."""
_WITHIN: Final = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys below which the page goes on speaking of itself; `itemListElement` and `hasPart` are other works."""
_AROUND: Final = re.compile(r"\A\s{0,100}(?:<!--|//\s{0,9}<!\[CDATA\[|/\*\s{0,9}<!\[CDATA\[\s{0,9}\*/|<!\[CDATA\[)")
_BEHIND: Final = re.compile(r"(?:-->|//\s{0,9}\]\]>|/\*\s{0,9}\]\]>\s{0,9}\*/|\]\]>|;)\s{0,100}\Z")
_COMMA: Final = re.compile(r",(\s{0,100}[}\]])")


def works(root: etree._Element) -> tuple[list[Node], str]:
    """Give the works that a page says it is, articles before pages, and the name that it gives its site."""
    found: list[Node] = []
    site = ""
    blocks = 0
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        blocks += 1
        if blocks > _MOST_BLOCKS or len(found) >= _MOST_NODES:
            break
        for node in _nodes(_loaded(script.text or "")):
            kinds = types(node)
            if kinds & (_ARTICLES | _PAGES):
                found.append(node)
            elif "website" in kinds:
                site = site or text_of(node.get("name"))
            if len(found) >= _MOST_NODES:
                break
    return sorted(found, key=lambda node: not types(node) & _ARTICLES), site


def types(node: Node) -> set[str]:
    """Give the types of a node in lower case, without the address of their vocabulary."""
    return {kind.rpartition("/")[2].lower() for kind in listed(node.get("@type"))[:10] if isinstance(kind, str)}


def text_of(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Give a text, "" where a value is none; of several the first."""
    for one in listed(value)[:1]:
        if isinstance(one, str):
            return one.strip()
        if isinstance(one, dict):  # a text with its language
            return text_of(one.get("@value"))
    return ""


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    """Give a value as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:  # noqa: ANN401 - any JSON value
    """Give the nodes of some JSON-LD that speak of its page."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST_NODES]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _WITHIN:
            if key in value:
                yield from _nodes(value[key], depth + 1)


def _loaded(block: str) -> Any:  # noqa: ANN401 - any JSON value
    """Give the JSON of a block, None where there is none."""
    if len(block) > _LONGEST:
        return None
    plain = _BEHIND.sub("", _AROUND.sub("", block.rstrip()).rstrip()).strip("\ufeff \t\r\n")
    for text in _mended(plain):
        try:
            found, _ = json.JSONDecoder(strict=False).raw_decode(text)  # what stands behind the first value is let go
        except (ValueError, RecursionError):
            continue
        return found
    return None


def _mended(plain: str) -> Iterator[str]:
    """Give a block as it is, and with what is most often wrong with it put right."""
    yield plain
    yield _COMMA.sub(r"\1", plain)
    yield html.unescape(plain)
