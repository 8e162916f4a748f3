"""The source of a MediaWiki page: the format `wikitext`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from citecheck.documents.notices import missing
from citecheck.documents.wikitext_drafts import Draft, Short, Work, given_fields
from citecheck.documents.wikitext_notes import Note
from citecheck.documents.wikitext_page import Page
from citecheck.documents.wikitext_signs import looks_like_wikitext
from citecheck.model import Document, Field, Marker, Notice, ReferenceEntry, Span

_TITLE: Final = re.compile(r"\{\{\s{0,20}DISPLAYTITLE\s{0,20}:([^{}\n]{1,300})\}\}", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<[^<>]{0,200}>|'{2,}")
_MOST_NAMED: Final = 20


class WikitextReader:
    """Reads notes, markers, citation templates and text as MediaWiki would print them."""

    name = "wikitext"
    title = "wikitext of a MediaWiki page"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is wikitext by its braces and tags."""
        del path
        return looks_like_wikitext(text)

    def read(self, path: str, text: str) -> Document:
        """Give the document; spans are of the source, and an entry's words are as MediaWiki prints them."""
        page = Page(text)
        page.walk_source(Span(0, len(text)))
        page.end_block()
        notes = [note for note in page.notes.finish() if note.draft is not None]
        works = _by_key(page, notes)
        index = {id(note): number for number, note in enumerate(notes)}
        entries = [_entry(note, place, works, index) for place, note in enumerate(notes)]
        markers = sorted(_markers(page, index), key=lambda marker: marker.span)
        entries += [work.entry for work in page.blocks.works]
        return Document(
            path=path,
            format=self.name,
            text=text,
            blocks=tuple(page.blocks.blocks),
            markers=tuple(markers),
            entries=tuple(entries),
            links=tuple(page.blocks.links),
            title=_title(text, page),
            language=_language(page),
            notices=(*missing(entries, markers), *_notices(page)),
        )


def _markers(page: Page, index: dict[int, int]) -> Iterator[Marker]:
    for mark in page.marks:
        draft, where = mark.draft, mark.where
        shown = where != "hidden" and draft.where != "hidden"
        block = draft.index if shown and draft.where != "reference" else None
        if draft.where != "reference" and block is None:
            where = "hidden" if not shown else where
        at = mark.at if shown and (block is not None or draft.where == "reference") else Span(0, 0)
        text = f"[{mark.note.label}]"
        yield Marker(text, mark.note.label, index.get(id(mark.note)), mark.span, block, at, where, mark.page)


@dataclass(frozen=True, slots=True)
class _Known:
    """A work that short forms may name."""

    fields: tuple[Field, ...]
    """Without spans: they stand in another entry."""
    place: int | None
    """Of its entry; None for a citation in running text, which is no entry."""


def _by_key(page: Page, notes: list[Note]) -> dict[str, _Known]:
    """
    Give the works that short forms may name, by key: bibliography first, then citations in notes and in blocks.

    What two works of the same kind are called is the name of neither.
    """
    found: dict[str, _Known | None] = {}
    for tier in (_of_bibliography(page, len(notes)), _of_notes(notes), _of_blocks(page)):
        called: dict[str, _Known | None] = {}
        for key, known in tier:
            held = called.setdefault(key, known)
            if held is not None and held != known:
                called[key] = None
        found = called | found
    return {key: known for key, known in found.items() if key and known is not None}


def _of_bibliography(page: Page, first: int) -> Iterator[tuple[str, _Known]]:
    for place, work in enumerate(page.blocks.works, first):
        known = _Known(_bare(work.entry.given, work), place)
        yield from ((key, known) for key in work.keys)


def _of_notes(notes: list[Note]) -> Iterator[tuple[str, _Known]]:
    for place, note in enumerate(notes):
        if note.draft is not None:
            yield from _of_draft(note.draft, place)


def _of_blocks(page: Page) -> Iterator[tuple[str, _Known]]:
    for draft in page.blocks.cited:
        yield from _of_draft(draft, None)


def _of_draft(draft: Draft, place: int | None) -> Iterator[tuple[str, _Known]]:
    if len(draft.cited) == 1:
        known = _Known(_unplaced(given_fields(draft)), place)
        yield from ((key, known) for key in draft.cited[0].keys)


def _bare(given: tuple[Field, ...], work: Work) -> tuple[Field, ...]:
    url = next((link.url for link in work.entry.links if link.role == "original"), None)
    fields = _unplaced(given)
    return (*fields, Field("URL", url)) if url and fields else fields


def _unplaced(given: tuple[Field, ...]) -> tuple[Field, ...]:
    """Give fields without spans: they stand in another entry."""
    return tuple(Field(one.variable, one.value) for one in given)


def _entry(note: Note, place: int, works: dict[str, _Known], index: dict[int, int]) -> ReferenceEntry:
    draft = note.draft or Draft("paragraph", "reference", note.span.start)
    raw, _ = draft.thread.finish()
    named = [_named(short, works) for short in draft.shorts]
    given = given_fields(draft)
    if not given and len(named) == 1 and named[0] is not None:
        given = _resolved(draft.shorts[0], named[0])
    parent = index.get(id(note.parent)) if note.parent is not None else None
    if note.parent is not None and note.parent.draft is not None and not given:
        given = (*_unplaced(given_fields(note.parent.draft)), Field("locator", raw)) if raw else ()
    places = dict.fromkeys([parent, *(known.place for known in named if known is not None)])
    return ReferenceEntry(
        note.label,
        raw,
        note.span,
        tuple(draft.links.values()),
        given,
        group=note.group,
        numbered=note.numbered,
        works=tuple(one for one in places if one is not None and one != place),
    )


def _named(short: Short, works: dict[str, _Known]) -> _Known | None:
    """Give the work that a short form names, None where there is none or nobody can tell which."""
    return next((works[key] for key in short.keys if key in works), None)


def _resolved(short: Short, known: _Known) -> tuple[Field, ...]:
    """Give what the work says that a short form names, and the place in it."""
    if not known.fields:
        return ()
    kept = tuple(one for one in known.fields if one.variable != "locator")
    return (*kept, Field("locator", short.locator)) if short.locator else kept


def _title(text: str, page: Page) -> str | None:
    """Give the title that the page sets itself, or the first words of its first paragraph that are bold."""
    found = _TITLE.search(text)
    if found:
        return " ".join(_MARKUP.sub("", found[1]).split()) or None
    return page.first_bold


def _language(page: Page) -> str | None:
    """Give the language that the categories tell."""
    told = {tag: count for tag, count in page.category_word.items() if tag}
    best = max(told, key=lambda tag: told[tag], default=None)
    return _script(page) if best in {None, "en"} else best


def _script(page: Page) -> str | None:
    """Tell Japanese, Korean and Chinese by their script; their wikis have the English words for categories."""
    sample = "".join(block.text[:400] for block in page.blocks.blocks[:40])
    kana = sum("\u3040" <= c <= "\u30ff" for c in sample)
    hangul = sum("\uac00" <= c <= "\ud7af" for c in sample)
    han = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    if 4 * (kana + hangul + han) > len(sample):
        return "ko" if hangul > kana + han else "ja" if 10 * kana > han else "zh"
    return "en" if page.category_word.get("en") else None


def _notices(page: Page) -> Iterator[Notice]:
    """Give what is wrong with the page's notes."""
    for one in page.notes.redefinitions[:_MOST_NAMED]:
        name = one.note.name
        yield Notice(
            "footnote-redefined",
            f"The reference {name[:80]!r} is defined again with other words; MediaWiki prints the first. "
            "Give one of them another name.",
            one.span,
        )
    if page.unclosed:
        count = len(page.unclosed)
        yield Notice(
            "document-notice",
            f"{count} <ref> tag{'s are' if count > 1 else ' is'} never closed, so that what follows is no note. Add </ref>.",
            Span(page.unclosed[0], page.unclosed[0] + 4),
        )
