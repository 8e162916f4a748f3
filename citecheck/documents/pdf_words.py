"""The words by which the reader of PDFs knows parts of a page, read from `pdf.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from citecheck.documents.wordings import fold, section_kind

_NUMBERED: Final = re.compile(
    r"\A(?:(?:chapter|section|appendix)\s)?(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVXL]{1,6}\.|[A-Z]\.(?:\d{1,2}\.?)?)\s+(?=\S)",
    re.IGNORECASE,
)
_KEPT: Final = 4096
"""Lines of which is remembered whether they head a list: each is asked of several times."""
_SPACED: Final = re.compile(r"(?<=\b\w) (?=\w\b|\w{3})")


@cache
def words(kind: str) -> tuple[str, ...]:
    """Give the table of that name."""
    return tuple(_table()[kind])


def unnumbered(heading: str) -> str:
    """Give a heading without its number."""
    return _NUMBERED.sub("", heading)


def heading_level(heading: str) -> int:
    """Give the level that the number of a heading tells, 0 where it has none."""
    found = _NUMBERED.match(heading)
    return min(found.group().strip().rstrip(".").count(".") + 2, 6) if found else 0


@lru_cache(_KEPT)
def heads_list(heading: str) -> bool:
    """Tell whether a line is the heading of a list of references; its letters may be set apart: R EFERENCES."""
    if len(heading) > 60:
        return False
    bare = unnumbered(heading).strip(" .:—–-")
    together = _SPACED.sub("", bare)
    return any(
        section_kind(one) in ("references", "bibliography") or fold(one) in _folded("list-headings")
        for one in {bare, together}
    )


def is_weak(heading: str) -> bool:
    """Tell whether the heading of a list is a word that heads other things, too."""
    return fold(unnumbered(heading).strip(" .:—–-")) in _folded("weak-headings")


@cache
def caption() -> re.Pattern[str]:
    """Give what matches the beginning of a caption."""
    listed = "|".join(re.escape(word) for word in words("captions"))
    return re.compile(rf"(?:{listed})\s?(?:\d{{1,3}}|[IVX]{{1,5}})(?:\.\d{{1,3}}){{0,3}}\s?[.:|—–\s]", re.IGNORECASE)


@cache
def _folded(kind: str) -> frozenset[str]:
    """Give a table of headings as they are compared."""
    return frozenset(map(fold, words(kind)))


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("citecheck.documents").joinpath("pdf.toml").read_text(encoding="utf-8"))
