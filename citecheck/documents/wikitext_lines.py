"""The lines of wikitext: headings, list items, tables, paragraphs, and the captions beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from citecheck.documents.weaving import Thread
from citecheck.documents.wikitext_drafts import Draft
from citecheck.documents.wikitext_scan import Braced, Node, Part, Plain, Tag, scan
from citecheck.documents.wikitext_text import TextWalk
from citecheck.documents.wikitext_words import languages, names
from citecheck.documents.wordings import fold
from citecheck.model import BlockKind, Span, Where

_START: Final = re.compile(
    r"(?P<blank>[ \t]{0,400}\n)|(?P<table>[ \t]{0,400}:{0,20}[ \t]{0,20}\{\|)|(?P<heading>={1,6})|(?P<list>[*#:;]{1,100}[ \t]{0,400})|(?P<rule>-{4,100})"
)
_ROW: Final = re.compile(r"[ \t]{0,400}(?P<sign>\|\}|\|-|\|\+|\||!|\{\|)")
_BULLET: Final = re.compile(r"\n[*#:;]{1,20}[ \t]{0,20}")
_OPTION: Final = re.compile(r"\s{0,100}(?:\d{0,6}\s?x?\s?\d{1,6}\s?(?:px|пкс|пікс)|[\w-]{1,20}\s{0,8}=)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,10}){0,2}|simple")
_LONGEST_OPTION: Final = 60


class LineWalk(TextWalk):
    """Knows where lines begin and what they begin with."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.inline = 0
        """Above 0 line ends are white space."""
        self.line_begins = True
        self.tables = 0
        self.category_word: dict[str, int] = {}
        self._skipping = False
        """The rest of the line is attributes."""
        self._attributes = False
        """A bar on this line may end the attributes of a cell."""
        self._row_at: int | None = None
        """Where the row of the table began."""

    @property
    def off_page(self) -> bool:
        """Whether the line goes on with attributes of a table or row."""
        return self._skipping

    def into(self, draft: Draft, nodes: Iterable[Node]) -> Draft:
        """Weave nodes into a note, and give it; lines mean nothing in it."""
        held = self.line_begins, self._skipping, self._attributes, self.tables
        self.inline += 1
        super().into(draft, nodes)
        self.inline -= 1
        self.line_begins, self._skipping, self._attributes, self.tables = held
        return draft

    def beside(self, kind: BlockKind, where: Where, nodes: Iterable[Node]) -> None:
        """Weave nodes into blocks of their own, and go on with the block that is open."""
        held = self.draft, self.line_begins, self._skipping, self._attributes, self.tables, self.inline
        hidden, brackets, row = self._hidden, self._brackets, self._row_at
        self.draft, self.line_begins, self.tables, self.inline = None, True, 0, 0
        self._skipping = self._attributes = False
        self._hidden, self._brackets = [], 0
        self.context.append((kind, where))
        self.walk(nodes)
        self.end_block()
        self.context.pop()
        self.draft, self.line_begins, self._skipping, self._attributes, self.tables, self.inline = held
        self._hidden, self._brackets, self._row_at = hidden, brackets, row

    def plain(self, start: int, end: int) -> None:
        """Take text without braces, line by line."""
        if self.inline:
            self._plain_inline(start, end)
            return
        at = start
        while at < end:
            if self.line_begins:
                at = self._begin_line(at, end)
                if self.line_begins:
                    continue
            stop = self.text.find("\n", at, end)
            last = stop if stop >= 0 else end
            if last > at and not self._skipping:
                self.run(at, last)
            if stop < 0:
                return
            self._end_line()
            at = stop + 1

    def _plain_inline(self, start: int, end: int) -> None:
        """Take text in which line ends are white space; the bullets of a list in a note are none of its words."""
        at = start
        for bullet in _BULLET.finditer(self.text, start, end):
            self.run(at, bullet.start())
            self.pad()
            at = bullet.end()
        if at < end:
            self.run(at, end)

    def _begin_line(self, at: int, end: int) -> int:
        """Take what a line begins with, and give where its words begin."""
        self.line_begins = False
        if self.tables and (row := _ROW.match(self.text, at, end)):
            self._row(row["sign"], row.end())
            return row.end()
        found = _START.match(self.text, at, end)
        if found is None:
            return at
        match found.lastgroup:
            case "blank":
                if not self.tables:
                    self.end_block()
                else:
                    self.pad()
                self.line_begins = True
            case "table":
                self._open_table()
                self._row_at = found.end()
            case "heading" if not self.tables and self._closes_heading(found.end()):
                self.end_block()
                self._begin("heading", at, found.end() - at)
            case "list":
                self._item(at, end, found.end())
            case "rule":
                self.end_block()
            case _:
                return at
        return found.end()

    def _closes_heading(self, at: int) -> bool:
        """Tell whether the line that goes on at *at* ends as a heading does; comments may follow."""
        stop = self.text.find("\n", at)
        line = self.text[at : stop if stop >= 0 else len(self.text)].rstrip()
        while line.endswith("-->") and (start := line.rfind("<!--")) >= 0:
            line = line[:start].rstrip()
        return len(line) > 1 and line.endswith("=")

    def _item(self, at: int, end: int, words: int) -> None:
        if self.tables or self.context[-1][0] != "paragraph":
            self.pad()
            return
        self.end_block()
        if words < end:
            self._begin("list-item", at)

    def _begin(self, kind: BlockKind, start: int, level: int = 0) -> None:
        where = self.context[-1][1]
        self.draft = Draft(kind, where, start, level, self.blocks.section)

    def _end_line(self) -> None:
        self.line_begins = True
        self._skipping = self._attributes = False
        self._brackets = 0
        if self.draft is not None and self.draft.kind in {"heading", "list-item"} and not self.draft.is_note:
            self.end_block()
        else:
            self.pad()

    def _open_table(self) -> None:
        self.end_block()
        self.tables += 1
        self._skipping = True

    def _row(self, sign: str, end: int) -> None:
        self.end_block()
        if sign in {"{|", "|}", "|-"}:
            self._row_at = end
        if sign == "{|":
            self._open_table()
        elif sign == "|}":
            self.tables -= 1
        elif sign == "|-":
            self._skipping = True
        else:
            self._cell("caption" if sign == "|+" else "table-cell", end)

    def _cell(self, kind: BlockKind, start: int) -> None:
        self.end_block()
        inside = self.context[-1]
        where: Where = "caption" if kind == "caption" else "table"
        if inside[1] == "infobox":
            kind, where = inside
        row = None if kind == "caption" else self._row_at
        self.draft = Draft(kind, where, start, section=self.blocks.section, row=row)
        self._attributes = True

    def pipe(self, sign: str, start: int, end: int) -> int:
        """Begin the next cell, or drop what stood before the bar: attributes of the cell."""
        if not self.tables or self.inline or self.muted:
            self.words(start, end)
        elif len(sign) == 2:
            self._cell("table-cell", end)
        elif self._attributes and self.draft is not None and not self.draft.marked:
            self.draft.thread = Thread()
            self.draft.links.clear()
            self._attributes = False
        else:
            self.words(start, end)
        return end

    def block_tag(self, name: str, source: str, end: int) -> None:
        """End the block; a cell of an HTML table begins one."""
        if self.inline or self.muted:
            self.pad()
            return
        self.end_block()
        if name in {"table", "tr"}:
            self._row_at = end
        if name in names("cell-tags") and source[1] != "/":
            self._cell("caption" if name == "caption" else "table-cell", end)
            self._attributes = False

    def begun(self) -> None:
        """Note that a line goes on: something stands on it."""
        self.line_begins = False

    def gallery(self, node: Tag) -> None:
        """Take the captions of a gallery: what follows the first bar of each of its lines."""
        if node.inner is None:
            return
        caption: list[Node] = []
        named = False
        for one in scan(self.text, node.inner.start, node.inner.end, self.unclosed):
            if not isinstance(one, Plain):
                caption.append(one)
                continue
            at = one.start
            while at < one.end:
                stop = self.text.find("\n", at, one.end)
                end = stop if stop >= 0 else one.end
                bar = self.text.find("|", at, end) if not named else -1
                if bar >= 0:
                    named, caption, at = True, [], bar + 1
                if end > at:
                    caption.append(Plain(at, end))
                if stop >= 0:
                    self._caption(caption, shown=named)
                    named, caption = False, []
                at = end + 1 if stop >= 0 else end
        self._caption(caption, shown=named)

    def _caption(self, nodes: Sequence[Node], *, shown: bool) -> None:
        if shown:
            self.beside("caption", "caption", nodes)
        elif any(not isinstance(one, Plain) for one in nodes):
            self.shown(nodes, nodes[0].start)

    def wikilink(self, node: Braced) -> None:
        """Show the label of a link to a page, or the caption of a picture; a category is no text."""
        first = node.parts[0]
        target = "".join(self.text[n.start : n.end] for n in first.nodes if isinstance(n, Plain))[:300].strip()
        head, colon, _ = target.partition(":")
        space = fold(head.replace("_", " ")) if colon and len(head) <= 40 else ""
        if space and space in names("file-namespaces"):
            self._picture(node)
        elif space and space in names("category-namespaces"):
            key = languages().get(space, "")
            self.category_word[key] = self.category_word.get(key, 0) + 1
            self._refs_only(node.parts[1:])
        elif not (colon and len(node.parts) == 1 and not self.inline and _LANGUAGE.fullmatch(head)):
            self._label(node)

    def _label(self, node: Braced) -> None:
        shown = node.parts[-1] if len(node.parts) > 1 else None
        if len(node.parts) > 2:
            for number, part in enumerate(node.parts[1:]):
                if number:
                    self.seen("|", Span(part.start - 1, part.start))
                self._inside(part.nodes)
            return
        if shown is None or not any(self.text[n.start : n.end].strip() for n in shown.nodes):
            self._inside(_without_colon(self.text, node.parts[0]))
        else:
            self._inside(shown.nodes)

    def _inside(self, nodes: Iterable[Node]) -> None:
        """Go through nodes in which a line end is white space."""
        self.inline += 1
        self.walk(nodes)
        self.inline -= 1

    def _refs_only(self, parts: Iterable[Part]) -> None:
        """Take the references of what shows no words."""
        for part in parts:
            if any(not isinstance(node, Plain) for node in part.nodes):
                self.shown(part.nodes, part.start)

    def _picture(self, node: Braced) -> None:
        caption: Part | None = None
        framed = False
        for part in node.parts[1:]:
            words = self.text[part.start : part.end].strip() if part.end - part.start <= _LONGEST_OPTION else ""
            option = fold(words.partition("=")[0]) if words else ""
            if option and option in names("image-frames"):
                framed = True
            elif not (option and (option in names("image-options") or (_OPTION.match(words) and len(part.nodes) == 1))):
                caption = part
        if caption is None:
            return
        if framed or self.context[-1][1] == "infobox":
            self.beside("caption", "caption", caption.nodes)
        else:
            self._refs_only([caption])


def _without_colon(text: str, part: Part) -> list[Node]:
    """Give the nodes of a link's target; the colon of `[[:File:…]]` is not shown."""
    nodes = list(part.nodes)
    if nodes and isinstance(nodes[0], Plain):
        at = nodes[0].start
        while at < nodes[0].end and text[at] in " \t":
            at += 1
        if text.startswith(":", at, nodes[0].end):
            nodes[0] = Plain(at + 1, nodes[0].end)
    return nodes
