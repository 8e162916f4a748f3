"""
Notes that are short forms, and the entries that they stand for: "Smith 2010, 33", "ibid.", "Lee, op. cit., p. 3", "Kim, Short Title, 5".

A note is a short form where all of it is: each of its parts, between semicolons, names a work of the list, or one that a note
before it gives in full. In other notes what cites by author and year gets a marker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from citecheck.documents.author_date_list import Work, Works
from citecheck.documents.author_date_marks import Groups, Use, ambiguous, label, places, resolve
from citecheck.documents.author_date_text import Candidate, Form, candidates, forms
from citecheck.documents.author_date_words import LONGEST_SHORT, either, folded, listed, may_be_short
from citecheck.model import Document, Marker, Notice, ReferenceEntry, Span

_LONGEST_NAMES: Final = 120
_MOST_PARTS: Final = 16
_BACK: Final = 400
"""Notes before one among which "op. cit." and short titles look for the work in full."""
_WORD: Final = re.compile(r"[^\s,;:()\[\]“”\"«»‘’.]{1,40}")
_QUOTES: Final = "“”\"«»„‚‘’'"
_SMALL: Final = 3
_PLACE: Final = re.compile(
    r"(?:[,:\s(]{0,4}(?:(?:at|pp?|ss?|n+|nos?|vols?|f+|fols?|chs?|chap|кн|т|с|стр|bd|kap|cap|§{1,2}|para|note|Anm|Nr|Sp|col|blz|pág|págs)\.?\s{0,2})?"
    r"(?:\d{1,5}|[ivxlc]{1,7})[a-z]?(?:\s?[-–—,&/]\s?\d{1,5}){0,8}\s?(?:ff?\.?)?\)?){1,4}[\s.]{0,3}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Past:
    """What the notes up to one have said."""

    last: tuple[int, ...] = ()
    """The entries that the note before stands for, or that note itself."""
    labels: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    """The same by group and number of the note."""
    cited: set[int] = field(default_factory=set)
    """The entries that were named."""


def short_notes(
    document: Document, listing: Sequence[tuple[int, ReferenceEntry]]
) -> tuple[list[ReferenceEntry], list[Marker], list[Notice]]:
    """
    Give the entries of a document, the short forms among them with what they stand for; markers in other notes; and notices.

    Args:
        document: As its reader made it.
        listing: The entries that are known by author and year; the others are notes.
    """
    entries = list(document.entries)
    inside = {index for index, _ in listing}
    notes = [(index, entry) for index, entry in enumerate(entries) if index not in inside and entry.numbered]
    if not notes or not (listing or any(may_be_short(entry.raw) for _, entry in notes)):
        return entries, [], []
    reader = _Notes(document, listing, notes)
    for index, entry in notes:
        if entry.works:
            reader.go_on(index, entry, entry.works)
            continue
        works = reader.works(index, entry)
        if works:
            entries[index] = replace(entry, works=works)
    return entries, reader.markers, reader.notices


class _Notes:
    """Goes through the notes of a document in order."""

    def __init__(
        self,
        document: Document,
        listing: Sequence[tuple[int, ReferenceEntry]],
        notes: Sequence[tuple[int, ReferenceEntry]],
    ) -> None:
        self.markers: list[Marker] = []
        self.notices: list[Notice] = []
        self._document = document
        self._listed = Works(listing, document.language)
        self._noted = Works(notes, document.language)
        self._full = {work.index: work.full for work in self._noted.works}
        self._titles: dict[int, str] = {}
        self._short: set[int] = set()
        """Notes that are no work of their own."""
        self._past = _Past()

    def works(self, index: int, entry: ReferenceEntry) -> tuple[int, ...]:
        """Give the entries that a note stands for, none where it is no short form."""
        found: list[int] = []
        raw = entry.raw.strip()
        parts = _parts(raw) if len(raw) <= LONGEST_SHORT else []
        for part in parts:
            answer = self._part(index, entry, part, found)
            if not answer:
                found = []
                break
            found += answer
        works = tuple(dict.fromkeys(work for work in found if work != index))
        inside = () if works else self._inside(entry)
        self.go_on(index, entry, works or (inside if len(inside) == 1 and len(raw) < LONGEST_SHORT else ()))
        if works:
            self._short.add(index)
        return works

    def go_on(self, index: int, entry: ReferenceEntry, works: tuple[int, ...]) -> None:
        """Remember what a note stands for: what follows may say "ibid."."""
        stands = works or (index,)
        self._past.last = stands if works or self._full[index] else self._past.last
        self._past.labels[entry.group, entry.label] = stands
        self._past.cited |= set(stands)

    def _part(self, index: int, entry: ReferenceEntry, part: str, before: Sequence[int]) -> tuple[int, ...]:
        """Give the entries that a part of a note stands for; nothing where it is no short form."""
        same = _same_note().match(part)
        if same:
            if not _is_place(part[same.end() :]):
                return ()
            return self._one(entry, part, (before[-1],) if before else self._past.last)
        dated = self._dated(index, entry, part)
        if dated is not None:
            return dated
        return self._named(index, entry, part)

    def _one(self, entry: ReferenceEntry, part: str, works: Sequence[int]) -> tuple[int, ...]:
        """Give the one entry of several; nothing, and a notice, where it is not one."""
        if len(works) < 2:
            return tuple(works)
        several = [Work(work, self._document.entries[work].raw) for work in works]
        self.notices.append(ambiguous(self._document, part[:80], several, entry.span))
        return ()

    def _dated(self, index: int, entry: ReferenceEntry, part: str) -> tuple[int, ...] | None:
        """Give the entries of a part that names author and year and nothing else; None where it does something else."""
        at = 0
        found: list[int] = []
        before: Candidate | None = None
        groups = Groups(part)
        for form in forms(part):
            use = self._resolve(form, before if form.follows else None, groups, index)
            if use is None or use.meant is None or not use.works:
                return None
            before = use.meant
            if not _leads(part[at : use.start]):
                return None
            if len(use.works) > 1:
                self.notices.append(ambiguous(self._document, label(use), use.works, entry.span))
                return ()
            found.append(use.works[0].index)
            at = form.end
        return tuple(found) if found and (_leads(part[at:]) or _is_place(part[at:])) else None

    def _resolve(self, form: Form, before: Candidate | None, groups: Groups, index: int) -> Use | None:
        """Give a form with the entries of the list that it names, or the notes before that do."""
        use = resolve(form, self._listed, before, groups)
        if use is None or use.works:
            return use
        other = resolve(form, self._noted, before, groups)
        if other is not None:
            other.works = [work for work in other.works if work.index < index and work.index not in self._short]
        return other

    def _named(self, index: int, entry: ReferenceEntry, part: str) -> tuple[int, ...]:
        """Give the entry of a part that names an author, and the work by "op. cit.", the number of a note or a short title."""
        at = _lead_end(part)
        earlier = _note_before().search(part, at)
        sign = earlier or _same_work().search(part, at)
        if sign and _is_place(part[sign.end() :]):
            if earlier:
                there = self._past.labels.get((entry.group, earlier["number"]), ())
                known = set(self._by(part, at, sign.start(), index))
                return self._one(entry, part, [work for work in there if work in known] or there)
            works = self._by(part, at, sign.start(), index)
            cited = [work for work in works if work in self._past.cited]
            return self._one(entry, part, cited or works)
        for comma in re.finditer(r"[,:]", part[: at + _LONGEST_NAMES]):
            if works := self._by(part, at, comma.start(), index):
                return self._titled(entry, part, part[comma.end() :], works)
        return ()

    def _titled(self, entry: ReferenceEntry, part: str, rest: str, works: Sequence[int]) -> tuple[int, ...]:
        """Give those of an author's works whose titles have the words that follow the name; the one where only a page does."""
        if _is_place(rest):
            return tuple(works) if len(works) == 1 else self._one(entry, part, works)
        said = _without_place(rest)
        words = [word for word in folded(said).split() if len(word) >= _SMALL and not word.isdecimal()]
        if not words or len(words) > 12:
            return ()
        fitting = []
        for work in works:
            own = self._words(work)
            if all(f" {word}" in own for word in words) and len(part) * 4 < 3 * len(self._document.entries[work].raw):
                fitting.append(work)
        return self._one(entry, part, fitting)

    def _words(self, work: int) -> str:
        """Give the words of an entry as titles are compared."""
        if work not in self._titles:
            self._titles[work] = f" {folded(self._document.entries[work].raw[:1_000])} "
        return self._titles[work]

    def _by(self, part: str, start: int, end: int, index: int) -> list[int]:
        """Give the works of the authors that stand in a range of a part, and in all of it."""
        low, high = start, end
        said = part[low:high].rstrip(" ,.:")
        for one in candidates(said + " ", 0, len(said)):
            if one.start:
                continue
            works = self._listed.of(one.names) or [
                work for work in self._noted.of(one.names) if work.index < index and work.index not in self._short
            ]
            if works:
                return list(dict.fromkeys(work.index for work in works))
        return []

    def _inside(self, entry: ReferenceEntry) -> tuple[int, ...]:
        """Add the markers of a note that is no short form, and give what they name."""
        raw = entry.raw
        groups = Groups(raw)
        uses: list[Use] = []
        before: Candidate | None = None
        for form in forms(raw):
            use = resolve(form, self._listed, before if form.follows else None, groups)
            before = use.meant if use else None
            if use is not None and use.works and (use.group is not None or not form.comma):
                uses.append(use)
        at = entry.span.start
        for use, place in places(raw, uses):
            seen = place.of(raw)
            span = _found(self._document.text, seen, at, entry.span.end)
            if span is None or use.form.implied:
                continue
            at = span.end
            answer = use.works[0].index if len(use.works) == 1 else None
            self.markers.append(Marker(seen, label(use), answer, span, None, place, "reference", use.form.page))
            if answer is None:
                self.notices.append(ambiguous(self._document, label(use), use.works, span))
        return tuple(dict.fromkeys(use.works[0].index for use in uses if len(use.works) == 1))


def _found(text: str, seen: str, start: int, end: int) -> Span | None:
    """Give where words stand in the source, however their line was broken."""
    pattern = re.compile(r"\s{1,40}".join(map(re.escape, seen.split())))
    found = pattern.search(text, start, end)
    return Span(*found.span()) if found else None


def _parts(raw: str) -> list[str]:
    """Give the parts of a note, between its semicolons, without what leads to each."""
    parts = [part.strip() for part in raw.split(";", _MOST_PARTS)]
    return [] if len(parts) > _MOST_PARTS else [part for part in parts if part]


def _lead_end(part: str) -> int:
    """Give where the words end that lead to a short form: "see also"."""
    end = 0
    for word in re.finditer(r"\S{1,40}", part[:80]):
        if word[0].casefold().strip(",") not in listed("leading"):
            return word.start()
        end = word.end()
    return end


def _leads(words: str) -> bool:
    """Tell whether words are signs, or lead to a citation, or follow one."""
    return len(words) <= 80 and all(
        any(
            word.casefold().rstrip(".") in listed(kind)
            or word.casefold() in listed(kind)
            or f"{word.casefold()}." in listed(kind)
            for kind in ("leading", "trailing")
        )
        for word in _WORD.findall(words)
    )


def _is_place(rest: str) -> bool:
    """Tell whether nothing follows but a place in the work."""
    rest = rest.strip(" .,:)]")
    return not rest or _PLACE.fullmatch(rest) is not None or _leads(rest)


def _without_place(rest: str) -> str:
    """Give a short title without the place behind it."""
    rest = rest.strip(" .")
    cut = max(rest.rfind(","), rest.rfind(":"))
    while cut > 0 and _is_place(rest[cut + 1 :]):
        rest = rest[:cut].rstrip(" ,:")
        cut = max(rest.rfind(","), rest.rfind(":"))
    found = re.search(r"\s\d{1,5}(?:[-–]\d{1,5})?\Z", rest)
    return (rest[: found.start()] if found else rest).strip(_QUOTES + " ,.")


@cache
def _same_note() -> re.Pattern[str]:
    """Give the pattern of “ibid.” at the beginning of a part."""
    leads = r"(?:(?:see|cf\.?|vgl\.?|voir|and|see also|siehe|ver|véase)\s{1,2}){0,2}"
    return re.compile(rf"{leads}(?:{either('same-note')})(?!\w)", re.IGNORECASE)


@cache
def _same_work() -> re.Pattern[str]:
    """Give the pattern of “op. cit.” after a name."""
    return re.compile(rf"[,\s(]{{1,3}}(?:{either('same-work')})(?!\w)", re.IGNORECASE)


@cache
def _note_before() -> re.Pattern[str]:
    """Give the pattern of “supra note 3” after a name."""
    return re.compile(
        rf"[,\s]{{1,3}}(?:{either('note-before')})\s{{0,2}}(?P<number>\d{{1,4}})\)?(?: above)?", re.IGNORECASE
    )
