"""From bytes to findings: what reader, parser, claims and rules make of a whole document."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from citecheck.claims import map_citations, map_claims
from citecheck.documents import read
from citecheck.documents.wikipedia_text import WikipediaTextReader
from citecheck.model import Dossier, Finding, Span
from citecheck.references.parse import parse
from citecheck.rules import claims, dates, document, identifiers, judge, markers, references

CHECKS = tuple(
    check for family in (claims, dates, document, identifiers, markers, references) for check in family.RULES
)
HARBOUR = Path(__file__).parent / "documents" / "harbour.txt"
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"


def dossier_of(path: Path) -> Dossier:
    """Give the dossier of a plain text."""
    found = read(path.name, path.read_bytes(), [WikipediaTextReader()])
    parsed = tuple(r for r in parse(found.entries, found.language) if found.entries[r.entry].numbered)
    return Dossier(found, parsed, map_citations(found, parsed), map_claims(found, parsed), (), (), dt.date(2024, 5, 1))


def by_rule(findings: tuple[Finding, ...]) -> dict[str, list[str | None]]:
    """Give, for each rule, the references that it names, in the order of the document."""
    found: dict[str, list[str | None]] = {}
    for finding in findings:
        found.setdefault(finding.rule, []).append(finding.reference)
    return found


def test_every_fault_of_the_harbour_is_found() -> None:
    """Each fault that was put into the article is found where it stands, and nothing else."""
    found = by_rule(judge(dossier_of(HARBOUR), CHECKS))

    assert {
        "claim-anachronism": ["ref-3"],
        "marker-orphan": [None],
        "isbn-invalid": ["ref-4"],
        "reference-incomplete": ["ref-1"],
        "reference-no-link": ["ref-2", "ref-3", "ref-5", "ref-6", "ref-7"],
        "reference-uncited": ["ref-7"],
        "reference-duplicate": ["ref-7"],
        "date-invalid": ["ref-5"],
        "accessed-before-issued": ["ref-6"],
        "marker-punctuation": [None],
    } == {rule: names for rule, names in found.items() if rule != "reference-names-mixed"}


def test_the_claims_of_the_harbour() -> None:
    """Boilerplate, See also and lists are no claims; the sentence before `cost[2] However` ends there."""
    said = [(claim.text, claim.coverage) for claim in dossier_of(HARBOUR).claims]

    assert [
        ("The harbour of Lindow is the smaller of the two harbours of the island.", "none"),
        ("The quay was rebuilt after the flood of 1954.", "direct"),
        ("Work on it was slow, and the town paid for most of it.", "inherited"),
        ("The council met in public to discuss the cost", "direct"),
        ("However, no vote was taken.", "inherited"),
        ("The new lighthouse was lit in May 2009, and the old one was sold in June 2009.", "direct"),
        ("Ferries called twice a day in summer.", "direct"),
        ("Some 12,000 crates of fish worth $3 million were landed every year.", "inherited"),
        ("The fish hall stands empty today.", "direct"),
    ] == said


@pytest.fixture
def seed() -> Dossier:
    """Give the dossier of the article that the gold data speak of."""
    path = SEED / "japan-north-korea-relations.txt"
    if not path.exists():
        pytest.skip("the article and its gold data are not part of the project")
    return dossier_of(path)


def test_the_findings_of_the_gold(seed: Dossier) -> None:
    """One anachronism with the date that makes sense, two incomplete references, eleven without address."""
    findings = judge(seed, CHECKS)
    found = by_rule(findings)

    (anachronism,) = [finding for finding in findings if finding.rule == "claim-anachronism"]
    assert "ref-15" == anachronism.reference
    assert anachronism.suggestion is not None
    assert ("issued", "2008-06-07") == (anachronism.suggestion.variable, anachronism.suggestion.value)
    severe = [f.reference for f in findings if f.rule == "reference-incomplete" and f.severity != "note"]
    assert ["ref-1", "ref-4"] == severe
    assert {"ref-1", "ref-4", "ref-6"} >= set(found["reference-incomplete"])
    assert [f"ref-{n}" for n in (2, 3, 6, 7, 8, 10, 11, 12, 13, 14, 15)] == found["reference-no-link"]
    assert {
        "claim-anachronism", "reference-incomplete", "reference-no-link", "marker-punctuation", "citation-far",
        "reference-names-mixed",
    } == found.keys()  # fmt: skip


def test_the_claims_without_footnote_of_the_gold(seed: Dossier) -> None:
    """Under `--strict` every paragraph, figure and trailing sentence of the gold is in reach of a finding, the lead of none."""
    gold = json.loads((SEED / "claims_gold.json").read_text(encoding="utf-8"))
    place = [Span(sentence["start"], sentence["end"]) for sentence in gold["sentences"]]
    wanted = {item["id"]: item["sentences"] for item in gold["findings"]}
    findings = judge(seed, CHECKS, strict=True)
    found = {
        rule: [finding for finding in findings if finding.rule == rule] for rule in ("claim-uncited", "claim-trailing")
    }
    spans = {rule: [finding.span for finding in of_rule if finding.span] for rule, of_rule in found.items()}

    def missing(sentences: list[int], *rules: str) -> list[int]:
        told = [span for rule in rules for span in spans[rule]]
        return [n for n in sentences if not any(place[n].overlaps(span) for span in told)]

    assert [] == missing(wanted["uncited-paragraph"], "claim-uncited")
    assert [] == missing(wanted["uncited-statistic"], "claim-uncited", "claim-trailing")
    assert [] == missing(wanted["uncited-after-last-marker"], "claim-trailing")
    covered = {cover["sentence_index"] for footnote in gold["footnotes"] for cover in footnote["covers"]}
    uncited = {item["sentence_index"] for item in gold["uncited"]}
    reported = {n for n, at in enumerate(place) if any(at.overlaps(s) for of_rule in spans.values() for s in of_rule)}
    assert set() == reported & (covered - uncited)
    assert 0 not in reported
    assert (9, 2) == (len(found["claim-uncited"]), len(found["claim-trailing"]))


def test_what_the_gold_says_is_right_is_left_alone(seed: Dossier) -> None:
    """Order, dates, identifiers, markers and duplicates of the article are in order, under `--strict` too."""
    found = {finding.rule for finding in judge(seed, CHECKS, strict=True)}

    assert set() == found & {
        "marker-orphan", "reference-uncited", "reference-order", "accessed-before-issued", "date-future", "isbn-invalid",
        "reference-duplicate", "citation-overkill", "footnote-redefined",
    }  # fmt: skip


def test_the_claims_of_the_gold(seed: Dossier) -> None:
    """Every sentence of the gold is a claim, and its footnotes reach what they cover."""
    gold = json.loads((SEED / "claims_gold.json").read_text(encoding="utf-8"))
    sentences = [(sentence["start"], sentence["end"]) for sentence in gold["sentences"]]

    assert set(sentences) <= {(claim.spans[0].start, claim.spans[-1].end) for claim in seed.claims}

    hits = extra = missed = 0
    citations = {c.reference: c for claim in seed.claims for c in claim.citations}
    for footnote in gold["footnotes"]:
        reach = citations[f"ref-{footnote['ref']}"].reach
        mine = {i for i, (start, end) in enumerate(sentences) if any(a <= start and end <= b for a, b in reach)}
        theirs = {cover["sentence_index"] for cover in footnote["covers"]}
        hits, extra, missed = hits + len(mine & theirs), extra + len(mine - theirs), missed + len(theirs - mine)
    assert 2 * hits / (2 * hits + extra + missed) >= 0.87
