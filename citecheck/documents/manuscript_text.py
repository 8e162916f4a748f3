"""A manuscript as a document: its text extracted, its notes, works and typed lists as reference entries."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from citecheck.documents.addresses import addresses
from citecheck.documents.draft import Extract
from citecheck.documents.manuscripts import Citation, Inline, Manuscript, NoteMark, Paragraph, PlacedNote, Words
from citecheck.documents.notices import missing
from citecheck.documents.printed_works import Printed, printed_works, work_labels
from citecheck.documents.record_entries import INCOMPLETE, record_parts
from citecheck.documents.typed_lists import parted, typed_lists
from citecheck.documents.typed_markers import Manner, Typed, manner, runs, typed_markers
from citecheck.model import Document, Field, Notice, Span

_MOST_TOLD: Final = 20
_LONGEST_AUTHOR: Final = 100


def document_of(manuscript: Manuscript, path: str, name: str) -> Document:
    """Give the document that a manuscript is; *name* is that of its format."""
    manuscript.paragraphs = parted(manuscript.paragraphs)
    return _Setting(manuscript).document(path, name)


class _Setting:
    """Sets a manuscript: says its words in order, and what of them are markers and entries."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._extract = Extract()
        self._printed = printed_works(manuscript, typed_lists(manuscript.paragraphs))
        self._places: dict[Hashable, int] = {}
        """Of each entry, its index."""
        self._given: dict[Hashable, tuple[Field, ...]] = {}
        bare = [one.inlines for at, one in enumerate(manuscript.paragraphs) if at not in self._printed.of_paragraph]
        self._of_label = {entry.label: entry.key for entry in self._printed.entries if entry.label is not None}
        self._known = frozenset(self._of_label)
        self._manner: Manner | None = manner(bare, self._known) if self._known else None
        self._in_body = frozenset(_cited(manuscript.paragraphs))
        self._labels = work_labels(manuscript, self._printed)
        self._alone = {key: alone for key, note in manuscript.notes.items() if (alone := _alone(note)) is not None}
        """The work of each note that is nothing but its citation."""
        self._own = self._with_entry()

    def document(self, path: str, name: str) -> Document:
        """Give the document."""
        self._body()
        for key, note in self._manuscript.notes.items():
            self._note(key, note)
        for key in self._manuscript.works:
            if key in self._own and key not in self._places:
                self._work(key)
        losses = dict.fromkeys(self._manuscript.losses)
        for loss in list(losses)[:_MOST_TOLD]:
            told = f"{loss[:1].upper()}{loss[1:]}. Open the file in its program and save it again."
            self._extract.notices.append(Notice(INCOMPLETE, told))
        found = self._extract.extracted(path, name, title=self._manuscript.title, language=self._manuscript.language)
        entries = list(found.entries)
        for key, note in self._manuscript.notes.items():
            works = dict.fromkeys(self._places[work] for work in _cited(note.paragraphs) if work in self._places)
            if works:
                entries[self._places[key]] = replace(entries[self._places[key]], works=tuple(works))
        return replace(found, entries=tuple(entries), notices=(*found.notices, *missing(entries, found.markers)))

    def _with_entry(self) -> frozenset[Hashable]:
        """Give the works that have an entry of their own: not one that a single note says in full."""
        own = {entry.key for entry in self._printed.entries} | self._in_body
        for key, note in self._manuscript.notes.items():
            if key not in self._alone:
                own.update(_cited(note.paragraphs))
        own.update(work for work, notes in Counter(self._alone.values()).items() if notes > 1)
        return frozenset(own)

    def _body(self) -> None:
        """Say the paragraphs of the body; those of a list are entries."""
        row, begins = None, 0
        for index, paragraph in enumerate(self._manuscript.paragraphs):
            entry = self._printed.of_paragraph.get(index)
            if entry is not None:
                if entry.paragraphs[0] == index:
                    self._entry(entry)
                continue
            if paragraph.code and not any(isinstance(one, NoteMark | Citation) for one in paragraph.inlines):
                self._extract.close()
                self._extract.line()
                self._extract.frame(paragraph.text)
                continue
            if paragraph.row is not None and paragraph.row != row:
                self._extract.close()
                begins = self._extract.line()
            row = paragraph.row
            kind, level = paragraph.kind, paragraph.level
            if kind == "paragraph" and index in self._printed.headings:
                kind, level = "heading", 1
            where = "table" if kind == "table-cell" else "caption" if kind == "caption" else paragraph.where
            self._extract.open(kind, level=level, where=where, row=None if row is None else begins)
            self._say(paragraph.inlines)
            self._extract.close()

    def _note(self, key: Hashable, note: PlacedNote) -> None:
        """Say a note; one that is nothing but a citation is given what its reference manager knows of the work."""
        self._places[key] = len(self._places)
        alone = self._alone.get(key)
        given = () if alone is None else self._fields(alone)
        self._extract.begin_entry(key, note.label, group=note.group, given=given)
        for place, paragraph in enumerate(note.paragraphs):
            self._extract.open()
            mark = "" if place or any(map(str.isalnum, note.label)) else note.label
            self._say(_without_indent(paragraph.inlines, mark), is_note=True)
        self._extract.end_entry()

    def _entry(self, entry: Printed) -> None:
        """Say an entry of a list that stands in the document."""
        self._places[entry.key] = len(self._places)
        label = self._labels.get(entry.key, "")
        if entry.label is not None:
            label = entry.label
        numbered = entry.label is not None or entry.key in self._in_body
        given = self._fields(entry.key) if entry.key in self._manuscript.works else ()
        self._extract.begin_entry(entry.key, label, group=entry.group, numbered=numbered, given=given)
        for place, index in enumerate(entry.paragraphs):
            paragraph = self._manuscript.paragraphs[index]
            if place:
                self._extract.open()
            elif paragraph.number and entry.label is not None and not entry.skip:
                self._extract.frame(f"{paragraph.number} ")
            self._say(paragraph.inlines, skip=0 if place else entry.skip, is_note=True)
        if given:
            for link in record_parts(self._manuscript.works[entry.key])[2]:
                self._extract.link(link.url, None)
        self._extract.end_entry()

    def _work(self, key: Hashable) -> None:
        """Say a work that is in no list, as a document would print it."""
        raw, fields, links = record_parts(self._manuscript.works[key])
        self._places[key] = len(self._places)
        numbered = key in self._in_body
        self._extract.begin_entry(key, self._labels.get(key, ""), numbered=numbered, given=fields)
        self._extract.say(raw)
        self._extract.links_in_words()
        for link in links:
            self._extract.link(link.url, None)
        self._extract.end_entry()

    def _fields(self, key: Hashable) -> tuple[Field, ...]:
        """Give what a reference manager knows of a work; where it stands in the words is not known."""
        if key not in self._given:
            _, fields, _ = record_parts(self._manuscript.works[key])
            self._given[key] = tuple(replace(one, span=None) for one in fields)
        return self._given[key]

    def _say(self, inlines: Sequence[Inline], skip: int = 0, *, is_note: bool = False) -> None:
        """Say the inlines of a paragraph, *skip* code points of which are its number."""
        linked: list[tuple[str, Span]] = []
        for words, other in runs(inlines):
            if words:
                typed: tuple[Typed, ...] = ()
                if self._manner and not is_note:
                    typed = typed_markers(words, self._manner, self._known)
                skip = self._words(words, typed, skip, linked)
            elif isinstance(other, NoteMark):
                self._extract.cite(f"[{other.label}]", other.key, label=other.label)
            elif isinstance(other, Citation):
                start = self._extract.length
                self._citation(other)
                here = Span(start, self._extract.length)
                linked += [(one.url, here) for one in other.words if one.url and not _is_said(one.url, other.text)]
        self._extract.links_in_words()
        for url, span in linked:
            self._extract.link(url, span)

    def _words(self, words: Sequence[Words], typed: Sequence[Typed], skip: int, linked: list[tuple[str, Span]]) -> int:
        """Say words that touch, with the markers typed in them; give what of *skip* is left."""
        at = 0
        text = "".join(one.text for one in words)
        marks = deque(typed)
        end = 0
        for url, group in groupby(words, key=lambda one: one.url):
            first, end = end, end + sum(len(one.text) for one in group)
            start = self._extract.length
            while at < end:
                if marks and marks[0].at.start <= at:
                    mark = marks.popleft()
                    self._typed(text[mark.at.start : mark.at.end].replace("\n", " "), mark)
                    at = mark.at.end
                    continue
                until = min(end, marks[0].at.start if marks else end)
                cut = min(skip, until - at)
                if cut:
                    self._extract.frame(text[at : at + cut])
                    skip, at, start = skip - cut, at + cut, self._extract.length
                if at < until:
                    self._extract.say(text[at:until])
                at = until
            if url and not _is_said(url, text[first:end]):
                linked.append((url, Span(start, self._extract.length)))
        return skip

    def _typed(self, seen: str, mark: Typed) -> None:
        """Add a marker that somebody typed; it may name several entries."""
        for place, label in enumerate(mark.labels):
            key: Hashable = self._of_label.get(label, ("typed", label))
            if place:
                self._extract.also(key, label, page=mark.page)
            else:
                self._extract.cite(seen, key, label=label, page=mark.page)

    def _citation(self, citation: Citation) -> None:
        """Add the markers of a citation, one for each work; the author in front of a year is part of the sentence."""
        seen = citation.text
        works = [work for work in citation.works if work.key in self._own]
        if not works or not seen.strip():
            if seen:
                self._extract.say(seen)
            return
        author, opened, year = seen.partition("(")
        if opened and year.endswith(")") and len(works) == 1 and _is_author(author):
            self._extract.say(author)
            seen = opened + year
        bare = seen.strip()
        if seen[:1].isspace():
            self._extract.say(" ")
        for place, work in enumerate(works):
            label = self._labels.get(work.key, "")
            if place:
                self._extract.also(work.key, label, page=work.page)
            else:
                self._extract.cite(" ".join(bare.split()), work.key, label=label, page=work.page)
        if seen[-1:].isspace():
            self._extract.say(" ")


def _without_indent(inlines: Sequence[Inline], mark: str) -> Sequence[Inline]:
    """Give the inlines of a note without the mark of its own, typed there too, and the blanks that set it off."""
    for place, one in enumerate(inlines):
        if not isinstance(one, Words):
            return inlines[place:]
        text = one.text.lstrip()
        if mark and text.startswith(mark):
            text, mark = text.removeprefix(mark).lstrip(), ""
        if text:
            return [replace(one, text=text), *inlines[place + 1 :]]
    return ()


def _is_author(text: str) -> bool:
    """Tell whether what stands before the year of a citation is words of the sentence."""
    named = any(map(str.isalpha, text)) and not any(c.isdigit() or c in "[]" for c in text)
    return named and len(text) <= _LONGEST_AUTHOR


def _is_said(url: str, text: str) -> bool:
    """Tell whether an address stands in the words that lead to it."""
    bare = url.rstrip("/").casefold()
    return any(said.rstrip("/").casefold() == bare for _, said in addresses(text))


def _cited(paragraphs: Iterable[Paragraph]) -> tuple[Hashable, ...]:
    """Give the works that paragraphs cite, each once."""
    return tuple(
        dict.fromkeys(work.key for one in paragraphs for citation in one.citations() for work in citation.works)
    )


def _alone(note: PlacedNote) -> Hashable | None:
    """Give the work of a note that holds nothing but one citation of one work."""
    citations = [citation for paragraph in note.paragraphs for citation in paragraph.citations()]
    if len(citations) != 1 or len(citations[0].works) != 1:
        return None
    others = [one.text for paragraph in note.paragraphs for one in paragraph.inlines if isinstance(one, Words)]
    return citations[0].works[0].key if not any(map(str.isalnum, "".join(others))) else None
