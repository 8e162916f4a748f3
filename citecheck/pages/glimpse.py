"""A glimpse of an HTML page: what its head, its headings and the first of its text say of it."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from citecheck.pages.cues import marks_of
from citecheck.pages.sent import decoded, is_html, is_pdf

_REACH: Final = 64 * 1024
"""Bytes of a page that are read: its head and the first of its body."""
_LONGEST: Final = 300
"""Code points of a title or heading that are kept."""
_MOST_HEADINGS: Final = 3
_IDLE: Final = ("noscript", "template", "svg", "iframe")
"""Elements that a browser with scripts shows nothing of, or whose title is not the page's."""
_UNSEEN: Final = ("head", "script", "style", "select")
"""Further elements whose text nobody reads on the page."""
_ASIDE: Final = ("nav", "footer", "aside", "a", "form", "button", "label", "option")
"""Elements whose text leads elsewhere, or is that of the site and not of the page."""
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that steer a terminal, or mean nothing; not the end of a line."""
_BLOCKS: Final = (
    "p", "div", "h1", "h2", "h3", "h4", "li", "td", "th", "br", "section", "article", "header", "main", "dt", "dd", "pre",
    "blockquote", "tr", "ul", "ol", "table",
)  # fmt: skip
"""Elements after which a sentence has ended."""
_MOST_OWN: Final = 4000
"""Code points of the page's own text that are kept."""
MOST_MARKED: Final = 1000
"""Code points of own text up to which a page may be one that stands before another, or for a name without a site."""
_MARKED: Final = ("parking", "challenge-source", "captcha")
"""Kinds of cues that are looked for in the source."""
_PUBLISHED: Final = frozenset({
    "article:published_time", "citation_date", "citation_publication_date", "datepublished", "dc.date", "dc.date.issued",
    "dcterms.issued",
})  # fmt: skip
"""Names of metadata that hold the day of publication (Open Graph, Highwire, Schema.org, Dublin Core)."""
_DAY: Final = re.compile(r"((?:19|20)\d\d)[-/](0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_REFRESH: Final = re.compile(
    r"\s{0,20}(\d{0,9})(?:\.[\d.]{0,9})?\s{0,20}(?:[;,]|\s)\s{0,20}(?:url\s{0,20}=\s{0,20})?(.*)",
    re.IGNORECASE | re.DOTALL,
)
"""The content of `<meta http-equiv=refresh>` with an address in it (HTML Living Standard, 4.2.5.3)."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Where a page sends a browser on, and when."""

    seconds: int
    url: str
    """As the page spells it, most likely relative."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the first of a page says of it."""

    title: str = ""
    headings: tuple[str, ...] = ()
    """The first of its `h1`."""
    own: str = ""
    """The first of its text that is neither a link nor of the site around it, a line for each block."""
    own_length: int = 0
    """Code points of all such text, white space apart, as far as the page was read."""
    subheadings: tuple[str, ...] = ()
    """The first of its `h2` and `h3`."""
    body_class: tuple[str, ...] = ()
    """The classes and the id of its body, in lower case."""
    canonical: str = ""
    """The address that it says is its own, as it spells it."""
    is_noindex: bool = False
    """Whether it asks search engines not to list it."""
    has_password: bool = False
    """Whether it has a field for a password."""
    marks: tuple[str, ...] = ()
    """Marks of services in its source: those of `cues.toml`; of a page with more to say than `MOST_MARKED` none."""
    refresh: Refresh | None = None
    is_article: bool = False
    """Whether its metadata say that it is an article, with a date or a type (Open Graph, Schema.org)."""
    issued: str = ""
    """The day on which it was published, as its metadata say: `2007-06-07`, "" where they do not."""


def read(body: bytes, content_type: str = "") -> Glimpse:
    """
    Give the page that *body* is, whatever it is; nothing of a body that is no HTML.

    Args:
        body: With its content coding undone; the first 64 KiB are looked at.
        content_type: The header of that name.
    """
    if not is_html(content_type) or not body.strip() or is_pdf(body, content_type):
        return Glimpse()
    text = decoded(body[:_REACH], content_type)
    root = tree(text)
    return Glimpse() if root is None else _page(root, text)


def tree(text: str) -> etree._Element | None:
    """Give the elements of a page, None where it has none; nothing is fetched, whatever it names."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root


def _page(root: etree._Element, source: str) -> Glimpse:
    """Give what a tree and its source say; the tree is spent afterwards."""
    pictured = " ".join(filter(None, (element.get("alt", "") for element in root.iter("img"))))[:_LONGEST]
    etree.strip_elements(root, *_IDLE, with_tail=False)
    titles = (_words(element) for element in root.iter("title"))
    metas = list(root.iter("meta"))
    refreshes = (refresh for meta in metas if (refresh := _refresh(meta)) is not None)
    body = next(root.iter("body"), None)
    named = "" if body is None else f"{body.get('class') or ''} {body.get('id') or ''}"
    title, canonical = next(filter(None, titles), ""), _canonical(root, metas)
    has_password = any((element.get("type") or "").lower() == "password" for element in root.iter("input"))
    headings, subheadings = _headings(root, "h1"), _headings(root, "h2", "h3")
    own, own_length = _own(root)
    return Glimpse(
        title=title,
        headings=headings,
        own=own or pictured,
        own_length=own_length,
        subheadings=subheadings,
        body_class=tuple(named.lower()[:_LONGEST].split()),
        canonical=canonical,
        is_noindex=any(map(_is_noindex, metas)),
        has_password=has_password,
        marks=_marks(source) if own_length <= MOST_MARKED else (),
        refresh=next(refreshes, None),
        is_article=any(map(_declares_article, metas)),
        issued=next(filter(None, map(_issued, metas)), ""),
    )


def _headings(root: etree._Element, *names: str) -> tuple[str, ...]:
    """Give the first headings of some ranks."""
    found = (_words(element) for element, _ in zip(root.iter(*names), range(_MOST_HEADINGS), strict=False))
    return tuple(filter(None, found))


def _own(root: etree._Element) -> tuple[str, int]:
    """Give the first of the text that is the page's own, and how much there is."""
    lines = [" ".join(line.split()) for line in str(_own_text()(root)).split("\n")]
    text = "\n".join(filter(None, lines))
    return _CONTROL.sub(" ", text[:_MOST_OWN]), len(text) - text.count(" ") - text.count("\n")


@functools.cache
def _own_text() -> etree.XSLT:
    """Give what takes the own text out of a tree; libxslt does it in half the time that a walk takes in Python."""
    sheet = f"""
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
          <xsl:output method="text"/>
          <xsl:template match="{"|".join((*_UNSEEN, *_ASIDE))}"/>
          <xsl:template match="{"|".join(_BLOCKS)}">
            <xsl:text>&#10;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text>
          </xsl:template>
        </xsl:stylesheet>
    """
    return etree.XSLT(etree.XML(sheet), access_control=etree.XSLTAccessControl.DENY_ALL)


def _canonical(root: etree._Element, metas: list[etree._Element]) -> str:
    """Give the address that a page says is its own."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip()[:_LONGEST]
    shared = (meta.get("content") or "" for meta in metas if (meta.get("property") or "").lower() == "og:url")
    return next(shared, "").strip()[:_LONGEST]


def _is_noindex(element: etree._Element) -> bool:
    """Tell whether a `meta` asks that the page be not listed."""
    name = (element.get("name") or "").strip().lower()
    return name == "robots" and "noindex" in (element.get("content") or "").lower()


def _marks(source: str) -> tuple[str, ...]:
    """Give the marks of services in the source of a page."""
    source = source.lower()
    return tuple(mark for kind in _MARKED for mark in marks_of(kind) if mark in source)


def _words(element: etree._Element) -> str:
    """Give the text in an element on one line."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part[: 4 * _LONGEST])
        size += len(parts[-1])
        if size > 4 * _LONGEST:
            break
    return " ".join(_CONTROL.sub(" ", "".join(parts)).split())[:_LONGEST]


def _refresh(element: etree._Element) -> Refresh | None:
    """Give where a `meta` sends on, None where it does not."""
    if (element.get("http-equiv") or "").strip().lower() != "refresh":
        return None
    return refresh(element.get("content") or "")


def refresh(content: str) -> Refresh | None:
    """Give where the content of such a `meta`, or of the header `Refresh`, sends on; None where it does not."""
    found = _REFRESH.fullmatch(content[:4096])
    if found is None:
        return None
    url = found[2].strip()
    if url[:1] in ("'", '"'):
        url = url[1:].partition(url[0])[0]
    return Refresh(int(found[1] or 0), url) if url else None


def _issued(element: etree._Element) -> str:
    """Give the day of publication that a `meta` names, "" where it names none."""
    name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
    if name not in _PUBLISHED:
        return ""
    found = _DAY.match((element.get("content") or "").strip()[:40])
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else ""
    except ValueError:  # the 31st of June
        return ""


def _declares_article(element: etree._Element) -> bool:
    """Tell whether a `meta` is of the kind that only articles have."""
    name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
    content = (element.get("content") or "").strip().lower()
    if name == "og:type":
        return content == "article"
    return bool(content) and name in (
        "article:published_time",
        "datepublished",
        "citation_title",
        "dc.date",
        "dcterms.issued",
    )
