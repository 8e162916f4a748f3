"""
Links from a copy: a text that lost its links gets them back from another copy of the same document.

References are matched on their letters and digits. The same words are the same reference; what differs a little goes to
the one reference of the copy that is clearly nearest, or to none. Few runs of letters stand in many references, so an
index of the rare ones leaves a handful to compare with: the work grows with the lists, not with their product.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from citecheck.lexicon.dates import find_dates
from citecheck.model import Document, Link, Notice, ReferenceEntry, Restored

NOTICE: Final = "document-links-restored"

_OTHER: Final = re.compile(r"[\W_]+")
_DIGITS: Final = re.compile(r"\d+")
_LONGEST: Final = 1_000
"""Code points of a reference that are compared."""
_RUN: Final = 5
"""Letters of a run in the index."""
_COMMON: Final = 40
"""References in which a run may stand and still tell something."""
_RAREST: Final = 64
"""Runs of a reference that are looked up, the rarest ones."""
_COMPARED: Final = 6
_LEAST: Final = 0.65
"""Likeness below which two references are not the same: words that have nothing in common come to about 0.5."""
_SHORT: Final = 40
"""Letters and digits of a reference in which every number counts in full."""
_MARGIN: Final = 0.04
"""By how much the nearest must be nearer than the next, at least; by half of what it lacks when that is more."""


class Match(NamedTuple):
    """A reference and the same one in the copy."""

    entry: int
    """Index into the document's entries."""
    copy: int
    """Index into the copy's."""
    confidence: float
    """0 to 1."""


def restore_links(document: Document, copy: Document) -> Document:
    """Give *document* with the links that its references have in *copy*; each says where it came from."""
    entries = list(document.entries)
    found = matches(entries, copy.entries)
    linked = 0
    for match in found:
        mine, theirs = entries[match.entry], copy.entries[match.copy]
        have = {link.url for link in mine.links}
        origin = Restored(copy.path, round(match.confidence, 3))
        new = tuple(Link(link.url, link.role, restored=origin) for link in theirs.links if link.url not in have)
        entries[match.entry] = replace(mine, links=(*mine.links, *new))
        linked += bool(new)
    told = Notice(NOTICE, _said(document, copy, len(found), linked))
    return replace(document, entries=tuple(entries), notices=(*document.notices, told))


def matches(entries: Sequence[ReferenceEntry], copies: Sequence[ReferenceEntry]) -> list[Match]:
    """Give the references that are the same in both lists, in the order of the first; none is forced."""
    mine, theirs = [_words(entry.raw) for entry in entries], [_words(entry.raw) for entry in copies]
    same = list(_same(entries, copies, mine, theirs))
    settled = {match.entry for match in same}
    taken = {match.copy for match in same}
    rest = [place for place, words in enumerate(mine) if words and place not in settled]
    return sorted([*same, *_near(rest, mine, theirs, taken)])


def _words(raw: str) -> str:
    """Give the letters and digits of a reference, without case; a date in figures, as copies differ in writing it."""
    words, at, parts = raw[:_LONGEST], 0, []
    for found in find_dates(words):
        parts += [words[at : found.span.start], _OTHER.sub("d", found.date.iso())]
        at = found.span.end
    return _OTHER.sub("", unicodedata.normalize("NFKC", "".join([*parts, words[at:]])).casefold())


def _same(
    entries: Sequence[ReferenceEntry], copies: Sequence[ReferenceEntry], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[Match]:
    """
    Give the pairs with the same words.

    Where several references have them, they pair by their labels, or in their order when there are as many here as
    there; or each with the first when all of the copy have the same links.
    """
    by_words: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(theirs):
        by_words[words].append(place)
    for words, here in _grouped(mine).items():
        there = by_words.get(words, [])
        if not words or not there:
            continue
        labels = {copies[place].label: place for place in reversed(there)}
        alike = len({tuple(link.url for link in copies[place].links) for place in there}) == 1
        for order, place in enumerate(here):
            if alike:
                yield Match(place, there[min(order, len(there) - 1)], 1.0)
            elif len(here) == len(there):
                yield Match(place, there[order], 1.0)
            elif entries[place].label and entries[place].label in labels:
                yield Match(place, labels[entries[place].label], 0.9)


def _grouped(listed: Sequence[str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(listed):
        found[words].append(place)
    return found


def _near(rest: Iterable[int], mine: Sequence[str], theirs: Sequence[str], taken: set[int]) -> Iterator[Match]:
    """Give the pairs that are clearly nearest to each other; a reference of the copy answers once."""
    rest = list(rest)
    if not rest:
        return
    index: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(theirs):
        for run in _runs(words):
            index[run].append(place)
    claims: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for place in rest:
        ranked = _ranked(mine[place], theirs, index)
        if _is_clear([likeness for likeness, _ in ranked]):
            claims[ranked[0][1]].append((ranked[0][0], place))
    for there, claimed in claims.items():
        claimed.sort(reverse=True)
        if there not in taken and _is_clear([likeness for likeness, _ in claimed]):
            yield Match(claimed[0][1], there, claimed[0][0])


def _is_clear(likeness: Sequence[float]) -> bool:
    """Tell whether the first of some references, nearest first, is near enough and clearly nearer than the next."""
    if not likeness or likeness[0] < _LEAST:
        return False
    return len(likeness) == 1 or likeness[0] - likeness[1] >= max(_MARGIN, (1.0 - likeness[0]) / 2)


def _ranked(words: str, theirs: Sequence[str], index: dict[str, list[int]]) -> list[tuple[float, int]]:
    """Give the likeness of the few references of the copy that share most rare runs with *words*, nearest first."""
    rare = (places for run in _runs(words) if 0 < len(places := index.get(run, ())) <= _COMMON)
    votes = Counter(place for places in heapq.nsmallest(_RAREST, rare, key=len) for place in places)
    return sorted(((_likeness(words, theirs[place]), place) for place, _ in votes.most_common(_COMPARED)), reverse=True)


def _runs(words: str) -> dict[str, None]:
    """Give the runs of a reference once each, in a fixed order."""
    return dict.fromkeys(words[at : at + _RUN] for at in range(max(len(words) - _RUN + 1, 1)))


def _likeness(one: str, other: str) -> float:
    """
    Give how alike two references are, 0 to 1: by their letters in order, and by their numbers.

    A number that one of them leaves out says little. Numbers that stand against each other tell pages of a book apart
    in a short reference ("Holm 1976, p. 12"); in a long one they may be days of access, or misread.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - only a copy that differs needs it

    letters = fuzz.ratio(one, other) / 100
    numbers, others = Counter(_DIGITS.findall(one)), Counter(_DIGITS.findall(other))
    every = (numbers | others).total()
    differ = min((numbers - others).total(), (others - numbers).total())
    weight = min(1.0, _SHORT / max(len(one), len(other), 1))
    return letters * (1.0 - weight * differ / every) if every else letters


def _said(document: Document, copy: Document, matched: int, linked: int) -> str:
    """Say how many references have an answer in the copy."""
    total = len(document.entries)
    if not matched:
        return f"None of the {total} references stands in {copy.path}: it gave no links. Is it the same document?"
    return f"{matched} of {total} references stand in {copy.path}, and {linked} of them have links from there."
