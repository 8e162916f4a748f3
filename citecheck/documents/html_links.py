"""
Footnote markers that are links: which of the links within a page lead to a note.

A link within a page is a marker where its words look like one or its names say so, and where what it leads to begins a line
and is a note by its names, by the heading above, by a link back, or by its label. Contents, permalinks, references to
equations and sections, and the links back of the notes are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import unquote

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_signs import Label, is_arrow, label_of, named, said, says, words_of
from citecheck.documents.html_tree import TEXT

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final = frozenset(
    {"a", "span", "sup", "label", "button", "small", "cite", "b", "strong", "i", "em", "abbr", "font", "u"}
)
_NOTES: Final = frozenset({"li", "p", "dd", "dt", "div", "td", "th", "tr", "aside"})
_NAMING: Final = ("for", "aria-describedby", "aria-controls", "popovertarget")
_SHORT: Final = 4
_BACK: Final = 300
"""Nodes of a note in which its link back is looked for."""
_LONGEST_NAME: Final = 300
_MOST_WORDS: Final = 100


class Found(NamedTuple):
    """A marker that is an element, and the note that it names."""

    node: int
    target: int
    label: Label


@dataclass(slots=True)
class _Signs:
    """What speaks for a link to be a marker."""

    node: int
    target: int
    label: Label
    named: bool
    """Its names say so."""
    raised: bool
    """It is a superscript."""
    square: bool
    """It stands in square brackets."""
    foreign: bool
    """It names a page, maybe another one."""
    data: bool
    """It is no link; an attribute names what it shows."""


class Linked:
    """Finds the markers of a page that are links."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._tree = facts.tree
        self.links: dict[int, int] = {}
        """By link within the page, what it leads to."""
        self._backs: dict[int, list[int]] = {}

    def find(self) -> list[Found]:
        """Give the markers, in order."""
        signs = list(self._candidates())
        forward = {one.node: one for one in signs if one.target > one.node and self._accepts(one)}
        targets = {one.target for one in forward.values()}
        for one in signs:
            if one.target < one.node and self._accepts_backward(one, targets, forward):
                forward[one.node] = one
        return [Found(one.node, one.target, one.label) for one in signs if one.node in forward]

    def _candidates(self) -> Iterator[_Signs]:
        tree, done = self._tree, 0
        for number, node in enumerate(tree.nodes):
            if not node.attributes or number < done:
                continue
            target, foreign = self._link(number)
            if target is not None:
                self.links[number] = target
                one = self._signs(number, target, foreign=foreign, data=False)
            elif node.name in _INLINE and not self._has_link(number) and (shown := self._shown(number)) is not None:
                one = self._signs(number, shown, foreign=False, data=True)
            else:
                continue
            if one is not None:
                yield one

    def _link(self, number: int) -> tuple[int | None, bool]:
        node = self._tree.nodes[number]
        if node.name != "a":
            return None, False
        page, sign, fragment = node.get("href").strip().partition("#")
        if not sign or not fragment or len(fragment) > _LONGEST_NAME:
            return None, False
        ids = self._facts.ids
        return ids.get(fragment, ids.get(unquote(fragment))), bool(page)

    def _has_link(self, number: int) -> bool:
        """Tell whether an element holds a link within the page: that is the marker then."""
        inner = range(number + 1, min(self._tree.last[number], number + 8))
        return any(self._tree.name(node) == "a" and self._link(node)[0] is not None for node in inner)

    def _shown(self, number: int) -> int | None:
        """Give what an attribute of an element names by its id."""
        node = self._tree.nodes[number]
        for name in node.attributes:
            if name in _NAMING or name.startswith("data-"):
                value = node.get(name).strip().removeprefix("#")
                found = self._facts.ids.get(value) if 0 < len(value) <= _LONGEST_NAME else None
                if found is not None and found != number:
                    return found
        return None

    def _signs(self, number: int, target: int, *, foreign: bool, data: bool) -> _Signs | None:
        facts, tree = self._facts, self._tree
        if facts.words(number) > _MOST_WORDS or target == number or target <= number < tree.last[target]:
            return None
        label = label_of(facts.seen(number))
        says_so = raised = False
        for around in facts.up(number, 4):
            node = tree.nodes[around]
            if around != number and (node.name not in _INLINE or facts.words(around) > facts.words(number) + 12):
                break
            raised = raised or node.name == "sup"
            words = said(node)
            says_so = says_so or not words.isdisjoint(named("note_words"))
            if not words.isdisjoint(named("back_words")):
                return None
        square = (label.bracketed and "[" in facts.seen(number, 8)) or self._in_brackets(number)
        return _Signs(number, target, label, says_so, raised, square, foreign, data)

    def _in_brackets(self, number: int) -> bool:
        """Tell whether the words before end with an opening bracket, or with another label in brackets."""
        tree = self._tree
        for node in range(number - 1, max(number - 4, 0), -1):
            if tree.name(node) == TEXT:
                text = tree.text[max(tree.start[node], tree.stop[node] - 3) : tree.stop[node]].rstrip()
                return text.endswith(("[", "［", "【")) or (text in {",", ";", "–", "-"} and len(text) == 1)
        return False

    def _accepts(self, one: _Signs) -> bool:
        """Tell whether a link to what follows is a marker."""
        facts, label = self._facts, one.label
        if not self._may_be_note(one) or (
            facts.silencer[one.node] and not one.named and not facts.code[one.target] and not self._is_button(one.node)
        ):
            return False
        noted = self._is_noted(one.target)
        if label.kind in {"arrow", "none"}:
            return one.named and noted and label.kind == "none" and not facts.words(one.node)
        if label.plain:
            return self._accepts_plain(one, noted)
        if label.kind == "key" or one.data:
            return not one.data and (noted or self._goes_back(one))
        return noted and self._accepts_words(one)

    def _accepts_words(self, one: _Signs) -> bool:
        """Tell whether a link whose words are an author or a year may be a marker: no contents, and on this page."""
        facts = self._facts
        if facts.words(one.target) == facts.words(one.node) and not one.square:
            return False
        if one.foreign and not any(
            says(self._tree.nodes[node], "note_words") for node in (one.target, facts.block[one.target])
        ):
            return False
        return not (facts.leads(one.node) and facts.words(facts.block[one.node]) == facts.words(one.node))

    def _accepts_plain(self, one: _Signs, noted: bool) -> bool:
        facts = self._facts
        if noted or facts.hider[one.target] or (one.data and (one.named or one.raised)):
            return True
        if not one.data and (self._goes_back(one) or (one.named and not one.foreign)):
            return True
        if one.data or one.foreign or facts.leads(one.node):
            return False
        block = facts.block[one.target]
        name = self._tree.name(block)
        if one.raised:
            return name in _NOTES
        return one.square and (name in {"li", "dd", "dt", "tr", "td"} or self._has_label(one))

    def _accepts_backward(self, one: _Signs, targets: set[int], forward: dict[int, _Signs]) -> bool:
        """Tell whether a link to what stands before is a marker: it is none where that leads here."""
        facts, tree = self._facts, self._tree
        if one.target in targets:
            told = one.label.plain or one.label.kind == "key" or not one.foreign
            return told and one.label.kind not in {"arrow", "none"} and facts.block[one.node] != facts.block[one.target]
        if not one.label.plain or one.data or facts.silencer[one.node] or not self._may_be_note(one):
            return False
        if any(node in forward for node in range(one.target, min(tree.last[one.target], one.target + 8))):
            return False
        if any(node in forward for node in facts.up(one.target, 3)):
            return False
        noted = bool(facts.box[one.target] or facts.under[one.target]) and not facts.leads(one.node)
        return noted and not self._goes_back(one) and not (facts.box[one.node] or facts.under[one.node])

    def _may_be_note(self, one: _Signs) -> bool:
        """Tell whether what a link leads to can be a note at all."""
        facts, tree, target = self._facts, self._tree, one.target
        node, block = tree.nodes[target], facts.block[target]
        if (
            (tree.name(block) in _HEADINGS and not (facts.words(block) <= _SHORT and says(node, "note_words")))
            or facts.code[target]
            or "cmnt" in words_of(node.get("id") or node.get("name"))
        ):
            return False
        if node.name in named("no_notes") and not (
            node.name in {"article", "header", "footer"} and says(node, "note_words")
        ):
            return False
        if not facts.leads(target) and not (
            facts.words(target) > 6 and (says(node, "note_words") or facts.hider[target])
        ):
            return False
        if node.name in {"li", "dd", "p", "td", "tr"} or target != block:
            return True
        items = heads = 0
        for inner in range(target + 1, min(tree.last[target], target + 60)):
            items += tree.name(inner) in {"li", "dt"}
            heads += tree.name(inner) in _HEADINGS
        return not heads and (
            items < 2 or not {"footnotes", "endnotes", "notes", "references", "bibliography"} & said(node)
        )

    def _is_noted(self, target: int) -> bool:
        """Tell whether names or a heading say that a node is a note."""
        facts, tree = self._facts, self._tree
        if facts.box[target] or facts.under[target]:
            return True
        block = facts.block[target]
        return any(says(tree.nodes[node], "note_words") for node in (target, block))

    def _is_button(self, node: int) -> bool:
        """Tell whether a node is silent only as it is a button."""
        silencer = self._facts.silencer[node]
        return self._tree.name(silencer) == "button" and not self._facts.silencer[self._tree.parent[silencer]]

    def _goes_back(self, one: _Signs) -> bool:
        """Tell whether the note has a link back to where the marker stands."""
        facts = self._facts
        near = facts.block[one.node]
        around = set(facts.up(one.node, 5))
        return any(
            back == -1 or facts.block[back] == near or back in around
            for back in self._backs_of(facts.block[one.target], one.target)
        )

    def _backs_of(self, block: int, target: int) -> list[int]:
        """Give what the links of a note lead to; -1 for an arrow that leads anywhere."""
        first = min(block, target) if self._tree.last[block] - block <= _BACK else target
        if first not in self._backs:
            found: list[int] = []
            for node in range(first, min(self._tree.last[block], first + _BACK)):
                if self._tree.name(node) != "a":
                    continue
                led, _ = self._link(node)
                if led is not None and led < first:
                    found.append(led)
                elif (
                    "href" in self._tree.nodes[node].attributes
                    and self._facts.words(node) == 0
                    and self._is_arrow(node)
                ):
                    found.append(-1)
            self._backs[first] = found[:20]
        return self._backs[first]

    def _is_arrow(self, node: int) -> bool:
        seen = self._facts.seen(node, 20).strip()
        href = self._tree.nodes[node].get("href")
        return bool(seen) and is_arrow(seen) and href.startswith(("#", "javascript:"))

    def _has_label(self, one: _Signs) -> bool:
        """Tell whether the line of the target begins with the marker's label."""
        block = self._facts.block[one.target]
        start = self._facts.seen(max(block, min(one.target, block + 6)), 20).strip("[( \u00a0")
        return start.startswith(one.label.text)
