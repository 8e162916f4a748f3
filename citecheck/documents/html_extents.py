"""Where a note begins and ends: the element that a marker names, its row, what follows it up to the next, or a line of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_signs import label_of, named, said
from citecheck.documents.html_tree import TEXT

_GOES_ON: Final = frozenset({"p", "ul", "ol", "blockquote", "pre", "dl", "table", "div", "br", "figure"})
_CLIMBS: Final = frozenset({"li", "dd", "tr", "td", "th"})
_WIDE: Final = frozenset({"article", "body", "main", "html", "#root", "ol", "ul", "dl", "table", "tbody"})
_SINGLE: Final = frozenset(
    {
        "footnotes",
        "endnotes",
        "notes",
        "references",
        "bibliography",
        "segment",
        "section",
        "container",
        "wrapper",
        "list",
    }
)
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NOTES: Final = frozenset({"note", "notes"})
_MOST_PARTS: Final = 12
_LEVELS: Final = 4
_EMPTY: Final = 12
_LABEL: Final = 4
"""Letters and digits that a label may have."""


@dataclass(slots=True)
class Note:
    """A note: a run of nodes."""

    key: int
    """The first node that names it."""
    first: int
    last: int
    label: str = ""
    numbered: bool = True
    keys: tuple[int, ...] = ()
    """All nodes that name it."""


class Extents:
    """Says where the notes of a page end, once all are known."""

    def __init__(self, facts: Facts, targets: Sequence[int], marks: Sequence[int]) -> None:
        """
        Begin.

        Args:
            facts: Of the page.
            targets: The nodes at which notes begin, in order.
            marks: The nodes that hold markers, in order.
        """
        self._facts = facts
        self._tree = facts.tree
        self._targets = targets
        self._marks = marks
        self._going: set[int] = set()
        """Elements in which a note went on behind its first paragraph."""

    def notes(self) -> list[Note]:
        """Give the notes, in order."""
        found: list[Note] = []
        groups = self._groups()
        for number, group in enumerate(groups):
            after = groups[number + 1][0] if number + 1 < len(groups) else len(self._tree.nodes)
            first, last = self._extent(group[0], group[-1], after)
            if found and first < found[-1].last:
                first = min(max(first, group[0]), group[0])
                if first < found[-1].last and last > found[-1].last:
                    found[-1].last = first
            found.append(Note(group[0], first, max(last, first + 1), keys=tuple(group)))
        return found

    def _groups(self) -> list[list[int]]:
        """Give the targets, those together that name the same note: an item and the anchor in it."""
        facts, groups = self._facts, list[list[int]]()
        for target in self._targets:
            if groups:
                before = groups[-1][-1]
                same = target < self._tree.last[before] or facts.block[target] == facts.block[before]
                if (
                    same
                    and facts.before[target] - facts.before[before] <= _LABEL
                    and facts.line[target] == facts.line[before]
                ):
                    groups[-1].append(target)
                    continue
            groups.append([target])
        return groups

    def _extent(self, target: int, end: int, after: int) -> tuple[int, int]:
        facts, tree = self._facts, self._tree
        block = facts.block[target]
        if (
            target != block
            and facts.words(target) > _LABEL + 2
            and not label_of(facts.seen(target)).plain
            and (
                facts.hider[target] == target or not facts.leads(target) or facts.words(target) * 2 > facts.words(block)
            )
        ):
            return target, tree.last[target]
        if self._count(block, tree.last[block]) > self._count(target, end + 1):
            return self._line_start(target, block), min(after, tree.last[block]) if after > block else tree.last[block]
        first, last = self._climbed(target, end, block)
        if tree.name(first) == "dt":
            last = self._over(first, last, frozenset({"dd"}), after)
        elif tree.name(first) in {"p", "div", "a"} or tree.name(first) in _HEADINGS:
            last = self._continued(first, last, after)
        return first, last

    def _climbed(self, target: int, end: int, block: int) -> tuple[int, int]:
        """Give the block of a note, or the one around it where the note is that."""
        facts, tree = self._facts, self._tree
        first, own = block, self._count(target, end + 1)
        for _ in range(_LEVELS):
            around = tree.parent[first]
            name = tree.name(around)
            alone = (
                around
                and self._count(around, tree.last[around]) == own
                and facts.before[target] - facts.before[around] <= _LABEL
            )
            empty = self._is_empty(first)
            said_so = (
                name in {"div", "aside"}
                and _SINGLE.isdisjoint(words := said(tree.nodes[around]))
                and not words.isdisjoint(named("note_words"))
            )
            if not alone or name in _WIDE or not (name in _CLIMBS or empty or said_so):
                break
            first = around
        return first, tree.last[first]

    def _continued(self, first: int, last: int, after: int) -> int:
        """Give where a note of paragraphs ends, before the next or with its box."""
        facts, tree = self._facts, self._tree
        around = tree.parent[first]
        whole = tree.last[around]
        boxed = facts.box[around] == around or not _NOTES.isdisjoint(said(tree.nodes[around]))
        empty = self._is_empty(first)
        has_class = bool(tree.nodes[first].get("class"))
        if has_class and not facts.box[around] and not boxed and not empty:
            return last
        stop, parts = last, 0
        while stop < min(whole, after) and parts < _MOST_PARTS:
            name = tree.name(stop)
            if name not in _GOES_ON and name != TEXT and not empty:
                break
            if self._marked(stop) or (name == TEXT and facts.words(stop) and not empty):
                break
            if after < tree.last[stop]:
                stop = after
                break
            parts += name != TEXT
            stop = tree.last[stop]
            if empty and facts.before[stop] > facts.before[last]:
                last, empty = stop, False
        if facts.before[stop] == facts.before[last]:
            return last
        at_next = after < whole and self._blank(stop, after)
        if at_next or empty or boxed or around in self._going:
            self._going.add(around)
            return stop
        return last

    def _is_empty(self, node: int) -> bool:
        """Tell whether an element says nothing but the label of a note."""
        return self._facts.words(node) <= _EMPTY and label_of(self._facts.seen(node)).kind in {
            "number",
            "sign",
            "none",
            "key",
            "arrow",
            "year",
        }

    def _blank(self, first: int, last: int) -> bool:
        return first >= last or self._facts.before[first] == self._facts.before[last]

    def _over(self, first: int, last: int, names: frozenset[str], after: int) -> int:
        """Give the end of the siblings of some names that follow."""
        tree, whole = self._tree, self._tree.last[self._tree.parent[first]]
        while last < min(whole, after) and (
            tree.name(last) in names or (tree.name(last) == TEXT and not self._facts.words(last))
        ):
            last = tree.last[last]
        return last

    def _line_start(self, target: int, block: int) -> int:
        """Give the node with which the line of a target begins, after what stands before."""
        facts, first = self._facts, target
        while (
            first - 1 > block
            and facts.line[first - 1] == facts.line[target]
            and facts.words(first - 1) <= _LABEL
            and self._tree.name(first - 1) != "br"
            and target - first < _LEVELS
        ):
            first -= 1
        return first if first != block else target

    def _count(self, first: int, last: int) -> int:
        return bisect_left(self._targets, last) - bisect_left(self._targets, first)

    def _marked(self, node: int) -> bool:
        """Tell whether a marker stands in a node."""
        return bisect_left(self._marks, self._tree.last[node]) > bisect_left(self._marks, node)
