"""The page on security has the numbers of the code."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Final

from citecheck.config import Settings, trust
from citecheck.gathering.policy import Policy

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "security.md"
ROW: Final = re.compile(r"^\| (?!of \||---)(.+?) \| (.+?) \|$", re.MULTILINE)
BYTES: Final = ("KiB", "MiB", "GiB")

CONSTANTS: Final = {
    "files that one document includes": ("documents.beside", "MOST", ""),
    "files that include each other": ("documents.beside", "DEEPEST", ""),
    "members of a DOCX or ODT": ("documents.packages", "MOST_MEMBERS", ""),
    "a member of a DOCX or ODT, unpacked": ("documents.packages", "LARGEST_MEMBER", "bytes"),
    "all members of a DOCX or ODT, unpacked": ("documents.packages", "LARGEST_TOGETHER", "bytes"),
    "reading a PDF": ("documents.pdf_process", "DEADLINE", "seconds"),
    "reading a PDF: processor": ("documents.pdf_child", "SECONDS", "seconds"),
    "reading a PDF: memory": ("documents.pdf_child", "MEMORY", "bytes"),
    "reStructuredText that is parsed": ("documents.rst", "_LARGEST", "characters"),
    "the documents of a folder": ("documents.files", "_MAX_FILES", ""),
    "the documents of a folder, together": ("documents.files", "_MAX_TOGETHER", "bytes"),
    "looking through a folder: processor": ("documents.files", "_MAX_SECONDS", "seconds"),
    "lines of a `.gitignore`": ("documents.files", "_MAX_PATTERNS", ""),
    "a configuration file": ("config.reading", "_LARGEST_FILE", "bytes"),
    "a baseline": ("baseline", "LARGEST", "bytes"),
    "a history": ("history", "LARGEST", "bytes"),
    "a stored audit": ("reports.json_report", "LARGEST", "bytes"),
    "a cassette": ("web.cassette", "_LARGEST", "bytes"),
    "a cassette: levels within each other": ("web.strict_yaml", "_DEEPEST", ""),
    "a cassette: nodes, aliases written out": ("web.strict_yaml", "_HEAVIEST", ""),
    "an address": ("web.guard", "_LONGEST", "characters"),
    "addresses of one name that are tried": ("web.guard", "_MOST_ADDRESSES", ""),
    "the head of an answer": ("web.head", "_MOST_BYTES", "bytes"),
    "content codings on top of each other": ("web.body", "_MOST_CODINGS", ""),
    "reading a page": ("gathering.reader", "DEADLINE", "seconds"),
    "reading a page: processor": ("gathering.reading_child", "_SECONDS", "seconds"),
    "reading a page: memory": ("gathering.reading_child", "_MEMORY", "bytes"),
}
"""Where the number of a row stands: module, name, unit."""


def said(number: float, unit: str) -> str:
    """Give a limit as the page says it: `64 MiB`, `20 seconds`, `10,000`."""
    if unit == "bytes":
        power = max(place for place in range(len(BYTES)) if number >= 1 << 10 * (place + 1))
        return f"{number / (1 << 10 * (power + 1)):g} {BYTES[power]}"
    return f"{int(number):,} {unit}".strip()


def test_limits_are_told_as_they_are() -> None:
    """The page has the limits of the code, and no others."""
    page, source = Policy().page_limits, Policy().source_limits
    limits = {
        row: said(getattr(import_module(f"citecheck.{module}"), name), unit)
        for row, (module, name, unit) in CONSTANTS.items()
    } | {
        "a document (`max_bytes`)": f"{Settings().max_bytes:,} bytes",
        "redirects that are followed": said(page.redirects, ""),
        "one address with all its redirects (`timeout`)": said(Settings().timeout, "seconds"),
        "the page behind a link, as sent": said(page.wire_bytes, "bytes"),
        "the page behind a link, unpacked": said(page.body_bytes, "bytes"),
        "a page that is read as a source, as sent": said(source.wire_bytes, "bytes"),
        "a page that is read as a source, unpacked": said(source.body_bytes, "bytes"),
    }
    table = PAGE.read_text(encoding="utf-8").partition("## Limits")[2].partition("\n## ")[0]

    assert limits == dict(ROW.findall(table))


def test_what_a_file_that_nobody_trusts_may_set_is_told_as_it_is() -> None:
    """The bounds of its numbers, and the length of its lists."""
    page = PAGE.read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| ([\d.,]+) and ([\d.,]+) \|$", page, re.MULTILINE)

    assert [(key, f"{least:,}", f"{most:,}") for key, (least, most) in trust.WITHIN.items()] == told
    assert f"| entries of a list | {trust.MOST_WORDS:,} at the most |" in page
