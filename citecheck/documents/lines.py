"""The lines of a plain text: where each stands, how wide it is, and whether they were wrapped at a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_NEWLINE = re.compile(r"\r\n|\n|\r")
_LONG = 60
_WIDEST = 132


class Line(NamedTuple):
    """A line without its newline."""

    start: int
    """Where it begins in the text."""
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the text, its newline left out."""
        return self.start + len(self.text)

    @property
    def indent(self) -> int:
        """How many blanks it begins with."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def blank(self) -> bool:
        """Whether nothing is to be seen on it."""
        return not self.text or self.text.isspace()


def split_lines(text: str) -> tuple[Line, ...]:
    """Give the lines of *text*, which may end in LF, CR LF or CR."""
    lines: list[Line] = []
    start = 0
    for newline in _NEWLINE.finditer(text):
        lines.append(Line(start, text[start : newline.start()]))
        start = newline.end()
    lines.append(Line(start, text[start:]))
    return tuple(lines)


def columns(text: str) -> int:
    """Give how many columns of a terminal *text* takes: two for a wide character (UAX #11), none for a mark."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def wrap_column(lines: Sequence[Line]) -> int | None:
    """
    Give the column at which the lines were wrapped, None where each line is whole.

    In a wrapped text nearly every long line that another follows directly ends where the next word had no room.
    """
    widths = [columns(line.text) for line in lines]
    long = sorted(w for w in widths if w >= _LONG)
    if not long or sum(w > _WIDEST for w in long) * 10 > len(long):
        return None
    column = long[(len(long) - 1) * 99 // 100]
    pairs = full = 0
    for i in range(len(lines) - 1):
        if widths[i] >= _LONG and not lines[i + 1].blank:
            pairs += 1
            full += _has_no_room(widths[i], lines[i + 1].text, column)
    return column if full * 4 > pairs * 3 else None


def is_full(line: Line, following: Line, column: int) -> bool:
    """Tell whether *line* broke off only because the next word had no room before *column*."""
    width = columns(line.text)
    return width * 10 >= column * 7 or _has_no_room(width, following.text, column)


def _has_no_room(width: int, following: str, column: int) -> bool:
    word = following.split(maxsplit=1)[0] if following.strip() else ""
    need = 2 if word and unicodedata.east_asian_width(word[0]) in "WF" else columns(word[:column])
    return width + 1 + need > column - 2


def glue(before: str, after: str) -> str:
    """Give what a wrapped text had between the end of one line and the start of the next: a space or nothing."""
    before, after = before.rstrip("\r"), after.lstrip()
    if not before or not after or before[-1].isspace():
        return " "
    last, first = before[-1], after[0]
    if last in "^([" or first in ")]^" or (first in ".,;:" and (len(after) == 1 or after[1] == " ")):
        return ""
    if _MARKER.match(after):
        return ""
    if unicodedata.east_asian_width(last) in "WF" and unicodedata.east_asian_width(first) in "WF":
        return ""
    word = before.rsplit(maxsplit=1)[-1]
    if last in "-–" and word not in "-–" and first.isalnum():
        return ""
    return "" if last in "/=&?_" and _ADDRESS.search(word) and _PATH.match(after) else " "


_MARKER = re.compile(r"\[\d{1,4}\]")
_ADDRESS = re.compile(r"//|^www\.", re.IGNORECASE)
_PATH = re.compile(r"[^\s/.=&?_%\d]{0,60}[/.=&?_%\d]\S")
