"""
Identifiers and addresses in a reference, kept as printed.

Whether they are valid is for rules to say. Patterns follow the DOI handbook (2.2), ISO 2108 and ISO 3297 for ISBN and
ISSN, arXiv's and PubMed's own documentation, and the labels that CS1 prints.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.lexicon.copies import copy_of
from citecheck.model import Span
from citecheck.references.reading import Reading

_DOI: Final = r"10\.[0-9]{4,9}/[^\s\"<>|]{1,256}"
_LABELLED: Final = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<DOI>doi:?\s?(?:https?://(?:dx\.)?doi\.org/)?(?P<doi>{_DOI})(?:\s\(inactive[^()]{{0,40}}\))?)
    | (?P<ISBN>ISBN(?:-?1[03])?:?\s?(?P<isbn>[0-9][0-9Xx\u2010-\u2013 -]{{8,17}}[0-9Xx])(?![0-9-]))
    | (?P<ISSN>e?-?ISSN:?\s?(?P<issn>[0-9]{{4}}[-\u2010-\u2013]?[0-9]{{3}}[0-9Xx]))
    | (?P<PMID>PMID:?\s?(?P<pmid>[0-9]{{1,10}}))
    | (?P<PMCID>PMC(?:ID)?:?\s?(?P<pmcid>(?:PMC)?[0-9]{{2,10}})(?:\s?\.(?=\s))?)
    | (?P<arXiv>arXiv:\s?(?P<arxiv>[0-9]{{4}}\.[0-9]{{4,5}}(?:v[0-9]{{1,2}})?|[a-z-]{{2,12}}(?:\.[A-Z]{{2}})?/[0-9]{{7}}(?:v[0-9]{{1,2}})?)(?:\s?\[[\w.-]{{2,20}}\])?)
    | (?P<JSTOR>JSTOR:?\s?(?P<jstor>[0-9][0-9A-Za-z./-]{{2,40}}|i[0-9]{{3,12}}))
    | (?P<OCLC>OCLC:?\s?(?P<oclc>[0-9]{{1,12}}))
    | (?P<bibcode>Bibcode:\s?(?P<bib>[12][0-9]{{3}}[A-Za-z&.0-9]{{14,15}}))
    | (?P<handle>hdl:\s?(?P<hdl>[0-9][0-9.A-Za-z]{{1,20}}/[^\s,;]{{1,120}}))
    | (?P<S2CID>S2CID:?\s?(?P<s2cid>[0-9]{{3,12}}))
    | (?P<LCCN>LCCN:?\s?(?P<lccn>[a-z]{{0,3}}[0-9]{{2,4}}-?[0-9]{{6,8}}))
    | (?P<CiteSeerX>CiteSeerX:?\s?(?P<csx>10\.[0-9.]{{3,30}}))
    | (?P<bioRxiv>bioRxiv:?\s?(?P<brx>(?:10\.1101/)?[0-9.]{{5,30}}))
    | (?P<Zbl>Zbl:?\s?(?P<zbl>[0-9]{{1,4}}\.[0-9]{{5}}))
    | (?P<SSRN>SSRN:?\s?(?P<ssrn>[0-9]{{4,9}}))
    | (?P<OSTI>OSTI:?\s?(?P<osti>[0-9]{{4,10}}))
    | (?P<ASIN>ASIN:?\s?(?P<asin>[0-9A-Z]{{10}})(?![0-9A-Z]))
    | (?P<OL>OL:?\s(?P<ol>[0-9]{{1,9}}[AMW])(?!\w))
    | (?P<MR>MR:?\s(?P<mr>[0-9]{{6,8}})(?!\w))
    | (?P<JFM>JFM:?\s(?P<jfm>[0-9]{{2}}\.[0-9]{{4}}\.[0-9]{{2}}))
    | (?P<ISMN>ISMN:?\s?(?P<ismn>[M0-9][0-9 -]{{8,16}}[0-9]))
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_VALUES: Final = {
    "DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "PMCID": "pmcid", "arXiv": "arxiv", "JSTOR": "jstor",
    "OCLC": "oclc", "bibcode": "bib", "handle": "hdl", "S2CID": "s2cid", "LCCN": "lccn", "CiteSeerX": "csx", "bioRxiv": "brx",
    "Zbl": "zbl", "SSRN": "ssrn", "OSTI": "osti", "ASIN": "asin", "OL": "ol", "MR": "mr", "JFM": "jfm", "ISMN": "ismn",
}  # fmt: skip
_MAY_LABEL: Final = re.compile(
    r"doi|is(?:bn|sn|mn)|pm(?:id|c)|arxiv|jstor|oclc|bibcode|hdl|s2cid|lccn|citeseerx|biorxiv|zbl|ssrn|osti|asin|ol[: ]|mr[: ]|jfm"
)
"""In lower case: what hints at a label, found faster than a label itself."""
_URL: Final = re.compile(
    r"(?:https?|ftp)://[^\s\"<>|]{3,2000}|(?<![\w@/.])www\.[\w.-]{4,120}/[^\s\"<>|]{1,2000}", re.IGNORECASE
)
_BARE_DOI: Final = re.compile(rf"(?<![\w/.]){_DOI}", re.IGNORECASE)
_DOI_HOST: Final = re.compile(rf"https?://(?:dx\.)?doi\.org/({_DOI})", re.IGNORECASE)
_LEAD_WORDS: Final = re.compile(
    r"(?:(?:available\s(?:online\s)?(?:at|from)|online\sat|retrieved\sfrom|url|link|see|at|doi|from|<)\s?:?\s?)\Z",
    re.IGNORECASE,
)
_CLOSERS: Final = {")": "(", "]": "[", "}": "{", "）": "（"}
_TRAILING: Final = ".,;:!?'’\"”»"


def trimmed_address(text: str) -> str:
    """
    Give an address without the punctuation of the sentence around it.

    A closing bracket stays only where the address itself opened one: `.../Foo_(bar)` but not `(see .../Foo)`.
    """
    end = len(text)
    balance = {mark: text.count(opening) - text.count(mark) for mark, opening in _CLOSERS.items()}
    while end:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif last in _CLOSERS and balance[last] < 0:
            balance[last] += 1
            end -= 1
        else:
            break
    return text[:end]


def _labelled(reading: Reading) -> None:
    """Take the identifiers that a label names, those inside a quoted title left alone."""
    raw = reading.raw
    for match in _LABELLED.finditer(raw):
        if reading.layout.quoted(match.start()):
            continue
        variable = match.lastgroup if match.lastgroup in _VALUES else next(name for name in _VALUES if match[name])
        start, end = match.span(_VALUES[variable])
        if variable in {"DOI", "handle", "JSTOR"}:
            end = start + len(trimmed_address(raw[start:end]))
        reading.put(variable, Span(start, end), confidence=0.99)
        reading.fix(
            match.start(),
            end
            if variable in {"DOI", "handle", "JSTOR"} and match.end(_VALUES[variable]) == match.end()
            else match.end(),
        )


def _addresses(reading: Reading) -> None:
    """Take the addresses that are written out, an archived copy apart from the original."""
    raw = reading.raw
    for match in _URL.finditer(raw):
        if reading.layout.quoted(match.start()):
            continue
        start = match.start()
        address = trimmed_address(match[0])
        span = Span(start, start + len(address))
        variable = "archive-url" if copy_of(address) else "URL"
        reading.put(variable, span, confidence=0.98)
        doi = _DOI_HOST.match(address)
        if doi:
            reading.put("DOI", Span(start + doi.start(1), span.end), confidence=0.97)
        lead = _LEAD_WORDS.search(raw, max(0, start - 24), start)
        if lead:
            reading.fix(lead.start(), start)


def take_identifiers(reading: Reading) -> None:
    """Take every identifier and address of a reference."""
    lowered = reading.lowered
    if _MAY_LABEL.search(lowered):
        _labelled(reading)
    if "://" in lowered or "www." in lowered:
        _addresses(reading)
    if (
        "10." in lowered
        and "DOI" not in reading.fields
        and (bare := _BARE_DOI.search(reading.raw))
        and not reading.layout.quoted(bare.start())
    ):
        end = bare.start() + len(trimmed_address(bare[0]))
        if not any(span.overlaps(Span(bare.start(), end)) for span in reading.taken):
            reading.put("DOI", Span(bare.start(), end), confidence=0.95)
