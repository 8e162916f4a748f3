"""What has been found so far in one raw reference: its fields, its fixed wording, and what is still free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from citecheck.lexicon.dates import month_number
from citecheck.model import Field, FieldValue, Span
from citecheck.references.enclosures import Enclosures, enclosures
from citecheck.references.wording import exact

_EDGE: Final = " \t\r\n\u00a0\u2009\u202f.,;:"
_WORDY: Final = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Reading:
    """
    One raw reference while it is being read.

    Every code point ends up in a field, in fixed wording, in punctuation, or in the residue: nothing is lost.
    """

    raw: str
    lowered: str = field(init=False)
    """The same in lower case, code point by code point: wording is found faster in it."""
    layout: Enclosures = field(init=False)
    fields: dict[str, Field] = field(default_factory=dict)
    taken: list[Span] = field(default_factory=list)
    """Spans of fields and of fixed wording, in the order they were found."""
    spare: list[Span] = field(default_factory=list)
    """Words that were recognised but have no field of their own: a second ISBN, a lay summary."""
    masked: Span | None = None
    """The dash that stands for the names of the reference before."""
    accessed_at: int | None = None
    """Where the wording of access or archive begins: no field but notes follow it."""

    def __post_init__(self) -> None:
        """Find quotes and brackets, which everything else respects."""
        self.lowered = self.raw.lower()
        if len(self.lowered) != len(self.raw):  # "İ" would become two
            self.lowered = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in self.raw)
        self.layout = enclosures(self.raw)

    def put(
        self,
        variable: str,
        span: Span,
        value: FieldValue | None = None,
        confidence: float = 0.95,
        alternatives: tuple[str, ...] = (),
    ) -> None:
        """Note a field; its value is the span's own words where none is given. A second of a name goes to the residue."""
        self.taken.append(span)
        held = self.fields.get(variable)
        if held is not None:
            if held.span != span:
                self.spare.append(span)
        else:
            words = " ".join(span.of(self.raw).split()) if value is None else value
            self.fields[variable] = Field(variable, words, span, confidence, alternatives)

    def fix(self, start: int, end: int) -> None:
        """Note fixed wording: words of the style that carry no information of their own."""
        self.taken.append(Span(start, end))

    def spend(self, start: int, end: int) -> None:
        """Note words that carry information for which there is no field: they are residue, and in nobody's way."""
        self.taken.append(Span(start, end))
        self.spare.append(Span(start, end))

    def trimmed(self, start: int, end: int, edge: str = _EDGE) -> Span:
        """Give a span without the spaces and separators at its ends."""
        words = self.raw[start:end]
        left = len(words) - len(words.lstrip(edge))
        return Span(start + left, max(start + left, end - (len(words) - len(words.rstrip(edge)))))

    def free(self, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Yield the stretches between *start* and *end* that nothing has taken, in order."""
        end = len(self.raw) if end is None else end
        for span in sorted(self.taken):
            if span.start > start:
                yield Span(start, min(span.start, end))
            start = max(start, span.end)
            if start >= end:
                return
        if start < end:
            yield Span(start, end)

    def residue(self) -> tuple[Span, ...]:
        """Give the words that belong to no field and are no fixed wording."""
        left = [*self.spare, *(span for span in self.free() if _WORDY.search(self.raw, span.start, span.end))]
        return tuple(sorted(self.trimmed(span.start, span.end, _EDGE + "()[]\"'") for span in left))

    def pieces(self, separator: str, start: int = 0, end: int | None = None) -> list[Span]:
        """Give the free stretches cut at the separator, trimmed, the empty ones left out."""
        found: list[Span] = []
        for span in self.free(start, end):
            for cut in split(self.raw, span, separator, self.layout.ends):
                piece = (
                    self.trimmed(cut.start, cut.end, " \t\r\n\u00a0\u2009\u202f,;:")
                    if separator == "."
                    else self.trimmed(*cut)
                )
                piece = self._without_final_stop(piece)
                if piece.start < piece.end and _WORDY.search(self.raw, piece.start, piece.end):
                    found.append(piece)
        return found

    def _without_final_stop(self, span: Span) -> Span:
        """Give a piece without separators and half brackets at its ends; the stop of an abbreviation stays."""
        start, end = span
        while start < end and self.raw[start] in ". ,;:)]":
            start += 1
        while end > start and self.raw[end - 1] in " .,;:([":
            if self.raw[end - 1] == "." and self._is_abbreviated(start, end):
                break
            end -= 1
        return Span(start, end)

    def _is_abbreviated(self, start: int, end: int) -> bool:
        """Tell whether the stop before *end* belongs to the last word: `Inc.`, `Sci.`, `U.S.`."""
        words = self.raw[max(start, end - 16) : end]
        if _ABBREVIATED.search(words):
            return True
        last = _LAST_WORD.search(words[:-1])
        return last is not None and last[0] in exact("shortened", of="wording")


_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s,])(?:Inc|Ltd|Co|Corp|Jr|Sr|Bros|L\.P|S\.A|etc|al|ed|eds|[A-Z](?:\.[A-Z]){1,4})\.\Z"
)
"""Words whose own stop also serves as the separator."""

_NO_STOP: Final = re.compile(
    r"(?:^|[\s(\[,;:\"'‘“«.-])(?:[A-ZÀ-ÖØ-ÞА-Я]|Mc[A-Z]|St|Ste|Dr|Mr|Mrs|Ms|Mt|Ft|Sgt|Lt|Col|Gen|Capt|Maj|Rev|Prof|Hon|Sen|Rep|Gov|vs|v|cf|ca|c|Prop|Op|Tom|T|"
    r"Vol|vol|Vols|vols|No|no|Nos|nos|Nr|nr|Bd|Hrsg|Jg|p|pp|pgs|pg|S|s|pág|págs|стр|str|sid|Art|art|Fig|fig|Ch|ch|chap|Chap|Sec|sec|Pt|pt|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|al(?=\.\s\())\Z"
)
"""What a full stop after it does not end: an initial, a title, the word before a number."""
_LAST_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{2,12}\Z")
_STOP: Final = re.compile(r"[\"“„«「『《(\[{（【.](?=(\s|\Z|[“\"«])?)")
_COMMA: Final = re.compile(r"[\"“„«「『《(\[{（【,](?=(\s|\Z)?)")
_AFTER_COMMA: Final = re.compile(
    r"\s+(?:Inc|Ltd|LLC|Co|Corp|Jr|Sr|II|III|IV|L\.?P|S\.?A|GmbH|LLP|PLC|N\.?A|eds?)(?:\.|\b)|\s+[12][0-9]{3}(?=\s*(?:[),.;:\[(–-]|\Z))"
)
_DAY: Final = re.compile(r"(?:^|\s)[0-9]{1,2}\Z")
_MONTH_NEXT: Final = re.compile(r"\s([^\W\d_]{3,12})\.?\s[12][0-9]{3}")
_ONE_WORD: Final = re.compile(
    r"[^\W\d_]{1,14}(?:\.(?!\s[^\W\d_a-z][^\W\d_]{2,}\s)|\s(?:[0-9(]|[IVXL]+\b)|:\s[0-9]|,|\Z)"
)
_PAGE_MARK: Final = re.compile(r"pp?\.?\s?[0-9A-Zivxlc]")
_NEXT_WORD: Final = re.compile(r"[^\W\d_]{1,14}")
_NUMBERED: Final = frozenset({"Vol", "No", "Season", "Series", "Episode", "Retrieved", "Archived", "In"})
_GOES_ON: Final = re.compile(
    r"\s(?!(?:retrieved|archived|in|ed|eds|pp?|no|vol|doi|isbn|via|revised|special|trans)\b)[^\W\d_A-Z][^\W\d_]*(?=[\s,;:])",
    re.ASCII,
)
"""After a comma: a word in lower case, which goes on with the words before rather than opening a field."""
_MONTH_DAY: Final = re.compile(r"[^\W\d_]{3,10}\.?\s[0-9]{1,2}(?:\s?[–-]\s?(?:[^\W\d_]{3,10}\s)?[0-9]{1,2})?\Z")


def _goes_on_shortened(text: str, start: int, at: int) -> bool:
    """
    Tell whether the name of a journal goes on behind a shortened word of it.

    It does in `Behav. | Processes`, `Physiol. | Sci.`, `Dept. | of State`; a longer name behind the last of several
    shortened words is another (`Physiol. Sci. | National Research Council`).
    """
    after = text[at + 2 : at + 3]
    word = _NEXT_WORD.match(text, at + 2)
    if word is None:
        return after == "("
    if _PAGE_MARK.match(text, at + 2):
        return False
    if after.islower() or word[0] in exact("shortened", of="wording"):
        return True
    if word[0] in _NUMBERED:
        return False
    first = not set(". ,") & set(text[start:at].strip(" .,"))
    return first or _ONE_WORD.match(text, at + 2) is not None


def _is_cut(text: str, at: int, start: int, separator: str) -> bool:
    """Tell whether the separator at an offset separates, rather than belonging to an abbreviation or a date."""
    return _stop_cuts(text, at, start) if separator == "." else _comma_cuts(text, at, start)


def _stop_cuts(text: str, at: int, start: int) -> bool:
    """Tell whether a full stop ends a piece: not one of an initial, a shortened word, a German day."""
    if not text[at + 1 : at + 2]:
        return True
    before = text[max(start, at - 14) : at]
    month = _MONTH_NEXT.match(text, at + 1) if _DAY.search(before) else None
    if month is not None and month_number(month[1]):
        return False
    if _NO_STOP.search(before[-8:]) or text[start:at].strip(" .,") == "Ed":
        return False
    word = _LAST_WORD.search(before)
    return word is None or word[0] not in exact("shortened", of="wording") or not _goes_on_shortened(text, start, at)


def _comma_cuts(text: str, at: int, start: int) -> bool:
    """Tell whether a comma ends a piece: not before `Inc.`, nor inside a date, nor before a word in lower case."""
    after = _AFTER_COMMA.match(text, at + 1)
    if after is None:
        closed = text[at - 4 : at].isdigit() or text[at - 1 : at] in '"”»'
        return closed or _GOES_ON.match(text, at + 1) is None
    if after[0].strip()[:1].isdigit():
        return not _MONTH_DAY.search(text[max(start, at - 24) : at])
    return False


def split(text: str, span: Span, separator: str, ends: dict[int, int]) -> Iterable[Span]:
    """Cut a stretch of text at its separators, those inside quotes and brackets left alone."""
    pattern = _STOP if separator == "." else _COMMA
    start, at, end = span.start, span.start, span.end
    while match := pattern.search(text, at, end):
        here = match.start()
        if text[here] != separator:
            at = min(ends.get(here, here + 1), end)
        else:
            spaced = match[1] is not None or here + 1 == end
            if spaced and _is_cut(text, here, start, separator):
                yield Span(start, here + 1)
                start = here + 1
            at = here + 1
    yield Span(start, end)
