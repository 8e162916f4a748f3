"""Reports to render: any report at all (`st.from_type(AuditReport)`), and one whose every word is a given text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from citecheck.model import (
    SCHEMA_VERSION,
    AuditReport,
    Citation,
    Claim,
    ClaimCitation,
    Counts,
    DocumentReport,
    Evidence,
    Finding,
    Link,
    LinkCheck,
    Place,
    Provenance,
    ReferenceReport,
    Rule,
    Run,
    Snapshot,
    Span,
    Suggestion,
    Verdict,
)

NUMBERS = st.integers(0, 2**40)
SPANS = st.builds(Span, NUMBERS, NUMBERS)
SCORES = st.floats(0, 1)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | SCORES | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ITEMS = st.dictionaries(st.sampled_from(("author", "title", "issued", "DOI")) | st.text(max_size=5), JSON, max_size=4)


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Give tuples of up to two."""
    return st.lists(strategy, max_size=2).map(tuple)


PLACES = st.builds(Place, line=st.none() | NUMBERS, span=st.none() | SPANS)
LINKS = st.builds(Link, span=st.none() | SPANS)
CHECKS = st.builds(LinkCheck, http_status=st.none() | NUMBERS, places=several(PLACES))
SNAPSHOTS = st.builds(Snapshot, drift_days=st.none() | NUMBERS)
FINDINGS = st.builds(
    Finding, line=st.none() | NUMBERS, span=st.none() | SPANS, suggestion=st.none() | st.builds(Suggestion)
)
CITATIONS = st.builds(Citation, line=st.none() | NUMBERS, span=SPANS)
EVIDENCE = st.builds(Evidence, span=st.none() | SPANS)
VERDICTS = st.builds(Verdict, score=st.none() | SCORES, evidence=several(EVIDENCE))
CLAIM_CITATIONS = st.builds(ClaimCitation, core=several(SPANS), reach=several(SPANS))
CLAIMS = st.builds(
    Claim, line=NUMBERS, spans=several(SPANS), citations=several(CLAIM_CITATIONS), verdicts=several(VERDICTS)
)
REFERENCES = st.builds(
    ReferenceReport,
    csl=ITEMS,
    spans=st.dictionaries(st.text(max_size=5), SPANS, max_size=2),
    confidence=st.dictionaries(st.text(max_size=5), SCORES, max_size=2),
    residue=several(SPANS),
    links=several(LINKS),
    cited=NUMBERS,
    line=st.none() | NUMBERS,
    span=SPANS,
)
DOCUMENTS = st.builds(
    DocumentReport,
    references=several(REFERENCES),
    citations=several(CITATIONS),
    claims=several(CLAIMS),
    links=several(CHECKS),
    snapshots=several(SNAPSHOTS),
    pages=several(ITEMS),
    findings=several(FINDINGS),
)
COUNTS = st.builds(
    Counts,
    *[NUMBERS] * 6,
    findings=st.dictionaries(st.sampled_from(("error", "warning", "note")), NUMBERS),
)
st.register_type_strategy(
    AuditReport,
    st.builds(
        AuditReport,
        schema_version=st.just(SCHEMA_VERSION),
        documents=several(DOCUMENTS),
        rules=several(st.builds(Rule)),
        counts=COUNTS,
    ),
)


def saying(text: str) -> AuditReport:
    """Give a report in which every free text is *text*."""
    span = Span(0, 1)
    name = {"family": text, "given": text}
    reference = ReferenceReport(
        id="ref-1",
        label=text,
        key=text,
        raw=text,
        kind=text,
        csl={"id": text, "title": text, "author": [name, {"literal": text}, name], "issued": {"literal": text}},
        spans={text: span},
        confidence={text: 0.5},
        residue=(span,),
        bibtex=text,
        links=(Link(text), Link(f"https://example.org/{text}")),
        cited=1,
        line=3,
        span=span,
    )
    claims = (
        Claim("claim-1", text, text, 1, (span,), "inherited"),
        Claim("claim-2", text, text, 2, (Span(2, 3),), "direct", (ClaimCitation("ref-1", text, (span,), (span,)),)),
    )
    findings = tuple(
        Finding(text, severity, text, 1, span, reference, "claim-1", url, (text,), text, "new", Suggestion(text))
        for severity in ("error", "warning", "note")
        for reference in ("ref-1", text)
        for url in (text, f"http://example.org/?{text}")
    )
    document = DocumentReport(
        source=text,
        format=text,
        title=text,
        language=text,
        sha256=text,
        text=text,
        text_of="source",
        references=(reference,),
        citations=(Citation(text, text, "ref-1", text, "body", 1, span),),
        claims=claims,
        links=(LinkCheck(text, reason=text),),
        findings=findings,
    )
    run = Run(text, {text: text}, text, Provenance("replay", text, text))
    rules = (Rule(text, "note", text, text, "high"),)
    counts = Counts(1, 1, 1, 2, 2, 1, {"error": 4, "warning": 4, "note": 4})
    return AuditReport(SCHEMA_VERSION, run, (document,), rules, counts)


@pytest.fixture
def report_saying() -> Callable[[str], AuditReport]:
    """Give the function that makes a report of nothing but one text."""
    return saying
