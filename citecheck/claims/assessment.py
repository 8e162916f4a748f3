"""
A claim held against a source, by its words alone.

What is counted: how much of the claim its evidence covers, and the numbers and names that the source does not have at
all. A small logistic regression makes a score of that (`support.toml`), and thresholds make a status of the score.
Numbers are then looked for once more inside the evidence: a page of some length has every small number somewhere.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from citecheck.claims.passages import passages
from citecheck.claims.quoting import words_of
from citecheck.claims.source_text import SourceText
from citecheck.claims.tokens import Token, tokens
from citecheck.lexicon.languages import language_name
from citecheck.lexicon.small_words import told_by_words
from citecheck.model import Evidence, Span, Verdict, VerdictStatus

LONGEST_CLAIM: Final = 4000
"""Code points of a claim that are read."""
_WINDOW: Final = 5
"""Sentences on end."""
_OF_TITLE: Final = 0.6
"""What a word of the document's title counts when evidence is looked for: it is the subject, which a source may not repeat."""
_FEWEST_WORDS: Final = 2
"""Words of a claim below which nothing can be told."""
_LEAST_PROSE: Final = 6
"""Words of prose of a source below which nothing can be told."""
_UNMEASURED: Final = re.compile(
    "[\u0530-\u058f\u0700-\u074f\u0780-\u07bf\u0900-\u109f\u1200-\u139f\u1680-\u18af\u10a0-\u10ff]"
)
"""Letters of scripts that `tests/claims/languages.toml` has no claims in: Indic, Thai, Georgian, Ethiopic and others."""
_OF_SCRIPT: Final = 0.2
_LONGEST_QUOTE: Final = 700
_MOST_MISSING: Final = 12
_FEWEST_QUOTED: Final = 4
"""Words from which what stands between quotation marks is a quotation, and no title or word that is used oddly."""
_QUOTATION: Final = re.compile(r"[\"“„«「]([^\"“”„«»「」]{10,600})[\"”“»」]")
_OMISSION: Final = re.compile(r"\[?(?:\.\.\.|…)\]?|\[[^\[\]]{0,80}\]")
_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d", re.ASCII)
_HEDGES: Final = frozenset({
    "about", "almost", "approximately", "around", "circa", "estimated", "least", "less", "more", "most", "nearly", "over",
    "roughly", "some", "than", "under", "up",
})  # fmt: skip
"""Words before a number that say that it is rounded."""
_NEAR: Final = 0.1
"""Share by which a rounded number may differ."""
_HERE: Final = 1.0
"""Logit from which a page is taken to speak of the claim."""
_ELSEWHERE: Final = 2.0
"""How much the score falls with what is missing to that."""
_SMALL: Final = 2
"""Digits of a small number."""
_COVERED: Final = 0.5
"""Share of a claim's other words that its evidence has when it contradicts a number of it."""


@cache
def _table() -> dict[str, dict[str, float]]:
    """Give `support.toml`."""
    return tomllib.loads(files("citecheck.claims").joinpath("support.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a claim and a source."""

    coverage: float
    """Share of the claim's words in its evidence, and in the best five sentences on end: the mean of both."""
    window: float
    """The second of them alone."""
    numbers: int
    """Numbers that are nowhere in the source."""
    names: int
    """Names that are nowhere in the source."""
    words: int
    """Words that were looked for."""
    subject: float | None = None
    """Share of the words of the document's title that the source has; None where there is no title."""

    @property
    def support(self) -> tuple[float, ...]:
        """What tells whether the source bears the claim out."""
        return 1.0, self.coverage, math.log1p(self.numbers), math.log1p(self.names)

    @property
    def topic(self) -> tuple[float, ...]:
        """What tells whether the source speaks of this at all."""
        subject = () if self.subject is None else (self.subject,)
        return 1.0, self.window, math.log1p(self.words), *subject

    @property
    def score(self) -> float:
        """
        A number between 0 and 1 that is higher the better the claim is supported.

        How well a page about something else happens to cover it does not matter: the less a page speaks of this at all,
        the lower the score.
        """
        table = _table()
        support = _sum(table["support"], self.support)
        topic = _sum(table["topic" if self.subject is None else "topic_of_document"], self.topic)
        return sigmoid(support + _ELSEWHERE * min(topic - _HERE, 0.0))


def _sum(weights: Mapping[str, float], values: Sequence[float]) -> float:
    """Give the sum of weights times values, in the order of the table."""
    return sum(weight * value for weight, value in zip(weights.values(), values, strict=True))


def sigmoid(logit: float) -> float:
    """Give the probability of a logit."""
    return 1 / (1 + math.exp(-max(min(logit, 50.0), -50.0)))


@dataclass(frozen=True, slots=True)
class _Claim:
    """What of a claim is looked for."""

    text: str
    tokens: tuple[Token, ...]
    """Without the words of the title."""
    subject: frozenset[str]
    """The words of the title that it names."""
    title: frozenset[str]
    """All words of the title."""
    first: int
    """Where its first word begins, which is capitalised whatever it is."""

    @property
    def values(self) -> dict[str, Token]:
        """The first token of each value."""
        found: dict[str, Token] = {}
        for token in self.tokens:
            found.setdefault(token.value, token)
        return found

    def is_name(self, token: Token) -> bool:
        """Tell whether a token is a name, as far as its capital tells."""
        return token.kind == "name" and token.start != self.first


def assess(claim: str, text: str | SourceText, title: str | None = None, *, language: str | None = None) -> Verdict:
    """
    Tell whether a source bears a claim out, as far as words tell.

    Args:
        claim: The words that a footnote stands behind.
        text: The source's text, a line for each block; prepared where several claims rest on it.
        title: Of the document that the claim stands in.
        language: Of the claim, BCP 47; what its words tell where None.
    """
    source = SourceText.of(text) if isinstance(text, str) else text
    said = " ".join(claim[:LONGEST_CLAIM].split())
    if why := _why_not(said, source, language):
        return Verdict("", "unverifiable", 0.0 if source.sentences else None, reason=why)
    read = _read(said, title, source.language)
    if len(read.values) < _FEWEST_WORDS:
        return Verdict("", "unverifiable", 0.0, reason="The claim has too few words to be looked for in a source.")
    found = passages(source, _weights(read, source))
    return _judged(read, source, found, _count(read, source, found))


def counted(claim: str, source: SourceText, title: str | None = None) -> Counted | None:
    """Give what is counted of a claim and a source, None where nothing can be told."""
    read = _read(" ".join(claim[:LONGEST_CLAIM].split()), title, source.language)
    if len(read.values) < _FEWEST_WORDS or not source.sentences:
        return None
    return _count(read, source, passages(source, _weights(read, source)))


def _count(claim: _Claim, source: SourceText, found: Sequence[Sequence[int]]) -> Counted:
    """Count what a score is made of."""
    values = claim.values
    evidence = set().union(*(source.words[place] for passage in found for place in passage)) if found else set()
    covered = sum(value in evidence for value in values) / len(values)
    window = _window(set(values), source) / len(values)
    numbers = sum(token.kind == "number" and not _has(source, token, claim) for token in values.values())
    names = sum(claim.is_name(token) and value not in source.places for value, token in values.items())
    subject = sum(value in source.places for value in claim.title) / len(claim.title) if claim.title else None
    return Counted((covered + window) / 2, window, numbers, names, len(values), subject)


def _why_not(claim: str, source: SourceText, language: str | None) -> str:
    """Give why nothing can be told, "" where something can."""
    if not claim:
        return "The claim is empty."
    if not source.sentences:
        return "The source has no text."
    if source.prose < _LEAST_PROSE:
        return "The source has next to no prose: it is a menu, a list of links, or a page that programs are not shown."
    letters = sum(map(str.isalpha, claim))
    if len(_UNMEASURED.findall(claim)) > _OF_SCRIPT * letters:
        return "The claim is in a script for which nobody has measured how well words can be held against each other."
    told = (language or "").partition("-")[0].casefold() or told_by_words(claim)
    if told and source.language and told != source.language:
        names = f"{language_name(source.language)}, the claim in {language_name(told)}"
        return f"The source is in {names}: words of two languages cannot be held against each other."
    return ""


def _read(text: str, title: str | None, language: str) -> _Claim:
    """Give what of a claim is looked for."""
    subject = frozenset(token.value for token in tokens((title or "")[:500], language) if token.kind != "number")
    all_ = tuple(tokens(text, language))
    first = next((at for at, mark in enumerate(text) if mark.isalnum()), 0)
    named = subject & {token.value for token in all_}
    return _Claim(text, tuple(token for token in all_ if token.value not in subject), named, subject, first)


def _weights(claim: _Claim, source: SourceText) -> dict[str, float]:
    """Give how much each word counts when evidence is looked for."""
    kinds = {"number": 1.2, "name": 1.1, "word": 1.0}
    weights = {value: kinds[token.kind] * source.weight(value) for value, token in claim.values.items()}
    return weights | {value: _OF_TITLE * source.weight(value) for value in claim.subject}


def _window(values: set[str], source: SourceText) -> int:
    """Give how many of some words stand in the best five sentences on end."""
    places = sorted((place, value) for value in values for place in source.places.get(value, ()))
    inside: dict[str, int] = {}
    best = begin = 0
    for place, value in places:
        inside[value] = inside.get(value, 0) + 1
        while places[begin][0] <= place - _WINDOW:
            gone = places[begin][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            begin += 1
        best = max(best, len(inside))
    return best


def _has(source: SourceText, number: Token, claim: _Claim) -> bool:
    """Tell whether a number stands anywhere in a source, with its unit where both have one."""
    for value in filter(None, (number.value, number.also)):
        units = source.units.get(value)
        if units is not None and (not number.unit or "" in units or number.unit in units):
            return True
    return _is_rounded(number, claim) and any(_is_near(number.value, other) for other in source.units)


def _is_rounded(number: Token, claim: _Claim) -> bool:
    """Tell whether a claim says of a number that it is rounded."""
    before = words_of(claim.text[max(number.start - 25, 0) : number.start]).split()[-2:]
    return bool(_HEDGES & set(before))


def _is_near(one: str, other: str) -> bool:
    """Tell whether two numbers are near each other; small ones and years are not rounded."""
    try:
        first, second = float(one), float(other)
    except ValueError:  # the name of a month
        return False
    return first >= 20 and not _YEAR.fullmatch(one) and abs(first - second) <= _NEAR * first


def _judged(claim: _Claim, source: SourceText, found: Sequence[Sequence[int]], told: Counted) -> Verdict:
    """Give the verdict."""
    score = told.score
    absent = _absent(claim, source, found)
    quotations = _not_quoted(claim.text, source)
    other = _other_number(claim, source, found, absent)
    status = _status(score, told, absent, quotations, other)
    missing = _missing(claim, source, absent, quotations, words=status != "supported")
    return Verdict(
        "", status, float(f"{score:.4g}"), _evidence(source, found), missing, _reason(status, missing, other)
    )


def _absent(claim: _Claim, source: SourceText, found: Sequence[Sequence[int]]) -> list[Token]:
    """Give the numbers of a claim that its evidence does not have; small ones, which stand everywhere, beside its words."""
    words = frozenset(value for value, token in claim.values.items() if token.kind != "number") | claim.subject
    near, speaking = _near(found, source), _near(found, source, words)
    return [
        token
        for token in claim.values.values()
        if token.kind == "number" and not _stands_near(token, source, speaking if _is_small(token) else near, claim)
    ]


def _is_small(number: Token) -> bool:
    """Tell whether a number is one that most pages have somewhere: the hours, the days of a month."""
    return len(number.value) <= _SMALL


def _status(
    score: float, told: Counted, absent: Sequence[Token], quotations: Sequence[str], other: str
) -> VerdictStatus:
    """Give the status of a claim."""
    thresholds = _table()["thresholds"]
    if told.window < thresholds["found"] and score < thresholds["supported"]:
        return "not-found"
    if absent and other:
        return "contradicted"
    if score >= thresholds["supported"] and not quotations and not absent:
        return "supported"
    return "partly"


def _near(found: Iterable[Iterable[int]], source: SourceText, speaking: frozenset[str] = frozenset()) -> set[int]:
    """Give the sentences of the evidence and those beside them, of those with one of some words in them where any are named."""
    places = [place for passage in found for place in passage if not speaking or speaking & source.words[place]]
    around = {place + step for place in places for step in (-1, 0, 1)}
    return {place for place in around if 0 <= place < len(source.sentences)}


def _stands_near(number: Token, source: SourceText, near: Iterable[int], claim: _Claim) -> bool:
    """Tell whether a number stands in the evidence or beside it, with its unit where both have one."""
    for place in near:
        for token in source.numbers[place]:
            same = {number.value, number.also} & {token.value, token.also} - {""}
            if same and (not number.unit or not token.unit or number.unit == token.unit):
                return True
            if _is_rounded(number, claim) and _is_near(number.value, token.value):
                return True
    return False


def _other_number(claim: _Claim, source: SourceText, found: Sequence[Sequence[int]], absent: Sequence[Token]) -> str:
    """Give a number of the best evidence that stands where the claim has another, "" where there is none."""
    if not absent or not found:
        return ""
    values = {value for value, token in claim.values.items() if token.kind != "number"}
    best = set().union(*(source.words[place] for place in found[0]))
    if not values or len(values & best) < _COVERED * len(values):
        return ""
    own = {token.value for token in claim.tokens}
    for place in found[0]:
        for token in source.numbers[place]:
            if token.value not in own and any(_may_replace(token, gone) for gone in absent):
                return source.sentences[place].of(source.text)[token.start : token.end]
            if any(token.value == gone.value and token.unit != gone.unit for gone in absent):
                return f"{token.value} {token.unit}"
    return ""


def _may_replace(one: Token, other: Token) -> bool:
    """Tell whether two numbers are of one kind: both years, both months, both of one unit, or both bare."""
    if one.value.startswith("month") or other.value.startswith("month"):
        return one.value.startswith("month") and other.value.startswith("month")
    if bool(_YEAR.fullmatch(one.value)) != bool(_YEAR.fullmatch(other.value)):
        return False
    return not one.unit or not other.unit or one.unit == other.unit


def _not_quoted(claim: str, source: SourceText) -> tuple[str, ...]:
    """Give the quotations of a claim that do not stand in a source word for word."""
    gone = []
    for match in _QUOTATION.finditer(claim):
        parts = [words_of(part) for part in _OMISSION.split(match[1])]
        parts = [part for part in parts if part]
        whole = " ".join(parts).split()
        if len(whole) < _FEWEST_QUOTED or _is_title(match[1]):
            continue
        if not all(f" {part} " in f" {source.folded} " for part in parts):
            gone.append(match[0])
    return tuple(gone)


def _is_title(quoted: str) -> bool:
    """Tell whether what is quoted is a title: most of its longer words have a capital."""
    long_ = [word for word in quoted.split() if len(word) > 3 and word[0].isalpha()]
    return bool(long_) and sum(word[0].isupper() for word in long_) > 0.6 * len(long_)


def _missing(
    claim: _Claim, source: SourceText, absent: Sequence[Token], quotations: Sequence[str], *, words: bool
) -> tuple[str, ...]:
    """Give what a source lacks, as the claim writes it: quotations, numbers, names, and other words where wanted."""
    numbers = [_written(claim.text, token) for token in absent]
    gone = [token for value, token in claim.values.items() if value not in source.places and token.kind != "number"]
    names = _spans(claim, [token for token in gone if claim.is_name(token)])
    other = [claim.text[token.start : token.end] for token in gone if words and not claim.is_name(token)]
    return tuple(dict.fromkeys((*quotations, *numbers, *names, *other)))[:_MOST_MISSING]


def _written(text: str, number: Token) -> str:
    """Give a number as a claim writes it, with its unit."""
    end = number.end
    if number.unit:
        following = re.match(r"[\s-]?(?:[^\W\d_]{1,20}|%)", text[end : end + 22])
        end += following.end() if following else 0
    return text[number.start : end]


def _spans(claim: _Claim, names: Sequence[Token]) -> list[str]:
    """Give names, those that stand together as one."""
    found: list[tuple[int, int]] = []
    for token in sorted(names, key=lambda one: one.start):
        if found and claim.text[found[-1][1] : token.start] == " ":
            found[-1] = (found[-1][0], token.end)
        else:
            found.append((token.start, token.end))
    return [claim.text[start:end] for start, end in found]


def _evidence(source: SourceText, found: Sequence[Sequence[int]]) -> tuple[Evidence, ...]:
    """Give passages as quotes; one that would be too long is its first sentences."""
    quoted = []
    for passage in found:
        start, end = source.sentences[passage[0]].start, source.sentences[passage[0]].end
        for place in passage[1:]:
            if source.sentences[place].end - start <= _LONGEST_QUOTE:
                end = source.sentences[place].end
        quoted.append(Evidence(source.text[start:end], Span(start, end), None))
    return tuple(quoted)


def _reason(status: VerdictStatus, missing: Sequence[str], other: str) -> str:
    """Say in a sentence what a verdict means."""
    lacks = ", ".join(missing[:4])
    if status == "supported":
        return "The source is consistent with the claim."
    if status == "contradicted":
        return f"Where the source speaks of this it has {other}, and not {missing[0]}." if missing else ""
    if status == "not-found":
        return "The source says little or nothing of this."
    return (
        f"The source bears out a part of this; it lacks {lacks}." if lacks else "The source bears out a part of this."
    )
