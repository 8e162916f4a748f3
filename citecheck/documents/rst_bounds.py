"""
What docutils is not given, since it would take for ever: its time grows with the square of the number of some things.

No text that somebody wrote for people has as many of them; one that was made to keep a program busy has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
_LISTS: Final = 500_000_000
"""Lists times lines: docutils copies all lines that follow wherever a list begins."""
_KIND: Final = re.compile(
    r"(?P<bullet>[-*+•‣⁃])(?: |$)|(?P<number>\(?[A-Za-z0-9#]{1,10}[.)])(?: |$)|(?P<field>:(?!:)[^:]{1,100}:)"
    r"|(?P<option>--?[A-Za-z]|/[A-Za-z])|(?P<rows>\|)(?: |$)|(?P<markup>\.\.|__)(?: |$)"
)
"""How an item of each kind of list begins."""
_BEGINS: Final = re.compile(r"[`*|_]+|:\w")


def bounded(text: str) -> str:
    """Give the beginning of a text that docutils reads in time that grows with its length; nearly always, all of it."""
    end = len(text)
    for pattern, most in _MANY:
        over = next(islice(pattern.finditer(text, 0, end), most, None), None)
        end = over.start() if over else end
    wide = _WIDE.search(text, 0, end)
    end = wide.start() if wide else end
    lines = text[:end].splitlines(keepends=True)
    return text[: min(_short(lines), _listed(lines))]


def _short(lines: Iterable[str]) -> int:
    """Give how much of a text stands before a table that has too many lines."""
    rows = at = 0
    for line in lines:
        rows = rows + 1 if line.lstrip(" ").startswith(("|", "+")) else 0
        if rows > _TALL:
            break
        at += len(line)
    return at


def _listed(lines: Sequence[str]) -> int:
    """Give how much of a text stands before it has too many lists for its lines."""
    open_: list[tuple[int, str]] = []
    lists = at = 0
    for number, line in enumerate(lines, 1):
        bare = line.lstrip(" ").rstrip()
        if bare:
            indent = len(line) - len(line.lstrip(" "))
            found = _KIND.match(bare)
            after = lines[number] if number < len(lines) else ""
            kind = (found.lastgroup or "") if found else ""
            if not kind and after[indent : indent + 1] == " " and after.strip():
                kind = "term"
            while open_ and open_[-1][0] > indent:
                open_.pop()
            lists += bool(kind) and (indent, kind) not in open_[-1:]
            if open_ and open_[-1][0] == indent:
                open_.pop()
            open_.append((indent, kind))
            if lists * number > _LISTS:
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
