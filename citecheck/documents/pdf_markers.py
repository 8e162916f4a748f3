"""
Footnote markers in the text of a PDF: `[1, 3–5]`, superscripts, `(1)` where the document cites so, and linked words.

A group of numbers gives a marker for each reference, those within a range included; those without words of their own are
empty and stand behind the dash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from citecheck.documents.pdf_flow import Flow, Part
from citecheck.documents.pdf_words import words

How: TypeAlias = Literal["[", "^", "("]

_GROUPS: Final = {
    "[": re.compile(r"\[([^\[\]]{1,240})\]"),
    "(": re.compile(r"\(([\d\s,;–‒-]{1,120}(?:,\s?pp?\.[^()]{1,20})?)\)"),
}
_SEPARATOR: Final = re.compile(r"\s*[,;]\s*")
_RANGE: Final = re.compile(r"(\d{1,4})\s?[-\u2010-\u2015\u2212]\s?(\d{1,4})\Z")
_LAST: Final = re.compile(r"(\d{1,4})\Z")
_PAGE: Final = re.compile(r"pp?\.\s?(\d[\d–-]{0,12})")
_MOST: Final = 60
"""References of one range."""
_SURPLUS: Final = 30
"""How far beyond the last label a number may be that is taken for a marker to which nothing answers."""
_WORD: Final = re.compile(r"[^\W\d_]{2}|\b(?:p|pp|e\.\s?g|cf)\.")
_UNIT: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}\s?\Z|[\d)\]}=×·|]\s?\Z")
_BEFORE: Final = re.compile(r"([^\W\d_]{1,12}\.?)\s?\Z")
_YEAR: Final = re.compile(r"\d{4}[a-z]?")
_NAME: Final = re.compile(r"[(;]\s?([^();]{2,90}[, ])\Z")
_MORE: Final = re.compile(r"[\s,;]{1,3}\Z")
_JOINT: Final = re.compile(r"[\s,;()&.’'–-]{0,4}\Z|,? (?:and|und|et|y|e|en)\Z")


class Found(NamedTuple):
    """A marker in a flow's text."""

    start: int
    end: int
    key: Hashable
    label: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """What markers may name."""

    labels: Mapping[str, Hashable]
    """From the label of an item to its key."""
    linked: Callable[[Part, str], Hashable | None]
    """From what stands under a link, and its words, to the key of the item that it leads to."""
    noted: Callable[[Part, str], Hashable | None]
    """From what is raised and its label to the key of a footnote."""


def counts(flow: Flow, labels: Mapping[str, Hashable]) -> dict[How, set[str]]:
    """Give the labels that each way of citing would name in a flow."""
    seen: dict[How, set[str]] = {"[": set(), "^": set(), "(": set()}
    for how, named in seen.items():
        for start, end in _groups(flow, how):
            found = _read(flow.text, start, end, labels, orphans=False)
            named.update(one.label for one in found or ())
    return seen


def find(flow: Flow, lists: Lists, how: How | None) -> list[Found]:
    """
    Give the markers of a flow in order, none over another.

    Args:
        flow: Its text.
        lists: What they may name.
        how: The way in which the document cites by labels, None where it has none.
    """
    found = list(_notes(flow, lists))
    if how is not None:
        taken = _taken(found)
        for start, end in _groups(flow, how):
            if taken.isdisjoint(range(start, end)):
                found += _read(flow.text, start, end, lists.labels, orphans=how == "[") or ()
    taken = _taken(found)
    found += [one for one in _links(flow, lists) if taken.isdisjoint(range(one.start, one.end))]
    return sorted(found, key=lambda one: (one.start, one.end))


def _taken(found: Sequence[Found]) -> set[int]:
    """Give the places that markers cover."""
    return {place for one in found for place in range(one.start, one.end)}


def _groups(flow: Flow, how: How) -> Iterator[tuple[int, int]]:
    """Give where groups of labels stand, their brackets included."""
    if how == "^":
        yield from _raised(flow)
        return
    for match in _GROUPS[how].finditer(flow.text):
        before = _BEFORE.search(flow.text, max(match.start() - 14, 0), match.start())
        if how == "(" and before and before[1].casefold() in words("unlike"):
            continue
        yield match.span()


def _raised(flow: Flow) -> Iterator[tuple[int, int]]:
    """Give where numbers are raised that are no exponents."""
    start: int | None = None
    for part in [*flow.parts, None]:
        if part is not None and part.raised:
            start = part.start if start is None else start
            continue
        if start is not None:
            end = part.start if part is not None else len(flow.text)
            said = flow.text[start:end]
            end -= len(said) - len(said.rstrip())
            start += len(said) - len(said.lstrip())
            linked = flow.part(start).area is not None
            if start < end and (linked or "," in said or not _UNIT.search(flow.text, max(start - 4, 0), start)):
                yield start, end
            start = None


def _read(text: str, start: int, end: int, labels: Mapping[str, Hashable], *, orphans: bool) -> list[Found] | None:
    """Give the markers of a group, None where it is none."""
    inner = start + (text[start] in "[("), end - (text[end - 1] in "])")
    body = text[inner[0] : inner[1]]
    if body in labels:
        return [Found(start, end, labels[body], body)]
    found: list[Found] = []
    at = inner[0]
    for piece in [*_SEPARATOR.finditer(text, *inner), None]:
        stop = piece.start() if piece is not None else inner[1]
        token = text[at:stop].strip()
        place = at + len(text[at:stop]) - len(text[at:stop].lstrip())
        one = _token(token, place, labels, orphans=orphans)
        if one:
            found += one
        elif token and (token[0].isdigit() or not _WORD.search(token)):
            return None
        elif token and found:  # [3, p. 5]; what stands before the first, [as told by; 3], belongs to it, too
            page = _PAGE.match(token)
            found[-1] = found[-1]._replace(end=stop, page=page[1] if page else None)
        at = piece.end() if piece is not None else stop
    if not found or not any(one.label in labels for one in found):
        return _orphan(found, start, end, labels) if orphans else None
    found[0] = found[0]._replace(start=start)
    found[-1] = found[-1]._replace(end=end) if len(found) == 1 or found[-1].start < found[-1].end else found[-1]
    return found


def _orphan(found: list[Found], start: int, end: int, labels: Mapping[str, Hashable]) -> list[Found] | None:
    """Give a marker that names no item, where its number is near those of the list."""
    numbers = [int(label) for label in labels if label.isdigit()]
    if len(found) != 1 or not numbers or not found[0].label.isdigit():
        return None
    number = int(found[0].label)
    return [found[0]._replace(start=start, end=end)] if 0 < number <= max(numbers) + _SURPLUS else None


def _token(token: str, at: int, labels: Mapping[str, Hashable], *, orphans: bool) -> list[Found]:
    """Give the markers of one part of a group: of a label or a range."""
    if token in labels:
        return [Found(at, at + len(token), labels[token], token)]
    span = _RANGE.match(token)
    if span:
        first, last = int(span[1]), int(span[2])
        if not first < last <= first + _MOST or span[1] not in labels:
            return []
        dash, behind = at + span.end(1), at + span.start(2)
        numbers = [str(n) for n in range(first, last + 1)]
        found = [Found(at, dash, labels[numbers[0]], numbers[0])]
        for number in numbers[1:-1]:
            place = (dash, behind) if number == numbers[1] else (behind, behind)
            found.append(Found(*place, labels.get(number, ("none", number)), number))
        return [*found, Found(behind, at + len(token), labels.get(span[2], ("none", span[2])), span[2])]
    last_number = _LAST.search(token)
    if last_number is None:
        return []
    opening = token[: last_number.start()].casefold().split()[-1:]
    if opening and opening[0] not in words("openings"):
        return []
    number = last_number[1]
    known = number in labels or (orphans and number.strip("0") != "")
    return [Found(at, at + len(token), labels.get(number, ("none", number)), number)] if known else []


def _notes(flow: Flow, lists: Lists) -> Iterator[Found]:
    """Give the marks of footnotes."""
    for part in flow.parts:
        said = flow.text[part.start : part.end]
        label = said.strip()
        if not part.raised or not label or len(label) > 4:
            continue
        start = part.start + len(said) - len(said.lstrip())
        key = lists.noted(part, label)
        if key is not None:
            yield Found(start, start + len(label), key, label)


def _links(flow: Flow, lists: Lists) -> Iterator[Found]:
    """Give words under links that lead to items; those of one item that follow each other are one marker."""
    yield from _whole(flow, list(_linked(flow, lists)))


def _linked(flow: Flow, lists: Lists) -> Iterator[Found]:
    """Give words under links that lead to items, without the brackets around them."""
    open_: Found | None = None
    for part in flow.parts:
        said = flow.text[part.start : part.end]
        key = lists.linked(part, said.strip()) if part.area is not None else None
        if key is None or not said.strip():
            continue
        start = part.start + len(said) - len(said.lstrip())
        end = part.start + len(said.rstrip())
        if open_ is not None and open_.key == key and _JOINT.match(flow.text[open_.end : start]):
            open_ = open_._replace(end=end, label=" ".join(flow.text[open_.start : end].split()))
            continue
        if open_ is not None:
            yield open_
        open_ = Found(start, end, key, said.strip())
    if open_ is not None:
        yield open_


def _whole(flow: Flow, found: Sequence[Found]) -> list[Found]:
    """
    Give linked words with the brackets around them.

    Of "Smith et al. (2010)" the brackets alone are the marker: the name is a word of its sentence. Where a year alone is
    linked, (Smith, 2010), the name before it belongs to the marker.
    """
    text = flow.text
    whole: list[Found] = []
    for one in found:
        start, end = one.start, one.end
        opening = text.find("(", start, end)
        if opening >= 0 and ")" not in text[opening:end] and text[end : end + 1] == ")":
            start, end = opening, end + 1
        elif _YEAR.fullmatch(text[start:end]):
            name = _NAME.search(text, max(start - 100, whole[-1].end if whole else 0), start)
            start = name.start(1) if name else start
        whole.append(one._replace(start=start, end=end))
    first = 0
    for n, one in enumerate(whole):
        if n + 1 < len(whole) and _MORE.match(text[one.end : whole[n + 1].start]):
            continue
        start, end = whole[first].start, one.end
        if start and text[start - 1] == "(" and text[end : end + 1] == ")":
            whole[first] = whole[first]._replace(start=start - 1)
            whole[n] = whole[n]._replace(end=end + 1)
        first = n + 1
    return whole


def way(seen: Sequence[Mapping[How, set[str]]]) -> How | None:
    """Give the way in which a document cites: the one that names most of its labels."""
    names: dict[How, set[str]] = {"[": set(), "^": set(), "(": set()}
    for one in seen:
        for how, labels in one.items():
            names[how] |= labels
    best = max(names, key=lambda how: len(names[how]))
    return best if names[best] else None
