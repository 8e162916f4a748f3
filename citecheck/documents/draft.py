"""
A document under construction: what a reader finds, in the order in which it finds it.

* `Draft`: takes blocks, words, entries, markers and links with their places in the document's text, and says in the end
  which marker answers to which entry.
* `Extract`: the same for files that are no text: the words that it is given are the document's text.

A note may stand in the middle of a paragraph, as that of LaTeX does: what is opened last takes the words, until it is closed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from citecheck.documents.addresses import addresses, role
from citecheck.documents.weaving import Thread, origin
from citecheck.model import (
    Block,
    BlockKind,
    Document,
    Field,
    Link,
    Marker,
    Notice,
    Part,
    Piece,
    ReferenceEntry,
    Span,
    Where,
)

_PARTING: Final = "\n\n"
"""What stands between blocks and entries of an extracted text."""


@dataclass(slots=True)
class _Entry:
    key: Hashable
    label: str
    start: int
    group: str
    numbered: bool
    end: int
    thread: Thread = field(default_factory=Thread)
    links: dict[str, Link] = field(default_factory=dict)
    given: tuple[Field, ...] = ()


@dataclass(slots=True)
class _Block:
    kind: BlockKind
    level: int
    where: Where
    row: int | None
    thread: Thread = field(default_factory=Thread)
    links: dict[str, Link] = field(default_factory=dict)
    index: int | None = None


@dataclass(slots=True)
class _Marker:
    seen: str
    key: Hashable
    span: Span
    label: str
    page: str | None
    where: Where
    block: _Block | None
    at: Span
    implied: bool = False


class Draft:
    """Takes what a reader finds, spans being offsets into the document's text, and makes a document of it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        """Those that are closed."""
        self.notices: list[Notice] = []
        self._links: dict[str, Link] = {}
        self._entries: list[_Entry | ReferenceEntry] = []
        self._keys: dict[Hashable, int] = {}
        self._markers: list[_Marker] = []
        self._block: _Block | None = None
        self._code: list[Span] = []
        """What of the words since the last look for addresses is code."""
        self._last: _Block | None = None
        """The block that was added whole last."""
        self._notes: list[_Entry] = []
        """The entries that are open, the innermost last."""
        self.section = ""
        """The nearest heading above."""

    def open(
        self, kind: BlockKind = "paragraph", *, level: int = 0, where: Where = "body", row: int | None = None
    ) -> None:
        """
        Begin a block, or within an entry a new line of it; what was open as a block ends.

        Args:
            kind: What it is.
            level: 1 to 6 for a heading.
            where: What its markers stand in.
            row: Of a cell, where its row begins in the text.
        """
        if self._notes:
            self._notes[-1].thread.pad()
            return
        self.close()
        self._block = _Block(kind, level, where, row)

    def close(self) -> None:
        """End the block that is open, or within an entry its line; a block without words is none."""
        if self._notes:
            self._notes[-1].thread.pad()
            return
        block, self._block = self._block, None
        if block is None:
            return
        text, pieces = block.thread.finish()
        if not text:
            return
        if block.kind == "heading":
            self.section = text
        block.index = len(self.blocks)
        self.blocks.append(Block(block.kind, text, pieces, self.section, block.level, block.row))
        for url, link in block.links.items():
            self._links.setdefault(url, link)

    def words(self, seen: str, span: Span) -> None:
        """Add what a reader sees of a span of the text: as it stands there where both have the same length."""
        thread = self._thread()
        if len(seen) == span.end - span.start:
            thread.weave(seen, span.start)
        elif seen:
            thread.replace(seen, span)

    def code(self, span: Span) -> None:
        """Say that the words of a span are code: an address in it is an example, and no link."""
        self._code.append(span)

    def pad(self) -> None:
        """Add a space that a reader sees and that does not stand in the text; at a beginning, nothing."""
        if self._notes or self._block is not None:
            self._thread().pad()

    def mark(  # noqa: PLR0913 - what a marker is
        self,
        seen: str,
        key: Hashable,
        span: Span,
        *,
        label: str | None = None,
        page: str | None = None,
        hidden: bool = False,
        implied: bool = False,
    ) -> None:
        """
        Add a footnote marker.

        Args:
            seen: As a reader sees it: `[3]`.
            key: What the entry that it names was opened with, now or later.
            span: Where it stands in the text.
            label: As compared, `3`; *seen* without brackets where None.
            page: The page that it names.
            hidden: Whether no reader sees it: then it supports no claim, and its words are not added.
            implied: Whether it is one that a range names between its ends; the marker at the end of the range follows.
        """
        label = seen.strip("[]() \u00a0") if label is None else label
        note = self._notes[-1] if self._notes else None
        at, block, where = Span(0, 0), None, "reference"
        if hidden:
            where = "hidden"
        else:
            thread = self._thread()
            start = thread.length
            thread.replace(seen, span)
            at = Span(start, thread.length)
            block = None if note else self._block
            where = "reference" if note else block.where if block else "body"
        self._markers.append(_Marker(seen, key, span, label, page, where, block, at, implied))  # type: ignore[arg-type]

    def also(self, key: Hashable, label: str, *, page: str | None = None) -> None:
        """Say that the words of the last marker name another entry too: `[7, 9]`, `(Kim 1999; Lee 2001)`."""
        last = self._markers[-1]
        self._markers.append(_Marker(last.seen, key, last.span, label, page, last.where, last.block, last.at))

    def add_block(self, kind: BlockKind, text: str, pieces: tuple[Piece, ...], *, level: int = 0) -> None:
        """Add a block that is whole already; its markers are added by `mark_within`."""
        self.close()
        if kind == "heading":
            self.section = text
        self._last = _Block(kind, level, "body", None, index=len(self.blocks))
        self.blocks.append(Block(kind, text, pieces, self.section, level))

    def mark_within(  # noqa: PLR0913 - as `mark`
        self,
        seen: str,
        key: Hashable,
        span: Span,
        at: Span,
        *,
        label: str,
        where: Where = "body",
        implied: bool = False,
    ) -> None:
        """Add a marker that stands at a place of the words of the block that was added last."""
        self._markers.append(_Marker(seen, key, span, label, None, where, self._last, at, implied))

    def open_entry(  # noqa: PLR0913 - what an entry is
        self,
        key: Hashable,
        label: str,
        start: int,
        *,
        group: str = "",
        numbered: bool = True,
        given: Iterable[Field] = (),
    ) -> bool:
        """
        Begin a reference entry, whose words and links are those until it is closed.

        Args:
            key: What markers name it by.
            label: What a reader sees them call it.
            start: Where it begins in the text.
            group: The list it belongs to, where there are several.
            numbered: Whether markers may name it: not those of an unnumbered bibliography.
            given: Fields that the editor typed.

        Returns:
            Whether it is the first of its key; another stays in the list, and no marker leads to it.
        """
        first = self._keys.setdefault(key, len(self._entries)) == len(self._entries)
        draft = _Entry(key, label, start, group, numbered, start, given=tuple(given))
        self._entries.append(draft)
        self._notes.append(draft)
        return first

    def close_entry(self, end: int) -> None:
        """End the entry that was opened last."""
        self._notes.pop().end = end

    def add_entry(self, key: Hashable, entry: ReferenceEntry) -> None:
        """Add an entry that is whole already: one of a .bib file."""
        self._keys.setdefault(key, len(self._entries))
        self._entries.append(entry)

    def give(self, key: Hashable, given: Iterable[Field]) -> None:
        """Give fields to the first entry of a key, where there is one that is not whole already."""
        entry = self._entries[self._keys[key]] if key in self._keys else None
        if isinstance(entry, _Entry):
            entry.given = (*entry.given, *given)

    def has_entry(self, key: Hashable) -> bool:
        """Tell whether markers of that key lead to an entry."""
        return key in self._keys

    def link(self, url: str, span: Span | None) -> None:
        """Add an address that the open entry or block names; other than of http and https are none."""
        if not url.lower().startswith(("http://", "https://")):
            return
        found = Link(url, role(url), span)
        if self._notes:
            self._notes[-1].links.setdefault(url, found)
        elif self._block is not None:
            self._block.links.setdefault(url, found)
        else:
            self._links.setdefault(url, found)

    def links_in_words(self) -> None:
        """Add the addresses that stand in the words of the entry or block that is open."""
        thread = self._notes[-1].thread if self._notes else self._block.thread if self._block else None
        if thread is None:
            return
        text, pieces = thread.finish()
        starts = [span.start for span in self._code]
        for at, url in addresses(text):
            span = origin(pieces, *at)
            before = bisect_right(starts, span.start) - 1
            if before < 0 or self._code[before].end < span.end:
                self.link(url, span)
        self._code.clear()

    def open_keys(self) -> tuple[Hashable, ...]:
        """Give the keys of the markers so far that no entry answers to, each once, in order."""
        return tuple(dict.fromkeys(marker.key for marker in self._markers if marker.key not in self._keys))

    def first_places(self) -> dict[Hashable, Span]:
        """Give where each key is named first."""
        return {marker.key: marker.span for marker in reversed(self._markers)}

    def document(  # noqa: PLR0913 - what is known of a document
        self,
        path: str,
        format: str,  # noqa: A002 - the word of the model
        text: str,
        *,
        title: str | None = None,
        language: str | None = None,
        text_of: Literal["source", "extracted"] = "source",
        parts: Sequence[Part] = (),
    ) -> Document:
        """Give the document; what is open ends."""
        while self._notes:
            self.close_entry(len(text))
        self.close()
        finished = [_finished(one) if isinstance(one, _Entry) else one for one in self._entries]
        return Document(
            path=path,
            format=format,
            text=text,
            blocks=tuple(self.blocks),
            markers=tuple(map(self._marker, self._markers)),
            entries=tuple(finished),
            links=tuple(self._links.values()),
            title=title,
            language=language,
            text_of=text_of,
            notices=tuple(self.notices),
            parts=tuple(parts),
        )

    def _marker(self, draft: _Marker) -> Marker:
        """Give a marker with the entry that it names."""
        block = draft.block.index if draft.block else None
        return Marker(
            draft.seen,
            draft.label,
            self._keys.get(draft.key),
            draft.span,
            block,
            draft.at,
            draft.where,
            draft.page,
            draft.implied,
        )

    def _thread(self) -> Thread:
        """Give what takes words: the innermost entry, or the block that is open, a paragraph where none is."""
        if self._notes:
            return self._notes[-1].thread
        if self._block is None:
            self._block = _Block("paragraph", 0, "body", None)
        return self._block.thread


class Extract(Draft):
    """A draft of a file that is no text: the words that it is given make up the document's text, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.length = 0
        """Code points of the text so far: where the next words will stand."""

    def open(
        self, kind: BlockKind = "paragraph", *, level: int = 0, where: Where = "body", row: int | None = None
    ) -> None:
        """Begin a block as `Draft.open` does, on a line of its own."""
        self._part()
        super().open(kind, level=level, where=where, row=row)

    def say(self, seen: str) -> Span:
        """Add words, and give where they stand."""
        span = self._write(seen)
        self.words(seen, span)
        return span

    def line(self) -> int:
        """Begin a line that is set off from what stands before it, and give where: a row of a table begins there."""
        self._part()
        return self.length

    def frame(self, seen: str) -> None:
        """Add to the text what is no part of the words: the number before an entry."""
        self._write(seen)

    def cite(self, seen: str, key: Hashable, *, label: str | None = None, page: str | None = None) -> None:
        """Add a footnote marker as `Draft.mark` does."""
        self.mark(seen, key, self._write(seen), label=label, page=page)

    def begin_entry(
        self, key: Hashable, label: str, *, group: str = "", numbered: bool = True, given: Iterable[Field] = ()
    ) -> bool:
        """Begin an entry as `Draft.open_entry` does, on a line of its own."""
        self._part()
        return self.open_entry(key, label, self.length, group=group, numbered=numbered, given=given)

    def end_entry(self) -> None:
        """End the entry that was opened last."""
        self.close_entry(self.length)
        self._part()

    def extracted(
        self,
        path: str,
        format: str,  # noqa: A002 - the word of the model
        *,
        title: str | None = None,
        language: str | None = None,
    ) -> Document:
        """Give the document, whose text is what was said."""
        return self.document(path, format, "".join(self._parts), title=title, language=language, text_of="extracted")

    def _write(self, seen: str) -> Span:
        """Add to the text."""
        self._parts.append(seen)
        start, self.length = self.length, self.length + len(seen)
        return Span(start, self.length)

    def _part(self) -> None:
        """Set off what follows from what stands before it."""
        if self._parts and self._parts[-1] != _PARTING:
            self._write(_PARTING)


def _finished(draft: _Entry) -> ReferenceEntry:
    """Give an entry with its words on one line."""
    raw, _ = draft.thread.finish()
    return ReferenceEntry(
        label=draft.label,
        raw=raw,
        span=Span(draft.start, max(draft.start, draft.end)),
        links=tuple(draft.links.values()),
        given=draft.given,
        group=draft.group,
        numbered=draft.numbered,
    )
