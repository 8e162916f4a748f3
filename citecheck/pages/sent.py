"""What a page was sent as: its type, whether it is HTML, and in which encoding; both are often told wrong."""

from __future__ import annotations

import codecs
import re
from typing import Final

_DECLARED: Final = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DECLARED_REACH: Final = 1024
"""Within how many bytes a page declares its encoding (HTML Living Standard, 4.2.5.4)."""
_HTML: Final = frozenset({"", "text/html", "application/xhtml+xml", "*/*", "unknown/unknown", "application/unknown"})
"""Types that are HTML, or that say nothing (MIME Sniffing Standard, 7)."""
_NO_BROWSERS: Final = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""Codecs of Python that no browser has: some raise whatever they are told of errors, one takes the square of its time."""


def media_type(content_type: str) -> str:
    """Give the type that a header names, without its parameters; of several the last, as in the Fetch Standard."""
    return content_type.rpartition(",")[2].partition(";")[0].strip().lower()


def is_html(content_type: str) -> bool:
    """Tell whether a page is sent as HTML, or as nothing."""
    kind = media_type(content_type)
    return kind in _HTML or "/" not in kind


def is_pdf(body: bytes, content_type: str) -> bool:
    """Tell whether it is a PDF, whatever it is sent as."""
    return body.startswith(b"%PDF-") or media_type(content_type) == "application/pdf"


def decoded(body: bytes, content_type: str) -> str:
    """Give the text of a page, whatever its bytes."""
    return body.decode(_encoding(body, content_type), "replace").replace("\0", "")


def _encoding(body: bytes, content_type: str) -> str:
    """Give the encoding of the mark that a page begins with, or that its header names, or else the page; or UTF-8."""
    if body.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return "utf-16"
    if body.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    by_header = _DECLARED.search(content_type[:_DECLARED_REACH].encode("ascii", "replace"))
    found = by_header or _DECLARED.search(body[:_DECLARED_REACH])
    name = _known(found[1].decode("ascii")) if found else "utf-8"
    if not name.startswith("utf-16"):
        return name
    if by_header is None:  # who could read that could not read UTF-16
        return "utf-8"
    return "utf-16-be" if name.endswith("be") else "utf-16-le"


def _known(label: str) -> str:
    """Give the codec of a name, UTF-8 where it has none that browsers have."""
    try:
        name = codecs.lookup(label).name
        if name.replace("_", "-") in _NO_BROWSERS:
            return "utf-8"
        "".encode(name)  # `rot13` and `hex` are codecs, but of no text
    except (LookupError, ValueError):
        return "utf-8"
    return name
