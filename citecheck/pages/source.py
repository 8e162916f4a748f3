"""The bytes that came from a link, read as a source of claims: its words, and what it says of itself."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from lxml import etree

from citecheck.model import Page
from citecheck.pages.glimpse import read as glance
from citecheck.pages.glimpse import tree
from citecheck.pages.metadata import metadata
from citecheck.pages.pdf import pdf_of
from citecheck.pages.prose import MOST, prose
from citecheck.pages.quotes import folded
from citecheck.pages.sent import decoded, is_html, is_pdf, media_type
from citecheck.pages.walls import Wall, wall
from citecheck.pages.wrapped import joined

_MOST_SOURCE: Final = 5_000_000
"""Code points of HTML that are read."""
_TEASER: Final = 1500
"""Code points of text below which a page that is not free to read shows only its beginning."""
_BARE: Final = 200
"""Code points of text below which a page has none to speak of."""
_NOTHING: Final = 50
"""Code points of text below which it has none at all."""
_SENTENCE: Final = 60
"""Code points from which a string in the data of a page is taken for its text."""
_DEEPEST: Final = 30
_MOST_STRINGS: Final = 5000
_MOST_SHOWN: Final = 200_000
"""Code points of all that a page shows in which it is looked for whether it goes on for subscribers."""
_TAGS: Final = re.compile(r"<[^<>]{0,2000}>")
_TEXTS: Final = ("text/plain", "text/markdown", "text/x-markdown", "text/csv", "application/json")
_XML: Final = ("text/xml", "application/xml")
_BINARY: Final = (
    b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"\x1f\x8b", b"7z\xbc\xaf", b"ID3", b"OggS", b"RIFF",
    b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"wOF", b"BZh", b"\xfd7zXZ",
)  # fmt: skip
"""How files begin that are no text, whatever they are called (MIME Sniffing Standard, 6)."""
_CUT: Final = "Only the first part of the page was read: it is too large."
_PAID: Final = "The rest of the page is for subscribers."
_SCRIPTED: Final = "The page has no text without scripts."
_EMPTY: Final = "The page has no text of its own."
_FRAMED: Final = "The page consists of frames; the pages in them were not read."
_WALLS: Final[dict[Wall, str]] = {
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
    kind = media_type(content_type)
    if body.startswith(_BINARY):
        return Page(url, "none", whole=False, reason=f"It is no text: the server calls it {kind or 'nothing'}.")
    if is_html(content_type) or kind in _XML or kind.endswith("+xml"):
        return _html(body, content_type, url, whole=whole)
    if kind in _TEXTS:
        text = decoded(body, content_type)
        whole = whole and len(text) <= MOST
        return Page(url, "text", text=joined(text[:MOST]), whole=whole, reason="" if whole else _CUT)
    return Page(url, "none", whole=False, reason=f"It is no text: the server calls it {kind or 'nothing'}.")


def _html(body: bytes, content_type: str, url: str, *, whole: bool) -> Page:
    """Give a page of HTML."""
    source = decoded(body, content_type)
    whole = whole and len(source) <= _MOST_SOURCE
    root = tree(source[:_MOST_SOURCE])
    if root is None:
        return Page(url, "html", whole=False, reason="The page is empty.")
    said = metadata(root)
    why_none = _why_none(root)
    data = [script.text for script in root.iter("script") if _is_data(script)]
    told = _tells_of_subscribers(root)
    words = prose(root)
    if len(said.body) > 2 * len(words):
        words = _plain(said.body)
    if len(words) < _BARE and len(found := _in_data(data)) > 2 * len(words):
        words = found
    barrier, _ = wall(glance(body, content_type)) if len(words) < _TEASER else ("", "")
    if barrier in _WALLS:
        words, reason = "", _WALLS[barrier]
    elif len(words) < _NOTHING:
        reason = why_none
    elif len(words) < _TEASER and (said.is_paid or told):
        reason = _PAID
    else:
        reason = "" if whole and len(words) < MOST else _CUT
    return Page(url, "html", said.title, said.issued, said.authors, said.site, said.language, words, not reason, reason)


def _why_none(root: etree._Element) -> str:
    """Give why a page has no text, should it have none."""
    if next(root.iter("frame"), None) is not None:
        return _FRAMED
    return _SCRIPTED if next(root.iter("script", "noscript"), None) is not None else _EMPTY


def _tells_of_subscribers(root: etree._Element) -> bool:
    """Tell whether a page says that it goes on for subscribers."""
    parts: list[str] = []
    size = 0
    for part in root.itertext(
        "p", "div", "span", "a", "h1", "h2", "h3", "h4", "button", "strong", "b", "section", "body"
    ):
        parts.append(part[:_MOST_SHOWN])
        size += len(parts[-1])
        if size > _MOST_SHOWN:
            break
    shown = folded(" ".join(parts))
    return any(words in shown for words in _subscribers())


@cache
def _subscribers() -> tuple[str, ...]:
    """Give what pages say of subscribers."""
    told = tomllib.loads(files("citecheck.pages").joinpath("subscribers.toml").read_text(encoding="utf-8"))["told"]
    return tuple(map(folded, told))


def _is_data(script: etree._Element) -> bool:
    """Tell whether a script is the data that a page of scripts brings with it (`__NEXT_DATA__` and the like)."""
    return (script.get("type") or "").strip().lower() == "application/json" and bool(script.text)


def _in_data(blocks: list[str]) -> str:
    """Give the sentences in the data of a page."""
    found: list[str] = []
    for block in blocks:
        try:
            strings = _strings(json.loads(block[: 4 * MOST], strict=False))
            found += [_plain(one) for one, _ in zip(strings, range(_MOST_STRINGS), strict=False)]
        except (ValueError, RecursionError):
            continue
        if len(found) > _MOST_STRINGS:
            break
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
