"""Document -> Dossier -> Findings -> AuditReport: pure composition; nothing here reads a file or asks the world."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from citecheck.claims import map_citations, map_claims
from citecheck.model import (
    SCHEMA_VERSION,
    SEVERITIES,
    AuditReport,
    Counts,
    Document,
    DocumentReport,
    Dossier,
    Finding,
    Link,
    LinkCheck,
    Place,
    Reference,
    ReferenceEntry,
    ReferenceReport,
    Rule,
    Run,
    Work,
)
from citecheck.references import parse
from citecheck.references.bibtex import entry_to_bibtex
from citecheck.references.csl import to_csl
from citecheck.references.keys import citation_keys

OFFLINE: Final = "The audit was made offline: nobody was asked."
"""Why a link has the verdict `unchecked`."""


def examine(document: Document, as_of: dt.date, unchecked: str = OFFLINE) -> Dossier:
    """
    Give all that a document says of itself: references parsed, citations and claims mapped, links named.

    Args:
        document: As a reader made it.
        as_of: The day that counts as today.
        unchecked: Why no link was asked.
    """
    parsed = parse(document.entries, document.language)
    references = tuple(reference for reference in parsed if document.entries[reference.entry].numbered)
    return Dossier(
        document=document,
        references=references,
        citations=map_citations(document, references),
        claims=map_claims(document, references),
        links=tuple(_link_checks(document, references, unchecked)),
        snapshots=(),
        as_of=as_of,
    )


def compose(judged: Iterable[tuple[Dossier, Sequence[Finding]]], run: Run, rules: Iterable[Rule]) -> AuditReport:
    """
    Give the report of an audit.

    Args:
        judged: The dossiers in order, each with what was found in it.
        run: How the audit was made.
        rules: The catalogue entries of the rules that ran.
    """
    documents = tuple(_document(dossier, findings) for dossier, findings in judged)
    return AuditReport(SCHEMA_VERSION, run, documents, tuple(rules), count(documents))


def count(documents: Iterable[DocumentReport]) -> Counts:
    """Give the figures of all documents together."""
    documents = tuple(documents)
    found = Counter(finding.severity for document in documents for finding in document.findings)
    return Counts(
        documents=len(documents),
        references=sum(len(document.references) for document in documents),
        citations=sum(len(document.citations) for document in documents),
        claims=sum(len(document.claims) for document in documents),
        claims_cited=sum(claim.coverage != "none" for document in documents for claim in document.claims),
        links=sum(len(document.links) for document in documents),
        findings={severity: found[severity] for severity in SEVERITIES},
    )


def _link_checks(document: Document, references: Iterable[Reference], unchecked: str) -> Iterator[LinkCheck]:
    """Give each address that the references name once, with every place that names it."""
    places: dict[str, list[Place]] = {}
    seen: set[int] = set()
    for reference in references:
        entry = document.entries[reference.entry]
        for link in (*entry.links, *_links_of_works(document, entry, seen)):
            line = _line(document, (link.span or entry.span).start)
            places.setdefault(link.url, []).append(Place(line, link.span, reference.id))
    for url, named in places.items():
        yield LinkCheck(url, "unchecked", reason=unchecked, places=tuple(named))


def _links_of_works(document: Document, entry: ReferenceEntry, seen: set[int]) -> Iterator[Link]:
    """Give the links of the unnumbered works that a short form stands for, where no reference before it named them."""
    for work in entry.works:
        if work not in seen and not document.entries[work].numbered:
            seen.add(work)
            yield from document.entries[work].links


def _ids(document: Document) -> list[str]:
    """Give the ids of a document's entries, as `parse` numbers them."""
    counts = {True: 0, False: 0}
    ids = []
    for entry in document.entries:
        counts[entry.numbered] += 1
        ids.append(f"{'ref' if entry.numbered else 'bib'}-{counts[entry.numbered]}")
    return ids


def _works(document: Document, entry: ReferenceEntry, ids: Sequence[str]) -> Iterator[Work]:
    """Give the entries that a short form stands for."""
    for index in entry.works:
        work = document.entries[index]
        yield Work(ids[index], work.raw, work.links, _line(document, work.span.start), work.span)


def _document(dossier: Dossier, findings: Sequence[Finding]) -> DocumentReport:
    """Give everything said of one document."""
    document = dossier.document
    return DocumentReport(
        source=document.path,
        format=document.format,
        title=document.title,
        language=document.language,
        sha256=document.sha256,
        text=document.text,
        text_of=document.text_of,
        references=tuple(_references(dossier)),
        citations=dossier.citations,
        claims=dossier.claims,
        links=dossier.links,
        snapshots=dossier.snapshots,
        findings=tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))),
        origin=document.origin,
    )


def _references(dossier: Dossier) -> Iterator[ReferenceReport]:
    """Give each reference with its views."""
    cited = Counter(citation.reference for citation in dossier.citations)
    keys = citation_keys(dossier.references)
    ids = _ids(dossier.document)
    for reference, key in zip(dossier.references, keys, strict=True):
        entry = dossier.document.entries[reference.entry]
        yield ReferenceReport(
            id=reference.id,
            label=reference.label,
            key=key,
            raw=reference.raw,
            kind=reference.kind,
            csl=to_csl(reference, key),
            spans={field.variable: field.span for field in reference.fields if field.span is not None},
            confidence={field.variable: field.confidence for field in reference.fields},
            residue=reference.residue,
            bibtex=entry_to_bibtex(reference, key),
            links=entry.links,
            cited=cited[reference.id],
            line=_line(dossier.document, entry.span.start),
            span=entry.span,
            works=tuple(_works(dossier.document, entry, ids)),
        )


def _line(document: Document, offset: int) -> int | None:
    """Give the line of the file on which *offset* stands, None where the text was extracted from it."""
    return document.line(offset) if document.text_of == "source" else None
