"""Words of lines put together: hyphens at their ends undone, broken addresses joined, what is raised or linked remembered."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from citecheck.documents.pdf_lines import Bit, Line
from citecheck.documents.pdf_sheets import Area

_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
_ACCENTS: Final = {
    "\u00b4": "\u0301", "`": "\u0300", "\u00a8": "\u0308", "\u02dd": "\u030b", "\u02dc": "\u0303", "\u02c6": "\u0302",
    "\u00b8": "\u0327", "\u02c7": "\u030c", "\u02d8": "\u0306", "\u02d9": "\u0307", "\u02da": "\u030a",
}  # fmt: skip
_ACCENTED: Final = re.compile("([\u00b4\u00a8\u02dd\u02dc\u02c6\u00b8\u02c7\u02d8\u02d9\u02da])\\s?([A-Za-z\u0131])")
_GRAVE: Final = re.compile(r"(?<=[A-Za-z])(`)\s?([aeiouAEIOU])")
_TAIL: Final = re.compile(r"\S{1,300}\Z")
_HEAD: Final = re.compile(r"\S{1,300}")
_ADDRESS: Final = re.compile(r"://|\Awww\.|\A\(?doi\.org|\Adoi:|\Ahttps?:\Z", re.IGNORECASE)
_INSIDE: Final = re.compile(r"[/=&?_#%]|\.\w")
_COMPOUND: Final = re.compile(r"[^\W\d_]{2,30}-[^\W\d_]{2,30}")
_PARTS: Final = re.compile(r"\W")
_HYPHEN: Final = "\u00ad"
"""How the runs tell of a hyphen at the end of a line."""
_CLOSE: Final = ("", 0)
_KEPT: Final = ("-", 1)


class Part(NamedTuple):
    """A run of a flow's text."""

    start: int
    end: int
    raised: bool
    area: Area | None
    sheet: int
    italic: bool


@dataclass(slots=True)
class _Shown:
    """A run of a line as it is shown."""

    text: str
    raised: bool
    area: Area | None
    italic: bool


@dataclass(slots=True)
class Flow:
    """Text that reads without a break."""

    text: str
    parts: list[Part]

    def part(self, offset: int) -> Part:
        """Give the part in which a character stands."""
        return self.parts[max(bisect_right(self.parts, offset, key=_start) - 1, 0)]


class Joiner:
    """Puts lines together; it knows the words of the document that have a hyphen within a line."""

    def __init__(self, lines: Sequence[Line], italics: frozenset[int]) -> None:
        self._compounds = {one.casefold() for line in lines for one in _COMPOUND.findall(line.text)}
        self._italics = italics

    def flow(self, lines: Sequence[Line], skip: int = 0) -> Flow:
        """
        Give the text of lines.

        Args:
            lines: In order.
            skip: Characters of the first line, blanks at its beginning aside, that are left out: its label.
        """
        text: list[str] = []
        parts: list[Part] = []
        length = 0
        tail = ""
        for number, line in enumerate(lines):
            shown = [_Shown(_said(bit), bit.raised, bit.area, bit.run.font in self._italics) for bit in line.bits]
            if number == 0:
                _cut(shown, skip)
            _trim(shown)
            if not shown:
                continue
            if text:
                head = _HEAD.match("".join(one.text for one in shown[:6]))
                added, taken = self._joint(tail, head.group() if head else "", parts[-1].area, shown[0].area)
                text[-1] = text[-1][: len(text[-1]) - taken] + added
                length += len(added) - taken
                parts[-1] = parts[-1]._replace(end=length)
            for one in shown:
                start, length = length, length + len(one.text)
                text.append(one.text)
                parts.append(Part(start, length, one.raised, one.area, line.sheet, one.italic))
            found = _TAIL.search("".join(text[-6:]))
            tail = found.group() if found else ""
        return Flow("".join(text).replace("\u00ad", "-"), parts)

    def _joint(self, tail: str, head: str, before: Area | None, after: Area | None) -> tuple[str, int]:
        """Give what is added between two lines, and how many characters of the first are taken away."""
        if not tail or not head:
            return "", 0
        linked = before is not None and after is not None and bool(before.url) and before.url == after.url
        address = _ADDRESS.search(tail) or (linked and before is not None and _within(tail[-40:], before.url))
        if address and _is_broken(tail, head, linked=linked):
            return _KEPT if tail[-1] == _HYPHEN else _CLOSE
        if tail[-1] in "\u00ad\u2010-" and len(tail) > 1:
            joint = self._hyphened(tail, head)
            if joint is not None:
                return joint
        if tail[-1] == "–" and tail[-2:-1].isdigit() and head[0].isdigit():
            return _CLOSE
        wide = unicodedata.east_asian_width(tail[-1]) in "WF" and unicodedata.east_asian_width(head[0]) in "WF"
        return _CLOSE if wide else (" ", 0)

    def _hyphened(self, tail: str, head: str) -> tuple[str, int] | None:
        """Give how a word goes on whose line ends with a hyphen; None where it does not."""
        kept = _KEPT if tail[-1] == _HYPHEN else _CLOSE
        if head[0].isalpha():
            first = _PARTS.split(tail[:-1])[-1]
            compound = f"{first}-{_PARTS.split(head)[0]}".casefold()
            parted = head[0].islower() and tail[-1] != "\u2010" and compound not in self._compounds
            return ("", 1) if parted and tail[-2].isalpha() else kept
        return kept if head[0] in "([{" or (head[0].isdigit() and tail[-2].isdigit()) else None


def _is_broken(tail: str, head: str, *, linked: bool) -> bool:
    """Tell whether a line broke an address."""
    if head.startswith("//") or linked or (tail[-1] in "/=&?_-\u00ad.%#~" and _goes_on(tail, head)):
        return True
    return tail[-1] not in ".,;)>-\u2010\u00ad" and _INSIDE.search(head) is not None


def _goes_on(tail: str, head: str) -> bool:
    """Tell whether an address that a line broke goes on; after a full stop only where it looks like one."""
    return tail[-1] != "." or (head[0].islower() and (_INSIDE.search(head) is not None or head[-1] in ".,"))


def _said(bit: Bit) -> str:
    """Give what a run says; an address whose letters are set apart (http : / / a . example) is put together."""
    text = _clean(bit.text)
    if bit.area is not None and bit.area.url and " " in text.strip():
        tight = "".join(text.split())
        if len(tight) > 5 and _within(tight, bit.area.url):
            return tight + text[len(text.rstrip()) :]
    return text


def _within(part: str, url: str) -> bool:
    """Tell whether words are part of the address that they lead to."""
    return part.replace(_HYPHEN, "-").casefold() in url.casefold()


def _clean(text: str) -> str:
    """Give text with letters in place of ligatures, and accents on the letters that they stand before."""
    if "`" in text:
        text = _GRAVE.sub(_composed, text)
    if text.isascii():
        return text
    text = text.translate(_LIGATURES)
    return unicodedata.normalize("NFC", _ACCENTED.sub(_composed, text))


def _composed(found: re.Match[str]) -> str:
    letter = "i" if found[2] == "\u0131" else found[2]
    return unicodedata.normalize("NFC", letter + _ACCENTS[found[1]])


def _cut(shown: list[_Shown], skip: int) -> None:
    """Take characters away from the front, blanks before them not counted."""
    while shown and skip > 0:
        said = shown[0].text.lstrip()
        shown[0].text = said[skip:]
        skip -= len(said)
        if not shown[0].text:
            shown.pop(0)


def _trim(shown: list[_Shown]) -> None:
    """Take blanks away from both ends."""
    while shown and not shown[0].text.strip():
        shown.pop(0)
    while shown and not shown[-1].text.strip():
        shown.pop()
    if shown:
        shown[0].text = shown[0].text.lstrip()
        shown[-1].text = shown[-1].text.rstrip()


def _start(part: Part) -> int:
    return part.start
