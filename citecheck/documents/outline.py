"""The headings of a plain text, and the part of it that is the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck.documents.lines import Line
from citecheck.documents.numbered_lists import starts_item
from citecheck.documents.wordings import SectionKind, fold, folded, section_kind, wording

# `History[edit]`, `[edit] History`, `Geschichte [Bearbeiten | Quelltext bearbeiten]`
_AFTER = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*$")
_BEFORE = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*(?=\S)")
_BULLET = re.compile(r"\s*(?:[•·◦▪■□☆★●○*‣∙]|[-–—](?=\s))\s*")

_LONGEST_HEADING = 80
_PROSE = 120
_STOPS = ".!?,;:…。！？、，；：|»"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names the section below it."""

    name: str
    start: int
    """Where on its line the name begins."""
    kind: SectionKind


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines between two blank ones: `first` to `last`, both included."""

    first: int
    last: int


def chunks(lines: Sequence[Line]) -> Iterator[Chunk]:
    """Give the runs of lines that no blank line interrupts, in order."""
    first = None
    for index, line in enumerate(lines):
        if line.blank:
            if first is not None:
                yield Chunk(first, index - 1)
            first = None
        elif first is None:
            first = index
    if first is not None:
        yield Chunk(first, len(lines) - 1)


def headings(lines: Sequence[Line]) -> dict[int, Heading]:
    """
    Give the headings by the index of their lines.

    A line is a heading when it carries the link for editing a section; when it stands alone and is the known name
    of a section; and, in copies without those links, when it is short, stands alone between blank lines and does
    not end as a sentence does.
    """
    found = {index: heading for index, line in enumerate(lines) if (heading := _editable(line.text))}
    runs = list(chunks(lines))
    bare = not found
    prose = False
    for number, run in enumerate(runs):
        line = lines[run.first]
        if run.first != run.last:
            prose = prose or is_prose(" ".join(lines[i].text for i in range(run.first, run.last + 1)))
            continue
        kind = section_kind(line.text)
        if kind != "body" and run.first:
            found[run.first] = Heading(line.text.strip(), line.indent, kind)
        elif bare and prose and number + 1 < len(runs) and _looks_like_heading(line.text):
            found[run.first] = Heading(line.text.strip(), 0, kind)
        prose = prose or is_prose(line.text)
    return found


def is_prose(text: str) -> bool:
    """Tell whether a chunk reads as a paragraph: long, and closed as a sentence is or by a footnote marker."""
    text = text.rstrip()
    return len(text) >= _PROSE and (text[-1] in ".!?…。！？)»”\"’'" or text[-1] == "]") and "\t" not in text


def bullet(text: str) -> int:
    """Give the length of the bullet that *text* begins with, 0 without one."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def article(lines: Sequence[Line]) -> tuple[str | None, range]:
    """
    Give the title of the article and the lines below it that belong to the article.

    What stands above "From Wikipedia, the free encyclopedia" is the page around it, as is what follows the footer.
    """
    site = next((i for i in range(min(len(lines), 600)) if _names_site(lines[i].text)), None)
    above = range(site if site is not None else min(len(lines), 5))
    shown = [i for i in above if not lines[i].blank and not is_boilerplate(lines[i].text)]
    title = shown[0] if shown else None
    if site is not None:
        # A page copied whole has its menus first; the title is the line alone that menus do not look like.
        alone = [i for i in shown if not bullet(lines[i].text) and _alone(lines, i) and "[" not in lines[i].text]
        title = _title_among(lines, alone) if len(shown) > 10 else title
    start = site + 1 if site is not None else 0
    stop = next((i for i in range(start, len(lines)) if _is_footer(lines[i].text)), len(lines))
    if title is None or len(lines[title].text) > 200 or (site is None and not _alone(lines, title)):
        return None, range(start, stop)
    return lines[title].text.strip(), range(max(start, title + 1), stop)


def is_boilerplate(text: str) -> bool:
    """Tell whether a line belongs to every page of the site and to no article."""
    return len(text) <= 120 and (fold(text) in folded("boilerplate") or _names_site(text))


def _editable(text: str) -> Heading | None:
    if "[" not in text or len(text) > 400:
        return None
    after = _AFTER.search(text[-80:])
    if after and _means_edit(after[1]):
        name = text[: len(text) - len(text[-80:]) + after.start()]
        start = len(name) - len(name.lstrip())
    else:
        before = _BEFORE.match(text)
        if not before or not _means_edit(before[1]):
            return None
        name, start = text[before.end() :], before.end()
    name = name.strip()
    return Heading(name, start, section_kind(name)) if name and len(name) <= 200 else None


def _means_edit(words: str) -> bool:
    return all(fold(word) in folded("edit") for word in words.split("|"))


def _looks_like_heading(text: str) -> bool:
    return (
        1 < len(text) <= _LONGEST_HEADING
        and not text[0].isspace()
        and (text[0].isalnum() or text[0] in "\"'“„«¿(")
        and text.rstrip()[-1] not in _STOPS
        and not any(mark in text for mark in ("[", "]", "\t", "  ", "●"))
        and not starts_item(text)
    )


def _names_site(text: str) -> bool:
    if not 8 <= len(text) <= 120:
        return False
    seen = fold(text)
    return seen in folded("boilerplate") and any(name in seen for name in map(fold, wording("sites")))


def _alone(lines: Sequence[Line], index: int) -> bool:
    return (index == 0 or lines[index - 1].blank) and (index + 1 == len(lines) or lines[index + 1].blank)


def _title_among(lines: Sequence[Line], alone: Sequence[int]) -> int | None:
    """Give the line that a later part of the page names again, which a menu's entries do not."""
    text = "\n".join(line.text for line in lines[alone[-1] if alone else 0 :][:400]).casefold()
    named = [(text.count(lines[i].text.strip().casefold()), i) for i in alone[-40:]]
    best = max(named, default=None)
    return best[1] if best and best[0] > 1 else None


def _is_footer(text: str) -> bool:
    head = text.strip()[:80].casefold()
    return any(head.startswith(footer) for footer in wording("footers"))
