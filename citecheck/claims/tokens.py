"""
Typed words: what of a claim is looked for in its source, in one spelling for all that mean the same.

A number is its value (`1,000`, `1000`, `a thousand`), a month its name in no language, a word its stem. Of scripts that
part no words each two characters that stand together are a token. What a language has in every sentence is left out.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

from citecheck.lexicon.small_words import small_words

Kind: TypeAlias = Literal["number", "name", "word"]

LONGEST: Final = 60
"""Code points of a word; what is longer is no word."""
_TOKEN: Final = re.compile(
    r"\d{1,3}(?:[,.\u00a0\u202f']\d{3}(?!\d)){1,5}(?:[.,]\d{1,6})?(?!\d)|\d{1,18}(?:[.,]\d{1,6})?(?!\d)|[^\W\d_]{1,60}(?:['’][^\W\d_]{1,3}(?!\w))?"
)
_UNSPACED: Final = re.compile(
    "[\u0e01-\u0e5b\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)
"""Scripts that part no words, and Korean, which ends its words in many ways."""
_YEAR_BEFORE: Final = re.compile(r"\d{4}-\Z", re.ASCII)
_DAY_AFTER: Final = re.compile(r"-\d\d(?!\d)", re.ASCII)
_THOUSANDS: Final = re.compile(r"[,.\u00a0\u202f']")
_POINT_GROUPS: Final = frozenset(
    {"de", "es", "it", "pt", "nl", "da", "no", "sv", "pl", "cs", "ru", "uk", "tr", "fr", "el"}
)
"""Languages in which a point parts thousands and a comma decimals."""
_PREFIX: Final = 5
"""Letters by which words are compared in languages without a stemmer here."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word that is looked for."""

    value: str
    """In one spelling for all that mean the same."""
    kind: Kind
    start: int
    end: int
    unit: str = ""
    """Of a number: its unit of measure in one spelling, "" where there is none."""
    also: str = ""
    """Another value of the same number: with its scale multiplied out (`1.2 million`)."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """Number words, months and units, from `tokens.toml`."""

    numbers: dict[str, dict[str, str]]
    """By language."""
    scales: dict[str, int]
    months: dict[str, str]
    units: dict[str, str]


@cache
def _tables() -> _Tables:
    """Give the tables."""
    table = tomllib.loads(files("citecheck.claims").joinpath("tokens.toml").read_text(encoding="utf-8"))
    numbers = {tag: {word: str(value) for word, value in row.items()} for tag, row in table["numbers"].items()}
    months = {word: f"month {number}" for number, words in table["months"].items() for word in words}
    units = {word: unit for unit, words in table["units"].items() for word in words}
    return _Tables(numbers, dict(table["scales"]), months, units)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Give what takes the ending of a word off, for a language; its first letters where there is no stemmer for it."""
    import Stemmer  # noqa: PLC0415 - a compiled library, loaded when claims are held against sources

    names = {
        "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
        "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "ru": "russian", "ar": "arabic",
        "tr": "turkish", "hi": "hindi", "el": "greek", "pl": "polish", "cs": "czech", "fi": "finnish", "hu": "hungarian",
        "ro": "romanian", "ca": "catalan", "fa": "persian",
    }  # fmt: skip
    if language not in names:
        return _first_letters
    stemmer = Stemmer.Stemmer(names[language])
    return lambda word: str(stemmer.stemWord(word))


def _first_letters(word: str) -> str:
    """Give the first letters of a word."""
    return word[:_PREFIX]


@lru_cache(maxsize=200_000)
def _word(raw: str, language: str) -> tuple[str, Kind] | None:
    """Give the value and kind of a word, None for one that says nothing of what a text is about."""
    lower = raw.casefold().replace("’", "'")
    if lower[-2:] in {"'s", "s'"}:
        lower = lower[:-2] if lower.endswith("'s") else lower[:-1]
    elif "'" in lower[1:3]:  # l'histoire, d'un: the mark of elision parts words in French and Italian
        lower = lower.partition("'")[2] or lower
    tables = _tables()
    if lower in tables.months and (raw[:1].isupper() or language != "en"):
        return tables.months[lower], "number"
    if (number := tables.numbers.get(language, {}).get(lower)) is not None:
        return number, "number"
    if lower in small_words(language) or (len(lower) == 1 and lower.isascii()):
        return None
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(mark))
    return _stemmer(language)(plain), "name" if raw[:1].isupper() else "word"


def tokens(text: str, language: str) -> Iterator[Token]:
    """
    Give the typed words of a text, in order.

    Args:
        text: A claim, or a sentence of a source.
        language: Its primary tag, "" where that is not known.
    """
    found = list(_TOKEN.finditer(text))
    tables = _tables()
    for place, match in enumerate(found):
        raw = match[0]
        if raw[0].isdecimal():
            yield _number(match, found, place, language, tables)
        elif _UNSPACED.search(raw):
            yield from _pairs(raw, match.start())
        elif (word := _word(raw, language)) is not None:
            yield Token(word[0], word[1], match.start(), match.end())


def values(text: str, language: str) -> tuple[set[str], tuple[Token, ...]]:
    """Give the values of all typed words of a sentence, and its numbers: the same as `tokens`, for whole pages in less time."""
    found: set[str] = set()
    numbers = False
    for raw in set(_TOKEN.findall(text)):
        if raw[0].isdecimal():
            numbers = True
        elif raw.isascii() or not _UNSPACED.search(raw):
            word = _word(raw, language)
            if word is not None:
                found.add(word[0])
                numbers = numbers or word[1] == "number"
        else:
            found.update(token.value for token in _pairs(raw, 0))
    if not numbers:
        return found, ()
    counted = tuple(_numbers(text, language))
    found.update(value for token in counted for value in (token.value, token.also) if value)
    return found, counted


def _numbers(text: str, language: str) -> Iterator[Token]:
    """Give the numbers of a text."""
    matches = list(_TOKEN.finditer(text))
    tables = _tables()
    spoken = tables.numbers.get(language, {})
    for place, match in enumerate(matches):
        raw = match[0]
        if raw[0].isdecimal():
            yield _number(match, matches, place, language, tables)
        elif (lower := raw.casefold()) in spoken or lower in tables.months:
            word = _word(raw, language)
            if word is not None and word[1] == "number":
                yield Token(word[0], "number", match.start(), match.end())


def _number(match: re.Match[str], found: list[re.Match[str]], place: int, language: str, tables: _Tables) -> Token:
    """Give the number that digits write, with the scale and the unit behind it."""
    value = _value(match[0], language)
    text, end = match.string, match.end()
    also, unit = "", ""
    near = found[place + 1] if place + 1 < len(found) and found[place + 1].start() - end <= 1 else None
    if near is not None and near[0].casefold() in tables.scales:
        also = _multiplied(value, tables.scales[near[0].casefold()])
        following = found[place + 2] if place + 2 < len(found) else None
        near = following if following is not None and following.start() - near.end() <= 1 else None
    if near is not None:
        unit = tables.units.get(near[0].casefold(), "")
    before, after = text[max(match.start() - 1, 0) : match.start()], text[end : end + 2].strip()[:1]
    unit = unit or tables.units.get(after, "") or tables.units.get(before, "")
    if _YEAR_BEFORE.search(text, max(match.start() - 5, 0), match.start()) and _DAY_AFTER.match(text, end):
        also = f"month {value}"  # 2008-06-07
    return Token(value, "number", match.start(), end, unit, also)


def _value(digits: str, language: str) -> str:
    """Give digits in one spelling: no marks between thousands, a point before decimals, no idle zeros."""
    parts = _THOUSANDS.split(digits)
    marks = _THOUSANDS.findall(digits)
    decimal = "," if language in _POINT_GROUPS else "."
    if marks and (
        len(parts[-1]) != 3
        or len(parts[0]) > 3
        or (len(marks) > 1 and marks[-1] != marks[0])
        or (len(marks) == 1 and marks[0] == decimal)
    ):
        whole, fraction = "".join(parts[:-1]), parts[-1].rstrip("0")
    else:
        whole, fraction = "".join(parts), ""
    whole = whole.lstrip("0") or "0"
    plain = f"{whole}.{fraction}" if fraction else whole
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in plain)


def _multiplied(value: str, scale: int) -> str:
    """Give a number with its scale multiplied out."""
    whole, _, fraction = value.partition(".")
    digits = int(f"{whole}{fraction}"[:18]) * scale
    shift = 10 ** len(fraction)
    return str(digits // shift) if digits % shift == 0 else ""


def _pairs(raw: str, start: int) -> Iterator[Token]:
    """Give each two characters that stand together, the one where it is alone."""
    if len(raw) == 1:
        yield Token(raw, "word", start, start + 1)
    for at in range(len(raw) - 1):
        yield Token(raw[at : at + 2], "word", start + at, start + at + 2)
