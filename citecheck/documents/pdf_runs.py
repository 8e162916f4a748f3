"""The characters of a page of a PDF, put together to runs: those of one type that follow each other on one line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from citecheck.documents.pdf_sheets import Area, Run

_HYPHEN: Final = 2
"""How PDFium tells of a hyphen at the end of a line."""
_MOST: Final = 200_000
"""Characters of one page."""
_BLANK: Final = frozenset((9, 32, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000))
_ENDS: Final = frozenset((10, 13))
_STRIP: Final = 12.0
"""Points of height of the strips by which links find what they lie over."""
TEX: Final = {
    11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl",
    16: "“", 17: "”", 18: "„", 19: "«", 20: "»", 21: "–", 22: "—", 27: "ff", 28: "fi", 29: "fl", 30: "ffi", 31: "ffl",
}  # fmt: skip
"""
Codes of TeX's fonts without a table of characters: ligatures of OT1 to 15, and what T1 has from 16.

The runs have them as they are: what they mean is known when the font is.
"""
UNKNOWN: Final = dict.fromkeys(TEX, "\ufffd")
"""What they are in fonts that number their letters as they come."""
OLD_LIGATURES: Final = frozenset(range(11, 16))
"""Codes that tell that a font is encoded as OT1."""
OLD_DASHES: Final = str.maketrans({"{": "–", "|": "—", "\\": "“"})
"""What other codes of such a font mean."""


class View(Protocol):
    """From the space of a page to the page as it is seen."""

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give where a point is seen."""
        ...

    def turned(self, a: float, b: float) -> bool:
        """Tell whether what runs in that direction does not run from left to right as it is seen."""
        ...


@dataclass(slots=True)
class _Open:
    """A run under construction."""

    codes: list[int]
    places: list[int]
    x0: float
    x1: float
    y: float
    size: float
    font: int


class Runs:
    """The runs of one page."""

    def __init__(self, raw: Any, text: Any, view: View, font: Callable[[Any], int], most: int) -> None:  # noqa: ANN401 - PDFium has no types
        self._raw = raw
        self._text = text
        self._view = view
        self._font = font
        self.characters = min(max(raw.FPDFText_CountChars(text), 0), _MOST, max(most, 0))
        self.turned = 0
        self.old: set[int] = set()
        """Fonts that are encoded as OT1 and do not say so."""

    def found(self, areas: Sequence[Area]) -> list[Run]:
        """Give them, parted where a link begins or ends."""
        runs = list(self._joined(self._parts()))
        if not areas:
            return [_run(one, one.codes, one.x0, one.x1, -1) for one in runs]
        strips: dict[int, list[int]] = {}
        for number, area in enumerate(areas):
            for strip in range(int(area.y0 // _STRIP), min(int(area.y1 // _STRIP), int(area.y0 // _STRIP) + 100) + 1):
                strips.setdefault(strip, []).append(number)
        return [part for one in runs for part in self._linked(one, areas, strips)]

    def _parts(self) -> Iterator[_Open | None]:
        """Give the runs as the document draws them; None where a line ends."""
        raw, text = self._raw, ctypes.cast(self._text, ctypes.c_void_p).value
        unicode = _quick(raw.FPDFText_GetUnicode, ctypes.c_uint)
        generated = _quick(raw.FPDFText_IsGenerated, ctypes.c_int)
        owner = _quick(raw.FPDFText_GetTextObject, ctypes.c_void_p)
        open_: _Open | None = None
        current: int | None = -1
        askew = False
        for place in range(self.characters):
            code = unicode(text, place)
            if code in _ENDS and generated(text, place):
                yield from filter(None, (open_,))
                yield None
                open_, current = None, -1
                continue
            if code in _BLANK:
                if open_ is not None and open_.codes[-1] != 32:
                    open_.codes.append(32)
                    open_.places.append(place)
                continue
            address = owner(text, place)
            if address != current:
                yield from filter(None, (open_,))
                current, open_ = address, self._begun(place)
                askew = open_ is None
            if askew or open_ is None:
                self.turned += 1
                continue
            if code in OLD_LIGATURES:
                self.old.add(open_.font)
            open_.codes.append(code)
            open_.places.append(place)
        yield from filter(None, (open_,))

    def _begun(self, place: int) -> _Open | None:
        """Begin a run at a character; None where it stands askew."""
        raw, matrix = self._raw, self._raw.FS_MATRIX()
        across, up = ctypes.c_double(), ctypes.c_double()
        known = raw.FPDFText_GetMatrix(self._text, place, matrix)
        if not raw.FPDFText_GetCharOrigin(self._text, place, across, up):
            return None
        if known and self._view.turned(matrix.a, matrix.b):
            return None
        scale = math.hypot(matrix.c, matrix.d) if known else 1.0
        size = raw.FPDFText_GetFontSize(self._text, place) * (scale or 1.0)
        x, y = self._view.at(across.value, up.value)
        if not (math.isfinite(size) and math.isfinite(x) and math.isfinite(y)):
            return None
        thing = raw.FPDFText_GetTextObject(self._text, place)
        return _Open([], [], x, x, y, min(abs(size), 1e4), self._font(thing) if thing else 0)

    def _joined(self, parts: Iterator[_Open | None]) -> Iterator[_Open]:
        """Join runs that are drawn one after the other and look as one."""
        before: _Open | None = None
        for one in parts:
            if one is None:
                if before is not None:
                    yield before
                before = None
                continue
            one.x1 = max(self._end(one), one.x0)
            if before is not None and before.font == one.font and abs(before.y - one.y) < 0.1 * one.size:
                gap = one.x0 - before.x1
                room = 0.8 if before.codes[-1] == 32 else 0.12
                if abs(before.size - one.size) < 0.05 * one.size and -0.3 * one.size < gap < room * one.size:
                    before.codes += one.codes
                    before.places += one.places
                    before.x1 = one.x1
                    continue
            if before is not None:
                yield before
            before = one
        if before is not None:
            yield before

    def _end(self, one: _Open) -> float:
        """Give where the last character of a run that is no blank ends."""
        last = next(n for n in range(len(one.codes) - 1, -1, -1) if one.codes[n] != 32)
        return self._right(one.places[last])

    def _right(self, place: int) -> float:
        box = self._raw.FS_RECTF()
        if not self._raw.FPDFText_GetLooseCharBox(self._text, place, box):
            return 0.0
        right = max(self._view.at(box.left, box.bottom)[0], self._view.at(box.right, box.top)[0])
        return right if math.isfinite(right) else 0.0

    def _left(self, place: int) -> float:
        across, up = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, place, across, up)
        return self._view.at(across.value, up.value)[0]

    def _linked(self, one: _Open, areas: Sequence[Area], strips: dict[int, list[int]]) -> Iterator[Run]:
        """Give a run, parted where a link over it begins or ends."""
        middle = one.y - 0.25 * one.size
        over = [
            number
            for number in strips.get(int(middle // _STRIP), ())
            if areas[number].y0 <= middle <= areas[number].y1
            and areas[number].x0 < one.x1
            and areas[number].x1 > one.x0
        ]
        if not over:
            yield _run(one, one.codes, one.x0, one.x1, -1)
            return
        begin, x, owner = 0, one.x0, -2
        for n, place in enumerate(one.places):
            if one.codes[n] == 32:
                continue
            left = self._left(place)
            centre = (left + self._right(place)) / 2
            mine = next((number for number in over if areas[number].x0 <= centre <= areas[number].x1), -1)
            if mine != owner:
                if owner != -2:
                    yield _run(one, one.codes[begin:n], x, left, owner)
                begin, x, owner = n, left, mine
        yield _run(one, one.codes[begin:], x, one.x1, owner)


def _quick(function: Any, answer: Any) -> Any:  # noqa: ANN401
    """Give a function of PDFium that is asked of every character with plain numbers for its arguments and answer."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(answer, ctypes.c_void_p, ctypes.c_int)(address)


def _run(one: _Open, codes: Sequence[int], x0: float, x1: float, area: int) -> Run:
    """Give a run of characters; halves of characters are put together, and what is none is marked."""
    text = "".join(map(_character, codes))
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Run(text, round(x0, 2), round(x1, 2), round(one.y, 2), round(one.size, 2), one.font, area)


def _character(code: int) -> str:
    """Give a character of a code of PDFium."""
    if code in (_HYPHEN, 0xFFFE):
        return "\u00ad"
    if code in TEX:
        return chr(code)
    if code < 32 or 0x7F <= code < 0xA0 or code == 0xFFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)
