"""The blocks of a PDF: lines that make up a paragraph, a heading, a caption, told by distance, indent and size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from citecheck.documents.pdf_lines import Line
from citecheck.documents.pdf_style import Style
from citecheck.documents.pdf_words import caption, heading_level

Kind: TypeAlias = Literal["heading", "paragraph", "list-item", "caption", "code"]

ENDS: Final = frozenset(".!?:…。！？")
_CLOSERS: Final = "\"'”’»›)]」』）"
_BULLET: Final = re.compile(r"[•‣▪◦●■–—*∗·]\s+\S|\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})[.)]\s+\S")
_BETWEEN: Final = 12
"""Blocks that may part a paragraph."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class Group:
    """Lines that read without a break."""

    kind: Kind
    lines: list[Line]
    level: int = 0


def ended(line: Line) -> bool:
    """Tell whether a sentence ends with a line, what stands above the line aside."""
    bits = [bit.text for bit in line.bits if not bit.raised]
    said = "".join(bits).rstrip().rstrip(_CLOSERS)
    return said[-1:] in ENDS and not said.endswith(("http:", "https:"))


def grouped(lines: Sequence[Line], style: Style) -> list[Group]:
    """Give the blocks that lines make up; a paragraph goes on behind a picture with its caption, or notes, in its midst."""
    groups: list[Group] = []
    open_: Group | None = None
    above: Line | None = None
    for line in lines:
        beside = above if above is not None and above.flow == line.flow else None
        kind = _kind(line, beside, style)
        if open_ is not None and _belongs(open_, kind, line, style):
            open_.lines.append(line)
        elif (parted := _parted(groups, kind, line)) is not None:
            open_ = parted
            open_.lines.append(line)
        else:
            open_ = Group(kind, [line], _level(line) if kind == "heading" else 0)
            groups.append(open_)
        above = line
    return groups


def _parted(groups: Sequence[Group], kind: Kind, line: Line) -> Group | None:
    """Give the paragraph that a line goes on with, which stands before what parts them; None where there is none."""
    first = line.text[0]
    if kind != "paragraph" or not (first.islower() or first.isdigit()) or line.x0 > line.left + line.size:
        return None
    for group in reversed(groups[-_BETWEEN:]):
        if group.kind == "heading":
            return None
        last = group.lines[-1]
        if group.kind in ("paragraph", "list-item") and abs(last.size - line.size) < 0.3 and last.flow != line.flow:
            goes_on = last.text[-1] in ",;" if first.isdigit() else not ended(last)
            return group if goes_on else None
    return None


def says_something(group: Group) -> bool:
    """Tell whether a block has words: a formula that stands alone has few."""
    said = " ".join(line.text for line in group.lines)
    letters = sum(map(len, _WORD.findall(said)))
    return group.kind == "heading" or letters * 5 > 2 * len("".join(said.split()))


def _kind(line: Line, above: Line | None, style: Style) -> Kind:
    """Tell what a line is by itself."""
    if style.is_heading(line, above):
        return "heading"
    if style.is_code(line):
        return "code"
    if caption().match(line.text) and (above is None or line.y - above.y > 1.15 * style.lead_of(line.size)):
        return "caption"
    return "list-item" if _BULLET.match(line.text) else "paragraph"


def _level(line: Line) -> int:
    return heading_level(line.text) or 2


def _belongs(group: Group, kind: Kind, line: Line, style: Style) -> bool:
    """Tell whether a line goes on with a block; a word of code may stand alone on a line of a paragraph."""
    if group.kind == "heading":
        return kind == "heading" and _same_heading(group, line, style)
    if kind in ("heading", "caption") or (group.kind == "code" and kind != "code"):
        return False
    return not _begins(group, line, style)


def _same_heading(group: Group, line: Line, style: Style) -> bool:
    """Tell whether a heading goes on."""
    last = group.lines[-1]
    near = last.flow == line.flow and 0 < line.y - last.y < 1.6 * max(style.lead_of(line.size), 1.2 * line.size)
    return near and abs(last.size - line.size) < 0.6 and not heading_level(line.text) and len(group.lines) < 5


def _begins(group: Group, line: Line, style: Style) -> bool:
    """Tell whether a line begins a block after those of a group."""
    last = group.lines[-1]
    outside = ended(last) or line.x0 > line.left + 0.4 * line.size or group.kind == "list-item"
    if _BULLET.match(line.text) and outside:
        return True
    if abs(last.size - line.size) > 0.08 * line.size + 0.2:
        return True
    if last.flow != line.flow:
        short = last.x1 < last.right - 0.12 * (last.right - last.left)
        return group.kind == "caption" or (ended(last) and (short or _indented(line, None)))
    step = line.y - last.y
    if step > 1.3 * style.lead_of(line.size) or step < 0:
        return True
    short = last.x1 < last.right - 0.25 * (last.right - last.left)
    return ended(last) and (short or _indented(line, last))


def _indented(line: Line, last: Line | None) -> bool:
    """Tell whether a line begins further right than its column and the line before."""
    before = last.x0 if last is not None else line.left
    return line.x0 > line.left + 0.7 * line.size and line.x0 > before + 0.7 * line.size
