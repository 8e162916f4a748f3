"""Plain text that is no article of an encyclopedia: RFCs, essays, papers, lists of references: the format `plain-text`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from citecheck.documents.addresses import addresses, role
from citecheck.documents.draft import Draft
from citecheck.documents.lines import Line, split_lines, wrap_column
from citecheck.documents.notices import missing
from citecheck.documents.plain_items import Item, items, sections, trailing
from citecheck.documents.plain_list import bare_list, worded
from citecheck.documents.plain_markers import marks
from citecheck.documents.plain_outline import Heading, headings, is_contents, opens_contents
from citecheck.documents.plain_pages import furniture
from citecheck.documents.text_blocks import joined_runs
from citecheck.documents.weaving import Thread, origin
from citecheck.model import BlockKind, Document, Link, Piece, ReferenceEntry, Span, Where

_BULLET: Final = re.compile(r"\s{0,12}(?:[o*•+·–-]|\(?(?:\d{1,3}|[a-z])[.)])\s{1,6}(?=\S)")
_DRAWN: Final = re.compile(r"[|+/\\<>=_{}^~#]|--|\s{4,}")
_PLAIN_NUMBER: Final = re.compile(r"\s{0,12}\d{1,4}\.")
_FEWEST: Final = 2
_MOST_ASKED: Final = 200
"""Labels of a list that are looked for in the text to tell whether it is one of references."""
_NAMED: Final = 4
"""One label of so many is named in the text at the least."""
_CODE: Final = re.compile(
    r"[;{}\\]\s{0,20}$|^\s{0,40}(?:\$\s|>>>\s|#\s?(?:include|define|if|endif)\b|//|/\*|\*/|0x[0-9a-f]{4})|\w\[\w{0,20}\]\s{0,4}[=;]|\w\(\s{0,4}[\"'&*]"
)
_LONGEST_LINE: Final = 300
_COLUMNS: Final = re.compile(r"[|]|\S\s{3,80}\S")
_FULL_LINE: Final = 56
"""Code points from which a line may be one that was full, so that its paragraph goes on."""
_DATED: Final = re.compile(r"[^\W\d_][^\d]{1,100}[\s,(](?:1[5-9]|20)\d\d[a-z]?\)?")
_MOSTLY: Final = 0.7
_SPACES: Final = re.compile(r"\s+")
_EDGE: Final = re.compile(r"[\s|+]{0,40}")
_GAP: Final = re.compile(r"\S\s{6,80}\S")
_WIKIPEDIA: Final = re.compile(r"^\s{0,8}\d{1,4}\.\s{0,4}[\^↑]|\[edit\]|From Wikipedia, the free", re.MULTILINE)
_SAMPLE: Final = 2_000_000
_LISTS: Final = frozenset({"references", "bibliography"})
_FIRST_WORD: Final = re.compile(r"[^\W\d_][\w'’-]{1,40}")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NEAR: Final = 60
"""Code points before a year in which its author stands."""
_TITLE_INDENT: Final = 8
_TITLE_WITHIN: Final = 60
_LONGEST_TITLE: Final = 100
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")


class PlainTextReader:
    """Reads texts whose references stand in a list with labels in brackets, or that are such a list."""

    name = "plain-text"
    title = "plain text with a list of references"

    def recognises(self, path: str, text: str) -> bool:
        """Tell whether *text* has a list of references whose labels stand in brackets, or is a list of them and nothing else."""
        del path
        if len(text) > _SAMPLE or _WIKIPEDIA.search(text) or text[:200].lstrip().startswith(("<", "{", "\\", "@")):
            return False
        plan = _Plan(split_lines(text))
        if plan.bracketed:
            return _are_named(plan, text) or (plan.dated and _are_cited(plan, plan.items, text))
        if plan.unlabelled and not plan.items and "[1]" not in text and _are_cited(plan, plan.unlabelled, text):
            return True
        listed = bare_list(plan.lines)  # one that is numbered `1.` is read as well by whoever reads articles
        return bool(listed) and not _PLAIN_NUMBER.match(plan.lines[listed[0].lines[0]].text)

    def read(self, path: str, text: str) -> Document:
        """Give the document; page breaks are no part of what they interrupt."""
        plan = _Plan(split_lines(text))
        draft = Draft()
        if not plan.items and (listed := bare_list(plan.lines)):
            for item in listed:
                _entry(draft, item, plan.lines)
            return draft.document(path, self.name, text)
        body = _Body(draft, plan)
        body.go()
        for item in plan.items:
            _entry(draft, item, plan.lines, numbered=not plan.dated)
        for item in plan.unlabelled:
            _entry(draft, item, plan.lines, numbered=False)  # what is cited by author and year is told later
        document = draft.document(path, self.name, text, title=_title(plan))
        return replace(document, notices=missing(document.entries, document.markers, optional=True))


class _Plan:
    """What stands where in a text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.left_out = furniture(lines)
        self.headings = headings(lines, self.left_out)
        inside = tuple(sections(lines, self.headings, _LISTS))
        self.items: tuple[Item, ...] = tuple(item for one in inside for item in items(lines, one, self.left_out))
        self.items = _of_one_kind(self.items, lines)
        self.bracketed = [item for item in self.items if lines[item.lines[0]].text.lstrip().startswith("[")]
        if not self.items:
            self.items = trailing(lines, self.left_out)
            self.bracketed = list(self.items)
        dated = sum(1 for item in self.bracketed if _DATED.fullmatch(item.seen))
        self.dated = bool(dated) and dated >= _MOSTLY * len(self.items)
        """Whether the labels are authors and years, of which the text names several in one pair of brackets."""
        self.unlabelled = self._unlabelled(inside)
        """The items of lists without labels, which the text cites by author and year."""
        self.taken = frozenset(
            number for item in (*self.items, *self.unlabelled) for number in range(item.lines[0], item.lines[-1] + 1)
        )

    def _unlabelled(self, inside: Sequence[range]) -> tuple[Item, ...]:
        """Give the items of the sections that hold references without labels."""
        labelled = {number for item in self.items for number in item.lines}
        free = (one for one in inside if labelled.isdisjoint(one))
        return tuple(item for one in free for item in worded(self.lines, one, self.left_out))


def _of_one_kind(found: tuple[Item, ...], lines: Sequence[Line]) -> tuple[Item, ...]:
    """Give the items in brackets where there are some: a numbered list under "Notes" is then a list like any other."""
    bracketed = tuple(item for item in found if lines[item.lines[0]].text.lstrip().startswith("["))
    return bracketed or found


def _are_named(plan: _Plan, text: str) -> bool:
    """Tell whether the text names items of its list, or they are numbered from one on: others are pictures, links, keys."""
    labels = [item.label for item in plan.bracketed]
    first = int(labels[0] != "0")
    if len(labels) >= _FEWEST and labels == [str(first + place) for place in range(len(labels))]:
        return True
    text = _SPACES.sub("", text)
    seen = sum(text.count(f"[{label}]") > 1 for label in dict.fromkeys(labels[:_MOST_ASKED]))
    enough = len(labels) >= _FEWEST or (bool(labels) and not labels[0].isdigit())
    return enough and seen * _NAMED >= min(len(labels), _MOST_ASKED)


def _are_cited(plan: _Plan, listed: Sequence[Item], text: str) -> bool:
    """Tell whether the text names items of a list by author and year."""
    years: dict[str, set[str]] = {}
    for item in listed:
        raw = " ".join(plan.lines[number].text for number in item.lines)[item.words :]
        first = _FIRST_WORD.search(raw[:80])
        for year in _YEAR.findall(raw[:2_000]):
            years.setdefault(year, set()).add(first[0] if first else raw[:80])
    end = plan.lines[min(item.lines[0] for item in listed)].start
    cited: set[tuple[str, str]] = set()
    for year in _YEAR.finditer(text, 0, end):
        named = years.get(year[0])
        if named:
            near = text[max(year.start() - _NEAR, 0) : year.start()]
            cited.update((name, year[0]) for name in _FIRST_WORD.findall(near) if name in named)
    return len(cited) >= _FEWEST


class _Body:
    """Goes through what is no list, and makes blocks of it."""

    def __init__(self, draft: Draft, plan: _Plan) -> None:
        self.labels: dict[str, str] = {}
        for item in () if plan.dated else plan.items:
            self.labels.setdefault(item.label, item.seen or item.label)
        self._draft = draft
        self._plan = plan
        self._column = wrap_column(plan.lines)

    def go(self) -> None:
        """Take all lines in order."""
        contents = False
        for group in self._groups():
            heading = self._plan.headings.get(group[0])
            if heading is not None:
                contents = opens_contents(heading.name)
                self._heading(heading)
            elif not (contents and self._lists_headings(group)) and not all(
                is_contents(self._plan.lines[number].text) for number in group
            ):
                self._block(group)

    def _lists_headings(self, group: Sequence[int]) -> bool:
        """Tell whether lines under “Contents” are its entries: none is long, or ends as a sentence does."""
        lines = [self._plan.lines[number].text.strip() for number in group]
        return all(len(line) <= _LONGEST_TITLE and line[-1:] not in {".", ":", ";", ","} for line in lines)

    def _groups(self) -> Iterator[list[int]]:
        """Give the lines of each block: up to a blank line, a bullet or a heading; a page break alone parts nothing."""
        plan, gap = self._plan, False
        group: list[int] = []
        for number, line in enumerate(plan.lines):
            if number in plan.left_out:
                continue
            if line.blank or number in plan.taken:
                gap = True
                continue
            starts = number in plan.headings or _BULLET.match(line.text) is not None
            goes_on = self._broken(group, number) if gap else not self._ended(group, number)
            if group and (starts or not goes_on or group[0] in plan.headings):
                yield group
                group = []
            group.append(number)
            gap = False
        if group:
            yield group

    def _broken(self, group: Sequence[int], number: int) -> bool:
        """Tell whether a block goes on behind the end of a page: the sentence has not ended, and the margin is the same."""
        if not group or number - group[-1] < 2 or group[-1] + 1 not in self._plan.left_out:
            return False
        before, after = self._plan.lines[group[-1]], self._plan.lines[number]
        ended = before.text.rstrip()[-1:] in ".!?:;"
        return not ended and before.indent == after.indent and not after.text.lstrip()[:1].isupper()

    def _ended(self, group: Sequence[int], number: int) -> bool:
        """Tell whether a block ended with its page: the page's last line is a short one that ends a sentence."""
        if not group or number == group[-1] + 1:
            return False
        last = self._plan.lines[group[-1]].text.rstrip()
        return last[-1:] in {".", "!", "?", ":"} and len(last) < _FULL_LINE

    def _heading(self, heading: Heading) -> None:
        """Take a heading."""
        thread = Thread()
        thread.weave(heading.name, heading.start)
        self._draft.add_block("heading", *thread.finish(), level=heading.level)

    def _block(self, group: Sequence[int]) -> None:
        """Take the lines of a block; a drawing, a table or code makes none, unless it has markers."""
        lines = [self._plan.lines[number] for number in group]
        bullet = _BULLET.match(lines[0].text)
        if _is_code(lines):
            return
        drawn = _is_drawn(lines)
        marked = [line for line in lines if "[" in line.text and any(marks(line.text, self.labels))] if drawn else []
        if not drawn or (marked and not any(_COLUMNS.search(line.text) for line in lines)):
            self._words(lines, bullet.end() if bullet else 0, "list-item" if bullet else "paragraph")
            return
        for line in marked:  # the rows of a table
            edge = _EDGE.match(line.text)
            self._words([line], edge.end() if edge else 0, "table-cell")

    def _words(self, lines: Sequence[Line], skip: int, kind: BlockKind) -> None:
        """Add a block with its markers and links."""
        text, pieces = _woven(lines, skip)
        if not text:
            return
        self._draft.add_block(kind, text, pieces)
        where: Where = "table" if kind == "table-cell" else "body"
        for mark in marks(text, self.labels) if "[" in text else ():
            at = Span(mark.start, mark.end)
            span = origin(pieces, *at)
            self._draft.mark_within(
                mark.seen, mark.label, span, at, label=mark.label, where=where, implied=mark.implied
            )
        for at, url in addresses(text):
            self._draft.link(url, origin(pieces, *at))


def _woven(lines: Sequence[Line], skip: int) -> tuple[str, tuple[Piece, ...]]:
    """Give the words of lines that were one, and where each run of them stands."""
    thread = Thread()
    for run, start in joined_runs(lines, skip):
        if start < 0:
            thread.pad()
        else:
            thread.weave(run, start)
    return thread.finish()


def _entry(draft: Draft, item: Item, lines: Sequence[Line], *, numbered: bool = True) -> None:
    """Add the entry that an item is."""
    own = [lines[number] for number in item.lines]
    raw, pieces = _woven(own, item.words)
    links = tuple(Link(url, role(url), origin(pieces, *at)) for at, url in addresses(raw))
    span = Span(own[0].start + own[0].indent, own[-1].start + len(own[-1].text.rstrip()))
    label = item.seen or (item.label if numbered else "")
    draft.add_entry(label if numbered else item, ReferenceEntry(label, raw, span, links, numbered=numbered))


def _is_code(lines: Sequence[Line]) -> bool:
    """Tell whether lines are a program, or what a terminal shows: at least half of them end or begin as its lines do."""
    return 2 * sum(1 for line in lines if _CODE.search(line.text[:_LONGEST_LINE])) >= len(lines)


def _is_drawn(lines: Sequence[Line]) -> bool:
    """Tell whether lines are a drawing, a table, code or grammar: signs and gaps in most of them, or hardly a word."""
    text = " ".join(line.text.strip() for line in lines)
    letters = sum(map(len, _WORDS.findall(text)))
    drawn = sum(1 for line in lines if len(_DRAWN.findall(line.text.strip())) > 1)
    drawn += sum(1 for line in lines if _GAP.search(line.text))
    return letters * 2 < len(text.replace(" ", "")) or drawn * 2 > len(lines)


def _title(plan: _Plan) -> str | None:
    """Give the title: of an RFC the first lines in the middle of the page, else the first line where it stands alone."""
    group: list[str] = []
    for number, line in enumerate(plan.lines[:_TITLE_WITHIN]):
        if number in plan.left_out or line.blank:
            if group:
                break
        elif line.indent >= _TITLE_INDENT and "    " not in line.text.strip():
            group.append(line.text.strip())
        elif group:
            break
    if group:
        return " ".join(group)[:1_000]
    first = next((line for line in plan.lines if not line.blank), None)
    alone = first is not None and len(first.text.strip()) <= _LONGEST_TITLE and first.text.strip()[-1:] not in ".,;:"
    return first.text.strip(" #=*") or None if first is not None and alone else None
