"""
The records of an RIS text, each with its place: lines `TAG  - value` from `TY` to `ER`.

rispy reads the same, but does not say where a record stands and refuses a file with a line too many. What programs do
is taken as it is: other numbers of blanks, a value on several lines, an `ER` that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from citecheck.model import Span

_LINE: Final = re.compile(r"[\ufeff \t]{0,8}([A-Z][A-Z0-9]) {1,3}-(?: |$)(.*)", re.DOTALL)
_NEWLINE: Final = re.compile(r"\r\n?|\n")
_MOST_LINES: Final = 5_000
"""Of a record; what follows is not read."""


@dataclass(slots=True)
class RisRecord:
    """One record: its lines without `TY` and `ER`; one without a tag goes on with the value before it."""

    kind: str
    span: Span
    lines: list[tuple[str, str]] = field(default_factory=list)
    closed: bool = False
    """Whether an `ER` ends it."""


def ris_line(text: str) -> tuple[str, str] | None:
    """Give tag and value of a line, None where it is none of RIS."""
    found = _LINE.match(text)
    return (found[1], found[2].strip()) if found else None


def ris_records(text: str) -> Iterator[RisRecord]:
    """Give the records of a text in order; what stands outside of records is none."""
    record: RisRecord | None = None
    for start, end in _lines(text):
        line = ris_line(text[start:end])
        if line is None:
            _continue(record, text[start:end].strip(), end)
            continue
        tag, value = line
        if tag == "TY":
            if record is not None:
                yield record
            begin = start + len(text[start:end]) - len(text[start:end].lstrip("\ufeff \t"))
            record = RisRecord(value.upper(), Span(begin, end))
        elif record is not None:
            record.span = Span(record.span.start, end)
            if tag == "ER":
                record.closed = True
                yield record
                record = None
            elif len(record.lines) < _MOST_LINES:
                record.lines.append((tag, value))
    if record is not None:
        yield record


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Give where each line begins and ends."""
    start = 0
    for newline in _NEWLINE.finditer(text):
        yield start, newline.start()
        start = newline.end()
    yield start, len(text)


def _continue(record: RisRecord | None, words: str, end: int) -> None:
    """Add a line without a tag to the value before it."""
    if record is None or not words:
        return
    record.span = Span(record.span.start, end)
    if record.lines and len(record.lines) < _MOST_LINES:
        record.lines.append(("", words))
