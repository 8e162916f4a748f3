"""The items of the reference lists of a plain text: `[RFC2119]  Bradner, S.`, `[1] Kim`, their lines across pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from citecheck.documents.lines import Line
from citecheck.documents.plain_outline import Heading

_ITEM: Final = re.compile(r"\s{0,16}\[(?P<label>[^\[\]\n]{1,60})\](?P<gap>[:.]?(?:\s{1,24}|$))(?=(?P<words>.?))")
_NUMBER: Final = re.compile(r"\s{0,12}\(?(?P<label>\d{1,3})[.)]\s{1,8}(?=\S)")
_DATED: Final = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?$")
_MOST_WORDS: Final = 3
_SPACES: Final = re.compile(r"\s+")
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    label: str
    lines: tuple[int, ...]
    """Of the text, blank ones and what stands between pages left out."""
    words: int
    """Where on the first line its words begin."""
    seen: str = ""
    """Its label as a reader sees it, where that has spaces."""


def plain_label(label: str) -> str:
    """Give a label as it is compared: without the space at which a line was broken."""
    return _SPACES.sub("", label)


def sections(lines: Sequence[Line], found: dict[int, Heading], kinds: frozenset[str]) -> Iterator[range]:
    """Give the lines of the sections that hold lists of references, each up to the next heading."""
    places = sorted(found)
    for number, place in enumerate(places):
        if found[place].kind in kinds:
            end = places[number + 1] if number + 1 < len(places) else len(lines)
            yield range(place + found[place].lines, end)


def items(lines: Sequence[Line], inside: range, left_out: frozenset[int]) -> tuple[Item, ...]:
    """
    Give the items that begin with a label in brackets; or, where none does, those that begin with a number.

    Args:
        lines: Of the text.
        inside: Those of the section.
        left_out: Those that are footers and running heads.
    """
    shown = [number for number in inside if number not in left_out]
    bracketed = _items(lines, shown, _ITEM)
    return bracketed or _rising(_items(lines, shown, _NUMBER))


def trailing(lines: Sequence[Line], left_out: frozenset[int]) -> tuple[Item, ...]:
    """Give the items of the list that the text ends with under no heading: numbers in brackets that rise by one."""
    shown = [number for number in range(len(lines)) if number not in left_out]
    found = [item for item in _items(lines, shown, _ITEM) if item.label.isdigit()]
    last: list[Item] = []
    for item in reversed(found):
        if last and int(item.label) != int(last[-1].label) - 1:
            break
        last.append(item)
    last.reverse()
    return tuple(last) if len(last) >= _LEAST and int(last[0].label) <= 1 else ()


def _items(lines: Sequence[Line], shown: Sequence[int], pattern: re.Pattern[str]) -> tuple[Item, ...]:
    """Give the items of some lines."""
    found: list[Item] = []
    edge, hung, blanks, before = 0, 0, 0, -1
    taken: list[int] = []

    def close() -> None:
        if taken and found:
            found[-1] = replace(found[-1], lines=tuple(taken))

    for number in shown:
        line = lines[number]
        if line.blank:
            blanks += 1
            continue
        begins = pattern.match(line.text)
        if begins and (not found or abs(line.indent - edge) <= 3) and _is_label(begins["label"], found):
            close()
            edge, hung = line.indent, 0
            found.append(Item(plain_label(begins["label"]), (), begins.end(), " ".join(begins["label"].split())))
            taken = [number]
        elif found and taken:
            broken = blanks and number != before + 1 + blanks  # a page ended in between
            if line.indent > edge or ((not blanks or broken) and line.indent >= edge and not begins):
                if not blanks or broken or line.indent >= (hung or edge + 1):
                    hung = hung or line.indent
                    taken.append(number)
            elif blanks and line.indent <= edge:
                close()
                taken = []
        blanks, before = 0, number
    close()
    return tuple(item for item in found if item.lines)


def _is_label(label: str, before: Sequence[Item]) -> bool:
    """Tell whether words in brackets may be a label: no sentence, page or footnote; no `[04]` of a dump behind `[1]`, `[2]`."""
    words = label.split()
    if before and label.startswith("0") and label != "0" and not before[0].label.startswith("0"):
        return False
    return (
        bool(words)
        and (len(words) <= _MOST_WORDS or (len(words) <= 2 * _MOST_WORDS and _DATED.search(words[-1]) is not None))
        and not label.lower().startswith(("page ", "^", "#", "@"))
        and any(map(str.isalnum, label))
    )


def _rising(found: tuple[Item, ...]) -> tuple[Item, ...]:
    """Give items whose numbers rise from one, none where they do not."""
    kept: list[Item] = []
    for item in found:
        if int(item.label) == len(kept) + 1:
            kept.append(item)
    return tuple(kept) if len(kept) >= _LEAST and len(kept) * 4 >= len(found) * 3 else ()
