"""
The pages of a plain text: where footers and running heads stand between them, which are no part of what they interrupt.

An RFC is printed in pages of 58 lines: a footer that ends with `[Page 12]`, a form feed, a running head (RFC 7322, section
3.1.2 of RFC 2223). A sentence or a reference goes on behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from citecheck.documents.lines import Line

_FOOTER: Final = re.compile(r"\[\s?page\s{1,4}(?:\d{1,5}|[ivxlc]{1,8})\s?\]\s{0,4}$", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d{1,6}")
_FEWEST: Final = 2
_GAP: Final = 12
"""Lines between a footer and the running head of the next page."""
_LONGEST: Final = 160


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """
    Give the lines that are footers, running heads and form feeds, with the blank ones around them.

    A footer says which page it ends. The line that follows it, or a form feed, is a running head where the same words, numbers
    aside, follow others, too.
    """
    footers = [number for number, line in enumerate(lines) if len(line.text) <= _LONGEST and _FOOTER.search(line.text)]
    feeds = [number for number, line in enumerate(lines) if "\f" in line.text]
    if len(footers) < _FEWEST and len(feeds) < _FEWEST:
        return frozenset(number for number in feeds if not lines[number].text.strip())
    ends = footers if len(footers) >= _FEWEST else feeds
    heads = {end: _next(lines, end) for end in ends}
    shapes = Counter(_shape(lines[head].text) for head in heads.values() if head is not None)
    found = {number for number in feeds if not lines[number].text.strip()}
    fed = frozenset(feeds)
    for end, head in heads.items():
        first, last = end, end
        if head is not None and shapes[_shape(lines[head].text)] >= _FEWEST:
            last = head
        if end in fed and lines[end].text.strip() and last == end:
            continue
        while first and first - 1 not in found and _is_blank(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and last + 1 not in found and _is_blank(lines[last + 1]):
            last += 1
        found.update(range(first, last + 1))
    return frozenset(found)


def _next(lines: Sequence[Line], end: int) -> int | None:
    """Give the first line behind the end of a page on which something stands."""
    for number in range(end + 1, min(end + 1 + _GAP, len(lines))):
        if not _is_blank(lines[number]):
            return number if len(lines[number].text) <= _LONGEST else None
    return None


def _is_blank(line: Line) -> bool:
    """Tell whether nothing is to be seen on a line; a form feed is nothing."""
    return not line.text.strip("\f \t\r\n\u00a0")


def _shape(text: str) -> str:
    """Give a line without what differs from page to page."""
    return " ".join(_DIGITS.sub("#", text.strip("\f ")).split())
