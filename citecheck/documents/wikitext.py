"""The source of a MediaWiki page: the format `wikitext`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.documents.notices import missing
from citecheck.documents.wikitext_drafts import Draft, Work, given_fields
from citecheck.documents.wikitext_notes import Note
from citecheck.documents.wikitext_page import Page
from citecheck.documents.wikitext_signs import looks_like_wikitext
from citecheck.model import Document, Field, Marker, Notice, ReferenceEntry, Span

SUFFIXES: Final = (".wiki", ".wikitext", ".mediawiki")
_TITLE: Final = re.compile(r"\{\{\s{0,20}DISPLAYTITLE\s{0,20}:([^{}\n]{1,300})\}\}", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<[^<>]{0,200}>|'{2,}")
_MOST_NAMED: Final = 20


class WikitextReader:
    """Reads notes, markers, citation templates and text as MediaWiki would print them."""

    name = "wikitext"
    title = "wikitext of a MediaWiki page"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* is wikitext, by the end of its name or by its braces and tags."""
        return path.casefold().endswith(SUFFIXES) or looks_like_wikitext(path, text)

    def read(self, path: str, text: str) -> Document:
        """Give the document; spans are of the source, and an entry's words are as MediaWiki prints them."""
        page = Page(text)
        page.walk_source(Span(0, len(text)))
        page.end_block()
        notes = [note for note in page.notes.finish() if note.draft is not None]
        works = _by_key(page, notes)
        entries = [_entry(note, works) for note in notes]
        index = {id(note): number for number, note in enumerate(notes)}
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


def _by_key(page: Page, notes: list[Note]) -> dict[str, tuple[Field, ...]]:
    """Give the works that short forms may name, by key: bibliography first, then citations in blocks and notes."""
    found: dict[str, tuple[Field, ...]] = {}
    for work in page.blocks.works:
        for key in work.keys:
            found.setdefault(key, _bare(work.entry.given, work))
    for draft in (*(note.draft for note in notes), *page.blocks.cited):
        if draft is not None and len(draft.cited) == 1:
            for key in draft.cited[0].keys:
                found.setdefault(key, _unplaced(given_fields(draft)))
    found.pop("", None)
    return found


def _bare(given: tuple[Field, ...], work: Work) -> tuple[Field, ...]:
    url = next((link.url for link in work.entry.links if link.role == "original"), None)
    fields = _unplaced(given)
    return (*fields, Field("URL", url)) if url and fields else fields


def _unplaced(given: tuple[Field, ...]) -> tuple[Field, ...]:
    """Give fields without spans: they stand in another entry."""
    return tuple(Field(one.variable, one.value) for one in given)


def _entry(note: Note, works: dict[str, tuple[Field, ...]]) -> ReferenceEntry:
    draft = note.draft or Draft("paragraph", "reference", note.span.start)
    raw, _ = draft.thread.finish()
    given = given_fields(draft)
    if not given and len(draft.shorts) == 1:
        given = _resolved(draft, works)
    if note.parent is not None and note.parent.draft is not None and not given:
        given = (*_unplaced(given_fields(note.parent.draft)), Field("locator", raw)) if raw else ()
    return ReferenceEntry(
        note.label, raw, note.span, tuple(draft.links.values()), given, group=note.group, numbered=note.numbered
    )


def _resolved(draft: Draft, works: dict[str, tuple[Field, ...]]) -> tuple[Field, ...]:
    """Give what the work says that a short form names, and the place in it."""
    short = draft.shorts[0]
    fields = next((works[key] for key in short.keys if key in works), ())
    if not fields:
        return ()
    kept = tuple(one for one in fields if one.variable != "locator")
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
