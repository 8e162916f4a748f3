"""
Citations in the manner of Pandoc: `[see @smith2010, p. 3; @kim]`, `@smith2010 says`, `@smith2010 [p. 3]`, `[-@kim]`.

Source: the Pandoc User's Guide, "Citation syntax". A key begins with a letter, digit or `_`, and holds single marks of
punctuation inside; `@{...}` holds any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_KEY: Final = r"(?:\{(?P<braced>[^{}\s]{1,300})\}|(?P<plain>\w(?:[:.#$%&\-+?<>~/]?\w){0,300}))"
AT: Final = re.compile(rf"(?P<less>-?)@{_KEY}")
"""One citation; what stands before it must be no letter or digit, or it is part of an address."""
LONGEST_GROUP: Final = 3_000
"""Code points of a group that is looked at."""
_PAGE: Final = re.compile(r"^[\s,]{0,5}(?P<page>\S.{0,200}?)\s{0,5}$", re.DOTALL)
_MARKS: Final = re.compile(r"[*_`]{1,3}")


class Cite(NamedTuple):
    """One citation of a group, places being offsets into the text that was looked at."""

    key: str
    start: int
    """Where its key begins, `@` and a minus included."""
    end: int
    page: str | None


def cites(text: str, start: int, end: int) -> tuple[Cite, ...]:
    """Give the citations of the group whose inside is `text[start:end]`; none where a part of it has no key."""
    found: list[Cite] = []
    for part, (begin, finish) in enumerate(_parts(text, start, end)):
        key = next(_keys(text, begin, finish), None)
        if key is None:
            if not part:
                return ()
            continue
        page = _PAGE.match(_MARKS.sub("", text[key.end() : finish]))
        found.append(Cite(key["braced"] or key["plain"], key.start(), key.end(), page["page"] if page else None))
    return tuple(found)


def textual(text: str, at: int) -> Cite | None:
    """Give the citation in the text that begins at *at*, with the `[p. 3]` that follows it."""
    key = AT.match(text, at)
    if key is None or (at and (text[at - 1].isalnum() or text[at - 1] in "_@/.")):
        return None
    return Cite(key["braced"] or key["plain"], key.start(), key.end(), None)


def _keys(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give the keys within a part, those left out that are part of an address."""
    for key in AT.finditer(text, start, end):
        if key.start() == start or not (text[key.start() - 1].isalnum() or text[key.start() - 1] in "_@/."):
            yield key


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the parts of a group, between its semicolons."""
    begin = start
    while begin <= end:
        stop = text.find(";", begin, end)
        stop = end if stop < 0 else stop
        yield begin, stop
        begin = stop + 1
