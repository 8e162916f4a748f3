"""
The audit report: exactly the published JSON, as types.

`reports/json_report.py` writes these and reads them back without loss, so that a stored audit renders to the same
bytes as the audit itself; `docs/schema.json` is generated from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from citecheck.model.claim import Claim
from citecheck.model.document import Citation, Link, Origin, Part
from citecheck.model.finding import Finding, Rule, Severity
from citecheck.model.ignore import IgnoredFinding
from citecheck.model.link import LinkCheck, Snapshot
from citecheck.model.page import PageKind
from citecheck.model.span import Span

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the world's answers came from."""

    kind: Literal["live", "replay", "offline"]
    label: str
    """A sentence for people, printed at the head of every report."""
    recorded: str | None = None
    """When the answers were recorded, be it in this run: RFC 3339, UTC; None where they were not."""


@dataclass(frozen=True, slots=True)
class Run:
    """How the audit was made."""

    tool: str
    """Distribution and version: `citecheck-audit 0.1.0`."""
    config: dict[str, str]
    """Settings that differ from their defaults, as text; secrets left out."""
    as_of: str
    """The day that counted as today, ISO 8601."""
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Work:
    """An entry that a short form stands for."""

    id: str
    """`bib-3` for an entry of an unnumbered bibliography, `ref-3` for a reference."""
    raw: str
    links: tuple[Link, ...]
    line: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class ReferenceReport:
    """A reference with every view of it that a report shows."""

    id: str
    label: str
    key: str
    """Its citation key."""
    raw: str
    kind: str
    csl: dict[str, Any]
    """A CSL-JSON item."""
    spans: dict[str, Span]
    """Where in `raw` each variable was found."""
    confidence: dict[str, float]
    residue: tuple[Span, ...]
    bibtex: str
    """A biblatex entry."""
    links: tuple[Link, ...]
    cited: int
    """How many citations name it."""
    line: int | None
    span: Span
    works: tuple[Work, ...] = ()
    """Of a short form ("Smith 2010, p. 3"), the entries of the bibliography that it stands for."""


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page that was read as a source: what it says of itself. Its text is the work of others and stays out."""

    url: str
    kind: PageKind
    title: str
    issued: str
    authors: tuple[str, ...]
    site: str
    language: str
    length: int
    """Code points of its text; the spans of evidence are offsets into it."""
    whole: bool
    reason: str
    sha256: str
    """Of the bytes that were read."""


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """Everything said of one document."""

    source: str
    format: str
    title: str | None
    language: str | None
    sha256: str
    text: str
    text_of: Literal["source", "extracted"]
    references: tuple[ReferenceReport, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[LinkCheck, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    pages: tuple[PageReport, ...] = ()
    """What was read behind its links, without the texts."""
    findings: tuple[Finding, ...] = ()
    """Worst first, then in the order of the document."""
    ignored: tuple[IgnoredFinding, ...] = ()
    """What somebody does not want to be told of, with the reason; no count has it but `counts.ignored`."""
    origin: Origin | None = None
    """Where it was fetched from; null for a file."""
    path: str | None = None
    """Relative to its repository, or else to where the audit ran, with slashes; null for what is no file of either."""

    parts: tuple[Part, ...] = ()
    """Of a document in several files, which run of its text is from which of them; empty where there is one."""

    @property
    def known_as(self) -> str:
        """What it is called from one run to the next: its path, or else what it came from."""
        return self.path or self.source


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a whole audit."""

    documents: int = 0
    references: int = 0
    citations: int = 0
    claims: int = 0
    claims_cited: int = 0
    """Claims of coverage `direct` or `inherited`."""
    links: int = 0
    findings: dict[Severity, int] = field(default_factory=dict)
    known: dict[Severity, int] = field(default_factory=dict)
    """Those of them that the baseline knows; empty without a baseline."""
    fixed: int = 0
    """Findings that the baseline has and this audit, which could tell, has no more."""
    ignored: int = 0
    """Findings that somebody does not want to be told of."""


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """A finding as a baseline knows it."""

    fingerprint: str
    rule: str
    path: str
    """Of its document, in the repository."""
    message: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """The figures of an earlier audit of the same documents."""

    as_of: str
    findings: dict[Severity, int]
    links: dict[str, int]
    """How many had which verdict."""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The result of an audit: all that any format needs, nothing that it must compute anew."""

    schema_version: int
    run: Run
    documents: tuple[DocumentReport, ...]
    rules: tuple[Rule, ...]
    """The catalogue entries of the rules that ran."""
    counts: Counts
    fixed: tuple[KnownFinding, ...] = ()
    """What the baseline knows and is no more there."""
    earlier: tuple[EarlierRun, ...] = ()
    """Earlier audits of the same documents, the oldest first, where there is a history."""
