"""Claims, and the citations that stand behind each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from citecheck.claims.covering import Closed, Covering
from citecheck.claims.runs import Run, find_runs
from citecheck.claims.sections import kind_of, stating_blocks
from citecheck.claims.sentences import Sentence, split
from citecheck.model import Claim, ClaimCitation, Coverage, Document, Marker, Reference, Span

FARTHEST: Final = 40
"""Sentences, and runs of the same marker, that a reach goes back at most: further off it says nothing."""
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
    ids = {reference.entry: reference.id for reference in references}
    titles = {reference.entry: reference.text("title") for reference in references}
    markers: dict[int, list[Marker]] = {}
    for marker in document.markers:
        if marker.block is not None:
            markers.setdefault(marker.block, []).append(marker)
    claims: list[Claim] = []
    for number, block in stating_blocks(document):
        runs = find_runs(block.text, markers.get(number, ()))
        sentences = split(block.text, runs, document.language, prose=block.kind == "paragraph")
        closings = _closings(block.text, sentences, runs)
        if block.kind == "paragraph" and len(sentences) > 1 and closings:
            covering = Covering([sentence.text for sentence in sentences], document.language, document.title)
            closings = _covering(closings, covering, sentences, titles)
        covered = _covered(sentences, closings)
        spans_of = cache(block.source)  # runs that share a core or a reach share its spans
        for place, sentence in enumerate(sentences):
            spans = block.source(sentence.start, sentence.end)
            if not spans:
                continue
            own = [closing for closing in closings.get(place, ()) if closing.run.markers]
            citations = tuple(citation for closing in own for citation in closing.citations(spans_of, ids))
            inherited: Coverage = "inherited" if place in covered else "none"
            claims.append(
                Claim(
                    id=f"claim-{len(claims) + 1}",
                    text=sentence.text,
                    section=block.section,
                    line=document.line(spans[0].start),
                    spans=spans,
                    coverage="direct" if citations else inherited,
                    citations=citations,
                    kind=kind_of(block),
                    missing_stop=sentence.missing_stop,
                )
            )
    return tuple(claims)


@dataclass(frozen=True, slots=True)
class _Closing:
    """A run with the words that it closes, as offsets into its block's text."""

    run: Run
    core: tuple[int, int]
    reach: tuple[tuple[str, int], ...]
    """For each label, where its reach begins; all end where the core ends."""
    covers: tuple[tuple[str, int], ...] = ()
    """For each label, where what it stands for begins, if that is before the core."""

    def citations(self, spans: Callable[[int, int], tuple[Span, ...]], ids: dict[int, str]) -> Iterator[ClaimCitation]:
        """
        Give the citations of the run's markers.

        Args:
            spans: Gives where a part of the block's text came from.
            ids: Of the references, by entry.
        """
        begins, covers = dict(self.reach), dict(self.covers)
        uses = len(self.run.markers)
        for marker in self.run.markers:
            reference = None if marker.entry is None else ids.get(marker.entry)
            name = _name(marker)
            core, reach = spans(*self.core), spans(begins[name], self.core[1])
            whole = spans(covers[name], self.core[1]) if name in covers else core
            yield ClaimCitation(
                reference, marker.text, _together(core, uses), _together(reach, uses), _together(whole, uses)
            )


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
        closes = not _has_words(text, run.end, min(following, sentence.end)) and following >= sentence.end
        left = before.end if before is not None and before.end > sentence.start else sentence.start
        if left == sentence.start or _has_words(text, left, run.start):
            core = _core(text, sentence, run, left, closes=closes)
        begins = _begins(run, before, begins)
        farthest = starts[max(place - FARTHEST + 1, 0)]
        reach = tuple(
            (name, min(_skip(text, max(begin, farthest), core[0]), core[0])) for name, (begin, _) in begins.items()
        )
        closings.setdefault(place, []).append(_Closing(run, core, reach))
        before = run
    return closings


def _covering(
    closings: dict[int, list[_Closing]],
    covering: Covering,
    sentences: Sequence[Sentence],
    titles: dict[int, str],
) -> dict[int, list[_Closing]]:
    """Give the runs of a block with what each of their markers most likely stands for."""
    places = sorted(place for place, members in closings.items() if any(one.run.markers for one in members))
    found = dict(closings)
    for number, place in enumerate(places):
        first, *others = closings[place]
        names = {
            _name(marker): titles.get(marker.entry, "") if marker.entry is not None else ""
            for marker in first.run.markers
        }
        begin = max(places[number - 1] + 1 if number else 0, place - FARTHEST)
        covers = []
        for name, title in names.items():
            closed = Closed(
                place, begin, title, len(names) > 1, len(places) == 1 and not others, number == len(places) - 1
            )
            start = covering.first(closed)
            if start < place:
                covers.append((name, min(sentences[start].start, first.core[0])))
        found[place] = [replace(first, covers=tuple(covers)), *others]
    return found


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
