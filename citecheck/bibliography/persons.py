"""Lists of names that programs split otherwise than they were meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from citecheck.bibliography.datamodel import fields_of
from citecheck.bibliography.item import Item
from citecheck.bibliography.message import Message, shown

_AND: Final = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_BRACE: Final = re.compile(r"[{}]")
_MORE: Final = re.compile(r"\bet\.? al\b|\bu\. ?a\.|\band others\b.|^others\b.", re.IGNORECASE)
_BODY: Final = re.compile(
    r"\b(?:University|Ministry|Department|Institute|Institut|Committee|Association|Corporation|Inc\.|Ltd|GmbH|Commission|"
    r"Organi[sz]ation|Agency|Foundation|Society|Bureau|Government|Consortium|Collaboration|Universität|Ministerium)\b"
)
MOST_COMMAS: Final = 2
"""Commas of a name: `von Last, Jr, First` (btxdoc, 4)."""


def persons(item: Item) -> Iterator[Message]:
    """Give what is wrong with the lists of names of an entry."""
    for name in fields_of("names"):
        if name in item.values and item.text(name):
            seen: set[str] = set()
            for code, text in _list(item.text(name)):
                if code not in seen:
                    seen.add(code)
                    yield item.said(code, f"`{name}` {text}", name)


def _list(value: str) -> Iterator[tuple[str, str]]:
    """Give what is wrong with one list of names, as the rest of a sentence."""
    hidden = outermost(value)
    parts, at = [], 0
    for word in _AND.finditer(hidden):
        parts.append((hidden[at : word.start()].strip(), value[at : word.start()].strip()))
        at = word.end()
    parts.append((hidden[at:].strip(), value[at:].strip()))
    if any(not plain for plain, _ in parts):
        yield "names-and", "has an `and` with no name beside it, for which biber skips the entry. Delete it."
    for number, (plain, whole) in enumerate(parts):
        last = number == len(parts) - 1
        if plain.count(",") > MOST_COMMAS:
            text = f"has a name with too many commas, {shown(whole)}: BibTeX and biber stop at it. Put `and` between names."
            yield "names-commas", text
        elif ";" in plain or re.search(r"(?:^|\s)\\?&\s", plain):
            text = f"has {shown(whole)} as one name: names are parted by `and` alone. Write `and`."
            yield "names-separator", text
        elif _MORE.search(plain):
            yield "names-others", f"has {shown(whole)} as a name. Write `and others`."
        elif plain == "others" and not last:
            yield "names-others", "has `others` before its end, where it is a name. Move it to the end."
        elif " " in plain and "," not in plain and _BODY.search(plain):
            text = (
                f"has the body {shown(whole)} without braces, so that it is split as a person's name. Write {{{{…}}}}."
            )
            yield "names-body", text


def outermost(value: str) -> str:
    """Give a value with what stands in braces replaced by as many `x`, so that its separators stand out."""
    parts: list[str] = []
    depth = at = 0
    for brace in _BRACE.finditer(value):
        run = value[at : brace.start()]
        parts.append(run if depth == 0 else "x" * len(run))
        parts.append("x")
        depth = max(depth + (1 if brace[0] == "{" else -1), 0)
        at = brace.end()
    parts.append(value[at:] if depth == 0 else "x" * (len(value) - at))
    return "".join(parts)
