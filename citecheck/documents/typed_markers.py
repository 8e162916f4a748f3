"""
Footnote markers that somebody typed in an office document, to the labels of a list: `[1, 3–5]`, superscripts, `(2)`, `[Kim99]`.

A document has one manner of them. An exponent is none: it stands on a figure, or on a sign or unit of a letter or two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, TypeAlias

from citecheck.documents.manuscripts import Inline, Words
from citecheck.model import Span

Manner: TypeAlias = Literal["square", "raised", "round", "keyed"]

_NUMERALS: Final = r"\d{1,4}(?:\s?[,;–‒−-]\s?\d{1,4}){0,60}"
_SQUARE: Final = re.compile(rf"\[\s?({_NUMERALS})\s?(?:,\s?pp?\.\s?(?P<page>[\w–-]{{1,20}}))?\]")
_KEYED: Final = re.compile(r"\[([^\W_][^\[\]\n]{1,200})\]")
_APART: Final = re.compile(r"[,;]")
_ROUND: Final = re.compile(rf"\(\s?({_NUMERALS})\s?\)")
_RAISED: Final = re.compile(rf"[\[(]?\s?({_NUMERALS})\s?[\])]?[,.;:]?")
_ONE: Final = re.compile(r"(?P<first>\d{1,4})(?:\s?[–‒−-]\s?(?P<last>\d{1,4}))?")
_FORMULA: Final = re.compile(r"(?:^|[^\w])[^\W\d_]{1,2}$|\d$|[)\]^=+−×*/]$")
"""What an exponent stands on."""
_WIDEST: Final = 100
"""Entries that one range names at most."""
_BEFORE: Final = 12
_BEYOND: Final = 10
"""A number that is far above those of the list is a year, or a count."""
_ENOUGH: Final[dict[Manner, float]] = {"square": 0.3, "raised": 0.3, "round": 0.6, "keyed": 0.3}
"""Of the labels of a list, those that are named at least; in round brackets also points of a text are numbered."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A marker: where it stands in a run of words, and the labels that it names."""

    at: Span
    labels: tuple[str, ...]
    page: str | None = None


def runs(inlines: Sequence[Inline]) -> Iterator[tuple[tuple[Words, ...], Inline | None]]:
    """Give the words of a paragraph, those that touch together, and each other inline by itself."""
    for is_words, group in groupby(inlines, key=lambda one: isinstance(one, Words)):
        if is_words:
            yield tuple(one for one in group if isinstance(one, Words)), None
        else:
            for one in group:
                yield (), one


def manner(paragraphs: Sequence[Sequence[Inline]], known: frozenset[str]) -> Manner | None:
    """Give the manner whose markers name most labels of a list, None where too few are named in any."""
    seen: dict[Manner, set[str]] = {"square": set(), "raised": set(), "round": set(), "keyed": set()}
    for inlines in paragraphs:
        for words, _ in runs(inlines):
            for kind, labels in seen.items():
                for typed in _FINDERS[kind](words):
                    labels.update(known.intersection(typed.labels))
    best = max(seen, key=lambda kind: len(seen[kind]))
    return best if seen[best] and len(seen[best]) >= _ENOUGH[best] * len(known) else None


def typed_markers(words: Sequence[Words], how: Manner, known: frozenset[str]) -> tuple[Typed, ...]:
    """Give the markers in words that touch, in order; in square brackets also those whose entry the list lacks."""
    most = 2 * max((int(label) for label in known if label.isdecimal()), default=0) + _BEYOND
    return tuple(
        typed
        for typed in _FINDERS[how](words)
        if known.issuperset(typed.labels) or (how == "square" and max(map(int, typed.labels)) <= most)
    )


def _square(words: Sequence[Words]) -> Iterator[Typed]:
    text = "".join(one.text for one in words)
    for found in _SQUARE.finditer(text) if "[" in text else ():
        yield Typed(Span(*found.span()), _numbers(found[1]), found["page"])


def _keyed(words: Sequence[Words]) -> Iterator[Typed]:
    text = "".join(one.text for one in words)
    for found in _KEYED.finditer(text) if "[" in text else ():
        yield Typed(Span(*found.span()), tuple(dict.fromkeys(key.strip() for key in _APART.split(found[1]))))


def _round(words: Sequence[Words]) -> Iterator[Typed]:
    text = "".join(one.text for one in words)
    for found in _ROUND.finditer(text) if "(" in text else ():
        if found.start() and text[found.start() - 1] == " ":
            yield Typed(Span(*found.span()), _numbers(found[1]))


def _raised(words: Sequence[Words]) -> Iterator[Typed]:
    at, before = 0, ""
    for raised, group in groupby(words, key=lambda one: one.raised):
        text = "".join(one.text for one in group)
        if raised:
            found = _RAISED.fullmatch(text.strip())
            if found and before.strip() and not _FORMULA.search(before):
                start = at + len(text) - len(text.lstrip())
                yield Typed(Span(start, start + len(found[0])), _numbers(found[1]))
        at += len(text)
        before = (before + text)[-_BEFORE:]


_FINDERS: Final[dict[Manner, Callable[[Sequence[Words]], Iterator[Typed]]]] = {
    "square": _square, "raised": _raised, "round": _round, "keyed": _keyed,
}  # fmt: skip


def _numbers(text: str) -> tuple[str, ...]:
    """Give the numbers that `1, 3–5` names, those between included."""
    numbers: list[int] = []
    for found in _ONE.finditer(text):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        numbers.extend(range(first, last + 1) if first <= last < first + _WIDEST else (first, last))
    return tuple(dict.fromkeys(map(str, numbers)))
