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

from citecheck.lexicon.dates import month_number
from citecheck.lexicon.words import words
from citecheck.model import Document, Dossier, Finding, Reference
from citecheck.rules.check import check
from citecheck.rules.dates import sure_date
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
_UNDATED: Final = re.compile(
    r"\b(?:to appear|forthcoming|in press|preprint|submitted|unpublished|in ?prepara|undated|im Druck|à paraître)|"
    r"\b(?:n\. ?d|o\. ?J|s\. ?d|s\. ?a)\.",
    re.IGNORECASE,
)
"""What an entry says instead of a date."""
_FINDABLE: Final = re.compile(
    r"https?\s?:\s?/|\bwww\s?\.|\barxiv\b|\b(?:TS|TR|ISO|IEC|IEEE|RFC|DIN|ANSI|ASTM|NIST|ITU(?:-T)?|No\.|Nr\.|n°) ?[A-Z]?[0-9]|"
    r"\b(?:private|personal) communication\b",
    re.IGNORECASE,
)
"""An address or a number that the parser left in another field, and what nobody else can find in any case."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINED: Final = re.compile(r"&|\b(?:and|und|et|y|e|en|og|och)\b", re.IGNORECASE)
"""What stands before the last of several names."""
_DASH: Final = re.compile(r"\s*[-—–―_]{1,8}(?=[\s,.(])")
_LEAD: Final = re.compile(r"[(.:;0-9]")
SHORT_FORM: Final = 12
"""Letters of a short form beside its names: `chapter`, `pp.`; what has more was not read to its end."""
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
    short: dict[str, list[Reference]] = {}
    for reference in dossier.references:
        if not _can_be_judged(reference, dossier.document) or _has_address(reference, dossier.document):
            continue
        if works.named_in_full(reference) or sure_date(reference, "accessed") is not None:
            continue  # `reference-no-link` asks for the address of what was read online
        has = _parts(reference)
        name = short_form(reference)
        if name:
            if is_short(reference):
                short.setdefault(name, []).append(reference)
        elif _cannot_be_found(reference, has):
            yield at_reference(dossier, "reference-incomplete", reference, _told(reference, has))
        elif not has["date"] and not any(map(str.isdigit, _said(reference))):
            yield at_reference(
                dossier,
                "reference-incomplete",
                reference,
                f"{named(reference)} has no date of publication, and no address to look it up at. Add the date, so "
                "that readers know how old the source is.",
                severity="note",
            )
    for name, (first, *others) in short.items():
        more = f" Entries like it: {len(others)} more." if others else ""
        yield at_reference(
            dossier,
            "reference-incomplete",
            first,
            f"{named(first)} names {quoted(name)}, but no entry says in full which work that is: nobody can find the "
            f"source. Add the work to the list, or correct name or year.{more}",
            related=tuple(other.id for other in others),
        )


def _told(reference: Reference, has: dict[str, bool]) -> str:
    """Give the message about a reference that cannot be found."""
    there = _listed([f"{ARTICLES[name]} {name}" for name, present in has.items() if present])
    missing = _listed([f"no {name}" for name, present in has.items() if not present] + ["no address or identifier"])
    return (
        f"{named(reference)} {quoted(reference.raw)} has {there or 'nothing to go by'}, but {missing}: nobody can find "
        "the source. Add what is missing."
    )


def is_short(reference: Reference) -> bool:
    """Tell whether an entry has hardly a word beside its names, and they are names and no misread rest of an entry."""
    names = reference.names("author")
    first = names[0].family or names[0].literal
    if len(names) > 1 and _JOINED.search(reference.raw) is None:
        return False
    of_names = {word for name in names for word in folded_words(name.display()).split()}
    others = [word for word in _WORD.findall(reference.raw) if not of_names.issuperset(folded_words(word).split())]
    named_body = any(word[0].isupper() and len(word) > 3 for word in others)
    short = sum(map(len, others)) <= SHORT_FORM and len(first.split()) <= 5
    return short and not named_body and not any(map(str.isdigit, first))


def short_form(reference: Reference) -> str:
    """Give what a short form names (`Berger 2021`), "" for any other entry."""
    issued, names = reference.date("issued"), reference.names("author")
    others = ("title", *WHERE, *(name for name in WITHIN if name != "page"))
    if issued is None or issued.month is not None or not names or any(map(reference.text, others)):
        return ""
    if names[0].given and month_number(names[0].given) is not None:
        return ""  # `Metal Edge, June 2004` names a periodical
    return f"{names[0].family or names[0].literal} {issued.year}"


def _parts(reference: Reference) -> dict[str, bool]:
    """Give what an entry may have, in the words of a message, and whether it has it."""
    return {
        "author": any(map(reference.names, WHO)),
        "title": bool(reference.text("title")),
        "publisher or periodical": any(map(reference.text, WHERE)),
        "date": reference.date("issued") is not None or any(p.search(_said(reference)) for p in (_YEAR, _UNDATED)),
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
    issued, author = reference.date("issued"), next(iter(reference.names("author")), None)
    if issued is not None and (issued.month is not None or (author and month_number(author.given or " ") is not None)):
        return False  # `Metal Edge, June 2004` names a periodical, whoever the parser took it for
    return not (has["publisher or periodical"] and (has["date"] or any(map(reference.text, WITHIN))))


def _can_be_judged(reference: Reference, document: Document) -> bool:
    """Tell whether an entry is a reference, of a kind that this rule knows, and was read."""
    entry = document.entries[reference.entry]
    tokens = reference.raw.split()
    first = folded_words(tokens[0]) if tokens else ""
    letters = sum(map(str.isalpha, reference.raw))
    left = sum(sum(map(str.isalpha, span.of(reference.raw))) for span in reference.residue)
    low = sum(token[:1].islower() for token in tokens)
    is_prose = len(tokens) >= PROSE and low > len(tokens) / 2
    cased = sum(c.lower() != c.upper() for c in reference.raw)
    return (
        letters > 0
        and cased > letters / 2
        and not entry.group
        and not is_prose
        and first not in ELSEWHERE
        and reference.kind not in OTHER_RULES
        and left <= UNREAD * letters
    )


def _has_address(reference: Reference, document: Document) -> bool:
    """Tell whether an entry names where its source is."""
    named_there = any(map(reference.text, ADDRESSES)) or _FINDABLE.search(reference.raw) is not None
    return named_there or bool(document.entries[reference.entry].links)


def full_descriptions(document: Document) -> list[str]:
    """
    Give the texts of a document that describe works: its entries, and the items of its bibliographies.

    A dash at the beginning stands for the author of the item above, and is replaced by its first words.
    """
    silent = words("bibliography-headings") | words("reference-headings")
    texts = [entry.raw for entry in document.entries]
    texts += [
        block.text for block in document.blocks
        if block.kind in {"list-item", "paragraph"} and block.section.strip().casefold() in silent
    ]  # fmt: skip
    lead = ""
    for number, text in enumerate(texts):
        dash = _DASH.match(text)
        if dash is None:
            lead = _LEAD.split(text[:80], maxsplit=1)[0]
        else:
            texts[number] = f"{lead} {text[dash.end() :]}"
    return texts


class _Works:
    """The full descriptions of works in a document, by their words."""

    def __init__(self, document: Document) -> None:
        self._texts = [folded_words(text) for text in full_descriptions(document)]
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
