"""
References that say too little to be found.

An address or an identifier finds a work on its own. Without one it takes a title and at least two of who, where and
when; a periodical can do without the title, and a short form (`Berger 2021, p. 182`) without all of it when the
document names the work in full elsewhere. Notes of prose are no references, and what the parser could not read is not
called missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.lexicon.words import words
from citecheck.model import Document, Dossier, Finding, Reference
from citecheck.rules.check import check
from citecheck.rules.fingerprint import IDENTIFIERS, folded_words
from citecheck.rules.place import at_reference, named, quoted

ADDRESSES: Final = ("URL", "archive-url", *(name for name in IDENTIFIERS if name != "ISSN"))
"""Variables that find a work on their own; an ISSN only names its periodical."""
WHO: Final = ("author", "editor", "translator", "director", "composer", "interviewer", "collection-editor")
WHERE: Final = (
    "container-title",
    "publisher",
    "event-title",
    "collection-title",
    "archive",
    "authority",
    "genre",
    "medium",
    "number",
)
WITHIN: Final = ("volume", "issue", "page", "number", "chapter-number", "section")
_YEAR: Final = re.compile(r"(?<![0-9])(?:1[4-9]|20)[0-9]{2}(?![0-9])")
"""A year that the parser may have left in another field."""
OTHER_RULES: Final = frozenset(
    {"legal_case", "legislation", "bill", "patent", "standard", "hearing", "regulation", "treaty", "classic", "map",
     "personal_communication", "interview", "motion_picture", "song", "broadcast", "graphic", "figure", "musical_score"}
)  # fmt: skip
"""CSL types that are found by a number of their own, or by their name alone."""
ELSEWHERE: Final = frozenset(
    {"ibid", "ibidem", "idem", "id", "op", "loc", "see", "cf", "supra", "ebd", "ebenda", "vgl", "siehe"}
)
"""First words of an entry that sends its reader to another."""
UNREAD: Final = 0.3
"""Share of an entry's letters that the parser left over, from which nothing is said of it."""
PROSE: Final = 9
"""Words from which an entry may be a note of prose."""
ARTICLES: Final = {"author": "an", "title": "a", "publisher or periodical": "a", "date": "a"}
MOST_LOOKED_AT: Final = 200


@check("reference-incomplete")
def reference_incomplete(dossier: Dossier) -> Iterator[Finding]:
    """Find references that nobody can find the source of."""
    works = _Works(dossier.document)
    for reference in dossier.references:
        if not _can_be_judged(reference, dossier.document) or _has_address(reference, dossier.document):
            continue
        has = _parts(reference)
        if works.named_in_full(reference):
            continue
        if _cannot_be_found(reference, has):
            there = _listed([f"{ARTICLES[name]} {name}" for name, present in has.items() if present])
            missing = _listed(
                [f"no {name}" for name, present in has.items() if not present] + ["no address or identifier"]
            )
            yield at_reference(
                dossier,
                "reference-incomplete",
                reference,
                f"{named(reference)} {quoted(reference.raw)} has {there or 'nothing to go by'}, but {missing}: "
                "nobody can find the source. Add what is missing.",
            )
        elif not has["date"] and not any(map(str.isdigit, _said(reference))):
            yield at_reference(
                dossier,
                "reference-incomplete",
                reference,
                f"{named(reference)} has no date of publication, and no address to look it up at. Add the date, so "
                "that readers know how old the source is.",
                severity="note",
            )


def _parts(reference: Reference) -> dict[str, bool]:
    """Give what an entry may have, in the words of a message, and whether it has it."""
    return {
        "author": any(map(reference.names, WHO)),
        "title": bool(reference.text("title")),
        "publisher or periodical": any(map(reference.text, WHERE)),
        "date": reference.date("issued") is not None or _YEAR.search(_said(reference)) is not None,
    }


def _said(reference: Reference) -> str:
    """Give the words of an entry without when it was read."""
    accessed = reference.field("accessed")
    span = None if accessed is None else accessed.span
    return reference.raw if span is None else f"{reference.raw[: span.start]} {reference.raw[span.end :]}"


def _cannot_be_found(reference: Reference, has: dict[str, bool]) -> bool:
    """Tell whether the parts of a reference are too few."""
    if has["title"]:
        return sum(has.values()) == 1
    body = any(name.literal for name in reference.names("author"))  # `Metal Edge, June 2004` names a periodical
    return not ((has["publisher or periodical"] or body) and (has["date"] or any(map(reference.text, WITHIN))))


def _can_be_judged(reference: Reference, document: Document) -> bool:
    """Tell whether an entry is a reference, of a kind that this rule knows, and was read."""
    entry = document.entries[reference.entry]
    tokens = reference.raw.split()
    first = folded_words(tokens[0]) if tokens else ""
    letters = sum(map(str.isalpha, reference.raw))
    left = sum(sum(map(str.isalpha, span.of(reference.raw))) for span in reference.residue)
    low = sum(token[:1].islower() for token in tokens)
    is_prose = len(tokens) >= PROSE and low > len(tokens) / 2
    cased = any(c.lower() != c.upper() for c in reference.raw)
    return (
        cased
        and not entry.group
        and not is_prose
        and first not in ELSEWHERE
        and reference.kind not in OTHER_RULES
        and left <= UNREAD * letters
    )


def _has_address(reference: Reference, document: Document) -> bool:
    """Tell whether an entry names where its source is."""
    return bool(document.entries[reference.entry].links) or any(map(reference.text, ADDRESSES))


class _Works:
    """The full descriptions of works in a document, by their words."""

    def __init__(self, document: Document) -> None:
        silent = words("bibliography-headings") | words("reference-headings")
        texts = [entry.raw for entry in document.entries]
        texts += [
            block.text for block in document.blocks
            if block.kind in {"list-item", "paragraph"} and block.section.strip().casefold() in silent
        ]  # fmt: skip
        self._texts = [folded_words(text) for text in texts]
        self._places: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for word in set(text.split()):
                self._places.setdefault(word, []).append(number)

    def named_in_full(self, reference: Reference) -> bool:
        """Tell whether another entry, longer than this one, has its names and year, or its title."""
        own = folded_words(reference.raw)
        issued = reference.date("issued")
        family = [folded_words(name.family or name.literal) for name in reference.names("author")[:1]]
        title = folded_words(reference.text("title"))
        if title:
            return self._another(title.split(), own, phrase=title)
        return bool(family) and issued is not None and self._another([*family[0].split(), str(issued.year)], own)

    def _another(self, wanted: list[str], own: str, phrase: str = "") -> bool:
        """Tell whether a longer text has all the words, and the phrase."""
        rarest = min((self._places.get(word, []) for word in wanted), key=len, default=[])
        least = len(own.split()) + 3
        return any(
            set(wanted) <= set(tokens)
            for tokens in (self._texts[number].split() for number in rarest[:MOST_LOOKED_AT])
            if len(tokens) >= least and (not phrase or f" {phrase} " in f" {' '.join(tokens)} ")
        )


def _listed(parts: list[str]) -> str:
    """Give words as a list in a sentence: `a, b and c`; "" when there are none."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
