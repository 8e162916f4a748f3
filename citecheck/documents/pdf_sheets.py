"""
What a PDF has on its pages, as the process that reads it tells it: runs of characters and where they stand, nothing judged.

Places are in points, x from the left and y from the top of the page as it is seen.
"""

from __future__ import annotations

from typing import Final

import msgspec

MOST_PAGES: Final = 2_000
MOST_CHARACTERS: Final = 4_000_000
MOST_SECONDS: Final = 40.0
"""After which no further page is begun."""


class Run(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Characters that follow each other on one line in one type."""

    text: str
    x0: float
    x1: float
    y: float
    """Of the line that the letters stand on."""
    size: float
    font: int
    """Index into `Copy.fonts`."""
    area: int
    """Index into `Sheet.areas` of the link that lies over it, -1 where none does."""


class Area(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A link: a rectangle that leads to an address or to a place in the document."""

    x0: float
    y0: float
    x1: float
    y1: float
    url: str = ""
    page: int = -1
    """Index of the page that it leads to, -1 for none."""
    x: float = 0.0
    y: float = 0.0
    name: str = ""
    """What the document calls that place: `cite.knuth84`; empty where it has no name or that is not known."""


class Font(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A type."""

    name: str
    bold: bool
    italic: bool


class Sheet(msgspec.Struct, array_like=True, frozen=True):
    """A page."""

    number: int
    """From 1."""
    width: float
    height: float
    runs: list[Run]
    areas: list[Area]
    label: str = ""
    """What the document calls the page: `xiv`."""
    pictured: bool = False
    """Whether it shows a picture."""


class Copy(msgspec.Struct, array_like=True, frozen=True):
    """All that was read of a PDF."""

    reason: str = ""
    """Why there is nothing; else empty."""
    count: int = 0
    """Pages that it says it has."""
    title: str = ""
    language: str = ""
    fonts: list[Font] = []
    sheets: list[Sheet] = []
    broken: list[int] = []
    """Numbers of pages that could not be read."""
    ended: str = ""
    """Why the pages after the last one were left: `pages`, `characters`, `seconds`."""
    turned: int = 0
    """Characters that stand askew, and were left out."""
