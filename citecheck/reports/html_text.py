"""A stranger's words and addresses in HTML: bounded, made visible, linked only where they lead to the web."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from citecheck.model import Claim, SnapshotAnchor
from citecheck.reports.visible import brief, shortened, visible
from citecheck.reports.wording import counted

LONGEST: Final = 500
"""The most code points of one text that are shown, where a place has no limit of its own."""
_LONGEST_URL: Final = 2_000
"""Longer addresses are shown but not linked."""
_MOST_LINES: Final = 200
_DEEPEST: Final = 8

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
"""A language tag as BCP 47 builds it."""
_SAFE_IN_URL: Final = "!#$%&'()*+,/:;=?@[]~"
"""What stays as it is in a link's address; everything else is percent-encoded (RFC 3986)."""


def shown(text: object, limit: int = LONGEST) -> str:
    """Give a text, or a number, on one line, cut when it is very long; the template escapes it."""
    return brief(str(text), limit)


def at_line(claim: Claim) -> str:
    """Give where a claim stands, as a link to it is called."""
    return "the text" if claim.line is None else f"line {claim.line}"


def between_tags(text: str) -> Markup:
    """Give a text escaped for a place between tags, where quotation marks are safe; never for an attribute."""
    return Markup(escape(text, quote=False))  # noqa: S704 - it is escaped


def within(text: str) -> str:
    """Give part of a line: as `shown`, but a space at an end stays, because other parts follow."""
    words = visible(text)
    if not words:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def lines(text: str, limit: int = 4_000) -> str:
    """Give a text that keeps its lines and their indentation, cut when it is very long; runs of spaces are one."""
    kept = []
    for line in shortened(text, limit).split("\n")[:_MOST_LINES]:
        indent = len(line) - len(line.lstrip(" "))
        kept.append(" " * min(indent, _DEEPEST) + visible(line))
    return "\n".join(kept)


def href(url: str) -> str | None:
    """Give the address for a link to an http(s) page, None for anything that must not or cannot be followed."""
    if len(url) > _LONGEST_URL or url != visible(url) or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    return quote(url, safe=_SAFE_IN_URL)


def language(tag: str | None) -> str | None:
    """Give a language tag that a browser can use, None where it is none."""
    return tag if tag is not None and _LANGUAGE.fullmatch(tag) else None


def day(moment: str | None) -> str:
    """Give the day of an RFC 3339 time: `2026-11-23`; anything else as it is."""
    return shown(moment or "", 40).partition("T")[0]


def drift(days: int, anchor: SnapshotAnchor | None) -> str:
    """Give how far a capture is from the day for which it stands: `4 days after it was read`."""
    done = "published" if anchor is not None and anchor.kind == "issued" else "read"
    if days == 0:
        return f"the day it was {done}"
    return f"{counted(abs(days), 'day')} {'after' if days > 0 else 'before'} it was {done}"
