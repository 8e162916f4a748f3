"""Notes that stand in the text itself: in the margin, in a bubble, in brackets that a style sheet hides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_links import Found
from citecheck.documents.html_signs import has_class, label_of, named, said
from citecheck.documents.html_tree import TEXT

_INLINE: Final = frozenset({"span", "small", "em", "i", "ins", "label", "cite", "mark"})
_BLOCKS: Final = frozenset({"aside", "div"})
_MARGINS: Final = frozenset({"sidenote", "marginnote", "marginalia"})
_MARKS: Final = frozenset({"label", "sup", "a", "span", "button"})
_SHORT: Final = 8
_BACK: Final = 40


class Inline(NamedTuple):
    """A note in the text, with what marks it."""

    node: int
    mark: int | None
    """The element before or around it that marks it."""
    label: str


def inline_notes(facts: Facts, found: Sequence[Found]) -> tuple[list[Inline], list[int]]:
    """Give the notes in the text, in order, and those that only repeat a note of a list."""
    tree = facts.tree
    marks = sorted(one.node for one in found)
    targets = {one.target for one in found}
    notes: list[Inline] = []
    repeated: list[int] = []
    done = 0
    for number, node in enumerate(tree.nodes):
        if number < done or not node.attributes or not _is_note(facts, number, marks):
            continue
        inner = next(
            (
                one
                for one in range(number + 1, min(tree.last[number], number + 12))
                if tree.nodes[one].attributes and _is_note(facts, one, marks)
            ),
            None,
        )
        if number in targets or (inner is not None and inner in targets):
            continue
        done = tree.last[number]
        mark = number if inner is not None and facts.words(inner) < facts.words(number) else _before(facts, number)
        if mark is not None and mark != number and _marked(marks, mark, tree.last[mark]):
            repeated.append(number)
            continue
        label = label_of(facts.seen(mark)) if mark is not None and mark != number else None
        own = _own_label(facts, number)
        notes.append(Inline(inner if inner is not None else number, mark, label.text if label and label.plain else own))
    return notes, repeated


def _is_note(facts: Facts, number: int, marks: list[int]) -> bool:
    """Tell whether the names of an element say that its words are a note, and it has words of its own."""
    tree = facts.tree
    node = tree.nodes[number]
    classed = has_class(node, "inline_classes")
    if node.name not in _INLINE and node.name not in _BLOCKS:
        return False
    words = said(node)
    if not classed:
        signs = named("inline_words") if node.name in _INLINE else _MARGINS
        if words.isdisjoint(signs) or not words.isdisjoint(named("marker_words") | named("back_words")):
            return False
    around = tree.parent[number]
    if facts.words(number) < 4 or facts.box[around] or facts.under[number] or facts.code[number]:
        return False
    if sum(tree.name(one) == "li" for one in range(number, min(tree.last[number], number + 60))) > 1:
        return False
    return not (facts.words(number) <= _SHORT and label_of(facts.seen(number)).plain) and not _marked(
        marks, number, tree.last[number]
    )


def _before(facts: Facts, number: int) -> int | None:
    """Give the element before a note that marks it: nothing is said between them."""
    tree, found = facts.tree, None
    for node in range(number - 1, max(number - _BACK, 0), -1):
        if tree.name(node) in _MARKS and tree.last[node] <= number:
            words = facts.words(node)
            if facts.before[number] - facts.before[node] != words or words > _SHORT:
                break
            if label_of(facts.seen(node)).kind not in {"number", "sign", "none", "year"}:
                break
            found = node
            if words or tree.name(node) in {"label", "sup"}:
                outer = tree.parent[node]
                return (
                    outer
                    if tree.name(outer) in {"sup", "span"}
                    and facts.words(outer) == words
                    and tree.last[outer] <= number
                    else node
                )
        elif (
            facts.before[node] != facts.before[number]
            and tree.name(node) == TEXT
            and tree.last[node] <= number
            and found is None
        ):
            inside = tree.parent[node]
            if tree.last[inside] > number:
                break
    return found


def _own_label(facts: Facts, number: int) -> str:
    """Give the label that a note begins with."""
    tree = facts.tree
    for node in range(number + 1, min(tree.last[number], number + 6)):
        if tree.name(node) in {"sup", "span", "b", "strong"} and facts.before[node] == facts.before[number]:
            label = label_of(facts.seen(node))
            if label.plain:
                return label.text
    return ""


def _marked(marks: list[int], first: int, last: int) -> bool:
    return bisect_left(marks, last) > bisect_left(marks, first)
