"""Whether a sentence goes on with what the one before it said, so that one footnote is likely to stand behind both."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final, Literal, TypeAlias

Tie: TypeAlias = Literal["needs", "leans", "stands", "parts"]
"""How a sentence is tied to the one before: not understood without it, goes on with it, alone, a case of its own."""

LONGEST: Final = 2_000
"""Code points of a sentence that are looked at."""
OPENING: Final = 6
"""Words among which a joining word (`therefore`) joins a sentence to the one before it."""
RARE: Final = 3
"""Sentences of a document that have a word which is always rare there; else one sentence in twenty."""
LONGEST_LEAD: Final = 40
"""Code points after a comma that are looked at."""
THEME: Final = 4
"""Words at the head of a sentence in which the first that says something is what it is about."""
SHARED: Final = 2
"""Rare words that two sentences share when they are about one thing."""
STEM: Final = 6
"""Letters that two forms of a word have in common; an ending differs."""
_TOKEN: Final = re.compile(
    r"[\u4e00-\u9fff]{1,2}|[\u30a0-\u30ff]{2,30}|[\u3041-\u3096]{1,30}|[^\W_\u3041-\u9fff]{1,40}(?:['’-][^\W\d_]{1,40}){0,3}"
)
_COMMA: Final = re.compile("[,،]")
_YEAR: Final = re.compile(r"(?<!\d)1[0-9]{3}(?!\d)|(?<!\d)20[0-9]{2}(?!\d)")
_EARLY: Final = 40
"""Code points at the head of a sentence in which a year tells when its event was."""
_UNPARTED: Final = frozenset({"ja", "zh"})
"""Languages written without spaces."""
_KINDS: Final = (
    "pronouns",
    "pointers",
    "forward",
    "joins",
    "inside",
    "cases",
    "empty",
    "definite",
    "indefinite",
    "coordinates",
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language, casefolded; those of several words as tuples."""

    pronouns: frozenset[tuple[str, ...]]
    pointers: frozenset[tuple[str, ...]]
    forward: frozenset[tuple[str, ...]]
    joins: frozenset[tuple[str, ...]]
    inside: frozenset[tuple[str, ...]]
    cases: frozenset[tuple[str, ...]]
    empty: frozenset[tuple[str, ...]]
    definite: frozenset[tuple[str, ...]]
    indefinite: frozenset[tuple[str, ...]]
    coordinates: frozenset[tuple[str, ...]]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    """Give `leaning.toml`: for each kind of cue its words by language."""
    return tomllib.loads(files("citecheck.claims").joinpath("leaning.toml").read_text(encoding="utf-8"))


@cache
def cues(language: str | None) -> Cues:
    """Give the cues of a BCP 47 tag; None is read as English, and a language without cues has none."""
    tag = (language or "en").partition("-")[0].casefold()
    return Cues(*(frozenset(tuple(cue.casefold().split()) for cue in _table()[kind].get(tag, ())) for kind in _KINDS))


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence is compared by."""

    text: str
    tokens: tuple[str, ...]
    """Its words in order, casefolded."""
    stems: frozenset[str]
    """Its words that say something, without their endings."""
    names: frozenset[str]
    """Those of them that are written with a capital inside the sentence."""


class Topic:
    """The sentences of a document, and which of their words are rare there."""

    def __init__(self, language: str | None, title: str | None, sentences: Iterable[str]) -> None:
        self._cues = cues(language)
        self._unparted = (language or "en").partition("-")[0].casefold() in _UNPARTED
        self._known: dict[str, Told] = {}
        self._ties: dict[tuple[str, str], Tie] = {}
        counts: Counter[str] = Counter()
        number = 0
        for number, sentence in enumerate(sentences, 1):  # noqa: B007 - their count is used
            counts.update(self.told(sentence).stems)
        self._often = max(RARE, number // 20)
        self._counts = counts
        self._subject = self.told(title or "").stems

    def told(self, text: str) -> Told:
        """Give what a sentence or a title is compared by."""
        known = self._known.get(text)
        if known is None:
            said = [found.group() for found in _TOKEN.finditer(text[:LONGEST])]
            tokens = tuple(token.casefold() for token in said)
            stems = frozenset(map(_stem, filter(self._says, tokens)))
            names = frozenset(_stem(token.casefold()) for token in said[1:] if token[0].isupper()) & stems
            known = self._known[text] = Told(text, tokens, stems, names)
        return known

    def rare(self, stems: frozenset[str]) -> frozenset[str]:
        """Give those of *stems* that few sentences have, and that are no part of the document's own title."""
        return frozenset(stem for stem in stems - self._subject if self._counts[stem] <= self._often)

    def about(self, stems: frozenset[str]) -> frozenset[str]:
        """Give those of *stems* that are no part of the document's own title."""
        return stems - self._subject

    def tells(self, stems: frozenset[str]) -> bool:
        """Tell whether *stems*, which a title shares with a clause, can hardly be there by chance."""
        rare = self.rare(stems)
        return len(rare) >= SHARED or any(self._counts[stem] == 1 for stem in rare)

    def begins_clause(self, mark: str, rest: str) -> bool:
        """Tell whether a statement of its own begins after *mark*: after a comma, at a word that coordinates."""
        known = self._cues.coordinates
        return mark not in ",，、،" or not known or self.told(rest[:LONGEST_LEAD]).tokens[:1] in known

    def _says(self, word: str) -> bool:
        """Tell whether a word says something of what a sentence is about."""
        return (len(word) > 2 or word > "\u3040") and (word,) not in self._cues.empty and not word.isdecimal()

    def tie(self, before: str, sentence: str) -> Tie:
        """Tell how *sentence* is tied to the one *before* it."""
        known = self._ties.get((before, sentence))
        if known is None:
            known = self._ties[before, sentence] = self._tie(before, sentence)
        return known

    def _tie(self, before: str, sentence: str) -> Tie:
        """Tell what `tie` keeps: every footnote of a spot asks for the same."""
        one, other = self.told(before), self.told(sentence)
        if self._begins(other, self._cues.cases):
            return "parts"
        if _is_open(before) or self._stands_for(other) or self._points(other):
            return "needs"
        if (
            self._begins(other, self._cues.joins)
            or any((token,) in self._cues.inside for token in other.tokens[:OPENING])
            or _goes_on_in_time(before, sentence)
            or self._is_about(one, other)
        ):
            return "leans"
        return "stands"

    def _begins(self, told: Told, known: frozenset[tuple[str, ...]]) -> bool:
        """Tell whether a sentence begins with one of some cues."""
        if self._unparted:
            said = told.text[:LONGEST].lstrip("「『（(").casefold()
            return any(said.startswith(cue[0]) for cue in known)
        return any(told.tokens[:count] in known for count in (1, 2, 3, 4))

    def _stands_for(self, told: Told) -> bool:
        """Tell whether a sentence, or what follows its first comma, begins with a pronoun that is no mere filler."""
        if self._unparted:
            return self._begins(told, self._cues.pronouns)
        rest = _COMMA.split(told.text[:LONGEST], maxsplit=1)[-1]
        main = tuple(found.group().casefold() for found in islice(_TOKEN.finditer(rest), 4))
        for tokens in (told.tokens, main):
            if tokens[:1] == ("it",) and "that" in told.tokens[:OPENING]:
                continue  # It is said that ...
            for count in (1, 2, 3):
                if tokens[:count] in self._cues.pronouns and tokens[count : count + 1] not in self._cues.forward:
                    return True
        return False

    def _points(self, told: Told) -> bool:
        """Tell whether a sentence points back somewhere."""
        tokens = told.tokens
        return any(
            tokens[at : at + count] in self._cues.pointers
            and tokens[at + count : at + count + 1] not in self._cues.forward
            for at in range(len(tokens))
            for count in (1, 2)
        )

    def _is_about(self, one: Told, other: Told) -> bool:
        """Tell whether two sentences share a rare name or several rare words, or one that the second is about."""
        shared = self.rare(one.stems & other.stems)
        if len(shared) >= SHARED or shared & one.names & other.names:
            return True
        theme = next((stem for stem in map(_stem, other.tokens[:THEME]) if stem in other.stems), "")
        return theme in shared or bool(
            shared & self._after(one, self._cues.indefinite) & self._after(other, self._cues.definite)
        )

    def _after(self, told: Told, articles: frozenset[tuple[str, ...]]) -> frozenset[str]:
        """Give the words that follow some articles, with one word between at most: "a logo", "a new logo"."""
        tokens = told.tokens
        return frozenset(
            _stem(word) for at, token in enumerate(tokens) if (token,) in articles for word in tokens[at + 1 : at + 3]
        )


def _stem(token: str) -> str:
    """Give a word without its ending."""
    return token[:STEM] if len(token) > STEM else token.removesuffix("s") if len(token) > 3 else token


def _is_open(text: str) -> bool:
    """Tell whether a quotation that begins in a sentence does not end in it."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”") or text.count("«") > text.count("»")


def _goes_on_in_time(before: str, sentence: str) -> bool:
    """Tell whether a sentence that begins with its date goes on with a chronicle."""
    return _YEAR.search(sentence[:_EARLY]) is not None and _YEAR.search(before[:LONGEST]) is not None
