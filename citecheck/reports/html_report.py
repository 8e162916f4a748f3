"""
The report as one HTML file that needs nothing else: no network, no script, no font.

The page is complete and worst first as it stands. Its policy (CSP Level 3) allows its own style sheet, by its hash,
and nothing else: whatever a document says, the page neither runs nor loads anything.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from citecheck.model import SEVERITIES, AuditReport
from citecheck.reports import html_text
from citecheck.reports.html_anchors import Anchors
from citecheck.reports.html_document import document_view
from citecheck.reports.html_verdict import leading_rules, verdict
from citecheck.reports.wording import counted, tally

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = "html"
_POLICY: Final = (
    "default-src 'none'; style-src 'sha256-{}'; script-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
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
        style = _file("style.css")
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
                link_verdicts=Counter(check.verdict for document in report.documents for check in document.links),
                archived=Counter(item.status for document in report.documents for item in document.snapshots),
                coverages=Counter(claim.coverage for document in report.documents for claim in document.claims),
                style=style,
                policy=_POLICY.format(digest(style)),
            )
        )


def digest(text: str) -> str:
    """Give the base64 of the SHA-256 of inlined text, as a policy names it (CSP Level 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def signs() -> dict[str, Any]:
    """Give `signs.toml`: the icon, word and tone of every state."""
    return tomllib.loads(_file("signs.toml"))


@cache
def _environment() -> Environment:
    """Give the templates; everything in them is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - this format alone needs it
    from markupsafe import Markup  # noqa: PLC0415 - the same

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
        "lines": html_text.lines,
        "href": html_text.href,
        "language": html_text.language,
        "day": html_text.day,
        "tally": tally,
        "counted": lambda number, word: counted(number, word),
    }
    environment.globals |= {
        "signs": signs(),
        "severities": SEVERITIES,
        "icons": Markup(_file("icons.svg")),  # noqa: S704 - a file of this package
    }
    return environment


def _file(name: str) -> str:
    """Give a file of the folder beside this one."""
    return files("citecheck.reports").joinpath(_FOLDER, name).read_text(encoding="utf-8")
