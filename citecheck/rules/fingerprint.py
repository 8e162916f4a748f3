"""
What tells a finding from others while the document is edited elsewhere.

A fingerprint is made of the rule, of what the finding is about and of where that is: the identifier or the normalised
address of the reference, or else the words of the claim, of the reference or of the place; the document's path
relative to the repository; and which of several equal ones it is. Never the line: a baseline must survive a new
paragraph at the top.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from citecheck.model import Claim, Dossier, Finding, Reference

LENGTH: Final = 24
"""Hexadecimal digits: 96 bits, so that no two findings of any project meet by chance."""
IDENTIFIERS: Final = ("DOI", "arXiv", "PMID", "PMCID", "ISBN", "JSTOR", "OCLC", "bibcode", "handle", "ISSN")
"""CSL variables that name a work, the most telling first."""
DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def normalised_url(url: str) -> str:
    """Give what two spellings of one address share: no scheme, `www.`, default port, fragment or closing slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip().casefold()
    host = (
        parts.netloc.rpartition("@")[2].lower().removesuffix(DEFAULT_PORTS.get(parts.scheme, ":")).removeprefix("www.")
    )
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def folded_words(text: str) -> str:
    """Give the words of *text* in lower case, without punctuation and spacing."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def identity(reference: Reference) -> str:
    """Give what a reference is known by: its identifier, else its address, else its words."""
    for variable in IDENTIFIERS:
        value = reference.text(variable)
        if value:
            return f"{variable}:{''.join(value.casefold().split()).replace('-', '')}"
    url = reference.text("URL")
    return f"url:{normalised_url(url)}" if url else f"words:{folded_words(reference.raw)}"


def fingerprinted(findings: Iterable[Finding], dossier: Dossier, path: str) -> Iterator[Finding]:
    """
    Give *findings* with their fingerprints.

    Args:
        findings: In the order of the document, so that the n-th of several equal ones stays the n-th.
        dossier: What they were found in.
        path: The document's, relative to the repository.
    """
    references = {reference.id: reference for reference in dossier.references}
    claims = {claim.id: claim for claim in dossier.claims}

    @cache
    def known_by(id_: str) -> str:
        return identity(references[id_]) if id_ in references else ""

    place = path.replace("\\", "/").removeprefix("./")
    seen: Counter[str] = Counter()
    for finding in findings:
        subject = _subject(finding, known_by(finding.reference or ""), claims, dossier.document.text)
        key = f"{finding.rule}\x1f{subject}\x1f{place}"
        digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()
        seen[key] += 1
        yield replace(finding, fingerprint=digest[:LENGTH])


def _subject(finding: Finding, known_by: str, claims: dict[str, Claim], text: str) -> str:
    """Give what a finding is about, in words that outlive edits elsewhere; *known_by* is its reference's identity."""
    if finding.url:
        return f"url:{normalised_url(finding.url)}"
    if known_by and not known_by.startswith("words:"):
        return known_by
    if finding.claim in claims:
        return f"words:{folded_words(claims[finding.claim].text)}"
    if known_by or finding.span is None:
        return known_by
    return f"words:{folded_words(finding.span.of(text))}"
