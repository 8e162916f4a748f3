"""Plain text of a Wikipedia article, as copied from a browser or printed by w3m or lynx: the format `wikipedia-text`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.documents.addresses import addresses, role
from citecheck.documents.lines import Line, split_lines, wrap_column
from citecheck.documents.notices import missing
from citecheck.documents.numbered_lists import Item, NumberedList, find_lists
from citecheck.documents.numbering import Mark, assign, is_orphan, marks, restarts, settle
from citecheck.documents.outline import Chunk, Heading, article, chunks, headings
from citecheck.documents.text_blocks import Bibliography, BlockMaker, joined_runs, weave
from citecheck.documents.weaving import Thread, origin
from citecheck.model import Block, Document, Link, Marker, Piece, ReferenceEntry, Span, Where

_OTHER_FORMATS = (
    ".bib", ".csv", ".docx", ".epub", ".htm", ".html", ".ipynb", ".json", ".jsonl", ".latex", ".markdown", ".md",
    ".mediawiki", ".nbib", ".odt", ".pdf", ".py", ".ris", ".rst", ".tex", ".toml", ".tsv", ".wiki", ".wikitext", ".xhtml",
    ".xml", ".yaml", ".yml",
)  # fmt: skip
_OTHER_HEADS = ("<!doctype", "<html", "<?xml", "<head", "<body", "{\"", "{\n", "[{", "\\documentclass", "@article{", "@book{")
_WHERE: dict[str, Where] = {"table-cell": "table", "infobox": "infobox", "caption": "caption"}


class WikipediaTextReader:
    """Reads numbered footnotes, the markers that name them and the text between, from plain text."""

    name = "wikipedia-text"
    title = "plain text of a Wikipedia article"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is plain: no other format's name ends its path and no other format's head begins it."""
        if path.casefold().endswith(_OTHER_FORMATS):
            return False
        return not text[:200].lstrip("\ufeff \t\r\n").casefold().startswith(_OTHER_HEADS)

    def read(self, path: str, text: str) -> Document:
        """Give the document; a text without a list or without markers is read too, and carries notices."""
        lines = split_lines(text)
        column = wrap_column(lines)
        found = headings(lines)
        title, inside = article(lines)
        lists = _footnotes(lines, find_lists(lines, column), found, inside)
        maker = BlockMaker(lines, found, column)
        for chunk in _outside(lines, lists, inside):
            maker.take(chunk)
        listed = [_listed(one, lines) for one in lists]
        markers, entries = _Notes(text, maker.blocks, lists, listed).resolve()
        works = [_entry("", *_woven(work), work.span, numbered=False) for work in maker.works]
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


@dataclass(frozen=True, slots=True)
class _Listed:
    """An item of a reference list before its label is known."""

    raw: str
    pieces: tuple[Piece, ...]
    span: Span


def _footnotes(
    lines: Sequence[Line], lists: Sequence[NumberedList], found: dict[int, Heading], inside: range
) -> list[NumberedList]:
    """Give the lists that are reference lists: by their backlinks, by their heading, or by what the markers name."""
    above: dict[int, str] = {}
    places = sorted(found)
    chosen = []
    for one in lists:
        first = one.items[0].first
        if first not in inside:
            continue
        heading = max((place for place in places if place < first), default=None) if len(places) < 2 else _last(places, first)
        above[first] = found[heading].kind if heading is not None else "body"
        if one.framed or above[first] == "references":
            chosen.append(one)
    if chosen:
        return chosen
    taken = {line for one in lists for item in one.items for line in range(item.first, item.last + 1)}
    seen = {m.number for i in inside if i not in taken and "[" in lines[i].text for m in marks(lines[i].text) if m.attached and not m.group}
    best = max(lists, key=lambda one: (len(seen & one.numbers), one.items[0].first), default=None)
    fits = best is not None and len(seen & best.numbers) * 10 >= max(len(seen), len(best.items)) * 6
    return [best] if best is not None and fits else []


def _last(places: Sequence[int], before: int) -> int | None:
    from bisect import bisect_left

    at = bisect_left(places, before)
    return places[at - 1] if at else None


def _outside(lines: Sequence[Line], lists: Sequence[NumberedList], inside: range) -> list[Chunk]:
    """Give the chunks of the article without the lines of its reference lists."""
    taken = {line for one in lists for item in one.items for line in range(item.first, item.last + 1)}
    parts: list[Chunk] = []
    for chunk in chunks(lines[inside.start : inside.stop]):
        first = chunk.first + inside.start
        for line in range(first, chunk.last + inside.start + 1):
            if line in taken:
                if first < line:
                    parts.append(Chunk(first, line - 1))
                first = line + 1
        if first <= chunk.last + inside.start:
            parts.append(Chunk(first, chunk.last + inside.start))
    return parts


def _listed(one: NumberedList, lines: Sequence[Line]) -> list[_Listed]:
    return [_item(item, lines[item.first : item.last + 1], echoes=_echoes(one, lines)) for item in one.items]


def _echoes(one: NumberedList, lines: Sequence[Line]) -> bool:
    """Tell whether the items repeat their number in brackets as the link back: `1. [1]` above the words."""
    same = sum(lines[i.first].text[i.words :].startswith(f"[{i.number}]") for i in one.items)
    return same * 2 > len(one.items) and not one.framed


def _item(item: Item, lines: Sequence[Line], *, echoes: bool) -> _Listed:
    skip = item.words
    if echoes and lines[0].text.startswith(f"[{item.number}]", skip):
        skip += len(f"[{item.number}]")
    thread = Thread()
    for run, start in joined_runs(lines, skip):
        weave(thread, run, start)
    raw, pieces = thread.finish()
    last = lines[-1]
    return _Listed(raw, pieces, Span(lines[0].start + lines[0].indent, last.start + len(last.text.rstrip())))


def _woven(work: Bibliography) -> tuple[str, tuple[Piece, ...]]:
    thread = Thread()
    for run, start in work.runs:
        weave(thread, run, start)
    return thread.finish()


def _entry(label: str, raw: str, pieces: Sequence[Piece], span: Span, *, group: str = "", numbered: bool = True) -> ReferenceEntry:
    links = tuple(Link(url, role(url), origin(pieces, *at)) for at, url in addresses(raw))
    return ReferenceEntry(label, raw, span, links, group=group, numbered=numbered)


def _body_links(blocks: Sequence[Block]) -> list[Link]:
    return [
        Link(url, role(url), origin(block.pieces, *at))
        for block in blocks
        if "://" in block.text
        for at, url in addresses(block.text)
    ]


class _Notes:
    """Finds the markers of blocks and entries, and gives each entry the label that its markers use."""

    def __init__(
        self, text: str, blocks: Sequence[Block], lists: Sequence[NumberedList], listed: Sequence[Sequence[_Listed]]
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._lists = lists
        self._listed = listed
        self._offsets: list[int] = []
        self._numbers: list[dict[int, int]] = []
        at = 0
        for one in lists:
            self._offsets.append(at)
            self._numbers.append({item.number: at + i for i, item in enumerate(one.items)})
            at += len(one.items)

    def resolve(self) -> tuple[list[Marker], list[ReferenceEntry]]:
        """Give the markers in order and the entries of all lists in order."""
        seen = [(i, mark) for i, block in enumerate(self._blocks) if "[" in block.text for mark in marks(block.text)]
        seen = list(zip([i for i, _ in seen], settle([mark for _, mark in seen]), strict=True))
        seen = self._real(seen)
        self._chosen = assign([mark for _, mark in seen], self._lists)
        self._parts = self._by_parts(seen)
        markers = [marker for i, mark in seen if (marker := self._in_block(i, mark))]
        markers = sorted(markers + self._in_entries(), key=lambda marker: marker.span)
        return markers, self._entries(markers)

    def _real(self, seen: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
        """Leave out numbers in brackets that stand apart from the words: equations, untitled links."""
        raised = [self._is_raised(i, mark) for i, mark in seen]
        if sum(raised) * 2 >= len(seen):
            return [one for one, up in zip(seen, raised, strict=True) if up or one[1].attached]
        attached = {mark.label for _, mark in seen if mark.attached}
        return [
            (i, mark) for i, mark in seen if mark.attached or not (mark.label in attached and self._in_words(i, mark))
        ]

    def _is_raised(self, block: int, mark: Mark) -> bool:
        """Tell whether the marker was a superscript, which a browser in a terminal writes with a caret."""
        at = origin(self._blocks[block].pieces, *mark.at).start
        return self._text[max(at - 60, 0) : at].rstrip().endswith("^")

    def _in_words(self, block: int, mark: Mark) -> bool:
        """Tell whether a mark after a space follows a word, or begins its block."""
        before = self._blocks[block].text[max(mark.at.start - 40, 0) : mark.at.start].split()
        return not before or before[-1][-1].isalpha()

    def _by_parts(self, seen: Sequence[tuple[int, Mark]]) -> list[int]:
        """Give the lists that plain numbers begin anew for, in order; none when one list has them all."""
        if "" not in self._chosen:
            return []
        mine = [i for i in range(len(self._lists)) if i not in self._chosen.values() or i == self._chosen[""]]
        places = [(self._blocks[i].pieces[0].span.start, mark.number) for i, mark in seen if mark.group == ""]
        ends = [self._listed[i][-1].span.end for i in mine]
        return mine if len(mine) > 1 and restarts(places, ends, [self._lists[i] for i in mine]) else []

    def _target(self, mark: Mark, place: int) -> int | None:
        part = self._chosen.get(mark.group)
        if self._parts and mark.group == "":
            ends = [i for i in self._parts if self._listed[i][-1].span.end > place]
            part = ends[0] if ends else self._parts[-1]
        return None if part is None else self._numbers[part].get(mark.number)

    def _in_block(self, index: int, mark: Mark) -> Marker | None:
        block = self._blocks[index]
        span = origin(block.pieces, *mark.at)
        entry = self._target(mark, span.start)
        if entry is None and not is_orphan(mark, any_list=bool(self._lists)):
            return None
        where = _WHERE.get(block.kind, "body")
        return Marker(mark.text, mark.label, entry, span, index, mark.at, where, mark.page)

    def _in_entries(self) -> list[Marker]:
        """Give the markers inside entries; a number after a space or alone is a link without a title."""
        found = []
        for part, listed in enumerate(self._listed):
            for item, number in zip(listed, self._numbers[part], strict=True):
                if "[" not in item.raw:
                    continue
                for mark in settle(list(marks(item.raw))):
                    entry = self._target(mark, item.span.start)
                    if mark.attached and entry is not None and entry != self._numbers[part][number]:
                        span = origin(item.pieces, *mark.at)
                        found.append(Marker(mark.text, mark.label, entry, span, None, mark.at, "reference", mark.page))
        return found

    def _entries(self, markers: Sequence[Marker]) -> list[ReferenceEntry]:
        spelled = {marker.entry: marker.label for marker in reversed(markers)}
        groups = {index: group for group, index in self._chosen.items()}
        entries = []
        for part, (one, listed) in enumerate(zip(self._lists, self._listed, strict=True)):
            group = groups.get(part, "")
            for item, found in zip(one.items, listed, strict=True):
                label = spelled.get(len(entries)) or _label(group, item.number)
                entries.append(_entry(label, found.raw, found.pieces, found.span, group=group))
        return entries


def _label(group: str, number: int) -> str:
    if group == "":
        return str(number)
    if group in {"lower-alpha", "upper-alpha"}:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if group == "upper-alpha" else letters
    return f"{group} {number}"
