"""
The report as SARIF 2.1.0 (OASIS), as GitHub's code scanning reads it.

The limits are those of GitHub's documentation, "SARIF support for code scanning": a file with more than 25,000 results
or rules is rejected whole; of rules, `id`, `name` and the texts have lengths of their own; a required text may not be
empty; columns count from 1 and the end column is exclusive. What is left out is said in `toolExecutionNotifications`.
Section numbers in this package's SARIF files are those of the OASIS standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from citecheck.model import AuditReport, Rule
from citecheck.reports.markdown_escape import escaped
from citecheck.reports.placed import Placed, path_of, placed
from citecheck.reports.sarif_result import Results, rule_id, unlinked
from citecheck.reports.severities import levels
from citecheck.reports.visible import brief, unordered
from citecheck.reports.wording import counted

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
"""The address that GitHub's documentation gives."""
MOST_RESULTS: Final = 25_000
MOST_RULES: Final = 25_000
_LONGEST_TITLE: Final = 255
_LONGEST_HELP: Final = 1_000
"""GitHub's limit for `fullDescription` is 1,024."""
_LONGEST_WORD: Final = 200
_NAMED: Final = 3
"""How many of the documents that are left out are named."""

_NUMBER: Final = r"(?:0|[1-9][0-9]{0,8})"
_SEMANTIC = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-[0-9A-Za-z.-]{{1,64}})?(?:\+[0-9A-Za-z.-]{{1,64}})?")
"""A version after Semantic Versioning 2.0.0, as `semanticVersion` must be (3.19.12)."""


class SarifFormat:
    """The findings of the files of a repository as one SARIF run, worst first."""

    name = "sarif"
    extension = "sarif"

    def render(self, report: AuditReport) -> str:
        """Give the report as SARIF."""
        return f"{unordered(msgspec.json.format(msgspec.json.encode(_log(report)), indent=2).decode())}\n"


def _log(report: AuditReport) -> dict[str, Any]:
    """Give the whole file; what it is of comes before what was found."""
    everything = placed(report)
    here = [one for one in everything if one.path is not None]
    rules: dict[str, Rule] = {}
    for rule in report.rules:
        rules.setdefault(rule_id(rule.id), rule)
    catalogue = list(rules.values())[:MOST_RULES]
    results = Results({rule_id(rule.id): index for index, rule in enumerate(catalogue)}, here)
    notifications = [*_left_out(everything), *_cut(len(here), len(rules))]
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    run = {
        "tool": {"driver": {**_driver(report), "rules": [_rule(rule) for rule in catalogue]}},
        "automationDetails": {"id": f"citecheck/{_subject(report)}/"},
        "invocations": [invocation],
        "properties": _origin(report),
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [results.result(one) for one in here[:MOST_RESULTS]],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(report: AuditReport) -> dict[str, str]:
    """Give who made the report; a version that is no semantic one stands under `version`."""
    version = brief(report.run.tool.rpartition(" ")[2], _LONGEST_WORD)
    name = {"name": "citecheck"}
    if _SEMANTIC.fullmatch(version):
        return {**name, "semanticVersion": version}
    return {**name, "version": version} if version else name


def _rule(rule: Rule) -> dict[str, Any]:
    """Give an entry of the catalogue."""
    name = rule_id(rule.id)
    title = unlinked(brief(rule.title, _LONGEST_TITLE)) or name
    words = unlinked(brief(rule.help, _LONGEST_HELP)) or title
    level = levels()[rule.severity]
    return {
        "id": name,
        **_readable(name),
        "shortDescription": {"text": title},
        "fullDescription": {"text": words},
        "help": {"text": words, "markdown": f"{escaped(rule.help) or escaped(title)} Precision: {rule.precision}."},
        "defaultConfiguration": {"level": level.sarif},
        "properties": {
            "precision": rule.precision,
            "problem.severity": level.problem,
            "tags": [tag for tag in dict.fromkeys(("citation", name.partition("-")[0])) if tag],
        },
    }


def _readable(name: str) -> dict[str, str]:
    """Give `ClaimAnachronism` for `claim-anachronism`: a name in the style of the standard (3.49.7), unlike the id."""
    readable = "".join(word.capitalize() for word in name.split("-"))[:_LONGEST_TITLE]
    return {"name": readable} if readable and readable.casefold() != name.casefold() else {}


def _origin(report: AuditReport) -> dict[str, Any]:
    """Give where the answers are from and the day that counted as today."""
    run = report.run
    label, recorded = brief(run.provenance.label, _LONGEST_HELP), brief(run.provenance.recorded or "", _LONGEST_WORD)
    provenance = {"kind": run.provenance.kind, "label": label, "recorded": recorded}
    as_of = brief(run.as_of, _LONGEST_WORD)
    origin: dict[str, Any] = {"provenance": {key: value for key, value in provenance.items() if value}}
    return {**origin, "as_of": as_of} if as_of else origin


def _subject(report: AuditReport) -> str:
    """
    Give what was audited, in words that stay: the path of a single document, else the folder that all are under.

    GitHub takes it for the category of the analysis: a later one of the same category replaces an earlier one, and one
    workflow may not give two of the same. So it is the first folder alone: it stays when a file is added deeper down.
    """
    paths = [path for document in report.documents if (path := path_of(document)) is not None]
    if len(paths) == 1:
        return brief(paths[0], _LONGEST_WORD) or "documents"
    folders = {path.partition("/")[0] if "/" in path else "" for path in paths}
    return brief(folders.pop(), _LONGEST_WORD) or "documents" if len(folders) == 1 else "documents"


def _left_out(found: Sequence[Placed]) -> Iterator[dict[str, Any]]:
    """Give a note on the findings of documents that no repository holds."""
    outside = [one for one in found if one.path is None]
    if outside:
        names = dict.fromkeys(brief(one.document.source, _LONGEST_WORD) or "(no name)" for one in outside)
        shown = ", ".join(list(names)[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        yield _note(
            f"{counted(len(outside), 'finding')} left out: SARIF names places in files of the repository, and what they"
            f" are of is none ({shown}). Another format of the report has them."
        )


def _cut(results: int, rules: int) -> Iterator[dict[str, Any]]:
    """Give notes on what is more than GitHub takes."""
    if results > MOST_RESULTS:
        yield _note(
            f"{counted(results - MOST_RESULTS, 'finding')} left out, the least severe: GitHub takes at most"
            f" {MOST_RESULTS:,} results. Another format of the report has them."
        )
    if rules > MOST_RULES:
        yield _note(f"{counted(rules - MOST_RULES, 'rule')} left out: GitHub takes at most {MOST_RULES:,}.")


def _note(words: str) -> dict[str, Any]:
    """Give a notification."""
    return {"level": "note", "message": {"text": unlinked(words)}}
