"""Document -> Dossier -> Findings -> AuditReport: pure composition; nothing here reads a file or asks the world."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

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
    IgnoredFinding,
    Link,
    LinkCheck,
    Page,
    PageReport,
    Place,
    Reference,
    ReferenceEntry,
    ReferenceReport,
    Rule,
    Run,
    Span,
    Work,
)

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
    references = _numbered(document)
    return Dossier(
        document=document,
        references=references,
        citations=map_citations(document, references),
        claims=map_claims(document, references),
        links=_link_checks(document, _behind_references(document, references), unchecked),
        snapshots=(),
        as_of=as_of,
    )


def survey(document: Document, as_of: dt.date, same: Callable[[str], str], unchecked: str = OFFLINE) -> Dossier:
    """
    Give every link of a document, those of its body included, in the order of the document; no claims are mapped.

    Args:
        document: As a reader made it.
        as_of: The day that counts as today.
        same: Gives the one spelling for addresses that mean the same; the first spelling of each stands for all.
        unchecked: Why no link was asked.
    """
    references = _numbered(document)
    named = [*_in_references(document, references), *_elsewhere(document)]
    named.sort(key=_place_in_document)
    return Dossier(
        document=document,
        references=references,
        citations=map_citations(document, references),
        claims=(),
        links=_link_checks(document, named, unchecked, same),
        snapshots=(),
        as_of=as_of,
    )


class Judged(NamedTuple):
    """A dossier and what was found in it."""

    dossier: Dossier
    findings: Sequence[Finding] = ()
    ignored: Sequence[IgnoredFinding] = ()
    """What was found and is not to be told."""


def compose(
    judged: Iterable[Judged],
    run: Run,
    rules: Iterable[Rule],
    path_of: Callable[[str], str | None] = lambda _: None,
) -> AuditReport:
    """
    Give the report of an audit.

    Args:
        judged: The dossiers in order.
        run: How the audit was made.
        rules: The catalogue entries of the rules that ran.
        path_of: Gives where in its repository the document of a name lies, None where it lies in none.
    """
    documents = tuple(_document(one, path_of) for one in judged)
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
        ignored=sum(len(document.ignored) for document in documents),
    )


class _Named(NamedTuple):
    """A place of a document that names a link."""

    link: Link
    around: Span
    """Where the link stands, or else the entry that holds it."""
    reference: str | None


def _numbered(document: Document) -> tuple[Reference, ...]:
    """Give the references of a document that have a number, parsed."""
    if not document.entries:
        return ()
    from citecheck.references.parse import parse  # noqa: PLC0415 - a list of addresses need not wait for it

    parsed = parse(document.entries, document.language)
    return tuple(reference for reference in parsed if document.entries[reference.entry].numbered)


def _in_references(document: Document, references: Iterable[Reference]) -> Iterator[_Named]:
    """Give the links of references."""
    for reference in references:
        yield from _in_entry(document.entries[reference.entry], reference)


def _behind_references(document: Document, references: Iterable[Reference]) -> Iterator[_Named]:
    """Give the links of references, and of the works without a number for which short forms among them stand."""
    seen: set[int] = set()
    for reference in references:
        entry = document.entries[reference.entry]
        yield from _in_entry(entry, reference)
        for index in entry.works:
            if index not in seen and not document.entries[index].numbered:
                seen.add(index)
                yield from _in_entry(document.entries[index], reference)


def _in_entry(entry: ReferenceEntry, reference: Reference) -> Iterator[_Named]:
    """Give the links of an entry, named by a reference."""
    for link in entry.links:
        yield _Named(link, link.span or entry.span, reference.id)


def _elsewhere(document: Document) -> Iterator[_Named]:
    """Give the links of the body and of entries without a number."""
    for link in document.links:
        yield _Named(link, link.span or Span(0, 0), None)
    for entry in document.entries:
        for link in () if entry.numbered else entry.links:
            yield _Named(link, link.span or entry.span, None)


def _place_in_document(named: _Named) -> Span:
    """Give the key by which links follow the document."""
    return named.around


def _as_spelled(url: str) -> str:
    """Give an address as it is: no two spellings are one."""
    return url


def _link_checks(
    document: Document, named: Iterable[_Named], unchecked: str, same: Callable[[str], str] = _as_spelled
) -> tuple[LinkCheck, ...]:
    """Give each address once, with every place that names it."""
    spellings: dict[str, str] = {}
    places: dict[str, list[Place]] = {}
    for link, around, reference in named:
        key = same(link.url)
        spellings.setdefault(key, link.url)
        places.setdefault(key, []).append(Place(document.line_in_file(around.start), link.span, reference))
    return tuple(
        LinkCheck(url, "unchecked", reason=unchecked, places=tuple(places[key])) for key, url in spellings.items()
    )


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
        yield Work(ids[index], work.raw, work.links, document.line_in_file(work.span.start), work.span)


def _document(judged: Judged, path_of: Callable[[str], str | None]) -> DocumentReport:
    """Give everything said of one document."""
    dossier = judged.dossier
    document = dossier.document
    files = {part.path: path_of(part.path) or part.path for part in document.parts}
    findings = (_in_its_file(finding, document, files) for finding in judged.findings)
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
        pages=tuple(map(_page, dossier.pages)),
        findings=tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))),
        ignored=tuple(judged.ignored),
        origin=document.origin,
        path=path_of(document.path),
        parts=tuple(replace(part, path=files[part.path]) for part in document.parts),
    )


def _in_its_file(finding: Finding, document: Document, files: Mapping[str, str]) -> Finding:
    """Give a finding with the file that it stands in, where that is not the document's own."""
    part = None if finding.span is None else document.part(finding.span.start)
    return finding if part is None or part.path == document.path else replace(finding, file=files[part.path])


def _page(page: Page) -> PageReport:
    """Give what a page says of itself."""
    return PageReport(
        url=page.url,
        kind=page.kind,
        title=page.title,
        issued=page.issued,
        authors=page.authors,
        site=page.site,
        language=page.language,
        length=len(page.text),
        whole=page.whole,
        reason=page.reason,
        sha256=page.sha256,
    )


def _references(dossier: Dossier) -> Iterator[ReferenceReport]:
    """Give each reference with its views."""
    if not dossier.references:
        return
    from citecheck.references.bibtex import entry_to_bibtex  # noqa: PLC0415 - as above
    from citecheck.references.csl import to_csl  # noqa: PLC0415
    from citecheck.references.keys import citation_keys  # noqa: PLC0415

    cited = Counter(id_ for citation in dossier.citations for id_ in citation.references)
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
            line=dossier.document.line_in_file(entry.span.start),
            span=entry.span,
            works=tuple(_works(dossier.document, entry, ids)),
        )
