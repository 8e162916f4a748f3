"""Citations by author and year in one text: what each names, and the markers that they are, bracket by bracket."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.documents.author_date_list import Work, Works
from citecheck.documents.author_date_text import Candidate, Form, brackets
from citecheck.documents.author_date_words import listed
from citecheck.documents.weaving import origin
from citecheck.model import Block, Document, Marker, Notice, Span, Where

AMBIGUOUS: Final = "citation-ambiguous"
_WHERE: Final[dict[str, Where]] = {"table-cell": "table", "infobox": "infobox", "caption": "caption"}
_MOST_NAMED: Final = 4
"""Entries that a notice names."""
_LONGEST_HEAD: Final = 60
_MOST_WORDS: Final = 14
_SEPARATOR: Final = re.compile(r"[\s,;；，]{0,40}")
_WORD: Final = re.compile(r"[^\s,;:；，]{1,60}")
_NEXT: Final = re.compile(r"[)\]）]?\s{0,2}(?:\([^()]{0,60}\)\s{0,2})?(?P<word>[^\W\d_]{2,30})")
_LONGEST_GAP: Final = 400
_COMMAS: Final = " ,，،、"


@dataclass(slots=True)
class Use:
    """A form, and the names that are meant."""

    form: Form
    meant: Candidate | None
    works: list[Work]
    """The entries that answer to it: one, or several between which nothing decides."""
    start: int
    """Where it begins: at its names, or at its year where it has none of its own."""
    group: tuple[int, int] | None = None
    """The brackets that its year stands in."""
    plain: bool = False
    """Whether it is one that needs no brackets: “see Kim et al., 2002”."""
    kept: bool = False
    """Whether it is a citation."""


class Groups:
    """The brackets of a text."""

    def __init__(self, text: str) -> None:
        self._all = sorted(brackets(text))
        self._starts = [start for start, _ in self._all]
        self._outer: list[int] = []
        """For each of them, the one around it, -1 where there is none."""
        stack: list[int] = []
        for place, (start, _) in enumerate(self._all):
            while stack and self._all[stack[-1]][1] <= start:
                stack.pop()
            self._outer.append(stack[-1] if stack else -1)
            stack.append(place)

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the innermost brackets around a range, None where there are none."""
        place = bisect_right(self._starts, start - 1) - 1
        while place >= 0 and self._all[place][1] <= end - 1:
            place = self._outer[place]
        return self._all[place] if place >= 0 else None


def resolve(form: Form, works: Works, before: Candidate | None, groups: Groups) -> Use | None:
    """Give a form with the entries that it names; None where it goes on with another that has no names."""
    group = groups.around(form.year.start, form.year.end)
    if form.follows:
        if before is None:
            return None
        return Use(form, before, works.find(before.names, form.when, more=form.more), form.year.start, group)
    for one in form.candidates:
        if one.before and (one.joined or works.knows(one.before) or _is_listed(one, group)):
            continue
        if answers := works.find(one.names, form.when, more=form.more):
            return Use(form, one, answers, one.start, group)
    meant = form.candidates[0]
    return Use(form, meant, [], meant.start, group)


def _is_listed(one: Candidate, group: tuple[int, int] | None) -> bool:
    """Tell whether the name before a comma belongs to the same list of authors: in brackets, where no sentence begins."""
    return group is not None and one.start > group[0] and one.before.casefold() not in listed("leading")


def is_plain(text: str, use: Use, before: Use | None) -> bool:
    """
    Tell whether names, a comma and a year are a citation though they stand in no brackets.

    “According to Kim, 2002 was a good year” is none; two names, “et al.”, a word such as “see”, or nothing but citations are.
    """
    form = use.form
    if form.more or (use.meant is not None and len(use.meant.names) > 1) or form.follows:
        return True
    start = before.form.end if before is not None and before.plain else 0
    words = _WORD.findall(text, max(start, use.start - 20), use.start)
    if not words:
        return start > 0 or not text[form.end : form.end + 80].strip(" .;,")
    last = words[-1].casefold()
    return last in listed("cues") or (start > 0 and len(words) == 1 and last in listed("joiners"))


def is_shaped(text: str, use: Use, before: Use | None) -> bool:
    """
    Tell whether a form that no entry answers to is one that can hardly be anything else: `(Smith & Lee, 2010)`.

    Args:
        text: That it stands in.
        use: The form.
        before: The one before it in the text, if that is a citation.
    """
    form, meant, group = use.form, use.meant, use.group
    if meant is None or group is None:
        return False
    if form.follows:
        return before is not None and before.meant is meant
    if _is_no_name(meant):
        return False
    if use.start > group[0]:
        left = text[group[0] + 1 : use.start]
        return left.rstrip()[-1:] in {"", ";", "；"} or _are(left, "leading")
    after = _NEXT.match(text, form.end, form.end + _LONGEST_GAP)
    says = after is not None and after["word"].casefold() in listed("says") and len(meant.names[0].split()) == 1
    return says or form.more or len(meant.names) > 1


def _is_no_name(meant: Candidate) -> bool:
    """Tell whether words are hardly the names of authors: a month, a figure, a headline."""
    firsts = [name.split()[0].rstrip(".").casefold() for name in meant.names]
    return (
        len(firsts[0]) < 2
        or any(first in listed("no-names") for first in firsts)
        or len(meant.names[0].split()) > 4
        or any(name.isupper() and len(name) > 12 for name in meant.names)
    )


def marked(document: Document, number: int, block: Block, uses: Sequence[Use]) -> tuple[list[Marker], list[Notice]]:
    """Give the markers that citations in a block are, and a notice for each that several entries answer to."""
    markers: list[Marker] = []
    notices: list[Notice] = []
    for use, at in places(block.text, uses):
        span = origin(block.pieces, at.start, at.end) if block.pieces and at.end > at.start else Span(0, 0)
        seen = "" if use.form.implied else at.of(block.text).lstrip(_COMMAS)
        entry = use.works[0].index if len(use.works) == 1 else None
        markers.append(
            Marker(
                seen,
                label(use),
                entry,
                span,
                number,
                at,
                _WHERE.get(block.kind, "body"),
                use.form.page,
                implied=use.form.implied,
            )
        )
        if len(use.works) > 1:
            notices.append(ambiguous(document, label(use), use.works, span))
    return markers, notices


def places(text: str, uses: Sequence[Use]) -> Iterator[tuple[Use, Span]]:
    """
    Give where the marker of each citation stands.

    Brackets that hold nothing but citations belong to them; of others, and of a sentence, the year alone is the marker, for
    the names are words of it.
    """
    at = 0
    while at < len(uses):
        group = uses[at].group
        last = at + 1
        while last < len(uses) and group is not None and uses[last].group == group:
            last += 1
        members = uses[at:last]
        if group is not None and _holds_nothing_else(text, group, members):
            yield from _in_group(text, group, members)
        else:
            yield from ((use, Span(_comma_or_year(use.form), use.form.end)) for use in members)
        at = last


def _comma_or_year(form: Form) -> int:
    """Give where the marker begins that is the year alone: the comma before it is no mark of the sentence."""
    return form.names_end if form.comma else form.year.start


def _in_group(text: str, group: tuple[int, int], members: Sequence[Use]) -> Iterator[tuple[Use, Span]]:
    """Give where the markers of brackets stand that hold citations alone: together they are all of it."""
    begin = group[0]
    for place, use in enumerate(members):
        end = group[1] if place == len(members) - 1 else max(use.form.end, begin)
        if place:
            separator = _SEPARATOR.match(text, begin, max(use.form.year.start, begin))
            begin = separator.end() if separator else begin
        yield use, Span(begin, max(end, begin))
        begin = end


def _holds_nothing_else(text: str, group: tuple[int, int], members: Sequence[Use]) -> bool:
    """Tell whether brackets hold citations, words that lead to them, and nothing else."""
    at = group[0] + 1
    for place, use in enumerate(members):
        if not _are(text[at : max(use.start, at)], "leading", *(("trailing",) if place else ())):
            return False
        at = max(use.form.end, at)
    return _are(text[at : group[1] - 1], "trailing", "leading")


def _are(words: str, *kinds: str) -> bool:
    """Tell whether all of some words are of some kinds."""
    if len(words) > _LONGEST_GAP:
        return False
    found = _WORD.findall(words)
    return len(found) <= _MOST_WORDS and all(
        any(word.casefold() in listed(kind) or word.casefold().rstrip(".)]") in listed(kind) for kind in kinds)
        or not any(map(str.isalnum, word))
        for word in found
    )


def label(use: Use) -> str:
    """Give what a citation is compared by: `Smith & Lee 2010a`."""
    names = use.meant.names if use.meant else ()
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}" if names else ""
    return f"{joined}{' et al.' if use.form.more else ''} {use.form.when.year}{use.form.when.letter}".strip()[:200]


def ambiguous(document: Document, said: str, works: Sequence[Work], span: Span) -> Notice:
    """Give the notice that a citation fits several entries."""
    heads = [_head(document, work) for work in works[:_MOST_NAMED]]
    more = f" and {len(works) - len(heads)} more" if len(works) > len(heads) else ""
    return Notice(
        AMBIGUOUS,
        f"“{said}” fits {len(works)} entries of the list: {'; '.join(heads)}{more}. "
        "Tell them apart, with letters after the year (2010a, 2010b) or with more of the authors.",
        span,
    )


def _head(document: Document, work: Work) -> str:
    """Give how an entry is named: by its label, or by its first words."""
    given = document.entries[work.index].label
    cut = work.raw if len(work.raw) <= _LONGEST_HEAD else work.raw[:_LONGEST_HEAD].rsplit(" ", 1)[0] + " …"
    return f"[{given[:_LONGEST_HEAD]}] “{cut}”" if given else f"“{cut}”"
