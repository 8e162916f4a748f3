"""The items of a bibliography that no marker names: each is an entry, numbered where the page numbers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.documents.html_extents import Note
from citecheck.documents.html_facts import Facts
from citecheck.documents.html_signs import label_of, said
from citecheck.documents.html_tree import TEXT

_WORK: Final = re.compile(r"(?:1[5-9]|20)[0-9]{2}|https?://|[\"“«„]")
_ITEMS: Final = frozenset({"li", "p", "dd", "div", "tr"})
_LISTS: Final = frozenset({"references", "bibliography", "reflist", "biblist", "csl", "bibitem", "citations"})
_LABEL: Final = re.compile(r"\s{0,40}[\[]([^\s\[\]]{1,30})[\]]|\s{0,40}([0-9]{1,3})[.)]\s")


def works(facts: Facts, notes: Sequence[Note]) -> list[Note]:
    """Give the items of the bibliographies of a page in which there are no notes yet."""
    taken = bytearray(len(facts.tree.nodes) + 1)
    used: set[int] = set()
    for note in notes:
        taken[note.first : note.last] = b"\1" * (note.last - note.first)
        used |= {facts.under[note.first], facts.box[note.first]}
    sections: dict[int, list[int]] = {}
    done = 0
    for number, node in enumerate(facts.tree.nodes):
        if number < done or node.name not in _ITEMS or facts.silencer[number] or facts.hider[number]:
            continue
        section = facts.under[number] or _boxed(facts, number)
        if not section or section in used or taken[number] or not facts.words(number) or not _is_leaf(facts, number):
            continue
        sections.setdefault(section, []).append(number)
        done = facts.tree.last[number]
    found: list[Note] = []
    for items in sections.values():
        if sum(_is_work(facts, item) for item in items) * 3 > len(items) * 2:
            found += _entries(facts, items)
    return found


def _boxed(facts: Facts, number: int) -> int:
    box = facts.box[number]
    return box if box and not _LISTS.isdisjoint(said(facts.tree.nodes[box])) else 0


def _is_leaf(facts: Facts, number: int) -> bool:
    """Tell whether an element holds one item, not several."""
    tree = facts.tree
    if tree.name(number) == "li":
        return True
    return not any(
        tree.name(inner) in _ITEMS
        for inner in range(number + 1, min(tree.last[number], number + 80))
        if tree.name(inner) != "p" or tree.name(number) != "dd"
    )


def _is_work(facts: Facts, number: int) -> bool:
    tree = facts.tree
    if any(
        "href" in tree.nodes[inner].attributes
        for inner in range(number, min(tree.last[number], number + 60))
        if tree.name(inner) == "a" and not tree.nodes[inner].get("href").startswith("#")
    ):
        return True
    return facts.words(number) >= 15 and _WORK.search(facts.seen(number, 600)) is not None


def _entries(facts: Facts, items: Sequence[int]) -> Iterator[Note]:
    tree = facts.tree
    counts: dict[int, int] = {}
    for item in items:
        listing = tree.parent[item]
        label = ""
        if tree.name(item) == "li" and tree.name(listing) == "ol":
            start = tree.nodes[listing].get("start")
            counts[listing] = (
                counts[listing] + 1
                if listing in counts
                else int(start)
                if start.isascii() and start.isdigit() and len(start) < 6
                else 1
            )
            label = str(counts[listing])
        else:
            found = _LABEL.match(facts.seen(item, 60))
            label = label_of(f"[{found[1] or found[2]}]").text if found else ""
        first = next((node for node in range(item, tree.last[item]) if tree.name(node) == TEXT), item)
        yield Note(item, item, tree.last[item], label, numbered=bool(label), keys=(item,) if first else ())
