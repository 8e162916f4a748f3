"""
The words of a page: a line for each block, without what a site puts around its pages.

A source is read to find sentences in it, so what is missing costs more than what is too much: only what plainly is no
content goes, by its element, its role or its name (`around.py`), and by being nothing but links. It goes in steps, first
landmarks, then what is named so, then what readers wrote below; a step that leaves too little is not taken.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from citecheck.pages.around import around, discard, heart, size_of
from citecheck.pages.wrapped import joined

MOST: Final = 1_000_000
"""Code points of a page that are kept."""
_MOST_LINES: Final = 100_000
_GONE: Final = (
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "select", "textarea", "dialog",
    "button", "audio", "video", "math", "map", "amp-sidebar", "amp-ad", "amp-consent", "amp-analytics",
)  # fmt: skip
"""Elements whose text is not shown, or no text."""
_BLOCKS: Final = (
    "p", "div", "li", "br", "hr", "section", "article", "header", "footer", "aside", "nav", "main", "dt", "dd",
    "blockquote", "ul", "ol", "dl", "table", "caption", "figcaption", "figure", "address", "center", "details", "form",
    "legend", "fieldset", "tr", "option",
)  # fmt: skip
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6", "summary")
_CELL: Final = " | "
_LINKED: Final = 0.7
"""Share of links in a short line from which it is a menu."""
_LONG: Final = 200
"""Code points of a line that is no menu however many links it has."""
_TOLD: Final = 3
"""Words from which a line of links with a number in it is an entry of a list, `1994: Selma Rask, for Salt`, and no menu."""
_ENDS: Final = (".", "!", "?", "。", "！", "？", "؟", "।")
_LITTLE: Final = 1500
"""Code points that are enough text for a page, whatever was taken from it."""
_FEW: Final = 0.3
"""The same as a share of what there was before a step."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff]")
_LINK: Final = "\ue000"
"""Stands around the text of links while lines are weighed; where a page has it itself it is taken out."""
_HEADING: Final = "\ue001"
"""The same before headings, twice before the first of them, which is never left out."""
_HEART: Final = "\ue002"
"""The same before and behind the element that holds most of the prose."""
_KEPT: Final = "\ue003"
"""The same before and behind `pre`."""
_MARKED: Final = "citecheck-heart"
"""What that element is called for as long as lines are made: a style sheet that asks for attributes takes the square of time."""
_RIGHTS: Final = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_MOST_RIGHTS: Final = 200
"""Code points of a line that is nothing but a notice of rights."""


def prose(root: etree._Element) -> str:
    """Give the words of a page; the tree is spent afterwards."""
    for button in root.iter("button"):  # what opens a part of a text is its heading
        if "accordion" in (button.get("class") or "")[:_LONG] or _is_heading(button.getparent()):
            button.tag = "summary"
    etree.strip_elements(root, *_GONE, with_tail=False)
    size = size_of(root)
    for step in around(root):
        left = size - sum(map(size_of, step))
        if left >= min(_LITTLE, _FEW * size):
            size = left
            for element in step:
                discard(element)
    heart(root).tag = _MARKED
    return lines_of(root)[:MOST]


def _is_heading(element: etree._Element | None) -> bool:
    """Tell whether an element is a heading."""
    return element is not None and element.tag in {*_HEADINGS, "h1", "dt"}


def lines_of(root: etree._Element) -> str:
    """Give the lines of a tree without those that are nothing but links, and headings above nothing but those."""
    found: list[str] = []
    heading, leads_on = "", False
    text = str(_text()(root))[: 4 * MOST]
    inside = _HEART not in text
    for raw in _unwrapped(text):
        if len(found) > _MOST_LINES:
            break
        if raw == _HEART:
            inside = not inside
            continue
        line, is_menu = _weighed(raw, inside=inside)
        start = raw.lstrip(" ")
        if is_menu:
            leads_on = not heading.startswith(_HEADING)
        elif line and start.startswith(_HEADING):
            found += [heading] if heading and not leads_on else []
            is_first = start.startswith(_HEADING * 2)
            heading, leads_on = (_HEADING * is_first) + line, _LINK in raw and not is_first
        elif line:
            found += [heading, line] if heading else [line]
            heading = ""
    found += [heading] if heading and not leads_on else []
    return "\n".join(found).replace(_HEADING, "")


def _unwrapped(text: str) -> Iterator[str]:
    """Give the lines of a text; those that are kept as they were written are joined to paragraphs."""
    if _KEPT not in text:
        yield from text.split("\n")
        return
    for number, part in enumerate(text.split(_KEPT)):
        yield from (joined(part) if number % 2 else part).split("\n")


def _weighed(raw: str, *, inside: bool) -> tuple[str, bool]:
    """
    Give a line, and whether it is nothing but links or a notice of rights.

    Where the prose is, a line of links may be a heading, a sentence or an entry of a list; elsewhere it leads elsewhere.
    """
    parts = raw.split(_LINK)
    plain = _CONTROL.sub(" ", "".join(parts).replace(_HEADING, " "))
    line = " ".join(plain.split()).strip("| ")
    if not line or len(line) >= _LONG:
        return line, False
    if _RIGHTS.match(line):
        return line, len(line) < _MOST_RIGHTS
    linked = sum(len(part.strip()) for part in parts[1::2])
    if linked < _LINKED * len(line):
        return line, False
    tells = line.endswith(_ENDS) or (len(line.split()) >= _TOLD and any(map(str.isdigit, line)))
    return line, not (inside and (tells or raw.lstrip(" ").startswith(_HEADING)))


@functools.cache
def _text() -> etree.XSLT:
    """Give what takes the text out of a tree; libxslt does it in half the time that a walk takes in Python."""
    sheet = f"""
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
          <xsl:output method="text"/>
          <xsl:template match="text()">
            <xsl:value-of select="translate(., '&#10;&#13;&#xE000;&#xE001;&#xE002;&#xE003;', '  ')"/>
          </xsl:template>
          <xsl:template match="text()" mode="kept">
            <xsl:value-of select="translate(., '&#13;&#xE000;&#xE001;&#xE002;&#xE003;', '')"/>
          </xsl:template>
          <xsl:template match="br" mode="kept"><xsl:text>&#10;</xsl:text></xsl:template>
          <xsl:template match="pre">
            <xsl:text>&#10;&#xE003;</xsl:text><xsl:apply-templates mode="kept"/><xsl:text>&#xE003;&#10;</xsl:text>
          </xsl:template>
          <xsl:template match="{_MARKED}">
            <xsl:text>&#10;&#xE002;&#10;</xsl:text><xsl:apply-templates/><xsl:text>&#10;&#xE002;&#10;</xsl:text>
          </xsl:template>
          <xsl:template match="a">&#xE000;<xsl:apply-templates/>&#xE000;</xsl:template>
          <xsl:template match="pre//a" priority="1"><xsl:apply-templates/></xsl:template>
          <xsl:template match="button"/>
          <xsl:template match="h1//button|h2//button|h3//button|h4//button|dt//button|button[contains(@class, 'accordion')]">
            <xsl:text>&#10;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text>
          </xsl:template>
          <xsl:template match="td|th"><xsl:apply-templates/><xsl:text>{_CELL}</xsl:text></xsl:template>
          <xsl:template match="h1">
            <xsl:text>&#10;&#xE001;&#xE001;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text>
          </xsl:template>
          <xsl:template match="{"|".join(_HEADINGS)}">
            <xsl:text>&#10;&#xE001;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text>
          </xsl:template>
          <xsl:template match="{"|".join(_BLOCKS)}">
            <xsl:text>&#10;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text>
          </xsl:template>
        </xsl:stylesheet>
    """
    return etree.XSLT(etree.XML(sheet), access_control=etree.XSLTAccessControl.DENY_ALL)
