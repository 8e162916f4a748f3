"""The styles and numbered lists of a DOCX file (ECMA-376 part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from citecheck.documents.package_xml import attribute, child, name_of, value
from citecheck.documents.style_names import Role, role_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFF: Final = frozenset({"0", "false", "off", "none"})
_DEEPEST: Final = 20
"""Styles that are based on each other."""
_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SIGNS: Final = "*†‡§"
_MOST: Final = 30_000


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of itself; None where the one that it is based on says."""

    name: str
    based: str
    outline: int | None
    numbering: tuple[str, int] | None
    hidden: bool | None
    raised: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """What all that applies to a paragraph or a run says."""

    role: Role
    level: int
    numbering: tuple[str, int] | None
    """The list that it is an item of, and its depth there."""
    hidden: bool
    raised: bool


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._looks: dict[str, Look] = {}
        self.language = value(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
        self._default = ""
        for element in root if root is not None else ():
            if name_of(element) == "w:style":
                own = attribute(element, "w:styleId")
                self._styles.setdefault(own, _style(element))
                if attribute(element, "w:type") == "paragraph" and is_on(attribute(element, "w:default", "0")):
                    self._default = own

    def look(self, style: str) -> Look:
        """Give what a style says, with what those that it is based on say."""
        style = style or self._default
        if style not in self._looks:
            self._looks[style] = self._look(style)
        return self._looks[style]

    def _look(self, style: str) -> Look:
        chain: list[Style] = []
        while style in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[style])
            style = chain[-1].based
        if not chain:
            role, level = role_of(style)  # a style that the file does not define says what it is by its id
            return Look(role, level, None, hidden=False, raised=False)
        outline = next((one.outline for one in chain if one.outline is not None), None)
        role, level = next((found for one in chain if (found := role_of(one.name))[0]), ("", 0))
        if role in {"", "heading"} and outline is not None:
            role, level = ("heading", min(outline + 1, 6)) if outline < 9 else ("", 0)
        return Look(
            role,
            level,
            next((one.numbering for one in chain if one.numbering is not None), None),
            hidden=next((one.hidden for one in chain if one.hidden is not None), False),
            raised=next((one.raised for one in chain if one.raised is not None), False),
        )


def _style(element: Element) -> Style:
    paragraph, run = child(element, "w:pPr"), child(element, "w:rPr")
    return Style(
        value(element, "w:name"),
        value(element, "w:basedOn"),
        outline_of(paragraph),
        numbering_of(paragraph),
        toggle(run, "w:vanish"),
        raised_of(run),
    )


def is_on(said: str) -> bool:
    """Tell whether the value of a property switches it on; none does."""
    return said.casefold() not in _OFF


def toggle(properties: Element | None, name: str) -> bool | None:
    """Give whether properties switch something on; None where they do not say."""
    found = child(properties, name)
    return None if found is None else is_on(attribute(found, "w:val"))


def raised_of(properties: Element | None) -> bool | None:
    """Give whether properties make a run a superscript."""
    found = value(properties, "w:vertAlign")
    return found == "superscript" if found else None


def outline_of(properties: Element | None) -> int | None:
    """Give the level of the outline, from 0; 9 is body text."""
    level = value(properties, "w:outlineLvl")
    return int(level) if level.isascii() and level.isdecimal() and len(level) == 1 else None


def numbering_of(properties: Element | None) -> tuple[str, int] | None:
    """Give the list that a paragraph is an item of, and its depth."""
    found = child(properties, "w:numPr")
    if found is None:
        return None
    depth = value(found, "w:ilvl")
    return value(found, "w:numId"), int(depth) if depth in set("012345678") else 0


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, which count their items."""

    def __init__(self, root: Element | None) -> None:
        abstract: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if name_of(element) == "w:abstractNum":
                abstract.setdefault(attribute(element, "w:abstractNumId"), _List(dict(map(_level, _levels(element)))))
        for element in root if root is not None else ():
            if name_of(element) != "w:num":
                continue
            own = attribute(element, "w:numId")
            self._lists.setdefault(own, abstract.get(value(element, "w:abstractNumId"), _List()))
            for override in element:
                start = value(override, "w:startOverride") if name_of(override) == "w:lvlOverride" else ""
                if start:
                    depth = _count(attribute(override, "w:ilvl"), 0)
                    self._restarts.setdefault(own, {})[depth] = _count(start, 1)

    def next(self, numbering: tuple[str, int]) -> str | None:
        """Count an item, and give what is printed before it: `[1]`, `2.`, ""; None where it is in no list."""
        own, depth = numbering
        found = self._lists.get(own)
        if found is None:
            return None
        level = found.levels.get(depth, _Level())
        restarts = self._restarts.get(own, {})
        if depth in restarts:
            found.counts[depth] = restarts.pop(depth) - 1
        found.counts[depth] = found.counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in found.counts if one > depth]:
            del found.counts[deeper]
        if level.form in {"bullet", "none"}:
            return ""

        def counted(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of_level = found.levels.get(at, _Level())
            return numeral(found.counts.get(at, of_level.start), of_level.form)

        return _PLACE.sub(counted, level.text[:60])


def _levels(element: Element) -> list[Element]:
    return [one for one in element if name_of(one) == "w:lvl"]


def _level(element: Element) -> tuple[int, _Level]:
    depth = _count(attribute(element, "w:ilvl"), 0)
    form = value(element, "w:numFmt") or "decimal"
    return depth, _Level(_count(value(element, "w:start"), 1), form, value(element, "w:lvlText"))


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else otherwise


@cache
def numeral(number: int, form: str) -> str:
    """Give a number in one of Word's forms (ST_NumberFormat); in those that are not known as figures."""
    if number < 1 or number > _MOST:
        return str(number)
    if form in {"lowerRoman", "upperRoman"}:
        roman, rest = "", number
        for worth, sign in _ROMAN:
            roman += sign * (rest // worth)
            rest %= worth
        return roman.upper() if form == "upperRoman" else roman
    if form in {"lowerLetter", "upperLetter"}:  # a .. z, aa, bb: the letter is repeated
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form == "chicago":
        return _SIGNS[(number - 1) % 4] * min((number - 1) // 4 + 1, 20)
    return str(number)
