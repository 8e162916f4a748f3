"""Lines of a width that somebody chose, joined to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

ENDS: Final = ".!?:;…。！？"
_NARROWEST: Final = 40
"""Code points of a full line of prose; text in shorter ones is verse, or a table."""
_WIDEST: Final = 120
_FULL: Final = 0.7
"""Share of the width from which a line is full, so that the next one may go on with it."""
_ITEM: Final = re.compile(r"(?:[-*+•·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_GAP: Final = re.compile(r"\S\s{3,}\S")
"""What parts the columns of a table."""


def joined(text: str) -> str:
    """Give a text with a line for each paragraph: one ends where a line is empty, short, or begins an item of a list."""
    found: list[str] = []
    block: list[str] = []
    for line in (*text.split("\n"), ""):
        if line.strip():
            block.append(line.rstrip())
            continue
        found += _paragraphs(block)
        block = []
    return "\n".join(found)


def _paragraphs(block: list[str]) -> Iterable[str]:
    """Give the paragraphs of some lines that stand together."""
    width = max(map(len, block), default=0)
    if (
        not _NARROWEST <= width <= _WIDEST
        or sum(_GAP.search(line.strip()[:_WIDEST]) is not None for line in block) > len(block) / 3
    ):
        return [" ".join(line.split()) for line in block]
    found: list[str] = []
    goes_on = False
    for line in block:
        plain = " ".join(line.split())
        if goes_on and not _ITEM.match(plain):
            found[-1] += f" {plain}"
        else:
            found.append(plain)
        goes_on = len(line) >= _FULL * width
    return found
