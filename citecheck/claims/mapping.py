"""Claims, and the citations that stand behind each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from citecheck.claims.clauses import allocate
from citecheck.claims.covering import Spot, first_covered
from citecheck.claims.leaning import Topic
from citecheck.claims.rows import Row, rows
from citecheck.claims.runs import Run, find_runs
from citecheck.claims.sections import stating_blocks
from citecheck.claims.sentences import Sentence, after_tags, split
from citecheck.claims.textual import is_textual, own_words
from citecheck.model import (
    Block,
    BlockKind,
    Claim,
    ClaimCitation,
    ClaimKind,
    Coverage,
    Document,
    Marker,
    Reference,
    Span,
)

FARTHEST: Final = 40
"""Sentences, and runs of the same marker, that a reach goes back at most: further off it says nothing."""
KINDS: Final[dict[BlockKind, ClaimKind]] = {
    "heading": "sentence",
    "paragraph": "sentence",
    "list-item": "list-item",
    "table-cell": "table-cell",
    "caption": "caption",
    "infobox": "infobox-row",
}
_CLAUSE_MARKS: Final = frozenset(";:；：—")
_LEADING: Final = " \t\r\n\xa0,;:.)–—"
MOST_SPANS: Final = 100_000
"""Spans that the citations of one run have together."""
SHORTEST_CLAUSE: Final = 12
"""Letters and digits from which the words between two markers of a sentence are a claim of their own."""


def map_claims(document: Document, references: Sequence[Reference]) -> tuple[Claim, ...]:
    """
    Give the claims of *document*, in its order.

    Args:
        document: As a reader made it.
        references: The parsed entries; `Reference.entry` says which entry each came from.

    Returns:
        One claim for each sentence of each block that states something. A citation belongs to the claim that its
        marker stands in; its `reach` may take in claims before that one, whose `coverage` then is `inherited`.
    """
    known = {reference.entry: reference for reference in references}
    markers: dict[int, list[Marker]] = {}
    for marker in document.markers:
        if marker.block is not None:
            markers.setdefault(marker.block, []).append(marker)
    in_rows = rows(document, markers)
    stating: list[_Stating | Row] = []
    for number, block in stating_blocks(document):
        row = in_rows.get(number)
        if row is None:
            stating.append(_Stating.of(block, markers.get(number, ()), document.language))
        elif not stating or stating[-1] is not row:  # cells of a row follow each other
            stating.append(row)
    texts = (said.text for one in stating if isinstance(one, _Stating) for said in one.sentences)
    topic = Topic(document.language, document.title, texts)
    claims: list[Claim] = []
    for one in stating:
        if isinstance(one, Row):
            claims.append(one.claim(document, known, len(claims) + 1))
        else:
            claims.extend(one.claims(document, known, topic, len(claims)))
    return tuple(claims)


@dataclass(frozen=True, slots=True)
class _Stating:
    """A block with its sentences, and the runs that stand in each of them by its index."""

    block: Block
    sentences: tuple[Sentence, ...]
    closings: dict[int, list[_Closing]]

    @classmethod
    def of(cls, block: Block, markers: Iterable[Marker], language: str | None) -> _Stating:
        """Give a block split into its sentences."""
        runs = find_runs(block.text, markers)
        sentences = split(block.text, runs, language, prose=block.kind == "paragraph")
        return cls(block, sentences, _closings(block.text, sentences, runs))

    def claims(self, document: Document, known: Mapping[int, Reference], topic: Topic, before: int) -> Iterator[Claim]:
        """Give the claims of the block; *before* it stand that many others."""
        covered = _covered(self.sentences, self.closings)
        texts = [sentence.text for sentence in self.sentences]
        spans_of = cache(self.block.source)  # runs that share a core or a reach share its spans
        for place, sentence in enumerate(self.sentences):
            spans = spans_of(sentence.start, sentence.end)
            if not spans:
                continue
            citations: list[ClaimCitation] = []
            for closing in self.closings.get(place, ()):
                covers = self._covers(texts, place, closing, closing.titles(known), topic)
                citations.extend(closing.citations(spans_of, known, covers))
            inherited: Coverage = "inherited" if place in covered else "none"
            before += 1
            yield Claim(
                id=f"claim-{before}",
                text=sentence.text,
                section=self.block.section,
                line=document.line_in_file(spans[0].start),
                spans=spans,
                coverage="direct" if citations else inherited,
                kind=KINDS[self.block.kind],
                citations=tuple(citations),
                missing_stop=sentence.missing_stop,
            )

    def _covers(
        self, texts: Sequence[str], place: int, closing: _Closing, titles: Mapping[str, str], topic: Topic
    ) -> dict[str, tuple[int, int]]:
        """Give where what each label of a run stands for begins and ends, if that is not the core."""
        if not closing.closes:
            return {}
        start, end = closing.core
        covers = allocate(self.block.text, start, closing.run.start, titles, topic)
        if closing.lowest < place:
            last = closing is self.closings[max(self.closings)][-1]
            for name, title in titles.items():
                spot = Spot(place, closing.lowest, title, alone=len(titles) == 1, last=last)
                first = first_covered(texts, spot, topic)
                if first < place:
                    covers[name] = (self.sentences[first].start, end)
        return covers


@dataclass(frozen=True, slots=True)
class _Closing:
    """A run with the words that it closes, as offsets into its block's text."""

    run: Run
    core: tuple[int, int]
    reach: tuple[tuple[str, int], ...]
    """For each label, where its reach begins; all end where the core ends."""
    lowest: int
    """The first sentence since the run before it; the one that it stands in, where it closes but a part of that."""
    closes: bool
    """Whether no words of the sentence follow."""

    def titles(self, known: Mapping[int, Reference]) -> dict[str, str]:
        """Give what the source of each label is about."""
        return {
            _name(marker): _title(None if marker.entry is None else known.get(marker.entry))
            for marker in self.run.markers
        }

    def citations(
        self,
        spans: Callable[[int, int], tuple[Span, ...]],
        known: Mapping[int, Reference],
        covers: Mapping[str, tuple[int, int]],
    ) -> Iterator[ClaimCitation]:
        """
        Give the citations of the run's markers.

        Args:
            spans: Gives where a part of the block's text came from.
            known: The references by entry.
            covers: Where what each label stands for begins and ends, if that is not the core.
        """
        begins = dict(self.reach)
        uses = len(self.run.markers)
        for marker in self.run.markers:
            name = _name(marker)
            reference = None if marker.entry is None else known.get(marker.entry)
            yield ClaimCitation(
                reference=None if reference is None else reference.id,
                marker=marker.text,
                core=_together(spans(*self.core), uses),
                reach=_together(spans(begins[name], self.core[1]), uses),
                covers=_together(spans(*covers.get(name, self.core)), uses),
                span=marker.span,
                page=marker.page,
            )


def _title(reference: Reference | None) -> str:
    """Give what a reference says that its source is about."""
    return "" if reference is None else reference.text("title") or reference.raw


def _together(spans: tuple[Span, ...], uses: int) -> tuple[Span, ...]:
    """
    Give the spans that each citation of a run repeats, as one with the markup inside it where that would be too much.

    100,000 markers on end, each with 100,000 spans, fill a disk; a run of twenty over forty spans is rare already.
    """
    return spans if len(spans) * uses <= MOST_SPANS or not spans else (Span(spans[0].start, spans[-1].end),)


def _name(marker: Marker) -> str:
    """Give what tells a marker from a differing one."""
    return f"{marker.entry} {marker.label}"


def _closings(text: str, sentences: Sequence[Sentence], runs: Sequence[Run]) -> dict[int, list[_Closing]]:
    """Give the runs of a block with their cores and reaches, by the index of the sentence that they stand in."""
    starts = [sentence.start for sentence in sentences]
    closings: dict[int, list[_Closing]] = {}
    before: Run | None = None
    begins: dict[str, tuple[int, int]] = {}
    core = (0, 0)
    for number, run in enumerate(runs):
        place = bisect_right(starts, run.start) - 1
        if place < 0 or not run.markers:
            continue
        sentence = sentences[place]
        following = runs[number + 1].start if number + 1 < len(runs) else sentence.end
        told = after_tags(text, run.end, sentence.end)
        closes = not _has_words(text, told, min(following, sentence.end)) and following >= sentence.end
        left = before.end if before is not None and before.end > sentence.start else sentence.start
        textual = is_textual(run)
        if textual:
            after = runs[number + 1] if number + 1 < len(runs) else None
            start, end = own_words(text, sentence, before, run, after)
            core = (_skip(text, start, run.start), end)
        elif left == sentence.start or _has_words(text, left, run.start):
            core = _core(text, sentence, run, left, closes=closes)
        begins = dict.fromkeys(map(_name, run.markers), (core[0], 0)) if textual else _begins(run, before, begins)
        farthest = starts[max(place - FARTHEST + 1, 0)]
        lowest = max(place - FARTHEST + 1, 0 if before is None else bisect_right(starts, before.start), 0)
        reach = tuple(
            (name, min(_skip(text, max(begin, farthest), core[0]), core[0])) for name, (begin, _) in begins.items()
        )
        closings.setdefault(place, []).append(
            _Closing(
                run, core, reach, lowest if closes and core[0] == sentence.start and not textual else place, closes
            )
        )
        before = run
    return closings


def _begins(run: Run, before: Run | None, previous: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """
    Give, for each marker of *run*, where its reach may begin, and how many runs that skips.

    That is after the run before it, or where the reach of that one begins when it names only the same source.

    Args:
        run: The run in question.
        before: The one before it in the same block.
        previous: What this function gave for that one.
    """
    end = 0 if before is None else before.end
    begins = {}
    for name in map(_name, run.markers):
        begin, skipped = previous[name] if previous.keys() == {name} else (end, 0)
        begins[name] = (begin, skipped + 1) if skipped < FARTHEST else (end, 0)
    return begins


def _core(text: str, sentence: Sentence, run: Run, left: int, *, closes: bool) -> tuple[int, int]:
    """
    Give the sentence or clause that a run closes.

    Args:
        text: The block's text.
        sentence: The one that the run stands in.
        run: The run.
        left: Where the run before it in the same sentence ends, else where the sentence begins.
        closes: Whether no words of the sentence follow.
    """
    end = sentence.end if closes else run.end
    start = _skip(text, left, run.start)
    if closes:
        own = sum(map(str.isalnum, text[start : min(run.start, start + 20 * SHORTEST_CLAUSE)]))
        return (start if own >= SHORTEST_CLAUSE else sentence.start, end)
    for at in range(run.start - 1, start, -1):
        ends = text[at] in _CLAUSE_MARKS and (text[at] not in ";:" or text[at + 1].isspace())
        if ends and _has_words(text, at + 1, run.start):
            start = _skip(text, at + 1, run.start)
            break
    return (start, end) if _has_words(text, start, run.start) else (sentence.start, sentence.end)


def _skip(text: str, start: int, end: int) -> int:
    """Give the first code point from *start* that begins words, before *end*."""
    while start < end and text[start] in _LEADING:
        start += 1
    return start


def _has_words(text: str, start: int, end: int) -> bool:
    """Tell whether a letter or digit stands between two offsets."""
    return any(text[at].isalnum() for at in range(start, end))


def _covered(sentences: Sequence[Sentence], closings: dict[int, list[_Closing]]) -> set[int]:
    """Give the indices of the sentences that lie wholly within the reach of a later run."""
    starts = [sentence.start for sentence in sentences]
    covered: set[int] = set()
    for place, members in closings.items():
        for closing in members:
            begin = min((begin for _, begin in closing.reach), default=closing.core[0])
            covered.update(range(bisect_left(starts, begin), place))
    return covered
