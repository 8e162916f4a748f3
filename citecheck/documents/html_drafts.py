"""Blocks, entries and markers of a page while it is read, before it is known which marker answers to which entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from citecheck.documents.addresses import is_wiki_page, role
from citecheck.documents.coins import Given
from citecheck.documents.html_tokens import Tag
from citecheck.documents.html_walk import State
from citecheck.documents.weaving import Thread
from citecheck.documents.wordings import SectionKind, section_kind
from citecheck.model import Block, BlockKind, Link, Marker, ReferenceEntry, Span, Where

_BEFORE_NOTE = re.compile(r"[\s^↑⇑▲,]+")
_PAGE = re.compile(r"\s*:\s*(?P<page>\S.{0,80})", re.DOTALL)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_BRACKETS = f"[]［］〔〕(){_INVISIBLE}"
_WORK = re.compile(r"\d{4}|https?://|[\"“«„]")
_MOST_WORKS = 50
_INTERNAL = frozenset({"extiw", "internal", "image", "mw-file-description", "new"})


@dataclass(slots=True)
class _Entry:
    identity: str
    ordinal: int
    group: str
    start: int
    end: int
    parent: int | None = None
    """The note that a sub-reference says more of."""
    thread: Thread = field(default_factory=Thread)
    links: dict[str, Link] = field(default_factory=dict)
    """By address: old templates name the same twice, once for print."""
    given: Given = field(default_factory=Given)
    short: dict[str, None] = field(default_factory=dict)
    """The works that its links within the page name, by their ids, in order."""


@dataclass(slots=True)
class _Marker:
    start: int
    end: int
    where: Where
    entry: int | None
    """The entry it stands in."""
    block: _Block | None
    at: Span
    seen: list[str] = field(default_factory=list)
    target: str | None = None
    page: str | None = None


@dataclass(slots=True)
class _Block:
    kind: BlockKind
    level: int
    where: Where
    section: str
    start: int
    row: int | None = None
    thread: Thread = field(default_factory=Thread)
    links: list[Link] = field(default_factory=list)
    given: Given = field(default_factory=Given)
    marked: bool = False
    index: int | None = None


class Drafts:
    """Takes words as the walk through a page hands them over."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._text = text
        self._entries: list[_Entry] = []
        self._works: list[ReferenceEntry] = []
        self._markers: list[_Marker] = []
        self._block: _Block | None = None
        self._section = ""
        self._section_kind: SectionKind = "body"
        self._end = 0
        self._homes: dict[str, _Entry | _Block] = {}
        """Where the citation with that id stands."""
        self._numbers: dict[int, int] = {}
        """Of works, by the identity of their blocks, the place among works."""
        self._kept: list[_Block] = []
        """Those blocks: an identity is one object's only as long as that object lives."""
        self._open: int | None = None
        """The marker that words belong to; one that is never closed ends with its block."""

    def words(self, state: State, seen: str, span: Span) -> None:
        """Add what a reader sees of *span*."""
        self._end = span.end
        if state.marker is not None and state.marker == self._open:
            self._markers[state.marker].seen.append(seen)
        if state.silent or state.hidden:
            return
        if state.entry is not None:
            self._note(self._entries[state.entry].thread, seen, span)
            return
        if self._block is None:
            if not seen.strip():
                return
            self._block = self._new_block(state, span.start)
        _weave(self._block.thread, seen, span)

    def pad(self, state: State) -> None:
        """Add the space that a line break stands for."""
        thread = self._thread(state)
        if thread is not None:
            thread.pad()

    def break_block(self, state: State) -> None:
        """End the block that is open, where an element begins on a new line."""
        if state.entry is not None:
            self._entries[state.entry].thread.pad()
            return
        block, self._block = self._block, None
        if block is None:
            return
        self._measure()
        text, pieces = block.thread.finish()
        if not text:
            return
        if block.kind == "heading":
            self._section, self._section_kind = text, section_kind(text)
            block.section = text
        elif self._section_kind != "body" and not block.marked:
            self._work(block, text)
            return
        block.index = len(self.blocks)
        self.blocks.append(Block(block.kind, text, pieces, block.section, block.level, block.row))
        self.links += block.links

    def open_entry(self, identity: str, ordinal: int, group: str, start: int, parent: int | None = None) -> int:
        """Begin a reference entry, a sub-reference where it has a *parent*, and give its number."""
        self._entries.append(_Entry(identity, ordinal, group, start, start, parent))
        return len(self._entries) - 1

    def may_have_sub(self, entry: int) -> bool:
        """Tell whether an entry may have sub-references: it is none itself."""
        return self._entries[entry].parent is None

    def begin_note(self, entry: int) -> None:
        """Drop what stood before the words of the note: the links back."""
        draft = self._entries[entry]
        if draft.thread.length < 40 and not draft.links:
            draft.thread = Thread()

    def close_entry(self, entry: int, end: int) -> None:
        """End a reference entry."""
        self._entries[entry].end = end

    def open_marker(self, state: State, start: int) -> int:
        """Begin a footnote marker and give its number."""
        block = None
        at = 0
        if state.entry is not None:
            where: Where = "reference"
            at = self._entries[state.entry].thread.length
        elif state.hidden:
            where = "hidden"
        else:
            where = state.where
            if not state.silent:
                block = self._block = self._block or self._new_block(state, start)
                at = block.thread.length
        self._open = len(self._markers)
        self._markers.append(_Marker(start, start, where, state.entry, block, Span(at, at)))
        return self._open

    def aim(self, marker: int, target: str) -> None:
        """Note the entry that a marker links to."""
        draft = self._markers[marker]
        draft.target = draft.target or target
        if draft.block is not None:
            draft.block.marked = True

    def close_marker(self, marker: int, end: int) -> None:
        """End a footnote marker; one without a link is the page that the marker before it names."""
        self._measure()
        draft = self._markers[marker]
        draft.end = end
        if draft.target is None and marker:
            page = _PAGE.fullmatch("".join(draft.seen))
            before = self._markers[marker - 1]
            if page and before.target and draft.start - before.end <= 200 and before.block is draft.block:
                before.page = " ".join(page["page"].split())

    def link(self, state: State, tag: Tag, classes: frozenset[str]) -> None:
        """Note an outward link of an entry or of the body."""
        href = tag.attributes["href"]
        url = href.value.strip()
        if state.silent or state.hidden or not url.lower().startswith(("http://", "https://", "//")):
            return
        if not classes.isdisjoint(_INTERNAL) or "mw:WikiLink" in tag.get("rel"):
            return
        url = f"https:{url}" if url.startswith("//") else url
        if is_wiki_page(url) and ("external" not in classes or "action=edit" in url):
            return  # a browser saves the link to another article as a whole address
        found = Link(url, role(url), href.span)
        if state.entry is not None:
            self._entries[state.entry].links.setdefault(url, found)
        else:
            self._block = self._block or self._new_block(state, tag.span.start)
            self._block.links.append(found)

    def given(self, state: State, tag: Tag, classes: frozenset[str]) -> None:
        """Note what an editor typed, where an element tells."""
        if state.entry is not None:
            self._entries[state.entry].given.take(classes, tag.get("title"), tag.get("data-mw"))
        elif self._block is not None or tag.name == "cite":
            self._block = self._block or self._new_block(state, tag.span.start)
            self._block.given.take(classes, tag.get("title"), tag.get("data-mw"))

    def home(self, state: State, tag: Tag) -> None:
        """Note where a citation stands that short forms may name by its id."""
        if state.entry is not None:
            self._homes.setdefault(tag.get("id"), self._entries[state.entry])
        else:
            self._block = self._block or self._new_block(state, tag.span.start)
            self._homes.setdefault(tag.get("id"), self._block)

    def name(self, state: State, fragment: str) -> None:
        """Note that a note links to a citation of the page."""
        if state.entry is not None and len(self._entries[state.entry].short) < _MOST_WORKS:
            self._entries[state.entry].short[fragment] = None

    def resolve(self) -> tuple[list[ReferenceEntry], list[Marker]]:
        """Give the entries, numbered ones first, and the markers, each with the entry it names."""
        by_identity: dict[str, int] = {}
        for index, draft in enumerate(self._entries):
            for identity in (draft.identity, unquote(draft.identity)):
                by_identity.setdefault(identity, index)
        labels: dict[int, str] = {}
        markers = []
        for marker in self._markers:
            if marker.target is None:
                continue
            entry = by_identity.get(marker.target)
            label = " ".join("".join(marker.seen).split()).strip(_BRACKETS).strip()
            if entry is not None:
                labels.setdefault(entry, label)
            block = marker.block.index if marker.block else None
            at = marker.at if marker.entry is not None else Span(0, 0)
            seen = " ".join("".join(marker.seen).split())
            if block is not None:
                text = self.blocks[block].text
                at = _trimmed(text, Span(min(marker.at.start, len(text)), min(marker.at.end, len(text))))
                seen = at.of(text)
            span = Span(marker.start, marker.end)
            markers.append(Marker(seen.strip(_INVISIBLE), label, entry, span, block, at, marker.where, marker.page))
        places = {id(draft): index for index, draft in enumerate(self._entries)}
        places |= {block: len(self._entries) + number for block, number in self._numbers.items()}
        for index, draft in enumerate(self._entries):
            plain = f"{draft.group} {draft.ordinal}".strip()
            labels.setdefault(index, plain if draft.parent is None else f"{labels[draft.parent]}.{draft.ordinal}")
        entries = [
            self._finished(draft, labels[index], self._named(draft, places))
            for index, draft in enumerate(self._entries)
        ]
        return entries + self._works, markers

    def _named(self, draft: _Entry, places: dict[int, int]) -> tuple[int, ...]:
        """Give the entries that the links of a note name, itself left out."""
        homes = (self._homes.get(fragment) for fragment in draft.short)
        found = dict.fromkeys(places[id(home)] for home in homes if home is not None and id(home) in places)
        if draft.parent is not None:
            found = {draft.parent: None} | found
        found.pop(places[id(draft)], None)
        return tuple(found)

    def _measure(self) -> None:
        """End the words of the marker that is open."""
        if self._open is None:
            return
        draft, self._open = self._markers[self._open], None
        thread = draft.block.thread if draft.block else None
        if draft.entry is not None:
            thread = self._entries[draft.entry].thread
        if thread is not None:
            draft.at = Span(draft.at.start, max(draft.at.start, thread.length))

    def _finished(self, draft: _Entry, label: str, works: tuple[int, ...]) -> ReferenceEntry:
        raw, _ = draft.thread.finish()
        span, links = Span(draft.start, draft.end), tuple(draft.links.values())
        return ReferenceEntry(label, raw, span, links, draft.given.fields(raw), group=draft.group, works=works)

    def _note(self, thread: Thread, seen: str, span: Span) -> None:
        if not thread.length and (before := _BEFORE_NOTE.match(seen)):
            if before.end() == len(seen):
                return
            if len(seen) == span.end - span.start:
                seen, span = seen[before.end() :], Span(span.start + before.end(), span.end)
        _weave(thread, seen, span)

    def _thread(self, state: State) -> Thread | None:
        if state.entry is not None:
            return self._entries[state.entry].thread
        return self._block.thread if self._block else None

    def _new_block(self, state: State, start: int) -> _Block:
        row = state.row if state.kind in {"table-cell", "infobox"} else None
        return _Block(state.kind, state.level, state.where, self._section, start, row)

    def _work(self, block: _Block, text: str) -> None:
        """Take an item of an unnumbered bibliography; what else such a section has is no claim either."""
        if block.kind == "list-item" and self._section_kind != "see-also" and (block.links or _WORK.search(text)):
            span = Span(block.start, max(block.start, self._end))
            self._numbers[id(block)] = len(self._works)
            self._kept.append(block)
            self._works.append(
                ReferenceEntry("", text, span, tuple(block.links), block.given.fields(text), numbered=False)
            )


def _weave(thread: Thread, seen: str, span: Span) -> None:
    if len(seen) == span.end - span.start:
        thread.weave(seen, span.start)
    else:
        thread.replace(seen, span)


def _trimmed(text: str, at: Span) -> Span:
    """Give *at* without the white space at its ends."""
    words = at.of(text)
    start = at.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
