"""
The report as one HTML file that needs nothing else: no network, no font, and no script to be whole and worst first.

Its policy (CSP Level 3, Trusted Types) allows its own style sheet and its own script, by their hashes, and nothing else:
whatever a document says, the page runs and loads nothing of it. The script builds no markup from text.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from citecheck.model import SEVERITIES, AuditReport
from citecheck.reports import html_text
from citecheck.reports.html_anchors import Anchors
from citecheck.reports.html_charts import charts
from citecheck.reports.html_document import DocumentView, document_view
from citecheck.reports.html_summary import first_of, summary
from citecheck.reports.html_timeline import dots, reasons, timeline
from citecheck.reports.html_verdict import leading_rules, verdict
from citecheck.reports.wording import counted, ignored_because, judges, since_baseline

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = "html"
_LONG: Final = 600
"""With more references and findings than that, a browser lays out what is looked at, and the rest when it comes into sight."""
_COMMENT: Final = re.compile(r"^ *+/\*(?:[^*]|\*(?!/))*+\*/\n?", re.MULTILINE)
_INDENT: Final = re.compile(r"^ ++", re.MULTILINE)
_POLICY: Final = (
    "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


class HtmlFormat:
    """The report as a self-contained HTML page."""

    name = "html"
    extension = "html"

    def render(self, report: AuditReport) -> str:
        """Give the report as HTML."""
        anchors = Anchors()
        rules = {rule.id: rule for rule in report.rules}
        found = [finding for document in report.documents for finding in document.findings]
        named = {
            id_: anchors.new(f"rule-{id_}", "rule-other")
            for id_ in dict.fromkeys(finding.rule for finding in found)
            if id_ in rules
        }
        documents = [document_view(document, number, anchors) for number, document in enumerate(report.documents, 1)]
        style, script = _inlined("style.css"), _inlined("page.js")
        return (
            _environment()
            .get_template("page.html")
            .render(
                report=report,
                documents=documents,
                rules={id_: rules[id_] for id_ in named},
                rule_anchors=named,
                verdict=verdict(report.counts),
                leading=leading_rules(found, rules),
                first=first_of(documents),
                tallies=_tallies(documents),
                summary=summary(documents) if len(documents) > 1 else (),
                charts=charts(report),
                since=tuple(since_baseline(report.counts).items()),
                as_of=html_text.day(report.run.as_of),
                long=report.counts.references + len(found) > _LONG,
                style=style,
                script=script,
                policy=_POLICY.format(digest(style), digest(script)),
            )
        )


def digest(text: str) -> str:
    """Give the base64 of the SHA-256 of inlined text, as a policy names it (CSP Level 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _tallies(documents: Iterable[DocumentView]) -> dict[str, Counter[str]]:
    """Give how many claims, links and snapshots are in which state."""
    return {
        "claim": Counter(
            claim.standing
            for view in documents
            for section in view.sections
            for paragraph in section.paragraphs
            for claim in paragraph
        ),
        "link": Counter(check.verdict for view in documents for check in view.document.links),
        "snapshot": Counter(item.status for view in documents for item in view.document.snapshots),
    }


@cache
def signs() -> dict[str, Any]:
    """Give `signs.toml`: the icon, word and tone of every state."""
    return tomllib.loads(_file("signs.toml"))


@cache
def _environment() -> Environment:
    """Give the templates; everything in them is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - this format alone needs it

    environment = Environment(
        loader=PackageLoader("citecheck.reports", _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "shown": html_text.shown,
        "between_tags": html_text.between_tags,
        "lines": html_text.lines,
        "at_line": html_text.at_line,
        "href": html_text.href,
        "language": html_text.language,
        "day": html_text.day,
        "counted": counted,
        "drift": html_text.drift,
        "timeline": timeline,
        "reasons": reasons,
        "because": ignored_because,
        "dots": dots,
    }
    environment.tests["judging"] = judges
    environment.globals |= {
        "signs": signs(),
        "severities": SEVERITIES,
    }
    return environment


@cache
def _inlined(name: str) -> str:
    """Give a file as it is inlined: without the comments that begin a line, and without indentation."""
    return _INDENT.sub("", _COMMENT.sub("", _file(name)))


def _file(name: str) -> str:
    """Give a file of the folder beside this one."""
    return files("citecheck.reports").joinpath(_FOLDER, name).read_text(encoding="utf-8")
