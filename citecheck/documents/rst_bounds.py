"""
What docutils is not given, since it would take for ever: its time grows with the square of the number of some things.

No text that somebody wrote for people has as many of them; one that was made to keep a program busy has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from docutils import nodes
from docutils.parsers.rst.states import Inliner

_MANY: Final = (
    (re.compile(r"^([-=~^*+#.:_`'\"])\1{3,200}[ ]{0,5}$", re.MULTILINE), 3_000),
    (re.compile(r"[`\w]__(?!\w)"), 3_000),
    (re.compile(r"^[ ]{0,20}(?:\.\. _[^:\n]{1,100}: [^\n]{1,100}_|__ [^\n]{1,100})$", re.MULTILINE), 1_000),
)
"""Lines that part or underline, anonymous links, and targets that are other targets or have no name; how many are read."""
_WIDE: Final = re.compile(r"^ {0,20}(?:(?:={1,50} {1,5}){300}|(?:\+[-=]{1,50}){300})", re.MULTILINE)
"""The line of a table that has so many columns."""
_TALL: Final = 3_000
"""Lines of a table without one that is empty."""
_WORK: Final = 5_000_000
"""Code points of a paragraph times the places in it at which something may begin whose end is looked for."""
_BEGINS: Final = re.compile(r"[`*|_]+|:\w")


def bounded(text: str) -> str:
    """Give the beginning of a text that docutils reads in time that grows with its length; nearly always, all of it."""
    end = len(text)
    for pattern, most in _MANY:
        over = next(islice(pattern.finditer(text, 0, end), most, None), None)
        end = over.start() if over else end
    wide = _WIDE.search(text, 0, end)
    end = wide.start() if wide else end
    return text[: _short(text[:end].splitlines(keepends=True))]


def _short(lines: Iterable[str]) -> int:
    """Give how much of a text stands before a table that has too many lines."""
    rows = at = 0
    for line in lines:
        rows = rows + 1 if line.lstrip(" ").startswith(("|", "+")) else 0
        if rows > _TALL:
            break
        at += len(line)
    return at


def bounded_inliner() -> Inliner:
    """Give what reads paragraphs, but of those in which it would look for the end of too much for too long the words alone."""
    inliner = Inliner()
    read = inliner.parse

    def parse(text: str, *rest: Any) -> Any:  # noqa: ANN401 - docutils'
        if len(text) * sum(1 for _ in _BEGINS.finditer(text)) > _WORK:
            return [nodes.Text(nodes.unescape(text))], []
        return read(text, *rest)

    inliner.parse = parse  # a class of its own would not do: docutils looks at the class for its patterns
    return inliner
