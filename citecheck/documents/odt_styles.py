"""The styles and numbered lists of an ODT file (OASIS ODF 1.3 part 3, 16 and 19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citecheck.documents.docx_styles import numeral
from citecheck.documents.package_xml import attribute, child, name_of
from citecheck.documents.style_names import Role, role_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST: Final = 20
_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of itself; None where its parent says."""

    name: str
    parent: str
    level: int | None
    hidden: bool | None
    raised: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a style and its parents say."""

    role: Role
    level: int
    hidden: bool
    raised: bool


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How the items of a list are numbered."""

    form: str = ""
    """One of Word's forms; "" for bullets."""
    before: str = ""
    after: str = ""
    start: int = 1

    def label(self, number: int) -> str:
        """Give what is printed before the item of that number."""
        return f"{self.before}{numeral(number, self.form)}{self.after}" if self.form else ""


class OdtStyles:
    """The styles of a document by family and name."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self.language = ""
        for element in _defined(roots):
            kind = name_of(element)
            if kind == "style:style":
                own = (attribute(element, "style:family"), attribute(element, "style:name"))
                self._styles.setdefault(own, _style(element))
            elif kind == "text:list-style":
                levels = dict(map(_list_level, element))
                self._lists.setdefault(attribute(element, "style:name"), levels)
            elif kind == "style:default-style" and attribute(element, "style:family") == "paragraph":
                self.language = self.language or _language(child(element, "style:text-properties"))

    def look(self, family: str, name: str) -> Look:
        """Give what a style says, with what its parents say."""
        key = (family, name)
        if key not in self._looks:
            self._looks[key] = self._look(family, name)
        return self._looks[key]

    def list_level(self, name: str, depth: int) -> ListLevel:
        """Give how the items of a list are numbered at a depth from 1."""
        return self._lists.get(name, {}).get(depth, ListLevel())

    def _look(self, family: str, name: str) -> Look:
        chain: list[Style] = []
        parent = name
        while (family, parent) in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[family, parent])
            parent = chain[-1].parent
        names = [one.name for one in chain] or [name]
        names.append(parent)
        role, level = next((found for one in names if (found := role_of(one))[0]), ("", 0))
        return Look(
            role,
            next((one.level for one in chain if one.level), level),
            hidden=next((one.hidden for one in chain if one.hidden is not None), False),
            raised=next((one.raised for one in chain if one.raised is not None), False),
        )


def _defined(roots: tuple[Element | None, ...]) -> Iterator[Element]:
    """Give what the parts of a document define; what it names itself first."""
    for root in roots:
        for place in ("office:automatic-styles", "office:styles"):
            found = child(root, place)
            yield from found if found is not None else ()


def _style(element: Element) -> Style:
    text = child(element, "style:text-properties")
    display = "" if text is None else attribute(text, "text:display")
    position = "" if text is None else attribute(text, "style:text-position")
    level = attribute(element, "style:default-outline-level")
    return Style(
        attribute(element, "style:display-name") or attribute(element, "style:name"),
        attribute(element, "style:parent-style-name"),
        int(level) if level.isascii() and level.isdecimal() and len(level) == 1 else None,
        display == "none" if display else None,
        _is_raised(position) if position else None,
    )


def _is_raised(position: str) -> bool:
    """Tell whether a position is above the line: `super 58%`, `33% 58%`."""
    first = position.split(maxsplit=1)[0] if position.split() else ""
    return first == "super" or (first.endswith("%") and first[0] not in "-0")


def _list_level(element: Element) -> tuple[int, ListLevel]:
    depth = _count(attribute(element, "text:level"), 1)
    if name_of(element) != "text:list-level-style-number":
        return depth, ListLevel()
    form = _FORMS.get(attribute(element, "style:num-format"), "")
    start = _count(attribute(element, "text:start-value"), 1)
    return depth, ListLevel(form, attribute(element, "style:num-prefix"), attribute(element, "style:num-suffix"), start)


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else otherwise


def _language(properties: Element | None) -> str:
    if properties is None:
        return ""
    language, country = attribute(properties, "fo:language"), attribute(properties, "fo:country")
    if language in {"", "none", "zxx"}:
        return ""
    return f"{language}-{country}" if country not in {"", "none"} else language
