"""Claims, the citations that stand behind them, and what was found when a source was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from citecheck.model.span import Span

Coverage: TypeAlias = Literal["direct", "inherited", "none"]
ClaimKind: TypeAlias = Literal["sentence", "list-item", "table-row", "table-cell", "caption", "infobox-row"]
VerdictStatus: TypeAlias = Literal["supported", "partly", "contradicted", "not-found", "unverifiable", "unchecked"]


@dataclass(frozen=True, slots=True)
class ClaimCitation:
    """How one citation stands to a claim. All spans are of the document's text."""

    reference: str | None
    """The id of the reference, or None when the marker has no entry."""
    marker: str
    core: tuple[Span, ...]
    """The sentence or clause that the marker closes."""
    reach: tuple[Span, ...]
    """Back from the marker to the previous one in the same paragraph, the core included."""
    covers: tuple[Span, ...] = ()
    """
    What of its reach it most likely stands for: the core, and the sentences before it that tell the same account; or of
    several at the end of one sentence, the clause that its title speaks of.
    """
    span: Span | None = None
    """Where the marker stands."""
    page: str | None = None
    """The page that it names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a source that bear on a claim."""

    quote: str
    span: Span | None
    """Where the words stand in the extracted text of the source."""
    link: str | None
    """The source's address with a text fragment, when it was tested to be unique on the page."""
    memento: str | None = None
    """The same for the snapshot, where that was read and has these words, too."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one source says of one claim."""

    reference: str
    status: VerdictStatus
    score: float | None = None
    """0 to 1; None while unchecked."""
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    source: str | None = None
    """The address of the page that was read: of the live one, or of a snapshot; None where none was."""
    live: VerdictStatus | None = None
    """What the live page alone would have been told of, where a snapshot speaks for it; else None."""
    judge: str | None = None
    """Who judged in place of citecheck's own reading; None where nobody else was asked."""


@dataclass(frozen=True, slots=True)
class Claim:
    """
    A statement of the document: a sentence, or a list item, row, cell or caption of its own.

    `coverage` is `direct` when a marker closes it, `inherited` when it lies in the reach of a later marker of the
    same paragraph, else `none`.
    """

    id: str
    """`claim-1`, `claim-2` ... in the order of the document."""
    text: str
    """Without its footnote markers."""
    section: str
    line: int | None
    spans: tuple[Span, ...]
    coverage: Coverage
    citations: tuple[ClaimCitation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    missing_stop: bool = False
    """Whether the sentence ends at its marker without the full stop that it needs."""
    kind: ClaimKind = "sentence"
    """
    What it stands in: running text, a list item, a caption; of a table a row with a footnote, or a cell that is one by
    itself; what a box of facts has, as a row where it has a footnote.
    """
