"""The headings of a plain text that is no article: numbered, underlined, alone at the margin; and its table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.documents.lines import Line
from citecheck.documents.wordings import SectionKind, fold, section_kind

_NUMBERED: Final = re.compile(
    r"(?P<lead>[-=#*_\s]{0,6}\[?\s{0,2})(?:(?P<number>\d{1,2}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,5})[.)]?"
    r"|(?:[Aa]ppendix\s{1,2}|APPENDIX\s{1,2})?(?P<letter>[A-Z]|[IVX]{1,5})[.:])"
    r"(?:\s{0,2}[-–:]\s{1,3}|\s{1,4})(?P<name>[^\s\d.,;)(\[\]–-].{0,100}?)\s{0,4}[\]#-]{0,10}$"
)
_RULE: Final = re.compile(r"\s{0,8}([=\-~^*#_+])\1{2,100}\s{0,4}$")
_MARKED: Final = re.compile(r"\s{0,3}(?:#{1,6}|--+\[?|==+)\s{0,3}(?P<name>[^\s#=\-].{0,90}?)\s{0,3}[\]#=\-]{0,60}$")
_LEADERS: Final = re.compile(r"(?:\.\s?){3,}\s{0,10}(?:\d{1,4}|[ivxlc]{1,7})?\s{0,4}$")
_FRAMED: Final = re.compile(
    r"\s{0,40}(?P<lead>[-=~|#*_\[\]<>.:+]{1,80})[\s\-=~|#*_\[\]<>.:+]{0,80}(?:(?:0x)?\d{1,3}[\])]{0,1}\s{0,2}[-–:.)]?\s{1,3})?"
    r"(?P<name>[^\W\d_].{0,90}?)\s{0,4}(?P<trail>[-=~|#*_\[\]<>.:+\s]{0,120})$"
)
"""A name between signs, as zines have it: `|=---=[ 9 - References ]=---=|`."""
_TRAILING: Final = re.compile(r"\s{0,3}[~=_*#-]{2,80}\s{0,3}$|\s{0,3}\([^()]{1,20}\)\s{0,3}$")
_SECTION: Final = re.compile(r"(?:section|appendix|chapter|part)\s{1,2}\w{1,4}\s{0,2}[:.–-]\s{0,2}", re.IGNORECASE)
_AND: Final = re.compile(r"\s{1,2}(?:and|&|et|und|y|e|/)\s{1,2}")
_LONGEST: Final = 90
_CONTENTS: Final = frozenset(
    {
        "table of contents",
        "contents",
        "toc",
        "inhalt",
        "inhaltsverzeichnis",
        "table des matieres",
        "sommaire",
        "indice",
        "目次",
        "目录",
        "목차",
    }
)
_ADDRESSES: Final = frozenset({"uris", "urls"})
"""How xml2rfc calls the list of the addresses that a text links to."""
_STOPS: Final = ".,;:!?"
_PREFIXES: Final = ("normative", "informative", "non-normative", "informational", "other", "additional")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows it."""

    name: str
    """Without its number."""
    start: int
    """Where the name begins in the text."""
    level: int
    kind: SectionKind
    lines: int = 1
    """How many lines it takes: two with the rule under it."""


def headings(lines: Sequence[Line], left_out: frozenset[int]) -> dict[int, Heading]:
    """
    Give the headings by the index of their lines.

    Args:
        lines: Of the text.
        left_out: Those that are footers and running heads.
    """
    shown = [number for number in range(len(lines)) if number not in left_out]
    found: dict[int, Heading] = {}
    for place, number in enumerate(shown):
        text = lines[number].text
        if not text.strip() or len(text) > _LONGEST + 20 or is_contents(text):
            continue
        before = place == 0 or lines[shown[place - 1]].blank or shown[place - 1] != number - 1
        after = place + 1 == len(shown) or lines[shown[place + 1]].blank or shown[place + 1] != number + 1
        under = place + 1 < len(shown) and _RULE.match(lines[shown[place + 1]].text) is not None
        heading = _heading(lines[number], alone=before and after, underlined=under)
        if heading and before:
            found[number] = heading
    return found


def is_contents(text: str) -> bool:
    """Tell whether a line is one of a table of contents: leaders lead to a page."""
    return _LEADERS.search(text[-120:]) is not None


def opens_contents(name: str) -> bool:
    """Tell whether a table of contents follows a heading."""
    return fold(_TRAILING.sub("", name[: 2 * _LONGEST])) in _CONTENTS


def kind_of(name: str) -> SectionKind:
    """Give what a section of that name holds: `Normative References` are references."""
    folded = fold(_SECTION.sub("", _TRAILING.sub("", name[: 2 * _LONGEST]), count=1))
    first, _, rest = folded.partition(" ")
    if first in _PREFIXES:
        folded = rest
    if folded in _ADDRESSES:
        return "references"
    kinds = [section_kind(folded), *map(section_kind, _AND.split(folded))]
    return next((kind for kind in ("references", "bibliography") if kind in kinds), kinds[0])


def _heading(line: Line, *, alone: bool, underlined: bool) -> Heading | None:
    """Give the heading that a line is."""
    text = line.text.rstrip()
    if underlined and len(text.strip()) <= _LONGEST and not _RULE.match(text):
        return _named(line, text.strip().lstrip("#").strip(), 1, 2)
    numbered = _NUMBERED.match(text)
    if (
        numbered
        and alone
        and (line.indent <= (0 if numbered["letter"] else _MOST_INDENT) or _is_title(numbered["name"]))
        and not _is_sentence(numbered["name"])
    ):
        number = numbered["number"] or "1"
        return _named(line, numbered["name"], min(number.count(".") + 1, 6))
    framed = _FRAMED.match(text)
    if framed and alone and kind_of(framed["name"]) != "body":
        return _named(line, framed["name"], 1)
    marked = _MARKED.match(text)
    if marked and alone:
        return _named(line, marked["name"], 1)
    bare = text.strip()
    if alone and kind_of(bare.rstrip(":")) != "body" and (line.indent <= _MOST_INDENT or bare[:1].isupper()):
        return _named(line, bare.rstrip(":"), 1)
    plain = line.indent == 0 and alone and len(bare) <= _LONGEST and bare[:1].isalpha() and bare[-1] not in _STOPS
    return _named(line, bare, 1) if plain and "  " not in bare and "[" not in bare and bare[:1].isupper() else None


_MOST_INDENT: Final = 8


def _is_title(name: str) -> bool:
    """Tell whether a name is set in capitals, as the titles of old papers are, in the middle of the line."""
    return name.isupper() and len(name) >= _SHORTEST_TITLE


_SHORTEST_TITLE: Final = 8


def _is_sentence(name: str) -> bool:
    """Tell whether what follows a number is a sentence of a list, not the name of a section."""
    return name.rstrip()[-1:] in ".;,:" and len(name) > _SHORT


_SHORT: Final = 40


def _named(line: Line, name: str, level: int, lines: int = 1) -> Heading:
    """Give the heading of a name that stands in a line."""
    at = line.text.find(name)
    return Heading(name, line.start + max(at, 0), level, kind_of(name), lines)
