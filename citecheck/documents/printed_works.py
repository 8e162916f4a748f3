"""Which entry of a printed bibliography is which work of a reference manager."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from citecheck.documents.manuscripts import Manuscript, Paragraph
from citecheck.documents.typed_lists import Listed, is_heading_of_list
from citecheck.model import PartialDate
from citecheck.references.records import Record

_LONE: Final = re.compile(r"[\[(]?(\d{1,4})[\])]?")
_WORD: Final = re.compile(r"\w{1,60}")
_LONGEST: Final = 2_000
"""Code points of an entry that are compared."""
_MOST_CANDIDATES: Final = 60
"""Entries with the same rare word that are compared with one work."""
_MOST_WORDS: Final = 40
"""Words of a title that are compared."""
_LONGEST_NAME: Final = 60
_SURE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Printed:
    """An entry of a list in the document."""

    key: Hashable
    """That of its work where a reference manager has it."""
    paragraphs: tuple[int, ...]
    label: str | None
    """Its number, or the word in brackets that it begins with."""
    skip: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class PrintedWorks:
    """The lists of a document."""

    entries: tuple[Printed, ...]
    of_paragraph: Mapping[int, Printed]
    """The entry that each paragraph belongs to, by its index."""
    headings: frozenset[int]
    """The paragraphs under which the lists stand."""


def printed_works(manuscript: Manuscript, lists: Sequence[Sequence[Listed]]) -> PrintedWorks:
    """Give the entries of lists, each with the key of its work."""
    entries: list[Printed] = []
    numbered = 1 if manuscript.notes else 0
    for listed in lists:
        group = ""
        if any(one.label is not None for one in listed):
            group = f"list {numbered}" if numbered else ""
            numbered += 1
        for one in listed:
            key = ("listed", one.paragraphs[0])
            entries.append(Printed(key, one.paragraphs, one.label, one.skip, group))
    texts = [
        " ".join(manuscript.paragraphs[index].text[:_LONGEST] for index in entry.paragraphs[:3]) for entry in entries
    ]
    keys = _matched(manuscript.works, texts)
    entries = [replace(entry, key=keys.get(place, entry.key)) for place, entry in enumerate(entries)]
    return PrintedWorks(
        tuple(entries),
        {index: entry for entry in entries for index in entry.paragraphs},
        frozenset(_headings(manuscript.paragraphs, lists)),
    )


def _headings(paragraphs: Sequence[Paragraph], lists: Sequence[Sequence[Listed]]) -> set[int]:
    """Give the heading nearest above each list."""
    firsts = {listed[0].paragraphs[0] for listed in lists}
    found, last = set(), None
    for index, paragraph in enumerate(paragraphs):
        if is_heading_of_list(paragraph):
            last = index
        if index in firsts and last is not None:
            found.add(last)
    return found


def _matched(works: Mapping[Hashable, Record], texts: Sequence[str]) -> dict[int, Hashable]:
    """Give the key of the work that each text prints, by the text's place; each work is printed once."""
    words = [frozenset(_words(text)) for text in texts]
    having: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(words):
        for word in own:
            having[word].append(place)
    found: dict[int, Hashable] = {}
    for key, record in works.items():
        title = _words(_text(record, "title"))[:_MOST_WORDS]
        if not title:
            continue
        wanted = {*title, *_words(_leading_name(record)), *_words(year_of(record))}
        rare = min(wanted, key=lambda word: (len(having.get(word, ())) or len(texts) + 1, -len(word)))
        second = min(
            wanted - {rare}, key=lambda word: (len(having.get(word, ())) or len(texts) + 1, -len(word)), default=rare
        )
        candidates = dict.fromkeys(
            (*having.get(rare, ())[:_MOST_CANDIDATES], *having.get(second, ())[:_MOST_CANDIDATES])
        )
        scored = [(len(wanted & words[place]) / len(wanted), -place) for place in candidates if place not in found]
        best, place = max(scored, default=(0.0, 0))
        if best >= _SURE:
            found[-place] = key
    return found


def _words(text: str) -> list[str]:
    """Give the words of a text as they are compared: without case and accents."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def work_labels(manuscript: Manuscript, printed: PrintedWorks) -> dict[Hashable, str]:
    """Give what markers call each work: its number in the printed list, or else name and year, `a` and `b` added."""
    labels = _numbers(manuscript)
    labels |= {entry.key: entry.label for entry in printed.entries if entry.label is not None}
    used: dict[str, int] = {}
    for key, record in manuscript.works.items():
        if key in labels:
            continue
        name = _leading_name(record) or " ".join(_text(record, "title").split()[:4])
        label = f"{name[:_LONGEST_NAME]} {year_of(record)}".strip() or record.key[:_LONGEST_NAME] or "?"
        used[label] = used.get(label, 0) + 1
        labels[key] = label if used[label] == 1 else f"{label} ({used[label]})"
    return labels


def _numbers(manuscript: Manuscript) -> dict[Hashable, str]:
    """Give the numbers of works that citations of one work print, where no two works have the same."""
    found: dict[Hashable, str] = {}
    for paragraph in manuscript.paragraphs:
        for citation in paragraph.citations():
            printed = _LONE.fullmatch(citation.text.strip())
            if printed is not None and len(citation.works) == 1:
                found.setdefault(citation.works[0].key, printed[1])
    return found if len(set(found.values())) == len(found) else {}


def year_of(record: Record) -> str:
    """Give the year that a work was issued in, "" where it says none."""
    issued = record.fields.get("issued")
    return str(issued.year) if isinstance(issued, PartialDate) else ""


def _text(record: Record, variable: str) -> str:
    found = record.fields.get(variable)
    return found if isinstance(found, str) else ""


def _leading_name(record: Record) -> str:
    """Give the name of the first author, or of the first editor where there is none."""
    for variable in ("author", "editor"):
        names = record.fields.get(variable)
        if isinstance(names, tuple) and names:
            return names[0].family or names[0].literal
    return ""
