"""The title of a page without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from lxml import etree

LONGEST: Final = 300
"""Code points of a value that are kept."""
_SEPARATOR: Final = re.compile(r"\s(?:[|–—·•»«:>/-]|::|\|\|)\s|\s?[|｜]\s?|：|: ")
_MOST_PARTS: Final = 8
_CLOSE: Final = 0.8
"""Share of a site's name that a part of a title has to be, to be that name: `Courier` is not `The Olm Courier`."""
_CUT: Final = ("…", "...")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_ARTICLE: Final = re.compile(r"^the(?=\w{3})|(?:com|org|net)$")


def title_of(root: etree._Element, told: Iterable[str], site: str) -> tuple[str, str]:
    """
    Give the title of a page, and the name of its site where the title tells it.

    Args:
        root: Its tree.
        told: What its metadata call it, best first.
        site: The name of its site, "" where that is not known.
    """
    titles = list(filter(None, told))
    headings = [text for element in _few(root, "h1") if (text := _words(element))]
    shown = next((text for element in _few(root, "title") if not _is_drawn(element) and (text := _words(element))), "")
    title = next((text for text in titles if not text.endswith(_CUT)), titles[0] if titles else "")
    title = title or shown or next(iter(headings), "")
    return _without_site(title, site, headings), "" if site else _behind(shown, [*titles, *headings])


def clean(text: str) -> str:
    """Give a value on one line, bounded, without what steers a terminal."""
    marks = (mark if mark.isprintable() or mark.isspace() else " " for mark in text[: 4 * LONGEST])
    return " ".join("".join(marks).split())[:LONGEST]


def _few(root: etree._Element, name: str) -> Iterable[etree._Element]:
    """Give the first elements of a name."""
    return (element for element, _ in zip(root.iter(name), range(5), strict=False))


def _words(element: etree._Element) -> str:
    """Give the text in an element on one line."""
    return clean("".join(element.itertext()))


def _is_drawn(element: etree._Element) -> bool:
    """Tell whether a title is that of a drawing on the page."""
    parent = element.getparent()
    return parent is not None and parent.tag not in {"head", "html", "body"}


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """Give a title without the name of the site behind or before it; where that is not known, a heading tells."""
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)][:_MOST_PARTS]
    if not cuts:
        return title
    name = _key(site)
    first, last = title[: cuts[0][0]].strip(), title[cuts[-1][1] :].strip()
    if name and _is_name(_key(last), name):
        return _without_site(title[: cuts[-1][0]].strip(), "", headings)
    if name and _is_name(_key(first), name):
        return title[cuts[0][1] :].strip()
    known = {_key(heading) for heading in headings}
    bounds = [(0, 0), *cuts, (len(title), len(title))]
    for end in range(len(bounds) - 1, 0, -1):
        part = title[: bounds[end][0]].strip()
        if _key(part) in known and part:
            return part
    return next(
        (part for one, other in pairwise(bounds) if _key(part := title[one[1] : other[0]].strip()) in known), title
    )


def _behind(shown: str, titles: list[str]) -> str:
    """Give what the head's title has behind the page's own: most likely the site's name."""
    for title in titles:
        if title and shown.startswith(title):
            match = _SEPARATOR.match(shown, len(title))
            rest = shown[match.end() :].strip() if match else ""
            if rest and not _SEPARATOR.search(rest):
                return rest
    return ""


def _is_name(part: str, name: str) -> bool:
    """Tell whether a part of a title is the name of a site."""
    part, name = _ARTICLE.sub("", part), _ARTICLE.sub("", name)
    if len(part) < 2:
        return False
    return part == name or (part in name and len(part) >= _CLOSE * len(name)) or (len(name) > 2 and name in part)


def _key(text: str) -> str:
    """Give the letters and digits of a text, by which names are compared."""
    return _NO_LETTERS.sub("", text.casefold())
