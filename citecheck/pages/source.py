"""The bytes that came from a link, read as a source of claims: its words, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from citecheck.model import Page
from citecheck.pages.glimpse import Glimpse, tree
from citecheck.pages.glimpse import read as glance
from citecheck.pages.metadata import Metadata, metadata
from citecheck.pages.pdf import pdf_of
from citecheck.pages.prose import MOST, prose
from citecheck.pages.sent import decoded, is_html, is_pdf, media_type
from citecheck.pages.walls import wall

_MOST_SOURCE: Final = 5_000_000
"""Code points of HTML that are read."""
_TEASER: Final = 1500
"""Code points of text below which a page that is not free to read shows only its beginning."""
_BARE: Final = 200
"""Code points of text below which a page has none to speak of."""
_SENTENCE: Final = 60
"""Code points from which a string in the data of a page is taken for its text."""
_DEEPEST: Final = 30
_MOST_STRINGS: Final = 5000
_TAGS: Final = re.compile(r"<[^<>]{0,2000}>")
_TEXTS: Final = ("text/plain", "text/markdown", "text/x-markdown", "text/csv", "application/json")
_CUT: Final = "Only the first part of the page was read: it is too large."
_PAID: Final = "The rest of the page is for subscribers."
_SCRIPTED: Final = "The page has no text without scripts."
_WALLS: Final = {
    "challenge": "A page that keeps programs out stands before it.",
    "login": "A page to log in stands before it.",
    "consent": "A page that asks for consent stands before it.",
}


def source_of(body: bytes, content_type: str = "", url: str = "", *, whole: bool = True) -> Page:
    """
    Give the page that some bytes are, whatever they are.

    Args:
        body: With its content coding undone.
        content_type: The header of that name.
        url: Where it came from.
        whole: Whether that is all there is.
    """
    if is_pdf(body, content_type):
        return pdf_of(body, url, whole=whole)
    if is_html(content_type):
        return _html(body, content_type, url, whole=whole)
    kind = media_type(content_type)
    if kind in _TEXTS:
        text = "\n".join(line.strip() for line in decoded(body, content_type)[:MOST].split("\n"))
        return Page(url, "text", text=text, whole=whole, reason="" if whole else _CUT)
    return Page(url, "none", whole=False, reason=f"It is no text: the server calls it {kind or 'nothing'}.")


def _html(body: bytes, content_type: str, url: str, *, whole: bool) -> Page:
    """Give a page of HTML."""
    text = decoded(body, content_type)
    whole = whole and len(text) <= _MOST_SOURCE
    root = tree(text[:_MOST_SOURCE])
    if root is None:
        return Page(url, "html", whole=False, reason="The page is empty.")
    said = metadata(root)
    data = _in_data(root)
    words = prose(root)
    if len(said.body) > 2 * len(words):
        words = _plain(said.body)
    if len(words) < _BARE and len(data) > 2 * len(words):
        words = data
    reason = _why_not_all(said, words, glance(body, content_type), whole=whole)
    return Page(url, "html", said.title, said.issued, said.authors, said.site, said.language, words, not reason, reason)


def _why_not_all(said: Metadata, words: str, glimpse: Glimpse, *, whole: bool) -> str:
    """Give why there is no text or not all of it, "" where it is whole."""
    kind, _ = wall(glimpse)
    if kind:
        return _WALLS.get(kind, "Another page stands before it.")
    if len(words) < _BARE and not said.body:
        return _SCRIPTED if len(words) < _BARE // 4 else ""
    if said.is_paid and len(words) < _TEASER:
        return _PAID
    return "" if whole else _CUT


def _in_data(root: etree._Element) -> str:
    """Give the sentences in the data that a page of scripts brings with it (`__NEXT_DATA__` and the like)."""
    found: list[str] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/json" or not script.text:
            continue
        try:
            strings = _strings(json.loads(script.text[: 4 * MOST], strict=False))
            found += [_plain(one) for one, _ in zip(strings, range(_MOST_STRINGS), strict=False)]
        except (ValueError, RecursionError):
            continue
    return "\n".join(dict.fromkeys(filter(None, found)))[:MOST]


def _strings(value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Give the strings in some JSON that may be sentences."""
    if isinstance(value, str):
        if len(value) >= _SENTENCE and " " in value.strip() and "://" not in value[:10]:
            yield value
    elif depth < _DEEPEST:
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _strings(one, depth + 1)


def _plain(text: str) -> str:
    """Give a text that may have markup in it without that."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in _TAGS.sub(" ", text[:MOST]).split("\n"))))
