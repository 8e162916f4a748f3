r"""
An existing .bib file and the references that are exported onto it: which of its entries is which of them.

What matched keeps its key, so that `\cite{...}` goes on working; what did not match is somebody's own and stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.references.entry import Entry
from citecheck.references.keys import letters

_YEAR: Final = re.compile(r"[0-9]{4}")
_COMMAND: Final = re.compile(r"\\(?:(ss|ae|oe|aa|AE|OE|AA|DH|dh|DJ|dj|TH|th|[oOlLij])(?![a-zA-Z])|[a-zA-Z]{1,40}|.)")
"""A command of TeX; the letters that are commands are their own name, near enough."""
_PRINTED: Final = re.compile(r"\\url\{([^{}]{1,2000})\}")
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_LONGEST: Final = 2000
"""Code points of a field that are compared."""
_IDENTIFIERS: Final = ("doi", "eprint")

Signature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BibFile:
    """A .bib file as it stood."""

    entries: tuple[Entry, ...] = ()
    raws: tuple[str, ...] = ()
    """The text of each entry."""
    head: tuple[str, ...] = ()
    """What is no entry, in order: `@string`, `@preamble`, `@comment`, words between entries."""


def matched(written: Sequence[Entry], file: BibFile) -> dict[int, int]:
    """
    Give which entry of *file* is which of those *written*, as places in both; each at most once.

    The surest ways to tell come first: everything equal; an identifier; address and title; title, year and first
    author; the address alone.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for way in _WAYS:
        index: dict[Signature, list[int]] = defaultdict(list)
        for place in reversed(range(len(file.entries))):
            if place not in taken:
                for signature in way(file.entries[place]):
                    index[signature].append(place)
        for place, entry in enumerate(written):
            if place in found:
                continue
            for signature in way(entry):
                while (held := index.get(signature)) and held[-1] in taken:
                    held.pop()
                if held:
                    found[place] = held.pop()
                    taken.add(found[place])
                    break
    return found


def _everything(entry: Entry) -> Iterator[Signature]:
    """Give all fields but those that differ from document to document."""
    fields = (f"{one.name.casefold()}={one.value}" for one in entry.fields if one.name not in {"keywords", "key"})
    if signature := tuple(sorted(fields)):
        yield (entry.type.casefold(), *signature)


def _identified(entry: Entry) -> Iterator[Signature]:
    """Give the identifiers of one work; an ISBN is that of a book with many chapters, and counts with the title."""
    fields = _fields(entry)
    for name in _IDENTIFIERS:
        if value := _plain(fields.get(name, "").removeprefix("https://doi.org/").removeprefix("http://dx.doi.org/")):
            yield (name, value)
    isbn, title = _plain(fields.get("isbn", "")), _plain(fields.get("title", ""))
    if isbn and title:
        yield ("isbn", isbn[-10:-1], title)  # ISBN-10 and ISBN-13 share these nine


def _addressed(entry: Entry) -> Iterator[Signature]:
    """Give the address together with the title."""
    title = _plain(_fields(entry).get("title", ""))
    yield from ((*address, title) for address in _address(entry) if title)


def _described(entry: Entry) -> Iterator[Signature]:
    """Give title, year and first author."""
    fields = _fields(entry)
    title = _plain(fields.get("title", ""))
    if title:
        year = _YEAR.search(fields.get("date", "") or fields.get("year", ""))
        yield (title, year[0] if year else "", _first_family(fields.get("author", "")))


def _address(entry: Entry) -> Iterator[Signature]:
    """Give each address, scheme and last slash left out."""
    fields = _fields(entry)
    addresses = [fields.get("url", ""), *_PRINTED.findall(fields.get("howpublished", "") + fields.get("note", ""))]
    for address in addresses:
        if address and "archive" not in address.partition("//")[2].partition("/")[0]:
            yield ("url", address.partition("://")[2].rstrip("/") or address)


_WAYS: Final[tuple[Callable[[Entry], Iterator[Signature]], ...]] = (
    _everything,
    _identified,
    _addressed,
    _described,
    _address,
)


def _fields(entry: Entry) -> Mapping[str, str]:
    """Give the fields by their names in small letters, no longer than is compared."""
    return {one.name.casefold(): one.value[:_LONGEST] for one in entry.fields}


def _first_family(names: str) -> str:
    """Give the last word of the first author's family name."""
    first = _AND.split(names, maxsplit=1)[0]
    family = first.partition(",")[0].split()
    return _plain(family[-1]) if family else ""


def _plain(value: str) -> str:
    """Give the letters and digits of a value, accents and TeX's commands left out."""
    text = _COMMAND.sub(lambda match: match[1] or "", value)
    spelling = letters()
    folded = (spelling.get(char, char) for char in unicodedata.normalize("NFKD", text.casefold()))
    return "".join(char for char in "".join(folded) if char.isalnum())
