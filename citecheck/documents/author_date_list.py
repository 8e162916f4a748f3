"""
A reference list as it is known by author and year: who wrote each entry, and when.

Both come from the fields of the entry; what they do not tell is taken from the head of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from citecheck.documents.author_date_words import LONGEST_NAME, either, folded, is_particle, is_unparted, name_keys
from citecheck.model import Name, Reference, ReferenceEntry
from citecheck.references.parse import parse

UNDATED: Final = "n.d."
UNPUBLISHED: Final = "in press"
_HEAD: Final = 400
"""Code points of an entry among which its authors stand."""
_RAW: Final = 4_000
_MOST: Final = 48
"""Entries of one author and year that are told apart; more are as many too many."""
_MOST_AUTHORS: Final = 40
_FIRST: Final = re.compile(r"\s{0,9}(?P<first>[^,.(:;\[\u201c\"\u3001\uff0c（「『]{2,80})")
_YEAR: Final = re.compile(
    r"(?<![\d/=?&%-])(?P<year>(?:1[0-9]|20)\d\d)(?:/(?P<second>(?:1[0-9]|20)\d\d))?(?P<letter>[a-z])?(?![a-z\d])"
)
_DIRECT: Final = re.compile(
    r"\s{0,9}(?:[^\W\d_a-z]\.[\s-]{0,2}){1,4}(?P<family>(?:[a-z]{1,4}\s){0,2}[^\W\d_a-z][\w'’-]{1,40}(?:\s[^\W\d_a-z][\w'’-]{1,40})?)"
)
_OWN_LABEL: Final = re.compile(r"^\s{0,9}\[[^\[\]\s]{1,24}\]\s{1,4}(?=[^\W\d_])")
_INITIALS: Final = 3
_MOST_WORDS: Final = 4
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi:)\S{1,2000}", re.IGNORECASE)
_MASK: Final = re.compile(r"\s{0,4}[-\u2010-\u2015_]{2,12}[.,\s(]")
_SHORT: Final = re.compile(r"[(\[]\s?(?P<short>[^\W\d_][\w&-]{1,14})\s?[)\]]")
_LABEL: Final = re.compile(r"(?:1[0-9]|20)\d\d(?P<letter>[a-z])\b")
_TELLING: Final = ("container-title", "DOI", "ISBN", "URL", "publisher")
"""Fields that prose has none of."""
_SMALL: Final = frozenset(
    {"of", "for", "the", "and", "on", "in", "de", "la", "des", "du", "für", "und", "y", "e", "et"}
)


class When(NamedTuple):
    """The year of a citation."""

    year: str
    """`2010`, `UNDATED` or `UNPUBLISHED`."""
    letter: str = ""
    also: tuple[str, ...] = ()
    """Other years of the same work: of its first edition, of the end of a range."""


@dataclass(slots=True)
class Work:
    """An entry of the list."""

    index: int
    """Of the entry in the document."""
    raw: str
    authors: list[frozenset[str]] = field(default_factory=list)
    """What each of its authors may be called."""
    givens: str = ""
    """Of the first author."""
    years: dict[str, str] = field(default_factory=dict)
    """Its years with their letters."""
    head: str = ""
    """The words at its beginning, as names are compared."""
    more: bool = False
    """Whether it has authors that are not known one by one."""
    full: bool = True
    """Whether it looks like a reference: prose has neither author nor address nor what holds it."""


class Works:
    """Entries by what they may be called."""

    def __init__(self, entries: Sequence[tuple[int, ReferenceEntry]], language: str | None = None) -> None:
        """Read some entries, each with its index in the document."""
        self._by_year: dict[tuple[str, str], list[Work]] = {}
        self._by_name: dict[str, list[Work]] = {}
        self._told: set[tuple[str, str]] = set()
        self.works: list[Work] = []
        before: Work | None = None
        references = parse([entry for _, entry in entries], language)
        for (index, entry), reference in zip(entries, references, strict=True):
            before = _work(index, entry, reference, before)
            self.works.append(before)
            self._add(before)

    def knows(self, name: str) -> bool:
        """Tell whether somebody of that name is the first author of an entry."""
        return any(key in self._by_name for key in name_keys(name))

    def called(self, name: str, short: str) -> None:
        """Let a body be called by an abbreviation too, as the text itself says."""
        if (name, short) in self._told:
            return
        self._told.add((name, short))
        known = [work for key in name_keys(name) for work in self._by_name.get(key, ())[:_MOST]]
        for key in name_keys(short):
            for work in dict.fromkeys(work.index for work in known):
                self._put(next(one for one in known if one.index == work), key)

    def of(self, names: Sequence[str], *, more: bool = False) -> list[Work]:
        """Give the entries of some authors, whenever."""
        hits = [work for key in name_keys(names[0]) for work in self._by_name.get(key, ())[:_MOST]]
        return [work for work, _ in _best((work, _agrees(work, names, more=more)) for work in hits)]

    def find(self, names: Sequence[str], when: When, *, more: bool = False) -> list[Work]:
        """
        Give the entries that fit a citation best, several where nothing tells them apart.

        Args:
            names: Of the authors, in order.
            when: The year.
            more: Whether there are others ("et al.").
        """
        hits: dict[int, Work] = {}
        for key in name_keys(names[0]):
            for year in (when.year, *when.also):
                hits |= {work.index: work for work in self._by_year.get((key, year), ())[:_MOST]}
        best = _best((work, _fits(work, names, when, more=more)) for work in hits.values())
        found = list({work.raw: work for work, _ in reversed(best)}.values())
        found.sort(key=lambda work: work.index)
        return _by_given(found, names[0]) if len(found) > 1 else found

    def _add(self, work: Work) -> None:
        """Take an entry in."""
        for key in work.authors[0] if work.authors else ():
            self._put(work, key)

    def _put(self, work: Work, key: str) -> None:
        """Let an entry be called so."""
        self._by_name.setdefault(key, []).append(work)
        for year in work.years:
            self._by_year.setdefault((key, year), []).append(work)


def _best(scored: Iterable[tuple[Work, int | None]]) -> list[tuple[Work, int]]:
    """Give what fits best."""
    fitting = [(work, score) for work, score in scored if score is not None]
    least = min((score for _, score in fitting), default=0)
    return [(work, score) for work, score in fitting if score == least]


def _fits(work: Work, names: Sequence[str], when: When, *, more: bool) -> int | None:
    """Tell how well an entry fits a citation: 0 the best; None where it does not."""
    agreed = _agrees(work, names, more=more)
    if agreed is None:
        return None
    letter = next((work.years[year] for year in (when.year, *when.also) if year in work.years), "")
    if letter != when.letter:
        if letter and when.letter:
            return None
        agreed += 8
    return agreed if when.year in work.years else agreed + 4


def _agrees(work: Work, names: Sequence[str], *, more: bool) -> int | None:
    """Tell how well the names of a citation agree with the authors of an entry."""
    authors = work.authors
    for place, name in enumerate(names):
        keys = name_keys(name)
        if place < len(authors):
            if not any(key in authors[place] for key in keys) and (place == 0 or not _in_head(work, keys)):
                return None
        elif not _in_head(work, keys):
            return None
    if more:
        return 0 if len(authors) > len(names) + 1 or work.more else 1 if len(authors) > len(names) else 3
    if work.more:
        return 1
    return 0 if len(authors) == len(names) else 1 if len(authors) > len(names) else 2


def _in_head(work: Work, keys: Iterable[str]) -> bool:
    """Tell whether a name stands at the head of an entry, whatever its parts are."""
    return any(f" {key} " in work.head or (is_unparted(key) and key in work.head) for key in keys)


def _by_given(found: list[Work], name: str) -> list[Work]:
    """Give those of several works whose author has the initial that a citation gives: `(J. Smith, 2010)`."""
    words = name.replace(".", ". ").split()
    if len(words) < 2 or not words[0][:1].isupper() or is_particle(words[0]):
        return found
    fitting = [work for work in found if work.givens[:1] == words[0][:1]]
    return fitting or found


def _work(index: int, entry: ReferenceEntry, reference: Reference, before: Work | None) -> Work:
    """Read an entry."""
    raw = _OWN_LABEL.sub("", entry.raw[:_RAW], count=1)
    work = Work(index, raw)
    names = reference.names("author") or reference.names("editor")
    for name in names[:_MOST_AUTHORS]:
        if name.literal.casefold() in {"et al.", "et al", "others"}:
            work.more = True
        else:
            work.authors.append(frozenset(_variants(name)))
    work.givens = names[0].given if names else ""
    work.full = bool(names or entry.links or entry.given) or any(reference.field(name) for name in _TELLING)
    work.more = work.more or not names or _others().search(raw[:_HEAD]) is not None
    work.head = f" {folded(raw[:_HEAD])} "
    if before is not None and (_MASK.match(raw)):
        work.authors, work.head, work.givens, work.more = before.authors, before.head, before.givens, before.more
    else:
        _name_by_head(work, raw)
    _date(work, entry, reference)
    return work


def _name_by_head(work: Work, raw: str) -> None:
    """Let an entry also be called by the words before its first sign, whatever its style: a person, a body, a title."""
    keys = set(_by_head(raw, sure=bool(work.authors))) - {""}
    if work.authors:
        work.authors[0] |= keys
    elif keys:
        work.authors = [frozenset(keys)]


def _by_head(raw: str, *, sure: bool) -> Iterator[str]:
    """
    Give what the first words of an entry may be called.

    Args:
        raw: Its text.
        sure: Whether its authors are known; if not, the last of a few words may be the family name.
    """
    if direct := _DIRECT.match(raw):
        yield from name_keys(direct["family"])
    first = _FIRST.match(raw)
    if first is None:
        return
    words = first["first"].split()
    yield from name_keys(first["first"])
    if is_unparted(first["first"]):
        if len(words) == 1:
            yield from _prefixes(words[0])
        return
    while len(words) > 1 and len(words[-1]) <= _INITIALS and words[-1].isupper():
        words.pop()  # "Kim AB, Lee CD"
        yield from name_keys(" ".join(words))
    if 1 < len(words) <= _MOST_WORDS:
        yield from (key for key in name_keys(words[0]) if len(key) > _INITIALS)  # "Kim Anna B., Lee Bo"
        if not sure:
            yield from (key for key in name_keys(words[-1]) if len(key) > 1)
    if short := _SHORT.search(raw[: first.end() + 20], max(first.end() - 1, 0)):
        yield from name_keys(short["short"])


def _variants(name: Name) -> Iterator[str]:
    """Give what an author may be called."""
    if name.literal:
        bare = _SHORT.sub("", name.literal).strip(" .,")
        yield from name_keys(bare)
        if short := _SHORT.search(name.literal):
            yield from name_keys(short["short"])
        words = [word for word in bare.replace("-", " ").split() if word.casefold() not in _SMALL]
        if len(words) > 1 and not is_unparted(bare):
            yield "".join(word[0] for word in words).casefold()
        elif is_unparted(bare):
            for part in re.split("[・·、，,]", bare[:LONGEST_NAME])[:1]:
                yield from _prefixes(part)
        return
    yield from name_keys(name.family)
    if is_unparted(name.family):
        yield from name_keys(name.family + name.given)
    words = [word for word in name.family.split() if len(word.rstrip(".")) > 1]
    if words and " ".join(words) != name.family:
        yield from name_keys(" ".join(words))
    if name.particle:
        yield from name_keys(f"{name.particle} {name.family}")
    if name.given:
        yield from name_keys(f"{name.given} {name.particle} {name.family}")
    if name.native:
        yield from name_keys(name.native)


def _prefixes(name: str) -> set[str]:
    """Give the beginnings of a name that is written without spaces: the family name stands first."""
    return {key for size in range(2, min(len(name), 6) + 1) for key in name_keys(name[:size])}


def _date(work: Work, entry: ReferenceEntry, reference: Reference) -> None:
    """Read when an entry was published, with the letter behind the year."""
    raw = _ADDRESS.sub(lambda found: " " * len(found[0]), work.raw)
    typed = _LABEL.search(entry.label[:200])
    letter = typed["letter"] if typed else ""
    issued = reference.date("issued")
    years = [str(date.year) for date in (issued, issued.end if issued else None) if date is not None]
    seen = [(one["year"], one["second"] or "", one["letter"] or "") for one in _YEAR.finditer(raw)]
    if not years:
        years = [year for pair in seen[:8] for year in pair[:2] if year]
        if not years or len(years) > 1:
            years += _unyeared(raw[:_HEAD])
    lettered = {one: sign for first, second, sign in reversed(seen) for one in (first, second) if one and sign}
    for year in years:
        work.years.setdefault(year, lettered.get(year, letter))
    for first, second, sign in seen:
        if sign or second:  # no other year has a letter, or two of them
            work.years.setdefault(first, sign)
            work.years.setdefault(second or first, sign)


def _unyeared(head: str) -> list[str]:
    """Give what an entry says instead of a year."""
    found = _instead().search(head)
    return [] if found is None else [UNDATED if found["undated"] else UNPUBLISHED]


@cache
def _instead() -> re.Pattern[str]:
    """Give the pattern of what stands instead of a year."""
    return re.compile(
        rf"(?<!\w)(?:(?P<undated>{either('undated')})|(?P<unpublished>{either('unpublished')}))(?!\w)", re.IGNORECASE
    )


@cache
def _others() -> re.Pattern[str]:
    """Give the pattern of “et al.”."""
    return re.compile(rf"(?<!\w)(?:{either('others')})(?!\w)", re.IGNORECASE)
