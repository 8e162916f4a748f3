"""
Whether a page has the place that a fragment names: an anchor (`#history`), or words (`#:~:text=once%20upon`).

A page is seen as it was sent. What scripts make of it in a browser is not known here, so only a page that shows its
text without them can lack an anchor; of all others nothing is said. Anchors as in the HTML Living Standard, 7.4.6.4
("indicated part"); words as in the draft "URL Fragment Text Directives" (https://wicg.github.io/scroll-to-text-fragment/).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import unquote

from lxml import etree

from citecheck.pages.glimpse import tree
from citecheck.pages.quotes import Quote, folded, quotes, stands_in
from citecheck.pages.sent import decoded, is_html, is_pdf

Found: TypeAlias = Literal["found", "missing", "unverifiable"]

_DIRECTIVES: Final = ":~:"
_LONGEST: Final = 4096
"""Code points of a fragment that is looked at."""
_FEWEST: Final = 500
"""Code points of text of a page with scripts, below which the scripts most likely make the rest."""
_USER_CONTENT: Final = "user-content-"
"""What GitHub and others put before the ids that an author gave; their scripts scroll there all the same."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """What is known of one fragment."""

    found: Found
    why: str = ""
    """As the end of a sentence, where it was not found."""


def anchored(body: bytes, content_type: str, fragments: Iterable[str], *, whole: bool = True) -> dict[str, Anchored]:
    """
    Tell which fragments a page has.

    Args:
        body: With its content coding undone.
        content_type: The header of that name.
        fragments: Without the `#`, as addresses spell them.
        whole: Whether *body* is all of it.
    """
    if is_pdf(body, content_type):
        return dict.fromkeys(fragments, Anchored("unverifiable", "it is a PDF"))
    if not is_html(content_type) or not body.strip():
        return dict.fromkeys(fragments, Anchored("unverifiable", "it is no HTML page"))
    sent = _sent(body, content_type)
    if not whole:
        sent = _Sent(sent.names, sent.text, "it was not read to its end")
    return {fragment: _judged(fragment, sent) for fragment in fragments}


@dataclass(frozen=True, slots=True)
class _Sent:
    """A page as it was sent."""

    names: frozenset[str]
    """Its ids and named anchors."""
    text: str
    """What a reader sees, folded."""
    doubt: str
    """Why it may have more than that, "" where it has not."""


def _judged(fragment: str, sent: _Sent) -> Anchored:
    """Judge one fragment."""
    if len(fragment) > _LONGEST:
        return Anchored("unverifiable", "it is too long")
    name, marked, directives = fragment.partition(_DIRECTIVES)
    wanted = quotes(directives) if marked else ()
    if wanted:
        return _quoted(wanted, sent)
    if not name or name.lower() == "top" or _is_among(name, sent.names):
        return Anchored("found")
    if any(shape.fullmatch(name) for shape in _shapes()):
        return Anchored("unverifiable", "it is for a script of the page to read")
    return Anchored("unverifiable", sent.doubt) if sent.doubt else Anchored("missing", "the page has no such anchor")


def _quoted(wanted: tuple[Quote, ...], sent: _Sent) -> Anchored:
    """Judge words: a browser marks all that it finds, and is content with one."""
    if any(stands_in(quote, sent.text) for quote in wanted):
        return Anchored("found")
    if sent.doubt:
        return Anchored("unverifiable", sent.doubt)
    return Anchored("missing", "the page does not have these words")


def _is_among(name: str, names: frozenset[str]) -> bool:
    """Tell whether an anchor is there, as it is spelled or with its escapes undone."""
    spellings = (name, unquote(name))
    return any(one in names or f"{_USER_CONTENT}{one}" in names for one in spellings)


def _sent(body: bytes, content_type: str) -> _Sent:
    """Read a page."""
    root = tree(decoded(body, content_type))
    if root is None:
        return _Sent(frozenset(), "", "it is empty")
    seen = folded("".join(_pieces(root)))
    return _Sent(frozenset(_names(root)), seen, _doubt(root, len(seen)))


def _names(root: etree._Element) -> Iterator[str]:
    """Give the ids of all elements and the names of anchors."""
    for element in root.iter():
        found = element.get("id")
        if found:
            yield found
        if element.tag == "a" and (name := element.get("name")):
            yield name


def _pieces(root: etree._Element) -> Iterator[str]:
    """Give the text that a reader sees, with spaces where the lines of elements end."""
    table = _table()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in table["unseen"]:
                walk.skip_subtree()
            elif element.text:
                yield element.text
        elif element.tail:
            yield element.tail
        if element.tag in table["blocks"]:
            yield " "


def _doubt(root: etree._Element, length: int) -> str:
    """Give why a page may have more in a browser than it was sent with, "" where it has not."""
    table = _table()
    if next(root.iter("script"), None) is None:
        return ""
    for element in root.iter():
        if element.tag in table["elements"] or not table["attributes"].isdisjoint(element.keys()):
            return "scripts make the page"
        if element.get("id") in table["shells"] and not any(map(str.strip, element.itertext())):
            return "scripts make the page"
    return "scripts make most of the page" if length < _FEWEST else ""


@cache
def _table() -> dict[str, frozenset[str]]:
    """Give `anchors.toml`."""
    return {name: frozenset(listed) for name, listed in _file().items()}


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    """Give the shapes of fragments that scripts read."""
    return tuple(re.compile(shape, re.DOTALL) for shape in _file()["shapes"])


def _file() -> dict[str, Any]:
    """Read `anchors.toml`."""
    return tomllib.loads(files("citecheck.pages").joinpath("anchors.toml").read_text(encoding="utf-8"))
