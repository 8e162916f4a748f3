"""SARIF: valid after the standard, what GitHub demands beyond it, and true to the report."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given, settings

from citecheck.model import AuditReport, Claim, DocumentReport, Finding, Provenance, Span, Suggestion, Work
from citecheck.reports.json_report import JsonFormat, load
from citecheck.reports.sarif import MOST_RESULTS, SarifFormat

Saying = Callable[[str], AuditReport]
HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "reports" / "sample.json"
SCHEMA = json.loads((HERE / "sarif-2.1.0-used.schema.json").read_text(encoding="utf-8"))
DEMANDS = tomllib.loads((HERE / "sarif_demands.toml").read_text(encoding="utf-8"))["demand"]
TEXTS = {
    row["name"]: row["is"] for row in tomllib.loads((HERE / "hostile.toml").read_text(encoding="utf-8"))["text"]
} | {
    "lone surrogates": "\ud83d and \udcff",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of controls": "\u202e" * 1_000_000,
    "a link of SARIF": "[see](https://evil.example) and [here](1)",
    "placeholders": "{0} {1} {{",
}
texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
demands = pytest.mark.parametrize("demand", DEMANDS, ids=[row["path"] for row in DEMANDS])


@pytest.fixture(scope="module")
def sample() -> AuditReport:
    """Give the audit of the sample."""
    return load(SAMPLE.read_bytes())


@pytest.fixture
def require_package() -> Callable[[str], Any]:
    """Give a function from a package's name to the package; where it is missing a test is skipped, or in CI fails."""

    def require(name: str) -> Any:  # noqa: ANN401 - a module without types
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            if os.environ.get("CITECHECK_REQUIRE_ALL") == "1":
                pytest.fail(f"{name} is not installed, and CITECHECK_REQUIRE_ALL=1 allows no skips")
        pytest.skip(f"skipped: {name} is not installed")

    return require


def sarif(report: AuditReport) -> dict[str, Any]:
    """Give a report as SARIF, parsed."""
    log: dict[str, Any] = json.loads(SarifFormat().render(report))
    return log


def run_of(report: AuditReport) -> dict[str, Any]:
    """Give the one run of a report."""
    (run,) = sarif(report)["runs"]
    return dict(run)


def filed(report: AuditReport, **changes: Any) -> AuditReport:  # noqa: ANN401 - fields of a document
    """Give a report whose one document lies in the repository."""
    document = dataclasses.replace(report.documents[0], **{"path": "docs/a.md", "source": "a.md", **changes})
    return dataclasses.replace(report, documents=(document,))


def values(log: Any, path: str) -> Iterator[tuple[Any, str | int, Any]]:  # noqa: ANN401 - any JSON value
    """Give what a path leads to: the object that has it or should, its key, and the value or None."""
    parents = [log]
    *before, last = [part.strip('"') for part in re.findall(r'"[^"]{1,50}"|[^.]{1,50}', path)]
    for part in before:
        found = [parent[part.removesuffix("[]")] for parent in parents if part.removesuffix("[]") in parent]
        parents = [item for one in found for item in one] if part.endswith("[]") else found
    for parent in parents:
        if last.endswith("[]"):
            items = parent.get(last[:-2], [])
            yield from ((items, index, item) for index, item in enumerate(items))
        else:
            yield parent, last, parent.get(last)


def faults(log: Any, demand: dict[str, Any]) -> list[str]:  # noqa: ANN401 - any JSON value
    """Give what is wrong with a file after one demand."""
    wrong = []
    for _, _, value in values(log, demand["path"]):
        if value is None:
            wrong += ["missing"] if demand.get("required") else []
            continue
        wrong += ["empty"] if value == "" else []
        wrong += ["too long"] if len(value if isinstance(value, str) else "") > demand.get("longest", 1 << 40) else []
        if isinstance(value, list) and not demand.get("least", 0) <= len(value) <= demand.get("most", 1 << 40):
            wrong.append("too many or too few")
        wrong += ["too small"] if isinstance(value, int) and value < demand.get("smallest", 0) else []
        wrong += ["no such word"] if value not in demand.get("among", [value]) else []
    return wrong


def checked(log: dict[str, Any]) -> None:
    """Hold a file against the standard and against GitHub's demands."""
    jsonschema.Draft202012Validator(SCHEMA).validate(log)
    assert [] == [(demand["path"], fault) for demand in DEMANDS for fault in faults(log, demand)]


def test_the_sample_is_valid(sample: AuditReport) -> None:
    """The audit of the sample is SARIF 2.1.0, and nothing in it is what GitHub rejects."""
    log = sarif(sample)

    checked(log)
    assert len(sample.documents[0].findings) == len(log["runs"][0]["results"])


@demands
def test_each_demand_is_met_by_something_and_finds_fault(demand: dict[str, Any], sample: AuditReport) -> None:
    """A demand that no file could break, or that nothing in the sample is asked of, would prove nothing."""
    log = copy.deepcopy(sarif(sample))
    place = next(iter(values(log, demand["path"])), None)
    assert place is not None
    parent, key, value = place
    broken = demand["broken"]
    if isinstance(value, str) and isinstance(broken, int):
        broken = "x" * broken
    elif isinstance(value, list) and isinstance(broken, int):
        broken = value[:1] * broken
    parent[key] = broken

    assert [] != faults(log, demand)


@demands
def test_what_is_required_may_not_be_missing(demand: dict[str, Any], sample: AuditReport) -> None:
    """Where a required property is taken away, the demand finds fault; where it is none, it does not."""
    log = copy.deepcopy(sarif(sample))
    parent, key, _ = next(iter(values(log, demand["path"])))
    if isinstance(key, int):
        return
    del parent[key]

    assert bool(demand.get("required")) == bool(faults(log, demand))


@texts
def test_hostile_text_leaves_the_file_valid(text: str, report_saying: Saying) -> None:
    """Whatever a document says, the file is valid, no text is empty and no control, link or lone surrogate is in it."""
    report = filed(report_saying(text), findings=(*report_saying(text).documents[0].findings, Finding("", "note", "")))
    shown = SarifFormat().render(report)
    log = json.loads(shown)

    checked(log)
    assert '""' not in shown
    assert set() == {
        char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\u200d"
    }
    assert "](" not in "".join(result["message"]["text"] for result in log["runs"][0]["results"])
    assert len(shown) < 100_000


@texts
def test_a_stored_report_renders_to_the_same_bytes(text: str, report_saying: Saying) -> None:
    """What went through JSON is written as what did not."""
    report = filed(report_saying(text), path=None if text == "" else f"docs/{text[:99]}")

    assert SarifFormat().render(report) == SarifFormat().render(load(JsonFormat().render(report).encode()))


@settings(max_examples=60)
@given(...)
def test_any_report_at_all_is_valid(report: AuditReport) -> None:
    """Also numbers without sense and ids that name nothing make a valid file."""
    checked(sarif(report))


def test_every_region_holds_the_words_of_its_span(sample: AuditReport) -> None:
    """Cut out of the file by line and column, a region is what the finding speaks of."""
    document = sample.documents[0]
    lines = document.text.split("\n")
    by_fingerprint = {finding.fingerprint: finding for finding in document.findings}
    cut = {}
    for result in run_of(sample)["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        words = lines[region["startLine"] - 1 : region["endLine"]]
        words[-1] = words[-1][: region["endColumn"] - 1]
        words[0] = words[0][region["startColumn"] - 1 :]
        cut[result["properties"]["fingerprint"]] = "\n".join(words)

    assert "\r" not in document.text
    assert cut == {
        name: finding.span.of(document.text).removesuffix("\n")
        for name, finding in by_fingerprint.items()
        if finding.span is not None
    } | {name: lines[(finding.line or 1) - 1] for name, finding in by_fingerprint.items() if finding.span is None}


def test_a_consumer_reads_back_what_was_found(sample: AuditReport, require_package: Callable[[str], Any]) -> None:
    """A library that others read SARIF with gives the rules, levels, lines and fingerprints of the report."""
    consumer = require_package("sarif_pydantic")
    run = consumer.Sarif.model_validate_json(SarifFormat().render(sample)).runs[0]
    found = sample.documents[0].findings

    assert "citecheck" == run.tool.driver.name
    assert [rule.id for rule in sample.rules] == [rule.id for rule in run.tool.driver.rules]
    assert [(finding.rule, finding.severity, finding.fingerprint) for finding in found] == [
        (result.rule_id, result.level.value, result.partial_fingerprints["primaryLocationLineHash"])
        for result in run.results
    ]
    assert [finding.line or 1 for finding in found] == [
        result.locations[0].physical_location.region.start_line for result in run.results
    ]


def test_a_result_says_what_is_wrong_and_what_to_do(report_saying: Saying) -> None:
    """Rule, level, message with its suggestion, place, fingerprint, the reference's label and the address."""
    finding = Finding(
        "link-dead",
        "error",
        "It is dead.",
        line=2,
        span=Span(3, 5),
        reference="ref-1",
        url="http://x.example/",
        fingerprint="f1",
        suggestion=Suggestion("Link the copy."),
    )
    report = filed(report_saying("link-dead"), text="ab\ncd\n", findings=(finding,))
    (result,) = run_of(report)["results"]

    assert result == {
        "ruleId": "link-dead",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "It is dead. → Link the copy."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "docs/a.md"},
                    "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "Reference link-dead: link-dead"},
                "physicalLocation": {
                    "artifactLocation": {"uri": "docs/a.md"},
                    "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 1},
                },
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": "f1", "citecheck/v1": "f1"},
        "properties": {"fingerprint": "f1", "reference": "link-dead", "url": "http://x.example/"},
    }


def test_what_belongs_to_a_finding_is_a_related_location(report_saying: Saying) -> None:
    """Reference, claim, entries of works and other ids, each once; what is not there or is the place itself is not."""
    report = report_saying("words")
    reference = dataclasses.replace(
        report.documents[0].references[0], line=3, span=Span(6, 8), works=(Work("bib-1", "A book", (), 4, Span(9, 11)),)
    )
    claims = (Claim("claim-1", "A claim", "", 1, (Span(0, 2),), "direct"), Claim("claim-2", "", "", 2, (), "none"))
    finding = Finding(
        "r", "note", "m", 1, Span(0, 2), "ref-1", "claim-1", None, ("bib-1", "claim-2", "ref-1", "ref-99")
    )
    report = filed(report, text="ab\ncd\nef\ngh", references=(reference,), claims=claims, findings=(finding,))
    related = run_of(report)["results"][0]["relatedLocations"]

    assert [(1, "Reference words: words", 3), (2, "Entry: A book", 4), (3, "Claim", 2)] == [
        (one["id"], one["message"]["text"], one["physicalLocation"]["region"]["startLine"]) for one in related
    ]


def test_a_rule_that_is_not_in_the_catalogue_has_no_index(report_saying: Saying) -> None:
    """An index must lead to the rule that the result names."""
    findings = (Finding("known-rule", "note", "m"), Finding("other-rule", "note", "m"))
    run = run_of(filed(report_saying("known-rule"), findings=findings))

    assert [("known-rule", 0), ("other-rule", None)] == [
        (result["ruleId"], result.get("ruleIndex")) for result in run["results"]
    ]
    assert ["known-rule"] == [rule["id"] for rule in run["tool"]["driver"]["rules"]]


def test_a_catalogue_names_each_rule_once(report_saying: Saying) -> None:
    """Of two rules with one id the first stands, and the index is its own."""
    report = report_saying("one")
    other = dataclasses.replace(report.rules[0], id="two")
    report = filed(dataclasses.replace(report, rules=(*report.rules, *report.rules, other)), findings=())

    assert ["one", "two"] == [rule["id"] for rule in run_of(report)["tool"]["driver"]["rules"]]


@pytest.mark.parametrize(
    ("expected", "rule"), [("LinkDead", "link-dead"), (None, "link"), (None, "Link"), (None, "--"), (None, "")]
)
def test_a_rule_has_a_name_where_it_differs_from_its_id(expected: str | None, rule: str, report_saying: Saying) -> None:
    """The standard wants a name in words, and none that only repeats the id."""
    report = report_saying("x")
    report = dataclasses.replace(report, rules=(dataclasses.replace(report.rules[0], id=rule),))
    (entry,) = run_of(report)["tool"]["driver"]["rules"]

    assert expected == entry.get("name")


@pytest.mark.parametrize(
    ("expected", "tool"),
    [
        ({"semanticVersion": "0.1.0"}, "citecheck-audit 0.1.0"),
        ({"semanticVersion": "1.2.3-rc.1+b7"}, "citecheck-audit 1.2.3-rc.1+b7"),
        ({"version": "0.1.0.dev3"}, "citecheck-audit 0.1.0.dev3"),
        ({"version": "01.2.3"}, "citecheck-audit 01.2.3"),
        ({"version": "unknown"}, "unknown"),
        ({}, ""),
    ],
)
def test_a_version_is_semantic_only_where_it_is_one(expected: dict[str, str], tool: str, report_saying: Saying) -> None:
    """Any other stands where SARIF allows any."""
    report = report_saying("x")
    driver = run_of(dataclasses.replace(report, run=dataclasses.replace(report.run, tool=tool)))["tool"]["driver"]

    assert expected == {key: value for key, value in driver.items() if key.lower().endswith("version")}


def test_provenance_stands_before_what_was_found(sample: AuditReport) -> None:
    """Where the answers are from, and the day that counted as today, are the run's own properties."""
    run = run_of(sample)

    assert run["properties"] == {
        "provenance": {
            "kind": "replay",
            "label": "answers are from a stand-in web, not from these sites",
            "recorded": sample.run.provenance.recorded,
        },
        "as_of": sample.run.as_of,
    }
    assert list(run).index("properties") < list(run).index("results")


def test_what_is_not_known_of_the_provenance_is_left_out(report_saying: Saying) -> None:
    """An empty text is none."""
    report = report_saying("")
    report = dataclasses.replace(report, run=dataclasses.replace(report.run, provenance=Provenance("live", "", None)))

    assert {"provenance": {"kind": "live"}} == run_of(report)["properties"]


@pytest.mark.parametrize(
    ("expected", "paths"),
    [
        ("citecheck/docs/a.md/", ["docs/a.md"]),
        ("citecheck/docs/", ["docs/a.md", "docs/deep/b.md"]),
        ("citecheck/documents/", ["docs/a.md", "src/b.md"]),
        ("citecheck/documents/", ["a.md", "b.md"]),
        ("citecheck/documents/", ["docs/a.md", "b.md"]),
        ("citecheck/documents/", ["https://example.org/"]),
        ("citecheck/documents/", []),
    ],
)
def test_an_analysis_is_named_for_what_was_audited(expected: str, paths: list[str], report_saying: Saying) -> None:
    """A single file by its path, several by their first folder: so two analyses of one workflow have two names."""
    report = report_saying("x")
    documents = tuple(dataclasses.replace(report.documents[0], path=path, findings=()) for path in paths)

    assert expected == run_of(dataclasses.replace(report, documents=documents))["automationDetails"]["id"]


@pytest.mark.parametrize("path", ["a b/ü.md", "a:b.md", "50%/#1?.md", "x\\y.md", "語.md", "a&b'c\".md", "~/a[1].md"])
def test_a_path_is_percent_encoded(path: str, report_saying: Saying) -> None:
    """The address of a file is a URI, and decoded it is the path."""
    report = filed(report_saying("x"), path=path)
    log = sarif(report)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    checked(log)
    assert path == unquote(uri)
    assert ":" not in uri


def test_findings_of_what_is_no_file_are_left_out_and_counted(report_saying: Saying) -> None:
    """A note says how many, of what, and where they can be read."""
    report = filed(report_saying("x"), findings=(Finding("r", "note", "m"),))
    page = dataclasses.replace(report.documents[0], path=None, source="https://example.org/a")
    report = dataclasses.replace(report, documents=(*report.documents, page, page))
    run = run_of(report)
    (invocation,) = run["invocations"]
    (note,) = invocation["toolExecutionNotifications"]

    assert 1 == len(run["results"])
    assert invocation["executionSuccessful"]
    assert "note" == note["level"]
    assert note["message"]["text"].startswith("2 findings left out: ")
    assert "(https://example.org/a)" in note["message"]["text"]


def test_a_report_without_omissions_says_nothing_of_them(sample: AuditReport) -> None:
    """There is no notification where nothing is left out."""
    assert [{"executionSuccessful": True}] == run_of(sample)["invocations"]


@pytest.mark.parametrize(
    ("expected", "states"),
    [([None, None], ["new", "new"]), (["new", "unchanged"], ["new", "known"]), (["unchanged"], ["known"])],
)
def test_only_a_run_with_a_baseline_tells_what_is_new(
    expected: list[str | None], states: list[Any], report_saying: Saying
) -> None:
    """Without one everything would be called new, which nobody knows."""
    report = filed(report_saying("x"), findings=tuple(Finding("r", "note", "m", state=state) for state in states))

    assert expected == [result.get("baselineState") for result in run_of(report)["results"]]


def thirty_thousand(document: DocumentReport) -> DocumentReport:
    """Give a document with 30,000 findings, every tenth an error, all with one fingerprint of two."""
    finding = Finding("r", "note", "A message.", 1, Span(0, 1), "ref-1", fingerprint="f")
    error = dataclasses.replace(finding, severity="error", fingerprint="g")
    return dataclasses.replace(
        document, findings=tuple(error if number % 10 == 0 else finding for number in range(30_000))
    )


def test_thirty_thousand_findings_are_cut_worst_first(report_saying: Saying) -> None:
    """25,000 results stand, all errors among them, all with their own fingerprint; a note says that 5,000 do not."""
    report = filed(report_saying("x"))
    run = run_of(dataclasses.replace(report, documents=(thirty_thousand(report.documents[0]),)))
    levels = [result["level"] for result in run["results"]]

    assert MOST_RESULTS == len(levels)
    assert ["error"] * 3_000 + ["note"] * 22_000 == levels
    assert MOST_RESULTS == len({one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]})
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("5000 findings left out, the least severe")


def test_thirty_thousand_rules_are_cut(report_saying: Saying) -> None:
    """25,000 rules stand, a note says so, and a result of one that does not has no index."""
    report = report_saying("x")
    rules = tuple(dataclasses.replace(report.rules[0], id=f"rule-{number}") for number in range(30_000))
    findings = (Finding("rule-24999", "note", "m"), Finding("rule-25000", "note", "m"))
    run = run_of(filed(dataclasses.replace(report, rules=rules), findings=findings))

    assert 25_000 == len(run["tool"]["driver"]["rules"])
    assert [24_999, None] == [result.get("ruleIndex") for result in run["results"]]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "5000 rules left out: GitHub takes at most 25,000." == note["message"]["text"]
