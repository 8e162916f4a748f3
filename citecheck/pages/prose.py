"""
The words of a page: a line for each block, without what a site puts around its pages.

A source is read to find sentences in it, so what is missing costs more than what is too much: only what plainly is no
content goes, by its element, its role or its class, and by being nothing but links. Where little is left, everything that
is shown is taken instead.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from lxml import etree

MOST: Final = 1_000_000
"""Code points of a page that are kept."""
_GONE: Final = (
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "select", "button", "textarea",
    "dialog", "audio", "video", "math", "map",
)  # fmt: skip
"""Elements whose text is not shown, or no text."""
_AROUND: Final = ("nav", "footer", "aside", "form", "menu")
"""Elements that hold what is around the content (HTML Living Standard, 4.3)."""
_CONTENT: Final = frozenset({"html", "body", "main", "article"})
"""Elements that stay, whatever their classes say."""
_TEXTS: Final = frozenset({"p", "a", "span", "td", "tr", "table", "tbody", "h1", "h2", "h3"})
"""Elements of which a class says nothing: `<p class="comment">` may be any text."""
_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar"}
)
"""Landmarks of the same kind (WAI-ARIA 1.2)."""
_CLASSES: Final = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|box)?|menu|footer|sidebar|side-bar|breadcrumbs?|cookies?|consent|gdpr|newsletter|"
    r"subscribe|signup|sign-up|social|share|sharing|related|recommended|comments?|disqus|advert(?:isement)?s?|ads?|promo|"
    r"sponsor(?:ed)?|popup|modal|overlay|toolbar|pagination|pager|skip-?link|noprint|mw-editsection|tags)(?:[\s_-]|$)",
    re.IGNORECASE,
)
"""Words of classes and ids that name what is around the content."""
_BODY_OF_TEXT: Final = re.compile(
    r"(?:^|[\s_-])(?:article|content|main|story|post|entry|body|page)(?:[\s_-]|$)", re.IGNORECASE
)
"""Words of classes that name the content itself: such an element stays, whatever else its class says."""
_BLOCKS: Final = (
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "hr", "section", "article", "header", "main", "dt", "dd",
    "pre", "blockquote", "ul", "ol", "dl", "table", "caption", "figcaption", "figure", "address", "center", "details",
    "summary", "legend", "fieldset", "tr",
)  # fmt: skip
_CELL: Final = " | "
_LINKED: Final = 0.7
"""Share of links in a short block from which it is a menu."""
_LONG: Final = 200
"""Code points of a block that is no menu however many links it has."""
_LITTLE: Final = 400
"""Code points of text below which everything is taken."""
_FEW: Final = 0.25
"""The same as a share of all that is shown."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff]")
_MARK: Final = "\ue000"
"""Stands around the text of links while lines are weighed; where a page has it itself it is taken out."""


def prose(root: etree._Element) -> str:
    """Give the words of a page; the tree is spent afterwards."""
    etree.strip_elements(root, *_GONE, with_tail=False)
    whole = lines_of(root)
    _prune(root)
    pruned = lines_of(root)
    enough = len(pruned) >= _LITTLE and len(pruned) >= _FEW * len(whole)
    return (pruned if enough or len(pruned) >= len(whole) else whole)[:MOST]


def _prune(root: etree._Element) -> None:
    """Take out what is around the content."""
    doomed = [element for element in root.iter(etree.Element) if _is_around(element)]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            _remove(element, parent)


def _is_around(element: etree._Element) -> bool:
    """Tell whether an element holds what is around the content."""
    tag = element.tag
    if tag in _CONTENT:
        return False
    if tag in _AROUND:
        return tag != "form" or not _is_long(element)  # some systems put the whole page into a form
    if tag == "header":
        return not element.xpath("boolean(.//h1 | ancestor::article | ancestor::main)")
    return _is_hidden(element) or (tag not in _TEXTS and _is_named_so(element))


def _is_hidden(element: etree._Element) -> bool:
    """Tell whether an element is a landmark that is no content, or not shown."""
    return (
        (element.get("role") or "").lower() in _ROLES
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in (element.get("style") or "").replace(" ", "").lower()
    )


def _is_named_so(element: etree._Element) -> bool:
    """Tell whether the classes or the id of an element name what is around the content."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return _CLASSES.search(named) is not None and _BODY_OF_TEXT.search(named) is None


def _is_long(element: etree._Element) -> bool:
    """Tell whether an element holds more than the fields of a form."""
    size = 0
    for part in element.itertext():
        size += len(part.strip())
        if size > 10 * _LONG:
            return True
    return False


def _remove(element: etree._Element, parent: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)


def lines_of(root: etree._Element) -> str:
    """Give the lines of a tree, those that are nothing but links left out."""
    found = []
    for raw in str(_text()(root)).split("\n"):
        line = " ".join(_CONTROL.sub(" ", raw.replace(_MARK, "")).split()) if _MARK not in raw else _weighed(raw)
        line = line.strip("| ")
        if line:
            found.append(line)
    return "\n".join(found)


def _weighed(raw: str) -> str:
    """Give a line with links in it, "" where it is nothing but links."""
    parts = raw.split(_MARK)
    linked = sum(len(part.strip()) for part in parts[1::2])
    line = " ".join(_CONTROL.sub(" ", "".join(parts)).split())
    return (
        ""
        if line and linked >= _LINKED * len(line) and len(line) < _LONG and not line.endswith((".", "!", "?", "。"))
        else line
    )


@functools.cache
def _text() -> etree.XSLT:
    """Give what takes the text out of a tree; libxslt does it in half the time that a walk takes in Python."""
    sheet = f"""
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
          <xsl:output method="text"/>
          <xsl:template match="text()"><xsl:value-of select="translate(., '&#10;&#13;&#xE000;', '  ')"/></xsl:template>
          <xsl:template match="pre//text()"><xsl:value-of select="translate(., '&#13;&#xE000;', '')"/></xsl:template>
          <xsl:template match="a">&#xE000;<xsl:apply-templates/>&#xE000;</xsl:template>
          <xsl:template match="td|th"><xsl:apply-templates/><xsl:text>{_CELL}</xsl:text></xsl:template>
          <xsl:template match="{"|".join(_BLOCKS)}">
            <xsl:text>&#10;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text>
          </xsl:template>
        </xsl:stylesheet>
    """
    return etree.XSLT(etree.XML(sheet), access_control=etree.XSLTAccessControl.DENY_ALL)
