"""The .bbl file that biber writes for biblatex: data of entries, which are read as those of a .bib file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from citecheck.documents.bib_list import bib_entries
from citecheck.documents.latex_cites import keys_in
from citecheck.documents.latex_source import Source
from citecheck.documents.latex_tokens import tokenise
from citecheck.documents.parted_text import FileText
from citecheck.model import ReferenceEntry, Span

_LISTS: Final = {"publisher": "publisher", "location": "location", "institution": "institution", "language": "language"}
_VERB: Final = re.compile(r"\\verb\{(\w{1,20})\}\s{0,9}\\verb ([^\r\n]{1,2000})")
_DATES: Final = (("year", "month", "day"), ("urlyear", "urlmonth", "urlday"))


def is_biblatex(text: str) -> bool:
    """Tell whether a .bbl file holds data for biblatex; others are a `thebibliography`."""
    return "\\endentry" in text and "\\entry{" in text


def biblatex_entries(text: str) -> Iterator[ReferenceEntry]:
    """Give the entries of a .bbl file with their places in it, their keys the labels."""
    start = 0
    seen: set[str] = set()
    while (start := text.find("\\entry{", start)) >= 0:
        end = text.find("\\endentry", start)
        if end < 0:
            return
        end += len("\\endentry")
        for entry in bib_entries(_bib(text[start:end])):
            if entry.label not in seen:
                seen.add(entry.label)
                yield replace(entry, span=Span(start, end))
        start = end


def _bib(text: str) -> str:
    """Give the data of one entry as an entry of a .bib file."""
    source = Source(FileText("", text), tokenise(_VERB.sub("", text)), 0)
    source.file = FileText("", source.tokens.text)
    key, kind, fields = "", "misc", dict[str, str]()
    while (one := source.peek()) is not None:
        source.next += 1
        if one.kind != "command":
            continue
        if one.name == "entry":
            named, typed = source.braced(), source.braced()
            key = next((cited.key for cited in keys_in(source, named)), "") if named else ""
            kind = source.of(typed).strip() if typed else kind
        elif one.name == "field":
            name, value = source.braced(), source.braced()
            if name and value:
                fields.setdefault(source.of(name), source.of(value))
        elif one.name == "list":
            name, _, values = source.braced(), source.braced(), source.braced()
            if name and values and source.of(name) in _LISTS:
                fields.setdefault(source.of(name), " and ".join(_groups(source, values)))
        elif one.name == "name":
            name, _, _, people = source.braced(), source.braced(), source.braced(), source.braced()
            if name and people:
                fields.setdefault(source.of(name), " and ".join(_person(one) for one in _groups(source, people)))
    fields |= {found[1]: found[2].strip() for found in _VERB.finditer(text) if not found[1].endswith("raw")}
    for parts in _DATES:
        told = [fields.pop(part, "").zfill(2) for part in parts]
        if told[0] != "00":
            known = told[: next((place for place, part in enumerate(told) if part == "00"), 3)]
            fields[parts[0].replace("year", "date")] = "-".join(known)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if name.isalpha())
    return f"@{kind}{{{key},\n{lines}}}\n"


def _groups(source: Source, found: tuple[int, int]) -> Iterator[str]:
    """Give what stands in each brace of a range."""
    place = found[0]
    while place < found[1]:
        end = source.tokens.partner.get(place)
        if source.tokens.items[place].kind == "open" and end is not None:
            yield source.of((place + 1, end))
            place = end
        place += 1


_PART: Final = re.compile(r"(family|given|prefix|suffix)=\{((?:[^{}]|\{[^{}]{0,200}\}){0,300})\}")


def _person(data: str) -> str:
    """Give a name as .bib files write it."""
    parts = {
        found[1]: found[2].replace("\\bibnamedelima", "").replace("\\bibnamedelimb", "")
        for found in _PART.finditer(data)
    }
    family = " ".join(one for one in (parts.get("prefix"), parts.get("family")) if one)
    listed = [f"{{{family}}}" if not parts.get("given") else family, parts.get("suffix"), parts.get("given")]
    return ", ".join(" ".join(one.split()) for one in listed if one)
