"""
The words of the field, frozen.

Every room of the house speaks in these types; this one imports nothing of ours.

* `Span`: a half-open range of code points, `PartialDate`: a date with only what is known of it.
* `Document`: what a reader made of a file: its `Block`s of visible text, footnote `Marker`s, `ReferenceEntry`s.
* `Reference`: a parsed entry, whose `Field`s carry CSL's variable names, the span they came from and a confidence.
* `Citation`: one use of a reference in the text; `Claim`: the words that citations stand for.
* `Link`, `LinkCheck`, `Snapshot`, `Page`, `Verdict`: what the world says of a reference, or why it was not asked.
* `Dossier`: all that is known of one document; rules read it.
* `Rule`, `Finding`: what was judged; `Ignore`: what nobody wants to be told of; `AuditReport`: what is reported, in exactly the shape of the published JSON.
"""

from citecheck.model.claim import Claim, ClaimCitation, ClaimKind, Coverage, Evidence, Verdict, VerdictStatus
from citecheck.model.dates import PartialDate
from citecheck.model.document import (
    Block,
    BlockKind,
    Citation,
    Document,
    Link,
    LinkRole,
    Marker,
    Notice,
    Origin,
    Part,
    Piece,
    ReferenceEntry,
    Restored,
    Where,
)
from citecheck.model.dossier import Dossier
from citecheck.model.finding import SEVERITIES, Finding, Rule, Severity, Suggestion
from citecheck.model.ignore import Ignore, IgnoredFinding
from citecheck.model.link import (
    LEFT_OUT,
    Candidate,
    CertificateProblem,
    Content,
    CopyCheck,
    Hop,
    LinkCheck,
    LinkHistory,
    LinkVerdict,
    MementoHop,
    Place,
    Snapshot,
    SnapshotAnchor,
    Strength,
)
from citecheck.model.page import Page, PageKind
from citecheck.model.reference import Field, FieldValue, Name, Reference
from citecheck.model.report import (
    SCHEMA_VERSION,
    AuditReport,
    Counts,
    DocumentReport,
    EarlierRun,
    KnownFinding,
    PageReport,
    Provenance,
    ReferenceReport,
    Run,
    Work,
)
from citecheck.model.span import Span

__all__ = [
    "LEFT_OUT",
    "SCHEMA_VERSION",
    "SEVERITIES",
    "AuditReport",
    "Block",
    "BlockKind",
    "Candidate",
    "CertificateProblem",
    "Citation",
    "Claim",
    "ClaimCitation",
    "ClaimKind",
    "Content",
    "CopyCheck",
    "Counts",
    "Coverage",
    "Document",
    "DocumentReport",
    "Dossier",
    "EarlierRun",
    "Evidence",
    "Field",
    "FieldValue",
    "Finding",
    "Hop",
    "Ignore",
    "IgnoredFinding",
    "KnownFinding",
    "Link",
    "LinkCheck",
    "LinkHistory",
    "LinkRole",
    "LinkVerdict",
    "Marker",
    "MementoHop",
    "Name",
    "Notice",
    "Origin",
    "Page",
    "PageKind",
    "PageReport",
    "Part",
    "PartialDate",
    "Piece",
    "Place",
    "Provenance",
    "Reference",
    "ReferenceEntry",
    "ReferenceReport",
    "Restored",
    "Rule",
    "Run",
    "Severity",
    "Snapshot",
    "SnapshotAnchor",
    "Span",
    "Strength",
    "Suggestion",
    "Verdict",
    "VerdictStatus",
    "Where",
    "Work",
]
