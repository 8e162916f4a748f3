"""
The head of each page about a rule, and the index of rules, from the catalogue and the tables of measured precision.

`make pages` writes them; a test holds that they are as this writes them. What stands below the head is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from citecheck.model import Rule
from citecheck.rules import catalogue

DOCS: Final = Path(__file__).parent
MEASURED: Final = ("precision.md", "precision-references.md")
_ROW: Final = re.compile(r"^\| `([a-z-]+)` \| \d+ \| (\d+) \| (\d+) \|", re.MULTILINE)
_FAMILIES: Final = {
    "claim": "Claims", "citation": "Claims", "source": "Claims", "link": "Links", "snapshot": "Copies in archives",
    "archive": "Copies in archives", "url": "Copies in archives", "marker": "Footnote markers", "footnote": "Footnote markers",
    "ignore": "Comments that ignore", "document": "The document", "rule": "The document",
}  # fmt: skip
"""Headings of the index by the first word of an id; all others are about references."""


def measured() -> dict[str, str]:
    """Give how often each rule was right where that was judged: `right in 26 of 31`, with a link to the table."""
    found: dict[str, str] = {}
    for name in MEASURED:
        for rule, judged, right in _ROW.findall((DOCS / name).read_text(encoding="utf-8")):
            if judged != "0":
                found[rule] = f"[right in {right} of {judged}](../{name})"
    return found


def head(rule: Rule, measured: dict[str, str]) -> str:
    """Give the head of a rule's page, to the first heading below it."""
    parts = [f"Severity: {rule.severity}", f"precision: {rule.precision}"]
    if rule.id in measured:
        parts.append(f"{measured[rule.id]} that were judged")
    if rule.strict:
        parts.append("only with `--strict`")
    if rule.web:
        parts.append("asks the web")
    return f"# {rule.id}\n\n{rule.title}.\n\n{' · '.join(parts)}\n\n"


def page(rule: Rule, measured: dict[str, str]) -> str:
    """Give the page of a rule, with its head as the catalogue has it."""
    text = (DOCS / "rules" / f"{rule.id}.md").read_text(encoding="utf-8")
    return head(rule, measured) + text[text.index("## ") :]


def index(measured: dict[str, str]) -> str:
    """Give the index of all rules."""
    return "".join(f"{line}\n" for line in _index(measured))


def _index(measured: dict[str, str]) -> Iterator[str]:
    """Give the lines of the index."""
    yield "# Rules"
    yield ""
    yield "What is judged, by what it is about. Precision is how often a finding of a rule is right when a person looks, on SARIF's"
    yield "scale; where it was counted, the count stands beside it. `citecheck rules ID` shows a rule on the command line."
    rules = catalogue().values()
    headings = dict.fromkeys(_heading(rule) for rule in rules)
    for heading in headings:
        yield from (
            "",
            f"## {heading}",
            "",
            "| rule | what it finds | severity | precision | measured |",
            "|" + " --- |" * 5,
        )
        for rule in rules:
            if _heading(rule) == heading:
                strict = ", `--strict`" if rule.strict else ""
                counted = measured.get(rule.id, "")
                yield f"| [{rule.id}]({rule.id}.md) | {rule.title} | {rule.severity}{strict} | {rule.precision} | {counted} |"
    yield from ("", "```{toctree}", ":hidden:", "", *(rule.id for rule in rules), "```")


def _heading(rule: Rule) -> str:
    """Give the heading that a rule stands under."""
    return _FAMILIES.get(rule.id.partition("-")[0], "References")


def main() -> None:
    """Write all of it."""
    known = measured()
    for rule in catalogue().values():
        (DOCS / "rules" / f"{rule.id}.md").write_text(page(rule, known), encoding="utf-8")
    (DOCS / "rules" / "index.md").write_text(index(known), encoding="utf-8")


if __name__ == "__main__":
    main()
