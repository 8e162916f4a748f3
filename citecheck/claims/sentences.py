"""Where the sentences of a block begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from citecheck.claims.runs import Masked, Run
from citecheck.lexicon.words import words

WINDOW: Final = 1000
"""Code points given to the splitter at a time: it is quadratic on some inputs (CJK full stops, apostrophes)."""
STOPS: Final = frozenset(".!?。！？．｡…؟۔।")
CLOSERS: Final = frozenset("\"'”’»›)]」』）】〉》")
_CLOSING_MARKS: Final = frozenset('"”»')
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_WORD: Final = re.compile(r"[^\W\d_]{2,30}")
_LAST_WORD: Final = re.compile(r"[^\W\d_][\w.]{0,20}\Z")
_HIRAGANA: Final = range(0x3041, 0x3097)
_ALSO: Final = re.compile(r"[.!?]\) +(?=[^\W\d_a-z])|(?<=[^\W\d_]{4})\. +(?=(?:1[0-9]|20)[0-9]{2} [^\W\d_])")
"""Boundaries that the splitter leaves out: after a bracketed sentence, and before a year that begins one in German."""
LONGEST_TAG: Final = 60
"""Code points of a bracketed tag."""
LONGEST_LEAD_IN: Final = 3
"""Letters of the short words (`as`, `by`, `for`) that a lead-in ends with."""
_DASHES: Final = frozenset("-–—―")
SHORTEST_SENTENCE: Final = 5
"""Words from which a paragraph without full stops is taken for a sentence that lacks one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block; the markers that follow it belong to it."""

    start: int
    """Its first code point in the block's text."""
    end: int
    """After its last code point, markers included."""
    text: str
    """Its words without markers, whitespace folded."""
    missing_stop: bool = False
    """Whether it ends at a marker without the full stop that it needs."""


def split(text: str, runs: Sequence[Run], language: str | None, *, prose: bool) -> tuple[Sentence, ...]:
    """
    Give the sentences of a block's text, in order.

    Args:
        text: The block's text, markers included.
        runs: Its runs of markers, in order.
        language: A BCP 47 tag; None is read as English, which fits most alphabets.
        prose: Whether the block is a paragraph, whose sentences need a full stop.
    """
    masked = Masked(text, runs)
    unstopped = dict(_adverb_starts(text, runs, masked))
    told = {*unstopped, *_stopped_starts(text, runs, masked), *boundaries(masked.text, language or "en")}
    cuts = sorted(cut for cut in told if cut < len(masked.text))
    sentences: list[Sentence] = []
    start = 0
    for begin, end in pairwise((0, *cuts, len(masked.text))):
        if not any(map(str.isalnum, masked.text[begin:end])):
            continue  # lone punctuation goes with the sentence after it, or at the end with the one before
        said = masked.text[start:end]
        first = masked.original(start + len(said) - len(said.lstrip()))
        if not sentences and runs:
            first = min(first, runs[0].start)
        last = masked.original(end) if end < len(masked.text) else len(text)
        last -= len(text[first:last]) - len(text[first:last].rstrip())
        open_ended = unstopped.get(end, False) or (
            bool(sentences)
            and prose
            and end == len(masked.text)
            and _lacks_stop(said, bool(runs) and runs[-1].end >= last)
        )
        sentences.append(Sentence(first, last, " ".join(said.split()), open_ended))
        start = end
    if sentences and start < len(masked.text):
        before = sentences.pop()
        said = f"{before.text}{masked.text[start:].rstrip()}"
        sentences.append(Sentence(before.start, len(text.rstrip()), " ".join(said.split()), before.missing_stop))
    return tuple(sentences)


def _lacks_stop(sentence: str, marked: bool) -> bool:
    """
    Tell whether the last sentence of a paragraph ends at a marker without the stop that it needs.

    A lead-in to a formula or list (`expressed as[3]`) needs none, nor does a line that names who is quoted.
    """
    tokens = _WORD.findall(sentence)
    return (
        marked
        and sentence.rstrip()[-1:].isalnum()
        and sentence.lstrip()[:1] not in _DASHES
        and len(tokens) >= SHORTEST_SENTENCE
        and (len(tokens[-1]) > LONGEST_LEAD_IN or tokens[-1][0].isupper())
    )


def _adverb_starts(text: str, runs: Sequence[Run], masked: Masked) -> Iterator[tuple[int, bool]]:
    """
    Give where a sentence adverb begins a sentence after a marker, and whether the one before lacks its full stop.

    Only a capitalised adverb tells (`talks[4] However`); any capital would cut `Treaty[4] Japan` in two.
    """
    adverbs = words("sentence-adverbs")
    for run in runs:
        before = text[max(run.start - 20, 0) : run.start].rstrip()
        said = before.rstrip("".join(CLOSERS))
        after = text[run.end : run.end + 60]
        stopped = said[-1:] in STOPS if len(said) < len(before) else False
        if not (said[-1:].isalnum() or stopped) or not after[:1].isspace():
            continue
        start = run.end + len(after) - len(after.lstrip())
        tokens = after.replace(",", " ").split()
        if not tokens or not tokens[0][0].isupper():
            continue
        if any(" ".join(tokens[:count]).casefold() in adverbs for count in (1, 2, 3)):
            yield masked.masked(start), not stopped


def _stopped_starts(text: str, runs: Sequence[Run], masked: Masked) -> Iterator[int]:
    """
    Give where a sentence begins behind a full stop that stands after a marker: `41 m[2]. Today`.

    Nobody sets a marker inside an abbreviation, so such a stop ends the sentence, whatever the word before it is.
    """
    for run in runs:
        after = text[run.end : run.end + 20]
        if run.markers and after[:1] in STOPS and after[:1] and after[1:2].isspace():
            start = run.end + 1 + len(after[1:]) - len(after[1:].lstrip())
            if text[start : start + 1].isupper():
                yield masked.masked(start)


def boundaries(text: str, language: str) -> Iterator[int]:
    """Give the offsets, none of them an end of *text*, at which a new sentence begins."""
    begin = 0
    for cut in _raw_boundaries(_SURROGATE.sub("\ufffd", text), language):
        if not _goes_on(text, begin, cut):
            for inner in _ALSO.finditer(text, begin, cut):
                if inner.end() < cut and not _goes_on(text, begin, inner.end()):
                    yield inner.end()
            begin = _after_closer(text, begin, _after_tags(text, cut))
            if begin < len(text):
                yield begin
    for inner in _ALSO.finditer(text, begin):
        if inner.end() < len(text) and not _goes_on(text, begin, inner.end()):
            yield inner.end()


def _raw_boundaries(text: str, language: str) -> Iterator[int]:
    """
    Give the boundaries that the splitter sees, window by window.

    A window ends at the last boundary in its second half; where there is none, the sentence goes on in the next.
    """
    import sentencex  # noqa: PLC0415 - a compiled library, loaded when sentences are split

    start = 0
    while start < len(text):
        window = text[start : start + WINDOW]
        at, cuts = 0, []
        for piece in sentencex.segment(language, window):
            at += len(piece)
            cuts.append(start + at)
        more = start + WINDOW < len(text)
        if cuts and cuts[-1] >= start + len(window):
            cuts.pop()
        yield from cuts
        start = cuts[-1] if more and cuts and cuts[-1] - start > WINDOW // 2 else start + WINDOW


def _after_tags(text: str, cut: int) -> int:
    """Give *cut* moved behind the tags that judge the sentence before it: `first.[citation needed] Then`."""
    while text.startswith("[", cut):
        end = text.find("]", cut, cut + LONGEST_TAG)
        if end < 0 or text[cut + 1 : end].casefold() not in words("maintenance"):
            break
        cut = end + 1
        while cut < len(text) and text[cut].isspace():
            cut += 1
    return cut


def _after_closer(text: str, begin: int, cut: int) -> int:
    """Give *cut* moved behind a quotation mark that closes what was quoted: `he said.[4]" Then` with its marker taken out."""
    mark = text[cut : cut + 1]
    if mark in _CLOSING_MARKS and mark and text[cut + 1 : cut + 2].isspace():
        opened = mark != '"' or text.count('"', begin, cut) % 2 == 1
        if opened:
            cut += 1
            while cut < len(text) and text[cut].isspace():
                cut += 1
    return cut


def _goes_on(text: str, begin: int, cut: int) -> bool:
    """Tell whether the sentence goes on over a boundary that the splitter saw."""
    ahead = text[cut : cut + 40].lstrip()[:1]
    behind = text[max(begin, cut - 60) : cut].rstrip()
    if not behind or not ahead or "\n\n" in text[max(begin, cut - 10) : cut]:
        return False
    if behind[-1] in "」』" and ord(ahead) in _HIRAGANA:
        return True  # 「はい。」と言った。
    if behind.endswith(" M.") and ahead.isupper():
        return True  # Monsieur
    if behind.endswith("."):
        last = _LAST_WORD.search(behind)
        word = last.group().casefold() if last is not None else ""
        if word in words("abbreviations") or word.removesuffix(".") in words("abbreviations"):
            alone = last is not None and cut - begin < 60 and not behind[: last.start()].strip()
            return ahead.islower() or ahead.isdigit() or alone
    return False
