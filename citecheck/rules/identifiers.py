"""Identifiers that cannot be right, by their check digit or their shape; nobody is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from citecheck.model import Dossier, Finding, Reference
from citecheck.rules.check import BuiltIn, Check, check
from citecheck.rules.place import at_reference, named, quoted

_ISBN: Final = re.compile(
    r"(?<![A-Za-z])ISBN(?:[-\s]?1[03](?![0-9]))?[:\s]{0,3}([0-9Xx][0-9Xx \xa0\u2010-\u2015-]{7,24})"
)
_ISSN: Final = re.compile(r"(?<![A-Za-z])e?ISSN[:\s]{0,3}([0-9]{2,6}\s?[\u2010-\u2015-]?\s?[0-9Xx]{2,6})(?!\w)")
_DOI: Final = re.compile(r"(?<![\w/.])doi(?::\s?|\s(?=10))([^\s\"<>]{4,200})", re.IGNORECASE)
_ARXIV: Final = re.compile(r"(?<!\w)arXiv:\s?([^\s\"<>\])(,;]{4,60})", re.IGNORECASE)
_DOI_SHAPE: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,5}/\S+")
_ARXIV_NEW: Final = re.compile(r"([0-9]{2})([0-9]{2})\.([0-9]{4,5})(?:v[0-9]{1,3})?")
_ARXIV_OLD: Final = re.compile(
    r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,4})?/([0-9]{2})([0-9]{2})[0-9]{3}(?:v[0-9]{1,3})?", re.IGNORECASE
)
_RESOLVER: Final = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_AROUND: Final = " .,;:)]}>'\"’”"


def isbn_problem(written: str) -> str:
    """
    Give what is wrong with an ISBN, "" when nothing is.

    ISO 2108: ten digits, the last of them 0 to 9 or X, or thirteen that begin with 978 or 979. What follows it in
    the reference may be taken for a part of it, so any beginning that is one will do.
    """
    from stdnum import isbn  # noqa: PLC0415 - loaded when there is an ISBN

    digits = ""
    for chunk in written.split():
        digits += "".join(c for c in chunk if c.isalnum()).upper()
        if isbn.is_valid(digits):
            return ""
    whole = "".join(c for c in written if c.isalnum()).upper()
    if any(isbn.is_valid(whole[:length]) for length in (13, 10)):
        return ""
    if len(digits) in {10, 13}:
        return "its check digit does not fit: a digit is wrong or two are swapped"
    return f"it has {len(digits)} digits instead of 10 or 13"


def issn_problem(written: str) -> str:
    """Give what is wrong with an ISSN, "" when nothing is. ISO 3297: eight digits, the last 0 to 9 or X."""
    from stdnum import issn  # noqa: PLC0415 - loaded when there is an ISSN

    digits = "".join(c for c in written if c.isalnum()).upper()
    if len(digits) != 8:
        return f"it has {len(digits)} digits instead of 8"
    return "" if issn.is_valid(digits) else "its check digit does not fit: a digit is wrong or two are swapped"


def doi_problem(written: str) -> str:
    """
    Give what is wrong with a DOI, "" when nothing is.

    DOI Handbook, 2.2: `10.`, a registrant's number, a slash, and any printable characters.
    """
    doi = _RESOLVER.sub("", written.strip(_AROUND))
    if not any(map(str.isdigit, doi)):
        return ""  # "doi: see the publisher's page"
    if not doi.startswith("10."):
        return "a DOI begins with `10.`"
    if "/" not in doi:
        return "a DOI has a slash after the registrant's number"
    return "" if _DOI_SHAPE.fullmatch(doi) else "what stands before its slash is no registrant's number"


def arxiv_problem(written: str) -> str:
    """
    Give what is wrong with an arXiv identifier, "" when nothing is.

    arXiv's own scheme: `YYMM.NNNN` from April 2007, `YYMM.NNNNN` from January 2015; before, `archive/YYMMNNN`.
    """
    number = written.strip(_AROUND)
    new, old = _ARXIV_NEW.fullmatch(number), _ARXIV_OLD.fullmatch(number)
    found = new or old
    if not any(map(str.isdigit, number)):
        return ""  # "arXiv: preprint"
    if found is None:
        return "it is neither of the form `2101.00001` nor `hep-th/9901001`"
    if not 1 <= int(found[2]) <= 12:
        return f"it names the month {found[2]}"
    if new is None:
        return ""
    wanted = 5 if int(new[1]) >= 15 else 4
    return "" if len(new[3]) == wanted else f"the identifiers of its year have {wanted} digits after the point"


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
                    shown = quoted(written.strip(_AROUND))
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
