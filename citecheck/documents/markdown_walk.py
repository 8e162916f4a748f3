"""A walk through the tokens of Markdown, which hands what it meets to the draft of a document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from citecheck.documents.draft import Draft
from citecheck.documents.html_tokens import Tag, tokens, visible
from citecheck.documents.html_walk import BLOCKS
from citecheck.documents.line_places import Places
from citecheck.documents.lines import Line
from citecheck.documents.markdown_inline import parser
from citecheck.documents.markdown_sources import Sources
from citecheck.documents.markdown_words import Words
from citecheck.documents.record_entries import record_parts
from citecheck.model import BlockKind, Field, Span
from citecheck.references.from_csl import csl_record

_HOLDS: Final[dict[str, BlockKind]] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "th_open": "table-cell",
    "td_open": "table-cell",
    "dt_open": "list-item",
    "admonition_title_open": "paragraph",
}
"""What a paragraph's words stand in, by the token before them."""


class Walk:
    """Goes through a file once."""

    def __init__(self, text: str, lines: Sequence[Line], begin: int) -> None:
        """
        Parse a file.

        Args:
            text: All of it.
            lines: Its lines.
            begin: Where its head ends; what stands before is no text.
        """
        self.draft = Draft()
        self.title: str | None = None
        self._text = text
        self._lines = lines
        head = next((number for number, line in enumerate(lines) if line.start >= begin), len(lines)) if begin else 0
        self._head = head
        env: dict[str, object] = {}
        body = "\n".join("" if number < head else line.text for number, line in enumerate(lines))
        self._tokens = parser().parse(body, env)
        self.sources = Sources(self.draft, self._tokens, env)
        self._words = Words(self.draft, self.sources, self._line_span)
        self._items: list[bool] = []
        """Of the list items that are open, whether each is an entry."""
        self._numbers: list[int] = []
        """Of the ordered lists that are open, the number of the next item; -1 for others."""
        self._listing: tuple[int, str] | None = None
        """The level and kind of the heading under which lists are of references."""
        self._row: tuple[int, int] = (0, 0)
        """Where the row begins that is open, and where in it the next cell does at the earliest."""
        self._defined: list[Token] = []

    def go(self) -> None:
        """Go through all."""
        before = ""
        for number, token in enumerate(self._tokens):
            step = getattr(self, f"_{token.type}", None)
            if token.type == "inline":
                self._inline(token, before)
            elif step is not None:
                step(token, number)
            before = token.type
        self.draft.close()
        self.sources.resolve(self._line_span)

    def _inline(self, token: Token, before: str) -> None:
        """Take a paragraph's words."""
        lines = self._of(token)
        if not lines or not token.children:
            return
        if before == "admonition_title_open" and token.content not in lines[0].text:
            return  # the name of its kind, which stands for a title
        cell = before in {"td_open", "th_open"}
        places = Places(token.content, lines, self._row[1] if cell else 0, cell=cell)
        kind = _HOLDS.get(before, "paragraph")
        if kind == "heading":
            self._heading(token)
            self.draft.open("heading", level=self._level)
        elif cell:
            self._row = (self._row[0], places.end)
            self.draft.open("table-cell", where="table", row=self._row[0])
        elif self._numbered_line(token, places):
            return
        else:
            self.draft.open("list-item" if self._items and kind == "paragraph" else kind)
        self._words.take(token, places)
        self.draft.links_in_words()
        self.draft.close()

    def _numbered_line(self, token: Token, places: Places) -> bool:
        """Take a paragraph under the heading of a list as entries, where its lines begin with labels as `[1]`."""
        if self._listing is None or any(self._items):
            return False
        starts = self.sources.labelled(token.content)
        ends = [*(start for _, start, _ in starts[1:]), len(token.content)]
        for (label, begin, words), end in zip(starts, ends if starts else (), strict=True):
            self.draft.close()
            self.draft.open_entry(("n", label), label, places.place(begin), numbered=self.sources.are_cited)
            self._words.take(token, places, words, end)
            self.draft.links_in_words()
            self.draft.close_entry(places.span(begin, max(begin + 1, len(token.content[:end].rstrip()))).end)
        return bool(starts)

    def _heading_open(self, token: Token, _: int) -> None:
        self._level = int(token.tag[1:])

    def _heading(self, token: Token) -> None:
        """Note a heading: the title of all, or the beginning or end of a list of references."""
        words = "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"})
        words = words.partition("{")[0].strip()
        if self.title is None and self._level == 1:
            self.title = " ".join(words.split())[:1_000] or None
        if self._listing is None or self._level <= self._listing[0]:
            kind = self.sources.kind(words)
            self._listing = None if kind is None else (self._level, kind)

    def _bullet_list_open(self, _: Token, __: int) -> None:
        self._numbers.append(-1)

    def _ordered_list_open(self, token: Token, _: int) -> None:
        self._numbers.append(int(token.attrGet("start") or 1))

    def _bullet_list_close(self, _: Token, __: int) -> None:
        self._numbers.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, token: Token, number: int) -> None:
        """Begin an item, as an entry where the list is one of references."""
        place = self._numbers[-1] if self._numbers else -1
        if place >= 0:
            self._numbers[-1] += 1
        lines = self._of(token)
        listed = self._listing is not None and not any(self._items) and bool(lines)
        listed = listed and not self.sources.only_links(self._tokens, number, self._listing[1] if self._listing else "")
        self._items.append(listed)
        if listed and self._listing is not None:
            self.draft.close()
            label, skip = self.sources.item_label(self._tokens, number, place)
            self._words.skip = skip
            key = ("n", label) if label else ("item", lines[0].start)
            start = lines[0].start + lines[0].indent
            self.draft.open_entry(key, label, start, numbered=bool(label) and self.sources.are_cited)

    def _list_item_close(self, _: Token, __: int) -> None:
        if self._items and self._items.pop():
            self.draft.close_entry(self._words.end)

    def _dd_open(self, _: Token, __: int) -> None:
        self._items.append(False)

    def _dd_close(self, _: Token, __: int) -> None:
        self._items.pop()

    def _tr_open(self, token: Token, _: int) -> None:
        lines = self._of(token)
        start = lines[0].start if lines else 0
        self._row = (start, start)

    def _footnote_reference_open(self, token: Token, number: int) -> None:
        """Begin a footnote; a second one of a label whose text is CSL-JSON says what the first one is."""
        self.draft.close()
        self._defined.append(token)
        lines = self._of(token)
        inner = self._tokens[number + 1 : number + 2]
        key = ("^", str(token.meta["label"]))
        if inner and inner[0].type == "fence" and inner[0].info.strip().startswith("csl-json"):
            self.draft.give(key, _typed(inner[0].content))
            if self.draft.has_entry(key):
                token.meta["given"] = True
                return
        label = str(token.meta["label"])
        self.draft.open_entry(key, label, lines[0].start + lines[0].indent if lines else 0)

    def _footnote_reference_close(self, _: Token, __: int) -> None:
        token = self._defined.pop()
        if not token.meta.get("given"):
            lines = [line for line in self._of(token) if not line.blank]
            self.draft.close_entry(lines[-1].end if lines else 0)

    def _html_block(self, token: Token, _: int) -> None:
        """Take the words of HTML that stands by itself."""
        lines = self._of(token)
        if not lines:
            return
        self.draft.open()
        start, end = lines[0].start, lines[-1].end
        piece = self._text[start:end]
        for one in tokens(piece):
            if isinstance(one, Tag):
                if one.name in BLOCKS:
                    self.draft.open()
                href = one.attributes.get("href")
                if href is not None:
                    self.draft.link(href.value.strip(), Span(start + href.span.start, start + href.span.end))
                continue
            for seen, span in visible(piece, one.span):
                self.draft.words(seen, Span(start + span.start, start + span.end))
        self.draft.close()

    def _of(self, token: Token) -> Sequence[Line]:
        """Give the lines of a token."""
        if token.map is None:
            return ()
        first, last = token.map
        return self._lines[first : max(last, first + 1)]

    def _line_span(self, first: int, last: int) -> Span:
        """Give the span of some lines."""
        lines = self._lines[first:last] or self._lines[-1:]
        return Span(lines[0].start, lines[-1].end)


def _typed(text: str) -> tuple[Field, ...]:
    """Give the fields that CSL-JSON in a code block has."""
    try:
        item = json.loads(text[:100_000])
    except (ValueError, RecursionError):
        return ()
    item = item[0] if isinstance(item, list) and item else item
    return (
        tuple(Field(one.variable, one.value) for one in record_parts(csl_record(item))[1])
        if isinstance(item, dict)
        else ()
    )
