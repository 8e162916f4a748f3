"""HTML at large, saved from a browser or made by a generator of sites: the format `html`."""

from __future__ import annotations

import re
from typing import Final

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_notes import PageNotes
from citecheck.documents.html_printing import Printer
from citecheck.documents.html_signs import says
from citecheck.documents.html_tree import Tree
from citecheck.documents.notices import missing
from citecheck.documents.wikipedia_html import TOO_MANY, WikipediaHtmlReader
from citecheck.model import Document, Notice

MOST: Final = 750_000
"""
Tags and character references of a page that are read.

In the worst case each costs a kilobyte of memory until the report is written.
"""
_SUFFIXES: Final = (".html", ".htm", ".xhtml", ".xht")
_BEGINNING: Final = re.compile(
    r"\ufeff?\s{0,1000}(?:<\?xml[^<>]{0,200}\?>\s{0,1000})?(?:<!--[^<>]{0,2000}-->\s{0,1000}){0,5}<(?:!doctype\s{1,20}html|html|head|body)\b",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(
    r"</?(?:a|b|blockquote|body|br|div|dl|em|h[1-6]|head|hr|html|i|img|li|ol|p|pre|section|span|strong|sup|table|ul)(?=[\s/>])",
    re.IGNORECASE,
)
_XML: Final = re.compile(
    r"<(?:TEI|teiCorpus|article|book|front|journal-meta|ref-list)\b[^<>]{0,400}(?:xmlns|article-type|dtd-version)|<(?:front|journal-meta|teiHeader|ref-list|pmc-articleset)\b|<!DOCTYPE\s{1,20}(?!html)\w",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"\s{0,1000}(?:@[A-Za-z]{3,30}\s{0,20}[{(]|TY  - |[\[{]\s{0,100}[\"{]|\\documentclass)")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_LOOKED_AT: Final = 100_000
_MOST_TITLE: Final = 300


class HtmlReader:
    """Reads footnotes, sidenotes and bibliographies of a page by its structure, whoever made it."""

    name = "html"
    title = "HTML page"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is HTML, by how it begins or by the end of its name, and no page of MediaWiki or other XML."""
        beginning = _BEGINNING.match(text) is not None
        named = path.casefold().endswith(_SUFFIXES)
        if not beginning and not (named and _MARKUP.search(text, 0, _LOOKED_AT) and not _OTHERS.match(text)):
            return False
        if not beginning and _XML.search(text, 0, 5_000):
            return False
        return not WikipediaHtmlReader().recognises(path, text)

    def read(self, path: str, text: str) -> Document:
        """Give the document; spans are of the source, tags included."""
        tree = Tree(text, MOST)
        facts = Facts(tree)
        notes = PageNotes(facts)
        draft = Printer(facts, notes.notes, notes.groups, notes.left_out, notes.groups.drops).print()
        if tree.cut is not None:
            draft.notices.append(_cut_off(text, tree.cut))
        document = draft.document(path, self.name, text, title=_title(facts), language=_language(tree))
        found = missing(document.entries, document.markers)
        if not found:
            return document
        draft.notices += found
        return draft.document(path, self.name, text, title=document.title, language=document.language)


def _title(facts: Facts) -> str | None:
    """Give the first heading of the page's own words, or else of the page, or what its window says."""
    heads = [node for node in range(len(facts.tree.nodes)) if facts.tree.name(node) == "h1"]
    heads.sort(
        key=lambda node: (
            bool(facts.silencer[node]) + bool(facts.hider[node]) + 2 * says(facts.tree.nodes[node], "note_words")
        )
    )
    windows = [node for node in range(min(len(facts.tree.nodes), 2_000)) if facts.tree.name(node) == "title"]
    for node in [*heads[:1], *windows[:1]]:
        words = " ".join(facts.seen(node, _MOST_TITLE).split())
        if words:
            return words
    return None


def _language(tree: Tree) -> str | None:
    for node in tree.nodes[1:50]:
        if node.name in {"html", "body"}:
            for name in ("lang", "xml:lang"):
                if _LANGUAGE.fullmatch(node.get(name)):
                    return node.get(name)
    return None


def _cut_off(text: str, at: int) -> Notice:
    line = text.count("\n", 0, at) + 1
    return Notice(
        TOO_MANY,
        f"The page has more than {MOST:,} tags and character references; what follows on line {line} and after was not "
        "read. Audit the article without the page around it.",
    )
