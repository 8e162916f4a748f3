"""The markers of a page in order: several in one bracket take the brackets and commas with them, ranges name those between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_tree import TEXT
from citecheck.model import Span

_PARTING: Final = frozenset(" \t\r\n\u00a0,;–—-‒、，·/")
_DASHES: Final = frozenset("–—-‒")
_PAIRS: Final = {"[": "]", "(": ")", "［": "］", "（": "）", "【": "】"}
_NEAR: Final = 10
"""Nodes that may stand between two markers of one bracket."""
_WIDEST: Final = 200


@dataclass(slots=True)
class Mark:
    """A marker with the note that it names."""

    node: int
    last: int
    """The node behind it."""
    span: Span
    seen: str
    label: str
    note: int
    """Which of the notes."""
    spoken: bool = False
    """Its words are words of the sentence: Smith (2010)."""
    inside: bool = False
    """It stands within a run of text."""


class Groups:
    """Joins the markers that stand together."""

    def __init__(self, facts: Facts, marks: list[Mark]) -> None:
        """Begin; *marks* in order."""
        self._facts = facts
        self._tree = facts.tree
        self.marks: list[Mark] = []
        self.drops: dict[int, list[Span]] = {}
        """By run of text, what of it is not shown as words: brackets and commas around markers."""
        group: list[Mark] = []
        for mark in marks:
            parting = self._parting(group[-1], mark) if group else None
            if parting is None:
                self._close(group)
                group = [mark]
                continue
            self._join(group, mark, parting)
        self._close(group)
        self.marks.sort(key=lambda mark: (mark.node, mark.span))

    def drop(self, node: int, span: Span) -> None:
        """Leave a part of a run of text out."""
        self.drops.setdefault(node, []).append(span)

    def _parting(self, before: Mark, after: Mark) -> list[tuple[int, Span]] | None:
        """Give the commas between two markers, None where words stand between them."""
        facts, tree = self._facts, self._tree
        if (
            before.inside
            or after.inside
            or before.spoken != after.spoken
            or facts.block[before.node] != facts.block[after.node]
        ):
            return None
        if (
            not before.last <= after.node <= before.last + _NEAR
            or facts.before[before.last] != facts.before[after.node]
        ):
            return None
        found: list[tuple[int, Span]] = []
        for node in range(before.last, after.node):
            if tree.name(node) == TEXT:
                text = tree.text[tree.start[node] : tree.stop[node]]
                if len(text) > 40 or not _PARTING.issuperset(text):
                    return None
                found.append((node, Span(tree.start[node], tree.stop[node])))
            elif tree.name(node) == "br":
                return None
        return found

    def _join(self, group: list[Mark], mark: Mark, parting: Sequence[tuple[int, Span]]) -> None:
        text = "".join(span.of(self._tree.text) for _, span in parting)
        before = group[-1]
        dash = any(c in _DASHES for c in text)
        if dash and before.label.isdigit() and mark.label.isdigit():
            steps = int(mark.label) - int(before.label)
            if 1 < steps <= _WIDEST and mark.note - before.note == steps:
                at = parting[0][1].start
                group += [
                    Mark(mark.node, mark.node, Span(at, at), "", str(int(before.label) + step), before.note + step)
                    for step in range(1, steps)
                ]
        if not mark.spoken and text.strip():
            for node, span in parting:
                self.drop(node, span)
            mark.span = Span(parting[0][1].start, mark.span.end)
            mark.seen = f"{' '.join(text.split()) if dash else text.strip() + ' '}{mark.seen}"
        group.append(mark)

    def _close(self, group: list[Mark]) -> None:
        """Give a group the brackets around it."""
        self.marks += group
        if not group or group[0].inside:
            return
        first, last = group[0], group[-1]
        before, after = self._text_before(first), self._text_after(last)
        if before is None or after is None:
            return
        opening, closing = before[1].of(self._tree.text), after[1].of(self._tree.text)
        if _PAIRS.get(opening) != closing:
            return
        if first.spoken and (len(group) == 1 and first.label[:4].isdigit()):
            return
        self.drop(*before)
        self.drop(*after)
        for mark in group:
            if mark.spoken:
                mark.spoken = False
        first.span, first.seen = Span(before[1].start, first.span.end), opening + first.seen
        last.span, last.seen = Span(last.span.start, after[1].end), last.seen + closing

    def _text_before(self, mark: Mark) -> tuple[int, Span] | None:
        tree = self._tree
        for node in range(mark.node - 1, max(mark.node - 5, 0), -1):
            if tree.name(node) == TEXT:
                if self._facts.block[node] != self._facts.block[mark.node]:
                    return None
                at = tree.start[node] + len(tree.text[tree.start[node] : tree.stop[node]].rstrip())
                if at > tree.start[node]:
                    return node, Span(at - 1, at)
        return None

    def _text_after(self, mark: Mark) -> tuple[int, Span] | None:
        tree = self._tree
        for node in range(mark.last, min(mark.last + 5, len(tree.nodes))):
            if tree.name(node) == TEXT:
                if self._facts.block[node] != self._facts.block[mark.node]:
                    return None
                text = tree.text[tree.start[node] : tree.stop[node]]
                at = tree.start[node] + len(text) - len(text.lstrip())
                if at < tree.stop[node]:
                    return node, Span(at, at + 1)
        return None
