"""
Hostile text in Markdown: shown as it reads, never obeyed.

After CommonMark 0.31 (backslash escapes, autolinks) and the GitHub-flavoured extensions (tables, bare addresses);
GitHub itself also turns `@name` and `#1` into links that notify people, in text where no escape reaches.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from citecheck.reports.visible import brief, shortened

_LONGEST: Final = 500
"""The most code points of one text that are shown: a cell stays a cell."""
_LONGEST_URL: Final = 2_000
"""Longer addresses are shown but not linked."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>|&~$]|://|(?<=www)\.")
_MENTION = re.compile(r"@(?=\w)|#(?=\d)")
_PLAIN_CODE = re.compile(r"[\w.:+/-]{1,200}", re.ASCII)
_SAFE_IN_URL: Final = "!#$%&'*+,/:;=?@[]~"
"""What stays as it is in a link's address; everything else is percent-encoded (RFC 3986)."""


def escaped(text: str) -> str:
    """Give *text* as one line of Markdown that shows just these words, cut when it is very long."""
    special = _SPECIAL.sub(_backslashed, brief(text, _LONGEST))
    return _MENTION.sub(lambda found: f"{found[0]}<!-- -->", special)


def quoted(text: str) -> str:
    """Give an identifier as code; one that holds more than an identifier may is escaped text instead."""
    return f"`{text}`" if _PLAIN_CODE.fullmatch(text) else escaped(text)


def linked(url: str) -> str:
    """Give an http(s) address as a link that shows its host and path; any other address as plain text."""
    shown = brief(url, _LONGEST_URL + 1)
    try:
        parts = urlsplit(shown)
    except ValueError:
        return escaped(shown)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(shown) > _LONGEST_URL or " " in shown:
        return escaped(shown)
    name = shortened(f"{parts.netloc}{parts.path}".removesuffix("/"), 60)
    address = quote(shown, safe=_SAFE_IN_URL).replace("&", "&amp;")
    return f"[{escaped(name)}](<{address}>)"


def _backslashed(match: re.Match[str]) -> str:
    """Give special characters so that Markdown shows them."""
    return {"://": ":\\/\\/"}.get(match[0], f"\\{match[0]}")
