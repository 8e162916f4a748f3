"""
Citations by author and year, `(Smith & Lee, 2010a, p. 5)`, and the short forms of notes, answered by a list that has no labels.

A reader that has made a document of a text calls `with_short_forms`: it adds markers to the blocks, and to notes that are
short forms the entries that they stand for. What fits several entries is left without one, with a notice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from citecheck.documents.author_date_list import Works
from citecheck.documents.author_date_marks import Groups, Use, is_plain, is_shaped, marked, resolve
from citecheck.documents.author_date_notes import short_notes
from citecheck.documents.author_date_text import Candidate, forms
from citecheck.documents.notices import NO_MARKERS
from citecheck.model import Block, Document, Marker, Notice, ReferenceEntry, Span

_FEWEST: Final = 5
"""Citations that are answered, from which one that is not is one, too, that lacks its entry."""
_FEWEST_CITED: Final = 3
"""Entries that those name together."""
_SHARE: Final = 0.6
"""Share of the citations that are answered from which the others are ones."""
_MOST_NOTICES: Final = 200
_SHORT: Final = re.compile(r"[(\[]\s?(?P<short>[^\W\d_][\w&-]{1,14})\s?[)\]]")


def with_short_forms(document: Document) -> Document:
    """
    Give a document with its citations by author and year as markers, and its notes that are short forms with their entries.

    Where its list is not known by author and year, because markers with labels name all of it, it is given as it is.
    """
    listing = _listing(document)
    found: list[tuple[int, list[Use]]] = []
    notices: list[Notice] = []
    if listing:
        works = Works(listing, document.language)
        taken = _taken(document.markers)
        for number, block in enumerate(document.blocks):
            if block.kind != "heading" and (uses := _uses(block.text, works, taken.get(number, ()))):
                found.append((number, uses))
        _settle(document.blocks, found)
    markers: list[Marker] = []
    for number, uses in found:
        block = document.blocks[number]
        made, told = marked(document, number, block, [use for use in uses if use.kept])
        markers += made
        notices += told
    entries, more, told = short_notes(document, listing)
    notices += told
    if not markers and not more and not notices and tuple(entries) == document.entries:
        return document
    every = sorted([*document.markers, *markers, *more], key=lambda marker: (marker.span, marker.at))
    kept = [one for one in document.notices if one.rule != NO_MARKERS or not markers]
    return replace(document, markers=tuple(every), entries=tuple(entries), notices=(*kept, *notices[:_MOST_NOTICES]))


def _listing(document: Document) -> list[tuple[int, ReferenceEntry]]:
    """Give the entries that may be known by author and year, with their indexes: those that no marker names."""
    entries = list(enumerate(document.entries))
    unnumbered = [(index, entry) for index, entry in entries if not entry.numbered and entry.raw]
    if unnumbered:
        return unnumbered
    named = {document.entries[marker.entry].group for marker in document.markers if marker.entry is not None}
    return [(index, entry) for index, entry in entries if entry.group not in named and entry.raw]


def _taken(markers: Iterable[Marker]) -> dict[int, list[Span]]:
    """Give where markers stand already, by block."""
    taken: dict[int, list[Span]] = {}
    for marker in markers:
        if marker.block is not None:
            taken.setdefault(marker.block, []).append(marker.at)
    return {block: sorted(spans) for block, spans in taken.items()}


def _uses(text: str, works: Works, taken: Sequence[Span]) -> list[Use]:
    """Give what may be citations in a text, each with what it names."""
    uses: list[Use] = []
    before: Candidate | None = None
    starts = [span.start for span in taken]
    groups: Groups | None = None
    for form in forms(text):
        groups = groups or Groups(text)
        use = resolve(form, works, before if form.follows else None, groups)
        before = use.meant if use else None
        if use is None or use.meant is None:
            continue
        if use.works and (short := _SHORT.search(text, use.start, form.year.start)):
            works.called(" ".join(use.meant.names), short["short"])
        place = bisect_right(starts, form.end) - 1
        if place < 0 or taken[place].end <= form.year.start:
            use.plain = is_plain(text, use, uses[-1] if uses else None)
            uses.append(use)
    return uses


def _settle(blocks: Sequence[Block], found: Sequence[tuple[int, list[Use]]]) -> None:
    """Tell which forms are citations: those that are answered, and others like them where most are."""
    answered = 0
    cited: set[int] = set()
    shaped: list[Use] = []
    for number, uses in found:
        before: Use | None = None
        for use in uses:
            if use.works:
                use.kept = use.group is not None or not use.form.comma or use.plain
                answered += use.kept
                cited |= {use.works[0].index} if use.kept else set()
                before = use if use.kept else None
            elif is_shaped(blocks[number].text, use, before):
                shaped.append(use)
                before = use
            else:
                before = None
    if len(cited) >= _FEWEST_CITED and answered >= _FEWEST and answered >= _SHARE * (answered + len(shaped)):
        for use in shaped:
            use.kept = True
