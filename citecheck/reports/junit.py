"""
The audit as JUnit XML: a suite for each document, a case for each reference and for what is found beside them.

There is no specification. This keeps to `junit-10.xsd` of the Jenkins xunit plug-in, a strict one of the schemas in
use: a case has no `file` and no `line` there, so that its text says both.

Servers tell cases of two runs apart by class and name. So neither holds what moves when a document is edited elsewhere:
a reference is named by its key, not its number, and a finding by its fingerprint, not its line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding, ReferenceReport, Run
from citecheck.reports.severities import fails
from citecheck.reports.visible import brief
from citecheck.reports.wording import rule_named

LONGEST: Final = 1_000
"""The most code points of one text that are shown."""
MOST: Final = 50
"""Findings of one case that are told in one place."""
_LONGEST_NAME: Final = 200
_FINGERPRINT: Final = 12
"""Digits of a fingerprint that tell findings of one document and rule apart."""
_ILLEGAL = re.compile("[\ufffe\uffff]")
"""What XML 1.0 has no place for (production 2, Char), beside controls and surrogates, which no report holds."""


class JunitFormat:
    """The audit as the results of tests, for servers that show these."""

    name = "junit"
    extension = "xml"

    def render(self, report: AuditReport) -> str:
        """Give the results."""
        return "".join(self.pieces(report))

    def pieces(self, report: AuditReport) -> Iterator[str]:
        """Give the results, case by case."""
        failing = {severity for severity in SEVERITIES if fails(severity, report)}
        precisions = {rule.id: rule.precision for rule in report.rules}
        suites = [tuple(_cases(document, failing)) for document in report.documents]
        every = [case for cases in suites for case in cases]
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        name = f"{report.run.tool} · {report.run.provenance.label}"
        yield f"<testsuites{_attributes(name=name, **_figures(every))}>\n"
        for document, cases in zip(report.documents, suites, strict=True):
            file = {} if document.path is None else {"file": document.path}
            skipped = str(sum(case.is_skipped for case in cases))
            yield f"<testsuite{_attributes(name=document.source, **_figures(cases), skipped=skipped, **file)}>\n"
            yield from _properties(report.run)
            teller = _Teller.of(document, precisions)
            for case in cases:
                yield teller.element(case)
            yield "</testsuite>\n"
        yield "</testsuites>\n"


@dataclass(frozen=True, slots=True)
class _Case:
    """One thing that is all right or not."""

    name: str
    reference: ReferenceReport | None = None
    failures: tuple[Finding, ...] = ()
    """What fails the run."""
    others: tuple[Finding, ...] = ()
    """What does not."""

    @property
    def is_skipped(self) -> bool:
        """Whether something was found, and nothing that fails the run."""
        return bool(self.others) and not self.failures


def _cases(document: DocumentReport, failing: Container[str]) -> Iterator[_Case]:
    """Give the cases of a document, at least one, each under a name of its own."""
    found: defaultdict[str | None, list[Finding]] = defaultdict(list)
    known = {reference.id for reference in document.references}
    for finding in document.findings:
        found[finding.reference if finding.reference in known else None].append(finding)
    cases = [
        _case(f"reference {reference.key}", found.pop(reference.id, ()), failing, reference)
        for reference in document.references
    ]
    cases += [
        _case(f"{finding.rule} {finding.fingerprint[:_FINGERPRINT]}", (finding,), failing) for finding in found[None]
    ]
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    for case in cases or [_Case("document")]:
        yield replace(case, name=_distinct(case.name, taken, counts))


def _case(
    name: str, found: Sequence[Finding], failing: Container[str], reference: ReferenceReport | None = None
) -> _Case:
    """Give the case of what was found at one place; what a baseline knows fails no run."""
    fail = [finding.severity in failing and finding.state == "new" for finding in found]
    return _Case(
        brief(name, _LONGEST_NAME),
        reference,
        tuple(finding for finding, fails_run in zip(found, fail, strict=True) if fails_run),
        tuple(finding for finding, fails_run in zip(found, fail, strict=True) if not fails_run),
    )


def _distinct(name: str, taken: set[str], counts: Counter[str]) -> str:
    """Give a name that is not taken, and take it: `name`, `name (2)`."""
    shown = name
    while shown in taken:
        counts[name] += 1
        shown = f"{name} ({counts[name] + 1})"
    taken.add(shown)
    return shown


def _figures(cases: Iterable[_Case]) -> dict[str, str]:
    """Give the counts that a suite and the whole have in common; nothing is timed."""
    several = tuple(cases)
    failures = sum(bool(case.failures) for case in several)
    return {"tests": str(len(several)), "failures": str(failures), "errors": "0", "time": "0"}


def _properties(run: Run) -> Iterator[str]:
    """Give where the answers came from, and when and by what the audit was made."""
    known = {"provenance": run.provenance.label, "as_of": run.as_of, "tool": run.tool}
    if run.provenance.recorded is not None:
        known["recorded"] = run.provenance.recorded
    yield "<properties>\n"
    for name, value in known.items():
        yield f"<property{_attributes(name=name, value=value)}/>\n"
    yield "</properties>\n"


@dataclass(frozen=True, slots=True)
class _Teller:
    """What the cases of one document are told with."""

    classname: str
    file: str
    precisions: Mapping[str, str]

    @classmethod
    def of(cls, document: DocumentReport, precisions: Mapping[str, str]) -> _Teller:
        """Give it for a document. Its class is its name without dots, which servers would take for packages."""
        name = brief(document.source, _LONGEST_NAME)
        file = name if document.path is None else brief(document.path, _LONGEST_NAME)
        return cls(f"citecheck.{name.replace('.', '_')}", file, precisions)

    def element(self, case: _Case) -> str:
        """Give a case."""
        inner = ""
        aside: list[str] = []
        if case.reference is not None:
            place = self._place(case.reference.line)
            aside.append(_line(f"{place}: [{case.reference.label}] {case.reference.raw}"))
        if case.failures:
            inner = self._outcome("failure", case.failures, case)
            aside += self._told(case.others, case)
        elif case.others:
            inner = self._outcome("skipped", case.others, case)
        if aside:
            inner += f"<system-out>{_content(aside)}</system-out>\n"
        head = f"<testcase{_attributes(classname=self.classname, name=case.name, time='0')}"
        return f"{head}>\n{inner}</testcase>\n" if inner else f"{head}/>\n"

    def _outcome(self, tag: str, found: Sequence[Finding], case: _Case) -> str:
        """Give what a case came to: the worst finding in the attributes, all of them in the text."""
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        worst = {"type": found[0].rule, "message": f"{brief(found[0].message, LONGEST - len(more))}{more}"}
        return f"<{tag}{_attributes(**worst)}>{_content(self._told(found, case))}</{tag}>\n"

    def _told(self, found: Sequence[Finding], case: _Case) -> Iterator[str]:
        """Give findings as compilers print them, each with its address and what would resolve it."""
        inherited = None if case.reference is None else case.reference.line
        for finding in found[:MOST]:
            place = self._place(inherited if finding.line is None else finding.line, finding.file)
            known = "known " if finding.state == "known" else ""
            rule = rule_named(finding.rule, self.precisions)
            yield _line(f"{place}: {known}{finding.severity}: {rule}: {finding.message}")
            if finding.url and finding.url not in finding.message:
                yield _line(finding.url)
            if finding.suggestion is not None:
                yield _line(f"→ {finding.suggestion.text}")
        if len(found) > MOST:
            yield f"… and {len(found) - MOST} more"

    def _place(self, line: int | None, file: str | None = None) -> str:
        """Give a place as editors read it: `articles/bridge.md:39`."""
        name = self.file if file is None else brief(file, _LONGEST_NAME)
        return name if line is None else f"{name}:{line}"


def _attributes(**values: str) -> str:
    """Give attributes."""
    return "".join(f' {name}="{escape(_line(value))}"' for name, value in values.items())


def _content(lines: Iterable[str]) -> str:
    """Give lines as the content of an element."""
    return escape("\n".join(lines), quote=False)


def _line(text: str) -> str:
    r"""Give a text on one line, with nothing in it that XML cannot hold: `\uffff` is spelled out."""
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", brief(text, LONGEST))
