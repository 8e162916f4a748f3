"""The words between braces: what quotes, tags, entities and addresses in plain wikitext come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Final

from citecheck.documents.addresses import trim
from citecheck.documents.weaving import Thread
from citecheck.documents.wikitext_drafts import Blocks, Draft
from citecheck.documents.wikitext_notes import Mark, Note, Notes
from citecheck.documents.wikitext_scan import Braced, Node, Plain, Tag, scan
from citecheck.documents.wikitext_words import names
from citecheck.model import BlockKind, Span, Where

DEEPEST: Final = 60
"""Nodes within nodes that are followed; deeper ones are left out."""

_WORDS: Final = re.compile(
    r"(?P<quotes>'{2,})"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,4000}>)"
    r"|(?P<entity>&[#a-zA-Z0-9]{1,32};)"
    r"|(?P<bracket>\[(?:(?i:https?|ftps?|ircs?|news|gopher)://|//|mailto:)[^\s\[\]<>\"]{1,4096})"
    r"|(?P<closing>\])"
    r"|(?P<url>(?i:https?)://[^\s<>\[\]{}|\"]{1,4096})"
    r"|(?P<magic>__[A-Z]{3,24}__)"
    r"|(?P<pipe>\|\|?|!!)"
)
_TAG_NAME: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")
_HIDING: Final = re.compile(r"display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t]{0,100}\]")
_VARIANT: Final = re.compile(r"(?:[a-z]{2,4}(?:-[a-z]{2,8})?|[A-Z])\s{0,4}:")


class TextWalk:
    """Goes through nodes and weaves what a reader sees into the block or note that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = Blocks()
        self.notes = Notes()
        self.marks: list[Mark] = []
        self.unclosed: list[int] = []
        self.draft: Draft | None = None
        """What takes words; None where the next word begins a block."""
        self.context: list[tuple[BlockKind, Where]] = [("paragraph", "body")]
        """What a new block is, innermost last."""
        self.muted = 0
        """Above 0 words are left out; markers stay."""
        self.depth = 0
        self.first_bold: str | None = None
        self._brackets = 0
        self._hidden: list[str] = []
        self._bold_from: int | None = None

    @property
    def off_page(self) -> bool:
        """Whether what stands here is never printed."""
        return False

    def walk(self, nodes: Iterable[Node]) -> None:
        """Go through nodes."""
        if self.depth >= DEEPEST:
            return
        self.depth += 1
        for node in nodes:
            if isinstance(node, Plain):
                self.plain(node.start, node.end)
            elif isinstance(node, Tag):
                self.tag(node)
            else:
                self.braced(node)
        self.depth -= 1

    def walk_source(self, span: Span) -> None:
        """Go through a part of the source."""
        self.walk(scan(self.text, span.start, span.end, self.unclosed))

    def into(self, draft: Draft, nodes: Iterable[Node]) -> Draft:
        """Weave nodes into a note, and give it."""
        held = self.draft, self.muted, self._hidden, self._brackets
        self.draft, self.muted, self._hidden, self._brackets = draft, 0, [], 0
        self.walk(nodes)
        self.draft, self.muted, self._hidden, self._brackets = held
        return draft

    def shown(self, nodes: Sequence[Node], start: int) -> Draft:
        """Give nodes as words that stand nowhere on the page."""
        return self.into(Draft("paragraph", "hidden", start), nodes)

    def plain(self, start: int, end: int) -> None:
        """Take text without braces."""
        self.run(start, end)

    def tag(self, node: Tag) -> None:
        """Take an extension tag."""
        raise NotImplementedError

    def braced(self, node: Braced) -> None:
        """Take a template call, an argument, a link or words in variants."""
        raise NotImplementedError

    def run(self, start: int, end: int) -> None:
        """Take text without braces and, outside notes, without line ends."""
        at = start
        for found in _WORDS.finditer(self.text, start, end):
            if found.start() < at:
                continue
            if found.start() > at:
                self.words(at, found.start())
            at = self._token(found, end)
        if at < end:
            self.words(at, end)

    def _token(self, found: re.Match[str], end: int) -> int:
        """Take what is no plain word, and give where it ends."""
        start, stop = found.span()
        match found.lastgroup:
            case "quotes":
                self._quotes(start, stop)
            case "tag":
                return self._html(found.group(), start, stop)
            case "entity":
                self.seen(unescape(found.group()), Span(start, stop))
            case "bracket":
                return self._bracket(start, stop, end)
            case "closing" if self._brackets:
                self._brackets -= 1
            case "url":
                return self._address(found.group(), start)
            case "pipe":
                return self.pipe(found.group(), start, stop)
            case "magic":
                pass
            case _:
                self.words(start, stop)
        return stop

    def words(self, start: int, end: int) -> None:
        """Add words as they stand in the source."""
        if self.muted or self._hidden:
            return
        words = self.text[start:end]
        draft = self.draft
        if draft is None:
            if words.isspace():
                return
            draft = self.open(start)
        draft.thread.weave(words, start)
        draft.end = end

    def seen(self, words: str, span: Span) -> None:
        """Add what a reader sees of *span*."""
        if self.muted or self._hidden or not words:
            return
        draft = self.draft
        if draft is None:
            if words.isspace():
                return
            draft = self.open(span.start)
        draft.thread.replace(words, span)
        draft.end = span.end

    def pad(self) -> None:
        """Add the space that a line break stands for."""
        if self.draft is not None and not self.muted:
            self.draft.thread.pad()

    def open(self, start: int) -> Draft:
        """Begin a block, and give it."""
        kind, where = self.context[-1]
        self.draft = Draft(kind, where, start, section=self.blocks.section)
        return self.draft

    def end_block(self) -> None:
        """End the block that is open; a note goes on."""
        draft = self.draft
        if draft is not None and not draft.is_note:
            self.draft = None
            self._hidden = []
            self._brackets = 0
            self._bold_from = None
            self.blocks.add(draft)
        elif draft is not None:
            draft.thread.pad()

    def mark(self, note: Note, span: Span) -> Mark:
        """Add a footnote marker."""
        held = self._hidden
        draft = self.draft
        if draft is None or self.off_page:
            unseen = self.muted or held or self.off_page
            draft = Draft("paragraph", "hidden", span.start) if unseen else self.open(span.start)
        at = draft.thread.length
        if not held:
            draft.thread.replace(f"[{note.label}]", span)
            draft.end = max(draft.end, span.end)
        where: Where = "hidden" if held else draft.where
        mark = Mark(note, draft, Span(at, draft.thread.length), span, where)
        draft.marked = True
        self.marks.append(mark)
        return mark

    def pipe(self, sign: str, start: int, end: int) -> int:
        """Take `|`, `||` or `!!`, which part cells in tables, and give where to go on."""
        del sign
        self.words(start, end)
        return end

    def link(self, url: str, span: Span) -> None:
        """Note an outward link of the note or block."""
        if self._hidden:
            return
        url = unescape(url)
        if url.lower().startswith(("http://", "https://", "//")) and len(url) > url.find("//") + 2:
            draft = self.draft or (self.open(span.start) if not self.muted else None)
            if draft is not None:
                draft.link(url, span)

    def _quotes(self, start: int, end: int) -> None:
        """Leave out the quotes that make words bold or italic; of four and of more than five some are words."""
        length = end - start
        extra = 1 if length == 4 else max(0, length - 5)
        if extra:
            self.words(start, start + extra)
        if length - extra not in {3, 5} or self.first_bold is not None:
            return
        draft = self.draft
        if self._bold_from is None:
            self._bold_from = draft.thread.length if draft else 0
        elif draft is not None and draft.kind == "paragraph" and draft.where == "body":
            text, _ = draft.thread.finish()
            self.first_bold = text[self._bold_from :].strip() or None
            self._bold_from = None

    def _html(self, source: str, start: int, end: int) -> int:
        found = _TAG_NAME.match(source)
        name = found[1].lower() if found else ""
        if name not in names("html-tags"):
            self.words(start, start + 1)
            return start + 1
        if self._hidden:
            self._in_hidden(name, source)
        elif name == "br":
            self.pad()
        elif name in names("block-tags") or name in names("cell-tags"):
            self.block_tag(name, source, end)
        if not self._hidden and "none" in source and source[1] != "/" and _HIDING.search(source) and source[-2] != "/":
            self._hidden.append(name)
        return end

    def _in_hidden(self, name: str, source: str) -> None:
        if name != self._hidden[0]:
            return
        if source[1] == "/":
            self._hidden.pop()
        elif source[-2] != "/":
            self._hidden.append(name)

    def block_tag(self, name: str, source: str, end: int) -> None:
        """Take an HTML tag that begins on a new line."""
        del name, source, end
        self.pad()

    def _bracket(self, start: int, end: int, limit: int) -> int:
        """Take `[https://…`; what follows to the bracket is its label, and without one the address stands for it."""
        url = self.text[start + 1 : end]
        at = url.find("''")
        if at > 0:
            end = start + 1 + at
            url = url[:at]
        self.link(url, Span(start + 1, end))
        closed = _SPACE.match(self.text, end, limit)
        if not closed:
            self._brackets += 1
            return end
        if self.draft is not None and self.draft.is_note:
            self.words(start + 1, end)
        return closed.end()

    def _address(self, url: str, start: int) -> int:
        quotes = url.find("''")
        url = trim(url[:quotes] if quotes > 0 else url)
        end = start + len(url)
        if len(url) > url.find("//") + 2:
            self.link(url, Span(start, end))
        self.words(start, end)
        return end

    def variant(self, node: Braced) -> None:
        """Show the words of `-{zh-hans:…; zh-hant:…}-` in the first variant that it names."""
        last = node.parts[-1].nodes
        if len(last) == 1 and isinstance(last[0], Plain):
            start, end = last[0].start, last[0].end
            if head := _VARIANT.match(self.text, start, end):
                start = head.end()
                stop = self.text.find(";", start, end)
                end = stop if stop >= 0 else end
            self.run(start, end)
        else:
            self.walk(last)


def bare_words(thread: Thread) -> str:
    """Give the words of a thread."""
    return thread.finish()[0]
