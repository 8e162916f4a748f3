"""
The items of a CSL-JSON text, each with its place: an array of them, the `items` of a Zotero export, or one alone.

A parser of JSON gives values but not where they stand, and one comma too many costs it the whole file. So brackets and
strings are looked at first, and each item is parsed for itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from citecheck.model import Span

_SIGN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_BEGIN: Final = re.compile(r"[\ufeff\s]*+([\[{])")
_LIST: Final = re.compile(r"\s*+:\s*+(?=\[)")
_DEEPEST: Final = 40
"""Brackets inside each other beyond which an item is none that a program wrote."""
_LONGEST_NUMBER: Final = 15
"""Digits of a number that is more than words."""


@dataclass(frozen=True, slots=True)
class CslItem:
    """One item of the list."""

    span: Span
    value: dict[str, Any] | None
    """None where it is no JSON object."""


def csl_items(text: str) -> Iterator[CslItem]:
    """Give the items of a text in order; a text that is no JSON has none."""
    begin = _BEGIN.match(text)
    if begin is None:
        return
    if begin[1] == "[":
        spans = _in_array(text, begin.end())
    else:
        listed = _listed(text, begin.end())
        spans = iter([(Span(begin.start(1), len(text.rstrip())), 0)]) if listed is None else _in_array(text, listed)
    for span, depth in spans:
        yield CslItem(span, _parsed(span.of(text)) if depth <= _DEEPEST else None)


def _listed(text: str, at: int) -> int | None:
    """Give where the array `items` of the object that begins before *at* opens, None where it has none."""
    depth = 1
    for sign in _SIGN.finditer(text, at):
        first = sign[0][0]
        if first in "[{":
            depth += 1
        elif first in "]}":
            depth -= 1
            if depth == 0:
                return None
        elif depth == 1 and sign[0] == '"items"' and (array := _LIST.match(text, sign.end())):
            return array.end() + 1
    return None


def _in_array(text: str, at: int) -> Iterator[tuple[Span, int]]:
    """Give where each value of the array that opens before *at* stands, and how deep its brackets go."""
    depth, deepest, start = 1, 0, at
    for sign in _SIGN.finditer(text, at):
        first = sign[0][0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in "]}":
            depth -= 1
        if depth == 0 or (depth == 1 and first == ","):
            yield from _stripped(text, start, sign.start(), deepest)
            start, deepest = sign.end(), 0
        if depth == 0:
            return
    yield from _stripped(text, start, len(text), deepest)


def _stripped(text: str, start: int, end: int, depth: int) -> Iterator[tuple[Span, int]]:
    """Give a span without the white space around it, nothing where it is all white space."""
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    if begin < end:
        yield Span(begin, start + len(words.rstrip())), depth


def _parsed(text: str) -> dict[str, Any] | None:
    """Give the object that a text is; long and broken numbers stay words, of a name that is there twice the last counts."""
    try:
        value = json.loads(text, strict=False, parse_int=_number, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits
