"""The commands of LaTeX that cite: their keys, where each stands, and the page that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from citecheck.documents.latex_source import Range, Source
from citecheck.documents.latex_table import Form

_PLACE: Final = re.compile(r"\d|^[ivxlcdm]{1,8}(?:[-–][ivxlcdm]{1,8})?$", re.IGNORECASE)
_PAGES: Final = re.compile(r"^(?:pp?|S|pages?|Seiten?)\.?\s{0,3}(?=\d)")
_MOST: Final = 100
"""Groups of one command of several."""


class Cited(NamedTuple):
    """One key of a command that cites."""

    key: str
    start: int
    """Where it stands in its file."""
    end: int
    page: str | None


class Citing(NamedTuple):
    """What a command that cites says."""

    keys: tuple[Cited, ...]
    notes: tuple[Range, ...]
    """The words that stand with them, in brackets."""


def read_citing(source: Source, form: Form) -> Citing:
    """Take the arguments of a command that cites; without keys it is none."""
    keys: list[Cited] = []
    notes: list[Range] = []
    if form == "several":
        while source.parenthesis():
            pass
    for _ in range(_MOST if form == "several" else 1):
        mark, cut = source.next, source.cut
        source.star()
        source.overlay()
        found = [one for one in (source.optional(), source.optional(), source.unclosed()) if one]
        if form == "volume":
            source.braced()
            found += [one for one in (source.optional(),) if one]
        braced = source.braced()
        if braced is None:
            source.next, source.cut = mark, cut
            break
        page = _page(source, found[-1]) if found else None
        listed = list(keys_in(source, braced))
        if listed:
            listed[-1] = listed[-1]._replace(page=page)
        keys += listed
        notes += found
    return Citing(tuple(keys), tuple(notes))


def keys_in(source: Source, found: Range) -> Iterator[Cited]:
    """Give the keys of a list with commas, in which comments and line breaks may stand."""
    text = source.file.text
    parts: list[tuple[int, int]] = []
    for one in source.tokens.items[found[0] : found[1]]:
        if one.kind in {"open", "close"}:
            continue
        at = one.start
        while (comma := text.find(",", at, one.end)) >= 0:
            parts.append((at, comma))
            yield from _key(text, parts)
            parts, at = [], comma + 1
        parts.append((at, one.end))
    yield from _key(text, parts)


def _key(text: str, parts: list[tuple[int, int]]) -> Iterator[Cited]:
    """Give the key that some runs of the text make up, none for blank or for what a macro stands for."""
    filled = [(start, end) for start, end in parts if text[start:end].strip()]
    key = " ".join("".join(text[start:end] for start, end in parts).split())
    if filled and not set("\\#") & set(key):
        start, end = filled[0][0], filled[-1][1]
        start += len(text[start : filled[0][1]]) - len(text[start : filled[0][1]].lstrip())
        yield Cited(key, start, filled[-1][0] + len(text[filled[-1][0] : end].rstrip()), None)


def _page(source: Source, note: Range) -> str | None:
    """Give the page that a note behind a key names, None where it says something else."""
    words = source.plain(note)
    bare = _PAGES.sub("", words)
    return bare if len(bare) <= 80 and _PLACE.search(bare) else None
