"""Figures in running text: digits with thousands separators, percentages, money and number words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from citecheck.lexicon.dates import DateMatch, find_dates
from citecheck.model import Span

_FIGURE: Final = r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3}){1,6}(?![0-9])(?:\.[0-9]{1,10})?|[0-9]{1,15}(?:\.[0-9]{1,10})?"
_MOST_WORDS: Final = 12
"""A number said in words has no more parts than this."""


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """
    A number and where it stands in the text that was searched.

    `unit` is `%`, an ISO 4217 code, a unit of measure in one spelling, or "" for a bare count.
    """

    span: Span
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The words of numbers and the patterns that find them."""

    figure: re.Pattern[str]
    word: re.Pattern[str]
    unit: re.Pattern[str]
    scale: re.Pattern[str]
    values: dict[str, int]
    leads: dict[str, int]
    scales: dict[str, int]
    units: dict[str, str]


def _choice(words: list[str]) -> str:
    """Give words as a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _grammar() -> _Grammar:
    """Build the patterns from `numbers.toml`."""
    table: dict[str, Any] = tomllib.loads((files("citecheck.lexicon") / "numbers.toml").read_text(encoding="utf-8"))
    currencies: dict[str, str] = table["currencies"]
    signs = [sign for sign in currencies if not sign[-1].isalnum()]
    units = {word.casefold(): "%" for word in table["percent"]["words"]}
    units |= {word.casefold(): code for word, code in currencies.items()}
    units |= {word.casefold(): unit for word, unit in table["units"].items()}
    spoken = [*table["values"], *table["leads"], *table["scales"], "and"]
    scales = [word for word in table["scales"] if len(word) > 2]
    return _Grammar(
        figure=re.compile(
            rf"(?<![\w.,:/-])(?:(?P<sign>{_choice(signs)})\s?)?(?P<figure>{_FIGURE})(?![\w]|[.,:/][0-9])"
        ),
        word=re.compile(
            rf"(?<!\w)(?:{_choice([word for word in spoken if len(word) > 2 or word in {'a', 'an'}])})(?!\w)",
            re.IGNORECASE,
        ),
        unit=re.compile(rf"[\s-]?(?P<unit>{_choice(list(units))})(?![\w])", re.IGNORECASE),
        scale=re.compile(rf"[\s-]?(?P<scale>{_choice(scales)})(?!\w)", re.IGNORECASE),
        values=table["values"],
        leads=table["leads"],
        scales=table["scales"],
        units=units,
    )


def _after(text: str, end: int, grammar: _Grammar) -> tuple[int, float, str]:
    """Give where a number with its scale word and unit ends, what the scale multiplies by, and the unit."""
    factor = 1.0
    if scale := grammar.scale.match(text, end):
        factor = float(grammar.scales[scale["scale"].casefold()])
        end = scale.end()
    if unit := grammar.unit.match(text, end):
        return unit.end(), factor, grammar.units[unit["unit"].casefold()]
    return end, factor, ""


def _figures(text: str, grammar: _Grammar) -> Iterator[NumberMatch]:
    """Yield the numbers that are written in digits."""
    for match in grammar.figure.finditer(text):
        end, factor, unit = _after(text, match.end(), grammar)
        if match["sign"]:
            unit = grammar.units[match["sign"].casefold()]
        value = float(re.sub(r"[,\u00a0\u202f]", "", match["figure"])) * factor
        yield NumberMatch(Span(match.start(), end), value, unit)


def _continues(run: list[str], word: str, grammar: _Grammar) -> bool:
    """Tell whether a word goes on with the number said so far: `two hundred | and`, `twenty | one`, not `two | three`."""
    last = run[-1]
    if word in grammar.scales or word == "dozen":
        return last != "and"
    if word == "and":
        return last in grammar.scales
    if last in grammar.scales or last == "and":
        return True
    tens = grammar.values.get(last, 0)
    return tens >= 20 and tens % 10 == 0 and 1 <= (grammar.values | grammar.leads)[word] <= 9


def _runs(text: str, grammar: _Grammar) -> Iterator[list[re.Match[str]]]:
    """Yield runs of number words that say one number, with nothing but a space or hyphen between them."""
    run: list[re.Match[str]] = []
    said: list[str] = []
    for match in grammar.word.finditer(text):
        word = match[0].casefold()
        near = bool(run) and text[run[-1].end() : match.start()] in {" ", "-"} and len(run) < _MOST_WORDS
        if run and not (near and _continues(said, word, grammar)):
            yield run
            run, said = [], []
        run.append(match)
        said.append(word)
    if run:
        yield run


def _worth(said: list[str], grammar: _Grammar) -> float | None:
    """Give what number words in a row are worth (`two hundred and five` -> 205), or None where they are no number."""
    total, current, counted = 0.0, 0.0, False
    for word in said:
        if word in grammar.scales:
            if grammar.scales[word] == 100:
                current = (current or 1) * 100
            else:
                total += (current or 1) * grammar.scales[word]
                current = 0.0
            counted = True
        elif word == "dozen":
            current = (current or 1) * 12
            counted = True
        elif word in grammar.values:
            current += grammar.values[word]
            counted = True
        elif word in grammar.leads:
            current += grammar.leads[word]
    return total + current if counted else None


def _spoken(text: str, grammar: _Grammar) -> Iterator[NumberMatch]:
    """Yield the numbers that are written in words."""
    for run in _runs(text, grammar):
        while run and run[-1][0].casefold() in {"and", "a", "an"}:
            run.pop()
        while run and run[0][0].casefold() == "and":
            run.pop(0)
        said = [match[0].casefold() for match in run]
        if not said or (said[0] in grammar.scales and len(said) == 1):
            continue
        value = _worth(said, grammar)
        if value is not None:
            end, factor, unit = _after(text, run[-1].end(), grammar)
            yield NumberMatch(Span(run[0].start(), end), value * factor, unit)


def find_numbers(text: str) -> tuple[NumberMatch, ...]:
    """Give every number of a running text in order: years and dates left out, `one` alone too (it is a pronoun)."""
    grammar = _grammar()
    dates: tuple[DateMatch, ...] = find_dates(text)
    found = sorted([*_figures(text, grammar), *_spoken(text, grammar)], key=lambda match: match.span)
    kept: list[NumberMatch] = []
    at = 0
    for number in found:
        while at < len(dates) and dates[at].span.end <= number.span.start:
            at += 1
        dated = at < len(dates) and dates[at].span.overlaps(number.span)
        if not dated and (not kept or kept[-1].span.end <= number.span.start):
            kept.append(number)
    return tuple(kept)
