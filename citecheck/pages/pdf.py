"""
The text of a PDF, by PDFium: lines joined to paragraphs, what repeats at the edge of pages left out.

PDFium is written in C++ and reads what strangers send: whoever calls this does so in a process of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from citecheck.model import Page
from citecheck.pages.metadata import iso_date

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
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?", re.ASCII)
_NO_TITLE: Final = re.compile(
    r"\A(?:untitled|microsoft word\b.*|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|pptx?)|layout \d+)\Z", re.IGNORECASE
)
"""What programs write where nobody has given a title."""
_ENDS: Final = ".!?:;…。！？"


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
        pages = [_lines(document, number) for number in range(min(count, MOST_PAGES))]
        told = {key: str(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}
    except PdfiumError:
        return Page(url, "pdf", whole=False, reason="The PDF is broken.")
    finally:
        document.close()
    text = _joined(_without_edges(pages))[:_MOST]
    if sum(map(str.isalpha, text)) < _SCANNED * max(len(pages), 1):
        return Page(url, "pdf", whole=False, reason="The PDF has no text layer: its pages are pictures.")
    cut = count > MOST_PAGES or len(text) >= _MOST
    reason = f"Only the first {MOST_PAGES} pages of the PDF were read." if cut else ""
    title = " ".join(_CONTROL.sub(" ", told.get("Title", "")).split())[:300]
    title = "" if _NO_TITLE.match(title) else title
    return Page(
        url, "pdf", title or _first_line(pages), _issued(told), _authors(told), text=text, whole=not cut, reason=reason
    )


def _lines(document: Any, number: int) -> list[str]:  # noqa: ANN401 - a document of PDFium, which has no types
    """Give the lines of one page; none of a page that cannot be read."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    try:
        text = document[number].get_textpage().get_text_bounded()
    except PdfiumError:
        return []
    return [" ".join(_CONTROL.sub(_kept, line).split()) for line in text[:_MOST].replace("\r", "\n").split("\n")]


def _kept(match: re.Match[str]) -> str:
    """Keep the mark by which PDFium tells of a hyphen at the end of a line."""
    return "\ufffe" if match[0] in "\ufffe\x02" else " "


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Give pages without running heads and page numbers: what stands first or last on several, numbers aside."""
    edges = Counter(
        key for page in pages for key in {_DIGITS.sub("#", line) for line in (*_top(page), *_top(page[::-1])) if line}
    )
    kept = []
    for page in pages:
        edge = {line for line in (*_top(page), *_top(page[::-1])) if edges[_DIGITS.sub("#", line)] >= _REPEATED}
        numbers = {line for line in (*_top(page), *_top(page[::-1])) if line.isdecimal()}
        kept.append([line for line in page if line not in edge and line not in numbers])
    return kept


def _top(lines: list[str]) -> list[str]:
    """Give the first two lines that have words."""
    return [line for line in lines if line][:2]


def _joined(pages: list[list[str]]) -> str:
    """Give lines as paragraphs: one goes on until a line that is empty, or one that ends a sentence and is short."""
    blocks: list[str] = []
    open_ = ""
    width = _width(pages)
    for page in pages:
        for line in page:
            if not line:
                blocks, open_ = (
                    ([*blocks, open_] if open_ and open_[-1] in _ENDS else blocks),
                    ("" if open_ and open_[-1] in _ENDS else open_),
                )
                continue
            open_ = (
                _HYPHEN.sub("", open_) + line
                if _HYPHEN.search(open_) and line[0].islower()
                else f"{open_} {line}".strip()
            )
            if line[-1] in _ENDS and len(line) < 0.75 * width:
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


def _issued(told: dict[str, str]) -> str:
    """Give the day on which a PDF was made."""
    found = _DATE.match(told.get("CreationDate", ""))
    return iso_date("-".join(part for part in found.groups() if part)) if found else ""


def _authors(told: dict[str, str]) -> tuple[str, ...]:
    """Give the authors that a PDF names, where they look like names of people."""
    named = " ".join(_CONTROL.sub(" ", told.get("Author", "")).split())[:300]
    parts = [part.strip() for part in re.split(r"[;,]|\band\b", named)]
    return tuple(part for part in parts if 4 < len(part) < 60 and " " in part and not any(map(str.isdigit, part)))
