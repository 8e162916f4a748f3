"""A rendered MediaWiki page, saved from a browser or fetched: the format `wikipedia-html`."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from citecheck.documents.html_drafts import Drafts
from citecheck.documents.html_tokens import Tag, Words, tokens, visible
from citecheck.documents.html_walk import BLOCKS, VOID, Element, Stack, State, entered, names
from citecheck.documents.notices import missing
from citecheck.model import Document, Notice

TOO_MANY = "document-too-many-tags"

_MAIN = '<span class="mw-cite-backlink">'
"""How a note begins; one without an id is never cited itself, only its sub-references are."""

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|section|span|sup|table|ul|ol|li|h[1-6])\b", re.IGNORECASE)
_MEDIAWIKI = ("cite_note", "mw-parser-output", "mw-content-text", 'content="MediaWiki', "mw-headline")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


MOST = 1_500_000
"""
Tags and character references of a page that are read.

In the worst case each costs some 500 bytes of memory until the report is written, so this bounds a page to less than a
gigabyte (`benchmarks/big_pages.py`). Real pages have up to 41,000 in a megabyte: a million in the largest document that
is read.
"""


class WikipediaHtmlReader:
    """Reads the notes of MediaWiki's Cite extension, whatever skin or parser made the page."""

    name = "wikipedia-html"
    title = "HTML of a Wikipedia article"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is HTML that MediaWiki made."""
        looks = path.casefold().endswith((".html", ".htm")) or text[:500].lstrip("\ufeff \t\r\n").startswith("<")
        return looks and _MARKUP.search(text) is not None and any(sign in text for sign in _MEDIAWIKI)

    def read(self, path: str, text: str) -> Document:
        """Give the document; spans are of the source, tags included."""
        page = _Page(text)
        left = MOST
        cut: tuple[Notice, ...] = ()
        for token in tokens(text):
            left -= text.count("&", *token.span) if isinstance(token, Words) else 1
            if left < 0:
                cut = (_cut_off(text, token.span.start),)
                break
            page.take(token)
        page.finish()
        drafts = page.drafts
        entries, markers = drafts.resolve()
        return Document(
            path=path,
            format=self.name,
            text=text,
            blocks=tuple(drafts.blocks),
            markers=tuple(markers),
            entries=tuple(entries),
            links=tuple(drafts.links),
            title=page.title(),
            language=page.language,
            notices=(*cut, *missing(entries, markers)),
        )


class _Page:
    """Goes through the tokens of a page, keeps what is open, and hands words to the drafts."""

    def __init__(self, text: str) -> None:
        self.drafts = Drafts(text)
        self.language: str | None = None
        self._text = text
        self._stack = Stack()
        self._region = _region(text)
        self._titles: dict[str, str] = {}
        self._titling = ""
        self._numbered = 0
        """Links without words so far."""

    def take(self, token: Tag | Words) -> None:
        """Take what comes next."""
        if isinstance(token, Words):
            self.words(token)
        elif token.closing:
            self.end(token)
        else:
            self.start(token)

    def start(self, tag: Tag) -> None:
        """Take a start tag."""
        name = tag.name
        if name in VOID:
            self._void(tag)
            return
        self._close(self._stack.closed_by_start(name), tag.span.start)
        if name in BLOCKS:
            self.drafts.break_block(self._stack.state)
        if self._stack.loses(name):
            return
        classes = frozenset(tag.get("class").split())
        self._notice_page(tag, classes)
        element = Element(
            name, entered(self._stack.state, tag, classes), tag.span.start, group=tag.get("data-mw-group")
        )
        element.sublist = not classes.isdisjoint(names("sublist_classes"))
        self._open_entry(element, tag)
        self._open_note(element, tag, classes)
        self._open_marker(element, tag, classes)
        self._stack.push(element)
        if tag.get("id") and (name == "cite" or not classes.isdisjoint(names("citation_classes"))):
            self.drafts.home(element.state, tag)
        if "Z3988" in classes or (name == "cite" and "data-mw" in tag.attributes):
            self.drafts.given(element.state, tag, classes)

    def end(self, tag: Tag) -> None:
        """Take an end tag."""
        self._close(self._stack.closed_by_end(tag.name), tag.span.end)
        if tag.name in BLOCKS:
            self.drafts.break_block(self._stack.state)

    def words(self, words: Words) -> None:
        """Take text between tags."""
        state = self._stack.state
        if self._titling:
            self._titles[self._titling] = self._titles.get(self._titling, "") + "".join(
                seen for seen, _ in visible(self._text, words.span)
            )
        if state.marker is None and (state.silent or state.hidden or self._region is not None):
            return
        for seen, span in visible(self._text, words.span):
            self.drafts.words(state, seen, span)

    def finish(self) -> None:
        """End the page."""
        self._close(self._stack.close_all(), len(self._text))
        self.drafts.break_block(self._stack.state)

    def title(self) -> str | None:
        """Give the heading of the page, or what its window says without the name of the site."""
        for kind in ("heading", "window"):
            words = " ".join(self._titles.get(kind, "").split())
            end = next((end for end in sorted(names("title_ends"), key=len, reverse=True) if words.endswith(end)), "")
            if words.removesuffix(end):
                return words.removesuffix(end)
        return None

    def _void(self, tag: Tag) -> None:
        state = self._stack.state
        if tag.name == "br" and not state.silent:
            self.drafts.pad(state)
        elif tag.name == "hr":
            self.drafts.break_block(state)

    def _notice_page(self, tag: Tag, classes: frozenset[str]) -> None:
        """Note the language, the title and where the article begins."""
        if tag.name == "html" and _LANGUAGE.fullmatch(tag.get("lang")):
            self.language = tag.get("lang")
        if tag.name == "title" and "window" not in self._titles:
            self._titling = "window"
        elif tag.name == "h1" and "heading" not in self._titles:
            self._titling = "heading"
        if self._region is not None and (tag.get("id") == self._region or self._region in classes):
            self._region = None

    def _open_entry(self, element: Element, tag: Tag) -> None:
        if tag.name != "li":
            return
        listing = self._stack.enclosing_list()
        if listing:
            listing.items += 1
        identity, parent = tag.get("id"), element.state.entry
        if not identity.startswith("cite_note") and not self._text.startswith(_MAIN, tag.span.end):
            return
        if parent is not None and not (listing and listing.sublist and self.drafts.may_have_sub(parent)):
            return
        entry = self.drafts.open_entry(
            identity, listing.items if listing else 1, listing.group if listing else "", tag.span.start, parent
        )
        element.state = State(entry=entry, kind="list-item", hidden=element.state.hidden, where="reference")
        element.opens_entry = True

    def _open_note(self, element: Element, tag: Tag, classes: frozenset[str]) -> None:
        """Keep the links back to the markers apart from the words of a note."""
        state = element.state
        if state.entry is None:
            return
        target = _fragment(tag)
        back = target.startswith(("cite_ref", "pcs-ref-back-link")) or not classes.isdisjoint(names("backlink_classes"))
        if back and state.marker is None and not _is_mark(target):
            element.state = State(silent=True, entry=state.entry, where="reference", kind="list-item")
        elif not classes.isdisjoint(names("note_classes")):
            self.drafts.begin_note(state.entry)

    def _open_marker(self, element: Element, tag: Tag, classes: frozenset[str]) -> None:
        state = element.state
        target = _fragment(tag)
        marks = tag.name in {"sup", "span"} and not classes.isdisjoint(names("marker_classes"))
        if state.marker is None and (marks or (tag.name == "a" and _is_mark(target))):
            number = self.drafts.open_marker(state, tag.span.start)
            element.state = replace(state, marker=number)
            element.opens_marker = True
        if tag.name == "a":
            if target and state.entry is not None and not target.startswith(("cite_", "pcs-ref")):
                self.drafts.name(state, target)
            if _is_mark(target) and element.state.marker is not None:
                self.drafts.aim(element.state.marker, target)
            elif "href" in tag.attributes and self._region is None:
                self.drafts.link(element.state, tag, classes)
                self._number(element.state, tag, classes)

    def _number(self, state: State, tag: Tag, classes: frozenset[str]) -> None:
        """Print the number of a link without words, as a style sheet does for Parsoid and the PHP parser by itself."""
        if "autonumber" not in classes:
            return
        self._numbered += 1
        if self._text.startswith("</a", tag.span.end):
            self.drafts.words(state, f"[{self._numbered}]", tag.span)

    def _close(self, closed: list[Element], at: int) -> None:
        for element in closed:
            if element.opens_marker and element.state.marker is not None:
                self.drafts.close_marker(element.state.marker, at)
            if element.opens_entry and element.state.entry is not None:
                self.drafts.close_entry(element.state.entry, at)
            if element.name in BLOCKS:
                self.drafts.break_block(element.state)
            if element.name in {"title", "h1"}:
                self._titling = ""


def _cut_off(text: str, at: int) -> Notice:
    line = text.count("\n", 0, at) + 1
    return Notice(
        TOO_MANY,
        f"The page has more than {MOST:,} tags and character references; what follows on line {line} and after was not "
        "read. Audit the article without the page around it.",
    )


def _region(text: str) -> str | None:
    """Give the id or class of the element that the article begins with, None where the page has no such element."""
    for kind in ("content_classes", "content_ids"):
        for name in sorted(names(kind)):
            if re.search(rf"""(?:class|id)=["'](?:[^"'<>]{{0,200}}\s)?{name}["'\s]""", text):
                return name
    return None


def _fragment(tag: Tag) -> str:
    return unquote(tag.get("href").partition("#")[2]) if "href" in tag.attributes else ""


def _is_mark(fragment: str) -> bool:
    return fragment.startswith("cite_note")
