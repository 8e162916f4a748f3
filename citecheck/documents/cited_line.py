"""
A block's words with the citations in them, as markup names them: what brackets belong to them, what a range names.

* `Line`: takes words, citations and addresses in their order, and gives them to a draft.

Markup says what `7` and `14` in “[7–14]” lead to; that 8 to 13 are cited too, and that the brackets are none of the
sentence, is seen in the words around them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from citecheck.documents.draft import Draft
from citecheck.model import Span

Run: TypeAlias = tuple[str, Span]
"""What a reader sees, and where it stands."""
_DASH: Final = re.compile(r"\s{0,4}[-‐-―−]{1,2}\s{0,4}")
_JOINT: Final = re.compile(r"[\s,;:·•/‐-―−-]{0,8}(?:(?:and|und|et|y|e|&)\s{1,3})?")
_NUMBERS: Final = re.compile(
    r"[\s\[(]{0,4}[A-Z]?\d{1,4}[a-z]?(?:[\s,;‐-―−-]{1,4}[A-Z]?\d{1,4}[a-z]?){0,40}[\s\]),.;‐-―−-]{0,4}"
)
_YEAR: Final = re.compile(r"\s{0,4}(?:1[4-9]|20)\d\d[a-z]?\s{0,4}")
_SPOKEN: Final = re.compile(r"(?:^|[\s(])(?P<word>[^\W\d_]{2,12}\.?)\s{1,3}\Z")
_NUMBER: Final = re.compile(r"(\d{1,4})(?:\s{0,2}[-‐-―−]\s{0,2}(\d{1,4}))?")
_TEXTUAL: Final = re.compile(r"(?P<words>.{1,300}?\S\s{1,4})(?P<year>[(\[](?:1[4-9]|20)\d\d[a-z]?.{0,60})", re.DOTALL)
_OPENING: Final = re.compile(r"([(\[])([^()\[\]]{0,60})\Z")
_CLOSING: Final = re.compile(r"(?:[,:]\s{0,2}(?P<page>pp?\.\s{0,2}[\w‐-―-]{1,20}))?\s{0,2}([)\]])")
_PAIRS: Final = {"(": ")", "[": "]"}
_LONGEST_SIGN: Final = 3
"""Letters of what marks a note: `iii`, `**`."""
_LONGEST_RANGE: Final = 300
"""Entries that one range may name."""


class Target(NamedTuple):
    """An entry that is cited."""

    key: Hashable
    label: str


@dataclass(slots=True)
class _Words:
    seen: str
    span: Span
    pad: bool = False


@dataclass(slots=True)
class _Cite:
    targets: tuple[Target, ...]
    runs: list[Run]
    span: Span
    seen: str
    before: list[Target] = field(default_factory=list)
    """Those that a range up to here names."""
    rest: list[Target] = field(default_factory=list)
    """Those that the words of this one name beside its targets."""
    page: str | None = None
    bracketed: bool = False
    """Whether it stands in brackets with other citations alone."""
    spoken: bool = False
    """Whether it is a number that is part of its sentence: “as in refs. 1 and 2”."""

    @property
    def numeric(self) -> bool:
        """Whether it is seen as numbers of the list; a year is none."""
        return _NUMBERS.fullmatch(self.seen) is not None and not _YEAR.fullmatch(self.seen)

    @property
    def worded(self) -> bool:
        """Whether it is seen as words of its sentence: the names of authors, or a number that is read aloud."""
        return self.spoken or (len(self.seen.strip(" \t\r\n[]().,;")) > _LONGEST_SIGN and not self.numeric)

    @property
    def label(self) -> str:
        """What it is compared by: its words without the brackets around all of them."""
        words = " ".join(self.seen.split()).strip(" ,;")
        if words[:1] in {"(", "["} or not self.worded:
            return words.strip("[]() ,;")
        return words[:-1] if words[-1:] in {")", "]"} and not {"(", "["} & set(words) else words


class Order:
    """The entries of a document in their order: what stands between two, and what has a number."""

    def __init__(self, targets: Sequence[Target] = (), most: int = 50_000) -> None:
        self._targets = targets
        self._at = {target.key: place for place, target in enumerate(targets)}
        self._numbered: dict[str, Target] = {}
        for target in targets:
            self._numbered.setdefault(target.label, target)
        self.left = most
        """How many entries ranges may still name: a hostile document cites all of them everywhere."""

    def between(self, first: Hashable, last: Hashable) -> Sequence[Target]:
        """Give what stands between two entries, nothing where they are in no such order or too far apart."""
        start, end = self._at.get(first), self._at.get(last)
        if start is None or end is None or not 1 < end - start <= min(_LONGEST_RANGE, self.left):
            return ()
        self.left -= end - start
        return self._targets[start + 1 : end]

    def numbered(self, seen: str) -> list[Target]:
        """Give the entries whose numbers some words name, those inside of ranges too."""
        found: list[Target] = []
        for first, last in _NUMBER.findall(seen):
            start, end = int(first), int(last or first)
            if start <= end <= start + min(_LONGEST_RANGE, self.left):
                self.left -= end - start
                found += (self._numbered[str(n)] for n in range(start, end + 1) if str(n) in self._numbered)
        return found


class Line:
    """Takes the words of a block and what is cited in them."""

    def __init__(self) -> None:
        self._events: list[_Words | _Cite | tuple[str, Span]] = []

    def __bool__(self) -> bool:
        """Tell whether anything stands on it that is seen."""
        return any(
            isinstance(one, _Cite) or (isinstance(one, _Words) and not one.seen.isspace()) for one in self._events
        )

    def say(self, seen: str, span: Span) -> None:
        """Add words."""
        self._events.append(_Words(seen, span))

    def pad(self) -> None:
        """Add a space that stands nowhere."""
        self._events.append(_Words(" ", Span(0, 0), pad=True))

    def cite(self, targets: Iterable[Target], runs: Iterable[Run], span: Span) -> None:
        """Add a citation: what it leads to, what is seen of it, where it stands."""
        runs = list(runs)
        self._events.append(_Cite(tuple(targets), runs, span, "".join(run for run, _ in runs)))

    def link(self, url: str, span: Span) -> None:
        """Add an address."""
        self._events.append((url, span))

    def emit(self, draft: Draft, order: Order) -> None:
        """Give all of it to a draft, whose block is open, and begin anew."""
        events, self._events = self._events, []
        _range(events, order)
        _bracket(events)
        for event in events:
            if isinstance(event, _Words):
                if event.pad:
                    draft.pad()
                elif event.seen:
                    draft.words(event.seen, event.span)
            elif isinstance(event, _Cite):
                _mark(draft, event)
            else:
                draft.link(*event)


def _range(events: Sequence[object], order: Order) -> None:
    """Find what ranges name: between two citations with a dash, and in the words of one."""
    before: _Cite | None = None
    between, silent = "", set[Hashable]()
    for event in events:
        if isinstance(event, _Words):
            between = (between + event.seen)[:12]
        elif isinstance(event, _Cite):
            if not event.seen.strip():  # those of a range may be named one by one, unseen
                silent.update(target.key for target in event.targets)
                continue
            if event.numeric and event.targets:
                if len(event.targets) < 3 and before is not None and _is_range(before.seen, between, event.seen):
                    named = order.between(before.targets[-1].key, event.targets[0].key)
                    event.before = [target for target in named if target.key not in silent]
                event.rest = _unnamed(event, order)
            before = event if event.numeric and event.targets else None
            between, silent = "", set()


def _is_range(first: str, between: str, last: str) -> bool:
    """Tell whether nothing but a dash stands between two citations, in them or beside them."""
    first, last = first.rstrip(" ])"), last.lstrip(" [(")
    joined = (
        f"{first[-1:] if _DASH.fullmatch(first[-1:]) else ''}{between}{last[:1] if _DASH.fullmatch(last[:1]) else ''}"
    )
    return _DASH.fullmatch(joined) is not None


def _unnamed(event: _Cite, order: Order) -> list[Target]:
    """Give what the words of a citation name and its markup does not: 8 of “7–9”, whose markup names 7, or 7 and 9."""
    if not any(sign in event.seen for sign in ",;-‐‑‒–—−"):
        return []
    held = {target.key for target in event.targets}
    named = order.numbered(event.seen)
    if not held & {target.key for target in named} or len(held) >= len(named):
        return []
    return [target for target in named if target.key not in held]


def _bracket(events: list[_Words | _Cite | tuple[str, Span]]) -> None:
    """Give brackets that hold citations alone to the first and the last of them."""
    at = 0
    while at < len(events):
        if not isinstance(events[at], _Cite):
            at += 1
            continue
        last = at
        words, place = "", at + 1
        while place < len(events) and len(words) < 16:
            event = events[place]
            if isinstance(event, _Words):
                words += event.seen
            elif isinstance(event, _Cite):
                if not _JOINT.fullmatch(words):
                    break
                last, words = place, ""
            place += 1
        _take_brackets(events, at, last)
        at = last + 1


def _take_brackets(events: list[_Words | _Cite | tuple[str, Span]], first: int, last: int) -> None:
    """Give the brackets around some events to the first and the last of them, where they hold nothing else."""
    start, end = events[first], events[last]
    if not isinstance(start, _Cite) or not isinstance(end, _Cite):
        return
    if end.seen.rstrip()[-1:] == _PAIRS.get(start.seen.lstrip()[:1], "-"):  # as GROBID marks them: “(Kim, 2002)”
        _set_bracketed(events, first, last)
        return
    before, after = _neighbour(events, first, -1), _neighbour(events, last, 1)
    spoken = _SPOKEN.search(before.seen[-24:]) if before is not None and start.numeric else None
    if spoken and spoken["word"].casefold() in _table()["spoken"]:
        for event in events[first : last + 1]:
            if isinstance(event, _Cite):
                event.spoken = True
        return
    if before is None or after is None:
        return
    opening, closing = _OPENING.search(before.seen[-64:]), _CLOSING.match(after.seen)
    if not opening or not closing or _PAIRS[opening[1]] != closing[2]:
        return
    if not all(word.strip(",;:").casefold() in _table()["leading"] for word in opening[2].split()):
        return
    cut, taken = len(opening[0]), closing.end()
    inner = _Words(before.seen[-cut:], Span(before.span.end - cut, before.span.end))
    before.seen, before.span = before.seen[:-cut], Span(before.span.start, inner.span.start)
    start.runs.insert(0, (inner.seen, inner.span))
    start.span = Span(min(inner.span.start, start.span.start), start.span.end)
    end.page = closing["page"] or end.page
    tail = Span(after.span.start, after.span.start + taken)
    end.runs.append((after.seen[:taken], tail))
    end.span = Span(end.span.start, max(tail.end, end.span.end))
    after.seen, after.span = after.seen[taken:], Span(tail.end, after.span.end)
    _set_bracketed(events, first, last)


def _set_bracketed(events: Sequence[object], first: int, last: int) -> None:
    for event in events[first : last + 1]:
        if isinstance(event, _Cite):
            event.bracketed = True


def _neighbour(events: list[_Words | _Cite | tuple[str, Span]], at: int, step: int) -> _Words | None:
    """Give the words next to an event, None where none stand there as written."""
    place = at + step
    while 0 <= place < len(events):
        event = events[place]
        if isinstance(event, _Cite):
            return None
        if isinstance(event, _Words) and event.seen:
            return event if not event.pad and len(event.seen) == event.span.end - event.span.start else None
        place += step
    return None


def _mark(draft: Draft, cite: _Cite) -> None:
    """Give a citation to a draft: one marker for each entry, of which the first is seen."""
    for target in cite.before:
        draft.mark("", target.key, cite.span, label=target.label, implied=True)
    shown, span = "".join(run for run, _ in cite.runs), cite.span
    if not cite.bracketed and cite.worded:  # the names are words of the sentence
        textual = None if cite.spoken else _TEXTUAL.fullmatch(cite.seen)
        said = len(textual["words"]) if textual else len(cite.seen)
        span = _say(draft, cite, said)
        shown = shown[said:]
    if shown[:1].isspace():
        draft.pad()
    seen = " ".join(shown.split())
    for target in cite.rest:
        draft.mark("", target.key, span, label=target.label, implied=True)
    for place, target in enumerate(cite.targets):
        label = cite.label if len(cite.targets) == 1 and not cite.rest else ""
        draft.mark("" if place else seen, target.key, span, label=label or target.label, page=cite.page)
    if shown[-1:].isspace():
        draft.pad()


def _say(draft: Draft, cite: _Cite, length: int) -> Span:
    """Give the first words of a citation to a draft as words, and tell where the rest stands."""
    start = cite.span.start
    for run, at in cite.runs:
        if length <= 0:
            break
        if len(run) > length and len(run) == at.end - at.start:
            draft.words(run[:length], Span(at.start, at.start + length))
            start = at.start + length
        else:
            draft.words(run, at)
            start = at.end
        length -= len(run)
    return Span(start, max(start, cite.span.end))


@cache
def _table() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("citecheck.documents").joinpath("cited_line.toml").read_text(encoding="utf-8"))
    return {name: frozenset(listed) for name, listed in table.items()}
