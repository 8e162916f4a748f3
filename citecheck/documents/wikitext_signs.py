"""How wikitext is told from plain text, Markdown and HTML."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = (
    re.compile(r"<ref(?:\s[^<>]{0,400})?/?>", re.IGNORECASE),
    re.compile(r"\{\{[^{}|\n]{1,80}[|}\n]"),
    re.compile(r"\[\[[^\[\]|\n]{1,200}(?:\||\]\])"),
    re.compile(r"^={2,5}[^=\n]{1,200}={2,5}[ \t]{0,40}$", re.MULTILINE),
    re.compile(r"'''[^'\n]{1,200}'''"),
    re.compile(r"^\{\|", re.MULTILINE),
)
_SAMPLE: Final = 200_000
_KINDS: Final = 3
_MANY: Final = 3
_ENOUGH: Final = 2


def looks_like_wikitext(text: str) -> bool:
    """
    Tell whether *text* is wikitext by its signs: references, templates, links, headings, bold, tables.

    Three kinds of them tell, or two of which one comes three times.
    """
    sample = text[:_SAMPLE]
    if (
        sample[:200]
        .lstrip("\ufeff \t\r\n")
        .startswith(("<!DOCTYPE", "<!doctype", "<html", "<?xml", "{\n", '{"', "---\n"))
    ):
        return False
    kinds = [sum(1 for _, _ in zip(range(_MANY), sign.finditer(sample), strict=False)) for sign in _SIGNS]
    shown = sum(map(bool, kinds))
    return shown >= _KINDS or (shown >= _ENOUGH and max(kinds) >= _MANY and bool(kinds[0] or kinds[1]))
