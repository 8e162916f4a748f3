"""
Footnote markers that are no links, told by agreement: a superscript or `[1]` for which a list has the same label.

Exponents, ordinals and array indexes are none: nothing that is listed agrees with them in sequence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from citecheck.documents.html_facts import Facts
from citecheck.documents.html_listed import Item, Listing
from citecheck.documents.html_signs import label_of, says
from citecheck.documents.html_tree import TEXT
from citecheck.model import Span

_BRACKETS: Final = re.compile(
    r"[\[［【]\s?((?:[0-9]{1,4}|[*†‡§]{1,4}|[a-z])(?:\s?(?:[,;、，]|[-–—‒])\s?[0-9]{1,4}){0,30}|[A-Za-z][\w.+-]{1,25})\s?[\]］】]"
)
_SIGNS: Final = re.compile(r"(?<=[\w.,;:!?\"”’)\]])(?:[*†‡§]{1,4}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})(?![\w*†‡§=])")
_PART: Final = re.compile(r"[0-9]{1,4}|[*†‡§]{1,4}|[A-Za-z][\w.+-]{0,25}|[-–—‒]")
_POWER: Final = re.compile(r"(?:(?<![\w])[a-zA-Zµμ]{1,2}|[0-9)=^]|\b(?:km|cm|mm|ft|in|mi|yd))$")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)[0-9]{2}$")
_SURE: Final = frozenset({"raised", "bracket", "sign"})
_AHEAD: Final = 20
"""Items of the same label that are looked at for one that is named after notes."""
_WIDEST: Final = 200
"""Numbers that a range of labels may span."""


class Loose(NamedTuple):
    """A marker that is no link, and the item that it names."""

    node: int
    """The element, or the run of text in which it stands."""
    span: Span | None
    """Where it stands in the run; None for an element."""
    label: str
    item: int
    """The node at which the note begins."""


class _Candidate(NamedTuple):
    node: int
    span: Span | None
    label: str
    sure: bool
    """Nothing makes it look like an exponent."""
    raised: bool


def match(facts: Facts, listings: Sequence[Listing], taken: Sequence[int]) -> tuple[list[Loose], list[Listing]]:
    """
    Give the markers, in order, and the lists that they lead to.

    Args:
        facts: Of the page.
        listings: What may be notes, in order.
        taken: The nodes that are markers already, in order.
    """
    listings = [one for one in listings if one.boxed or one.items[0].ruled or one.items[0].style in _SURE]
    labels = {item.label for listing in listings for item in listing.items}
    if not labels:
        return [], []
    starts = sorted(item.node for listing in listings for item in listing.items)
    candidates = list(_candidates(facts, labels, taken, frozenset(starts)))
    by_label: dict[str, list[tuple[int, Listing]]] = {}
    for listing in listings:
        for item in listing.items:
            by_label.setdefault(item.label, []).append((item.node, listing))
    chosen: dict[int, list[tuple[_Candidate, int]]] = {}
    for one in candidates:
        places = by_label.get(one.label, [])
        at = bisect_right(places, one.node, key=_place)
        place = next((one for one in places[at : at + _AHEAD] if one[1].boxed), None) or (
            places[at] if at < len(places) else places[-1]
        )
        if any(_holds(facts, other, one.node) for other, _ in places[max(at - 1, 0) : at + 1]):
            continue
        chosen.setdefault(id(place[1]), []).append((one, place[0]))
    found: list[Loose] = []
    kept: list[Listing] = []
    for listing in listings:
        agreed = _agreed(listing, chosen.get(id(listing), []))
        if agreed:
            kept.append(listing)
            found += [Loose(one.node, one.span, one.label, node) for one, node in agreed]
    return sorted(found, key=lambda one: (one.node, one.span or Span(0, 0))), kept


def _place(place: tuple[int, Listing]) -> int:
    return place[0]


def _holds(facts: Facts, node: int, inner: int) -> bool:
    """Tell whether a marker is the label of an item itself."""
    return node <= inner < facts.tree.last[node] and facts.before[inner] - facts.before[node] <= 1


def _agreed(listing: Listing, chosen: list[tuple[_Candidate, int]]) -> list[tuple[_Candidate, int]]:
    """Give the markers of a list, none where it does not agree with them."""
    sure = {one.label for one, _ in chosen if one.sure}
    known = {item.label for item in listing.items}
    if listing.boxed or len(sure) * 2 >= len(known):
        # an exponent is a marker only where its number would be missing, and others of the list are there
        chosen = [pair for pair in chosen if pair[0].sure or (sure and pair[0].label not in sure)]
    else:
        chosen = [pair for pair in chosen if pair[0].sure]
    labels = {one.label for one, _ in chosen}
    if not labels:
        return []
    if listing.boxed:
        return chosen
    item = listing.items[0]
    before = sum(one.node < node for one, node in chosen) * 2 > len(chosen)
    enough = len(labels) * 2 >= len(known) and before and item.style != "item"
    if item.style in {"raised", "bracket", "sign"} or (item.ruled and item.style in {"bold", "dot"}):
        if item.style == "bracket" and not item.ruled and len(known) < 2:
            return []
        return chosen if enough and (any(one.raised for one, _ in chosen) or item.style in {"bracket", "sign"}) else []
    return []


def _candidates(facts: Facts, labels: set[str], taken: Sequence[int], starts: frozenset[int]) -> Iterator[_Candidate]:
    tree, done = facts.tree, 0
    signs = any(not label.isalnum() for label in labels)
    for number, node in enumerate(tree.nodes):
        if number < done:
            continue
        at = bisect_left(taken, number)
        if at < len(taken) and taken[at] == number:
            done = tree.last[number]
            continue
        if facts.code[number] or facts.silencer[number] or (number in starts and node.name in {"sup", "b", "strong"}):
            continue
        if node.name == TEXT:
            yield from _in_text(facts, number, labels, signs=signs)
        elif (
            node.name == "sup"
            or (node.attributes and node.name in {"span", "a", "em", "small", "i"} and says(node, "note_words"))
        ) and facts.words(number) <= 24:
            if at < len(taken) and taken[at] < tree.last[number]:
                continue
            found = list(_of_element(facts, number, labels, raised=node.name == "sup"))
            if found:
                done = tree.last[number]
                yield from found


def _of_element(facts: Facts, number: int, labels: set[str], *, raised: bool) -> Iterator[_Candidate]:
    seen = facts.seen(number, 60)
    whole = label_of(seen)
    if (
        facts.leads(number)
        and facts.before[number] == facts.line[number]
        and facts.tree.name(facts.block[number]) not in {"td", "th"}
    ):
        return
    raised = raised or any(facts.tree.name(node) == "sup" for node in facts.up(number, 3))
    sure = whole.text == "1" or whole.text.isalpha() or whole.bracketed or not raised or not _is_power(facts, number)
    if whole.kind in {"number", "sign", "year"} and whole.text in labels:
        yield _Candidate(number, None, whole.text, sure, raised)
        return
    bare = seen.strip().strip("[]()")
    if not bare or len(bare) > 40 or any(c.isalpha() for c in bare):
        return
    parts = list(_labels(bare))
    if parts and all(part in labels for part, _ in parts):
        for part, _ in parts:
            yield _Candidate(number, None, part, sure, raised)


def _is_power(facts: Facts, number: int) -> bool:
    """Tell whether the words before a superscript make it an exponent."""
    tree = facts.tree
    for node in range(number - 1, max(number - 6, 0), -1):
        if tree.name(node) == TEXT:
            text = tree.text[max(tree.start[node], tree.stop[node] - 12) : tree.stop[node]]
            return _POWER.search(text) is not None and _YEAR.search(text) is None
    return False


def _in_text(facts: Facts, number: int, labels: set[str], *, signs: bool) -> Iterator[_Candidate]:
    tree = facts.tree
    start, stop = tree.start[number], tree.stop[number]
    if (
        tree.text.find("[", start, stop) >= 0
        or tree.text.find("［", start, stop) >= 0
        or tree.text.find("【", start, stop) >= 0
    ):
        for found in _BRACKETS.finditer(tree.text, start, stop):
            parts = list(_labels(found[1]))
            if parts and all(part in labels for part, _ in parts):
                for part, at in parts:
                    span = Span(found.start(1) + at.start, found.start(1) + at.end)
                    span = Span(
                        found.start() if at == parts[0][1] else span.start,
                        found.end() if at == parts[-1][1] else span.end,
                    )
                    yield _Candidate(number, span, part, sure=True, raised=False)
    if signs or "1" in labels:
        for found in _SIGNS.finditer(tree.text, start, stop):
            label = label_of(found[0]).text
            if label in labels:
                sure = not found[0].isnumeric() or not _POWER.search(
                    tree.text[max(start, found.start() - 12) : found.start()]
                )
                yield _Candidate(number, Span(*found.span()), label, sure=sure, raised=True)


def _labels(text: str) -> Iterator[tuple[str, Span]]:
    """Give the labels of `1, 3–5` with their places; those between two ends stand at the second."""
    before: int | None = None
    ranged = False
    for part in _PART.finditer(text):
        word = part[0]
        if word in "-–—‒":
            ranged = True
            continue
        if ranged and before is not None and word.isdigit() and before < int(word) <= before + _WIDEST:
            for inner in range(before + 1, int(word)):
                yield str(inner), Span(part.start(), part.start())
        yield word, Span(*part.span())
        before, ranged = int(word) if word.isdigit() else None, False


def items_of(listings: Sequence[Listing]) -> list[Item]:
    """Give all items of some lists."""
    return [item for listing in listings for item in listing.items]
