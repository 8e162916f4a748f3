"""
What a site puts around the content of a page: menus, banners, lists of what else there is to read, what readers wrote.

It is known by its element and role (HTML Living Standard, 4.3; WAI-ARIA 1.2), and by the words of its classes and id.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

STEPS: Final = 3
"""Landmarks; what is named as being around; what readers wrote."""
_LANDMARK, _NAMED, _TALK = range(STEPS)
_LANDMARKS: Final = ("nav", "menu")
_CONTENT: Final = frozenset({"html", "body", "main", "article"})
"""Elements that stay, whatever their classes say."""
_TEXTS: Final = frozenset(
    {"p", "a", "span", "td", "tr", "table", "tbody", "h1", "h2", "h3", "b", "i", "em", "strong", "font"}
)
"""Elements of which a class says nothing: `<p class="comment">` may be any text."""
_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar"}
)
"""Landmarks of the same kind."""
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_a-zA-Z]+")
"""A word of a name, also of one like `relatedNews`."""
_LONGEST_NAME: Final = 300
_PROSE: Final = 60
"""Code points of a paragraph that says something."""
_ASIDES: Final = ("footer", "aside")
_KNOWN: Final = frozenset({*_LANDMARKS, *_ASIDES, "form", "header"})
"""Elements that may be around the content without a word that says so."""
_STAYS_WHOLE: Final = frozenset({"p", "li", "pre", "blockquote", "dd", "a", "span"})
"""Elements that hold a text, not the texts of a page."""
_HEART: Final = 0.7
"""Share of the prose of a page that its heart holds."""
_MOST_TEXTS: Final = 5000
_MOST: Final = 0.6
"""Share of a page's text from which an element is the content, whatever its name says."""


def around(root: etree._Element) -> tuple[list[etree._Element], ...]:
    """Give the elements around the content, for each step those that go with it; none of them holds another."""
    doomed: tuple[list[etree._Element], ...] = tuple([] for _ in range(STEPS))
    size = size_of(root)
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        step = _step(element)
        if step is None:
            continue
        if element.tag not in _LANDMARKS and step != _TALK and size_of(element) > _MOST * size:
            continue
        doomed[step].append(element)
        walk.skip_subtree()
    return doomed


def heart(root: etree._Element) -> etree._Element:
    """Give the smallest element that holds most of the prose of a page: of the texts that are long and no links."""
    held: dict[etree._Element, int] = {}
    texts = root.xpath(f"//text()[string-length(.) >= {_PROSE} and not(ancestor::a)]")
    for text in texts[:_MOST_TEXTS]:
        length = len(text.strip())
        if length < _PROSE:
            continue
        element = text.getparent().getparent() if text.is_tail else text.getparent()
        while element is not None:
            held[element] = held.get(element, 0) + length
            element = element.getparent()
    found, whole = root, held.get(root, 0)
    while whole:
        inner = next((child for child in found if held.get(child, 0) >= _HEART * whole), None)
        if inner is None or inner.tag in _STAYS_WHOLE:
            break
        found = inner
    return found


def discard(element: etree._Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)


def _step(element: etree._Element) -> int | None:
    """Give the step with which an element goes, None where it stays."""
    tag = element.tag
    if not (tag in _KNOWN or element.attrib) or tag in _CONTENT:
        return None
    if tag in _LANDMARKS or (element.get("role") or "").lower() in _ROLES:
        return _LANDMARK
    if tag in _TEXTS:
        return None
    step = _by_name(element)
    if step is not None:
        return step
    if tag == "form" or (tag == "header" and _is_of_site(element)) or (tag in _ASIDES and not _is_of_text(element)):
        return _LANDMARK
    return _NAMED if tag not in _KNOWN and _is_hidden(element) and not _has_prose(element) else None


def _is_of_site(element: etree._Element) -> bool:
    """Tell whether a header is that of the site and not of a text."""
    return not element.xpath("boolean(.//h1 | ancestor::article | ancestor::main)")


def _is_of_text(element: etree._Element) -> bool:
    """Tell whether an aside or footer is part of a text: a box of facts, a correction, who is quoted."""
    if not element.xpath("boolean(ancestor::article | ancestor::main | ancestor::blockquote)"):
        return False
    return element.tag == "footer" or _has_prose(element)


def _is_hidden(element: etree._Element) -> bool:
    """Tell whether an element is not shown at first."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in (element.get("style") or "")[:_LONGEST_NAME].replace(" ", "").lower()
    )


def _has_prose(element: etree._Element) -> bool:
    """Tell whether an element has a paragraph that is not a link."""
    return any(size_of(paragraph) >= _PROSE for paragraph, _ in zip(element.iter("p", "li"), range(5), strict=False))


def _by_name(element: etree._Element) -> int | None:
    """Give the step that the classes and the id of an element tell, None where they tell none."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAME]
    if named == " ":
        return None
    words = {word.lower() for word in _WORD.findall(named)}
    table = _names()
    if words & table["content"]:
        return None
    if words & table["talk"]:
        return _TALK
    return _NAMED if words & table["around"] else None


@cache
def _names() -> dict[str, frozenset[str]]:
    """Give the words of `around.toml` by kind."""
    table = tomllib.loads(files("citecheck.pages").joinpath("around.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words) for kind, words in table.items()}


def size_of(element: etree._Element) -> int:
    """Give how many code points of text an element holds that are no links."""
    return _size(element) - sum(map(_size, element.iter("a")))


def _size(element: etree._Element) -> int:
    """Give how many code points of text an element holds."""
    return int(_length()(element))


@cache
def _length() -> etree.XPath:
    """Give what counts code points."""
    return etree.XPath("string-length(normalize-space(.))")
