"""What has been found so far in one raw reference: its fields, its fixed wording, and what is still free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from citecheck.model import Field, FieldValue, Span
from citecheck.references.enclosures import Enclosures, enclosures

_EDGE: Final = " \t\r\n\u00a0\u2009\u202f.,;:"
_WORDY: Final = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Reading:
    """
    One raw reference while it is being read.

    Every code point ends up in a field, in fixed wording, in punctuation, or in the residue: nothing is lost.
    """

    raw: str
    layout: Enclosures = field(init=False)
    fields: dict[str, Field] = field(default_factory=dict)
    taken: list[Span] = field(default_factory=list)
    """Spans of fields and of fixed wording, in the order they were found."""
    accessed_at: int | None = None
    """Where the wording of access or archive begins: no field but notes follow it."""

    def __post_init__(self) -> None:
        """Find quotes and brackets, which everything else respects."""
        self.layout = enclosures(self.raw)

    def put(
        self,
        variable: str,
        span: Span,
        value: FieldValue | None = None,
        confidence: float = 0.95,
        alternatives: tuple[str, ...] = (),
    ) -> None:
        """Note a field; its value is the span's own words where none is given. The first of a name stays."""
        self.taken.append(span)
        if variable not in self.fields:
            words = " ".join(span.of(self.raw).split()) if value is None else value
            self.fields[variable] = Field(variable, words, span, confidence, alternatives)

    def fix(self, start: int, end: int) -> None:
        """Note fixed wording: words of the style that carry no information of their own."""
        self.taken.append(Span(start, end))

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
        return tuple(
            self.trimmed(span.start, span.end, _EDGE + "()[]\"'")
            for span in self.free()
            if _WORDY.search(self.raw, span.start, span.end)
        )

    def pieces(self, separator: str, start: int = 0, end: int | None = None) -> list[Span]:
        """Give the free stretches cut at the separator, trimmed, the empty ones left out."""
        found: list[Span] = []
        for span in self.free(start, end):
            for cut in split(self.raw, span, separator, self.layout.ends):
                piece = self.trimmed(cut.start, cut.end, " \t\r\n\u00a0\u2009\u202f,;:") if separator == "." else self.trimmed(*cut)
                piece = self._without_final_stop(piece)
                if piece.start < piece.end and _WORDY.search(self.raw, piece.start, piece.end):
                    found.append(piece)
        return found

    def _without_final_stop(self, span: Span) -> Span:
        """Give a piece without the separator's own stops at its ends; the stop of an abbreviation stays."""
        start, end = span
        while start < end and self.raw[start] in ". ,;:":
            start += 1
        while end > start and self.raw[end - 1] in " .,;:" and not _ABBREVIATED.search(self.raw[max(start, end - 12) : end]):
            end -= 1
        return Span(start, end)


_ABBREVIATED: Final = re.compile(r"(?:^|[\s,])(?:Inc|Ltd|Co|Corp|Jr|Sr|Bros|L\.P|S\.A|etc|al|ed|eds|[A-Z](?:\.[A-Z]){1,4})\.\Z")
"""Words whose own stop also serves as the separator."""

_NO_STOP: Final = re.compile(
    r"(?:^|[\s(\[,;:\"'‘“«.-])(?:[A-ZÀ-ÖØ-ÞА-Я]|Mc[A-Z]|St|Ste|Dr|Mr|Mrs|Ms|Mt|Ft|Sgt|Lt|Col|Gen|Capt|Maj|Rev|Prof|Hon|Sen|Rep|Gov|vs|v|cf|ca|c|"
    r"Vol|vol|Vols|vols|No|no|Nos|nos|Nr|nr|Bd|Hrsg|Jg|p|pp|pgs|pg|S|s|pág|págs|стр|str|sid|Art|art|Fig|fig|Ch|ch|chap|Chap|Sec|sec|Pt|pt|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|al(?=\.\s\())\Z"
)
"""What a full stop after it does not end: an initial, a title, the word before a number."""
_STOP: Final = re.compile(r"[\"“„«「『《(\[{（【.](?=(\s|\Z|[“\"«])?)")
_COMMA: Final = re.compile(r"[\"“„«「『《(\[{（【,](?=(\s|\Z)?)")
_AFTER_COMMA: Final = re.compile(
    r"\s+(?:Inc|Ltd|LLC|Co|Corp|Jr|Sr|II|III|IV|L\.?P|S\.?A|GmbH|LLP|PLC|N\.?A|eds?)(?:\.|\b)|\s+[12][0-9]{3}(?=\s*(?:[),.;:\[(–-]|\Z))"
)
_MONTH_DAY: Final = re.compile(r"[^\W\d_]{3,10}\.?\s[0-9]{1,2}(?:\s?[–-]\s?(?:[^\W\d_]{3,10}\s)?[0-9]{1,2})?\Z")


def _is_cut(text: str, at: int, start: int, separator: str) -> bool:
    """Tell whether the separator at an offset separates, rather than belonging to an abbreviation or a date."""
    if separator == ".":
        return not (_NO_STOP.search(text[max(start, at - 8) : at]) and text[at + 1 : at + 2])
    after = _AFTER_COMMA.match(text, at + 1)
    if after is None:
        return True
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
                yield Span(start, here)
                start = here + 1
            at = here + 1
    yield Span(start, end)
