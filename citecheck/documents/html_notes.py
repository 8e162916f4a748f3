"""All notes and markers of a page, and what of it is not shown: labels, links back, repetitions."""

from __future__ import annotations

import html
import re
from bisect import insort
from collections.abc import Iterable, Iterator
from typing import Final

from citecheck.documents.html_extents import Extents, Note
from citecheck.documents.html_facts import Facts
from citecheck.documents.html_inline import Inline, inline_notes
from citecheck.documents.html_links import Found, Linked
from citecheck.documents.html_listed import Listed, Listing
from citecheck.documents.html_loose import Loose, match
from citecheck.documents.html_marks import Groups, Mark
from citecheck.documents.html_signs import has_class, is_arrow, label_of, named, said
from citecheck.documents.html_tokens import visible
from citecheck.documents.html_tree import TEXT
from citecheck.documents.html_works import works
from citecheck.model import Span

_WRAPS: Final = frozenset({"sup", "span", "label", "cite", "small", "b", "strong", "font", "button"})
_OPENING: Final = " \t\r\n\u00a0\u200b[(（［【^↑{"
_CLOSING: Final = " \t\r\n\u00a0\u200b])］）】}.:："
_CLOSINGS: Final = 10
_HEAD: Final = 60
_ENDING: Final = re.compile(r"[\s\u00a0]{0,20}(?:[↩⤴⏎↵⮐↑⇑^]{1,4}[\ufe0e\ufe0f]?|[\[(（])\s{0,20}$")
_LABELLED: Final = re.compile(r"\s{0,20}(?:[\[(]?[0-9]{1,4}[\].):]|[*†‡§]{1,4})")
_NUMBERED: Final = re.compile(r"\s{0,20}[\[(]?[0-9]{1,4}")
_SIBLINGS: Final = frozenset({"li", "p", "div", "dt", "tr", "aside", "section"})
_NUMBERED_ID: Final = re.compile(r"^(.{0,60}?)[0-9]{1,6}(?:[-_.:][0-9]{1,12})?$")


class PageNotes:
    """Finds the notes of a page in four steps: by links, in the text, by labels, in bibliographies."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._tree = facts.tree
        linked = Linked(facts)
        self._links = linked.links
        self._found = linked.find()
        self._inline, repeated = inline_notes(facts, self._found)
        self._loose, listings = self._unlinked()
        self._labels = self._all_labels(listings)
        self.notes = self._all_notes(listings)
        """By where they begin."""
        self._note_of = {key: number for number, note in enumerate(self.notes) for key in note.keys}
        marks = self._all_marks()
        self.groups = Groups(facts, marks)
        self._name_notes(marks)
        self.left_out = frozenset(self._dropped(repeated))

    def _unlinked(self) -> tuple[list[Loose], list[Listing]]:
        """Give the markers that are no links, and their lists."""
        facts = self._facts
        taken = sorted(
            {one.node for one in self._found}
            | {one.mark for one in self._inline if one.mark is not None}
            | {one.node for one in self._inline}
        )
        starts = [one.target for one in self._found] + [one.node for one in self._inline]
        listings = Listed(facts, starts).find()
        return match(facts, listings, taken)

    def _all_labels(self, listings: Iterable[Listing]) -> dict[int, str]:
        """Give what notes are called, by the node that names them."""
        labels = {item.node: item.label for listing in listings for item in listing.items}
        for one in self._found:
            if one.label.kind != "none":
                labels.setdefault(one.target, one.label.text)
        return labels

    def _all_notes(self, listings: Iterable[Listing]) -> list[Note]:
        facts = self._facts
        targets = {one.target for one in self._found} | {item.node for listing in listings for item in listing.items}
        targets |= set(self._beside(targets))
        nodes = sorted({one.node for one in self._found} | {one.node for one in self._loose if one.span is None})
        found = Extents(facts, sorted(targets), nodes).notes()
        for note in found:
            note.label = next((self._labels[key] for key in note.keys if key in self._labels), "")
        inside = [
            Note(one.node, one.node, self._tree.last[one.node], one.label, keys=(one.node,)) for one in self._inline
        ]
        found = _apart(sorted(found + inside, key=lambda note: (note.first, -note.last)))
        return _apart(sorted(found + works(facts, found), key=lambda note: (note.first, -note.last)))

    def _beside(self, targets: set[int]) -> Iterator[int]:
        """Give the notes that nothing names: they stand in the list of one that is named."""
        facts, tree = self._facts, self._tree
        blocks = {facts.block[target] for target in targets}
        seen: set[int] = set()
        for block in sorted(blocks):
            around, name = tree.parent[block], tree.name(block)
            if name not in _SIBLINGS or around in seen or not (facts.box[block] or facts.under[block] or name == "li"):
                continue
            seen.add(around)
            child = around + 1
            while child < tree.last[around]:
                if (
                    tree.name(child) == name
                    and facts.words(child)
                    and not self._holds(blocks, child)
                    and (name in {"li", "dt"} or self._alike(block, child))
                ):
                    yield child
                child = tree.last[child]

    def _holds(self, blocks: set[int], node: int) -> bool:
        return any(inner in blocks for inner in range(node, min(self._tree.last[node], node + 40)))

    def _alike(self, one: int, other: int) -> bool:
        """Tell whether two elements are of one kind: by class or by an id that counts."""
        first, second = self._tree.nodes[one], self._tree.nodes[other]
        if first.get("id") and second.get("id"):
            found = [_NUMBERED_ID.match(node.get("id")) for node in (first, second)]
            return found[0] is not None and found[1] is not None and found[0][1] == found[1][1]
        if first.get("class") != second.get("class") or first.get("id") or second.get("id"):
            return False
        labelled = _NUMBERED if first.get("class") else _LABELLED
        return labelled.match(self._facts.seen(other, 20)) is not None

    def _all_marks(self) -> list[Mark]:
        marks: list[Mark] = []
        for found in self._found:
            note = self._note_of.get(found.target)
            if note is not None:
                self._add_link(marks, found, note)
        for inline in self._inline:
            note = self._note_of.get(inline.node)
            if note is not None:
                marks.append(self._of_inline(inline, note))
        done: set[tuple[int, Span | None]] = set()
        for loose in self._loose:
            note = self._note_of.get(loose.item)
            if note is not None:
                marks.append(self._of_loose(loose, note, first=(loose.node, loose.span) not in done))
                done.add((loose.node, loose.span))
        return sorted(marks, key=lambda mark: (mark.node, mark.span))

    def _add_link(self, marks: list[Mark], found: Found, note: int) -> None:
        """Add a marker that is a link; the author and the year of one citation are one marker."""
        facts = self._facts
        spoken = found.label.kind in {"words", "year"} and not self._raised(found.node)
        node = found.node if spoken else self._outer(found.node)
        label = found.label.text
        if (
            spoken
            and marks
            and marks[-1].spoken
            and marks[-1].note == note
            and facts.before[node] == facts.before[marks[-1].last]
            and node - marks[-1].last < 6
        ):
            marks[-1].label = f"{marks[-1].label} {label}"
            marks[-1].last = self._tree.last[node]
            return
        marks.append(Mark(node, self._tree.last[node], self._tree.span(node), self._seen(node), label, note, spoken))

    def _of_inline(self, inline: Inline, note: int) -> Mark:
        node = inline.node if inline.mark is None else inline.mark
        inside = self._tree.last[node] > inline.node
        seen = "" if inside and inline.mark is None else self._seen(node, inline.node if inside else None)
        stop = self._tree.start[inline.node] if inside else self._tree.stop[node]
        span = Span(self._tree.start[node], max(stop, self._tree.start[node] + 1))
        return Mark(node, self._tree.last[node], span, seen, inline.label, note)

    def _of_loose(self, loose: Loose, note: int, *, first: bool) -> Mark:
        tree = self._tree
        if loose.span is not None:
            return Mark(
                loose.node,
                loose.node,
                loose.span,
                tree.text[loose.span.start : loose.span.end],
                loose.label,
                note,
                inside=True,
            )
        node = self._outer(loose.node)
        span = tree.span(node)
        return Mark(
            node,
            tree.last[node],
            span if first else Span(span.end, span.end),
            self._seen(node) if first else "",
            loose.label,
            note,
        )

    def _seen(self, node: int, until: int | None = None) -> str:
        """Give the words of a marker, those before a note in it where there is one."""
        seen = self._facts.seen(node)
        if until is not None:
            seen = "".join(
                html.unescape(self._tree.text[self._tree.start[text] : self._tree.stop[text]])
                for text in self._facts.texts(node, until)
            )
        seen = " ".join(seen.split())
        return seen if any(c.isalnum() or c in "*†‡§¶#" for c in seen) else ""

    def _raised(self, node: int) -> bool:
        return any(self._tree.name(one) == "sup" for one in self._facts.up(node, 3))

    def _outer(self, node: int) -> int:
        """Give the outermost element that is nothing but the marker."""
        facts, tree = self._facts, self._tree
        while (
            tree.name(tree.parent[node]) in _WRAPS
            and facts.words(tree.parent[node]) == facts.words(node)
            and tree.parent[node] not in self._note_of
        ):
            if tree.last[tree.parent[node]] - tree.parent[node] > 12:
                break
            node = tree.parent[node]
        return node

    def _name_notes(self, marks: Iterable[Mark]) -> None:
        """Give each note and marker a label: what is seen, or its place in the list."""
        for mark in marks:
            note = self.notes[mark.note]
            note.label = note.label or mark.label
        count = 0
        for note in self.notes:
            count += note.numbered
            if not note.label and note.numbered:
                note.label = str(count)
        for mark in self.groups.marks:
            mark.label = mark.label or self.notes[mark.note].label
            if not mark.seen and not mark.spoken and mark.span.end > mark.span.start:
                mark.seen = f"[{mark.label}]"

    def _dropped(self, repeated: Iterable[int]) -> Iterator[int]:
        """Give the elements that are not shown, and note the parts of runs of text that are not."""
        yield from repeated
        places: dict[int, list[int]] = {}
        for mark in self.groups.marks:
            places.setdefault(mark.note, []).append(mark.node)
        for number, note in enumerate(self.notes):
            marks = places.get(number, [])
            marked = {node for node in marks if note.first <= node < note.last}
            near = {self._facts.block[node] for node in marks} | {
                up for node in marks[:50] for up in self._facts.up(node, 5)
            }
            for node in range(note.first, note.last):
                if node in marked or self._tree.name(node) == TEXT:
                    continue
                if has_class(self._tree.nodes[node], "label_classes") and self._facts.words(node) <= 40:
                    yield node
                elif self._tree.name(node) == "a" and self._is_back(node, near):
                    self._unbracket(node)
                    yield node
            self._behead(note, {self.groups_label(mark) for mark in marks})
            self._curtail(note)

    def groups_label(self, node: int) -> str:
        """Give the label of the marker at a node."""
        return label_of(self._facts.seen(node)).text

    def _is_back(self, node: int, near: set[int]) -> bool:
        """Tell whether a link of a note leads back to its markers."""
        facts = self._facts
        element = self._tree.nodes[node]
        if "href" not in element.attributes:
            return False
        target, words = self._links.get(node), said(element)
        href = element.get("href")
        if target is not None and (facts.block[target] in near or target in near):
            return target < node or not facts.words(node) or label_of(facts.seen(node)).plain
        if not words.isdisjoint(named("back_words")) and "#" in href:
            return True
        seen = facts.seen(node, 40).strip()
        inward = href.startswith(("#", "javascript:")) or (target is not None and target < node)
        return inward and bool(seen) and is_arrow(seen)

    def _unbracket(self, node: int) -> None:
        """Leave out the brackets around a link that is left out."""
        tree = self._tree
        before, after = node - 1, tree.last[node]
        if after < len(tree.nodes) and tree.name(before) == TEXT == tree.name(after):
            text, rest = (
                tree.text[tree.start[before] : tree.stop[before]].rstrip(),
                tree.text[tree.start[after] : tree.stop[after]],
            )
            if text.endswith(("[", "(")) and rest.lstrip().startswith(("]", ")")):
                at, to = tree.start[before] + len(text) - 1, tree.start[after] + len(rest) - len(rest.lstrip())
                self.groups.drop(before, Span(at, at + 1))
                self.groups.drop(after, Span(to, to + 1))

    def _behead(self, note: Note, others: set[str]) -> None:
        """Leave out the label with which a note begins."""
        facts, tree = self._facts, self._tree
        pieces: list[tuple[int, str, Span]] = []
        length = 0
        for node in facts.texts(note.first, note.last):
            if length > _HEAD:
                break
            for seen, span in visible(tree.text, Span(tree.start[node], min(tree.stop[node], tree.start[node] + 400))):
                pieces.append((node, seen, span))
                length += len(seen.strip())
        text = "".join(seen for _, seen, _ in pieces)[:500]
        wrapped = self._wrapped_label(note)
        for label in dict.fromkeys([wrapped, note.label, *sorted(others)]):
            if not label or len(label) > _HEAD:
                continue
            at = len(text) - len(text.lstrip(_OPENING))
            if text[at : at + len(label)].casefold() != label.casefold():
                continue
            end = at + len(label)
            rest = text[end : end + _CLOSINGS]
            closing = rest[: len(rest) - len(rest.lstrip(_CLOSING))]
            if label == wrapped or not label[-1:].isalnum() or closing.strip() or "\u00a0" in closing:
                self._drop_first(pieces, end + len(closing))
                return

    def _wrapped_label(self, note: Note) -> str:
        """Give the label that stands in an element of its own at the beginning of a note."""
        facts, tree = self._facts, self._tree
        first = next(
            (
                node
                for node in facts.texts(note.first, note.last)
                if facts.words(node) or not tree.text[tree.start[node] : tree.stop[node]].isspace()
            ),
            None,
        )
        if first is None:
            return ""
        label = ""
        for node in facts.up(tree.parent[first], 5):
            if node <= note.first and tree.last[node] >= note.last:
                break
            found = label_of(facts.seen(node, 40))
            if not (found.plain or found.kind == "key") or tree.name(node) in {"i", "em", "cite", "q", "code"}:
                break
            if tree.name(node) in {"p", "div"} and node == facts.block[first] and found.kind != "number":
                break
            label = found.text
        return label

    def _drop_first(self, pieces: Iterable[tuple[int, str, Span]], length: int) -> None:
        for node, seen, span in pieces:
            if length <= 0:
                return
            whole = len(seen) <= length
            verbatim = len(seen) == span.end - span.start
            if whole or verbatim:
                self.groups.drop(node, span if whole else Span(span.start, span.start + length))
            length -= len(seen)

    def _curtail(self, note: Note) -> None:
        """Leave out the arrow with which a note ends."""
        tree = self._tree
        for node in range(note.last - 1, max(note.last - 8, note.first), -1):
            if tree.name(node) == TEXT:
                text = tree.text[tree.start[node] : tree.stop[node]]
                if not text.isspace():
                    found = _ENDING.search(text, max(0, len(text) - 50))
                    if found:
                        self.groups.drop(node, Span(tree.start[node] + found.start(), tree.stop[node]))
                    return


def _apart(notes: Iterable[Note]) -> list[Note]:
    """Give notes of which none overlaps another, unless it lies in it; in their order."""
    kept: list[Note] = []
    ends: list[int] = []
    for note in notes:
        while ends and ends[0] <= note.first:
            ends.pop(0)
        if kept and kept[-1].first == note.first and kept[-1].last == note.last:
            kept[-1].keys += note.keys
            continue
        if ends:
            note.last = min(note.last, ends[0])
        if note.last <= note.first:
            continue
        insort(ends, note.last)
        kept.append(note)
    return kept
