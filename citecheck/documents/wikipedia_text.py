"""Plain text of a Wikipedia article, as copied from a browser or printed by w3m or lynx: the format `wikipedia-text`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citecheck.documents.addresses import addresses, role
from citecheck.documents.lines import Line, split_lines, wrap_column
from citecheck.documents.notices import missing
from citecheck.documents.numbered_lists import NumberedList, find_lists
from citecheck.documents.numbering import marks
from citecheck.documents.outline import Chunk, Heading, article, chunks, headings
from citecheck.documents.text_blocks import BlockMaker
from citecheck.documents.text_notes import entry, notes, resolve
from citecheck.documents.weaving import origin
from citecheck.documents.wikitext_signs import looks_like_wikitext
from citecheck.model import Block, Document, Link

_OTHER_HEADS = (
    "<!doctype",
    "<html",
    "<?xml",
    "<head",
    "<body",
    '{"',
    "{\n",
    "[{",
    "\\documentclass",
    "@article{",
    "@book{",
)
_AGREED = 0.6


class WikipediaTextReader:
    """Reads numbered footnotes, the markers that name them and the text between, from plain text."""

    name = "wikipedia-text"
    title = "plain text of a Wikipedia article"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is plain: no other format's head begins it, and it has no signs of wikitext."""
        del path
        if text[:200].lstrip("\ufeff \t\r\n").casefold().startswith(_OTHER_HEADS):
            return False
        return not looks_like_wikitext(text)

    def read(self, path: str, text: str) -> Document:
        """Give the document; a text without a list or without markers is read too, and carries notices."""
        lines = split_lines(text)
        column = wrap_column(lines)
        found = headings(lines)
        title, inside = article(lines)
        lists = _reference_lists(lines, find_lists(lines, column), found, inside)
        maker = BlockMaker(lines, found, column)
        for chunk in _outside(lines, lists, inside):
            maker.take(chunk)
        markers, entries = resolve(text, maker.blocks, lists, [notes(one, lines) for one in lists])
        works = [entry("", work, numbered=False) for work in maker.works]
        return Document(
            path=path,
            format=self.name,
            text=text,
            blocks=tuple(maker.blocks),
            markers=tuple(markers),
            entries=(*entries, *works),
            links=tuple(_body_links(maker.blocks)),
            title=title,
            notices=missing(entries, markers),
        )


def _reference_lists(
    lines: Sequence[Line], lists: Sequence[NumberedList], found: dict[int, Heading], inside: range
) -> list[NumberedList]:
    """Give the lists that are reference lists: by their backlinks, by their heading, or else by what the markers name."""
    lists = [one for one in lists if one.items[0].first in inside]
    places = sorted(found)
    chosen = [one for one in lists if one.framed or _kind_above(one, found, places) == "references"]
    taken = set(_lines_of(lists))
    seen = {
        mark.number
        for index in inside
        if index not in taken and "[" in lines[index].text
        for mark in marks(lines[index].text)
        if mark.attached and not mark.group
    }
    if not seen or any(_agreement(seen, one) >= _AGREED for one in chosen):
        return chosen
    best = max(lists, key=lambda one: (_agreement(seen, one), one.items[0].first), default=None)
    if best is not None and best not in chosen and _agreement(seen, best) >= _AGREED:
        chosen = sorted([*chosen, best], key=lambda one: one.items[0].first)
    return chosen


def _kind_above(one: NumberedList, found: dict[int, Heading], places: Sequence[int]) -> str:
    """Give the kind of the section that a list stands in."""
    at = bisect_left(places, one.items[0].first)
    return found[places[at - 1]].kind if at else "body"


def _agreement(seen: set[int], one: NumberedList) -> float:
    return len(seen & one.numbers) / max(len(seen), len(one.items))


def _lines_of(lists: Sequence[NumberedList]) -> Iterator[int]:
    for one in lists:
        for item in one.items:
            yield from range(item.first, item.last + 1)


def _outside(lines: Sequence[Line], lists: Sequence[NumberedList], inside: range) -> Iterator[Chunk]:
    """Give the chunks of the article without the lines of its reference lists."""
    taken = set(_lines_of(lists))
    for chunk in chunks(lines[inside.start : inside.stop]):
        first, end = chunk.first + inside.start, chunk.last + inside.start + 1
        for index in range(first, end):
            if index in taken:
                if first < index:
                    yield Chunk(first, index - 1)
                first = index + 1
        if first < end:
            yield Chunk(first, end - 1)


def _body_links(blocks: Sequence[Block]) -> Iterator[Link]:
    for block in blocks:
        if "://" in block.text:
            for at, url in addresses(block.text):
                yield Link(url, role(url), origin(block.pieces, *at))
