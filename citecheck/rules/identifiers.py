"""Identifiers that cannot be right, by their check digit or their shape; nobody is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from citecheck.model import Dossier, Finding, Reference
from citecheck.references.malformed import AROUND, arxiv_problem, doi_problem, isbn_problem, issn_problem
from citecheck.rules.check import BuiltIn, Check, check
from citecheck.rules.place import at_reference, named, quoted

_ISBN: Final = re.compile(
    r"(?<![A-Za-z])ISBN(?:[-\s]?1[03](?![0-9]))?[:\s]{0,3}([0-9Xx][0-9Xx \xa0\u2010-\u2015-]{7,24})"
)
_ISSN: Final = re.compile(r"(?<![A-Za-z])e?ISSN[:\s]{0,3}([0-9]{2,6}\s?[\u2010-\u2015-]?\s?[0-9Xx]{2,6})(?!\w)")
_DOI: Final = re.compile(r"(?<![\w/.])doi(?::\s?|\s(?=10))((?:10\.[0-9.]{4,16}\s?/\s)?[^\s\"<>]{4,200})", re.IGNORECASE)
_ARXIV: Final = re.compile(
    r"(?<!\w)arXiv:\s?([0-9]{4}\s?\.\s?[0-9]{4,5}(?![0-9])|[^\s\"<>\[\])(,;]{4,60})", re.IGNORECASE
)


def _written(reference: Reference, variable: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Give each value of an identifier: where the reference prints it, else as the editor typed it."""
    printed = [match[match.re.groups] for match in pattern.finditer(reference.raw)]
    yield from dict.fromkeys(printed) if printed else filter(None, [reference.text(variable)])


def _shape_check(rule: str, variable: str, pattern: re.Pattern[str], problem: Callable[[str], str]) -> BuiltIn:
    """Give the check of one kind of identifier."""

    def find(dossier: Dossier) -> Iterator[Finding]:
        for reference in dossier.references:
            for written in _written(reference, variable, pattern):
                wrong = problem(written)
                if wrong:
                    shown = quoted(written.strip(AROUND))
                    yield at_reference(
                        dossier,
                        rule,
                        reference,
                        f"{named(reference)} has the {variable} {shown}, but {wrong}. Copy it anew from the source.",
                    )

    return check(rule)(find)


RULES: Final[tuple[Check, ...]] = (
    _shape_check("isbn-invalid", "ISBN", _ISBN, isbn_problem),
    _shape_check("issn-invalid", "ISSN", _ISSN, issn_problem),
    _shape_check("doi-invalid", "DOI", _DOI, doi_problem),
    _shape_check("arxiv-invalid", "arXiv", _ARXIV, arxiv_problem),
)
