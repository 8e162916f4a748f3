"""Keys that two works share: a named footnote with two texts, a short form (`Kim 1997`) that fits two works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.model import Dossier, Finding, Reference
from citecheck.rules.check import check
from citecheck.rules.completeness import full_descriptions, is_short, short_form
from citecheck.rules.fingerprint import folded_words
from citecheck.rules.place import at_reference, named, quoted

_TWO_TEXTS: Final = re.compile(
    r"Cite error: The named reference \"?([^\"]{1,200}?)\"? was defined multiple times with different content"
)
"""What MediaWiki's Cite prints at the second of two texts (message cite_error_references_duplicate_key)."""
_YEAR: Final = re.compile(r"(?<![0-9])(?:1[4-9]|20)[0-9]{2}(?![0-9a-z])")
LONGEST_LEAD: Final = 80
"""Code points in which author and year of a full description stand."""
FEWEST_WORDS: Final = 5
"""Words of a full description; what has fewer is a short form itself."""
MISSING: Final = 0.15
"""Share of the words of one description that another of the same work may lack."""
_WORD: Final = re.compile(r"[^\W\d_]+")
MOST_FITTING: Final = 20
"""Works that are looked at for one short form."""


@check("key-reused")
def key_reused(dossier: Dossier) -> Iterator[Finding]:
    """Find keys that stand for two works."""
    works = _works(dossier)
    told: set[str] = set()
    for reference in dossier.references:
        twice = _TWO_TEXTS.search(reference.raw)
        if twice is not None:
            yield _finding(
                dossier, reference, twice[1], "the footnote of that name is defined with two different texts"
            )
            continue
        key = short_form(reference)
        if not key or key in told or not is_short(reference):
            continue
        name, _, year = key.rpartition(" ")
        fitting = works.get((folded_words(name).split(" ", 1)[0] if name else "", year), [])
        if len(fitting) > 1:
            told.add(key)
            listed = " and ".join(quoted(text, 50) for text in fitting[:2])
            yield _finding(dossier, reference, key, f"{len(fitting)} works fit it, {listed}")


def _works(dossier: Dossier) -> dict[tuple[str, str], list[str]]:
    """Give the works that a document describes in full, by the first word and each year of their beginning."""
    works: dict[tuple[str, str], list[str]] = {}
    short = {reference.raw for reference in dossier.references if short_form(reference)}
    for text in full_descriptions(dossier.document):
        if text in short or len(_WORD.findall(text)) < FEWEST_WORDS:
            continue
        first = folded_words(text).split(" ", 1)[0]
        for year in dict.fromkeys(_YEAR.findall(text[:LONGEST_LEAD])):
            fitting = works.setdefault((first, year), [])
            if len(fitting) < MOST_FITTING and not any(_same_work(text, other) for other in fitting):
                fitting.append(text)
    return works


def _same_work(one: str, other: str) -> bool:
    """Tell whether two descriptions are of one work: hardly a word of the shorter one is missing in the other."""
    fewer, more = sorted((set(folded_words(text[:500]).split()) for text in (one, other)), key=len)
    return len(fewer - more) <= MISSING * len(fewer)


def _finding(dossier: Dossier, reference: Reference, key: str, why: str) -> Finding:
    """Give the finding about a key."""
    return at_reference(
        dossier,
        "key-reused",
        reference,
        f"{named(reference)} uses the key {quoted(key)}, but {why}: nobody can tell which is meant. "
        "Give each work a key of its own, such as 1997a and 1997b.",
    )
