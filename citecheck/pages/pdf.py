"""
The text of a PDF, by PDFium: lines joined to paragraphs, what repeats at the edge of pages left out.

PDFium is written in C++ and reads what strangers send: whoever calls this does so in a process of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from citecheck.model import Page
from citecheck.pages.pdf_metadata import said_by
from citecheck.pages.wrapped import ENDS

MOST_PAGES: Final = 200
_MOST: Final = 1_000_000
"""Code points that are kept."""
_LONGEST_TITLE: Final = 200
_SCANNED: Final = 20
"""Letters a page below which a document has no text layer."""
_REPEATED: Final = 3
"""Pages on which a line at the edge stands before it is taken for a running head."""
_DIGITS: Final = re.compile(r"\d+")
_HYPHEN: Final = re.compile("(?<=[^\\W\\d_])[-\u00ad\u2010\ufffe\x02]\\Z")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_HEADING: Final = 0.6
"""Share of a full line up to which a line that ends no sentence may be a heading."""


def pdf_of(body: bytes, url: str, *, whole: bool) -> Page:
    """Give the page that a PDF is; without a text layer, encrypted or broken it has a reason and no text."""
    import pypdfium2  # noqa: PLC0415 - a library of 4 MB, loaded for the first PDF
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    if not whole:  # its table of contents stands at its end
        return Page(url, "pdf", whole=False, reason="The PDF is too large to be read.")
    try:
        document = pypdfium2.PdfDocument(body)
    except PdfiumError as problem:
        encrypted = "password" in str(problem).lower() or "security" in str(problem).lower()
        why = "The PDF is encrypted." if encrypted else "The PDF is broken."
        return Page(url, "pdf", whole=False, reason=why)
    try:
        count = len(document)
        pages = _pages(document, min(count, MOST_PAGES))
        told = {key: str(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}
    except PdfiumError:
        return Page(url, "pdf", whole=False, reason="The PDF is broken.")
    finally:
        document.close()
    text = _joined(_without_edges(pages))[:_MOST]
    if sum(map(str.isalpha, text)) < _SCANNED * max(len(pages), 1):
        return Page(url, "pdf", whole=False, reason="The PDF has no text layer: its pages are pictures.")
    cut = count > len(pages) or len(text) >= _MOST
    reason = f"Only the first {len(pages)} pages of the PDF were read." if cut else ""
    said = said_by(body, told, text)
    title = said.title or _first_line(pages)
    return Page(url, "pdf", title, said.issued, said.authors, said.site, said.language, text, not cut, reason)


def _pages(document: Any, count: int) -> list[list[str]]:  # noqa: ANN401 - a document of PDFium, which has no types
    """Give the lines of the first pages, as many as there is room for."""
    pages: list[list[str]] = []
    size = 0
    for number in range(count):
        pages.append(_lines(document, number))
        size += sum(map(len, pages[-1]))
        if size >= _MOST:
            break
    return pages


def _lines(document: Any, number: int) -> list[str]:  # noqa: ANN401 - a document of PDFium, which has no types
    """Give the lines of one page; none of a page that cannot be read."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
        page.close()  # a hundred open pages take a hundred megabytes
    except PdfiumError:
        return []
    return [" ".join(_CONTROL.sub(_kept, line).split()) for line in text[:_MOST].replace("\r", "\n").split("\n")]


def _kept(match: re.Match[str]) -> str:
    """Keep the mark by which PDFium tells of a hyphen at the end of a line."""
    return "\ufffe" if match[0] in "\ufffe\x02" else " "


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Give pages without running heads and page numbers: what stands first or last on several, numbers aside."""
    edges = Counter(key for page in pages for key in set(map(_key, _edge(page))))
    kept = []
    for page in pages:
        gone = {line for line in _edge(page) if line.isdecimal() or edges[_key(line)] >= _REPEATED}
        kept.append([line for line in page if line not in gone])
    return kept


def _key(line: str) -> str:
    """Give what a line at the edge is known by: its words; a sentence of a text by its numbers, too."""
    return line if line[-1] in ENDS else _DIGITS.sub("#", line)


def _edge(page: list[str]) -> list[str]:
    """Give the lines at the top and at the bottom of a page."""
    return [*_top(page), *_top(page[::-1])]


def _top(lines: list[str]) -> list[str]:
    """Give the first two lines that have words."""
    return [line for line in lines if line][:2]


def _joined(pages: list[list[str]]) -> str:
    """Give lines as paragraphs: one goes on until a line that is empty, or one that ends a sentence and is short."""
    blocks: list[str] = []
    open_ = ""
    width = _width(pages)
    alone = False
    for line in (line for page in pages for line in page):
        ended = (not line and open_[-1:] in ENDS) or (alone and line and not line[0].islower())
        if open_ and ended:
            blocks.append(open_)
            open_ = ""
        if not line:
            continue
        alone = not open_ and len(line) < _HEADING * width and line[-1] not in ENDS and not _HYPHEN.search(line)
        parted = _HYPHEN.search(open_) and line[0].islower()
        open_ = _HYPHEN.sub("", open_) + line if parted else f"{open_} {line}".strip()
        if line[-1] in ENDS and len(line) < 0.75 * width:
            blocks.append(open_)
            open_ = ""
    if open_:
        blocks.append(open_)
    return "\n".join(_HYPHEN.sub("-", block).replace("\ufffe", "") for block in blocks)


def _width(pages: list[list[str]]) -> int:
    """Give how long a full line is: longer than nine of ten."""
    lengths = sorted(len(line) for page in pages for line in page if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _first_line(pages: list[list[str]]) -> str:
    """Give the first line of the first page, where it is short enough for a title and has words."""
    line = next((line for line in pages[0] if line), "") if pages else ""
    return line if len(line) <= _LONGEST_TITLE and any(map(str.isalpha, line)) else ""
