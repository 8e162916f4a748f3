"""A document as an HTML page shows it: findings by severity, references with their answers, its text by sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from citecheck.model import SEVERITIES, Claim, DocumentReport, Finding, ReferenceReport, Severity, Verdict
from citecheck.reports.html_anchors import Anchors
from citecheck.reports.html_fields import Part, Row, parts, rows
from citecheck.reports.html_links import Answers, LinkView, named_by
from citecheck.reports.html_standing import Standing, Words, standing, tells, words_of
from citecheck.reports.wording import issued, labels

_BREAK: Final = re.compile(
    r"\n[^\S\n]{0,50}\n|\n[*#:;|!]|</?(?:p|li|td|th|tr|dd|dt|div|h[1-6]|blockquote)\b", re.IGNORECASE
)
"""What parts paragraphs in the source between two claims: an empty line, a list or table line, the tag of a block."""
_WIDEST: Final = 5_000
"""How much of the source between two claims is searched for that."""
PARTS: Final = ("name", "findings", "references", "links", "text")
"""What has a heading of its own in the section of a document."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its own anchor, and the anchors of what it is about."""

    finding: Finding
    anchor: str
    reference: str | None
    claim: str | None
    link: str | None
    """Of a link that no reference names."""
    label: str
    """The label of its reference, or the id where the report has no such reference."""
    related: tuple[tuple[str, str], ...]
    """Anchor and name of what else it names: `reference 5`, `line 12`."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its anchor and how it stands."""

    claim: Claim
    anchor: str
    standing: Standing
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """A claim that rests on a reference, and what its source says of it."""

    view: ClaimView
    verdict: Verdict | None
    """None where nothing was asked."""
    words: tuple[Words, ...]
    """The claim, the words that the source lacks told apart; empty where it lacks none, or is silent."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the document's text."""

    heading: str
    paragraphs: tuple[tuple[ClaimView, ...], ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A reference with everything that is known of it."""

    reference: ReferenceReport
    anchor: str
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    links: tuple[LinkView, ...]
    findings: tuple[FindingView, ...]
    claims: tuple[Resting, ...]
    """The claims that a footnote to it closes; those with a verdict first."""
    read: str
    """The day on which it was read, ISO 8601, "" where it does not say."""
    published: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, ready for the template."""

    document: DocumentReport
    anchor: str
    groups: tuple[tuple[Severity, tuple[FindingView, ...]], ...]
    """Worst first; a severity without findings is left out."""
    references: tuple[ReferenceView, ...]
    sections: tuple[Section, ...]
    links: tuple[LinkView, ...]
    """Those that no reference names."""
    unplaced: tuple[Resting, ...]
    """Verdicts on sources that the report has no reference of."""
    anchors: dict[str, str]
    """The anchor of each reference by its id."""
    labels: dict[str, str]
    """The label of each reference by its id."""

    @property
    def name(self) -> str:
        """Its title, or where it came from."""
        return self.document.title or self.document.source


def document_view(document: DocumentReport, number: int, anchors: Anchors) -> DocumentView:
    """Give the view of the *number*-th document of a page; the anchors of the first have no prefix."""
    prefix = "" if number == 1 else f"d{number}-"
    own = anchors.new(f"doc-{number}", "doc")
    for part in PARTS:
        anchors.new(f"{own}-{part}", "doc")
    to_references = [anchors.new(prefix + item.id, f"{prefix}ref-other") for item in document.references]
    to_claims = [anchors.new(prefix + item.id, f"{prefix}claim-other") for item in document.claims]
    references = {item.id: anchor for item, anchor in zip(document.references, to_references, strict=True)}
    claims = {item.id: anchor for item, anchor in zip(document.claims, to_claims, strict=True)}
    known = labels(document)
    answers = Answers(document)
    named = {id_: answers.about(links) for id_, links in named_by(document).items()}
    others = answers.others(lambda number: anchors.new(f"{own}-link-{number}", "doc"))
    links = {link.url: link.anchor for link in others}
    related = {id_: (anchor, f"reference {known[id_]}") for id_, anchor in references.items()}
    lines = {claim.id: claim.line for claim in document.claims}
    related |= {
        id_: (anchor, "the text" if lines[id_] is None else f"line {lines[id_]}") for id_, anchor in claims.items()
    }
    findings = tuple(
        FindingView(
            finding,
            anchors.new(f"f-{finding.fingerprint}", f"{prefix}f-other"),
            references.get(finding.reference or ""),
            claims.get(finding.claim or ""),
            links.get(finding.url or ""),
            known.get(finding.reference or "", finding.reference or ""),
            tuple(related[id_] for id_ in finding.related if id_ in related),
        )
        for finding in document.findings
    )
    shown_claims = _claims(document, to_claims, findings)
    resting = _resting(shown_claims)
    return DocumentView(
        document=document,
        anchor=own,
        groups=tuple(_groups(findings)),
        references=tuple(_references(document, to_references, named, findings, resting)),
        sections=tuple(_sections(document.text, shown_claims)),
        links=others,
        unplaced=tuple(one for id_ in resting if id_ not in references for one in resting[id_] if one.verdict),
        anchors=references,
        labels=known,
    )


def _groups(findings: Iterable[FindingView]) -> Iterator[tuple[Severity, tuple[FindingView, ...]]]:
    """Give the findings of each severity, worst first."""
    findings = tuple(findings)
    for severity in SEVERITIES:
        found = tuple(view for view in findings if view.finding.severity == severity)
        if found:
            yield severity, found


def _claims(document: DocumentReport, anchors: Sequence[str], findings: Sequence[FindingView]) -> list[ClaimView]:
    """Give the views of the claims, in order."""
    of_claim: dict[str, list[FindingView]] = {}
    for view in findings:
        if view.finding.claim is not None:
            of_claim.setdefault(view.finding.claim, []).append(view)
    return [
        ClaimView(claim, anchor, standing(claim), tuple(of_claim.get(claim.id, ())))
        for claim, anchor in zip(document.claims, anchors, strict=True)
    ]


def _resting(claims: Iterable[ClaimView]) -> dict[str, tuple[Resting, ...]]:
    """Give by the id of each reference the claims that rest on it."""
    found: dict[str, dict[str, Resting]] = {}
    for view in claims:
        verdicts = {verdict.reference: verdict for verdict in view.claim.verdicts if tells(verdict)}
        named = dict.fromkeys((*(one.reference for one in view.claim.citations if one.reference), *verdicts))
        for id_ in named:
            verdict = verdicts.get(id_)
            words = words_of(view.claim, verdict) if verdict is not None and verdict.missing else ()
            found.setdefault(id_, {})[view.anchor] = Resting(view, verdict, words)
    return {id_: tuple(sorted(of_one.values(), key=lambda one: one.verdict is None)) for id_, of_one in found.items()}


def _references(
    document: DocumentReport,
    anchors: Sequence[str],
    links: Mapping[str, tuple[LinkView, ...]],
    findings: Sequence[FindingView],
    resting: Mapping[str, tuple[Resting, ...]],
) -> Iterator[ReferenceView]:
    """Give the views of the references, in order."""
    of_reference: dict[str, list[FindingView]] = {}
    for view in findings:
        if view.finding.reference is not None:
            of_reference.setdefault(view.finding.reference, []).append(view)
    for reference, anchor in zip(document.references, anchors, strict=True):
        yield ReferenceView(
            reference=reference,
            anchor=anchor,
            parts=tuple(parts(reference)),
            rows=tuple(rows(reference)),
            links=links[reference.id],
            findings=tuple(of_reference.get(reference.id, ())),
            claims=resting.get(reference.id, ()),
            read=issued({"issued": reference.csl.get("accessed")}),
            published=issued(reference.csl),
        )


def _sections(text: str, claims: Iterable[ClaimView]) -> Iterator[Section]:
    """Give the claims as the document has them: sections of paragraphs."""
    heading = ""
    paragraphs: list[list[ClaimView]] = []
    last: Claim | None = None
    for view in claims:
        claim = view.claim
        if last is not None and claim.section != heading:
            yield Section(heading, tuple(map(tuple, paragraphs)))
            paragraphs = []
        heading = claim.section
        if not paragraphs or last is None or _parted(text, last, claim):
            paragraphs.append([])
        paragraphs[-1].append(view)
        last = claim
    if paragraphs:
        yield Section(heading, tuple(map(tuple, paragraphs)))


def _parted(text: str, earlier: Claim, later: Claim) -> bool:
    """Tell whether a new paragraph begins between two claims."""
    if not earlier.spans or not later.spans:
        return False
    start, end = earlier.spans[-1].end, later.spans[0].start
    return end < start or _BREAK.search(text, start, min(end, start + _WIDEST)) is not None
