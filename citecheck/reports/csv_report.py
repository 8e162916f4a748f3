r"""
The findings as a table for spreadsheets: RFC 4180, a row each, the worst first.

It begins with a byte order mark. Without one Excel takes UTF-8 for the code page of its country, says nothing, and
shows every quotation mark and every name outside of English as other letters. Programs that read tables take the mark
off (Python with `utf-8-sig`); those that do not want to know of it read JSON.

A cell that a spreadsheet would compute begins with an apostrophe instead (OWASP, "CSV Injection"). So does what follows
a semicolon: that is where a spreadsheet of many a country ends a cell, and quotes do not stop it there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from citecheck.model import SEVERITIES, AuditReport, DocumentReport, Finding
from citecheck.reports.visible import brief
from citecheck.reports.wording import labels, of_severity

COLUMNS: Final = (
    "source",
    "line",
    "severity",
    "rule",
    "precision",
    "state",
    "reference",
    "key",
    "message",
    "url",
    "suggestion",
    "claim",
    "fingerprint",
    "provenance",
    "as_of",
    "file",
)
MARK: Final = "\ufeff"
"""Says that the file is UTF-8."""
LONGEST: Final = 1_000
"""The most code points of a text that are shown: a row stays a row."""
LONGEST_URL: Final = 8_000
"""The same for an address, of which a part is good for nothing; a cell of Excel holds 32,767."""

_COMPUTED = re.compile(r"""(?P<before>^|;)(?=[\s"']*[=+\-@＝＋－＠﹦﹢﹣﹫])""")
"""Where a formula would begin: ASCII, full-width and small signs (Unicode, Halfwidth and Small Form Variants)."""


class CsvFormat:
    """The findings as comma-separated values."""

    name = "csv"
    extension = "csv"

    def render(self, report: AuditReport) -> str:
        """Give the table."""
        return "".join(self.pieces(report))

    def pieces(self, report: AuditReport) -> Iterator[str]:
        """Give the table, row by row."""
        yield f"{MARK}{','.join(COLUMNS)}\r\n"
        run = report.run
        provenance, as_of = cell(run.provenance.label), cell(run.as_of)
        precisions = {rule.id: rule.precision for rule in report.rules}
        tables = [_Document(document) for document in report.documents]
        for severity in SEVERITIES:
            for table in tables:
                for finding in of_severity(table.report, severity):
                    precision = precisions.get(finding.rule, "")
                    yield _row((*table.cells(finding, precision), provenance, as_of, cell(finding.file or "")))


class _Document:
    """A document whose findings are rows."""

    def __init__(self, report: DocumentReport) -> None:
        self.report = report
        self._source = cell(report.source)
        self._labels = labels(report)
        self._keys = {reference.id: reference.key for reference in report.references}
        self._claims = {claim.id: claim.text for claim in report.claims}

    def cells(self, finding: Finding, precision: str) -> tuple[str | int | None, ...]:
        """Give what the columns say of a finding, as far as its document knows."""
        reference, claim = finding.reference or "", finding.claim or ""
        return (
            self._source,
            finding.line,
            finding.severity,
            cell(finding.rule),
            precision,
            finding.state,
            cell(self._labels.get(reference, reference)),
            cell(self._keys.get(reference, "")),
            cell(finding.message),
            cell(finding.url or "", LONGEST_URL),
            cell("" if finding.suggestion is None else finding.suggestion.text),
            cell(self._claims.get(claim, claim)),
            cell(finding.fingerprint),
        )


def cell(text: str, longest: int = LONGEST) -> str:
    """Give a text as a cell shows it: on one line, cut where it is very long, and computed by nobody."""
    return _COMPUTED.sub(r"\g<before>'", brief(text, longest))


def _row(cells: tuple[str | int | None, ...]) -> str:
    """Give a row: texts in quotes, numbers without."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
