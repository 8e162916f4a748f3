"""Prints a page into a draft: what is seen of it as blocks, its notes as entries, its markers where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from citecheck.documents.draft import Draft
from citecheck.documents.html_extents import Note
from citecheck.documents.html_facts import Facts
from citecheck.documents.html_marks import Groups, Mark
from citecheck.documents.html_tokens import visible
from citecheck.documents.html_tree import TEXT
from citecheck.documents.html_walk import BLOCKS
from citecheck.model import BlockKind, Span, Where

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS: Final[dict[str, BlockKind]] = {
    "li": "list-item",
    "dd": "list-item",
    "dt": "list-item",
    "td": "table-cell",
    "th": "table-cell",
    "caption": "caption",
    "figcaption": "caption",
}
_LEVELS: Final = 12
_LAYOUT: Final = frozenset({"h1", "h2", "h3", "table", "hr", "article", "main"})
_MOST_LAYOUT: Final = 3_000
_SPACE: Final = re.compile(r"\s*")


class Printer:
    """Goes through the nodes of a page, in order."""

    def __init__(
        self,
        facts: Facts,
        notes: Sequence[Note],
        groups: Groups,
        left_out: frozenset[int],
        drops: Mapping[int, list[Span]],
    ) -> None:
        """
        Begin.

        Args:
            facts: Of the page.
            notes: By where they begin; none overlaps another unless it lies in it.
            groups: The markers.
            left_out: Elements whose words are not shown: links back, labels, repetitions.
            drops: By run of text, what of it is not shown.
        """
        self.draft = Draft()
        self._facts = facts
        self._tree = facts.tree
        self._notes = notes
        self._marks: dict[int, list[Mark]] = {}
        for mark in groups.marks:
            self._marks.setdefault(mark.node, []).append(mark)
        self._marked = sorted(self._marks)
        self._left_out = left_out
        self._drops = drops
        self._open: list[Note] = []
        self._spoken: list[Mark] = []
        """Whose words are being said."""
        self._skips: list[tuple[int, int]] = []
        """What is passed over, notes in it left aside: how many notes were open, and where it ends."""
        self._block = -1
        """The block whose words the open block of the draft has; -1 where none is open."""
        self._contexts: dict[int, tuple[BlockKind, int, Where, int | None]] = {}
        self._layouts: dict[int, bool] = {}

    def print(self) -> Draft:
        """Give the draft with all that the page has."""
        tree, size = self._tree, len(self._tree.nodes)
        firsts = [note.first for note in self._notes]
        number, coming = 1, 0
        ends: list[int] = []
        while number < size:
            self._after_words(number)
            while self._open and self._open[-1].last <= number:
                self._close_note()
            while self._skips and (self._skips[-1][1] <= number or self._skips[-1][0] > len(self._open)):
                self._skips.pop()
            while ends and ends[-1] <= number:
                ends.pop()
                self._break()
            while coming < len(firsts) and firsts[coming] < number:
                coming += 1
            while coming < len(firsts) and firsts[coming] == number:
                self._mark_before(number, coming)
                self._open_note(self._notes[coming])
                coming += 1
            after = firsts[coming] if coming < len(firsts) else size
            if self._skips and self._skips[-1][0] == len(self._open):
                number = min(self._skips[-1][1], after)
            elif tree.name(number) == TEXT:
                self._text(number)
                number += 1
            else:
                number = self._element(number, after, ends)
        self._after_words(size)
        while self._open:
            self._close_note()
        return self.draft

    def _element(self, number: int, after: int, ends: list[int]) -> int:
        """Take an element, and give the node to go on with."""
        tree, last = self._tree, self._tree.last[number]
        marks = self._marks.get(number)
        if marks:
            for mark in marks:
                self._mark(mark, number)
            if not marks[-1].spoken:
                return self._over(number, after)
        begins = bool(self._open) and self._open[-1].first == number
        if number in self._left_out or (
            not begins and self._silent_here(number) and not self._holds_mark(number, last)
        ):
            return self._over(number, after)
        name = tree.name(number)
        if name in BLOCKS:
            self._break()
            ends.append(last)
        elif name == "br":
            self.draft.pad()
        elif name == "a" and not self._muted(number):
            self._link(number)
        return number + 1

    def _over(self, number: int, after: int) -> int:
        """Give the node behind an element, or the first note in it."""
        last = self._tree.last[number]
        if after < last:
            self._skips.append((len(self._open), last))
            return after
        return last

    def _silent_here(self, number: int) -> bool:
        facts = self._facts
        return number in {facts.silencer[number], facts.hider[number]} or (
            facts.code[number] == number and not self._open
        )

    def _holds_mark(self, first: int, last: int) -> bool:
        return bisect_left(self._marked, last) > bisect_left(self._marked, first)

    def _open_note(self, note: Note) -> None:
        if self._tree.name(note.first) in BLOCKS or (not self._open and self._facts.block[note.first] == note.first):
            self._break()
        self._open.append(note)
        self.draft.open_entry(note.key, note.label, self._tree.start[note.first], numbered=note.numbered)

    def _mark_before(self, number: int, note: int) -> None:
        """Set the markers of a note in the text that nothing but itself marks."""
        marks = self._marks.get(number, [])
        for mark in [mark for mark in marks if mark.note == note]:
            self._mark(mark, number)
            marks.remove(mark)

    def _close_note(self) -> None:
        """End the innermost note."""
        note, tree = self._open.pop(), self._tree
        end = max(tree.stop[note.last - 1], tree.stop[note.first] if note.last == tree.last[note.first] else 0)
        self.draft.links_in_words()
        self.draft.close_entry(end)
        if tree.name(note.first) in BLOCKS:
            self._break()

    def _break(self) -> None:
        """End a line."""
        if self._open:
            self.draft.pad()
        elif self._block >= 0:
            self.draft.close()
            self._block = -1

    def _muted(self, number: int) -> bool:
        """Tell whether what stands here is no words of the page, or of the note that is open."""
        facts = self._facts
        if self._open:
            first = self._open[-1].first
            return facts.hider[number] > first or facts.silencer[number] > first
        return bool(facts.hider[number] or facts.silencer[number] or facts.code[number])

    def _text(self, number: int) -> None:
        """Take a run of text."""
        if self._muted(number):
            for unseen in self._marks.get(number, ()):
                self.draft.mark(unseen.seen, self._key(unseen), unseen.span, label=unseen.label, hidden=True)
            return
        tree = self._tree
        at, stop = tree.start[number], tree.stop[number]
        cuts: list[tuple[Span, Mark | None]] = [(span, None) for span in self._drops.get(number, ())]
        cuts += [(mark.span, mark) for mark in self._marks.get(number, ())]
        for span, mark in sorted(cuts, key=_span):
            if span.start < at and mark is None:
                at = max(at, span.end)
                continue
            self._words(Span(at, max(span.start, at)), number)
            if mark is not None:
                self._ensure(number)
                self.draft.mark(mark.seen, self._key(mark), mark.span, label=mark.label)
            at = max(at, span.end)
        self._words(Span(at, stop), number)

    def _words(self, span: Span, number: int) -> None:
        if span.start >= span.end:
            return
        blank = self._tree.text[span.start : span.end].isspace()
        if not self._open and self._block != self._facts.block[number]:
            if blank:
                return
            self._ensure(number)
        for seen, place in visible(self._tree.text, span):
            self.draft.words(seen, place)

    def _ensure(self, number: int) -> None:
        """Have a block open that takes what stands at a node."""
        block = self._facts.block[number]
        if self._open or self._block == block:
            return
        kind, level, where, row = self._context(block)
        self.draft.open(kind, level=level, where=where, row=row)
        self._block = block

    def _mark(self, mark: Mark, number: int) -> None:
        facts = self._facts
        silencer = facts.silencer[number]
        button = silencer and self._tree.name(silencer) == "button" and not facts.silencer[self._tree.parent[silencer]]
        hidden = self._muted(number) and not (button and not facts.hider[number]) and facts.hider[number] != number
        if not hidden:
            self._ensure(number)
        if mark.spoken and not hidden:
            self._spoken.append(mark)
            return
        self.draft.mark(mark.seen, self._key(mark), mark.span, label=mark.label, hidden=hidden)

    def _after_words(self, number: int) -> None:
        """Set the markers that are words of the sentence behind those."""
        while self._spoken and self._spoken[-1].last <= number:
            mark = self._spoken.pop()
            self.draft.mark("", self._key(mark), mark.span, label=mark.label)

    def _key(self, mark: Mark) -> int | None:
        return self._notes[mark.note].key if mark.note >= 0 else None

    def _link(self, number: int) -> None:
        href = self._tree.nodes[number].attributes.get("href")
        if href is None:
            return
        url = href.value.strip()
        url = f"https:{url}" if url.startswith("//") else url
        if url.lower().startswith(("http://", "https://")):
            if self._facts.words(number):
                self._ensure(number)
            self.draft.link(url, href.span)

    def _context(self, block: int) -> tuple[BlockKind, int, Where, int | None]:
        """Give the kind of a block, the level of a heading, where its markers stand, and its row."""
        if block not in self._contexts:
            kind: BlockKind = "paragraph"
            where: Where = "body"
            level, row = 0, None
            for node in self._facts.up(block, _LEVELS):
                name = self._tree.name(node)
                if name in _HEADINGS and node == block:
                    kind, level = "heading", int(name[1])
                elif name == "table" and not self._is_layout(node):
                    where = "table" if where == "body" else where
                    break
                elif name in {"td", "th", "tr"} and self._in_layout(node):
                    continue
                elif name == "tr":
                    row = self._tree.start[node] if row is None else row
                elif name in _KINDS and kind == "paragraph":
                    kind = _KINDS[name]
                    where = "caption" if kind == "caption" else where
            self._contexts[block] = kind, level, where, row if kind == "table-cell" else None
        return self._contexts[block]

    def _in_layout(self, cell: int) -> bool:
        table = next((node for node in self._facts.up(cell, 6) if self._tree.name(node) == "table"), 0)
        return not table or self._is_layout(table)

    def _is_layout(self, table: int) -> bool:
        """Tell whether a table only sets out the page."""
        if table not in self._layouts:
            tree = self._tree
            inner = [tree.name(node) for node in range(table + 1, min(tree.last[table], table + _MOST_LAYOUT))]
            self._layouts[table] = (
                tree.nodes[table].get("role") in {"presentation", "none"}
                or not _LAYOUT.isdisjoint(inner)
                or ("th" not in inner and inner.count("p") > 2 * inner.count("tr") > 0)
            )
        return self._layouts[table]


def _span(cut: tuple[Span, Mark | None]) -> Span:
    return cut[0]
