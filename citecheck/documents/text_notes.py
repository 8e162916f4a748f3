"""The notes of a plain text: the words of each list item, the markers that name it, and the label that they use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from citecheck.documents.addresses import addresses, role
from citecheck.documents.lines import Line
from citecheck.documents.numbered_lists import Item, NumberedList
from citecheck.documents.numbering import Mark, assign, is_orphan, marks, restarts, settle
from citecheck.documents.text_blocks import Note, joined_runs, weave
from citecheck.documents.weaving import Thread, origin
from citecheck.model import Block, Link, Marker, ReferenceEntry, Span, Where

_WHERE: dict[str, Where] = {"table-cell": "table", "infobox": "infobox", "caption": "caption"}
_LEFT_BEHIND = re.compile(r"\^(?=\s|$)")
_REACH = 400
_LONGEST_CELL = 200


def notes(one: NumberedList, lines: Sequence[Line]) -> tuple[Note, ...]:
    """Give the notes of a list, their frames left out."""
    echoes = _echoes(one, lines)
    return tuple(_note(item, lines[item.first : item.last + 1], echoes=echoes) for item in one.items)


def entry(label: str, note: Note, *, group: str = "", numbered: bool = True) -> ReferenceEntry:
    """Give the reference entry that a note is, with the addresses written in it."""
    links = tuple(Link(url, role(url), origin(note.pieces, *at)) for at, url in addresses(note.raw))
    return ReferenceEntry(label, note.raw, note.span, links, group=group, numbered=numbered)


def resolve(
    text: str, blocks: Sequence[Block], lists: Sequence[NumberedList], listed: Sequence[Sequence[Note]]
) -> tuple[list[Marker], list[ReferenceEntry]]:
    """
    Give the markers in order, and the entries of all lists in order.

    Args:
        text: The source.
        blocks: Of the body.
        lists: The reference lists.
        listed: The notes of each of them.

    """
    seen = [(i, mark) for i, block in enumerate(blocks) if "[" in block.text for mark in marks(block.text)]
    seen = list(zip([i for i, _ in seen], settle([mark for _, mark in seen]), strict=True))
    seen = _Looks(text, blocks).real(seen)
    answers = _Answers(blocks, seen, lists, listed)
    markers = [marker for i, mark in seen if (marker := answers.in_block(i, mark))]
    markers = sorted(markers + answers.in_entries(), key=lambda marker: marker.span)
    return markers, answers.entries(markers)


def _note(item: Item, lines: Sequence[Line], *, echoes: bool) -> Note:
    skip = item.words
    if echoes and lines[0].text.startswith(f"[{item.number}]", skip):
        skip += len(f"[{item.number}]")
    thread = Thread()
    for run, start in joined_runs(lines, skip):
        weave(thread, run, start)
    raw, pieces = thread.finish()
    last = lines[-1]
    return Note(raw, pieces, Span(lines[0].start + lines[0].indent, last.start + len(last.text.rstrip())))


def _echoes(one: NumberedList, lines: Sequence[Line]) -> bool:
    """Tell whether the items repeat their number in brackets as the link back: `1. [1]` above the words."""
    same = sum(lines[item.first].text.startswith(f"[{item.number}]", item.words) for item in one.items)
    return same * 2 > len(one.items) and not one.framed


class _Looks:
    """Tells footnote markers from other numbers in brackets by how they stand in the text."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks

    def real(self, seen: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
        """Leave out what stands apart from the words (equations, untitled links) and, among superscripts, what is none."""
        raised = [self._is_raised(i, mark) for i, mark in seen]
        if sum(raised) * 2 >= len(seen):
            return [one for one, up in zip(seen, raised, strict=True) if up or self._fills_cell(one[0])]
        attached = {mark.label for _, mark in seen if mark.attached}
        return [
            (i, mark)
            for i, mark in seen
            if mark.attached or mark.label not in attached or self._fills_cell(i) or not self._in_words(i, mark)
        ]

    def _is_raised(self, block: int, mark: Mark) -> bool:
        """
        Tell whether the marker was a superscript, which a browser in a terminal writes with a caret before it.

        Where a line or a cell of a table had no room for the marker, the caret stayed on the line above.
        """
        at = origin(self._blocks[block].pieces, *mark.at).start
        start = self._text.rfind("\n", max(at - _REACH, 0), at) + 1
        before = self._text[max(start, at - _REACH) : at]
        if before.endswith("^"):
            return True
        if before.strip() and not before.endswith("  "):
            return False
        above = self._text[max(start - _REACH, 0) : start].splitlines()
        return bool(above) and _LEFT_BEHIND.search(above[-1]) is not None

    def _fills_cell(self, block: int) -> bool:
        """Tell whether a cell of a table holds nothing but what looks like markers."""
        text = self._blocks[block].text
        if len(text) > _LONGEST_CELL or self._blocks[block].kind not in {"table-cell", "infobox"}:
            return False
        for mark in reversed(list(marks(text))):
            text = text[: mark.at.start] + text[mark.at.end :]
        return not text.strip(" ,")

    def _in_words(self, block: int, mark: Mark) -> bool:
        """Tell whether a mark after a space follows a word, or begins its block."""
        before = self._blocks[block].text[max(mark.at.start - 40, 0) : mark.at.start].split()
        return not before or before[-1][-1].isalpha()


class _Answers:
    """Finds the entry that each marker names."""

    def __init__(
        self,
        blocks: Sequence[Block],
        seen: Sequence[tuple[int, Mark]],
        lists: Sequence[NumberedList],
        listed: Sequence[Sequence[Note]],
    ) -> None:
        self._blocks = blocks
        self._lists = lists
        self._listed = listed
        self._numbers: list[dict[int, int]] = []
        """For each list, its numbers and the indexes of their entries."""
        at = 0
        for one in lists:
            self._numbers.append({item.number: at + i for i, item in enumerate(one.items)})
            at += len(one.items)
        self._chosen = assign([mark for _, mark in seen], lists)
        self._parts = self._by_parts(seen)
        self._ends = [listed[i][-1].span.end for i in self._parts]

    def in_block(self, index: int, mark: Mark) -> Marker | None:
        """Give the marker that a mark in a block is, None where it is none."""
        block = self._blocks[index]
        span = origin(block.pieces, *mark.at)
        target = self._target(mark, span.start)
        if target is None and not is_orphan(mark, any_list=bool(self._lists)):
            return None
        where = _WHERE.get(block.kind, "body")
        return Marker(mark.text, mark.label, target, span, index, mark.at, where, mark.page)

    def in_entries(self) -> list[Marker]:
        """Give the markers inside entries; a number after a space or alone is a link without a title."""
        found = []
        for numbers, listed in zip(self._numbers, self._listed, strict=True):
            for own, note in zip(numbers.values(), listed, strict=True):
                for mark in settle(list(marks(note.raw))) if "[" in note.raw else ():
                    target = self._target(mark, note.span.start)
                    if mark.attached and target is not None and target != own:
                        span = origin(note.pieces, *mark.at)
                        found.append(Marker(mark.text, mark.label, target, span, None, mark.at, "reference", mark.page))
        return found

    def entries(self, markers: Sequence[Marker]) -> list[ReferenceEntry]:
        """Give the entries, each labelled as its markers spell it."""
        spelled = {marker.entry: marker.label for marker in reversed(markers)}
        groups = {index: group for group, index in self._chosen.items()}
        entries: list[ReferenceEntry] = []
        for part, (one, listed) in enumerate(zip(self._lists, self._listed, strict=True)):
            group = groups.get(part, "")
            for item, note in zip(one.items, listed, strict=True):
                label = spelled.get(len(entries)) or _label(group, item.number)
                entries.append(entry(label, note, group=group))
        return entries

    def _by_parts(self, seen: Sequence[tuple[int, Mark]]) -> list[int]:
        """Give the lists that plain numbers begin anew for, in order; none when one list has them all."""
        if "" not in self._chosen:
            return []
        others = set(self._chosen.values()) - {self._chosen[""]}
        mine = [i for i in range(len(self._lists)) if i not in others]
        places = [(self._blocks[i].pieces[0].span.start, mark.number) for i, mark in seen if mark.group == ""]
        ends = [self._listed[i][-1].span.end for i in mine]
        return mine if len(mine) > 1 and restarts(places, ends, [self._lists[i] for i in mine]) else []

    def _target(self, mark: Mark, place: int) -> int | None:
        part = self._chosen.get(mark.group)
        if self._parts and mark.group == "":
            part = self._parts[min(bisect_right(self._ends, place), len(self._parts) - 1)]
        return None if part is None else self._numbers[part].get(mark.number)


def _label(group: str, number: int) -> str:
    """Give the label of an item that no marker names, as its list would print it."""
    if group == "":
        return str(number)
    if group not in {"lower-alpha", "upper-alpha"}:
        return f"{group} {number}"
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters.upper() if group == "upper-alpha" else letters
