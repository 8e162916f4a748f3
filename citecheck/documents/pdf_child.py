"""
What the process runs that reads a PDF: it asks PDFium for characters, their places, and links.

PDFium is written in C++ and reads what strangers send. Memory and time of this process are bounded.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from citecheck.confined.inside import serve, whole
from citecheck.documents.pdf_runs import OLD_DASHES, TEX, UNKNOWN, Runs
from citecheck.documents.pdf_sheets import MOST_CHARACTERS, MOST_PAGES, MOST_SECONDS, Area, Copy, Font, Sheet

MEMORY: Final = 2 << 30
"""Bytes of address space; libraries map much of which they use little."""
SECONDS: Final = 120
"""Seconds of CPU time for one PDF."""
_MOST_AREAS: Final = 2_000
"""Links of one page."""
_MOST_NAMES: Final = 20_000
_NAMING: Final = 3.0
"""Seconds for the names of places."""
_LONGEST: Final = 4_096
"""Bytes of a name or address."""
_FIT_H: Final = (3, 7)
"""The views that tell a height alone: FitH and FitBH (ISO 32000-1, 12.3.2.2)."""
_PICTURE: Final = 3
_OF_TEX: Final = ("cm", "ec", "tc", "sf", "la", "eu", "msbm")
"""How fonts are called whose codes are those of TeX; those that are bitmaps have no name."""
_BOLD: Final = ("bold", "black", "heavy", "cmbx", "-bx", "demi", "medi")
_ITALIC: Final = ("italic", "oblique", "cmti", "cmmi", "cmsl", "-it", "ital")


class _Place(NamedTuple):
    """Where a link leads."""

    page: int
    x: float
    y: float


class _View:
    """From the space of a page to the page as it is seen."""

    def __init__(self, raw: Any, page: Any) -> None:  # noqa: ANN401 - PDFium has no types
        self.width = _bounded(raw.FPDF_GetPageWidthF(page))
        self.height = _bounded(raw.FPDF_GetPageHeightF(page))
        self._scale = min(100.0, 1e6 / max(self.width, self.height))
        size = int(self.width * self._scale), int(self.height * self._scale)
        corner, right, up = (self._device(raw, page, size, *at) for at in ((0, 0), (100, 0), (0, 100)))
        self._x, self._y = corner
        self._right = (right[0] - corner[0]) / 100, (right[1] - corner[1]) / 100
        self._up = (up[0] - corner[0]) / 100, (up[1] - corner[1]) / 100

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give where a point is seen."""
        return self._x + x * self._right[0] + y * self._up[0], self._y + x * self._right[1] + y * self._up[1]

    def turned(self, a: float, b: float) -> bool:
        """Tell whether what runs in that direction does not run from left to right as it is seen."""
        x = a * self._right[0] + b * self._up[0]
        y = a * self._right[1] + b * self._up[1]
        return x <= 0 or abs(y) > 0.05 * x

    def _device(self, raw: Any, page: Any, size: tuple[int, int], x: float, y: float) -> tuple[float, float]:  # noqa: ANN401
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return across.value / self._scale, down.value / self._scale


class Reading:
    """One PDF while it is read."""

    def __init__(self, body: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - a library of 4 MB, loaded within the bounds of this process
        from pypdfium2 import raw  # noqa: PLC0415

        self.document = pypdfium2.PdfDocument(body)
        self.raw = raw
        self.fonts: list[Font] = []
        self._fonts: dict[Font, int] = {}
        self._known: dict[int, int] = {}
        self._until = time.monotonic() + MOST_SECONDS
        self.count = len(self.document)
        self.left = MOST_CHARACTERS
        self.turned = 0
        self.broken: list[int] = []
        self._old: set[int] = set()
        self._names: dict[tuple[int, int, int], str] | None = None

    def copy(self) -> Copy:
        """Give all that can be read of it."""
        sheets: list[Sheet] = []
        ended = "pages" if self.count > MOST_PAGES else ""
        for number in range(min(self.count, MOST_PAGES)):
            if time.monotonic() > self._until or self.left <= 0:
                ended = "characters" if self.left <= 0 else "seconds"
                break
            sheet = self._sheet(number)
            if sheet is None:
                self.broken.append(number + 1)
            else:
                sheets.append(sheet)
        self._decode(sheets)
        told = {key: str(value) for key, value in self.document.get_metadata_dict(skip_empty=True).items()}
        language = self._wide(self.raw.FPDFCatalog_GetLanguage, self.document)
        title = whole(told.get("Title", ""))[:_LONGEST]
        return Copy("", self.count, title, language, self.fonts, sheets, self.broken, ended, self.turned)

    def _decode(self, sheets: Sequence[Sheet]) -> None:
        """Tell what characters are that fonts of TeX have without a table of them."""
        tables: dict[int, dict[int, str]] = {}
        for number, font in enumerate(self.fonts):
            known = not font.name or font.name.casefold().startswith(_OF_TEX)
            tables[number] = {**(TEX if known else UNKNOWN), **(OLD_DASHES if known and number in self._old else {})}
        for sheet in sheets:
            for n, run in enumerate(sheet.runs):
                if not run.text.isprintable() or run.font in self._old:
                    text = run.text.translate(tables.get(run.font, UNKNOWN))
                    sheet.runs[n] = msgspec.structs.replace(run, text=text)

    def _sheet(self, number: int) -> Sheet | None:
        """Give a page, None where it cannot be read."""
        raw = self.raw
        page = raw.FPDF_LoadPage(self.document, number)
        if not page:
            return None
        try:
            view = _View(raw, page)
            areas = list(self._areas(page, view))
            text = raw.FPDFText_LoadPage(page)
            if not text:
                return None
            try:
                runs = Runs(raw, text, view, self.font, self.left)
                found = runs.found(areas)
                self.left -= runs.characters
                self.turned += runs.turned
                self._old |= runs.old
            finally:
                raw.FPDFText_ClosePage(text)
            label = self._wide(raw.FPDF_GetPageLabel, self.document, number)
            return Sheet(number + 1, view.width, view.height, found, areas, label, self._pictured(page))
        finally:
            raw.FPDF_ClosePage(page)

    def font(self, thing: Any) -> int:  # noqa: ANN401
        """Give the number of the type of a text object."""
        handle = self.raw.FPDFTextObj_GetFont(thing)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        known = self._known.get(address)
        if known is None:
            name = ctypes.create_string_buffer(256)
            self.raw.FPDFFont_GetBaseFontName(handle, name, 256)
            called = name.value.decode("utf-8", "replace")
            low, flags = called.casefold(), self.raw.FPDFFont_GetFlags(handle)
            bold = bool(flags & 1 << 18) or any(part in low for part in _BOLD)
            font = Font(called, bold, bool(flags & 1 << 6) or any(part in low for part in _ITALIC))
            known = self._fonts.setdefault(font, len(self.fonts))
            if known == len(self.fonts):
                self.fonts.append(font)
            self._known[address] = known
        return known

    def _areas(self, page: Any, view: _View) -> Iterator[Area]:  # noqa: ANN401
        """Give the links of a page."""
        raw = self.raw
        at, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
        for _ in range(_MOST_AREAS):
            if not raw.FPDFLink_Enumerate(page, at, link):
                return
            if not raw.FPDFLink_GetAnnotRect(link, box):
                continue
            (x0, y0), (x1, y1) = view.at(box.left, box.bottom), view.at(box.right, box.top)
            corners = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
            url, dest = "", raw.FPDFLink_GetDest(self.document, link)
            if not dest:
                action = raw.FPDFLink_GetAction(link)
                url = self._url(action) if action else ""
                dest = raw.FPDFAction_GetDest(self.document, action) if action and not url else None
            if url:
                yield Area(*corners, url)
            elif dest and (place := self._place(dest)) is not None:
                yield Area(*corners, "", *place, self._name(place))

    def _url(self, action: Any) -> str:  # noqa: ANN401
        """Give the address that an action opens."""
        buffer = ctypes.create_string_buffer(_LONGEST)
        size = self.raw.FPDFAction_GetURIPath(self.document, action, buffer, _LONGEST)
        return buffer.value.decode("utf-8", "replace") if 0 < size <= _LONGEST else ""

    def _place(self, dest: Any) -> _Place | None:  # noqa: ANN401
        """Give where a destination is, None where that is not told."""
        raw = self.raw
        page = raw.FPDFDest_GetDestPageIndex(self.document, dest)
        if not 0 <= page < min(self.count, MOST_PAGES):
            return None
        flags = [ctypes.c_int() for _ in range(3)]
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        raw.FPDFDest_GetLocationInPage(dest, *flags, x, y, zoom)
        size = raw.FS_SIZEF()
        raw.FPDF_GetPageSizeByIndexF(self.document, page, size)
        if flags[1].value:
            return _Place(page, _bounded(x.value, least=0.0), _bounded(size.height - y.value, least=-1.0))
        values, many = (ctypes.c_float * 4)(), ctypes.c_ulong()
        if raw.FPDFDest_GetView(dest, many, values) in _FIT_H and many.value:
            return _Place(page, 0.0, _bounded(size.height - values[0], least=-1.0))
        return _Place(page, 0.0, 0.0)

    def _name(self, place: _Place) -> str:
        """Give what the document calls a place."""
        if self._names is None:
            self._names = {}
            until = time.monotonic() + _NAMING
            for number in range(min(self.raw.FPDF_CountNamedDests(self.document), _MOST_NAMES)):
                if time.monotonic() > until:
                    break
                buffer = ctypes.create_string_buffer(512)
                size = ctypes.c_long(512)
                dest = self.raw.FPDF_GetNamedDest(self.document, number, buffer, size)
                if dest and 0 < size.value <= 512 and (named := self._place(dest)) is not None:
                    name = buffer.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0")
                    key = _key(named)
                    if key not in self._names or name.startswith("cite."):
                        self._names[key] = name
        return self._names.get(_key(place), "")

    def _pictured(self, page: Any) -> bool:  # noqa: ANN401
        """Tell whether a page shows a picture: among its first things."""
        raw = self.raw
        many = min(raw.FPDFPage_CountObjects(page), 50)
        return any(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, n)) == _PICTURE for n in range(many))

    def _wide(self, get: Any, *of: Any) -> str:  # noqa: ANN401
        """Give a text that PDFium writes in UTF-16."""
        buffer = ctypes.create_string_buffer(256)
        size = get(*of, ctypes.cast(buffer, get.argtypes[-2]), 256)
        return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0") if 2 < size <= 256 else ""


def _key(place: _Place) -> tuple[int, int, int]:
    """Give what a place is known by: two that are less than a point apart are one."""
    return place.page, round(place.x), round(place.y)


def _bounded(value: float, *, least: float = 1.0) -> float:
    """Give a length that can be reckoned with."""
    return min(max(value, least), 1e6) if math.isfinite(value) else least


def answer(body: bytes) -> bytes:
    """Give all that can be read of a PDF, or why nothing can."""
    try:
        from pypdfium2 import PdfiumError  # noqa: PLC0415

        reading = None
        try:
            reading = Reading(body)
            copy = reading.copy()
        except PdfiumError as problem:
            said = str(problem).lower()
            copy = Copy("it is encrypted" if "password" in said or "security" in said else "it is broken")
        finally:
            if reading is not None:
                with contextlib.suppress(Exception):
                    reading.document.close()
    except MemoryError:
        copy = Copy("reading it takes too much memory")
    except Exception as problem:  # noqa: BLE001 - whatever a PDF makes of our code is told of that PDF alone
        copy = Copy(f"its reader failed ({whole(f'{type(problem).__name__}: {problem}')[:200]})")
    return msgspec.msgpack.encode(copy)


if __name__ == "__main__":
    serve(answer, MEMORY, SECONDS)
