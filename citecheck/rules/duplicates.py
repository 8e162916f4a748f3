"""
References that name the same work twice.

Two entries are the same when they read the same, or when identifier, address, or title with year and outlet agree
and nothing speaks against it: another page of the same book is another reference, and so is the same headline in
another paper. Only entries that share a key are compared, each with a few, so the work is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.model import Document, Dossier, Finding, Reference
from citecheck.rules.check import check
from citecheck.rules.completeness import ELSEWHERE
from citecheck.rules.fingerprint import folded_words, normalised_url
from citecheck.rules.place import at_reference, named, quoted

NEAR: Final = 95.0
"""Similarity, 0 to 100, from which two titles are spellings of one."""
MOST_COMPARED: Final = 8
"""Entries of one key that a further one is compared with."""
_QUOTATION: Final = re.compile(r"[\"“„«]([^\"“”„«»]{40,2000})[\"”“»]")
_LONGEST: Final = 5000
"""Code points of an entry in which quotations are looked for."""
FEWEST_WORDS: Final = 3
"""Words of an entry below which it is a heading or a remnant, and names no source."""
SHORTEST_TITLE: Final = 12
"""Letters and digits below which a title is too common to tell works apart."""
IDENTIFIERS: Final = ("DOI", "arXiv", "PMID", "PMCID", "JSTOR", "bibcode", "handle")
"""Variables that name one article or report."""
PLACES: Final = ("page", "locator", "chapter-number", "section")
TELLING: Final = ("volume", "issue", "number", "edition", "chapter-number")
"""Variables that make two works with one title different."""


@check("reference-duplicate")
def reference_duplicate(dossier: Dossier) -> Iterator[Finding]:
    """Find entries that repeat an earlier one."""
    seen: dict[str, list[Reference]] = {}
    document = dossier.document
    for reference in dossier.references:
        keys = dict.fromkeys(_keys(reference, document))
        others = (other for key in keys for other in seen.get(key, []) if not _are_notes(reference, other, document))
        earlier = next(((other, why) for other in others if (why := _same(reference, other, document))), None)
        if earlier is not None:
            other, why = earlier
            yield at_reference(
                dossier,
                "reference-duplicate",
                reference,
                f"{named(reference)} names the same source as {named(other)}, {quoted(other.raw)}: {why}. "
                "Keep one entry and let both markers name it.",
                related=(other.id,),
            )
            continue
        for key in keys:
            places = seen.setdefault(key, [])
            if len(places) < MOST_COMPARED:
                places.append(reference)


def _address(reference: Reference, document: Document) -> str:
    """Give the normalised address of the original, "" where there is none."""
    links = document.entries[reference.entry].links
    url = next((link.url for link in links if link.role == "original"), reference.text("URL"))
    return normalised_url(url) if url else ""


def _keys(reference: Reference, document: Document) -> Iterator[str]:
    """Give the keys that two entries of one work share at least one of."""
    raw = folded_words(reference.raw)
    if len(raw.split()) >= FEWEST_WORDS and raw.split()[0] not in ELSEWHERE:
        yield f"raw {document.entries[reference.entry].group} {raw}"
    for variable in IDENTIFIERS:
        if reference.text(variable):
            yield f"{variable} {reference.text(variable).casefold()}"
    title = folded_words(reference.text("title"))
    if len(title) >= SHORTEST_TITLE:
        tokens = title.split()
        issued = reference.date("issued")
        year = "" if issued is None else issued.year
        yield f"begins {year} {' '.join(tokens[:2])}"
        yield f"ends {year} {' '.join(tokens[-2:])}"


def _same(one: Reference, other: Reference, document: Document) -> str:
    """Give why two entries name the same work at the same place, "" where they do not."""
    if folded_words(one.raw) == folded_words(other.raw):
        return "they read the same" if _address(one, document) == _address(other, document) else ""
    if any(_differ(one.text(variable), other.text(variable)) for variable in (*PLACES, *TELLING)):
        return ""
    if (quoted := _quotations(one)) and (others := _quotations(other)) and quoted != others:
        return ""  # each quotes what it stands for: two entries on purpose
    if any(_conflict(one.text(variable), other.text(variable)) for variable in IDENTIFIERS):
        return ""
    for variable in IDENTIFIERS:
        if one.text(variable) and not _differ(one.text(variable), other.text(variable)):
            titles = one.text("title"), other.text("title")
            return f"both have the {variable} {one.text(variable)}" if _near(*titles) or not all(titles) else ""
    return _same_description(one, other, document)


def _are_notes(one: Reference, other: Reference, document: Document) -> bool:
    """
    Tell whether two notes of an office program stand for one work, or one for the other.

    Such a note stands where it is called, and is not called again.
    """
    if document.text_of != "extracted":
        return False
    mine, theirs = document.entries[one.entry].works, document.entries[other.entry].works
    return (bool(mine) and mine == theirs) or other.entry in mine or one.entry in theirs


def _quotations(reference: Reference) -> frozenset[str]:
    """Give what an entry quotes of its source, its title aside."""
    title = folded_words(reference.text("title"))
    found = (folded_words(match[1]) for match in _QUOTATION.finditer(reference.raw[:_LONGEST]))
    return frozenset(words for words in found if words not in title and title not in words)


def _same_description(one: Reference, other: Reference, document: Document) -> str:
    """Give what of title, date, outlet, authors and address agrees, as far as both have them; "" where something differs."""
    if not _near(one.text("title"), other.text("title")):
        return ""
    first, second = _address(one, document), _address(other, document)
    if first and second and first != second:
        return ""
    issued, otherwise = one.date("issued"), other.date("issued")
    if (issued is None) != (otherwise is None) or issued != otherwise:
        return ""
    outlet = _outlet(one), _outlet(other)
    authors = [folded_words(" ".join(name.display() for name in each.names("author"))) for each in (one, other)]
    if (all(outlet) and not _near(*outlet)) or (all(authors) and not _near(*authors)):
        return ""
    shared = {
        "date": issued is not None,
        "outlet": all(outlet),
        "author": all(authors),
        "address": bool(first and first == second),
    }
    if not shared["address"] and not (shared["date"] and (shared["outlet"] or shared["author"])):
        return ""
    alike = "the same" if folded_words(one.text("title")) == folded_words(other.text("title")) else "nearly the same"
    same = [name for name, both in shared.items() if both]
    return f"{alike} title, and the same {' and '.join(filter(None, [', '.join(same[:-1]), same[-1]]))}"


def _outlet(reference: Reference) -> str:
    """Give where a work appeared, "" where the entry does not say."""
    return reference.text("container-title") or reference.text("publisher")


def _near(one: str, other: str) -> bool:
    """Tell whether two texts are spellings of one: nearly the same letters, and the same figures."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - a compiled library, loaded when two entries share a key

    first, second = folded_words(one[:500]), folded_words(other[:500])
    figures = [[token for token in text.split() if any(map(str.isdigit, token))] for text in (first, second)]
    return bool(first) and figures[0] == figures[1] and fuzz.ratio(first, second) >= NEAR


def _differ(one: str, other: str) -> bool:
    """Tell whether two values do not agree; one that is missing agrees with none."""
    return folded_words(one) != folded_words(other)


def _conflict(one: str, other: str) -> bool:
    """Tell whether two values are both there and do not agree."""
    return bool(one and other) and _differ(one, other)
