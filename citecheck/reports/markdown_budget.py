"""What of a report goes into Markdown of a size: findings worst first over all documents, then what room is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citecheck.model import SEVERITIES, DocumentReport, Finding, Severity
from citecheck.reports.wording import of_severity


@dataclass(frozen=True, slots=True)
class Plan:
    """What is shown of a report: everything, or less."""

    references: bool = True
    """Whether the tables of references are."""
    claims: bool = True
    """Whether the tables of claims are."""
    findings: Mapping[tuple[int, Severity], int] | None = None
    """How many findings of each severity are, by the place of their document in the report; None for all."""
    documents: frozenset[int] | None = None
    """The places of the documents that are; None for all."""

    def has(self, place: int) -> bool:
        """Tell whether the document of a place is shown."""
        return self.documents is None or place in self.documents

    def shown(self, place: int, severity: Severity, found: Sequence[Finding]) -> Sequence[Finding]:
        """Give those of the findings of one document and severity that are shown."""
        return found if self.findings is None else found[: self.findings.get((place, severity), 0)]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes the parts of a report take."""

    document: Callable[[int], int]
    """What the document of a place takes without any finding, with what is said of those that are left out."""
    finding: Callable[[int, Finding], int]
    """What a finding takes more, given the place of its document."""
    rule: Callable[[str], int]
    """What the description of a rule takes."""


def choose(documents: Sequence[DocumentReport], room: int, sizes: Sizes) -> Plan:
    """
    Give the plan for so many bytes, without tables.

    Findings are taken in turn until one does not fit; a document and a rule are paid for with the first finding that
    needs them. Then documents of which nothing was taken are, in their order.
    """
    kept: Counter[tuple[int, Severity]] = Counter()
    present: set[int] = set()
    described: set[str] = set()
    for place, finding in in_turn(documents):
        taken = sizes.finding(place, finding)
        taken += 0 if place in present else sizes.document(place)
        taken += 0 if finding.rule in described else sizes.rule(finding.rule)
        if taken > room:
            break
        room -= taken
        present.add(place)
        described.add(finding.rule)
        kept[place, finding.severity] += 1
    for place in range(len(documents)):
        if place not in present:
            room -= sizes.document(place)
            if room < 0:
                break
            present.add(place)
    return Plan(references=False, claims=False, findings=dict(kept), documents=frozenset(present))


def in_turn(documents: Sequence[DocumentReport]) -> Iterator[tuple[int, Finding]]:
    """Give the findings of all documents, each with the place of its document: worst first, then one of each in turn."""
    for severity in SEVERITIES:
        queues = [(place, of_severity(document, severity)) for place, document in enumerate(documents)]
        rank = 0
        while queues := [(place, found) for place, found in queues if rank < len(found)]:
            for place, found in queues:
                yield place, found[rank]
            rank += 1


def size(lines: Iterable[str]) -> int:
    """Give how many bytes of UTF-8 lines take, with the newline after each."""
    return sum(len(line.encode()) + 1 for line in lines)


def within(lines: Iterable[str], budget: int) -> list[str] | None:
    """Give lines if they take no more bytes than the budget; None as soon as they do."""
    taken: list[str] = []
    for line in lines:
        budget -= size((line,))
        if budget < 0:
            return None
        taken.append(line)
    return taken
