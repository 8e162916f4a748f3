"""
Findings as a code host takes them: worst first, each with its file, its place and a fingerprint that no other has.

* `placed`: the findings of a report, those of documents that are no file of the repository with no path.
* `Places`: the lines and columns of spans of one document.
* `told`: what a finding says and what to do, in one line.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding, Part, Span
from citecheck.reports.visible import brief, harmless, scalar, shortened

_NEWLINE = re.compile(r"\r\n?|\n")
"""What the readers count as the end of a line."""
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_LONGEST_PATH: Final = 4_096
"""As on Linux (PATH_MAX); no repository holds a longer one."""
_LONGEST_FINGERPRINT: Final = 64
_LAST_LINE: Final = (1 << 31) - 1
"""Readers of reports hold a line in 32 bits."""
_LINE_ENDS: Final = str.maketrans({"\n": "\\u000a", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What ends a line, and stays in a text whose lines are kept."""
_NO_WORDS: Final = "A finding without words."


@dataclass(frozen=True, slots=True)
class Place:
    """Lines and columns, both counted from 1; `end_column` is that after the last code point, `column` where none is known."""

    line: int
    column: int
    end_line: int
    end_column: int
    file: str | None = None
    """Of a document in several files, the one in which it is; None for the document's own."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and where it stands."""

    finding: Finding
    document: DocumentReport
    path: str | None
    """The document's path in its repository; None where it is no file of it."""
    place: Place
    fingerprint: str
    """That of the finding; from the second on that has the same with a number."""


class Places:
    """The places of one document; however many are asked for, its text is gone through once."""

    def __init__(self, document: DocumentReport) -> None:
        self._document = document

    def of(self, span: Span | None, line: int | None) -> Place:
        """
        Give the place of a span, to the column where the document's text is the file itself; else its whole line.

        Args:
            span: Where it stands in the document's text.
            line: The line that the report names; where the span is on another, the line is right.
        """
        if self._document.parts:
            return self._in_part(span, line)
        text = self._document.text
        if self._document.text_of == "source" and span is not None and 0 <= span.start <= span.end <= len(text):
            first, column = self._position(span.start)
            if line in {None, first}:
                return Place(first, column, *self._position(self._end(span)))
        return self._line(_bounded(line or 1))

    def _in_part(self, span: Span | None, line: int | None) -> Place:
        """Give a place in the file that its part is from; without a span a line of the document's own file."""
        parts, length = self._document.parts, len(self._document.text)
        if span is None or not 0 <= span.start <= span.end <= length:
            return Place(_bounded(line or 1), 1, _bounded(line or 1), 1)
        part = parts[max(bisect_right(parts, span.start, key=_start) - 1, 0)]
        first = self._of_part(part, span.start)
        last = self._of_part(part, min(self._end(span), part.span.end))
        return Place(*first, *last, None if part.path == parts[0].path else part.path)

    def _of_part(self, part: Part, offset: int) -> tuple[int, int]:
        """Give the line and the column that a code point of a part has in the part's file."""
        line, column = self._position(offset)
        begins, before = self._position(part.span.start)
        return _bounded(part.line + line - begins), _bounded(column if line > begins else part.column + column - before)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line of the text begins."""
        return [0, *(newline.end() for newline in _NEWLINE.finditer(self._document.text))]

    def _line(self, line: int) -> Place:
        """Give a whole line, without its end; of a file whose text is not at hand only its beginning."""
        if self._document.text_of != "source" or line > len(self._starts):
            return Place(line, 1, line, 1)
        start, text = self._starts[line - 1], self._document.text
        end = self._starts[line] if line < len(self._starts) else len(text)
        return Place(line, 1, line, self._end(Span(start, end)) - start + 1)

    def _position(self, offset: int) -> tuple[int, int]:
        """Give the line and the column of a code point."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _end(self, span: Span) -> int:
        """Give the end of a span without the line break that it may end with: that is no part of the next line."""
        end, text = span.end, self._document.text
        for newline in "\n\r":
            if end > span.start and text[end - 1] == newline:
                end -= 1
        return end


def _bounded(line: int) -> int:
    """Give a line or column as readers of reports hold it."""
    return min(max(line, 1), _LAST_LINE)


def _start(part: Part) -> int:
    """Give where a part begins; parts are in that order."""
    return part.span.start


def placed(report: AuditReport) -> list[Placed]:
    """Give all findings, worst first, then what a baseline does not know, then in the order of the report."""
    found = [
        (finding, document, path if place.file is None else inside(place.file), place)
        for document in report.documents
        for path in (path_of(document),)
        for finding, place in _places(document)
    ]
    found.sort(key=lambda one: (SEVERITIES.index(one[0].severity), one[0].state == "known"))
    names = _Names()
    return [
        Placed(finding, document, path, place, names.unique(_fingerprint(finding, document)))
        for finding, document, path, place in found
    ]


def path_of(document: DocumentReport) -> str | None:
    """Give a document's path relative to its repository, without `./`; None where it is no file of it."""
    path = document.path
    if path is None and document.origin is None and document.source != "-":
        path = document.source
    return None if path is None else inside(path)


def inside(path: str) -> str | None:
    """Give a path relative to the repository without `./`, None where it leads elsewhere."""
    if not path.strip() or len(path) > _LONGEST_PATH:
        return None
    outside = path.startswith(("/", "\\")) or "://" in path or _DRIVE.match(path) or ".." in re.split(r"[/\\]", path)
    path = posixpath.normpath(scalar(path))
    return None if outside or path == "." else path


def spelled(path: str) -> str:
    """Give a path as it is, save controls, which are spelled out: it is compared with names of files, spaces and all."""
    return harmless(path).translate(_LINE_ENDS)


def told(finding: Finding, limit: int) -> str:
    """Give what a finding says, and then what to do about it, in one line of at most *limit* code points, never none."""
    message = brief(finding.message, limit) or brief(finding.rule, limit) or _NO_WORDS
    suggestion = "" if finding.suggestion is None else brief(finding.suggestion.text, limit)
    return shortened(f"{message} → {suggestion}" if suggestion else message, limit)


def _places(document: DocumentReport) -> Iterator[tuple[Finding, Place]]:
    """Give the findings of a document with their places."""
    places = Places(document)
    for finding in document.findings:
        yield finding, places.of(finding.span, finding.line)


def _fingerprint(finding: Finding, document: DocumentReport) -> str:
    """Give the fingerprint of a finding; a report that has none gets one from what the finding says."""
    given = brief(finding.fingerprint, _LONGEST_FINGERPRINT)
    if given:
        return given
    words = (finding.rule, document.known_as, finding.url or "", finding.message)
    return hashlib.sha256("\0".join(map(scalar, words)).encode()).hexdigest()[:_LONGEST_FINGERPRINT]


class _Names:
    """Makes names unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._asked: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """Give *name*, or `name:2`, `name:3` where it is taken."""
        unique = name
        while unique in self._taken or not self._asked[name]:
            self._asked[name] += 1
            unique = name if self._asked[name] == 1 else f"{name}:{self._asked[name]}"
        self._taken.add(unique)
        return unique
