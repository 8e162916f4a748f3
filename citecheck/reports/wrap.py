"""Lines of a width, measured in the columns of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def columns(text: str) -> int:
    """Give how many columns *text* takes: two for a wide character, none for a combining one (Unicode UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def wrap(text: str, width: int) -> tuple[str, ...]:
    """
    Give *text* as lines of at most *width* columns, broken at spaces, and inside a word that is longer than a line.

    Empty text is one empty line. Two colons that a word begins with are parted: a line that begins with them would be an
    order to GitHub's runner (`visible.py`).
    """
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text, width):
        size = columns(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        elif line:
            line, used = f"{line} {word}", used + 1 + size
        else:
            line, used = word, size
    lines.append(line)
    return tuple(lines)


def _words(text: str, width: int) -> Iterator[str]:
    """Give the words of *text*, those wider than *width* in parts."""
    for word in text.split():
        if columns(word) <= width and not word.startswith("::"):
            yield word
            continue
        at = 0
        while at < len(word):
            end = at + 1 if word.startswith("::", at) else _end(word, at, width)
            yield word[at:end]
            at = end


def _end(word: str, start: int, width: int) -> int:
    """Give where the part of a word ends that begins at *start* and fits; it has one character at the least."""
    used = 0
    for at in range(start, len(word)):
        used += _width(word[at])
        if used > width and at > start:
            return at
    return len(word)


def _width(char: str) -> int:
    """Give the columns of one character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
