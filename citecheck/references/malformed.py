"""What is wrong with an identifier, by its check digit or its shape; nobody is asked."""

from __future__ import annotations

import re
from typing import Final

_DOI_SHAPE: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,5}/\S+")
_ARXIV_NEW: Final = re.compile(r"([0-9]{2})([0-9]{2})\.([0-9]{4,5})(?:v[0-9]{1,3})?")
_ARXIV_OLD: Final = re.compile(
    r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,4})?/([0-9]{2})([0-9]{2})[0-9]{3}(?:v[0-9]{1,3})?", re.IGNORECASE
)
_RESOLVER: Final = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
AROUND: Final = " .,;:)]}>'\"’”"
"""What may stand around an identifier in a sentence."""


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
    doi = _RESOLVER.sub("", "".join(written.split()).strip(AROUND))  # a line may have been wrapped after the slash
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
    number = "".join(written.split()).strip(AROUND)
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
