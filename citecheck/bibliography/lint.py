"""All checks of a .bib file, one after the other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from citecheck.bibliography.against_model import against_model
from citecheck.bibliography.characters import characters, preamble_problem
from citecheck.bibliography.days import days
from citecheck.bibliography.item import items_of
from citecheck.bibliography.message import Message
from citecheck.bibliography.numbers import numbers, shared_numbers
from citecheck.bibliography.persons import persons
from citecheck.bibliography.printed import printed
from citecheck.bibliography.structure import structure
from citecheck.bibliography.works import works
from citecheck.references.bib_reading import BibFile, read_bib
from citecheck.references.latex import Dialect

SUFFIXES: Final = (".bib", ".bibtex", ".biblatex")
_OPENING: Final = re.compile(r"(?:[ \t\r\n]|%[^\n]*\n)*@[A-Za-z]{2,30}[ \t]*[{(]")


def is_bib(path: str, text: str) -> bool:
    """Tell whether a text is a .bib file: by its name, or because it begins with an entry."""
    return path.casefold().endswith(SUFFIXES) or _OPENING.match(text) is not None


def lint(
    text: str, dialect: Dialect = "biblatex", *, as_of: dt.date, notices: Sequence[str] = ()
) -> tuple[Message, ...]:
    """
    Give what is wrong with a .bib file, in the order of its lines; linear in its length.

    Args:
        text: The file, decoded.
        dialect: The program that it is for: `biblatex` with biber, or classic `bibtex`.
        as_of: The day that counts as today.
        notices: What is to be said of its encoding.
    """
    file = read_bib(text)
    found = {Message(0, "encoding", "", notice) for notice in notices}
    found.update(_checked(file, dialect, as_of))
    return tuple(sorted(found))


def _checked(file: BibFile, dialect: Dialect, as_of: dt.date) -> Iterator[Message]:
    """Give what every check says."""
    items = items_of(file, dialect)
    yield from structure(file, items, dialect)
    yield from against_model(items, dialect)
    yield from shared_numbers(items)
    yield from works(items)
    for preamble in file.preambles:
        if said := preamble_problem(preamble.text):
            yield Message(preamble.line, "command-unsafe", "", f"{said} Remove it.")
    for item in items:
        yield from characters(item, dialect)
        yield from persons(item)
        yield from days(item, dialect, as_of)
        yield from numbers(item, dialect)
        yield from printed(item, dialect)
