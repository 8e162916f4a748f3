"""Which clause of a sentence each of several footnotes at its end stands for, where the titles of their sources tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from citecheck.claims.leaning import Topic

MOST: Final = 5
"""Sources on one spot that are told apart."""
LONGEST: Final = 1_000
"""Code points of a sentence that is taken apart."""
SHORTEST: Final = 4
"""Words of a clause; with fewer it belongs to the next."""
LONGEST_TITLE: Final = 300
_PART: Final = re.compile(r"[;；؛—、，،]|,(?!\d)")


def allocate(text: str, start: int, end: int, titles: Mapping[str, str], topic: Topic) -> dict[str, tuple[int, int]]:
    """
    Give for each source that speaks of one clause alone where that clause begins and ends.

    A source is told by the words that its title shares with one clause and no other: one that no other sentence of the
    document has, or several rare ones. Of two sources on two clauses, one told is enough. A clause that no title names goes with the next that one does, or at the end with the
    last; so every word keeps a source.

    Args:
        text: The block's text.
        start: Where the sentence begins there.
        end: Where its markers begin.
        titles: Of the sources, by what tells them apart.
        topic: Of the document.

    Returns:
        Nothing where the titles do not tell; a source that is left out stands for the whole sentence.
    """
    if not 1 < len(titles) <= MOST or end - start > LONGEST:
        return {}
    clauses = list(_clauses(text, start, end, topic))
    said = [topic.told(text[begin:stop]).stems for begin, stop in clauses]
    chosen: dict[str, int] = {}
    silent: list[str] = []
    for name, title in titles.items():
        words = topic.told(title[:LONGEST_TITLE]).stems
        met = [(number, words & stems) for number, stems in enumerate(said) if topic.rare(words & stems)]
        if len(met) == 1 and topic.tells(met[0][1]):
            chosen[name] = met[0][0]
        elif not met:
            silent.append(name)
    if len(clauses) == len(titles) == 2 and len(chosen) == len(silent) == 1:
        chosen[silent[0]] = 1 - next(iter(chosen.values()))
    if len(set(chosen.values())) < min(len(titles), 2):
        return {}  # all that speak do so of one clause: that is no division
    return _ranges(clauses, chosen)


def _ranges(clauses: Sequence[tuple[int, int]], chosen: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Give where the clauses of each source begin and end, those between two chosen ones going with the later."""
    taken = sorted(set(chosen.values()))
    ranges: dict[int, tuple[int, int]] = {}
    first = 0
    for number in taken:
        last = len(clauses) - 1 if number == taken[-1] else number
        ranges[number] = (clauses[first][0], clauses[last][1])
        first = number + 1
    return {name: ranges[number] for name, number in chosen.items()}


def _clauses(text: str, start: int, end: int, topic: Topic) -> Iterator[tuple[int, int]]:
    """Give where the clauses of a sentence begin and end; together they are all of it."""
    cuts = [
        found.end()
        for found in _PART.finditer(text, start, end)
        if topic.begins_clause(found[0], text[found.end() : end])
    ]
    begin = start
    for cut in (*cuts, end):
        rest = topic.told(text[cut:end]).tokens
        if cut == end or (len(topic.told(text[begin:cut]).tokens) >= SHORTEST <= len(rest)):
            yield begin, cut
            begin = cut
